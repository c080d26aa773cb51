#include "unit/feature_lift.h"

#include "data.h"

#define NOV_20 20777 /* 2026-11-20 */
#define NEAR 0.000001

/* Count every company of the rows: those whose id begins with 'l' left on the day. */
static struct csm_feature_lifts *
count(const char *rows, int32_t day)
{
	struct csm_feature_lifts *f = csm_feature_lift_new(30, 90);
	struct csm_diag diag = data_diag();
	struct csm_points *points = data_points(rows, &diag);
	struct csm_set set = {0};

	while (data_set_next(&set, points, &diag) == 1)
		csm_feature_lift_company(f, &set, day, set.company.s[0] == 'l');
	ck_assert_str_eq(data_said(), "");
	csm_set_fini(&set);
	csm_points_free(points);
	csm_buf_fini(&data_messages);
	return f;
}

static void
put(struct csm_buf *rows, char group, int i, const char *metric, const char *date,
    int value)
{
	csm_buf_printf(rows, "%c%02d,company,%c%02d,%s,%s,%d,\n", group, i, group, i,
	    metric, date, value);
}

/* Without anything in a window, but old enough to have one. */
#define OLD(c) c ",company," c ",activities.x,2026-01-01,1,\n"
#define ON(c, date) c ",company," c ",activities.x," date ",1,\n"

START_TEST(the_window_ends_a_lead_before_the_day)
{
	/* 90 days that end 30 days before 2026-11-20: 2026-07-24 to 2026-10-21. */
	struct csm_feature_lifts *f = count(
	    OLD("l1") ON("l1", "2026-07-23") OLD("l2") ON("l2", "2026-07-24") OLD("l3")
		ON("l3", "2026-10-21") OLD("l4") ON("l4", "2026-10-22") OLD("s1"),
	    NOV_20);
	size_t n;
	const struct csm_feature_lift *row = csm_feature_lift_rows(f, &n);

	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(row[0].name, "activities.x");
	ck_assert_uint_eq(row[0].left, 2);
	ck_assert_uint_eq(row[0].stayed, 0);
	ck_assert_double_eq_tol(row[0].of_left.value, 0.5, NEAR);
	ck_assert_double_eq_tol(row[0].difference.value, -0.5, NEAR);
	ck_assert_double_eq_tol(row[0].lift, 0, NEAR);
	csm_feature_lift_free(f);
}
END_TEST

START_TEST(companies_without_the_whole_window_are_left_out)
{
	struct csm_feature_lifts *f =
	    count(ON("l1", "2026-07-24") ON("l2", "2026-07-25") ON("s1", "2026-11-20")
		      OLD("s2"),
		NOV_20);
	struct csm_feature_lift_counts n = csm_feature_lift_counts(f);

	ck_assert_uint_eq(n.left, 1);
	ck_assert_uint_eq(n.stayed, 1);
	ck_assert_uint_eq(n.young, 2);
	csm_feature_lift_free(f);
}
END_TEST

START_TEST(with_one_group_alone_nothing_is_compared)
{
	struct csm_feature_lifts *f = count(ON("s1", "2026-07-24"), NOV_20);
	size_t n = 7;

	ck_assert_ptr_null(csm_feature_lift_rows(f, &n));
	ck_assert_uint_eq(n, 0);
	csm_feature_lift_free(f);
}
END_TEST

START_TEST(a_company_is_counted_once_whoever_used_it)
{
	struct csm_feature_lifts *f =
	    count("l1,company,l1,activities.x,2026-07-24,0,\n"
		  "s1,company,s1,activities.y,2026-07-01,1,\n"
		  "s1,company,s1,metrics.seats,2026-08-01,0.5,\n"
		  "s1,company,s1,revenue.mrr,2026-08-01,5,\n"
		  "s1,enduser,u1,activities.x,2026-08-01,2,\n"
		  "s1,enduser,u1,activities.x,2026-08-02,2,\n"
		  "s1,enduser,u2,activities.x,2026-08-02,3,\n",
		NOV_20);
	size_t n;
	const struct csm_feature_lift *row = csm_feature_lift_rows(f, &n);

	/* 0 is no use, and revenue is no feature. */
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(row[0].name, "activities.x");
	ck_assert_str_eq(row[1].name, "metrics.seats");
	for (size_t i = 0; i < n; i++) {
		ck_assert_uint_eq(row[i].stayed, 1);
		ck_assert_uint_eq(row[i].left, 0);
		ck_assert_double_eq_tol(row[i].lift, 2, NEAR);
	}
	csm_feature_lift_free(f);
}
END_TEST

/* 12 that stayed used it 10, 20, .. 120 times; of 10 that left 2 did. */
static void
put_groups(struct csm_buf *rows, int left)
{
	for (int i = 1; i <= left; i++) {
		put(rows, 'l', i, "activities.x", "2026-01-01", 1);
		if (i <= 2)
			put(rows, 'l', i, "activities.x", "2026-09-01", 500);
	}
	for (int i = 1; i <= 12; i++) {
		put(rows, 's', i, "activities.x", "2026-01-01", 1);
		put(rows, 's', i, "activities.x", "2026-09-01", i * 4);
		put(rows, 's', i, "activities.x", "2026-09-02", i * 6);
		put(rows, 's', i, "metrics.y", "2026-09-02", 1);
	}
}

START_TEST(thresholds_part_those_that_stayed_in_thirds)
{
	struct csm_buf rows = {0};
	size_t n;

	put_groups(&rows, 10);
	struct csm_feature_lifts *f = count(rows.data, NOV_20);
	const struct csm_feature_lift *row = csm_feature_lift_rows(f, &n);

	ck_assert_uint_eq(n, 2);
	/* None of those that left have y: it separates better. */
	ck_assert_str_eq(row[0].name, "metrics.y");
	ck_assert_int_eq(row[0].low, CSM_MISSING);
	ck_assert_str_eq(row[1].name, "activities.x");
	ck_assert_uint_eq(row[1].stayed, 12);
	ck_assert_uint_eq(row[1].left, 2);
	/* 10, 20, 30 | 40 .. 80 | 90 .. 120: at most four are below, four above. */
	ck_assert_int_eq(row[1].low, 40 * CSM_NUM_ONE);
	ck_assert_int_eq(row[1].high, 80 * CSM_NUM_ONE);
	/* 14 users, of whom 12 stayed, among 22 of whom 12 did. */
	ck_assert_double_eq_tol(row[1].lift, (12. / 14) / (12. / 22), NEAR);
	/* python3 -c "z = 1.959964; p = .2; n = 10; c = p + z*z/2/n
	 * r = z * (p*(1-p)/n + z*z/4/n/n) ** .5; d = 1 + z*z/n; hi = (c+r)/d
	 * print(.8 - ((1 - 12/(12+z*z))**2 + (hi-p)**2) ** .5)" */
	ck_assert_double_eq_tol(row[1].difference.low, 0.406550, 0.00001);
	csm_feature_lift_free(f);
	csm_buf_fini(&rows);
}
END_TEST

START_TEST(few_that_left_give_no_thresholds)
{
	struct csm_buf rows = {0};
	size_t n;

	put_groups(&rows, 9);
	struct csm_feature_lifts *f = count(rows.data, NOV_20);
	const struct csm_feature_lift *row = csm_feature_lift_rows(f, &n);

	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(row[1].name, "activities.x");
	ck_assert_double_gt(row[1].difference.low, 0);
	ck_assert_int_eq(row[1].low, CSM_MISSING);
	ck_assert_int_eq(row[1].high, CSM_MISSING);
	csm_feature_lift_free(f);
	csm_buf_fini(&rows);
}
END_TEST

START_TEST(huge_sums_end_at_the_largest_number)
{
	struct csm_buf rows = {0};
	size_t n;

	put_groups(&rows, 10);
	csm_buf_puts(&rows, "s00,company,s00,activities.x,2026-01-01,1,\n");
	for (int i = 10; i < 15; i++)
		csm_buf_printf(&rows,
		    "s00,company,s00,activities.x,2026-08-%d,8999999999999,\n", i);
	struct csm_feature_lifts *f = count(rows.data, NOV_20);
	const struct csm_feature_lift *row = csm_feature_lift_rows(f, &n);

	ck_assert_int_eq(row[1].low, 50 * CSM_NUM_ONE);
	csm_feature_lift_free(f);
	csm_buf_fini(&rows);
}
END_TEST

TEST_MAIN("feature", the_window_ends_a_lead_before_the_day,
    companies_without_the_whole_window_are_left_out,
    with_one_group_alone_nothing_is_compared, a_company_is_counted_once_whoever_used_it,
    thresholds_part_those_that_stayed_in_thirds, few_that_left_give_no_thresholds,
    huge_sums_end_at_the_largest_number)
