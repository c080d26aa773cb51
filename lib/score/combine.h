/*
 * How parts become a score, by method: the rows of the table in method.c.
 *
 * Ownership: everything is the caller's.
 */
#ifndef CSM_SCORE_COMBINE_H
#define CSM_SCORE_COMBINE_H

#include "score/method.h"

/* Sets state, score, share and contribution of the parts, and base, sum, value and
 * coverage of the score. */
typedef void csm_score_combine(
    const struct csm_profile *profile, struct csm_part *part, struct csm_score *score);

csm_score_combine csm_combine_points, csm_combine_pillars, csm_combine_weighted;

#endif
