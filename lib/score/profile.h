/*
 * Health profiles: how a score is made for a cohort.
 *
 * The points method is Planhat's: start at 5, add each factor's impact, keep within
 * 0..10.  Methods are rows of a table (profile.c); each reads its own keys.
 *
 * Ownership: profiles live in the arena they were read into and borrow texts from the
 * configuration.
 */
#ifndef CSM_SCORE_PROFILE_H
#define CSM_SCORE_PROFILE_H

#include "formula/formula.h"
#include "io/conf.h"

#include <stdint.h>

#define CSM_SCORE_TOP (10 * CSM_NUM_ONE) /* micros */

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

struct csm_factor {
	const char *id, *name; /* name: for people, the id if none was given */
	struct csm_formula *metric;
	enum csm_condition condition;
	struct csm_value value; /* compared with; LINEAR: not used */
	double impact;          /* added if the condition holds; LINEAR: not used */
	double low[2], high[2]; /* LINEAR: {value, impact} at both ends */
	const struct csm_json *at;
};

struct csm_band {
	const char *state;
	int64_t below; /* micros; CSM_MISSING in the last band */
};

struct csm_profile {
	const char *id, *name;
	struct csm_formula *where; /* NULL: every company that is left */
	double start;
	struct csm_factor *factor;
	size_t factors;
	const struct csm_band *band;
	size_t bands;
	uint64_t hash; /* XXH3 of the profile's text: a change of it is a change of
			  profile */
	const struct csm_json *at;
};

/*
 * Read the section "health", in priority order.  All errors are reported with position:
 * unknown or missing keys for the method, low not below high, bands that overlap or
 * leave a gap, a profile without where that is not the last.  Returns -1 if any.
 */
int csm_profiles_read(struct csm_arena *arena, const struct csm_conf *conf,
    struct csm_profile **profiles, size_t *n, struct csm_diag *diag);

/* State of a score: that of the first band it is below; never NULL. */
const char *csm_profile_band(const struct csm_profile *profile, int64_t score);
/* "less than", ... */
const char *csm_condition_name(enum csm_condition condition);

#endif
