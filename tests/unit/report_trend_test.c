#include "time/period.h"
#include "figure/panel.h"

#include "test.h"
#include "time/date.h"

#include <string.h>

#define ONE CSM_NUM_ONE

static int32_t
day_of(const char *text)
{
	int32_t day = CSM_DAY_NONE;

	ck_assert_ptr_null(csm_date_parse(text, strlen(text), &day));
	return day;
}

static void
is_span(struct csm_period s, const char *from, const char *to)
{
	char a[CSM_DAY_TEXT], b[CSM_DAY_TEXT];

	csm_date_format(s.from, a);
	csm_date_format(s.to, b);
	ck_assert_str_eq(a, from);
	ck_assert_str_eq(b, to);
}

START_TEST(the_first_and_last_bucket_are_cut_short)
{
	struct csm_arena arena = {0};
	size_t n;
	struct csm_period *s = csm_periods(
	    &arena, CSM_BUCKET_MONTH, day_of("2026-09-10"), day_of("2026-11-20"), &n);

	ck_assert_uint_eq(n, 3);
	is_span(s[0], "2026-09-10", "2026-09-30");
	is_span(s[1], "2026-10-01", "2026-10-31");
	is_span(s[2], "2026-11-01", "2026-11-20");
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(a_whole_bucket_is_compared_with_a_whole_one_and_a_part_with_the_same_days)
{
	struct csm_arena arena = {0};
	size_t n;
	struct csm_period *s = csm_periods(
	    &arena, CSM_BUCKET_MONTH, day_of("2026-02-01"), day_of("2026-03-30"), &n);
	struct csm_period *b = csm_periods_before(&arena, CSM_BUCKET_MONTH, s, n);

	ck_assert_uint_eq(n, 2);
	/* two months before February and March: December and January; all of December
	 * against all of February, 30 days of January against 30 of March */
	is_span(b[0], "2025-12-01", "2025-12-31");
	is_span(b[1], "2026-01-01", "2026-01-30");
	s = csm_periods(
	    &arena, CSM_BUCKET_MONTH, day_of("2026-03-31"), day_of("2026-03-31"), &n);
	b = csm_periods_before(&arena, CSM_BUCKET_MONTH, s, n);
	/* a day February does not have: its last */
	is_span(b[0], "2026-02-28", "2026-02-28");
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(days_become_one_number_in_seven_ways)
{
	const int64_t day[] = {4 * ONE, CSM_MISSING, -1 * ONE, 2 * ONE, CSM_MISSING};

	ck_assert_int_eq(csm_panel_days(CSM_TIME_AGG_SUM, day, 5), 5 * ONE);
	/* 5 / 3 */
	ck_assert_int_eq(csm_panel_days(CSM_TIME_AGG_AVG, day, 5), 1666667);
	ck_assert_int_eq(csm_panel_days(CSM_TIME_AGG_LAST, day, 5), 2 * ONE);
	ck_assert(csm_panel_days(CSM_TIME_AGG_END, day, 5) == CSM_MISSING);
	ck_assert_int_eq(csm_panel_days(CSM_TIME_AGG_END, day, 4), 2 * ONE);
	ck_assert_int_eq(csm_panel_days(CSM_TIME_AGG_DAILY_AVG, day, 5), ONE);
	ck_assert_int_eq(csm_panel_days(CSM_TIME_AGG_MIN, day, 5), -1 * ONE);
	ck_assert_int_eq(csm_panel_days(CSM_TIME_AGG_MAX, day, 5), 4 * ONE);
	for (enum csm_time_agg a = CSM_TIME_AGG_SUM; a <= CSM_TIME_AGG_MAX; a++)
		ck_assert(csm_panel_days(a, &day[1], 1) == CSM_MISSING);
}
END_TEST

static int64_t
over(const struct csm_panel *s, enum csm_over how, const struct csm_panel_group *group)
{
	size_t present;

	return csm_panel_over(s, how, group, 0, &present);
}

START_TEST(companies_become_one_number_in_six_ways)
{
	struct csm_panel s = {.buckets = 1};
	const int64_t values[] = {1 * ONE, 2 * ONE, 6 * ONE, CSM_MISSING, 8 * ONE};
	const char *const names[] = {"b", "a", "b", "b", NULL};
	struct csm_panel_group *group;
	size_t n, present;

	for (size_t i = 0; i < 5; i++)
		csm_panel_add(&s, names[i])[0] = values[i];
	ck_assert_int_eq(over(&s, CSM_OVER_SUM, NULL), 17 * ONE);
	ck_assert_int_eq(over(&s, CSM_OVER_AVG, NULL), 3400000);
	ck_assert_int_eq(over(&s, CSM_OVER_AVG_PRESENT, NULL), 4250000);
	ck_assert_int_eq(over(&s, CSM_OVER_MIN, NULL), ONE);
	ck_assert_int_eq(over(&s, CSM_OVER_MAX, NULL), 8 * ONE);
	ck_assert_int_eq(over(&s, CSM_OVER_MEDIAN, NULL), 4 * ONE);
	csm_panel_over(&s, CSM_OVER_SUM, NULL, 0, &present);
	ck_assert_uint_eq(present, 4);
	group = csm_panel_groups(&s, &n);
	ck_assert_uint_eq(n, 3);
	ck_assert_str_eq(group[0].name, "a");
	ck_assert_str_eq(group[1].name, "b");
	ck_assert_ptr_null(group[2].name);
	ck_assert_uint_eq(group[1].n, 3);
	ck_assert_int_eq(over(&s, CSM_OVER_MEDIAN, &group[0]), 2 * ONE);
	ck_assert_int_eq(over(&s, CSM_OVER_SUM, &group[1]), 7 * ONE);
	/* 7 / 3, and 7 / 2: one of the three has no value */
	ck_assert_int_eq(over(&s, CSM_OVER_AVG, &group[1]), 2333333);
	ck_assert_int_eq(over(&s, CSM_OVER_AVG_PRESENT, &group[1]), 3500000);
	ck_assert_int_eq(over(&s, CSM_OVER_SUM, &group[2]), 8 * ONE);
	free(group);
	csm_panel_fini(&s);
}
END_TEST

START_TEST(a_panel_without_companies_has_no_groups_and_no_number)
{
	struct csm_panel s = {.buckets = 1};
	size_t n;

	free(csm_panel_groups(&s, &n));
	ck_assert_uint_eq(n, 0);
	ck_assert(over(&s, CSM_OVER_SUM, NULL) == CSM_MISSING);
}
END_TEST

START_TEST(a_sum_beyond_the_range_of_numbers_stays_at_its_edge)
{
	const int64_t day[] = {CSM_NUM_LIMIT - 1, CSM_NUM_LIMIT - 1, -5};

	ck_assert_int_eq(csm_panel_days(CSM_TIME_AGG_SUM, day, 2), CSM_NUM_LIMIT);
	ck_assert_int_eq(csm_panel_days(CSM_TIME_AGG_SUM, day, 3), CSM_NUM_LIMIT - 5);
}
END_TEST

TEST_MAIN("report_trend", the_first_and_last_bucket_are_cut_short,
    a_whole_bucket_is_compared_with_a_whole_one_and_a_part_with_the_same_days,
    days_become_one_number_in_seven_ways, companies_become_one_number_in_six_ways,
    a_panel_without_companies_has_no_groups_and_no_number,
    a_sum_beyond_the_range_of_numbers_stays_at_its_edge)
