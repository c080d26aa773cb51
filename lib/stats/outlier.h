/*
 * Outliers: values far from the others.
 *
 * iqr: below Q1 - 1.5 (Q3 - Q1) or above Q3 + 1.5 (Q3 - Q1), as Tukey has it; quartiles
 * are interpolated between the values at (n - 1) k / 4, the rule of most programs
 * (Hyndman and Fan's type 7).
 * z: further from the mean than three standard deviations (of a sample, n - 1).
 *
 * Limits and what they are made of are rounded to millionths.  Where all values that
 * count are the same (Q1 = Q3; deviation 0), and among fewer than four, none is far.
 *
 * Ownership: nothing here owns memory.
 */
#ifndef CSM_STATS_OUTLIER_H
#define CSM_STATS_OUTLIER_H

#include <stddef.h>
#include <stdint.h>

struct csm_fence {
	size_t n;                     /* values */
	int64_t low, high;            /* CSM_MISSING: nothing is far */
	int64_t lower, middle, upper; /* iqr: quartiles; z: lower and upper are
					 CSM_MISSING, middle is the mean */
	int64_t deviation;            /* z, else CSM_MISSING */
};

/* value[0..n), none missing; sorted by this. */
struct csm_fence csm_fence_iqr(int64_t *value, size_t n);
struct csm_fence csm_fence_z(const int64_t *value, size_t n);
/* -1 below, 1 above, 0 within. */
int csm_fence_side(const struct csm_fence *fence, int64_t value);

#endif
