/*
 * Totals: sums, means, shares and changes of numbers in millionths, of which any may be
 * CSM_MISSING.
 *
 * Ownership: plain values, nothing to free.
 */
#ifndef CSM_STATS_TOTAL_H
#define CSM_STATS_TOTAL_H

#include "base/num.h"

#include <stddef.h>
#include <stdint.h>

/* floor(sum / n + 0.5) in millionths: the rounding of every metric; CSM_MISSING if the
 * sum is or n is 0. */
int64_t csm_stats_mean(int64_t sum, size_t n);
/* Percent of a whole; CSM_MISSING of nothing. */
int64_t csm_stats_percent(size_t part, size_t whole);
/* The same of two numbers in one unit, such as two amounts in millionths. */
int64_t csm_stats_ratio(int64_t part, int64_t whole);
/* Change from `then` to `now`, CSM_MISSING if either is. */
int64_t csm_stats_change(int64_t then, int64_t now);
/* Add v to *sum, which may be CSM_MISSING (nothing yet); stays within CSM_NUM_LIMIT. */
void csm_stats_add(int64_t *sum, int64_t v);
/* What each of `count` is worth of a sum, both in millionths; CSM_MISSING if either is, or
 * count is 0. */
int64_t csm_stats_each(int64_t sum, int64_t count);

/* Of the numbers that are not missing: sum, least, greatest, how many. */
struct csm_total {
	int64_t sum, min, max; /* not set while n is 0 */
	size_t n;
};
void csm_total_add(struct csm_total *total, int64_t v);

#endif
