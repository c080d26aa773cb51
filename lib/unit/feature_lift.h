/*
 * Features: which of them separate companies that stayed from those that left.
 *
 * A feature is a metric activities.*, modules.* or metrics.*.  A company used it if it,
 * or anyone of it, has a value that is not 0 in the window: some days that end a lead
 * before the day it left, or, if it stayed, before the as-of day.  Companies whose
 * first point is after the first day of their window are left out: they had not all of
 * it to use anything.
 *
 * Ownership: the collection owns everything; rows are good until it is freed.
 */
#ifndef CSM_UNIT_FEATURE_LIFT_H
#define CSM_UNIT_FEATURE_LIFT_H

#include "stats/proportion.h"
#include "series/set.h"

#include <stddef.h>
#include <stdint.h>

/* Fewer companies than this in a group are too few to tell: as many as an area under the
 * curve wants of each (CSM_AUC_FEW), a choice and not measured. */
#define CSM_FEATURE_LIFT_FEW 10

struct csm_feature_lifts;

/* Days: the window is those from day - lead - window + 1 to day - lead. */
struct csm_feature_lifts *csm_feature_lift_new(int32_t lead, int32_t window);
void csm_feature_lift_free(struct csm_feature_lifts *features);
/* Count a company that left on a day, or that stayed until then. */
void csm_feature_lift_company(struct csm_feature_lifts *features,
    const struct csm_set *set, int32_t day, int left);

struct csm_feature_lift {
	const char *name;    /* the metric */
	size_t stayed, left; /* how many of those used it */
	struct csm_share of_stayed, of_left, difference;
	double lift; /* share of its users that stayed / share of all that stayed */
	/*
	 * Thresholds for a success unit of its use in the window: of the companies
	 * that stayed and used it at most a third did so less than `low`, and at most
	 * a third more than `high`.  CSM_MISSING unless it is an activity or a module's
	 * use, which add up, the difference is above 0 with confidence, and neither
	 * those that left nor those that stayed and used it are few.
	 */
	int64_t low, high; /* micros */
};

struct csm_feature_lift_counts {
	size_t stayed, left; /* companies compared */
	size_t young;        /* left out */
};
struct csm_feature_lift_counts csm_feature_lift_counts(
    const struct csm_feature_lifts *features);
/* After the last company: features used by anyone, those that speak for staying most
 * surely (the lower end of the difference) first.  None if one of the groups is empty.
 */
const struct csm_feature_lift *csm_feature_lift_rows(
    struct csm_feature_lifts *features, size_t *n);

#endif
