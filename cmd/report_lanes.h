/*
 * Lanes: companies shown to contexts on threads.  A lane is a context, which is shown one
 * company after another, on whichever thread has nothing else to do; of several contexts
 * each goes its own pace, a few batches of companies apart.
 *
 * Ownership: everything is borrowed.
 */
#ifndef CSM_CMD_REPORT_LANES_H
#define CSM_CMD_REPORT_LANES_H

#include "common/run.h"
#include "figure/context.h"
#include "metric/walk.h"

/* csm_context_company_alone, or another that is called so. */
typedef int csm_lanes_show(struct csm_context *context, const struct csm_set *set);

/* All companies of the walk that are listed, and of them to contexts apart from another those
 * it says so of, on `threads`, at least 2, or fewer if there can be no more: 0; -1 after a
 * report. */
int csm_lanes_run(struct csm_run *run, struct csm_walk *walk,
    struct csm_context *const *context, size_t n, csm_lanes_show *show, int threads);

#endif
