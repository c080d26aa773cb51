/*
 * AUC: how well a score tells those who left from those who stayed: the probability
 * that one who left scores below one who stayed, a tie counting half.  0.5 is chance.
 *
 * The interval is that of DeLong, DeLong and Clarke-Pearson, "Comparing the areas under
 * two or more correlated receiver operating characteristic curves: a nonparametric
 * approach", Biometrics 44 (1988), by sorting: O(n log n).
 */
#ifndef CSM_STATS_AUC_H
#define CSM_STATS_AUC_H

#include <stddef.h>
#include <stdint.h>

/* With fewer than so many on a side an interval would claim more than it knows. */
#define CSM_AUC_FEW 10

struct csm_auc {
	size_t left, stayed;
	int known;        /* 1: there is one of each */
	double area;      /* 0..1 */
	int has_interval; /* 1: CSM_AUC_FEW or more of each */
	double se;        /* standard error; 0 unless there are two of each */
	double low, high; /* of 95 %, within 0..1 */
};

struct csm_auc csm_auc(const int64_t *score, const unsigned char *left, size_t n);

#endif
