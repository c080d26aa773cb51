/*
 * Factors: what a score is made of.  Here are those of the points method, which say
 * what a value adds to a score or takes from it; measure.h has those of the weighted
 * method, pillar.h the pillars.
 *
 * Ownership: factors live in the arena they were read into and borrow texts from the
 * configuration.
 */
#ifndef CSM_SCORE_FACTOR_H
#define CSM_SCORE_FACTOR_H

#include "formula/formula.h"
#include "syntax/json.h"

#include <stdint.h>

#include <stdbool.h>

enum csm_condition {
	CSM_CONDITION_LESS,
	CSM_CONDITION_MORE,
	CSM_CONDITION_EQUAL,
	CSM_CONDITION_NOT_EQUAL,
	CSM_CONDITION_AT_LEAST,
	CSM_CONDITION_AT_MOST,
	CSM_CONDITION_LINEAR,         /* held at the ends outside [low, high] */
	CSM_CONDITION_LINEAR_BOUNDED, /* 0 outside */
	CSM_CONDITIONS
};

/* WEIGHTED: what stands in for a value that is missing. */
enum csm_missing {
	CSM_MISSING_SKIP, /* nothing: the weight is shared out among the rest */
	CSM_MISSING_ZERO,
	CSM_MISSING_NEUTRAL, /* 5 */
	CSM_MISSING_WORST,   /* the least any value could score */
	CSM_MISSING_UNKNOWN, /* the whole score is missing */
	CSM_MISSINGS
};

struct csm_threshold {
	int last;     /* 1: takes every value that is left */
	double below; /* values below it */
	double score; /* 0..10 */
};

struct csm_factor {
	const char *id, *name;      /* name: for people, the id if none was given */
	struct csm_formula *metric; /* POINTS, WEIGHTED */
	/* POINTS: */
	enum csm_condition condition;
	struct csm_value value; /* compared with; LINEAR: not used */
	double impact;          /* added if the condition holds; LINEAR: not used */
	double low[2], high[2]; /* LINEAR: {value, impact} at both ends; WEIGHTED:
				   {value, score} */
	/* WEIGHTED: */
	size_t group;                     /* place among the profile's */
	double weight;                    /* within the group; PILLARS: among all */
	const struct csm_threshold *step; /* steps of them; 0: linear */
	size_t steps;
	int invert; /* 1: 10 minus the score */
	enum csm_missing missing;
	/* PILLARS: */
	struct csm_formula *good, *poor; /* conditions; NULL: never holds */
	const struct csm_json *at;
};

/* Read one; -1 after reporting all that is wrong with it. */
int csm_factor_read(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_factor *factor, struct csm_diag *diag);
/* The part of it all methods have: id, name and metric. */
int csm_factor_begin(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_factor *factor, struct csm_diag *diag);
int csm_factor_name(
    const struct csm_json *entry, struct csm_factor *factor, struct csm_diag *diag);
/* Points are a number from -1,000,000 to 1,000,000; -1 after a report. */
int csm_factor_check_points(
    const struct csm_json *at, double points, struct csm_diag *diag);
/* Report each of the keys (NULL-terminated) that `entry` has: "not a key of OF". */
int csm_factor_refuse(const struct csm_json *entry, const char *const *keys,
    const char *of, struct csm_diag *diag);

/* "less than", ... */
extern const struct csm_words csm_condition_words;
const char *csm_condition_name(enum csm_condition condition);
/* 1 for the two linear ones. */
bool csm_condition_linear(enum csm_condition condition);
/* What the cells of a field are read as for it. */
enum csm_value_type csm_factor_wants(const struct csm_factor *factor);
/* 1 if a condition that is not linear holds for a value; never for MISSING. */
int csm_factor_holds(const struct csm_factor *factor, const struct csm_value *value);
/* What a factor adds for a value, not rounded; 0 for MISSING. */
double csm_factor_impact(
    const struct csm_factor *factor, const struct csm_value *value);

#endif
