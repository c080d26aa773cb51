/*
 * Reach: the days of the series of points a formula looks at, through the calculated
 * metrics it uses, counted back from the day it is evaluated on.  It depends on the
 * formulas alone, not on data: what was there on those days went into the value.
 *
 * Ownership: a reach owns its stretches and borrows the plan it was made from.
 */
#ifndef CSM_METRIC_REACH_H
#define CSM_METRIC_REACH_H

#include "metric/plan.h"

/* `oldest` of a stretch that begins with the first point there is. */
#define CSM_REACH_ALL INT32_MAX

struct csm_stretch {
	size_t source;          /* one of points, or derived from them */
	int32_t newest, oldest; /* days back, newest <= oldest */
};

struct csm_reach {
	struct csm_stretch *stretch;
	size_t n, cap;
};

/* One for each job of a plan whose names are resolved. */
struct csm_reach *csm_reach_new(const struct csm_plan *plan);
void csm_reach_free(struct csm_reach *reach, size_t jobs);

#endif
