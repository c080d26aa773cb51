#include "stats/usage.h"

#include "stats/total.h"

int64_t
csm_usage_breadth(size_t used, size_t companies, size_t features)
{
	return csm_stats_percent(used, companies * features);
}

int64_t
csm_usage_depth(int64_t events, size_t users)
{
	return csm_stats_mean(events, users);
}

int64_t
csm_usage_frequency(size_t active, size_t companies, size_t days)
{
	return csm_stats_percent(active, companies * days);
}

int64_t
csm_usage_stickiness(size_t user_days, size_t users, size_t days)
{
	return csm_stats_percent(user_days, users * days);
}

int64_t
csm_usage_seats(size_t users, int64_t seats)
{
	/* Seats are micros, users a count: both in micros, so that the quotient is one
	 * of numbers. */
	return seats == CSM_MISSING
		   ? CSM_MISSING
		   : csm_stats_ratio((int64_t)users * CSM_NUM_ONE, seats);
}
