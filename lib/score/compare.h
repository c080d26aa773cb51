/*
 * Compare: two sets of profiles, or more, over the same companies.
 *
 * Ownership: a comparison owns its texts.
 */
#ifndef CSM_SCORE_COMPARE_H
#define CSM_SCORE_COMPARE_H

#include "base/arena.h"
#include "score/trial.h"

#define CSM_COMPARE_STATES (CSM_PILLAR_UNKNOWN + 1)

/* A company by all of them; the first set is the one that is, those after it the others. */
struct csm_pair {
	const char *company, *name;   /* name: NULL if it has none */
	int64_t *score;               /* by set: micros, 0..100; MISSING: none */
	enum csm_pillar_state *state; /* by set; UNKNOWN: no score */
	int64_t value;                /* recurring, in micros; MISSING */
	int64_t distance; /* between its furthest scores; -1: not two of them */
};

/* All zero but `sets` is a valid empty comparison. */
struct csm_compare {
	struct csm_arena arena;
	size_t sets;
	struct csm_pair *pair;
	size_t n, cap;
};

void csm_compare_fini(struct csm_compare *c);
/* A zeroed pair to be filled, its texts copied. */
struct csm_pair *csm_compare_add(
    struct csm_compare *c, const char *company, const char *name);

/* Scores of one set, in micros, MISSING if there are none; a quantile lies on the line
 * between the two nearest scores. */
struct csm_score_spread {
	size_t scored;
	int64_t mean, least, quarter, median, three_quarters, most;
	size_t count[CSM_COMPARE_STATES];
	int64_t value[CSM_COMPARE_STATES]; /* recurring value by state */
};
struct csm_score_spread csm_compare_spread(const struct csm_compare *c, size_t which);

/* Companies by state in the first set and in the second, and their recurring value. */
struct csm_matrix {
	size_t count[CSM_COMPARE_STATES][CSM_COMPARE_STATES];
	int64_t value[CSM_COMPARE_STATES][CSM_COMPARE_STATES];
};
void csm_compare_matrix(const struct csm_compare *c, struct csm_matrix *matrix);

/* Put those whose scores differ first, the largest distance before; how many they are. */
size_t csm_compare_movers(struct csm_compare *c);

#endif
