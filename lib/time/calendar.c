#include "time/calendar.h"

#include <assert.h>

void
csm_calendar_make(struct csm_calendar *calendar, unsigned weekend)
{
	int32_t n = 0;

	/* A week without a work day would send every window back to 1970. */
	assert((weekend & 0x7f) != 0x7f);
	for (int32_t d = CSM_DAY_MIN; d <= CSM_DAY_MAX; d++) {
		calendar->before[d] = n;
		if (!calendar->off[d] && !(weekend >> csm_date_weekday(d) & 1))
			calendar->day[n++] = d;
	}
	calendar->before[CSM_DAY_MAX + 1] = n;
}

/* How many up to and including a day. */
static int32_t
calendar_until(const struct csm_calendar *calendar, int32_t day)
{
	if (day < CSM_DAY_MIN)
		return 0;
	return calendar->before[(day > CSM_DAY_MAX ? CSM_DAY_MAX : day) + 1];
}

int32_t
csm_calendar_between(const struct csm_calendar *calendar, int32_t from, int32_t to)
{
	return calendar_until(calendar, to) - calendar_until(calendar, from);
}

int32_t
csm_calendar_back(const struct csm_calendar *calendar, int32_t day, int32_t n)
{
	int32_t until = calendar_until(calendar, day);

	assert(n > 0);
	if (until >= n)
		return calendar->day[until - n];
	return day < CSM_DAY_MIN ? day : CSM_DAY_MIN;
}

int32_t
csm_calendar_reach(const struct csm_calendar *calendar, int32_t n)
{
	const int32_t all = calendar->before[CSM_DAY_MAX + 1];
	int32_t most = 0;

	for (int32_t k = 0; k < all; k++) {
		/* The longest ends on the day before the next work day. */
		int32_t last = k + 1 < all ? calendar->day[k + 1] - 1 : CSM_DAY_MAX;
		int32_t first = k + 1 >= n ? calendar->day[k + 1 - n] : CSM_DAY_MIN;
		most = last - first > most ? last - first : most;
	}
	return most;
}
