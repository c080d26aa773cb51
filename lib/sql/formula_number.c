/* Operators and functions of numbers, in doubles as csm-formula(5) has them. */
#include "sql/bound.h"
#include "sql/formula.h"

#include "time/date.h"

#include <math.h>
#include <string.h>

static const struct csm_sql_value formula_missing = {.kind = CSM_SQL_MISSING};

static csm_sql
formula_number(const struct csm_sql_call *c, size_t i)
{
	return csm_sql_number(c->b, &c->arg[i]);
}

static csm_sql
formula_absent(const struct csm_sql_call *c, csm_sql a)
{
	return csm_sql_op1(c->g, CSM_SQL_IS_NULL, a);
}

/* Where an argument is missing the other is the result. */
static csm_sql
formula_pair(const struct csm_sql_call *c, csm_sql a, csm_sql b, csm_sql both)
{
	return csm_sql_settle(
	    c->g, csm_sql_if(c->g, formula_absent(c, b), a,
		      csm_sql_if(c->g, formula_absent(c, a), b, both)));
}

static csm_sql
formula_added(const struct csm_sql_call *c)
{
	csm_sql sum = formula_number(c, 0);

	for (size_t i = 1; i < c->argc; i++) {
		csm_sql x = formula_number(c, i);
		/* In the order of the arguments, since sums of doubles depend on it. */
		sum = formula_pair(c, sum, x, csm_sql_add(c->g, sum, x));
	}
	return sum;
}

struct csm_sql_value
csm_sql_formula_sum(const struct csm_sql_call *c)
{
	return csm_sql_numeric(formula_added(c));
}

struct csm_sql_value
csm_sql_formula_average(const struct csm_sql_call *c)
{
	csm_sql n = csm_sql_real(c->g, 0), zero = n, one = csm_sql_real(c->g, 1);
	csm_sql sum = formula_added(c);

	for (size_t i = 0; i < c->argc; i++)
		n = csm_sql_add(c->g, n,
		    csm_sql_if(
			c->g, formula_absent(c, formula_number(c, i)), zero, one));
	/* Where it is 0 the sum is missing, so the divisor is never that. */
	n = csm_sql_within(c->g, n, 1, 1e6);
	return csm_sql_numeric(
	    csm_sql_where(c->g, csm_sql_op1(c->g, CSM_SQL_NOT_NULL, sum),
		csm_sql_op2(c->g, CSM_SQL_DIV, sum, n)));
}

/* What csm takes of two that are equal is the second. */
static csm_sql
formula_larger(const struct csm_sql_call *c, csm_sql a, csm_sql b)
{
	return csm_sql_if(c->g, csm_sql_lt(c->g, b, a), a, b);
}

static csm_sql
formula_smaller(const struct csm_sql_call *c, csm_sql a, csm_sql b)
{
	return csm_sql_if(c->g, csm_sql_lt(c->g, a, b), a, b);
}

static struct csm_sql_value
formula_extreme(const struct csm_sql_call *c,
    csm_sql (*of)(const struct csm_sql_call *c, csm_sql a, csm_sql b))
{
	csm_sql v = formula_number(c, 0);

	for (size_t i = 1; i < c->argc; i++) {
		csm_sql x = formula_number(c, i);
		v = formula_pair(c, v, x, of(c, v, x));
	}
	return csm_sql_numeric(v);
}

struct csm_sql_value
csm_sql_formula_max(const struct csm_sql_call *c)
{
	return formula_extreme(c, formula_larger);
}

struct csm_sql_value
csm_sql_formula_min(const struct csm_sql_call *c)
{
	return formula_extreme(c, formula_smaller);
}

struct csm_sql_value
csm_sql_formula_subtraction(const struct csm_sql_call *c)
{
	csm_sql x = formula_number(c, 0);

	for (size_t i = 1; i < c->argc; i++) {
		csm_sql y = formula_number(c, i);
		x = csm_sql_settle(c->g,
		    csm_sql_if(c->g, formula_absent(c, y), x, csm_sql_sub(c->g, x, y)));
	}
	return csm_sql_numeric(x);
}

struct csm_sql_value
csm_sql_formula_multiplication(const struct csm_sql_call *c)
{
	csm_sql x = formula_number(c, 0);

	for (size_t i = 1; i < c->argc; i++)
		x = csm_sql_mul(c->g, x, formula_number(c, i));
	return csm_sql_numeric(x);
}

/* Nobody divides by 0: not all engines give NULL for it, and one ends the statement. */
static csm_sql
formula_over(const struct csm_sql_call *c, csm_sql x, csm_sql y)
{
	return csm_sql_where(c->g,
	    csm_sql_op2(c->g, CSM_SQL_NE, y, csm_sql_real(c->g, 0)),
	    csm_sql_op2(c->g, CSM_SQL_DIV, x, y));
}

struct csm_sql_value
csm_sql_formula_division(const struct csm_sql_call *c)
{
	csm_sql x = formula_number(c, 0), y = formula_number(c, 1);

	/* Known to be missing, and no engine is asked. */
	if (y->op == CSM_SQL_NUMBER && y->real == 0)
		return formula_missing;
	return csm_sql_numeric(formula_over(c, x, y));
}

/* With an exponent that is written down, so that it is known how large it can get. */
struct csm_sql_value
csm_sql_formula_power(const struct csm_sql_call *c)
{
	struct csm_sql_graph *g = c->g;
	csm_sql x = formula_number(c, 0), y = formula_number(c, 1), p, holds;
	csm_sql zero = csm_sql_real(g, 0);

	if (y->op != CSM_SQL_NUMBER)
		return csm_sql_refuse(c->b, "power with an exponent that is no number");
	p = csm_sql_op2(g, CSM_SQL_POW, x, y);
	if (p->op == CSM_SQL_NUMBER || p->op == CSM_SQL_NULL)
		return csm_sql_numeric(p);
	/* A power rises or falls throughout, so its ends are those of its argument. */
	double a = pow(x->least, y->real), z = pow(x->most, y->real);
	if (!isfinite(a) || !isfinite(z) || a < CSM_SQL_LEAST || z < CSM_SQL_LEAST)
		return csm_sql_refuse(
		    c->b, "power that can leave the range of doubles");
	struct csm_sql_node *n = g->node[p->id];
	/* Twice as wide: pow(3) of an engine is off by a last place, not by a binade. */
	n->least = (a < z ? a : z) / 2;
	n->most = (a < z ? z : a) * 2;
	n->place = csm_sql_last_place(n->least);
	/* Of a negative number only whole powers exist. */
	if (y->real == floor(y->real))
		holds = y->real < 0 ? csm_sql_op2(g, CSM_SQL_NE, x, zero)
				    : csm_sql_op1(g, CSM_SQL_NOT_NULL, x);
	else
		holds = y->real < 0 ? csm_sql_lt(g, zero, x) : csm_sql_le(g, zero, x);
	return csm_sql_numeric(csm_sql_where(g, holds, p));
}

struct csm_sql_value
csm_sql_formula_sign(const struct csm_sql_call *c)
{
	struct csm_sql_graph *g = c->g;
	csm_sql x = formula_number(c, 0), zero = csm_sql_real(g, 0);

	return csm_sql_numeric(csm_sql_if(g, csm_sql_lt(g, zero, x), csm_sql_real(g, 1),
	    csm_sql_if(g, csm_sql_lt(g, x, zero), csm_sql_real(g, -1),
		csm_sql_where(g, csm_sql_op1(g, CSM_SQL_NOT_NULL, x), zero))));
}

static csm_sql
formula_logarithm(const struct csm_sql_call *c, enum csm_sql_op op, csm_sql x)
{
	return csm_sql_where(
	    c->g, csm_sql_lt(c->g, csm_sql_real(c->g, 0), x), csm_sql_op1(c->g, op, x));
}

struct csm_sql_value
csm_sql_formula_log(const struct csm_sql_call *c)
{
	csm_sql x = formula_logarithm(c, CSM_SQL_LN, formula_number(c, 0)), base;

	if (c->argc == 1)
		return csm_sql_numeric(x);
	base = formula_logarithm(c, CSM_SQL_LN, formula_number(c, 1));
	if (base->op == CSM_SQL_NULL || (base->op == CSM_SQL_NUMBER && base->real == 0))
		return formula_missing;
	return csm_sql_numeric(
	    formula_over(c, csm_sql_settle(c->g, x), csm_sql_settle(c->g, base)));
}

struct csm_sql_value
csm_sql_formula_log10(const struct csm_sql_call *c)
{
	/* SQLite divides two logarithms, which is another number in the last place. */
	if (c->b->dialect->log10 == NULL)
		return csm_sql_refuse(c->b, "log10");
	return csm_sql_numeric(
	    formula_logarithm(c, CSM_SQL_LOG10, formula_number(c, 0)));
}

struct csm_sql_value
csm_sql_formula_sqrt(const struct csm_sql_call *c)
{
	csm_sql x = formula_number(c, 0);

	return csm_sql_numeric(
	    csm_sql_where(c->g, csm_sql_le(c->g, csm_sql_real(c->g, 0), x),
		csm_sql_op1(c->g, CSM_SQL_SQRT, x)));
}

struct csm_sql_value
csm_sql_formula_abs(const struct csm_sql_call *c)
{
	return csm_sql_numeric(csm_sql_op1(c->g, CSM_SQL_ABS, formula_number(c, 0)));
}

/* Halves away from 0, of the whole part and the rest, which are exact. */
struct csm_sql_value
csm_sql_formula_round(const struct csm_sql_call *c)
{
	struct csm_sql_graph *g = c->g;
	csm_sql x = formula_number(c, 0), zero = csm_sql_real(g, 0);
	csm_sql size = csm_sql_op1(g, CSM_SQL_ABS, x);
	csm_sql whole = csm_sql_op1(g, CSM_SQL_FLOOR_R, size);
	/* Rounding functions of engines disagree about halves. */
	csm_sql up = csm_sql_le(g, csm_sql_real(g, 0.5), csm_sql_sub(g, size, whole));
	csm_sql near = csm_sql_settle(
	    g, csm_sql_if(g, up, csm_sql_add(g, whole, csm_sql_real(g, 1)), whole));

	return csm_sql_numeric(
	    csm_sql_if(g, csm_sql_lt(g, x, zero), csm_sql_sub(g, zero, near), near));
}

struct csm_sql_value
csm_sql_formula_clamp(const struct csm_sql_call *c)
{
	csm_sql x = formula_number(c, 0), low = formula_number(c, 1),
		high = formula_number(c, 2);
	csm_sql all = csm_sql_and(c->g, csm_sql_op1(c->g, CSM_SQL_NOT_NULL, x),
	    csm_sql_and(c->g, csm_sql_op1(c->g, CSM_SQL_NOT_NULL, low),
		csm_sql_op1(c->g, CSM_SQL_NOT_NULL, high)));

	return csm_sql_numeric(csm_sql_where(
	    c->g, all, formula_smaller(c, formula_larger(c, x, low), high)));
}

/* The day in a value, NULL if it is none. */
static csm_sql
formula_day(const struct csm_sql_call *c, size_t i)
{
	struct csm_sql_value v = csm_sql_as(c->b, &c->arg[i], CSM_VALUE_DAY);
	int32_t day;

	if (v.kind == CSM_SQL_DATE)
		return v.exact;
	/* Only the data tell which texts are days. */
	if (v.kind == CSM_SQL_WORDS && v.literal == NULL)
		csm_sql_refuse(c->b, "a day made of texts");
	if (v.kind == CSM_SQL_WORDS && v.literal != NULL &&
	    csm_date_parse(v.literal, strlen(v.literal), &day) == NULL)
		return csm_sql_int(c->g, day);
	return csm_sql_null(c->g, CSM_SQL_INT);
}

struct csm_sql_value
csm_sql_formula_days_between(const struct csm_sql_call *c)
{
	return csm_sql_numeric(csm_sql_within(c->g,
	    csm_sql_op1(c->g, CSM_SQL_TO_REAL,
		csm_sql_sub(c->g, formula_day(c, 1), formula_day(c, 0))),
	    1, 1e6));
}
