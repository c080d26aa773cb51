/*
 * Buckets: what a report over time is cut into, by --bucket or by months, the newest
 * dozen unless --since says from when.
 *
 * Ownership: spans and labels live in the arena of the context.
 */
#ifndef CSM_FIGURE_BUCKETS_H
#define CSM_FIGURE_BUCKETS_H

#include "figure/context.h"
#include "time/period.h"

struct csm_buckets {
	enum csm_bucket bucket;
	struct csm_period
	    *span;          /* ascending, the first and last cut short by the range */
	const char **label; /* of each: "2026-11" */
	size_t n;           /* at least 1 once they are made */
};

/* In a report's begin: -1 after reporting that this report takes no --bucket all. */
int csm_buckets_check(const struct csm_context *context, const char *report);
/* The bucket that a choice other than all stands for, weeks as --week-start says. */
enum csm_bucket csm_buckets_choice(
    const struct csm_context *context, enum csm_bucket choice);
/* Those from `since` to the context's day, of CSM_DAY_NONE the newest dozen. */
void csm_buckets_make(struct csm_context *context, enum csm_bucket bucket,
    int32_t since, struct csm_buckets *buckets);
/* In a report's range: those of --bucket, of months without, and the context's first day. */
void csm_buckets_range(
    struct csm_context *context, int32_t since, struct csm_buckets *buckets);
/* "month"; "Month" at the head of a column. */
const char *csm_buckets_word(enum csm_bucket bucket);
const char *csm_buckets_title(enum csm_bucket bucket);

#endif
