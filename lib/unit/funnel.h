/*
 * Funnel: how many companies met each milestone, and how long it took them.
 *
 * Ownership: a funnel owns all it holds.
 */
#ifndef CSM_UNIT_FUNNEL_H
#define CSM_UNIT_FUNNEL_H

#include "unit/tracker.h"

struct csm_funnel;

struct csm_funnel *csm_funnel_new(size_t milestones);
void csm_funnel_free(struct csm_funnel *funnel);
/* A company for which the milestone is: the day it met it, and the days from its start
 * until then in micros, CSM_MISSING if it has no start or has not met it. */
void csm_funnel_add(struct csm_funnel *funnel, size_t milestone,
    const struct csm_met *met, int64_t days);

struct csm_funnel_step {
	size_t companies; /* for which the milestone is */
	size_t met;       /* of these */
	/* Days from the start, in micros; CSM_MISSING if they are known of nobody.  Of
	 * an even number the mean of the two in the middle (stats/quantile.h). */
	int64_t median;
};
struct csm_funnel_step csm_funnel_step(struct csm_funnel *funnel, size_t milestone);

#endif
