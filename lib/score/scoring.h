/*
 * How parts become a score, by method: the rows of the table in method.c.
 *
 * Ownership: everything is the caller's.
 */
#ifndef CSM_SCORE_SCORING_H
#define CSM_SCORE_SCORING_H

#include "score/method.h"

/* See csm_method. */
void csm_scoring_points(
    const struct csm_profile *profile, struct csm_part *part, struct csm_score *score);
void csm_scoring_pillars(
    const struct csm_profile *profile, struct csm_part *part, struct csm_score *score);
void csm_scoring_weighted(
    const struct csm_profile *profile, struct csm_part *part, struct csm_score *score);

#endif
