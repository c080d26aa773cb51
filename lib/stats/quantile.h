/*
 * Quantiles: the median, quartiles and their like, interpolated between the values at
 * (n - 1) k / of: the rule of most programs, type 7 of Hyndman and Fan, "Sample quantiles
 * in statistical packages", The American Statistician 50 (1996).
 *
 * Ownership: nothing here owns memory.
 */
#ifndef CSM_STATS_QUANTILE_H
#define CSM_STATS_QUANTILE_H

#include "base/int128.h"

#include <stddef.h>
#include <stdint.h>

/* Ascending. */
void csm_stats_sort(int64_t *value, size_t n);
/* The k-th of `of` quantiles of sorted values, in their unit, rounded to the nearest, half
 * up; CSM_MISSING of none.  The median is the first of two. */
int64_t csm_stats_quantile(const int64_t *sorted, size_t n, size_t k, size_t of);
/*
 * Where a value has to be one that occurs, of sorted values that are not none: the one at
 * floor((n - 1) k / of), the quantile without its interpolation; and the least that k / of
 * of all do not exceed (Hyndman and Fan's type 1).
 */
int64_t csm_stats_lower(const int64_t *sorted, size_t n, size_t k, size_t of);
int64_t csm_stats_reached(const int64_t *sorted, size_t n, size_t k, size_t of);
/* floor(a / b + 0.5), b > 0, kept within the range of numbers. */
int64_t csm_stats_rounded(csm_int128 a, csm_int128 b);

#endif
