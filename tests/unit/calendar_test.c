/* Work days: weekends and holidays left out. */
#include "time/calendar.h"

#include "test.h"

static struct csm_calendar calendar;

static int32_t
day(int month, int of)
{
	return csm_date_from_civil(2026, month, of);
}

/* Good Friday and Easter Monday of 2026 are 3 and 6 April. */
static void
easter(void)
{
	calendar = (struct csm_calendar){0};
	calendar.off[day(4, 3)] = calendar.off[day(4, 6)] = true;
	csm_calendar_make(&calendar, CSM_CALENDAR_WEEKEND);
}

START_TEST(work_days_between_two_days_leave_out_weekends_and_holidays)
{
	easter();
	/* Thursday to the Tuesday after Easter: that Tuesday alone. */
	ck_assert_int_eq(csm_calendar_between(&calendar, day(4, 2), day(4, 7)), 1);
	ck_assert_int_eq(csm_calendar_between(&calendar, day(4, 7), day(4, 2)), -1);
	ck_assert_int_eq(csm_calendar_between(&calendar, day(4, 2), day(4, 6)), 0);
	/* An ordinary week, Monday to Monday. */
	ck_assert_int_eq(csm_calendar_between(&calendar, day(6, 1), day(6, 8)), 5);
	ck_assert_int_eq(csm_calendar_between(&calendar, day(6, 1), day(6, 1)), 0);
}
END_TEST

START_TEST(a_window_begins_on_the_nth_work_day_back)
{
	easter();
	ck_assert_int_eq(csm_calendar_back(&calendar, day(4, 7), 1), day(4, 7));
	ck_assert_int_eq(csm_calendar_back(&calendar, day(4, 7), 2), day(4, 2));
	/* On a day off the newest work day is the first. */
	ck_assert_int_eq(csm_calendar_back(&calendar, day(4, 5), 1), day(4, 2));
	ck_assert_int_eq(csm_calendar_back(&calendar, day(4, 5), 4), day(3, 30));
	/* The longest windows: of one day that which ends on 6 April, two the one of
	 * the 7th. */
	ck_assert_int_eq(csm_calendar_reach(&calendar, 1), 4);
	ck_assert_int_eq(csm_calendar_reach(&calendar, 2), 5);
}
END_TEST

START_TEST(at_the_ends_of_time_windows_end_too)
{
	easter();
	/* 1970-01-01 was a Thursday, 2105-12-31 is one as well. */
	ck_assert_int_eq(csm_calendar_back(&calendar, CSM_DAY_MIN + 1, 2), CSM_DAY_MIN);
	ck_assert_int_eq(csm_calendar_back(&calendar, CSM_DAY_MIN + 1, 3), CSM_DAY_MIN);
	ck_assert_int_eq(csm_calendar_back(&calendar, -7, 3), -7);
	ck_assert_int_eq(csm_calendar_between(&calendar, -7, CSM_DAY_MIN), 1);
	ck_assert_int_eq(csm_calendar_back(&calendar, CSM_DAY_MAX + 9, 1), CSM_DAY_MAX);
	ck_assert_int_eq(
	    csm_calendar_between(&calendar, CSM_DAY_MAX, CSM_DAY_MAX + 9), 0);
}
END_TEST

START_TEST(a_week_may_have_its_own_weekend)
{
	calendar = (struct csm_calendar){0};
	/* Friday and Saturday. */
	csm_calendar_make(&calendar, 1U << 4 | 1U << 5);
	ck_assert_int_eq(csm_calendar_between(&calendar, day(6, 4), day(6, 7)), 1);
	ck_assert_int_eq(csm_calendar_back(&calendar, day(6, 7), 2), day(6, 4));
}
END_TEST

TEST_MAIN("calendar", work_days_between_two_days_leave_out_weekends_and_holidays,
    a_window_begins_on_the_nth_work_day_back, at_the_ends_of_time_windows_end_too,
    a_week_may_have_its_own_weekend)
