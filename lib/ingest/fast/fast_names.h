/*
 * Names: the companies and metrics of all shards of a fast run, each once and by rank
 * in byte order.
 *
 * Ownership: the texts are the shards' and the ingest run's.
 */
#ifndef CSM_INGEST_FAST_FAST_NAMES_H
#define CSM_INGEST_FAST_FAST_NAMES_H

#include "ingest/fast/fast_state.h"

/* Companies, in order, whose rows are in one partition of all shards. */
struct csm_fast_range {
	uint32_t first, n; /* ranks */
	size_t part;
};

struct csm_fast_names {
	struct csm_text *company, *metric; /* by rank */
	size_t companies, metrics;
	/* ranks by shard (workers', then the odd one), and by id in it */
	uint32_t **company_rank, **metric_rank;
	uint32_t **module_rank; /* of the module's metric; CSM_SHARD_NO_METRIC: none */
	enum csm_agg *how;      /* by rank of the metric */
	struct csm_fast_range *range; /* all companies, in order */
	size_t ranges, range_cap;
};

void csm_fast_names_make(struct csm_fast_names *n, struct csm_fast *p);
void csm_fast_names_fini(struct csm_fast_names *n, const struct csm_fast *p);
/* The i-th shard of a run; there are as many as workers and one more. */
struct csm_shard *csm_fast_shard(struct csm_fast *p, int i);
/* What a metric of a shard is called in the end: the odd one has such names already. */
struct csm_text csm_fast_metric(struct csm_fast *p, int shard, uint32_t id);
/* The metric of the module the catalog has it in; len 0: none. */
struct csm_text csm_fast_module(struct csm_fast *p, int shard, uint32_t id);

#endif
