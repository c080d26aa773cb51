/*
 * How parts become a score, by method: the rows of the table in method.c.
 *
 * Ownership: everything is the caller's.
 */
#ifndef CSM_SCORE_COMBINE_H
#define CSM_SCORE_COMBINE_H

#include "score/method.h"

/* See csm_method. */
void csm_combine_points(
    const struct csm_profile *profile, struct csm_part *part, struct csm_score *score);
void csm_combine_pillars(
    const struct csm_profile *profile, struct csm_part *part, struct csm_score *score);
void csm_combine_weighted(
    const struct csm_profile *profile, struct csm_part *part, struct csm_score *score);

#endif
