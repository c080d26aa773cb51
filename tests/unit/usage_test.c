#include "stats/usage.h"

#include "base/num.h"
#include "stats/retention.h"
#include "stats/total.h"
#include "test.h"

/* By hand, of two companies with 4 features over 10 days: 3 + 1 features used of 8, 50 %;
 * 7 + 2 days of 20, 45 %; 30 events of 4 users, 7.5; 12 user days of 40, 30 %; 4 users of
 * 16 seats, 25 %. */
START_TEST(usage_of_two_companies)
{
	ck_assert_int_eq(csm_usage_breadth(4, 2, 4), 50 * CSM_NUM_ONE);
	ck_assert_int_eq(csm_usage_frequency(9, 2, 10), 45 * CSM_NUM_ONE);
	ck_assert_int_eq(csm_usage_depth(30 * CSM_NUM_ONE, 4), 7500000);
	ck_assert_int_eq(csm_usage_stickiness(12, 4, 10), 30 * CSM_NUM_ONE);
	ck_assert_int_eq(csm_usage_seats(4, 16 * CSM_NUM_ONE), 25 * CSM_NUM_ONE);
}
END_TEST

START_TEST(nobody_uses_nothing)
{
	ck_assert(csm_usage_breadth(0, 0, 4) == CSM_MISSING);
	ck_assert(csm_usage_depth(CSM_MISSING, 4) == CSM_MISSING);
	ck_assert(csm_usage_depth(CSM_NUM_ONE, 0) == CSM_MISSING);
	ck_assert(csm_usage_seats(3, CSM_MISSING) == CSM_MISSING);
	ck_assert(csm_usage_seats(3, 0) == CSM_MISSING);
}
END_TEST

/* 2 of 3 pay: 66.666667 %; half a millionth is rounded up: 100 / 512 is 0.1953125. */
START_TEST(who_is_kept)
{
	ck_assert(csm_retention_pays(1));
	ck_assert(!csm_retention_pays(0));
	ck_assert(!csm_retention_pays(-CSM_NUM_ONE));
	ck_assert(!csm_retention_pays(CSM_MISSING));
	ck_assert_int_eq(csm_retention(2, 3), 66666667);
	ck_assert_int_eq(csm_retention(1, 512), 195313);
	ck_assert(csm_retention(0, 0) == CSM_MISSING);
}
END_TEST

START_TEST(totals_leave_out_what_is_missing)
{
	struct csm_total t = {.n = 0};

	csm_total_add(&t, CSM_MISSING);
	ck_assert_uint_eq(t.n, 0);
	csm_total_add(&t, -3);
	csm_total_add(&t, CSM_MISSING);
	csm_total_add(&t, 5);
	ck_assert_uint_eq(t.n, 2);
	ck_assert_int_eq(t.sum, 2);
	ck_assert_int_eq(t.min, -3);
	ck_assert_int_eq(t.max, 5);
	ck_assert_int_eq(csm_stats_each(10 * CSM_NUM_ONE, 4 * CSM_NUM_ONE), 2500000);
	ck_assert(csm_stats_each(CSM_NUM_ONE, 0) == CSM_MISSING);
	ck_assert(csm_stats_each(CSM_MISSING, CSM_NUM_ONE) == CSM_MISSING);
}
END_TEST

/* Halves go up on both sides of 0: -3 / 2 is -1.5, and so -1. */
START_TEST(a_mean_below_zero_is_rounded_as_one_above_it)
{
	ck_assert_int_eq(csm_stats_mean(3, 2), 2);
	ck_assert_int_eq(csm_stats_mean(-3, 2), -1);
	ck_assert_int_eq(csm_stats_mean(-4, 3), -1);
	ck_assert_int_eq(csm_stats_mean(-5, 3), -2);
	ck_assert_int_eq(csm_stats_mean(CSM_MISSING, 2), CSM_MISSING);
	ck_assert_int_eq(csm_stats_mean(1, 0), CSM_MISSING);
}
END_TEST

START_TEST(what_no_number_can_be_is_missing_or_stays_at_the_limit)
{
	const int64_t most = CSM_NUM_LIMIT;
	int64_t sum = most - 1;

	ck_assert_int_eq(csm_stats_change(most, most - 7), -7);
	ck_assert_int_eq(csm_stats_change(-most, 0), most);
	ck_assert_int_eq(csm_stats_change(-most, 1), CSM_MISSING);
	ck_assert_int_eq(csm_stats_change(most, 0), -most);
	ck_assert_int_eq(csm_stats_change(most, -1), CSM_MISSING);
	ck_assert_int_eq(csm_stats_change(CSM_MISSING, 1), CSM_MISSING);
	ck_assert_int_eq(csm_stats_change(1, CSM_MISSING), CSM_MISSING);
	csm_stats_add(&sum, 2);
	ck_assert_int_eq(sum, most);
	sum = 1 - most;
	csm_stats_add(&sum, -2);
	ck_assert_int_eq(sum, -most);
	csm_stats_add(&sum, 3);
	ck_assert_int_eq(sum, 3 - most);
}
END_TEST

TEST_MAIN("usage", a_mean_below_zero_is_rounded_as_one_above_it,
    what_no_number_can_be_is_missing_or_stays_at_the_limit, usage_of_two_companies,
    nobody_uses_nothing, who_is_kept, totals_leave_out_what_is_missing)
