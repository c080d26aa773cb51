/*
 * Methods: how a profile's parts are read, and how their values become a score.  A
 * method is a file and a row of the table in method.c.
 *
 * A score is `base` and the contributions of its parts, to the last millionth:
 *
 *   points    base is the profile's start, a contribution what the factor adds; the sum
 *             is kept within 0..10; each is rounded so that they and the score add up
 *   weighted  base 0, a contribution the factor's share of the weight times its score;
 *             rounded in the same way
 *   pillars   weighted: as above, of the numbers 10, 5 and 0.  By any other rule base
 *             10, all good, and a contribution is how the overall state's number moves
 *             when the pillar joins those before it
 *
 * Ownership: everything lives in the arena it was read into, or is the caller's.
 */
#ifndef CSM_SCORE_METHOD_H
#define CSM_SCORE_METHOD_H

#include "score/profile.h"

struct csm_part {
	const struct csm_factor *factor;
	/* What is judged: */
	struct csm_value value; /* POINTS, WEIGHTED: the metric's, rounded */
	int good, poor;         /* PILLARS: whether the conditions hold */
	int known;              /* the value is there; PILLARS: a condition holds, or
				   could be evaluated */
	/* How: */
	enum csm_pillar_state state; /* PILLARS */
	int64_t score;        /* WEIGHTED, PILLARS: 0..10 in micros, or MISSING */
	double exact;         /* the score before it was rounded, unless MISSING */
	double share;         /* WEIGHTED, PILLARS weighted: of the weight, 0..1 */
	int64_t contribution; /* micros; MISSING if the whole score is */
};

struct csm_score {
	const struct csm_profile *profile; /* NULL: no profile matched, no score */
	int64_t base, sum;                 /* micros; sum MISSING if value is */
	int64_t value;               /* micros, 0..profile->top; MISSING: unknown */
	const struct csm_band *band; /* NULL if the value is missing */
	int64_t coverage; /* micros: share of the factors, or of their weight,
			     with a value */
	const struct csm_part *part; /* profile->factors of them */
	size_t parts;
};

/* How a profile is read and its parts become a score. */
struct csm_method {
	enum csm_parts parts;
	/* What goes with the method; -1 after a report. */
	int (*read)(struct csm_arena *arena, const struct csm_json *entry,
	    struct csm_profile *profile, struct csm_diag *diag);
	/* Sets state, score, share and contribution of the parts, and base, sum, value
	 * and coverage of the score. */
	void (*combine)(const struct csm_profile *profile, struct csm_part *part,
	    struct csm_score *score);
};

extern const struct csm_method csm_method_points, csm_method_pillars,
    csm_method_weighted;
/* The names of the methods. */
extern const struct csm_words csm_method_words;
/* The method of that name; NULL: none. */
const struct csm_method *csm_method_find(const char *name);
/* Read "method" and what goes with it; -1 after a report. */
int csm_method_read(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_profile *profile, struct csm_diag *diag);
/* Score profile->factors parts, of which what is judged is set: sets the rest of them
 * and *score, which borrows them. */
void csm_method_score(
    const struct csm_profile *profile, struct csm_part *part, struct csm_score *score);

/* What the methods share. */
/* Weights of n factors: none too large to compute with, and not all of them 0; `at` is
 * blamed.  -1 after a report. */
int csm_method_check_weights(const struct csm_factor *factor, size_t n,
    const struct csm_json *at, struct csm_diag *diag);
/* The part brings the score's sum, before rounding, to `total`.  The running total is
 * rounded, not each part, so that the contributions add up to the rounded whole. */
void csm_method_add(struct csm_part *part, double total, struct csm_score *score);
/* Contributions of parts whose share and exact score are set, the sum and the value. */
void csm_method_add_shares(
    const struct csm_profile *p, struct csm_part *part, struct csm_score *score);

#endif
