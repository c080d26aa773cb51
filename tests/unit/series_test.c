#include "series/series.h"

#include "base/num.h"
#include "series/distinct.h"
#include "time/date.h"

#include "test.h"

#define ONE CSM_NUM_ONE
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const int32_t days_a[] = {10, 11, 13};
static const int64_t values_a[] = {1 * ONE, 2 * ONE, 3 * ONE};
static const int32_t days_b[] = {9, 11, 13};
static const int64_t values_b[] = {4 * ONE, -7 * ONE, 0};
static const struct csm_series a = {days_a, values_a, 3}, b = {days_b, values_b, 3};

START_TEST(the_place_of_a_day_is_the_first_entry_not_before_it)
{
	ck_assert_uint_eq(csm_series_at(&a, 9), 0);
	ck_assert_uint_eq(csm_series_at(&a, 10), 0);
	ck_assert_uint_eq(csm_series_at(&a, 12), 2);
	ck_assert_uint_eq(csm_series_at(&a, 13), 2);
	ck_assert_uint_eq(csm_series_at(&a, 14), 3);
	ck_assert_uint_eq(csm_series_at(&(struct csm_series){0}, 14), 0);
}
END_TEST

START_TEST(days_are_covered_where_each_of_them_is_there)
{
	size_t at = 9;

	ck_assert(csm_series_covers(&a, 10, 11, &at));
	ck_assert_uint_eq(at, 0);
	ck_assert(csm_series_covers(&a, 13, 13, &at));
	ck_assert_uint_eq(at, 2);
	/* between, before and behind */
	ck_assert(!csm_series_covers(&a, 11, 13, &at));
	ck_assert(!csm_series_covers(&a, 9, 11, &at));
	ck_assert(!csm_series_covers(&a, 12, 13, &at));
	ck_assert(!csm_series_covers(&a, 13, 14, &at));
	ck_assert(!csm_series_covers(&(struct csm_series){0}, 13, 13, &at));
}
END_TEST

START_TEST(series_are_combined_day_by_day_over_those_that_have_the_day)
{
	static const int32_t days[] = {9, 10, 11, 13};
	static const int64_t want[][4] = {
	    [CSM_FOLD_SUM] = {4 * ONE, 1 * ONE, -5 * ONE, 3 * ONE},
	    [CSM_FOLD_AVG] = {4 * ONE, 1 * ONE, -2500000, 1500000},
	    [CSM_FOLD_MAX] = {4 * ONE, 1 * ONE, 2 * ONE, 3 * ONE},
	    [CSM_FOLD_MIN] = {4 * ONE, 1 * ONE, -7 * ONE, 0},
	    [CSM_FOLD_COUNT] = {1 * ONE, 1 * ONE, 2 * ONE, 2 * ONE}};
	const struct csm_series *const both[] = {&a, &b};
	struct csm_arena arena = {0};

	for (size_t fold = 0; fold < COUNT(want); fold++) {
		struct csm_series s = csm_series_combine(
		    &arena, both, 2, (enum csm_series_fold)fold, 0, CSM_DAY_MAX);
		ck_assert_uint_eq(s.n, 4);
		for (size_t i = 0; i < s.n; i++) {
			ck_assert_int_eq(s.day[i], days[i]);
			ck_assert_int_eq(s.value[i], want[fold][i]);
		}
	}
	csm_arena_fini(&arena);
}
END_TEST

/* Means of 1 and 0, -1 and 0, -1 -1 0 millionths: 0.5 up, -0.5 up, -0.67 to -1. */
START_TEST(a_mean_is_rounded_half_up_to_millionths)
{
	static const int32_t day[] = {5};
	static const int64_t plus[] = {1}, minus[] = {-1}, zero[] = {0};
	const struct csm_series p = {day, plus, 1}, m = {day, minus, 1},
				z = {day, zero, 1};
	const struct csm_series *const sets[][3] = {{&p, &z}, {&m, &z}, {&m, &m, &z}};
	static const size_t n[] = {2, 2, 3};
	static const int64_t want[] = {1, 0, -1};
	struct csm_arena arena = {0};

	for (size_t i = 0; i < COUNT(n); i++) {
		struct csm_series s = csm_series_combine(
		    &arena, sets[i], n[i], CSM_FOLD_AVG, 0, CSM_DAY_MAX);
		ck_assert_int_eq(s.value[0], want[i]);
	}
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(a_sum_beyond_the_range_is_missing_and_its_mean_is_not)
{
	static const int32_t days[] = {1, 2};
	static const int64_t huge[] = {CSM_NUM_LIMIT - 1, 5};
	const struct csm_series s = {days, huge, 2};
	const struct csm_series *const three[] = {&s, &s, &s};
	struct csm_arena arena = {0};
	struct csm_series sum =
	    csm_series_combine(&arena, three, 3, CSM_FOLD_SUM, 0, CSM_DAY_MAX);
	struct csm_series avg =
	    csm_series_combine(&arena, three, 3, CSM_FOLD_AVG, 0, CSM_DAY_MAX);

	ck_assert_uint_eq(sum.n, 1);
	ck_assert_int_eq(sum.day[0], 2);
	ck_assert_int_eq(sum.value[0], 15);
	ck_assert_uint_eq(avg.n, 2);
	ck_assert_int_eq(avg.value[0], CSM_NUM_LIMIT - 1);
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(days_that_are_not_asked_for_are_not_folded)
{
	const struct csm_series *const both[] = {&a, &b};
	struct csm_arena arena = {0};
	/* of days 9, 10, 11 and 13, as above */
	struct csm_series s = csm_series_combine(&arena, both, 2, CSM_FOLD_SUM, 10, 12);

	ck_assert_uint_eq(s.n, 2);
	ck_assert_int_eq(s.day[0], 10);
	ck_assert_int_eq(s.value[0], 1 * ONE);
	ck_assert_int_eq(s.day[1], 11);
	ck_assert_int_eq(s.value[1], -5 * ONE);
	ck_assert_uint_eq(
	    csm_series_combine(&arena, both, 2, CSM_FOLD_SUM, 12, 12).n, 0);
	ck_assert_uint_eq(
	    csm_series_combine(&arena, both, 2, CSM_FOLD_SUM, 14, 20).n, 0);
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(one_series_is_borrowed_and_none_is_empty)
{
	const struct csm_series *const one[] = {&a};
	const struct csm_series empty = {0};
	const struct csm_series *const empties[] = {&empty, &empty};
	struct csm_arena arena = {0};

	ck_assert_ptr_eq(
	    csm_series_combine(&arena, one, 1, CSM_FOLD_AVG, 0, CSM_DAY_MAX).value,
	    values_a);
	ck_assert_uint_eq(
	    csm_series_combine(&arena, one, 1, CSM_FOLD_COUNT, 0, CSM_DAY_MAX).n, 3);
	ck_assert_int_eq(
	    csm_series_combine(&arena, one, 1, CSM_FOLD_COUNT, 0, CSM_DAY_MAX).value[2],
	    ONE);
	ck_assert_uint_eq(
	    csm_series_combine(&arena, empties, 2, CSM_FOLD_SUM, 0, CSM_DAY_MAX).n, 0);
	ck_assert_uint_eq(
	    csm_series_combine(&arena, one, 0, CSM_FOLD_SUM, 0, CSM_DAY_MAX).n, 0);
	csm_arena_fini(&arena);
}
END_TEST

/* b 4 - -7 - 0 and a - 1 2 - 3 on days 9 to 13, in windows of two days. */
START_TEST(distinct_series_are_counted_in_every_window)
{
	static const int64_t both[] = {1, 2, 2, 2, 1}, late[] = {1, 1};
	struct csm_distinct d;
	struct csm_arena arena = {0};

	csm_distinct_init(&d, 2, 9, 20);
	csm_distinct_add(&d, &a);
	csm_distinct_add(&d, &b);
	struct csm_series s = csm_distinct_series(&d, &arena);
	ck_assert_uint_eq(s.n, 6);
	for (size_t i = 0; i < 5; i++) {
		ck_assert_int_eq(s.day[i], 9 + (int32_t)i);
		ck_assert_int_eq(s.value[i], both[i] * ONE);
	}
	ck_assert_int_eq(s.day[5], 14);
	ck_assert_int_eq(s.value[5], ONE);
	ck_assert_uint_eq(csm_distinct_days(&d, &arena).n, 4);
	csm_distinct_fini(&d);
	/* What lies outside does not count; a 0 makes a day, but nobody active. */
	csm_distinct_init(&d, 36500, 13, 14);
	csm_distinct_add(&d, &a);
	csm_distinct_add(&d, &b);
	s = csm_distinct_series(&d, &arena);
	ck_assert_uint_eq(s.n, 2);
	for (size_t i = 0; i < 2; i++)
		ck_assert_int_eq(s.value[i], late[i] * ONE);
	csm_distinct_fini(&d);
	csm_distinct_init(&d, 1, 5, 4);
	csm_distinct_add(&d, &a);
	ck_assert_uint_eq(csm_distinct_series(&d, &arena).n, 0);
	csm_distinct_fini(&d);
	csm_arena_fini(&arena);
}
END_TEST

TEST_MAIN("series", the_place_of_a_day_is_the_first_entry_not_before_it,
    series_are_combined_day_by_day_over_those_that_have_the_day,
    a_mean_is_rounded_half_up_to_millionths,
    a_sum_beyond_the_range_is_missing_and_its_mean_is_not,
    days_that_are_not_asked_for_are_not_folded,
    one_series_is_borrowed_and_none_is_empty,
    distinct_series_are_counted_in_every_window,
    days_are_covered_where_each_of_them_is_there)
