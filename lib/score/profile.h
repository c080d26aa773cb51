/*
 * Health profiles: how a score is made for a cohort.
 *
 * The points method is Planhat's: start at 5, add each factor's impact, keep within
 * 0..10.  Methods are rows of two tables, of how each is read (profile.c) and how it
 * combines its parts (score.c).
 *
 * Ownership: profiles live in the arena they were read into and borrow texts from the
 * configuration.
 */
#ifndef CSM_SCORE_PROFILE_H
#define CSM_SCORE_PROFILE_H

#include "base/num.h"
#include "io/conf.h"
#include "score/factor.h"

#include <stdint.h>

#define CSM_SCORE_TOP (10 * CSM_NUM_ONE) /* micros */

enum csm_method { CSM_METHOD_POINTS, CSM_METHODS };

struct csm_band {
	const char *state;
	int64_t below; /* micros; CSM_MISSING in the last band */
};

struct csm_profile {
	const char *id, *name;
	struct csm_formula *where; /* NULL: every company that is left */
	enum csm_method method;
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
 * leave a gap, a profile without where that is not the last, two parts whose points
 * would have one name.  Returns -1 if any.
 */
int csm_profiles_read(struct csm_arena *arena, const struct csm_conf *conf,
    struct csm_profile **profiles, size_t *n, struct csm_diag *diag);

/* The band a score is in: the first it is below; never NULL. */
const struct csm_band *csm_profile_band(
    const struct csm_profile *profile, int64_t score);

#endif
