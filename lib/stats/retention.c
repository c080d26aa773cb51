#include "stats/retention.h"

#include "stats/total.h"

bool
csm_retention_pays(int64_t value)
{
	return value != CSM_MISSING && value > 0;
}

int64_t
csm_retention(size_t paying, size_t customers)
{
	/* the mean of 100 for each that pays and 0 for the others, rounded once */
	return csm_stats_mean((int64_t)paying * 100 * CSM_NUM_ONE, customers);
}
