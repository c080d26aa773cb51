/*
 * Roadmap: the milestones of a report: when its companies met them, resets heeded.
 *
 * Ownership: a roadmap owns tracker and resets; milestones live in the context's arena.
 */
#ifndef CSM_FIGURE_ROADMAP_H
#define CSM_FIGURE_ROADMAP_H

#include "figure/context.h"
#include "unit/tracker.h"

struct csm_roadmap {
	struct csm_milestone *milestone;
	size_t n; /* 0: the configuration has none */
	struct csm_tracker *tracker;
	struct csm_ledger resets; /* of the report's option */
};

/* In a report's begin; -1 after a report. */
int csm_roadmap_begin(struct csm_roadmap *roadmap, struct csm_context *context);
void csm_roadmap_fini(struct csm_roadmap *roadmap);
/* One for each milestone, as csm_tracker_company. */
const struct csm_met *csm_roadmap_company(const struct csm_roadmap *roadmap,
    const struct csm_context *context, const struct csm_set *set, int32_t start);

#endif
