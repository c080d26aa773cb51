#include "bench.h"

#define DAYS 80
#define USERS 12

static const int32_t spans[] = {1, 7, 14, 30, 90, 365};
#define SPANS (sizeof spans / sizeof spans[0])

static int32_t
first(void)
{
	return csm_date_from_civil(2026, 3, 1);
}

static void
put_point(struct csm_buf *rows, int user, const char *metric, int32_t day, int value)
{
	char date[CSM_DAY_TEXT];

	csm_date_format(day, date);
	csm_buf_printf(
	    rows, "acme,enduser,u%02d,%s,%s,%d,\n", user, metric, date, value);
}

/* What users do: did[user][day]: 0 nothing, 1 a 0, 2 an activity, 3 another metric. */
static unsigned char did[USERS][DAYS];

static void
make_rows(struct csm_buf *rows, uint32_t seed)
{
	static const char *const metric[] = {
	    "activities.a", "activities.b", "metrics.m", "activities"};

	memset(did, 0, sizeof did);
	for (int u = 0; u < USERS; u++)
		for (size_t m = 0; m < 4; m++)
			for (int d = 3 * u; d < DAYS; d++) {
				seed = seed * 1664525 + 1013904223;
				unsigned r = seed >> 24;
				if (r % 16 != 0)
					continue;
				int value = (int)(r / 16 % 3) - 1;
				unsigned char what = m >= 2 ? 3 : value == 0 ? 1 : 2;
				put_point(rows, u, metric[m], first() + d, value);
				/* An activity is the most that can be said of a day. */
				if (did[u][d] != 2)
					did[u][d] = what;
			}
}

/* How many users have an activity that is not 0 in the n days up to day d. */
static int
active(int d, int32_t n)
{
	int users = 0;

	for (int u = 0; u < USERS; u++) {
		int yes = 0;
		for (int k = d; k > d - n && k >= 0; k--)
			yes |= k < DAYS && did[u][k] == 2;
		users += yes;
	}
	return users;
}

/* How many users have had any point by day d. */
static int
known(int d)
{
	int users = 0;

	for (int u = 0; u < USERS; u++) {
		int yes = 0;
		for (int k = 0; k <= d && k < DAYS; k++)
			yes |= did[u][k] != 0;
		users += yes;
	}
	return users;
}

/* The day the company's points begin. */
static int
begin(void)
{
	int d = 0;

	while (known(d) == 0)
		d++;
	return d;
}

static void
expect_number(const struct csm_value *v, int d, int want, const char *what)
{
	if (d < begin()) {
		ck_assert_int_eq(v->type, CSM_VALUE_MISSING);
		return;
	}
	ck_assert_int_eq(v->type, CSM_VALUE_NUMBER);
	ck_assert_msg(v->u.number == want, "%s on day %d: %g, not %d", what, d,
	    v->u.number, want);
}

/* From some days before the points to long after them. */
static void
compare(uint32_t seed, int from, int to)
{
	struct csm_buf rows = {0};
	struct bench b;
	size_t query[SPANS], total;
	char text[64], since[CSM_DAY_TEXT], until[CSM_DAY_TEXT];

	make_rows(&rows, seed);
	csm_date_format(first() + from, since);
	csm_date_format(first() + to, until);
	bench_open(&b, "", rows.data, NULL, NULL, since, until);
	for (size_t i = 0; i < SPANS; i++) {
		snprintf(text, sizeof text, "last(system.users_active_last%d, 1)",
		    (int)spans[i]);
		query[i] = bench_query(&b, CSM_MODEL_COMPANY, text);
	}
	total = bench_query(&b, CSM_MODEL_COMPANY, "last(system.users_total, 1)");
	bench_go(&b);
	for (int d = from; d <= to; d++) {
		for (size_t i = 0; i < SPANS; i++)
			expect_number(
			    &csm_engine_values(b.engine, query[i], 0)[d - from], d,
			    active(d, spans[i]), "active");
		expect_number(&csm_engine_values(b.engine, total, 0)[d - from], d,
		    known(d), "total");
	}
	bench_close(&b);
	csm_buf_fini(&rows);
}

START_TEST(active_users_are_counted_as_by_hand)
{
	for (uint32_t seed = 1; seed <= 20; seed++) {
		compare(seed, -5, DAYS + 400);
		compare(seed, 40, 40);
		compare(seed, DAYS - 1, DAYS + 3);
	}
}
END_TEST

static const char two_users[] = "acme,enduser,u1,activities.a,2026-11-10,1,\n"
				"acme,enduser,u2,metrics.m,2026-11-12,1,\n";

START_TEST(users_of_the_fields_file_count_from_the_beginning)
{
	struct bench b;

	bench_open(&b, "", two_users, NULL,
	    "id,company\nu0,acme\nu1,acme\nother,beta\n", "2026-11-09", "2026-11-12");
	size_t total =
	    bench_query(&b, CSM_MODEL_COMPANY, "last(system.users_total, 1)");
	size_t act =
	    bench_query(&b, CSM_MODEL_COMPANY, "last(system.users_active_last2, 1)");
	bench_go(&b);
	ck_assert_str_eq(bench_values(&b, total, 0), "2 2 2 3");
	ck_assert_str_eq(bench_values(&b, act, 0), "0 1 1 0");
	bench_close(&b);
}
END_TEST

START_TEST(points_win_over_what_would_be_derived)
{
	const char *rows =
	    "acme,company,acme,system.activity_count,2026-11-10,70,\n"
	    "acme,company,acme,system.users_active_last7,2026-11-10,80,\n"
	    "acme,company,acme,system.users_total,2026-11-10,90,\n"
	    "acme,enduser,u1,activities.a,2026-11-10,1,\n";

	ck_assert_str_eq(bench_formula("last(system.users_total, 1) + "
				       "last(system.users_active_last7, 1) + "
				       "last(system.activity_count, 1, rollup count)",
			     rows, "2026-11-10", "2026-11-11"),
	    "240 -");
	ck_assert_str_eq(bench_formula("last(system.users_active_last1, 1)", rows,
			     "2026-11-10", "2026-11-11"),
	    "1 0");
}
END_TEST

START_TEST(activities_are_counted_for_every_model)
{
	const char *rows = "acme,company,acme,activities.a,2026-11-10,1,\n"
			   "acme,asset,x,activities.a,2026-11-10,2,\n"
			   "acme,enduser,u1,activities.a,2026-11-10,4,\n"
			   "acme,enduser,u1,activities.b,2026-11-11,0,\n"
			   "acme,enduser,u2,activities.b,2026-11-10,8,\n"
			   "acme,enduser,u2,metrics.m,2026-11-12,8,\n";
	struct bench b;

	bench_open(&b, "", rows, NULL, NULL, "2026-11-10", "2026-11-12");
	size_t all =
	    bench_query(&b, CSM_MODEL_COMPANY, "sum(system.activity_count, 1)");
	size_t users =
	    bench_query(&b, CSM_MODEL_COMPANY, "sum(enduser.system.activity_count, 1)");
	size_t own =
	    bench_query(&b, CSM_MODEL_ENDUSER, "sum(system.activity_count, 1)");
	bench_go(&b);
	ck_assert_str_eq(bench_values(&b, all, 0), "15 0 -");
	ck_assert_str_eq(bench_values(&b, users, 0), "12 0 -");
	ck_assert_str_eq(bench_values(&b, own, 0), "4 0 -");
	ck_assert_str_eq(bench_values(&b, own, 1), "8 - -");
	bench_close(&b);
}
END_TEST

START_TEST(a_company_without_users_has_none_from_its_first_point_on)
{
	const char *rows = "acme,company,acme,metrics.a,2026-11-10,1,\n";

	ck_assert_str_eq(bench_formula("last(system.users_total, 1)", rows,
			     "2026-11-09", "2026-11-11"),
	    "- 0 0");
	ck_assert_str_eq(bench_formula("last(system.users_active_last30, 1)", rows,
			     "2026-11-09", "2026-11-11"),
	    "- 0 0");
	ck_assert_str_eq(bench_formula("last(system.users_active_last366, 1)",
			     two_users, "2026-11-12", "2026-11-12"),
	    "-");
}
END_TEST

TEST_MAIN("system", active_users_are_counted_as_by_hand,
    users_of_the_fields_file_count_from_the_beginning,
    points_win_over_what_would_be_derived, activities_are_counted_for_every_model,
    a_company_without_users_has_none_from_its_first_point_on)
