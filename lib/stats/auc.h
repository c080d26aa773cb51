/*
 * AUC: how well a score tells those who left from those who stayed: the probability
 * that one who left scores below one who stayed, a tie counting half.  0.5 is chance.
 *
 * The interval is that of DeLong, DeLong and Clarke-Pearson, "Comparing the areas under
 * two or more correlated receiver operating characteristic curves: a nonparametric
 * approach", Biometrics 44 (1988), by sorting: O(n log n).  With fewer than CSM_AUC_MANY on
 * a side, or no variance at all, it is the score interval of Newcombe, "Confidence
 * intervals for an effect size measure based on the Mann-Whitney statistic, part 2",
 * Statistics in Medicine 25 (2006), method 5, which holds for few.  An area of 0 or 1 has
 * no variance: there the interval is the exact one of k pairs that have nobody in common,
 * all told apart, k being the smaller side: to 0.025^(1/k) from the area.  So it never
 * collapses.
 *
 * Ownership: plain values, nothing to free.
 */
#ifndef CSM_STATS_AUC_H
#define CSM_STATS_AUC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* With fewer than so many on a side an interval would claim more than it knows. */
#define CSM_AUC_FEW 10
/* From so many on each side DeLong's interval covers what it says. */
#define CSM_AUC_MANY 30

struct csm_auc {
	size_t left, stayed;
	int known;        /* 1: there is one of each */
	double area;      /* 0..1 */
	int has_interval; /* 1: CSM_AUC_FEW or more of each */
	double se;        /* standard error; 0 unless there are two of each */
	double low, high; /* of 95 %, within 0..1 */
};

/* Of n companies: score[i] in any unit, left[i] not 0: it left.  known 0, and all else 0,
 * where one side is empty. */
struct csm_auc csm_auc(const int64_t *score, const unsigned char *left, size_t n);
/* Whether the areas of two scores of the same companies differ beyond chance: by the
 * paired variance of the same authors, at 95 %.  False with fewer than CSM_AUC_FEW on a
 * side. */
bool csm_auc_differ(
    const int64_t *a, const int64_t *b, const unsigned char *left, size_t n);

#endif
