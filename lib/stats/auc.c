#include "stats/auc.h"

#include "base/xalloc.h"

#include <math.h>
#include <stdlib.h>

#define Z95 1.959963984540054 /* standard normal quantile of 0.975 */

static int
auc_by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Share of the sorted scores below x, those equal counted half. */
static double
share_below(const int64_t *sorted, size_t n, int64_t x)
{
	size_t lo = 0, hi = n, below;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (sorted[mid] < x)
			lo = mid + 1;
		else
			hi = mid;
	}
	below = lo;
	for (hi = n; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;
		if (sorted[mid] <= x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return ((double)below + (double)(lo - below) / 2) / (double)n;
}

/* Mean of the shares of `of` below each of x, and the variance of that mean. */
static double
mean_share(const int64_t *x, size_t n, const int64_t *of, size_t m, double *variance)
{
	double sum = 0, squares = 0, mean;

	for (size_t i = 0; i < n; i++)
		sum += share_below(of, m, x[i]);
	mean = sum / (double)n;
	for (size_t i = 0; i < n; i++) {
		double d = share_below(of, m, x[i]) - mean;
		squares += d * d;
	}
	*variance = n > 1 ? squares / (double)(n - 1) / (double)n : 0;
	return mean;
}

struct csm_auc
csm_auc(const int64_t *score, const unsigned char *left, size_t n)
{
	int64_t *sorted = csm_xcalloc(n + 1, sizeof *sorted);
	struct csm_auc auc = {0};
	double of_left, of_stayed;

	for (size_t i = 0; i < n; i++)
		if (left[i])
			sorted[auc.left++] = score[i];
	for (size_t i = 0; i < n; i++)
		if (!left[i])
			sorted[auc.left + auc.stayed++] = score[i];
	qsort(sorted, auc.left, sizeof *sorted, auc_by_value);
	qsort(sorted + auc.left, auc.stayed, sizeof *sorted, auc_by_value);
	auc.known = auc.left > 0 && auc.stayed > 0;
	if (auc.known) {
		const int64_t *stayed = sorted + auc.left;
		mean_share(sorted, auc.left, stayed, auc.stayed, &of_left);
		auc.area = mean_share(stayed, auc.stayed, sorted, auc.left, &of_stayed);
		if (auc.left > 1 && auc.stayed > 1)
			auc.se = sqrt(of_left + of_stayed);
		auc.has_interval = auc.left >= CSM_AUC_FEW && auc.stayed >= CSM_AUC_FEW;
		auc.low = fmax(0, auc.area - Z95 * auc.se);
		auc.high = fmin(1, auc.area + Z95 * auc.se);
	}
	free(sorted);
	return auc;
}
