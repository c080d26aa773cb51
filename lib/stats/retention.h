/*
 * Retention of a cohort, customers that came in the same bucket of time: how many of them
 * pay on a later day, in percent of all of them.  That is the rate of Fader and Hardie,
 * "How to project customer retention", Journal of Interactive Marketing 21 (2007), but
 * that one who left and came back counts again, which their survival has not.
 *
 * Ownership: plain values, nothing to free.
 */
#ifndef CSM_STATS_RETENTION_H
#define CSM_STATS_RETENTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether recurring value, micros or CSM_MISSING, is one that is paid. */
bool csm_retention_pays(int64_t value);
/* In percent, micros; CSM_MISSING of nobody. */
int64_t csm_retention(size_t paying, size_t customers);

#endif
