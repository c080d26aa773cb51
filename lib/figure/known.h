/*
 * Known: how much a company's score can be relied on: whether it was set by hand, which
 * share of the profile's parts had a value, and how old the newest point behind it is.
 *
 * What was set by hand stands in the points, system.health_by_hand.  Coverage and
 * staleness are worked out by the profiles of the configuration, if they are those that
 * made the score.
 *
 * Ownership: what is known of a score lives in the context.
 */
#ifndef CSM_FIGURE_KNOWN_H
#define CSM_FIGURE_KNOWN_H

#include "figure/context.h"

struct csm_known {
	int64_t coverage;    /* percent, in micros; CSM_MISSING: not known */
	int64_t staleness;   /* days, in micros; CSM_MISSING: no point, or not known */
	const char *by_hand; /* who, why and until when; NULL: it was not */
};

/* Of the company's score on the as-of day; NULL-safe about profiles. */
struct csm_known csm_known_score(
    struct csm_context *context, const struct csm_set *set);
/* Of each day of the context, whether the score of the company on it is one of low
 * coverage: how many are.  Days set by hand, and of other profiles, are none. */
size_t csm_known_little(
    struct csm_context *context, const struct csm_set *set, bool *little);
/* Whether the configuration has profiles of companies that can be evaluated. */
bool csm_known_scores(struct csm_context *context);
/* The score of the as-of day as a cell whose state is marked by what is known. */
struct csm_cell csm_known_health(struct csm_context *context, const struct csm_set *set,
    const struct csm_known *known);

#endif
