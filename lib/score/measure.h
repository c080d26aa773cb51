/*
 * Measures: factors of the weighted method.  A measure maps its value to a score from 0
 * to 10, by a linear scale or by steps, and says what stands in for a value that is
 * missing.
 *
 * Ownership: measures live in the arena they were read into.
 */
#ifndef CSM_SCORE_MEASURE_H
#define CSM_SCORE_MEASURE_H

#include "score/factor.h"

#include <stdbool.h>

#define CSM_MEASURE_TOP (10 * CSM_NUM_ONE) /* micros */

/* Read one; -1 after reporting all that is wrong with it. */
int csm_measure_read(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_factor *factor, struct csm_diag *diag);
/* Score of a number or truth, from 0 to 10, not rounded; false for any other value. */
bool csm_measure_score(
    const struct csm_factor *factor, const struct csm_value *value, double *score);
/* What stands in for a missing value, in micros, 0..CSM_MEASURE_TOP; CSM_MISSING for SKIP
 * and UNKNOWN. */
int64_t csm_measure_default(const struct csm_factor *factor);
/* "skip", ... */
extern const struct csm_words csm_missing_words;
const char *csm_missing_name(enum csm_missing missing);

#endif
