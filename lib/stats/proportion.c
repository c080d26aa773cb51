#include "stats/proportion.h"

#include <assert.h>
#include <math.h>

#define Z 1.959963984540054 /* 97.5 % of a normal distribution are below */

struct csm_share
csm_share_of(size_t k, size_t n)
{
	double m = (double)n, p = (double)k / m, zz = Z * Z;
	double middle = p + zz / (2 * m);
	double reach = Z * sqrt(p * (1 - p) / m + zz / (4 * m * m));

	assert(n > 0 && k <= n);
	return (struct csm_share){.value = p,
	    /* Of none and of all the formula gives 0 and 1 but for the last bits. */
	    .low = k == 0 ? 0 : (middle - reach) / (1 + zz / m),
	    .high = k == n ? 1 : (middle + reach) / (1 + zz / m)};
}

struct csm_share
csm_share_difference(struct csm_share a, struct csm_share b)
{
	double d = a.value - b.value;
	/* The difference is least where a is low and b high, hence one end of each. */
	double below = hypot(a.value - a.low, b.high - b.value);
	double above = hypot(a.high - a.value, b.value - b.low);

	return (struct csm_share){.value = d, .low = d - below, .high = d + above};
}
