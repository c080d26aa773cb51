/*
 * Scores: a profile applied to a company on a day.
 *
 * Every contribution is rounded to millionths, as a metric's result is; the score is
 * their exact sum with the start, kept within 0..10.  So parts add up, always.
 *
 * Ownership: a scorer borrows profiles and engine.
 */
#ifndef CSM_SCORE_SCORE_H
#define CSM_SCORE_SCORE_H

#include "metric/engine.h"
#include "score/profile.h"

struct csm_part {
	const struct csm_factor *factor;
	struct csm_value value; /* the factor's metric, rounded; MISSING adds nothing */
	int64_t contribution;   /* micros */
};

struct csm_score {
	const struct csm_profile *profile; /* NULL: no profile matched, no score */
	int64_t sum;                       /* start and contributions, before 0..10 */
	int64_t value;                     /* micros, 0..10 */
	const struct csm_band *band;
	int64_t coverage;            /* micros: share of the factors with a value */
	const struct csm_part *part; /* profile->factors of them */
	size_t parts;
};

struct csm_scorer;

/* Asks the engine for what the profiles need; before csm_engine_prepare. */
struct csm_scorer *csm_scorer_new(
    const struct csm_profile *profiles, size_t n, struct csm_engine *engine);
void csm_scorer_free(struct csm_scorer *scorer);
/* The score of the company the engine evaluated last, on the day `day` after the first
 * evaluated one (0, 1, ...).  Borrowed until the next call. */
const struct csm_score *csm_scorer_score(struct csm_scorer *scorer, size_t day);
/* Query of a factor, for csm_engine_explain. */
size_t csm_scorer_query(
    const struct csm_scorer *scorer, const struct csm_factor *factor);

#endif
