/*
 * Business calendar: which days are worked.  No weekend is, and no holiday.
 *
 * Counting and looking back cost O(1), whatever the distance; making one costs a pass over
 * all supported days.
 *
 * Ownership: a calendar is its owner's memory alone.
 */
#ifndef CSM_TIME_CALENDAR_H
#define CSM_TIME_CALENDAR_H

#include "time/date.h"

#include <stdbool.h>

struct csm_calendar {
	bool off[CSM_DAY_MAX + 1];       /* no work day, whatever its weekday */
	int32_t before[CSM_DAY_MAX + 2]; /* work days before each day */
	int32_t day[CSM_DAY_MAX + 1];    /* the work days in order */
};

#define CSM_CALENDAR_WEEKEND ((1U << 5) | (1U << 6)) /* Saturday and Sunday */

/* A calendar of zeros, with holidays in `off`, becomes ready.  weekend: 1 << csm_date_weekday()
 * of the weekdays that are not worked, not all seven. */
void csm_calendar_make(struct csm_calendar *calendar, unsigned weekend);
/* Work days after `from` up to and including `to`; below 0 if `to` is earlier.  Days beyond
 * those supported count as the last or first of them. */
int32_t csm_calendar_between(
    const struct csm_calendar *calendar, int32_t from, int32_t to);
/* The first day of the window of n work days, 1 or more, that ends on `day`: the n-th work
 * day back from it, itself included.  CSM_DAY_MIN, or `day` if that is earlier, where there
 * are not so many. */
int32_t csm_calendar_back(const struct csm_calendar *calendar, int32_t day, int32_t n);
/* How far before its last day such a window may begin at most. */
int32_t csm_calendar_reach(const struct csm_calendar *calendar, int32_t n);

#endif
