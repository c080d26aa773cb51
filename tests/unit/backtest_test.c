#include "score/backtest.h"

#include "data.h"

#include "test.h"

#include <stdio.h>

static struct csm_ledger churns;
static struct csm_backtest b;

static struct csm_text
name(const char *s)
{
	return (struct csm_text){s, strlen(s)};
}

static void
left(const char *company, int32_t day)
{
	csm_ledger_add(&churns, name(company), 0, day, 0, churns.n + 2);
}

static int
init(const char *leads, int32_t since, int32_t until)
{
	struct csm_diag diag = data_diag();

	csm_ledger_sort(&churns);
	return csm_backtest_init(&b, leads, &churns, since, until, &diag);
}

static void
done(void)
{
	csm_backtest_fini(&b);
	csm_ledger_fini(&churns);
	churns = (struct csm_ledger){0};
	csm_buf_fini(&data_messages);
}

START_TEST(leads_are_days_in_ascending_order)
{
	ck_assert_int_eq(init(NULL, CSM_DAY_NONE, CSM_DAY_NONE), 0);
	ck_assert_uint_eq(b.n_leads, 3);
	ck_assert_int_eq(b.leads[0], 30);
	ck_assert_int_eq(b.leads[1], 60);
	ck_assert_int_eq(b.leads[2], 90);
	done();
	ck_assert_int_eq(init("14,0,7", CSM_DAY_NONE, CSM_DAY_NONE), 0);
	ck_assert_int_eq(b.leads[0], 0);
	ck_assert_int_eq(b.leads[2], 14);
	done();
}
END_TEST

START_TEST(leads_that_are_none_are_refused)
{
	static const char *const wrong[] = {
	    "", "x", "30,", ",30", "1.5", "-1", "3661", "30,60,30"};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		ck_assert_msg(init(wrong[i], CSM_DAY_NONE, CSM_DAY_NONE) == -1,
		    "\"%s\" was taken", wrong[i]);
		ck_assert_ptr_nonnull(strstr(data_said(), "E_USAGE: --lead"));
		done();
	}
}
END_TEST

START_TEST(the_first_time_a_company_left_counts)
{
	int32_t day;

	left("b", 300);
	left("a", 200);
	left("b", 100);
	ck_assert_int_eq(init("30", CSM_DAY_NONE, CSM_DAY_NONE), 0);
	ck_assert_uint_eq(b.n, 2);
	ck_assert_int_eq(b.churn[0], 100);
	ck_assert_int_eq(b.churn[1], 200);
	ck_assert_int_eq(csm_backtest_next(&b, name("a"), &day), CSM_BACKTEST_LEFT);
	ck_assert_int_eq(day, 200);
	ck_assert_int_eq(csm_backtest_next(&b, name("b"), &day), CSM_BACKTEST_LEFT);
	ck_assert_int_eq(day, 100);
	ck_assert_int_eq(csm_backtest_next(&b, name("c"), &day), CSM_BACKTEST_STAYED);
	ck_assert_uint_eq(b.stayed, 1);
	done();
}
END_TEST

START_TEST(who_left_on_other_days_neither_left_nor_stayed)
{
	int32_t day;

	left("early", 99);
	left("first", 100);
	left("last", 200);
	left("late", 201);
	ck_assert_int_eq(init("30", 100, 200), 0);
	ck_assert_uint_eq(b.n, 2);
	ck_assert_int_eq(
	    csm_backtest_next(&b, name("early"), &day), CSM_BACKTEST_OUTSIDE);
	ck_assert_int_eq(csm_backtest_next(&b, name("first"), &day), CSM_BACKTEST_LEFT);
	ck_assert_int_eq(csm_backtest_next(&b, name("last"), &day), CSM_BACKTEST_LEFT);
	ck_assert_int_eq(
	    csm_backtest_next(&b, name("late"), &day), CSM_BACKTEST_OUTSIDE);
	ck_assert_uint_eq(b.stayed, 0);
	done();
}
END_TEST

START_TEST(days_scored_go_from_the_longest_lead_to_the_shortest)
{
	int32_t since, until;

	ck_assert_int_eq(init("30", CSM_DAY_NONE, CSM_DAY_NONE), 0);
	ck_assert_int_eq(csm_backtest_range(&b, &since, &until), -1);
	done();
	left("a", 1000);
	left("b", 1100);
	ck_assert_int_eq(init("30,90", CSM_DAY_NONE, CSM_DAY_NONE), 0);
	ck_assert_int_eq(csm_backtest_range(&b, &since, &until), 0);
	ck_assert_int_eq(since, 910);
	ck_assert_int_eq(until, 1070);
	done();
}
END_TEST

/* i times 0.6180339887, without its whole part: 0, .618, .236, .854, .472, .090, .708;
 * of ten days these are number 0, 6, 2, 8, 4, 0, 7. */
START_TEST(those_that_stayed_are_spread_over_the_days_by_the_golden_section)
{
	static const int want[] = {0, 6, 2, 8, 4, 0, 7};
	char company[16];
	int32_t day;

	for (int i = 0; i < 10; i++) {
		snprintf(company, sizeof company, "left%d", i);
		left(company, 1000 + 10 * i);
	}
	ck_assert_int_eq(init("30,60", CSM_DAY_NONE, CSM_DAY_NONE), 0);
	for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
		snprintf(company, sizeof company, "stayed%zu", i);
		ck_assert_int_eq(
		    csm_backtest_next(&b, name(company), &day), CSM_BACKTEST_STAYED);
		ck_assert_int_eq(csm_backtest_day(&b, 0, 0), 970 + 10 * want[i]);
		ck_assert_int_eq(csm_backtest_day(&b, 1, 0), 940 + 10 * want[i]);
		/* The next ones to try, over again after the last. */
		ck_assert_int_eq(
		    csm_backtest_day(&b, 0, 3), 970 + 10 * ((want[i] + 3) % 10));
	}
	done();
}
END_TEST

TEST_MAIN("backtest", leads_are_days_in_ascending_order,
    leads_that_are_none_are_refused, the_first_time_a_company_left_counts,
    who_left_on_other_days_neither_left_nor_stayed,
    days_scored_go_from_the_longest_lead_to_the_shortest,
    those_that_stayed_are_spread_over_the_days_by_the_golden_section)
