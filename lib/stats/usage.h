/*
 * Usage: how broadly, deeply and often a product is used in a window of days.  Stickiness
 * is the usual quotient of daily and monthly active users (DAU/MAU), the mean over the
 * days of the window; for the other three there is no usual definition: what they are
 * here stands beside each.
 *
 * Counts are sums over companies, or those of one; what comes back is micros, and
 * CSM_MISSING where there was nobody or nothing to use.
 *
 * Ownership: plain values, nothing to free.
 */
#ifndef CSM_STATS_USAGE_H
#define CSM_STATS_USAGE_H

#include <stddef.h>
#include <stdint.h>

/* Features that each company used, of all there are, in percent. */
int64_t csm_usage_breadth(size_t used, size_t companies, size_t features);
/* Events, micros, of each user who was active. */
int64_t csm_usage_depth(int64_t events, size_t users);
/* Days on which each company was active, of those of the window, in percent. */
int64_t csm_usage_frequency(size_t active, size_t companies, size_t days);
/* Users active on a day, of those active in the window, in percent; user_days: the users
 * active on each day, added up. */
int64_t csm_usage_stickiness(size_t user_days, size_t users, size_t days);
/* Users active, of the seats bought, micros, in percent. */
int64_t csm_usage_seats(size_t users, int64_t seats);

#endif
