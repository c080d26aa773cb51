/*
 * Spans: the buckets of a range of days, the first and last cut short by it, and those
 * an equally long time before, to compare with.
 */
#ifndef CSM_TIME_PERIOD_H
#define CSM_TIME_PERIOD_H

#include "base/arena.h"
#include "time/bucket.h"

struct csm_period {
	int32_t from, to; /* both included */
};

/* The buckets since..until lies in; *n of them. */
struct csm_period *csm_periods(struct csm_arena *arena, enum csm_bucket bucket,
    int32_t since, int32_t until, size_t *n);
/*
 * For each of n spans the bucket n buckets earlier.  A whole bucket is set against a
 * whole one, one that is cut short against the same days of the earlier one, counted
 * from its beginning.
 */
struct csm_period *csm_periods_before(struct csm_arena *arena, enum csm_bucket bucket,
    const struct csm_period *span, size_t n);

#endif
