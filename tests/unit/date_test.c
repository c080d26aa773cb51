#include "time/date.h"

#include "test.h"

#include <string.h>

static const struct {
	const char *text;
	int32_t day;
	int32_t iso_year;
	int week, weekday;
} known[] = {
    /* python3: (date - date(1970, 1, 1)).days, date.isocalendar() */
    {"1970-01-01", 0, 1970, 1, 4}, {"2004-12-31", 12783, 2004, 53, 5},
    {"2005-01-01", 12784, 2004, 53, 6}, {"2005-01-02", 12785, 2004, 53, 7},
    {"2008-12-28", 14241, 2008, 52, 7}, {"2008-12-29", 14242, 2009, 1, 1},
    {"2009-12-31", 14609, 2009, 53, 4}, {"2010-01-03", 14612, 2009, 53, 7},
    {"2010-01-04", 14613, 2010, 1, 1}, {"2020-12-31", 18627, 2020, 53, 4},
    {"2021-01-01", 18628, 2020, 53, 5}, {"2024-02-29", 19782, 2024, 9, 4},
    {"2024-12-30", 20087, 2025, 1, 1}, {"2026-12-31", 20818, 2026, 53, 4},
    {"2027-01-03", 20821, 2026, 53, 7}, {"2100-02-28", 47540, 2100, 8, 7},
    {"2100-03-01", 47541, 2100, 9, 1}, {"2105-12-31", 49672, 2105, 53, 4}};

START_TEST(known_days_are_read_written_and_placed_in_their_iso_week)
{
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		int32_t day = -1, year = 0;
		char text[CSM_DAY_TEXT];

		ck_assert_ptr_null(csm_date_parse(known[i].text, 10, &day));
		ck_assert_int_eq(day, known[i].day);
		ck_assert_uint_eq(csm_date_format(day, text), 10);
		ck_assert_str_eq(text, known[i].text);
		ck_assert_int_eq(csm_date_iso_week(day, &year), known[i].week);
		ck_assert_int_eq(year, known[i].iso_year);
		ck_assert_int_eq(csm_date_weekday(day) + 1, known[i].weekday);
	}
}
END_TEST

/*
 * The sums are from python3: for every day from 1970-01-01 to 2105-12-31, in order,
 *     civil = (civil * 31 + int(f"{d:%Y%m%d}")) % 2**64
 *     y, w, n = d.isocalendar(); iso = (iso * 31 + (y * 100 + w) * 10 + n) % 2**64
 */
START_TEST(every_supported_day_agrees_with_an_independent_calendar)
{
	uint64_t civil = 0, iso = 0;

	for (int32_t day = CSM_DAY_MIN; day <= CSM_DAY_MAX; day++) {
		struct csm_civil c = csm_date_to_civil(day);
		int32_t year;
		int week = csm_date_iso_week(day, &year);

		civil = civil * 31 + (uint64_t)((c.year * 100 + c.month) * 100 + c.day);
		iso = iso * 31 +
		      (uint64_t)((year * 100 + week) * 10 + csm_date_weekday(day) + 1);
	}
	ck_assert_uint_eq(civil, UINT64_C(4164881824654000671));
	ck_assert_uint_eq(iso, UINT64_C(3046008021502665214));
}
END_TEST

START_TEST(text_and_number_are_inverse_for_every_supported_day)
{
	for (int32_t day = CSM_DAY_MIN; day <= CSM_DAY_MAX; day++) {
		char text[CSM_DAY_TEXT];
		int32_t back = -1;

		ck_assert_uint_eq(csm_date_format(day, text), 10);
		ck_assert_ptr_null(csm_date_parse(text, 10, &back));
		ck_assert_int_eq(back, day);
	}
}
END_TEST

START_TEST(days_far_outside_the_supported_range_convert_both_ways)
{
	/* python3: date(1,1,1) is -719162, date(1600,2,29) -135081,
	 * date(1969,12,31) -1, date(9999,12,31) 2932896 */
	ck_assert_int_eq(csm_date_from_civil(1, 1, 1), -719162);
	ck_assert_int_eq(csm_date_from_civil(1600, 2, 29), -135081);
	ck_assert_int_eq(csm_date_from_civil(1969, 12, 31), -1);
	ck_assert_int_eq(csm_date_from_civil(9999, 12, 31), 2932896);
	for (int32_t year = -32767; year <= 32767; year += 7) {
		struct csm_civil c =
		    csm_date_to_civil(csm_date_from_civil(year, 2, 28) + 1);
		int leap = csm_date_days_in_month(year, 2) == 29;

		ck_assert_int_eq(c.year, year);
		ck_assert_int_eq(c.month, leap ? 2 : 3);
		ck_assert_int_eq(c.day, leap ? 29 : 1);
	}
	/* a Wednesday, a Monday (date.weekday()) */
	ck_assert_int_eq(csm_date_weekday(-1), 2);
	ck_assert_int_eq(csm_date_weekday(-719162), 0);
}
END_TEST

START_TEST(february_has_29_days_in_leap_years_only)
{
	ck_assert_int_eq(csm_date_days_in_month(2000, 2), 29);
	ck_assert_int_eq(csm_date_days_in_month(2024, 2), 29);
	ck_assert_int_eq(csm_date_days_in_month(2023, 2), 28);
	ck_assert_int_eq(csm_date_days_in_month(2100, 2), 28);
	ck_assert_int_eq(csm_date_days_in_month(1970, 12), 31);
}
END_TEST

START_TEST(a_bad_date_is_refused_with_its_reason)
{
	static const struct {
		const char *text, *why;
	} bad[] = {{"", "not a date YYYY-MM-DD"},
	    {"2026-1-01", "not a date YYYY-MM-DD"},
	    {"2026-11-200", "not a date YYYY-MM-DD"},
	    {"2026/11/20", "not a date YYYY-MM-DD"},
	    {" 026-11-20", "not a date YYYY-MM-DD"},
	    {"-026-11-20", "not a date YYYY-MM-DD"},
	    {"2026-11-2x", "not a date YYYY-MM-DD"},
	    {"20261120", "not a date YYYY-MM-DD"},
	    {"2026-11-20T", "not a date YYYY-MM-DD"}, {"2026-00-10", "month 00"},
	    {"2026-13-10", "month 13"}, {"2026-99-10", "month 99"},
	    {"2026-11-00", "no such day"}, {"2026-11-31", "no such day"},
	    {"2023-02-29", "no such day"}, {"2100-02-29", "no such day"},
	    {"2024-02-30", "no such day"}, {"1969-12-31", CSM_DATE_RANGE},
	    {"2106-01-01", CSM_DATE_RANGE}, {"0000-01-01", CSM_DATE_RANGE},
	    {"9999-12-31", CSM_DATE_RANGE}};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		int32_t day = 77;
		const char *why =
		    csm_date_parse(bad[i].text, strlen(bad[i].text), &day);

		ck_assert_msg(why != NULL, "%s", bad[i].text);
		ck_assert_str_eq(why, bad[i].why);
		ck_assert_int_eq(day, 77);
	}
	ck_assert_ptr_nonnull(csm_date_parse("2026\00011-20", 10, &(int32_t){0}));
}
END_TEST

START_TEST(a_civil_date_is_checked_in_any_year)
{
	ck_assert_ptr_null(csm_date_check(1600, 2, 29));
	ck_assert_str_eq(csm_date_check(1900, 2, 29), "no such day");
	ck_assert_str_eq(csm_date_check(2026, -1, 1), "no such month");
	ck_assert_str_eq(csm_date_check(2026, 100, 1), "no such month");
}
END_TEST

TEST_MAIN("date", known_days_are_read_written_and_placed_in_their_iso_week,
    every_supported_day_agrees_with_an_independent_calendar,
    text_and_number_are_inverse_for_every_supported_day,
    days_far_outside_the_supported_range_convert_both_ways,
    february_has_29_days_in_leap_years_only, a_bad_date_is_refused_with_its_reason,
    a_civil_date_is_checked_in_any_year)
