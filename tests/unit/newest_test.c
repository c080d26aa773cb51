/* csm_engine_newest: the newest point behind a value. */
#include "bench.h"

#define DAY "2026-11-20"

static struct bench b;

/* How many days before DAY the newest point behind the formula is; -1: there is none.
 */
static int
ago(const char *json, const char *rows, const char *enduser, enum csm_model model,
    size_t i, const char *formula)
{
	int32_t newest;

	bench_open(&b, json, rows, NULL, enduser, DAY, DAY);
	size_t q = bench_query(&b, model, formula);
	bench_go(&b);
	newest = csm_engine_newest(b.engine, q, i, 0);
	bench_close(&b);
	return newest == CSM_DAY_NONE ? -1 : (int)(bench_day(DAY) - newest);
}

static int
plain(const char *rows, const char *formula)
{
	return ago("", rows, NULL, CSM_MODEL_COMPANY, 0, formula);
}

/* 1, 5, 12 and 40 days before DAY; and one after it. */
static const char seats[] = "acme,company,acme,metrics.a,2026-10-11,4,\n"
			    "acme,company,acme,metrics.a,2026-11-08,4,\n"
			    "acme,company,acme,metrics.a,2026-11-15,0,\n"
			    "acme,company,acme,metrics.a,2026-11-19,,\n"
			    "acme,company,acme,metrics.a,2026-11-21,9,\n"
			    "acme,company,acme,metrics.b,2026-11-17,1,\n";

START_TEST(it_is_the_newest_day_with_a_value_in_the_window)
{
	ck_assert_int_eq(plain(seats, "sum(metrics.a, 7)"), 5);
	ck_assert_int_eq(plain(seats, "sum(metrics.a, 5)"), -1);
	ck_assert_int_eq(plain(seats, "sum(metrics.a, 6)"), 5);
	ck_assert_int_eq(plain(seats, "total(metrics.a)"), 5);
	ck_assert_int_eq(plain(seats, "days_since(metrics.a)"), 5);
	ck_assert_int_eq(plain(seats, "sum(metrics.a, 30, ago 6)"), 12);
	ck_assert_int_eq(plain(seats, "sum(metrics.c, 30)"), -1);
}
END_TEST

START_TEST(of_several_windows_it_is_the_newest_of_all)
{
	ck_assert_int_eq(plain(seats, "sum(metrics.a, 30) / sum(metrics.b, 7)"), 3);
	ck_assert_int_eq(plain(seats, "sum(metrics.a, 30) / sum(metrics.b, 3)"), 5);
	ck_assert_int_eq(plain(seats, "company.seats + 1"), -1);
}
END_TEST

START_TEST(a_trend_looks_at_two_days_only)
{
	ck_assert_int_eq(plain(seats, "trend(metrics.a, 12)"), 12);
	ck_assert_int_eq(plain(seats, "trend(metrics.a, 5)"), 5);
	ck_assert_int_eq(plain(seats, "trend(metrics.a, 11)"), -1);
	ck_assert_int_eq(plain(seats, "trend(metrics.a, 7, ago 5)"), 5);
	/* A z-score at the days between, too. */
	ck_assert_int_eq(plain(seats, "zscore(metrics.a, 12)"), 5);
	ck_assert_int_eq(plain(seats, "zscore(metrics.a, 4)"), -1);
}
END_TEST

/* m looks back 3 days; n at what m was on the days 10 to 14 days before; so at points
 * 10 to 16 days before. */
static const char chain[] =
    "{\"id\":\"m\",\"model\":\"company\",\"formula\":\"sum(metrics.a, 3)\","
    "\"nulls\":false},"
    "{\"id\":\"n\",\"model\":\"company\","
    "\"formula\":\"max(calculated.m, 5, ago 10)\"},"
    "{\"id\":\"w\",\"model\":\"company\",\"formula\":\"1\","
    "\"where\":\"sum(metrics.b, 4) > 0\"}";

START_TEST(calculated_metrics_are_looked_through)
{
	static const struct {
		const char *formula;
		int ago;
	} cases[] = {
	    {"last(calculated.m, 4)", 5},  /* 0 to 5 days before */
	    {"last(calculated.m, 3)", -1}, /* 0 to 4 */
	    {"last(calculated.n, 1)", 12},
	    {"last(calculated.n, 1) + last(calculated.m, 30)", 5},
	    {"total(calculated.n)", 12},
	    {"last(calculated.w, 1)", 3},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_msg(ago(chain, seats, NULL, CSM_MODEL_COMPANY, 0,
				  cases[i].formula) == cases[i].ago,
		    "%s", cases[i].formula);
}
END_TEST

static const char family[] = "acme,enduser,u1,activities.a,2026-11-02,5,\n"
			     "acme,enduser,u1,metrics.x,2026-11-16,5,\n"
			     "acme,enduser,u2,activities.a,2026-11-10,1,\n"
			     "acme,enduser,u2,activities.b,2026-11-14,0,\n"
			     "acme,enduser,u2,metrics.x,2026-11-04,5,\n";
static const char of_users[] =
    "{\"id\":\"e\",\"model\":\"enduser\",\"formula\":\"last(metrics.x, 10)\"}";

START_TEST(points_of_children_count_where_they_are_rolled_up)
{
	static const struct {
		const char *formula;
		int ago;
	} cases[] = {
	    {"sum(activities.a, 30)", 10},
	    {"sum(activities.*, 30)", 6},
	    {"sum(enduser.metrics.x, 90)", 4},
	    {"sum(metrics.x, 90)", -1},
	    {"average(enduser.calculated.e, 3)", 4},
	    {"uniques(activities.*, 30)", 6},
	    {"uniques(activities.*, 6)", -1},
	    {"uniques(enduser.calculated.e, 5)", 4},
	    /* Derived: activities that are not 0. */
	    {"last(system.users_active_last7, 1)", -1},
	    {"last(system.users_active_last14, 1)", 10},
	    {"last(system.users_total, 1)", 10},
	    {"sum(system.activity_count, 30)", 6},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_msg(ago(of_users, family, NULL, CSM_MODEL_COMPANY, 0,
				  cases[i].formula) == cases[i].ago,
		    "%s", cases[i].formula);
}
END_TEST

START_TEST(an_end_user_has_a_newest_point_of_its_own)
{
	const char *f = "last(calculated.e, 90)";

	ck_assert_int_eq(ago(of_users, family, NULL, CSM_MODEL_ENDUSER, 0, f), 4);
	ck_assert_int_eq(ago(of_users, family, NULL, CSM_MODEL_ENDUSER, 1, f), 16);
	ck_assert_int_eq(
	    ago(of_users, family, "id,company\nu3,acme\n", CSM_MODEL_ENDUSER, 2, f),
	    -1);
}
END_TEST

START_TEST(points_of_the_name_win_over_what_would_be_derived)
{
	static const char rows[] =
	    "acme,company,acme,system.users_active_last7,2026-11-18,3,\n"
	    "acme,enduser,u1,activities.a,2026-11-19,5,\n";

	ck_assert_int_eq(plain(rows, "last(system.users_active_last7, 7)"), 2);
	ck_assert_int_eq(plain(rows, "last(system.users_active_last7, 2)"), -1);
}
END_TEST

START_TEST(each_day_of_a_range_has_its_own)
{
	bench_open(&b, "", seats, NULL, NULL, "2026-11-14", DAY);
	size_t q = bench_query(&b, CSM_MODEL_COMPANY, "sum(metrics.a, 7)");
	bench_go(&b);
	ck_assert_int_eq(csm_engine_newest(b.engine, q, 0, 0), bench_day("2026-11-08"));
	ck_assert_int_eq(csm_engine_newest(b.engine, q, 0, 1), bench_day("2026-11-15"));
	ck_assert_int_eq(csm_engine_newest(b.engine, q, 0, 6), bench_day("2026-11-15"));
	bench_close(&b);
}
END_TEST

/* Each metric looks at the one before twice: 2^60 ways, one reach. */
START_TEST(many_ways_to_one_point_cost_no_more_than_one)
{
	struct csm_buf json = {0};

	csm_buf_puts(&json, "{\"id\":\"m0\",\"model\":\"company\","
			    "\"formula\":\"last(metrics.a, 1)\"}");
	for (int i = 1; i < 60; i++)
		csm_buf_printf(&json,
		    ",{\"id\":\"m%d\",\"model\":\"company\",\"formula\":"
		    "\"last(calculated.m%d, 1) + last(calculated.m%d, 2)\"}",
		    i, i - 1, i - 1);
	/* Down to 59 days before: 5 is the newest with a value. */
	ck_assert_int_eq(ago(json.data, seats, NULL, CSM_MODEL_COMPANY, 0,
			     "last(calculated.m59, 1)"),
	    5);
	csm_buf_fini(&json);
}
END_TEST

TEST_MAIN("newest", it_is_the_newest_day_with_a_value_in_the_window,
    of_several_windows_it_is_the_newest_of_all, a_trend_looks_at_two_days_only,
    calculated_metrics_are_looked_through,
    points_of_children_count_where_they_are_rolled_up,
    an_end_user_has_a_newest_point_of_its_own,
    points_of_the_name_win_over_what_would_be_derived, each_day_of_a_range_has_its_own,
    many_ways_to_one_point_cost_no_more_than_one)
