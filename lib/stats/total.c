#include "stats/total.h"

#include <assert.h>

int64_t
csm_stats_percent(size_t part, size_t whole)
{
	return whole == 0 ? CSM_MISSING
			  : csm_num_from_double(100.0 * (double)part / (double)whole);
}

int64_t
csm_stats_ratio(int64_t part, int64_t whole)
{
	return whole == 0 ? CSM_MISSING
			  : csm_num_from_double(100.0 * (double)part / (double)whole);
}

int64_t
csm_stats_mean(int64_t sum, size_t n)
{
	int64_t d = (int64_t)n, q, r;

	if (n == 0 || sum == CSM_MISSING)
		return CSM_MISSING;
	assert(d > 0);
	q = sum / d;
	r = sum % d;
	/* % has the sign of the sum: floor and a remainder from 0 on make halves go up
	 * everywhere. */
	if (r < 0) {
		q--;
		r += d;
	}
	/* 2 r >= d, without doubling what may be large. */
	return q + (r >= d - r);
}

int64_t
csm_stats_change(int64_t then, int64_t now)
{
	if (then == CSM_MISSING || now == CSM_MISSING)
		return CSM_MISSING;
	/* both are within 9e18, so their difference may not be */
	if ((then < 0 && now > CSM_NUM_LIMIT + then) ||
	    (then > 0 && now < then - CSM_NUM_LIMIT))
		return CSM_MISSING;
	return now - then;
}

void
csm_stats_add(int64_t *sum, int64_t v)
{
	if (v == CSM_MISSING)
		return;
	if (*sum == CSM_MISSING)
		*sum = 0;
	if (v > 0 && *sum > CSM_NUM_LIMIT - v)
		/* It stays at the limit: a total nobody can write is better told as
		 * very large than wrapped to its opposite. */
		*sum = CSM_NUM_LIMIT;
	else if (v < 0 && *sum < -CSM_NUM_LIMIT - v)
		*sum = -CSM_NUM_LIMIT;
	else
		*sum += v;
	assert(*sum >= -CSM_NUM_LIMIT && *sum <= CSM_NUM_LIMIT);
}

int64_t
csm_stats_each(int64_t sum, int64_t count)
{
	if (sum == CSM_MISSING || count == CSM_MISSING || count == 0)
		return CSM_MISSING;
	return csm_num_from_double(csm_num_to_double(sum) / csm_num_to_double(count));
}

void
csm_total_add(struct csm_total *total, int64_t v)
{
	if (v == CSM_MISSING)
		return;
	if (total->n == 0)
		*total = (struct csm_total){0, v, v, 0};
	csm_stats_add(&total->sum, v);
	total->min = v < total->min ? v : total->min;
	total->max = v > total->max ? v : total->max;
	total->n++;
	assert(total->min <= total->max);
}
