#include "base/int128.h"
#include "series/window.h"

#include "base/num.h"
#include "time/date.h"

#include "test.h"

#include <math.h>
#include <string.h>

#define ONE CSM_NUM_ONE
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* One day's value; `first` as csm_window_eval. */
static struct csm_value
at(const struct csm_series *s, struct csm_window w, int32_t first, int32_t day)
{
	struct csm_value v;
	uint64_t zero = 0;

	csm_window_eval(s, &w, first, day, day, &v, NULL, &zero);
	return v;
}

static double
number_at(const struct csm_series *s, struct csm_window w, int32_t day)
{
	struct csm_value v = at(s, w, CSM_DAY_NONE, day);

	ck_assert_int_eq(v.type, CSM_VALUE_NUMBER);
	return v.u.number;
}

#define W(...) ((struct csm_window){__VA_ARGS__})

START_TEST(every_operator_has_its_names)
{
	for (size_t i = 0; i < CSM_WINDOW_OPS; i++) {
		ck_assert_ptr_nonnull(csm_window_info[i].json);
		ck_assert_ptr_nonnull(csm_window_info[i].text);
		ck_assert_ptr_nonnull(csm_window_info[i].summary);
	}
	ck_assert_str_eq(csm_window_info[CSM_WINDOW_AVERAGE].alias, "AVG");
	ck_assert_str_eq(csm_window_info[CSM_WINDOW_DAYS_SINCE].text, "days_since");
	ck_assert(csm_window_info[CSM_WINDOW_TOTAL].unbounded);
}
END_TEST

/* Daily logins 10 9 8 12 10 - -, evaluated on the Sunday (day 7). */
START_TEST(a_week_of_logins_gives_the_worked_values)
{
	static const int32_t day[] = {1, 2, 3, 4, 5, 6, 7};
	static const int64_t value[] = {
	    10 * ONE, 9 * ONE, 8 * ONE, 12 * ONE, 10 * ONE, 0, 0};
	const struct csm_series gaps = {day, value, 5}, zeros = {day, value, 7};

	ck_assert(number_at(&gaps, W(.op = CSM_WINDOW_SUM, .days = 7), 7) == 49);
	ck_assert(number_at(&gaps, W(.op = CSM_WINDOW_AVERAGE, .days = 7), 7) == 9.8);
	ck_assert(number_at(&zeros, W(.op = CSM_WINDOW_AVERAGE, .days = 7), 7) == 7);
	ck_assert(number_at(&gaps, W(.op = CSM_WINDOW_AVERAGE, .days = 7, .zero = 1),
		      7) == 7);
	ck_assert(number_at(&gaps, W(.op = CSM_WINDOW_MAX, .days = 7), 7) == 12);
	ck_assert(number_at(&gaps, W(.op = CSM_WINDOW_MIN, .days = 7), 7) == 8);
	ck_assert(
	    number_at(&gaps, W(.op = CSM_WINDOW_MIN, .days = 7, .zero = 1), 7) == 0);
	ck_assert(number_at(&gaps, W(.op = CSM_WINDOW_COUNT, .days = 7), 7) == 5);
	ck_assert(number_at(&gaps, W(.op = CSM_WINDOW_COUNT, .days = 2), 7) == 0);
	ck_assert(number_at(&gaps, W(.op = CSM_WINDOW_LAST, .days = 3), 7) == 10);
	ck_assert_int_eq(at(&gaps, W(.op = CSM_WINDOW_LAST, .days = 2), 1, 7).type,
	    CSM_VALUE_MISSING);
	ck_assert_int_eq(at(&gaps, W(.op = CSM_WINDOW_SUM, .days = 2), 1, 7).type,
	    CSM_VALUE_MISSING);
	ck_assert(number_at(&gaps, W(.op = CSM_WINDOW_TOTAL), 7) == 49);
	ck_assert(number_at(&gaps, W(.op = CSM_WINDOW_DAYS_SINCE), 7) == 2);
	ck_assert(number_at(&zeros, W(.op = CSM_WINDOW_DAYS_SINCE), 7) == 2);
	ck_assert(number_at(&gaps, W(.op = CSM_WINDOW_DAYS_SINCE), 5) == 0);
	ck_assert(
	    number_at(&gaps, W(.op = CSM_WINDOW_SUM, .days = 2, .ago = 5), 7) == 19);
}
END_TEST

/* Metric 7 5 9 0 4 on days 1 to 5; without the 0 when the source says zero is null. */
START_TEST(a_metric_with_a_zero_gives_the_worked_values)
{
	static const int32_t day[] = {1, 2, 3, 4, 5}, null_day[] = {1, 2, 3, 5};
	static const int64_t value[] = {7 * ONE, 5 * ONE, 9 * ONE, 0, 4 * ONE};
	static const int64_t null_value[] = {7 * ONE, 5 * ONE, 9 * ONE, 4 * ONE};
	const struct csm_series s = {day, value, 5}, n = {null_day, null_value, 4};

	ck_assert(number_at(&s, W(.op = CSM_WINDOW_LAST, .days = 30), 4) == 0);
	ck_assert(number_at(&n, W(.op = CSM_WINDOW_LAST, .days = 30), 4) == 9);
	ck_assert(number_at(&s, W(.op = CSM_WINDOW_AVERAGE, .days = 5), 5) == 5);
	ck_assert(number_at(&n, W(.op = CSM_WINDOW_AVERAGE, .days = 5), 5) == 6.25);
}
END_TEST

/* 34 against 53 thirty days before: 34/53, -19, -19/53 in percent. */
START_TEST(a_trend_compares_two_days_and_counts_zero_divisors)
{
	static const int32_t day[] = {10, 20, 40, 50};
	static const int64_t value[] = {53 * ONE, 0, 34 * ONE, 8 * ONE};
	const struct csm_series s = {day, value, 4};
	struct csm_window w = W(.op = CSM_WINDOW_TREND, .days = 30);
	struct csm_value out[11];
	uint64_t zero = 0;

	ck_assert_int_eq(csm_num_from_double(number_at(&s, w, 40)), 641509);
	w.trend = CSM_TREND_DIFFERENCE;
	ck_assert(number_at(&s, w, 40) == -19);
	ck_assert(number_at(&s, w, 50) == 8);
	w.trend = CSM_TREND_PERCENT;
	ck_assert_int_eq(csm_num_from_double(number_at(&s, w, 40)), -35849057);
	csm_window_eval(&s, &w, 10, 40, 50, out, NULL, &zero);
	ck_assert_uint_eq(zero, 1);
	for (int i = 1; i < 11; i++)
		ck_assert_int_eq(out[i].type, CSM_VALUE_MISSING);
}
END_TEST

START_TEST(sums_wider_than_64_bits_come_back_into_range_exactly)
{
	static const int32_t day[] = {1, 2, 3, 4};
	static const int64_t big = CSM_NUM_LIMIT - ONE;
	const int64_t value[] = {big, big, -big, ONE};
	const struct csm_series s = {day, value, 4};
	struct csm_value out[6];
	uint64_t zero = 0;

	csm_window_eval(
	    &s, &W(.op = CSM_WINDOW_SUM, .days = 3), 1, 1, 6, out, NULL, &zero);
	ck_assert(out[0].u.number == 8999999999999.0);
	ck_assert_int_eq(out[1].type, CSM_VALUE_MISSING);
	ck_assert(out[2].u.number == 8999999999999.0);
	ck_assert(out[3].u.number == 1);
	ck_assert(out[4].u.number == -8999999999998.0);
	ck_assert(out[5].u.number == 1);
	csm_window_eval(
	    &s, &W(.op = CSM_WINDOW_AVERAGE, .days = 2), 1, 2, 2, out, NULL, &zero);
	ck_assert(fabs(out[0].u.number - 8999999999999.0) < 0.01);
	/* 8.999999999999e12 / 0.000001 is no number of ours */
	ck_assert_int_eq(at(&(struct csm_series){day, (const int64_t[]){1, big}, 2},
			     W(.op = CSM_WINDOW_TREND, .days = 1), 1, 2)
			     .type,
	    CSM_VALUE_MISSING);
}
END_TEST

START_TEST(a_window_says_which_days_it_needs_and_which_it_covered)
{
	static const int32_t day[] = {100, 105, 110};
	static const int64_t value[] = {0, 0, 0};
	const struct csm_series s = {day, value, 3};
	int32_t from, to;

	ck_assert_int_eq(
	    csm_window_from(&W(.op = CSM_WINDOW_SUM, .days = 7), 110), 104);
	ck_assert_int_eq(
	    csm_window_from(&W(.op = CSM_WINDOW_LAST, .days = 1), 110), 110);
	ck_assert_int_eq(
	    csm_window_from(&W(.op = CSM_WINDOW_TREND, .days = 7), 110), 103);
	ck_assert_int_eq(
	    csm_window_from(&W(.op = CSM_WINDOW_SUM, .days = 7, .ago = 7), 110), 97);
	ck_assert_int_eq(
	    csm_window_from(&W(.op = CSM_WINDOW_SUM, .days = 36500), 110), 0);
	ck_assert_int_eq(csm_window_from(&W(.op = CSM_WINDOW_TOTAL), 110), CSM_DAY_MIN);

	ck_assert_uint_eq(csm_window_covered(
			      &s, &W(.op = CSM_WINDOW_SUM, .days = 6), 110, &from, &to),
	    2);
	ck_assert_int_eq(from, 105);
	ck_assert_int_eq(to, 110);
	ck_assert_uint_eq(csm_window_covered(&s, &W(.op = CSM_WINDOW_TREND, .days = 10),
			      110, &from, &to),
	    2);
	ck_assert_int_eq(from, 100);
	ck_assert_uint_eq(csm_window_covered(&s, &W(.op = CSM_WINDOW_TREND, .days = 9),
			      110, &from, &to),
	    1);
	ck_assert_uint_eq(csm_window_covered(&s, &W(.op = CSM_WINDOW_TOTAL, .ago = 1),
			      110, &from, &to),
	    2);
	ck_assert_int_eq(from, 100);
	ck_assert_int_eq(to, 109);
	ck_assert_uint_eq(csm_window_covered(&s, &W(.op = CSM_WINDOW_TOTAL, .ago = 500),
			      110, &from, &to),
	    0);
	ck_assert_int_eq(to, CSM_DAY_MIN);
}
END_TEST

static double
millionths(double x)
{
	return (double)csm_num_from_double(x) / 1e6;
}

/* 2 4 4 4 5 5 7 9: mean 5, squares of the deviations 32, so sqrt(32 / 7); then 12. */
START_TEST(deviations_are_those_of_a_sample)
{
	static const int32_t day[] = {1, 2, 3, 5, 6, 7, 8, 9, 10};
	static const int64_t value[] = {2 * ONE, 4 * ONE, 4 * ONE, 4 * ONE, 5 * ONE,
	    5 * ONE, 7 * ONE, 9 * ONE, 12 * ONE};
	const struct csm_series s = {day, value, 9};
	struct csm_window w = W(.op = CSM_WINDOW_STDDEV, .days = 9);

	ck_assert(millionths(number_at(&s, w, 9)) == 2.138090);
	ck_assert_int_eq(at(&s, w, CSM_DAY_NONE, 1).type, CSM_VALUE_MISSING);
	ck_assert(millionths(number_at(&s, w, 2)) == 1.414214);
	w = W(.op = CSM_WINDOW_ZSCORE, .days = 9);
	ck_assert(millionths(number_at(&s, w, 10)) == 3.273950);
	ck_assert_int_eq(at(&s, w, CSM_DAY_NONE, 2).type, CSM_VALUE_MISSING);
	ck_assert_int_eq(at(&s, w, CSM_DAY_NONE, 4).type, CSM_VALUE_MISSING);
	/* 4 and 4 before: they do not deviate, which is a division by 0 */
	struct csm_value v;
	uint64_t zero = 0;
	w.days = 3;
	csm_window_eval(&s, &w, CSM_DAY_NONE, 5, 5, &v, NULL, &zero);
	ck_assert_int_eq(v.type, CSM_VALUE_MISSING);
	ck_assert_uint_eq(zero, 1);
}
END_TEST

/* 1 2 3 4 10: the 90th lies at 0.9 * 4 = 3.6, 4 + 0.6 * 6. */
START_TEST(percentiles_lie_between_two_values_by_proportion)
{
	static const int32_t day[] = {3, 4, 6, 8, 9};
	static const int64_t value[] = {10 * ONE, 3 * ONE, 1 * ONE, 4 * ONE, 2 * ONE};
	static const int64_t below[] = {-ONE, 5 * ONE, -3 * ONE, 1, 2};
	const struct csm_series s = {day, value, 5}, b = {day, below, 5};
	struct csm_window w =
	    W(.op = CSM_WINDOW_PERCENTILE, .days = 7, .percent = 9000);

	ck_assert(number_at(&s, w, 9) == 7.6);
	w.percent = 0;
	ck_assert(number_at(&s, w, 9) == 1);
	w.percent = 10000;
	ck_assert(number_at(&s, w, 9) == 10);
	w.percent = 1250;
	ck_assert(number_at(&s, w, 9) == 1.5);
	ck_assert(number_at(&s, W(.op = CSM_WINDOW_MEDIAN, .days = 7), 9) == 3);
	ck_assert(number_at(&s, W(.op = CSM_WINDOW_MEDIAN, .days = 2), 9) == 3);
	ck_assert(number_at(&s, W(.op = CSM_WINDOW_MEDIAN, .days = 4), 9) == 2);
	/* days 5 and 7 as 0: -3 -1 0 0 0.000001 0.000002 5 */
	w = W(.op = CSM_WINDOW_PERCENTILE, .days = 7, .percent = 2500, .zero = 1);
	ck_assert(number_at(&b, w, 9) == -0.5);
	ck_assert(
	    number_at(&b, W(.op = CSM_WINDOW_MEDIAN, .days = 7, .zero = 1), 9) == 0);
	ck_assert(number_at(&b, W(.op = CSM_WINDOW_MEDIAN, .days = 7), 9) == 0.000001);
}
END_TEST

/* 3 a day from day 10 on, with gaps; and 1 2 4 on three days in a row: 3/2 a day. */
START_TEST(a_slope_is_that_of_the_line_through_the_days)
{
	static const int32_t day[] = {10, 12, 13, 19, 100, 101, 102};
	static const int64_t value[] = {
	    ONE, 7 * ONE, 10 * ONE, 28 * ONE, ONE, 2 * ONE, 4 * ONE};
	const struct csm_series s = {day, value, 7};
	struct csm_window w = W(.op = CSM_WINDOW_SLOPE, .days = 15);

	ck_assert(number_at(&s, w, 20) == 3);
	ck_assert(number_at(&s, w, 102) == 1.5);
	ck_assert_int_eq(at(&s, w, CSM_DAY_NONE, 10).type, CSM_VALUE_MISSING);
	/* 1 0 7 10: 2 * (-1.5 -0 +3.5 +15) / 10, with the gap as 0 */
	ck_assert(
	    number_at(&s, W(.op = CSM_WINDOW_SLOPE, .days = 4, .zero = 1), 13) == 3.4);
}
END_TEST

START_TEST(a_streak_is_broken_by_gaps_and_zeros)
{
	static const int32_t day[] = {1, 2, 3, 5, 6, 7, 8};
	static const int64_t value[] = {ONE, -ONE, ONE, ONE, 0, 1, 2};
	static const double want[] = {1, 2, 3, 0, 1, 0, 1, 2, 0};
	const struct csm_series s = {day, value, 7};
	struct csm_window w = W(.op = CSM_WINDOW_STREAK, .days = 30);

	for (int32_t d = 1; d <= 9; d++)
		ck_assert(number_at(&s, w, d) == want[d - 1]);
	w.days = 2;
	ck_assert(number_at(&s, w, 3) == 2);
	ck_assert(number_at(&s, W(.op = CSM_WINDOW_FIRST, .days = 3), 7) == 1);
	ck_assert(number_at(&s, W(.op = CSM_WINDOW_FIRST, .days = 2), 7) == 0);
	ck_assert(number_at(&s, W(.op = CSM_WINDOW_FIRST, .days = 5), 8) == 1);
	ck_assert(
	    number_at(&s, W(.op = CSM_WINDOW_FIRST, .days = 5, .zero = 1), 8) == 0);
}
END_TEST

/* 8e12 and -8e12 in turn: the deviation is 8e12 * sqrt(n / (n-1)), the 36500 squares
 * together need 142 bits. */
START_TEST(squares_wider_than_128_bits_come_out_exactly)
{
	static int32_t day[40000];
	static int64_t value[40000];
	static struct csm_value out[3600];
	struct csm_series s = {day, value, 40000};
	struct csm_window w = W(.op = CSM_WINDOW_STDDEV, .days = 36500);
	uint64_t zero = 0;

	for (int32_t i = 0; i < 40000; i++) {
		day[i] = i;
		value[i] = (i % 2 ? -8 : 8) * ONE * ONE * ONE;
	}
	csm_window_eval(&s, &w, CSM_DAY_NONE, 36400, 39999, out, NULL, &zero);
	for (size_t i = 99; i < 3600; i++)
		ck_assert(out[i].u.number == 8e12 * sqrt(36500.0 / 36499));
	w.days = 2;
	w.op = CSM_WINDOW_SLOPE;
	ck_assert_int_eq(at(&s, w, CSM_DAY_NONE, 9).type, CSM_VALUE_MISSING);
	w.days = 36500;
	/* 8e12 * n/2 * -12/2 / (n (n*n - 1)) * 2, hand arithmetic on alternating signs
	 */
	ck_assert(fabs(number_at(&s, w, 36499) / (-48e12 / (36500.0 * 36500 - 1)) - 1) <
		  1e-12);
}
END_TEST

static int
counts(int op)
{
	return op == CSM_WINDOW_COUNT || op == CSM_WINDOW_STREAK ||
	       op == CSM_WINDOW_DISTINCT || op == CSM_WINDOW_MEMBERS ||
	       op == CSM_WINDOW_ACTIVE_DAYS;
}

START_TEST(a_series_without_points_has_only_counts)
{
	const struct csm_series none = {0};

	for (int op = 0; op < CSM_WINDOW_OPS; op++) {
		struct csm_window w = W(.op = (enum csm_window_op)op, .days = 3);
		struct csm_value v = at(&none, w, CSM_DAY_NONE, 50);
		ck_assert_int_eq(
		    v.type, counts(op) ? CSM_VALUE_NUMBER : CSM_VALUE_MISSING);
		w.zero = 1;
		v = at(&none, w, CSM_DAY_NONE, 50);
		ck_assert_int_eq(
		    v.type, counts(op) ? CSM_VALUE_NUMBER : CSM_VALUE_MISSING);
	}
	/* the entity has points of other metrics since day 49 */
	struct csm_value v =
	    at(&none, W(.op = CSM_WINDOW_COUNT, .days = 3, .zero = 1), 49, 50);
	ck_assert(v.type == CSM_VALUE_NUMBER && v.u.number == 2);
	v = at(&none, W(.op = CSM_WINDOW_MAX, .days = 3, .zero = 1), 49, 50);
	ck_assert(v.type == CSM_VALUE_NUMBER && v.u.number == 0);
}
END_TEST

/* ---- against a loop over the days of each window ---- */

#define DAYS 400

struct naive {
	int has[DAYS];
	int64_t value[DAYS];
};

/* Whether day d has a value under w, and which. */
static int
naive_value(
    const struct naive *t, const struct csm_window *w, int first, int d, int64_t *v)
{
	if (d < 0 || d >= DAYS)
		return 0;
	*v = t->value[d];
	return t->has[d] || (w->zero && d >= first);
}

static struct csm_value
naive_trend(
    const struct naive *t, const struct csm_window *w, int first, int e, uint64_t *zero)
{
	int64_t a, b;
	double x;

	if (!naive_value(t, w, first, e, &a) ||
	    !naive_value(t, w, first, e - w->days, &b))
		return (struct csm_value){0};
	if (w->trend != CSM_TREND_DIFFERENCE && b == 0) {
		++*zero;
		return (struct csm_value){0};
	}
	x = w->trend == CSM_TREND_RATIO        ? (double)a / (double)b
	    : w->trend == CSM_TREND_DIFFERENCE ? (double)(a - b) / 1e6
					       : (double)(100 * (a - b)) / (double)b;
	return (struct csm_value){CSM_VALUE_NUMBER, {.number = x}};
}

static struct csm_value
value_of(double x)
{
	return (struct csm_value){CSM_VALUE_NUMBER, {.number = x}};
}

/* The median and the like of n values, which are sorted here. */
static struct csm_value
naive_percentile(int64_t *v, int64_t n, int64_t percent)
{
	int64_t at = (n - 1) * percent, k = at / 10000, part = at % 10000;

	for (int64_t i = 1; i < n; i++)
		for (int64_t j = i; j > 0 && v[j - 1] > v[j]; j--) {
			int64_t swap = v[j];
			v[j] = v[j - 1];
			v[j - 1] = swap;
		}
	csm_int128 a = v[k], b = v[part > 0 ? k + 1 : k];
	return value_of((double)(a * (10000 - part) + b * part) / 1e10);
}

/* Operators of all values of the days from..e. */
static struct csm_value
naive_statistic(
    const struct naive *t, const struct csm_window *w, int first, int e, uint64_t *zero)
{
	static int64_t v[DAYS], x;
	csm_int128 s = 0, q = 0, d1 = 0, d2 = 0, dv = 0;
	int64_t n = 0;
	int last = e - (w->op == CSM_WINDOW_ZSCORE), streak = 0, active = 0;

	for (int d = w->days == 0 ? 0 : last - w->days + 1; d <= last; d++) {
		streak = naive_value(t, w, first, d, &x) && x != 0 ? streak + 1 : 0;
		if (!naive_value(t, w, first, d, &x))
			continue;
		active += x != 0;
		v[n++] = x;
		s += x;
		q += (csm_int128)x * x;
		d1 += d;
		d2 += (csm_int128)d * d;
		dv += (csm_int128)d * x;
	}
	double m = (double)(n * q - s * s), pairs = (double)(n * (n - 1));
	if (w->op == CSM_WINDOW_STREAK)
		return value_of(streak);
	if (w->op == CSM_WINDOW_ACTIVE_DAYS)
		return value_of(active);
	if (n == 0)
		return (struct csm_value){0};
	if (w->op == CSM_WINDOW_FIRST)
		return value_of((double)v[0] / 1e6);
	if (w->op == CSM_WINDOW_MEDIAN || w->op == CSM_WINDOW_PERCENTILE)
		return naive_percentile(
		    v, n, w->op == CSM_WINDOW_MEDIAN ? 5000 : w->percent);
	if (n < 2 || (w->op == CSM_WINDOW_ZSCORE && !naive_value(t, w, first, e, &x)))
		return (struct csm_value){0};
	if (w->op == CSM_WINDOW_STDDEV)
		return value_of(sqrt(m / pairs) / 1e6);
	if (w->op == CSM_WINDOW_SLOPE)
		return value_of(
		    (double)(n * dv - d1 * s) / (double)(n * d2 - d1 * d1) / 1e6);
	*zero += m == 0;
	if (m == 0)
		return (struct csm_value){0};
	return value_of((double)(n * x - s) / (double)n / sqrt(m / pairs));
}

/* FIRST_DAY, LAST_DAY up to day e. */
static struct csm_value
naive_day(const struct naive *t, const struct csm_window *w, int e)
{
	int found = -1;

	for (int d = 0; d <= e && d < DAYS; d++)
		if (t->has[d] && t->value[d] != 0 &&
		    (found < 0 || w->op == CSM_WINDOW_LAST_DAY))
			found = d;
	return found < 0 ? (struct csm_value){0}
			 : (struct csm_value){CSM_VALUE_DAY, {.day = found}};
}

/* Days in a row up to day e with its value, missing if it has none. */
static struct csm_value
naive_same(const struct naive *t, const struct csm_window *w, int e)
{
	int n = 0;

	while (e - n >= 0 && e < DAYS && (n < w->days || w->days == 0) &&
	       t->has[e - n] && t->value[e - n] == t->value[e])
		n++;
	return n == 0 ? (struct csm_value){0} : value_of(n);
}

static struct csm_value
naive_eval(const struct naive *t, const struct csm_window *w, int first, int day,
    uint64_t *zero)
{
	int e = day - w->ago, from = w->days == 0 ? 0 : e - w->days + 1;
	int64_t v, sum = 0, max = 0, min = 0, last = 0;
	int n = 0, active = -1;

	if (w->op == CSM_WINDOW_TREND)
		return naive_trend(t, w, first, e, zero);
	if (w->op == CSM_WINDOW_DISTINCT || w->op == CSM_WINDOW_MEMBERS)
		return value_of(naive_value(t, w, first, e, &v) ? (double)v / 1e6 : 0);
	if (w->op == CSM_WINDOW_FIRST_DAY || w->op == CSM_WINDOW_LAST_DAY)
		return naive_day(t, w, e);
	if (w->op == CSM_WINDOW_UNIQUES || w->op == CSM_WINDOW_RANK)
		return naive_value(t, w, first, e, &v) ? value_of((double)v / 1e6)
						       : (struct csm_value){0};
	if (w->op == CSM_WINDOW_DAYS_IN_STATE)
		return naive_same(t, w, e);
	if (w->op >= CSM_WINDOW_FIRST && w->op != CSM_WINDOW_STATE)
		return naive_statistic(t, w, first, e, zero);
	for (int d = from; d <= e; d++) {
		if (!naive_value(t, w, first, d, &v))
			continue;
		sum += v;
		max = n == 0 || v > max ? v : max;
		min = n == 0 || v < min ? v : min;
		last = v;
		n++;
		if (v != 0)
			active = d;
	}
	double x[] = {[CSM_WINDOW_SUM] = (double)sum / 1e6,
	    [CSM_WINDOW_AVERAGE] = (double)sum / (1e6 * n),
	    [CSM_WINDOW_MAX] = (double)max / 1e6,
	    [CSM_WINDOW_MIN] = (double)min / 1e6,
	    [CSM_WINDOW_LAST] = (double)last / 1e6,
	    [CSM_WINDOW_STATE] = (double)last / 1e6,
	    [CSM_WINDOW_COUNT] = n,
	    [CSM_WINDOW_TOTAL] = (double)sum / 1e6,
	    [CSM_WINDOW_DAYS_SINCE] = e - active};
	if (w->op == CSM_WINDOW_DAYS_SINCE ? active < 0
					   : n == 0 && w->op != CSM_WINDOW_COUNT)
		return (struct csm_value){0};
	return (struct csm_value){CSM_VALUE_NUMBER, {.number = x[w->op]}};
}

static uint32_t
draw(uint32_t *state, uint32_t below)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 8) % below;
}

static void
random_series(struct naive *t, int32_t *day, int64_t *value, struct csm_series *s,
    uint32_t *state)
{
	uint32_t gap = 1 + draw(state, 9);

	memset(t, 0, sizeof *t);
	s->n = 0;
	for (int32_t d = (int32_t)draw(state, 40); d < DAYS - 50; d++) {
		if (draw(state, gap) != 0)
			continue;
		int64_t v = (int64_t)draw(state, 2000001) - 1000000;
		v = draw(state, 5) == 0 ? 0 : v * (draw(state, 2) ? 1 : 1000);
		t->has[d] = 1;
		t->value[d] = value[s->n] = v;
		day[s->n++] = d;
	}
	s->day = day;
	s->value = value;
}

static void
compare(const struct naive *t, const struct csm_series *s, const struct csm_window *w,
    int32_t first, int32_t since, int32_t until)
{
	static struct csm_value got[DAYS];
	uint64_t zero = 0, want_zero = 0;
	int from = first == CSM_DAY_NONE ? DAYS : first;

	if (s->n != 0 && s->day[0] < from)
		from = s->day[0];
	csm_window_eval(s, w, first, since, until, got, NULL, &zero);
	for (int32_t d = since; d <= until; d++) {
		struct csm_value want = naive_eval(t, w, from, d, &want_zero);
		ck_assert_int_eq(got[d - since].type, want.type);
		if (want.type == CSM_VALUE_NUMBER)
			ck_assert(got[d - since].u.number == want.u.number);
		if (want.type == CSM_VALUE_DAY)
			ck_assert_int_eq(got[d - since].u.day, want.u.day);
	}
	ck_assert_uint_eq(zero, want_zero);
}

START_TEST(sliding_agrees_to_the_bit_with_a_loop_over_every_window)
{
	static const int32_t lengths[] = {1, 2, 7, 30, 90, 365, 36500};
	struct naive t;
	int32_t day[DAYS];
	int64_t value[DAYS];
	struct csm_series s;
	uint32_t state = 1;

	for (int round = 0; round < 60; round++) {
		random_series(&t, day, value, &s, &state);
		for (int op = 0; op < CSM_WINDOW_OPS; op++) {
			struct csm_window w = {.op = (enum csm_window_op)op,
			    .days = lengths[draw(&state, COUNT(lengths))],
			    .ago = draw(&state, 2) ? (int32_t)draw(&state, 60) : 0,
			    .trend = (enum csm_trend)draw(&state, 3),
			    .percent = (int32_t)draw(&state, 101) * 100,
			    .zero = (int)draw(&state, 2)};
			if (csm_window_info[op].of_states)
				w.zero = 0;
			if (csm_window_info[op].unbounded ||
			    (csm_window_info[op].open && draw(&state, 2)))
				w.days = 0;
			int32_t since = (int32_t)draw(&state, DAYS);
			int32_t until =
			    since + (int32_t)draw(&state, (uint32_t)(DAYS - since));
			int32_t first = draw(&state, 2) || s.n == 0
					    ? CSM_DAY_NONE
					    : (int32_t)draw(&state, 50);
			compare(&t, &s, &w, first, since, until);
			compare(&t, &s, &w, first, 0, DAYS - 1);
		}
	}
}
END_TEST

TEST_MAIN("window", every_operator_has_its_names,
    a_week_of_logins_gives_the_worked_values,
    a_metric_with_a_zero_gives_the_worked_values,
    a_trend_compares_two_days_and_counts_zero_divisors,
    sums_wider_than_64_bits_come_back_into_range_exactly,
    a_window_says_which_days_it_needs_and_which_it_covered,
    deviations_are_those_of_a_sample, percentiles_lie_between_two_values_by_proportion,
    a_slope_is_that_of_the_line_through_the_days, a_streak_is_broken_by_gaps_and_zeros,
    squares_wider_than_128_bits_come_out_exactly,
    a_series_without_points_has_only_counts,
    sliding_agrees_to_the_bit_with_a_loop_over_every_window)
