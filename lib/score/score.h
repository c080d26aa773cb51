/*
 * Scores: profiles applied to an entity on a day.
 *
 * The score is the sum of contributions that are not rounded, and is then rounded to
 * millionths, as a metric's result is.  What a part is said to add is the step it moves
 * the rounded sum by, see method.h: parts add up, always, and no error does.
 *
 * Ownership: a scorer borrows profiles and engine.
 */
#ifndef CSM_SCORE_SCORE_H
#define CSM_SCORE_SCORE_H

#include "metric/engine.h"
#include "score/method.h"

#include <stdbool.h>

struct csm_scorer;

/* Asks the engine for what the profiles need; before csm_engine_prepare. */
struct csm_scorer *csm_scorer_new(
    const struct csm_profile *profiles, size_t n, struct csm_engine *engine);
void csm_scorer_free(struct csm_scorer *scorer);
/* Another one, over a fork of the engine, for a thread of its own; it borrows the
 * scorer's. */
struct csm_scorer *csm_scorer_fork(
    const struct csm_scorer *scorer, struct csm_engine *engine);
/* Whether any profile is of that model. */
bool csm_scorer_scores(const struct csm_scorer *scorer, enum csm_model model);
/* The score of entity i of a model, of the company the engine was turned to last, on
 * the day `day` after the first evaluated one (0, 1, ...).  Borrowed until the next
 * call. */
const struct csm_score *csm_scorer_score(
    struct csm_scorer *scorer, enum csm_model model, size_t i, size_t day);
/*
 * Staleness, in days, of the score given last: of the days with a point that went into
 * it up to the scored day (csm_engine_newest), how long ago the newest is.  Of part i,
 * and of the whole: the least among the parts that had a value and, where parts are
 * weighted, a share.  -1 if no point went into it: fields alone, or nothing.
 */
int32_t csm_scorer_part_staleness(struct csm_scorer *scorer, size_t part);
int32_t csm_scorer_staleness(struct csm_scorer *scorer);
/* Queries of a factor, for csm_engine_explain: its metric; of a pillar the condition
 * for poor (second: 0) and that for good (1), where there is one. */
size_t csm_scorer_query(
    const struct csm_scorer *scorer, const struct csm_factor *factor, int second);

/* Queries of a factor. */
struct csm_asked {
	size_t metric;     /* POINTS, WEIGHTED */
	size_t good, poor; /* PILLARS, where there is a condition */
	/* Whether the condition could be evaluated: */
	size_t good_known, poor_known;
};
/* Of the factors of a profile, by its place; and of its `where`, if it has one. */
const struct csm_asked *csm_scorer_asked(
    const struct csm_scorer *scorer, size_t profile, size_t *where);

#endif
