#include "stats/outlier.h"

#include "base/int128.h"
#include "base/num.h"

#include <math.h>
#include <stdlib.h>

#define FEWEST 4
#define DEVIATIONS 3

/* floor(a / b + 0.5), b > 0, kept within the range of numbers. */
static int64_t
outlier_rounded(csm_int128 a, csm_int128 b)
{
	csm_int128 q = (2 * a + b) / (2 * b);

	if ((2 * a + b) % (2 * b) < 0)
		q--;
	return q > CSM_NUM_LIMIT    ? CSM_NUM_LIMIT
	       : q < -CSM_NUM_LIMIT ? -CSM_NUM_LIMIT
				    : (int64_t)q;
}

static int
outlier_ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static int64_t
quartile(const int64_t *value, size_t n, size_t k)
{
	size_t at = (n - 1) * k / 4, part = (n - 1) * k % 4;

	if (part == 0)
		return value[at];
	return outlier_rounded((csm_int128)value[at] * (4 - (csm_int128)part) +
				   (csm_int128)value[at + 1] * (csm_int128)part,
	    4);
}

struct csm_fence
csm_fence_iqr(int64_t *value, size_t n)
{
	struct csm_fence f = {n, CSM_MISSING, CSM_MISSING, CSM_MISSING, CSM_MISSING,
	    CSM_MISSING, CSM_MISSING};
	csm_int128 range;

	if (n == 0)
		return f;
	qsort(value, n, sizeof *value, outlier_ascending);
	f.lower = quartile(value, n, 1);
	f.middle = quartile(value, n, 2);
	f.upper = quartile(value, n, 3);
	range = (csm_int128)f.upper - f.lower;
	if (n < FEWEST || range == 0)
		return f;
	f.low = outlier_rounded(2 * (csm_int128)f.lower - 3 * range, 2);
	f.high = outlier_rounded(2 * (csm_int128)f.upper + 3 * range, 2);
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
	f.middle = outlier_rounded(sum, (csm_int128)n);
	if (n < 2)
		return f;
	mean = (long double)sum / (long double)n;
	for (size_t i = 0; i < n; i++)
		squares +=
		    ((long double)value[i] - mean) * ((long double)value[i] - mean);
	deviation = sqrtl(squares / (long double)(n - 1));
	f.deviation = csm_num_from_double((double)(deviation / CSM_NUM_ONE));
	if (n < FEWEST || f.deviation == 0 || f.deviation == CSM_MISSING)
		return f;
	f.low = outlier_rounded(
	    (csm_int128)f.middle - DEVIATIONS * (csm_int128)f.deviation, 1);
	f.high = outlier_rounded(
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
