#include "bench.h"

#include <stdio.h>

/* A week of logins, Monday to Sunday, the weekend without any. */
static const char week[] = "acme,enduser,u,activities.login,2026-11-16,10,\n"
			   "acme,enduser,u,activities.login,2026-11-17,9,\n"
			   "acme,enduser,u,activities.login,2026-11-18,8,\n"
			   "acme,enduser,u,activities.login,2026-11-19,12,\n"
			   "acme,enduser,u,activities.login,2026-11-20,10,\n";
#define SUNDAY "2026-11-22"

static void
expect(const char *formula, const char *rows, const char *day, const char *want)
{
	const char *got = bench_formula(formula, rows, day, day);

	ck_assert_msg(strcmp(got, want) == 0, "%s: %s, not %s", formula, got, want);
}

START_TEST(the_manuals_week_comes_out)
{
	expect("sum(activities.login, 7)", week, SUNDAY, "49");
	expect("sum(activities.login, 7) / 7", week, SUNDAY, "7");
	expect("average(activities.login, 7)", week, SUNDAY, "9.8");
	expect("average(zero(activities.login), 7)", week, SUNDAY, "7");
	expect("last(activities.login, 1)", week, SUNDAY, "-");
	expect("days_since(activities.*)", week, SUNDAY, "2");
	expect("sum(activities.*, 7) / sum(activities.login, 7)", week, SUNDAY, "1");
}
END_TEST

/* An event is kept with the company or with one of its children. */
static const char family[] = "acme,company,acme,conversations.call,2026-11-20,1,\n"
			     "acme,company,acme,metrics.seats,2026-11-20,50,\n"
			     "acme,asset,a,metrics.seats,2026-11-20,3,\n"
			     "acme,enduser,u1,activities.a,2026-11-20,5,\n"
			     "acme,enduser,u1,conversations.call,2026-11-20,2,\n"
			     "acme,enduser,u1,metrics.seats,2026-11-20,7,\n"
			     "acme,enduser,u2,activities.a,2026-11-20,1,\n"
			     "acme,enduser,u2,activities.b,2026-11-20,0.5,\n"
			     "acme,enduser,u2,conversations.call,2026-11-20,6,\n"
			     "acme,enduser,u2,metrics.seats,2026-11-20,8,\n"
			     "acme,project,p,conversations.mail,2026-11-20,4,\n";

START_TEST(events_of_children_are_added_to_those_of_the_company)
{
	const char *day = "2026-11-20";

	expect("sum(conversations.call, 1)", family, day, "9");
	expect("sum(enduser.conversations.call, 1)", family, day, "8");
	expect("sum(company.conversations.call, 1)", family, day, "1");
	expect("sum(asset.conversations.call, 1)", family, day, "-");
	expect("sum(conversations.*, 1)", family, day, "13");
	expect("sum(activities.*, 1)", family, day, "6.5");
}
END_TEST

START_TEST(measurements_of_children_are_not_taken_for_the_companys)
{
	const char *day = "2026-11-20";

	expect("last(metrics.seats, 1)", family, day, "50");
	expect("last(company.metrics.seats, 1)", family, day, "50");
	expect("last(enduser.metrics.seats, 1)", family, day, "15");
	expect("last(asset.metrics.seats, 1)", family, day, "3");
	expect("last(metrics.*, 1)", family, day, "50");
	expect("last(enduser.metrics.*, 1)", family, day, "15");
}
END_TEST

START_TEST(a_rollup_takes_each_entity_once)
{
	const char *day = "2026-11-20";

	/* u1 has 5 activities, u2 1 + 0.5 */
	expect("sum(activities.*, 1, rollup max)", family, day, "5");
	expect("sum(activities.*, 1, rollup min)", family, day, "1.5");
	expect("sum(activities.*, 1, rollup avg)", family, day, "3.25");
	expect("sum(activities.*, 1, rollup count)", family, day, "2");
	expect("sum(activities.b, 1, rollup count)", family, day, "1");
	/* The company itself is one of them. */
	expect("sum(conversations.call, 1, rollup count)", family, day, "3");
	expect("sum(conversations.call, 1, rollup avg)", family, day, "3");
	/* There is nothing to roll up in the company's own metric. */
	expect("last(metrics.seats, 1, rollup count)", family, day, "50");
}
END_TEST

START_TEST(sums_are_exact)
{
	expect("sum(metrics.*, 1)",
	    "acme,company,acme,metrics.a,2026-11-20,10,\n"
	    "acme,company,acme,metrics.b,2026-11-20,0.1,\n"
	    "acme,company,acme,metrics.c,2026-11-20,0.2,\n",
	    "2026-11-20", "10.3");
}
END_TEST

START_TEST(a_metric_reads_the_rounded_value_of_another)
{
	struct bench b;

	/* 1/3 rounds to 0.333333; three times that is 0.999999. */
	bench_open(&b,
	    "{\"id\":\"three\",\"formula\":\"3 * last(calculated.third, 1)\"},"
	    "{\"id\":\"third\",\"formula\":\"1 / 3\"}",
	    week, NULL, NULL, SUNDAY, SUNDAY);
	size_t q = csm_engine_query_metric(b.engine, &b.metric[0]);
	bench_go(&b);
	ck_assert_str_eq(bench_values(&b, q, 0), "0.999999");
	ck_assert_int_eq(csm_engine_micros(b.engine, q, 0)[0], 999999);
	bench_close(&b);
}
END_TEST

START_TEST(nulls_and_where_decide_about_missing_results)
{
	struct bench b;

	bench_open(&b,
	    "{\"id\":\"kept\",\"formula\":\"last(activities.login, 1)\"},"
	    "{\"id\":\"zero\",\"formula\":\"last(activities.login, 1)\","
	    "\"nulls\":false},"
	    "{\"id\":\"some\",\"formula\":\"last(activities.login, 1)\","
	    "\"nulls\":false,\"where\":\"last(activities.login, 2) > 9\"},"
	    "{\"id\":\"mean\",\"formula\":\"average(calculated.some, 7)\"}",
	    week, NULL, NULL, "2026-11-16", SUNDAY);
	for (size_t i = 0; i < 4; i++)
		b.query[i] = csm_engine_query_metric(b.engine, &b.metric[i]);
	bench_go(&b);
	ck_assert_str_eq(bench_values(&b, b.query[0], 0), "10 9 8 12 10 - -");
	ck_assert_str_eq(bench_values(&b, b.query[1], 0), "10 9 8 12 10 0 0");
	ck_assert_str_eq(bench_values(&b, b.query[2], 0), "10 - - 12 10 0 -");
	/* 10; 10; 10; 22/2; 32/3; 32/4; 32/4 */
	ck_assert_str_eq(bench_values(&b, b.query[3], 0), "10 10 10 11 10.666667 8 8");
	ck_assert_uint_eq(csm_engine_counts(b.engine).values, 28);
	bench_close(&b);
}
END_TEST

START_TEST(a_window_over_a_calculated_metric_needs_no_history)
{
	struct bench b;

	bench_open(&b,
	    "{\"id\":\"doubled\",\"formula\":\"2 * last(activities.login, 1)\"},"
	    "{\"id\":\"sum\",\"formula\":\"sum(calculated.doubled, 7)\"},"
	    "{\"id\":\"before\",\"formula\":\"sum(calculated.sum, 1, ago 2)\"}",
	    week, NULL, NULL, SUNDAY, SUNDAY);
	for (size_t i = 0; i < 3; i++)
		b.query[i] = csm_engine_query_metric(b.engine, &b.metric[i]);
	bench_go(&b);
	ck_assert_str_eq(bench_values(&b, b.query[0], 0), "-");
	ck_assert_str_eq(bench_values(&b, b.query[1], 0), "98");
	ck_assert_str_eq(bench_values(&b, b.query[2], 0), "98");
	bench_close(&b);
}
END_TEST

START_TEST(an_unbounded_operator_over_a_calculated_metric_begins_at_the_first_point)
{
	struct bench b;

	bench_open(&b,
	    "{\"id\":\"one\",\"formula\":\"1\"},"
	    "{\"id\":\"days\",\"formula\":\"total(calculated.one)\"},"
	    "{\"id\":\"week\",\"formula\":\"sum(calculated.one, 30)\"}",
	    week, NULL, NULL, "2026-11-15", "2026-11-18");
	for (size_t i = 0; i < 3; i++)
		b.query[i] = csm_engine_query_metric(b.engine, &b.metric[i]);
	bench_go(&b);
	ck_assert_str_eq(bench_values(&b, b.query[1], 0), "- 1 2 3");
	ck_assert_str_eq(bench_values(&b, b.query[2], 0), "30 30 30 30");
	bench_close(&b);
}
END_TEST

START_TEST(a_company_without_points_has_the_values_that_need_none)
{
	struct bench b;

	bench_open(&b,
	    "{\"id\":\"one\",\"formula\":\"1\"},"
	    "{\"id\":\"days\",\"formula\":\"total(calculated.one)\"},"
	    "{\"id\":\"logins\",\"formula\":\"sum(activities.login, 7)\","
	    "\"nulls\":false}",
	    "", NULL, NULL, SUNDAY, SUNDAY);
	for (size_t i = 0; i < 3; i++)
		b.query[i] = csm_engine_query_metric(b.engine, &b.metric[i]);
	bench_go(&b);
	ck_assert_str_eq(bench_values(&b, b.query[0], 0), "1");
	ck_assert_str_eq(bench_values(&b, b.query[1], 0), "-");
	ck_assert_str_eq(bench_values(&b, b.query[2], 0), "0");
	csm_engine_finish(b.engine, &b.diag);
	ck_assert_str_eq(data_said(), "");
	bench_close(&b);
}
END_TEST

START_TEST(calculated_metrics_of_children_are_rolled_up)
{
	struct bench b;

	bench_open(&b,
	    "{\"id\":\"act\",\"model\":\"enduser\","
	    "\"formula\":\"10 * last(calculated.raw, 1)\"},"
	    "{\"id\":\"raw\",\"model\":\"enduser\",\"formula\":\"sum(activities.*, "
	    "1)\"}",
	    family, NULL, NULL, "2026-11-20", "2026-11-21");
	size_t sum = bench_query(&b, CSM_MODEL_COMPANY, "sum(calculated.act, 1)");
	size_t mean = bench_query(
	    &b, CSM_MODEL_COMPANY, "sum(enduser.calculated.act, 2, rollup avg)");
	size_t count =
	    bench_query(&b, CSM_MODEL_COMPANY, "sum(calculated.raw, 1, rollup count)");
	size_t own = csm_engine_query_metric(b.engine, &b.metric[0]);
	bench_go(&b);
	const struct csm_value *v = csm_engine_values(b.engine, own, 0);
	ck_assert_str_eq(bench_values(&b, sum, 0), "65 -");
	ck_assert_str_eq(bench_values(&b, mean, 0), "32.5 32.5");
	ck_assert_str_eq(bench_values(&b, count, 0), "2 -");
	/* Rolling up walks the users, but not through the values asked for. */
	ck_assert_str_eq(bench_text(v, 2), "50 -");
	ck_assert_str_eq(bench_values(&b, own, 1), "15 -");
	bench_close(&b);
}
END_TEST

/* u1 on the 1st, 2nd and 9th, u2 on the 2nd (two metrics that cancel out) and 5th, u3
 * measured and idle on the 20th; the company's own points are of no end user. */
static const char users[] = "acme,company,acme,activities.a,2026-11-04,9,\n"
			    "acme,company,acme,activities.a,2026-11-28,9,\n"
			    "acme,enduser,u1,activities.a,2026-11-01,1,\n"
			    "acme,enduser,u1,activities.a,2026-11-02,1,\n"
			    "acme,enduser,u1,activities.a,2026-11-09,1,\n"
			    "acme,enduser,u2,activities.a,2026-11-02,-1,\n"
			    "acme,enduser,u2,activities.a,2026-11-05,2,\n"
			    "acme,enduser,u2,activities.b,2026-11-02,1,\n"
			    "acme,enduser,u3,activities.a,2026-11-20,0,\n";

START_TEST(distinct_end_users_are_counted)
{
	static const struct {
		const char *formula, *want;
	} cases[] = {
	    {"uniques(activities.a, 3)",
		"1 2 2 2 1 1 1 - 1 1 1 - - - - - - - - 0 0 0 - -"},
	    {"uniques(enduser.activities.a, 3)",
		"1 2 2 2 1 1 1 - 1 1 1 - - - - - - - - 0 0 0 - -"},
	    {"uniques(activities.*, 1)",
		"1 1 - - 1 - - - 1 - - - - - - - - - - 0 - - - -"},
	    {"uniques(zero(activities.a), 3)",
		"1 2 2 2 1 1 1 0 1 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0"},
	    {"uniques(activities.a, 30, ago 2)",
		"- - 1 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2"},
	    {"uniques(calculated.twice, 3)",
		"1 2 2 2 1 1 1 - 1 1 1 - - - - - - - - 0 0 0 - -"},
	    /* u2 on the 1st, u3 up to the 19th; u1 only before there was any point */
	    {"uniques(zero(calculated.idle), 30)",
		"2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2"},
	    {"uniques(calculated.idle, 4)",
		"3 3 3 2 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 0 0"},
	    {"uniques(calculated.all, 3) + uniques(calculated.all, 1, ago 3)",
		"6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6 6"},
	};
	struct bench b;
	size_t query[sizeof cases / sizeof cases[0]];

	bench_open(&b,
	    "{\"id\":\"twice\",\"model\":\"enduser\","
	    "\"formula\":\"2 * activities.a\"},"
	    "{\"id\":\"idle\",\"model\":\"enduser\","
	    "\"formula\":\"not has_value(total(activities.a))\"},"
	    "{\"id\":\"all\",\"model\":\"enduser\",\"formula\":\"1\"}",
	    users, NULL, NULL, "2026-11-01", "2026-11-24");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		query[i] = bench_query(&b, CSM_MODEL_COMPANY, cases[i].formula);
	bench_go(&b);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_str_eq(bench_values(&b, query[i], 0), cases[i].want);
	bench_close(&b);
}
END_TEST

START_TEST(a_definition_wins_over_points_of_its_name)
{
	const char *rows = "acme,company,acme,calculated.a,2026-11-20,5,\n"
			   "acme,company,acme,calculated.b,2026-11-20,6,\n";
	struct bench b;

	bench_open(&b, "{\"id\":\"a\",\"formula\":\"1\"}", rows, NULL, NULL,
	    "2026-11-20", "2026-11-20");
	size_t q = bench_query(&b, CSM_MODEL_COMPANY,
	    "100 * last(calculated.a, 1) + last(calculated.b, 1)");
	bench_go(&b);
	ck_assert_str_eq(bench_values(&b, q, 0), "106");
	csm_engine_finish(b.engine, &b.diag);
	ck_assert_str_eq(data_said(), "");
	bench_close(&b);
}
END_TEST

START_TEST(names_that_never_occur_are_told_at_the_end)
{
	struct bench b;

	bench_open(&b, "{\"id\":\"score\",\"formula\":\"1\"}", family, NULL, NULL,
	    "2026-11-20", "2026-11-20");
	bench_query(&b, CSM_MODEL_COMPANY, "last(calculated.scor, 1)");
	bench_query(&b, CSM_MODEL_COMPANY, "last(conversations.cal, 1)");
	bench_query(&b, CSM_MODEL_COMPANY, "last(metrics.zzzzzzzz, 1)");
	bench_query(&b, CSM_MODEL_COMPANY, "sum(tasks.*, 1)");
	bench_query(&b, CSM_MODEL_COMPANY, "sum(activities.*, 1)");
	bench_query(&b, CSM_MODEL_ENDUSER, "sum(conversations.mail, 1)");
	bench_query(&b, CSM_MODEL_COMPANY, "sum(asset.activities.a, 1)");
	bench_go(&b);
	csm_engine_finish(b.engine, &b.diag);
	ck_assert_str_eq(data_said(),
	    "W_UNKNOWN: metric \"calculated.scor\" does not occur in the data; did you "
	    "mean \"calculated.score\"?\n"
	    "W_UNKNOWN: metric \"conversations.cal\" does not occur in the data; did "
	    "you "
	    "mean \"conversations.call\"?\n"
	    "W_UNKNOWN: metric \"metrics.zzzzzzzz\" does not occur in the data\n"
	    "W_UNKNOWN: no metric of the data matches \"tasks.*\"\n"
	    "W_UNKNOWN: metric \"conversations.mail\" occurs for projects only, not "
	    "for "
	    "end users\n"
	    "W_UNKNOWN: metric \"activities.a\" occurs for end users only, not for "
	    "assets; did you mean \"enduser.activities.a\"?\n");
	bench_close(&b);
}
END_TEST

/* What preparing the metrics says; they are refused. */
static void
expect_refused(const char *json, const char *want)
{
	struct bench b;

	bench_open(&b, json, "", NULL, NULL, SUNDAY, SUNDAY);
	ck_assert_int_eq(csm_engine_prepare(b.engine, &b.diag), -1);
	ck_assert_str_eq(data_said(), want);
	bench_close(&b);
}

START_TEST(metrics_that_use_each_other_in_a_circle_are_refused)
{
	expect_refused("{\"id\":\"a\",\"formula\":\"last(calculated.b, 1)\"},"
		       "{\"id\":\"b\",\"formula\":\"1\",\"where\":"
		       "\"last(calculated.c, 1) > 0\"},"
		       "{\"id\":\"c\",\"formula\":\"last(calculated.b, 1)\"}",
	    "E_CYCLE: metrics use each other: calculated.b -> calculated.c -> "
	    "calculated.b\n");
	expect_refused(
	    "{\"id\":\"a\",\"formula\":\"1 + last(calculated.a, 1, ago 1)\"}",
	    "E_CYCLE: metrics use each other: calculated.a -> calculated.a\n");
}
END_TEST

START_TEST(metrics_and_fields_of_another_model_are_refused)
{
	expect_refused("{\"id\":\"a\",\"model\":\"enduser\","
		       "\"formula\":\"last(company.metrics.x, 1)\"}",
	    "E_FORMULA: \"company.metrics.x\" in a formula of end users, which uses "
	    "their own metrics only\n");
	expect_refused("{\"id\":\"a\",\"formula\":\"1\"},"
		       "{\"id\":\"b\",\"model\":\"asset\","
		       "\"formula\":\"last(calculated.a, 1)\"}",
	    "E_FORMULA: \"calculated.a\" is a metric of companies; a formula of assets "
	    "uses their own metrics only\n");
	expect_refused("{\"id\":\"a\",\"model\":\"asset\",\"formula\":\"1\"},"
		       "{\"id\":\"b\",\"formula\":\"last(enduser.calculated.a, 1)\"}",
	    "E_FORMULA: \"calculated.a\" is a metric of assets, not of end users\n");
	expect_refused("{\"id\":\"a\",\"formula\":\"enduser.age\"}",
	    "E_FORMULA: \"enduser.age\" in a formula of companies, which uses fields "
	    "of "
	    "companies\n");
	expect_refused("{\"id\":\"a\",\"model\":\"enduser\",\"formula\":\"asset.age\"}",
	    "E_FORMULA: \"asset.age\" in a formula of end users, which uses fields of "
	    "their company and of end users\n");
	expect_refused("{\"id\":\"a\",\"model\":\"asset\","
		       "\"formula\":\"uniques(activities.x, 7)\"}",
	    "E_FORMULA: uniques counts end users of companies; this is a formula of "
	    "assets\n");
	expect_refused("{\"id\":\"a\",\"formula\":\"uniques(asset.metrics.x, 7)\"}",
	    "E_FORMULA: uniques counts end users; \"metrics.x\" is a metric of "
	    "assets\n");
	expect_refused("{\"id\":\"a\",\"formula\":\"1\"},"
		       "{\"id\":\"b\",\"formula\":\"uniques(calculated.a, 7)\"}",
	    "E_FORMULA: uniques counts end users; \"calculated.a\" is a metric of "
	    "companies\n");
	expect_refused("{\"id\":\"a\",\"formula\":\"sum(calculated.*, 1)\"}",
	    "E_FORMULA: \"calculated.*\" would add up calculated metrics; name them "
	    "one "
	    "by one\n");
}
END_TEST

START_TEST(a_chain_of_thousands_is_evaluated)
{
	enum { N = 5000 };
	struct csm_buf json = {0};
	struct bench b;

	for (int i = 0; i < N; i++)
		csm_buf_printf(&json,
		    "%s{\"id\":\"m%d\",\"formula\":\"last(calculated.m%d, 1) + 1\"}",
		    i > 0 ? "," : "", i, i + 1);
	csm_buf_printf(&json, ",{\"id\":\"m%d\",\"formula\":\"0\"}", N);
	bench_open(&b, json.data, week, NULL, NULL, SUNDAY, SUNDAY);
	size_t q = csm_engine_query_metric(b.engine, &b.metric[0]);
	bench_go(&b);
	ck_assert_str_eq(bench_values(&b, q, 0), "5000");
	bench_close(&b);
	csm_buf_fini(&json);
}
END_TEST

START_TEST(large_values_are_exact_in_millionths)
{
	/* floor(4448907916.947084 * 1e6 + 0.5) in doubles is 4448907916947085: a window
	 * alone is passed on as it is, anything done with it is rounded. */
	const char *rows =
	    "acme,company,acme,metrics.a,2026-11-20,4448907916.947084,\n"
	    "acme,company,acme,metrics.b,2026-11-20,8999999999999.999999,\n"
	    "acme,company,acme,metrics.c,2026-11-20,8999999999999.999999,\n";
	struct bench b;

	bench_open(&b,
	    "{\"id\":\"a\",\"formula\":\"sum(metrics.a, 1)\"},"
	    "{\"id\":\"b\",\"formula\":\"sum(metrics.*, 1)\"},"
	    "{\"id\":\"c\",\"formula\":\"sum(metrics.a, 1) + 0\"}",
	    rows, NULL, NULL, "2026-11-20", "2026-11-20");
	size_t rounded = csm_engine_query_metric(b.engine, &b.metric[2]);
	size_t q = csm_engine_query_metric(b.engine, &b.metric[0]);
	size_t over = csm_engine_query_metric(b.engine, &b.metric[1]);
	bench_go(&b);
	ck_assert_int_eq(csm_engine_micros(b.engine, q, 0)[0], 4448907916947084);
	ck_assert_int_eq(csm_engine_micros(b.engine, rounded, 0)[0], 4448907916947085);
	ck_assert_int_eq(csm_engine_micros(b.engine, over, 0)[0], CSM_MISSING);
	ck_assert_str_eq(bench_values(&b, over, 0), "-");
	bench_close(&b);
}
END_TEST

/* Some formulas with all that looks back, over points with gaps. */
static const char *const looking_back[] = {"sum(activities.a, 7) / 7",
    "average(activities.a, 30) - last(metrics.s, 9)",
    "total(calculated.share) + days_since(calculated.share)",
    "trend(zero(activities.a), 3)", "sum(zero(calculated.share), 11) / 3",
    "trend(calculated.total, 5) * max(calculated.share, 13, ago 4)",
    "last(system.users_active_last7, 3) / last(system.users_total, 1)",
    "total(system.users_active_last14)", "min(zero(system.users_active_last1), 9)",
    "sum(calculated.user, 9) + total(calculated.user)",
    "average(calculated.user, 20, rollup avg)", "sum(system.activity_count, 8) ^ 0.5",
    "median(activities.*, 9) + percentile(zero(activities.a), 20, 37.5)",
    "slope(calculated.share, 10) - slope(zero(calculated.user), 6, ago 2)",
    "stddev(calculated.share, 12) + zscore(activities.a, 15)",
    "streak(activities.a, 5) * first(calculated.share, 6)",
    "uniques(activities.a, 9) + uniques(calculated.user, 4, ago 3)",
    "uniques(zero(calculated.u), 7)"};
#define LOOKING_BACK (sizeof looking_back / sizeof looking_back[0])
static const char looking_back_metrics[] =
    "{\"id\":\"share\",\"formula\":\"sum(activities.a, 5) / average(metrics.s, 8)\"},"
    "{\"id\":\"total\",\"formula\":\"total(calculated.one) / 7 + "
    "sum(calculated.share, 4)\"},"
    "{\"id\":\"one\",\"formula\":\"total(calculated.share)\",\"nulls\":false},"
    "{\"id\":\"user\",\"model\":\"enduser\",\"formula\":\"total(calculated.u) / 7\"},"
    "{\"id\":\"u\",\"model\":\"enduser\",\"formula\":\"sum(activities.*, 3) / 3\","
    "\"nulls\":false}";

/* Values of all those formulas for a range, into out[formula][day]. */
static void
look_back(const char *rows, int32_t since, int32_t until, struct csm_value *out,
    size_t stride)
{
	struct bench b;
	char from[CSM_DAY_TEXT], to[CSM_DAY_TEXT];
	size_t query[LOOKING_BACK];

	csm_date_format(since, from);
	csm_date_format(until, to);
	bench_open(&b, looking_back_metrics, rows, NULL, NULL, from, to);
	for (size_t i = 0; i < LOOKING_BACK; i++)
		query[i] = bench_query(&b, CSM_MODEL_COMPANY, looking_back[i]);
	bench_go(&b);
	for (size_t i = 0; i < LOOKING_BACK; i++)
		memcpy(out + i * stride, csm_engine_values(b.engine, query[i], 0),
		    csm_engine_days(b.engine) * sizeof *out);
	bench_close(&b);
}

START_TEST(a_day_alone_is_the_same_as_in_a_range)
{
	enum { DAYS = 60 };
	const int32_t since = csm_date_from_civil(2026, 10, 1);
	static struct csm_value range[LOOKING_BACK][DAYS], one[LOOKING_BACK];
	struct csm_buf rows = {0};
	uint32_t seed = 7;
	char date[CSM_DAY_TEXT];

	for (int32_t day = since + 10; day < since + 50; day += 3) {
		csm_date_format(day, date);
		csm_buf_printf(&rows, "acme,company,acme,metrics.s,%s,%d,\n", date,
		    (int)(day % 11) + 3);
	}
	for (int user = 0; user < 4; user++)
		for (int32_t day = since + 5 + user; day < since + 55; day++) {
			seed = seed * 1664525 + 1013904223;
			if (seed >> 30 != 0)
				continue;
			csm_date_format(day, date);
			csm_buf_printf(&rows,
			    "acme,enduser,u%d,activities.a,%s,0.%u,\n", user, date,
			    (unsigned)(seed % 1000));
		}
	look_back(rows.data, since, since + DAYS - 1, range[0], DAYS);
	for (int d = 0; d < DAYS; d++) {
		look_back(rows.data, since + d, since + d, one, 1);
		for (size_t i = 0; i < LOOKING_BACK; i++) {
			const struct csm_value *v = &range[i][d];
			ck_assert_msg(v->type == one[i].type &&
					  (v->type != CSM_VALUE_NUMBER ||
					      memcmp(&v->u.number, &one[i].u.number,
						  sizeof v->u.number) == 0),
			    "%s on day %d", looking_back[i], d);
		}
	}
	csm_buf_fini(&rows);
}
END_TEST

static void
keep_line(void *ctx, const struct csm_explain_line *l)
{
	struct csm_buf *out = ctx;
	char from[CSM_DAY_TEXT], to[CSM_DAY_TEXT];

	csm_buf_printf(out, "%*s", 2 * l->depth, "");
	csm_node_print_text(l->node, out);
	csm_buf_printf(out, " = %s", bench_text(&l->value, 1));
	if (!l->taken)
		csm_buf_puts(out, " (not taken)");
	if (l->node->kind == CSM_NODE_WINDOW) {
		csm_date_format(l->from, from);
		csm_date_format(l->to, to);
		csm_buf_printf(out, " %s..%s %zu", from, to, l->days_with_value);
	}
	if (l->source != NULL)
		csm_buf_printf(out, " [%s]", l->source);
	csm_buf_putc(out, '\n');
}

START_TEST(a_value_can_be_explained)
{
	struct bench b;
	struct csm_buf got = {0};

	bench_open(&b,
	    "{\"id\":\"share\",\"formula\":"
	    "\"sum(activities.*, 7) / last(metrics.seats, 2) + company.plan\"},"
	    "{\"id\":\"mean\",\"formula\":\"average(calculated.share, 3)\"},"
	    "{\"id\":\"u\",\"model\":\"enduser\",\"formula\":\"1\"},"
	    "{\"id\":\"us\",\"formula\":\"last(calculated.u, 1) + "
	    "last(system.users_total, 1) + last(metrics.none, 1)\"},"
	    "{\"id\":\"d\",\"formula\":\"uniques(activities.*, 7) + "
	    "uniques(calculated.u, 2)\"}",
	    family, NULL, NULL, "2026-11-19", "2026-11-21");
	for (size_t i = 0; i < 5; i++)
		b.query[i] = csm_engine_query_metric(b.engine, &b.metric[i]);
	bench_go(&b);
	csm_engine_explain(b.engine, b.query[0], 0, keep_line, &got);
	csm_engine_explain(b.engine, b.query[1], 0, keep_line, &got);
	csm_engine_explain(b.engine, b.query[3], 0, keep_line, &got);
	csm_engine_explain(b.engine, b.query[4], 0, keep_line, &got);
	ck_assert_str_eq(csm_buf_text(&got),
	    "sum(activities.*, 7) / last(metrics.seats, 2) + company.plan = 0.13\n"
	    "  sum(activities.*, 7) / last(metrics.seats, 2) = 0.13\n"
	    "    sum(activities.*, 7) = 6.5 2026-11-15..2026-11-21 1 "
	    "[rolled up from 2 end users]\n"
	    "    last(metrics.seats, 2) = 50 2026-11-20..2026-11-21 1 [points]\n"
	    "  company.plan = - [no such field]\n"
	    "average(calculated.share, 3) = 0.13 2026-11-19..2026-11-21 2 "
	    "[calculated]\n"
	    "last(calculated.u, 1) + last(system.users_total, 1) + "
	    "last(metrics.none, 1) = 4\n"
	    "  last(calculated.u, 1) = 2 2026-11-21..2026-11-21 1 "
	    "[calculated, rolled up from 2 end users]\n"
	    "  last(system.users_total, 1) = 2 2026-11-21..2026-11-21 1 [derived]\n"
	    "  last(metrics.none, 1) = - 2026-11-21..2026-11-21 0 [no points]\n"
	    "uniques(activities.*, 7) + uniques(calculated.u, 2) = 4\n"
	    "  uniques(activities.*, 7) = 2 2026-11-15..2026-11-21 1 "
	    "[rolled up from 2 end users]\n"
	    "  uniques(calculated.u, 2) = 2 2026-11-20..2026-11-21 2 "
	    "[calculated, rolled up from 2 end users]\n");
	bench_close(&b);
	csm_buf_fini(&got);
}
END_TEST

START_TEST(fields_are_columns_of_a_formula)
{
	struct bench b;

	bench_open(&b,
	    "{\"id\":\"per\",\"formula\":"
	    "\"sum(activities.login, 7) / company.custom.expected\"}",
	    week,
	    "id,valid_from,plan,custom.expected\n"
	    "acme,,Pro,100\nacme,2026-11-19,Basic,50\nbeta,,Pro,1\n",
	    "id,company,age,name\nu,acme,40,Ann\nv,acme,,Bob\n", "2026-11-17",
	    "2026-11-20");
	b.query[0] = csm_engine_query_metric(b.engine, &b.metric[0]);
	size_t plan = bench_query(&b, CSM_MODEL_COMPANY, "company.plan = 'Pro'");
	size_t text = bench_query(&b, CSM_MODEL_COMPANY, "1 + company.plan");
	size_t id = bench_query(&b, CSM_MODEL_COMPANY, "company.id = 'acme'");
	size_t left = bench_query(
	    &b, CSM_MODEL_COMPANY, "days_between(company.today, '2026-11-19')");
	size_t user = bench_query(&b, CSM_MODEL_ENDUSER,
	    "enduser.age + company.expected + sum(activities.login, 1)");
	bench_go(&b);
	/* 19/100, 27/100, 39/50, 49/50 */
	ck_assert_str_eq(bench_values(&b, b.query[0], 0), "0.19 0.27 0.78 0.98");
	ck_assert_str_eq(bench_values(&b, plan, 0), "1 1 0 0");
	ck_assert_str_eq(bench_values(&b, text, 0), "1 1 1 1");
	ck_assert_str_eq(bench_values(&b, id, 0), "1 1 1 1");
	ck_assert_str_eq(bench_values(&b, left, 0), "2 1 0 -1");
	ck_assert_uint_eq(csm_engine_entities(b.engine, CSM_MODEL_ENDUSER), 2);
	ck_assert_str_eq(bench_values(&b, user, 0), "149 148 102 100");
	ck_assert_str_eq(bench_values(&b, user, 1), "100 100 50 50");
	struct csm_value v =
	    csm_engine_field(b.engine, CSM_MODEL_ENDUSER, 1, "name", b.options.until);
	ck_assert_str_eq(csm_value_text(&v), "Bob");
	v = csm_engine_field(b.engine, CSM_MODEL_COMPANY, 0, "plan", b.options.since);
	ck_assert_str_eq(csm_value_text(&v), "Pro");
	v = csm_engine_field(b.engine, CSM_MODEL_COMPANY, 0, "none", b.options.since);
	ck_assert_int_eq(v.type, CSM_VALUE_MISSING);
	ck_assert_str_eq(
	    data_said(), "W_TYPE: company.plan is text; no value of it is a number\n");
	bench_close(&b);
}
END_TEST

START_TEST(fields_that_no_file_has_are_told_once)
{
	struct bench b;

	bench_open(&b, "{\"id\":\"unused\",\"formula\":\"company.nowhere\"}", week,
	    "id,plan\nacme,Pro\n", NULL, SUNDAY, SUNDAY);
	bench_query(&b, CSM_MODEL_COMPANY, "company.plam = 'a' or company.plam = 'b'");
	bench_query(&b, CSM_MODEL_ENDUSER, "enduser.age + company.plam");
	bench_query(&b, CSM_MODEL_ENDUSER, "enduser.id");
	bench_go(&b);
	const char *said = data_said();
	ck_assert_ptr_nonnull(
	    strstr(said, "has no field \"plam\"; did you mean \"plan\"?"));
	ck_assert_ptr_nonnull(strstr(said,
	    "no file with fields of end users is given: \"enduser.age\" is missing"));
	ck_assert_ptr_null(strstr(said, "nowhere"));
	ck_assert_ptr_null(strstr(said, "enduser.id"));
	bench_close(&b);
}
END_TEST

START_TEST(entities_are_those_with_points_and_those_with_fields)
{
	struct bench b;
	static const char *const want[] = {"a", "b", "c", "d"};

	bench_open(&b, "{\"id\":\"one\",\"model\":\"enduser\",\"formula\":\"1\"}",
	    "acme,enduser,b,activities.x,2026-11-20,1,\n"
	    "acme,enduser,c,activities.x,2026-11-20,1,\n",
	    NULL, "id,company\nd,acme\na,acme\nc,acme\nx,beta\n", "2026-11-20",
	    "2026-11-20");
	size_t q = bench_query(&b, CSM_MODEL_COMPANY, "sum(calculated.one, 1)");
	bench_go(&b);
	ck_assert_uint_eq(csm_engine_entities(b.engine, CSM_MODEL_ENDUSER), 4);
	for (size_t i = 0; i < 4; i++)
		ck_assert_str_eq(
		    csm_engine_entity(b.engine, CSM_MODEL_ENDUSER, i).s, want[i]);
	ck_assert_uint_eq(csm_engine_entities(b.engine, CSM_MODEL_ASSET), 0);
	ck_assert_uint_eq(csm_engine_entities(b.engine, CSM_MODEL_COMPANY), 1);
	ck_assert_str_eq(bench_values(&b, q, 0), "4");
	bench_close(&b);
}
END_TEST

START_TEST(companies_do_not_mix)
{
	struct bench b;

	bench_open(&b, "{\"id\":\"a\",\"model\":\"enduser\",\"formula\":\"1\"}",
	    "acme,enduser,u1,activities.x,2026-11-20,1,\n"
	    "beta,enduser,u1,activities.x,2026-11-20,2,\n"
	    "beta,enduser,u2,activities.x,2026-11-20,3,\n",
	    NULL, NULL, "2026-11-20", "2026-11-20");
	size_t q = bench_query(&b, CSM_MODEL_COMPANY,
	    "100 * sum(activities.x, 1) + 10 * sum(calculated.a, 1) + "
	    "last(system.users_active_last7, 1)");
	bench_go(&b);
	ck_assert_str_eq(bench_values(&b, q, 0), "111");
	ck_assert_int_eq(data_set_next(&b.set, b.points, &b.diag), 1);
	csm_engine_company(b.engine, &b.set);
	ck_assert_uint_eq(csm_engine_entities(b.engine, CSM_MODEL_ENDUSER), 2);
	ck_assert_str_eq(bench_values(&b, q, 0), "522");
	bench_close(&b);
}
END_TEST

TEST_MAIN("engine", the_manuals_week_comes_out,
    events_of_children_are_added_to_those_of_the_company,
    measurements_of_children_are_not_taken_for_the_companys,
    a_rollup_takes_each_entity_once, sums_are_exact,
    a_metric_reads_the_rounded_value_of_another,
    nulls_and_where_decide_about_missing_results,
    a_window_over_a_calculated_metric_needs_no_history,
    an_unbounded_operator_over_a_calculated_metric_begins_at_the_first_point,
    a_company_without_points_has_the_values_that_need_none,
    calculated_metrics_of_children_are_rolled_up, distinct_end_users_are_counted,
    a_definition_wins_over_points_of_its_name,
    names_that_never_occur_are_told_at_the_end,
    metrics_that_use_each_other_in_a_circle_are_refused,
    metrics_and_fields_of_another_model_are_refused, a_chain_of_thousands_is_evaluated,
    large_values_are_exact_in_millionths, a_day_alone_is_the_same_as_in_a_range,
    a_value_can_be_explained, fields_are_columns_of_a_formula,
    fields_that_no_file_has_are_told_once,
    entities_are_those_with_points_and_those_with_fields, companies_do_not_mix)
