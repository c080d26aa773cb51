/*
 * Tracker: finds the day on which a company met each milestone, over its history.
 *
 * Ownership: a tracker borrows milestones and engine.
 */
#ifndef CSM_UNIT_TRACKER_H
#define CSM_UNIT_TRACKER_H

#include "metric/engine.h"
#include "unit/ledger.h"
#include "unit/milestone.h"

struct csm_tracker;

/* Asks the engine for what the milestones need; before csm_engine_prepare, which then
 * refuses ranks: the engine is turned to other days for each company. */
struct csm_tracker *csm_tracker_new(
    const struct csm_milestone *milestones, size_t n, struct csm_engine *engine);
void csm_tracker_free(struct csm_tracker *tracker);

/* How a company stands with a milestone. */
struct csm_met {
	int there;   /* 0: the milestone is not for the company */
	int32_t day; /* CSM_DAY_NONE: not met */
};

/*
 * One for each milestone, good until the next call.  `start` is the company's start
 * date, CSM_DAY_NONE if it has none.  The engine is left with other days than it had,
 * and with no company.
 */
const struct csm_met *csm_tracker_company(struct csm_tracker *tracker,
    const struct csm_set *set, int32_t start, int32_t as_of,
    const struct csm_ledger *resets);

#endif
