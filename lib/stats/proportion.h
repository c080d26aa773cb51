/*
 * Shares: k of n, and how far to trust them: 95 % confidence intervals that also hold
 * for few, and for none or all.
 *
 * The interval of a share is Wilson's score interval, that of the difference of two
 * shares Newcombe's hybrid of the two (Newcombe, Statistics in Medicine 17, 1998, 857
 * and 873: methods 3 and 10, without continuity correction).
 *
 * Ownership: plain values, nothing to free.
 */
#ifndef CSM_STATS_PROPORTION_H
#define CSM_STATS_PROPORTION_H

#include <stddef.h>

struct csm_share {
	double value;     /* k / n */
	double low, high; /* 95 % interval */
};

/* k of n; n > 0, k <= n. */
struct csm_share csm_share_of(size_t k, size_t n);
/* a - b, of two groups that have no one in common. */
struct csm_share csm_share_difference(struct csm_share a, struct csm_share b);

#endif
