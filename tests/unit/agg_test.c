#include "point/agg.h"

#include "test.h"

#include <string.h>

#define ONE CSM_NUM_ONE

static int64_t
aggregate(enum csm_agg agg, const int64_t *value, size_t n)
{
	struct csm_aggregate a;
	int64_t result;

	csm_aggregate_begin(&a, agg);
	for (size_t i = 0; i < n; i++)
		csm_aggregate_add(&a, value[i]);
	ck_assert_int_eq(csm_aggregate_result(&a, &result), 0);
	return result;
}

START_TEST(each_word_does_what_it_says)
{
	const int64_t v[] = {3 * ONE, -2 * ONE, CSM_MISSING, 5 * ONE, ONE};

	ck_assert_int_eq(aggregate(CSM_AGG_SUM, v, 5), 7 * ONE);
	ck_assert_int_eq(aggregate(CSM_AGG_MIN, v, 5), -2 * ONE);
	ck_assert_int_eq(aggregate(CSM_AGG_MAX, v, 5), 5 * ONE);
	ck_assert_int_eq(aggregate(CSM_AGG_AVG, v, 5), 7 * ONE / 4);
	ck_assert_int_eq(aggregate(CSM_AGG_LAST, v, 5), ONE);
	ck_assert_int_eq(aggregate(CSM_AGG_LAST, v, 3), -2 * ONE);
	ck_assert_int_eq(aggregate(CSM_AGG_COUNT, v, 5), 4 * ONE);
}
END_TEST

START_TEST(a_mean_is_rounded_half_away_from_zero)
{
	const int64_t up[] = {1, 2}, down[] = {-1, -2}, third[] = {1, 0, 0};

	ck_assert_int_eq(aggregate(CSM_AGG_AVG, up, 2), 2);
	ck_assert_int_eq(aggregate(CSM_AGG_AVG, down, 2), -2);
	ck_assert_int_eq(aggregate(CSM_AGG_AVG, third, 3), 0);
}
END_TEST

START_TEST(nothing_but_missing_values_is_missing)
{
	const int64_t v[] = {CSM_MISSING, CSM_MISSING};

	ck_assert_int_eq(aggregate(CSM_AGG_SUM, v, 2), CSM_MISSING);
	ck_assert_int_eq(aggregate(CSM_AGG_LAST, v, 0), CSM_MISSING);
	ck_assert_int_eq(aggregate(CSM_AGG_COUNT, v, 2), 0);
}
END_TEST

START_TEST(a_sum_may_leave_the_range_and_come_back)
{
	const int64_t big = CSM_NUM_LIMIT - 1;
	const int64_t v[] = {big, big, big, -big, -big, -ONE};

	ck_assert_int_eq(aggregate(CSM_AGG_SUM, v, 6), big - ONE);
}
END_TEST

START_TEST(a_result_beyond_the_range_is_none)
{
	struct csm_aggregate a;
	int64_t result;

	csm_aggregate_begin(&a, CSM_AGG_SUM);
	csm_aggregate_add(&a, CSM_NUM_LIMIT - 1);
	csm_aggregate_add(&a, 1);
	ck_assert_int_eq(csm_aggregate_result(&a, &result), -1);
	csm_aggregate_begin(&a, CSM_AGG_SUM);
	csm_aggregate_add(&a, -CSM_NUM_LIMIT + 1);
	csm_aggregate_add(&a, -1);
	ck_assert_int_eq(csm_aggregate_result(&a, &result), -1);
}
END_TEST

static enum csm_agg
of(const char *metric)
{
	return csm_agg_of(metric, strlen(metric));
}

START_TEST(what_is_counted_is_summed_and_what_is_measured_keeps_its_last_value)
{
	ck_assert_int_eq(of("activities.login"), CSM_AGG_SUM);
	ck_assert_int_eq(of("conversations.ticket"), CSM_AGG_SUM);
	ck_assert_int_eq(of("revenue.mrr"), CSM_AGG_SUM);
	ck_assert_int_eq(of("nps.promoters"), CSM_AGG_SUM);
	ck_assert_int_eq(of("nps.score"), CSM_AGG_LAST);
	ck_assert_int_eq(of("metrics.seats"), CSM_AGG_LAST);
	ck_assert_int_eq(of("health.all"), CSM_AGG_LAST);
	ck_assert_int_eq(of(""), CSM_AGG_LAST);
}
END_TEST

START_TEST(only_the_six_words_are_words)
{
	ck_assert_int_eq(csm_words_value(&csm_agg_words, "avg"), CSM_AGG_AVG);
	ck_assert_int_eq(csm_words_value(&csm_agg_words, "average"), 0);
	ck_assert_int_eq(csm_words_value(&csm_agg_words, "SUM"), 0);
	ck_assert_int_eq(csm_words_value(&csm_agg_words, ""), 0);
	ck_assert_ptr_null(csm_words_at(&csm_agg_words, 6));
}
END_TEST

TEST_MAIN("agg", each_word_does_what_it_says, a_mean_is_rounded_half_away_from_zero,
    nothing_but_missing_values_is_missing, a_sum_may_leave_the_range_and_come_back,
    a_result_beyond_the_range_is_none,
    what_is_counted_is_summed_and_what_is_measured_keeps_its_last_value,
    only_the_six_words_are_words)
