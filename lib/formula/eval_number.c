#include "formula/eval.h"

#include "formula/business.h"

#include <math.h>

static const struct csm_value missing = {.type = CSM_VALUE_MISSING};

static void
eval_number_put(struct csm_value *out, double x)
{
	/* Infinite and NaN are missing everywhere: pow(-8, 1/3) as well as what is too
	 * large. */
	if (isfinite(x))
		*out = (struct csm_value){.type = CSM_VALUE_NUMBER, .u.number = x};
	else
		*out = missing;
}

/* Row i of the first argc columns into x[0..1]; 0 if one of them is missing. */
static int
eval_number_both(const struct csm_value *const *arg, size_t i, double *x, double *y)
{
	return csm_value_number(&arg[0][i], x) && csm_value_number(&arg[1][i], y);
}

/* Functions that ignore missing arguments: the present ones of row i in order, folded
 * with `fold`; how many there are is returned. */
static size_t
fold_row(const struct csm_value *const *arg, size_t argc, size_t i, double *result,
    double (*fold)(double a, double b))
{
	size_t present = 0;
	double x;

	for (size_t k = 0; k < argc; k++)
		if (csm_value_number(&arg[k][i], &x))
			/* The first stands for itself: 0 + x would turn -0 into 0, and
			 * 0 would be the largest of negative numbers. */
			*result = present++ == 0 ? x : fold(*result, x);
	return present;
}

static void
fold_rows(const struct csm_value *const *arg, size_t argc, size_t n,
    struct csm_value *out, double (*fold)(double a, double b))
{
	for (size_t i = 0; i < n; i++) {
		double x = 0;
		if (fold_row(arg, argc, i, &x, fold) > 0)
			eval_number_put(&out[i], x);
		else
			out[i] = missing;
	}
}

static double
eval_number_add(double a, double b)
{
	return a + b;
}

static double
larger(double a, double b)
{
	return a > b ? a : b;
}

static double
smaller(double a, double b)
{
	return a < b ? a : b;
}

#define EVALUATOR(name)                                                                \
	void name(const struct csm_value *const *arg, size_t argc, size_t n,           \
	    struct csm_value *out, struct csm_eval_counts *counts)

EVALUATOR(csm_eval_sum)
{
	(void)counts;
	fold_rows(arg, argc, n, out, eval_number_add);
}

EVALUATOR(csm_eval_max)
{
	(void)counts;
	fold_rows(arg, argc, n, out, larger);
}

EVALUATOR(csm_eval_min)
{
	(void)counts;
	fold_rows(arg, argc, n, out, smaller);
}

EVALUATOR(csm_eval_average)
{
	(void)counts;
	for (size_t i = 0; i < n; i++) {
		double x = 0;
		size_t present = fold_row(arg, argc, i, &x, eval_number_add);
		if (present > 0)
			eval_number_put(&out[i], x / (double)present);
		else
			out[i] = missing;
	}
}

EVALUATOR(csm_eval_subtraction)
{
	(void)counts;
	for (size_t i = 0; i < n; i++) {
		double x, y;
		/* What is subtracted from is the subject: without it there is no
		 * result, while a missing cost costs nothing. */
		if (!csm_value_number(&arg[0][i], &x)) {
			out[i] = missing;
			continue;
		}
		for (size_t k = 1; k < argc; k++)
			if (csm_value_number(&arg[k][i], &y))
				x -= y;
		eval_number_put(&out[i], x);
	}
}

EVALUATOR(csm_eval_multiplication)
{
	(void)counts;
	for (size_t i = 0; i < n; i++) {
		double x = 1, y;
		size_t k = 0;
		for (; k < argc && csm_value_number(&arg[k][i], &y); k++)
			x = k == 0 ? y : x * y;
		if (k == argc)
			eval_number_put(&out[i], x);
		else
			out[i] = missing;
	}
}

EVALUATOR(csm_eval_division)
{
	(void)argc;
	for (size_t i = 0; i < n; i++) {
		double x, y;
		out[i] = missing;
		if (!eval_number_both(arg, i, &x, &y))
			continue;
		if (y != 0)
			eval_number_put(&out[i], x / y);
		else
			counts->divisions_by_zero++;
	}
}

EVALUATOR(csm_eval_power)
{
	(void)argc;
	(void)counts;
	for (size_t i = 0; i < n; i++) {
		double x, y;
		out[i] = missing;
		if (eval_number_both(arg, i, &x, &y))
			eval_number_put(&out[i], pow(x, y));
	}
}

EVALUATOR(csm_eval_clamp)
{
	(void)argc;
	(void)counts;
	for (size_t i = 0; i < n; i++) {
		double x, low, high;
		out[i] = missing;
		if (eval_number_both(arg, i, &x, &low) &&
		    csm_value_number(&arg[2][i], &high))
			/* Where low is above high the result is high. */
			eval_number_put(&out[i], smaller(larger(x, low), high));
	}
}

static void
map(const struct csm_value *arg, size_t n, struct csm_value *out, double (*f)(double))
{
	for (size_t i = 0; i < n; i++) {
		double x;
		out[i] = missing;
		if (csm_value_number(&arg[i], &x))
			eval_number_put(&out[i], f(x));
	}
}

static double
sign(double x)
{
	return (x > 0) - (x < 0);
}

#define MAPPED(name, f)                                                                \
	EVALUATOR(name)                                                                \
	{                                                                              \
		(void)argc;                                                            \
		(void)counts;                                                          \
		map(arg[0], n, out, f);                                                \
	}
MAPPED(csm_eval_sign, sign)
MAPPED(csm_eval_log10, log10)
MAPPED(csm_eval_sqrt, sqrt)
MAPPED(csm_eval_abs, fabs)
MAPPED(csm_eval_round, round)

EVALUATOR(csm_eval_log)
{
	(void)counts;
	if (argc == 1) {
		map(arg[0], n, out, log);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		double x, base;
		out[i] = missing;
		/* the logarithm of 0 is infinite, which a division would hide */
		if (eval_number_both(arg, i, &x, &base) && x > 0 && base > 0)
			eval_number_put(&out[i], log(x) / log(base));
	}
}

/* The days both arguments are on row i: 1, or 0 if one is missing. */
static int
eval_two_days(const struct csm_value *const *arg, size_t i, int32_t *from, int32_t *to)
{
	return csm_value_day(&arg[0][i], from) && csm_value_day(&arg[1][i], to);
}

void
csm_eval_days_between(const struct csm_value *const *arg, size_t argc, size_t n,
    struct csm_value *out, struct csm_eval_counts *counts)
{
	int32_t from, to;

	(void)argc;
	(void)counts;
	for (size_t i = 0; i < n; i++) {
		if (eval_two_days(arg, i, &from, &to))
			eval_number_put(&out[i], (double)to - from);
		else
			out[i] = missing;
	}
}

void
csm_eval_workdays(const struct csm_value *const *arg, size_t argc, size_t n,
    struct csm_value *out, struct csm_eval_counts *counts)
{
	/* A row of an export is nobody's. */
	const struct csm_calendar *calendar =
	    counts->calendar != NULL ? counts->calendar : csm_business_everybody();
	int32_t from, to;

	(void)argc;
	for (size_t i = 0; i < n; i++) {
		if (eval_two_days(arg, i, &from, &to))
			eval_number_put(
			    &out[i], csm_calendar_between(calendar, from, to));
		else
			out[i] = missing;
	}
}
