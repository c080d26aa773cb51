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
	/* On from the first that is not below: those equal follow it. */
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
	/* Of one there is no variance to know, which the caller takes for no standard
	 * error. */
	*variance = n > 1 ? squares / (double)(n - 1) / (double)n : 0;
	return mean;
}

/* Newcombe's variance of an area, as if it were the true one. */
static double
auc_variance(double area, double left, double stayed)
{
	/* Method 5: the mean of the two sizes stands for each of them in these terms. */
	double n = (left + stayed) / 2 - 1;

	return area * (1 - area) *
	       (1 + n * (1 - area) / (2 - area) + n * area / (1 + area)) /
	       (left * stayed);
}

/* The area farthest from the observed one towards `end` that is not beyond chance. */
static double
auc_score_end(const struct csm_auc *auc, double end)
{
	double in = auc->area, out = end;

	/* Sixty halvings leave less than two doubles of [0, 1] are apart. */
	for (int i = 0; i < 60; i++) {
		double mid = (in + out) / 2;
		double v = auc_variance(mid, (double)auc->left, (double)auc->stayed);
		if (fabs(auc->area - mid) <= Z95 * sqrt(v))
			in = mid;
		else
			out = mid;
	}
	return in;
}

static void
auc_find_interval(struct csm_auc *auc)
{
	size_t k = auc->left < auc->stayed ? auc->left : auc->stayed;
	double exact = pow(0.025, 1 / (double)k);

	/* Before the score interval: at 0 and 1 its variance is 0 and it would be a
	 * point. */
	if (auc->area >= 1 || auc->area <= 0) {
		auc->low = auc->area >= 1 ? exact : 0;
		auc->high = auc->area >= 1 ? 1 : 1 - exact;
	} else if (k < CSM_AUC_MANY || auc->se <= 0) {
		auc->low = auc_score_end(auc, 0);
		auc->high = auc_score_end(auc, 1);
	} else {
		auc->low = fmax(0, auc->area - Z95 * auc->se);
		auc->high = fmin(1, auc->area + Z95 * auc->se);
	}
}

/* The scores of one side, in order. */
static size_t
auc_side(const int64_t *score, const unsigned char *left, size_t n, int of_left,
    int64_t *out)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if ((left[i] != 0) == of_left)
			out[k++] = score[i];
	qsort(out, k, sizeof *out, auc_by_value);
	return k;
}

struct csm_auc
csm_auc(const int64_t *score, const unsigned char *left, size_t n)
{
	int64_t *sorted = csm_xcalloc(n + 1, sizeof *sorted);
	struct csm_auc auc = {0};
	double of_left, of_stayed;

	auc.left = auc_side(score, left, n, 1, sorted);
	auc.stayed = auc_side(score, left, n, 0, sorted + auc.left);
	auc.known = auc.left > 0 && auc.stayed > 0;
	if (auc.known) {
		const int64_t *stayed = sorted + auc.left;
		mean_share(sorted, auc.left, stayed, auc.stayed, &of_left);
		auc.area = mean_share(stayed, auc.stayed, sorted, auc.left, &of_stayed);
		if (auc.left > 1 && auc.stayed > 1)
			auc.se = sqrt(of_left + of_stayed);
		auc.has_interval = auc.left >= CSM_AUC_FEW && auc.stayed >= CSM_AUC_FEW;
		auc_find_interval(&auc);
	}
	free(sorted);
	return auc;
}

/* Difference of the means over one side of what share of the other side is told apart
 * by a and by b, and its variance. */
static double
mean_difference(const int64_t *a, const int64_t *b, const unsigned char *left, size_t n,
    int of_left, double *variance)
{
	int64_t *other_a = csm_xcalloc(2 * n + 1, sizeof *other_a), *other_b;
	double sum = 0, squares = 0, mean;
	size_t m = auc_side(a, left, n, !of_left, other_a), k = n - m;

	other_b = other_a + m;
	auc_side(b, left, n, !of_left, other_b);
	/* Two passes: squares of differences from the mean do not cancel as sums of
	 * squares do. */
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < n; i++) {
			if ((left[i] != 0) != of_left)
				continue;
			double d = share_below(other_a, m, a[i]) -
				   share_below(other_b, m, b[i]);
			mean = sum / (double)k;
			if (pass == 0)
				sum += d;
			else
				squares += (d - mean) * (d - mean);
		}
	free(other_a);
	*variance = squares / (double)(k - 1) / (double)k;
	return sum / (double)k;
}

bool
csm_auc_differ(const int64_t *a, const int64_t *b, const unsigned char *left, size_t n)
{
	size_t of_left = 0;
	double of_them, of_others, d;

	for (size_t i = 0; i < n; i++)
		of_left += left[i] != 0;
	if (of_left < CSM_AUC_FEW || n - of_left < CSM_AUC_FEW)
		return false;
	d = mean_difference(a, b, left, n, 0, &of_others);
	mean_difference(a, b, left, n, 1, &of_them);
	/* Of scores that tell the same companies apart the variance is 0, and what
	 * summing leaves of a difference is less than 1e-9. */
	return fabs(d) > Z95 * sqrt(of_them + of_others) && fabs(d) > 1e-9;
}
