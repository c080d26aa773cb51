/* The engine from inside, for the files that implement it. */
#ifndef CSM_METRIC_ENGINE_WORK_H
#define CSM_METRIC_ENGINE_WORK_H

#include "metric/rank.h"
#include "metric/scope.h"
#include "metric/seen.h"

struct csm_engine {
	struct csm_plan *plan; /* its own, or of the engine it was forked from */
	struct csm_plan own;
	struct csm_seen seen;
	struct csm_ranks ranks;
	int ranks_allowed;
	int prepared;
	struct csm_work *work; /* what changes while values are asked for */
};

/* The scope of a query's entity, turned to it, and the query's job evaluated. */
struct csm_scope *csm_engine_scope(
    const struct csm_engine *engine, size_t query, size_t i);

#endif
