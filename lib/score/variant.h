/*
 * Variants: the profiles with one of their numbers moved: a weight or impact, a
 * threshold, an edge of a band, by -20, -10, +10 or +20 percent.
 *
 * Ownership: variants live in the arena they were made in and borrow the rest from the
 * profiles.
 */
#ifndef CSM_SCORE_VARIANT_H
#define CSM_SCORE_VARIANT_H

#include "metric/engine.h"
#include "score/trial.h"

#define CSM_VARIANT_STEPS 4

struct csm_variant {
	size_t profile;     /* place among the profiles */
	const char *number; /* "idle.impact", "bands.poor" */
	int percent;
	double from, to;
	struct csm_profile changed;
	/* A number in the condition of a pillar; NULL: none */
	struct csm_formula *condition;
	size_t factor; /* that pillar */
	int is_poor;   /* its condition for poor */
	size_t query;  /* of the condition */
};

/* All variants of the profiles of companies; those that would be no profile (an edge
 * moved over the next, a number that is 0) are left out.  Asks the engine for
 * conditions; before csm_engine_prepare. */
struct csm_variant *csm_variants_make(struct csm_arena *arena,
    const struct csm_profile *profiles, size_t n, struct csm_engine *engine,
    size_t *variants);
/* Keep with a trial what the varied conditions are on the evaluated day `day`. */
void csm_variants_look(const struct csm_variant *variant, size_t n,
    struct csm_engine *engine, const struct csm_profile *profiles, size_t day,
    struct csm_trials *trials, struct csm_trial *trial);

/* The trials as variant i has them: their AUC, states, and how many are in another
 * band. */
struct csm_variant_result {
	struct csm_auc auc;
	size_t count[CSM_PILLAR_UNKNOWN + 1];
	size_t moved;
};
void csm_variant_apply(const struct csm_variant *variant, size_t i,
    const struct csm_profile *profiles, const struct csm_trials *trials,
    struct csm_variant_result *result);

#endif
