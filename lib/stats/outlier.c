#include "stats/outlier.h"

#include "base/num.h"
#include "stats/quantile.h"

#include <math.h>

/* By convention, not measured: among three a quartile is made of the value to be
 * judged. */
#define FEWEST 4
/* Likewise: of a normal distribution 0.27 % lie beyond. */
#define DEVIATIONS 3

struct csm_fence
csm_fence_iqr(int64_t *value, size_t n)
{
	struct csm_fence f = {n, CSM_MISSING, CSM_MISSING, CSM_MISSING, CSM_MISSING,
	    CSM_MISSING, CSM_MISSING};
	csm_int128 range;

	if (n == 0)
		return f;
	csm_stats_sort(value, n);
	f.lower = csm_stats_quantile(value, n, 1, 4);
	f.middle = csm_stats_quantile(value, n, 2, 4);
	f.upper = csm_stats_quantile(value, n, 3, 4);
	range = (csm_int128)f.upper - f.lower;
	if (n < FEWEST || range == 0)
		return f;
	/* Twice everything, so that 1.5 ranges are whole and the limit is rounded once.
	 */
	f.low = csm_stats_rounded(2 * (csm_int128)f.lower - 3 * range, 2);
	f.high = csm_stats_rounded(2 * (csm_int128)f.upper + 3 * range, 2);
	return f;
}

struct csm_fence
csm_fence_z(const int64_t *value, size_t n)
{
	struct csm_fence f = {n, CSM_MISSING, CSM_MISSING, CSM_MISSING, CSM_MISSING,
	    CSM_MISSING, CSM_MISSING};
	csm_int128 sum = 0;
	long double mean, squares = 0, deviation;

	if (n == 0)
		return f;
	for (size_t i = 0; i < n; i++)
		sum += value[i];
	f.middle = csm_stats_rounded(sum, (csm_int128)n);
	if (n < 2)
		return f;
	/* The exact sum first: a mean kept up value by value would depend on their
	 * order. */
	mean = (long double)sum / (long double)n;
	for (size_t i = 0; i < n; i++)
		squares +=
		    ((long double)value[i] - mean) * ((long double)value[i] - mean);
	deviation = sqrtl(squares / (long double)(n - 1));
	f.deviation = csm_num_from_double((double)(deviation / CSM_NUM_ONE));
	/* Told all the same, as the mean is; only limits are not drawn. */
	if (n < FEWEST || f.deviation == 0 || f.deviation == CSM_MISSING)
		return f;
	f.low = csm_stats_rounded(
	    (csm_int128)f.middle - DEVIATIONS * (csm_int128)f.deviation, 1);
	f.high = csm_stats_rounded(
	    (csm_int128)f.middle + DEVIATIONS * (csm_int128)f.deviation, 1);
	return f;
}

int
csm_fence_side(const struct csm_fence *fence, int64_t value)
{
	if (fence->low == CSM_MISSING || value == CSM_MISSING)
		return 0;
	return value < fence->low ? -1 : value > fence->high;
}
