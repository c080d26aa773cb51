#include "stats/quantile.h"

#include "base/num.h"

#include <assert.h>
#include <stdlib.h>

int64_t
csm_stats_rounded(csm_int128 a, csm_int128 b)
{
	/* floor(a / b + 1/2) in integers; C cuts towards zero, which is one too many
	 * below it. */
	csm_int128 q = (2 * a + b) / (2 * b);

	if ((2 * a + b) % (2 * b) < 0)
		q--;
	return q > CSM_NUM_LIMIT    ? CSM_NUM_LIMIT
	       : q < -CSM_NUM_LIMIT ? -CSM_NUM_LIMIT
				    : (int64_t)q;
}

static int
quantile_ascending(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

void
csm_stats_sort(int64_t *value, size_t n)
{
	/* qsort() may not be given NULL, which an empty array may be. */
	if (n > 1)
		qsort(value, n, sizeof *value, quantile_ascending);
}

int64_t
csm_stats_quantile(const int64_t *sorted, size_t n, size_t k, size_t of)
{
	size_t at, part;

	assert(k <= of);
	if (n == 0)
		return CSM_MISSING;
	at = (n - 1) * k / of;
	part = (n - 1) * k % of;
	/* Also for the last value, which has none behind it to mix with. */
	if (part == 0)
		return sorted[at];
	return csm_stats_rounded((csm_int128)sorted[at] * (csm_int128)(of - part) +
				     (csm_int128)sorted[at + 1] * (csm_int128)part,
	    (csm_int128)of);
}

int64_t
csm_stats_lower(const int64_t *sorted, size_t n, size_t k, size_t of)
{
	assert(n > 0 && k <= of);
	return sorted[(n - 1) * k / of];
}

int64_t
csm_stats_reached(const int64_t *sorted, size_t n, size_t k, size_t of)
{
	assert(n > 0 && k > 0 && k <= of);
	/* The ceiling of n k / of, counted from 0. */
	return sorted[(n * k + of - 1) / of - 1];
}
