/*
 * Health profiles: how a score is made for a cohort.
 *
 * The points method is Planhat's: start at 5, add each factor's impact, keep within
 * 0..10.  That of pillars is CustomerSuccessBox's, the weighted one that of Vitally,
 * Gainsight, Totango and Catalyst.  Each is a row of the table in
 * method.c.
 *
 * Ownership: profiles live in the arena they were read into and borrow texts from the
 * configuration.
 */
#ifndef CSM_SCORE_PROFILE_H
#define CSM_SCORE_PROFILE_H

#include "config/shape.h"
#include "base/num.h"
#include "config/config.h"
#include "score/factor.h"
#include "score/pillar.h"

#include <stdint.h>

#include <stdbool.h>

#define CSM_SCORE_TOP (10 * CSM_NUM_ONE) /* micros */

/* What the parts of a profile are: who reads, varies or words a part asks for this, not
 * for the method. */
enum csm_parts {
	CSM_PARTS_IMPACTS,  /* conditions that add an impact if they hold */
	CSM_PARTS_MEASURES, /* values that score 0..10, each with a weight */
	CSM_PARTS_PILLARS   /* conditions for good and for poor */
};

struct csm_method; /* method.h */

struct csm_band {
	const char *state;
	int64_t below; /* micros; CSM_MISSING in the last band */
};

/* WEIGHTED: factors that share a weight. */
struct csm_factor_group {
	const char *id, *name; /* NULL: the factors of a profile without groups */
	double weight;
};

struct csm_profile {
	const char *id, *name;
	enum csm_model model;      /* whose health it scores */
	const char *segment;       /* its id; NULL: none */
	struct csm_formula *where; /* its own or the segment's; NULL: every one that is
				      left */
	const struct csm_method *method;
	double start;              /* POINTS */
	enum csm_overall overall;  /* PILLARS */
	int64_t top;               /* highest score: 10 or 100, in micros */
	struct csm_factor *factor; /* or pillar */
	size_t factors;
	struct csm_factor_group *group; /* WEIGHTED */
	size_t groups;
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
int csm_profiles_read(struct csm_arena *arena, const struct csm_config *conf,
    struct csm_profile **profiles, size_t *n, struct csm_diag *diag);

/* good, average and poor, parted at 0.7 and 0.4 of `top`: the bands of a profile that
 * says nothing of them. */
const struct csm_band *csm_bands_usual(int64_t top, size_t *n);
/* Whether its parts have shares of a weight: WEIGHTED, and PILLARS by weight. */
bool csm_profile_shares(const struct csm_profile *profile);
/* The band a score is in: the first it is below; never NULL. */
const struct csm_band *csm_profile_band(
    const struct csm_profile *profile, int64_t score);

/* The section "health" of a configuration. */
extern const struct csm_config_shape csm_health_shape;

#endif
