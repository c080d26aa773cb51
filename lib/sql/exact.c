#include "sql/build.h"

#include "base/num.h"

csm_sql
csm_sql_lt(struct csm_sql_graph *g, csm_sql a, csm_sql b)
{
	return csm_sql_op2(g, CSM_SQL_LT, a, b);
}

csm_sql
csm_sql_le(struct csm_sql_graph *g, csm_sql a, csm_sql b)
{
	return csm_sql_op2(g, CSM_SQL_LE, a, b);
}

csm_sql
csm_sql_and(struct csm_sql_graph *g, csm_sql a, csm_sql b)
{
	return csm_sql_op2(g, CSM_SQL_AND, a, b);
}

csm_sql
csm_sql_add(struct csm_sql_graph *g, csm_sql a, csm_sql b)
{
	return csm_sql_op2(g, CSM_SQL_ADD, a, b);
}

csm_sql
csm_sql_sub(struct csm_sql_graph *g, csm_sql a, csm_sql b)
{
	return csm_sql_op2(g, CSM_SQL_SUB, a, b);
}

csm_sql
csm_sql_mul(struct csm_sql_graph *g, csm_sql a, csm_sql b)
{
	return csm_sql_op2(g, CSM_SQL_MUL, a, b);
}

csm_sql
csm_sql_where(struct csm_sql_graph *g, csm_sql condition, csm_sql a)
{
	return csm_sql_if(g, condition, a, csm_sql_null(g, a->type));
}

/* Sums are made of quotients and remainders apart: a sum of many large values would
 * leave 64 bits, which some engines widen and others take for an error. */
csm_sql
csm_sql_high(struct csm_sql_graph *g, csm_sql micros)
{
	return csm_sql_op2(g, CSM_SQL_IDIV, micros, csm_sql_int(g, CSM_NUM_ONE));
}

csm_sql
csm_sql_low(struct csm_sql_graph *g, csm_sql micros)
{
	return csm_sql_op2(g, CSM_SQL_IMOD, micros, csm_sql_int(g, CSM_NUM_ONE));
}

/* Whether two integers have different signs, so that one is to be lent to the other. */
static csm_sql
exact_apart(struct csm_sql_graph *g, csm_sql above, csm_sql below)
{
	csm_sql zero = csm_sql_int(g, 0);

	return csm_sql_and(g, csm_sql_lt(g, zero, above), csm_sql_lt(g, below, zero));
}

struct csm_sql_wide
csm_sql_carry(struct csm_sql_graph *g, csm_sql high, csm_sql low)
{
	csm_sql one = csm_sql_int(g, 1), million = csm_sql_int(g, CSM_NUM_ONE);
	csm_sql whole = csm_sql_settle(g, csm_sql_add(g, high, csm_sql_high(g, low)));
	csm_sql rest = csm_sql_settle(g, csm_sql_low(g, low));
	/* At most one of the two: afterwards both have the sign of the number, so that
	 * a comparison of `whole` with a limit decides. */
	csm_sql lend = exact_apart(g, whole, rest),
		borrow = exact_apart(g, rest, whole);

	return (struct csm_sql_wide){
	    csm_sql_settle(
		g, csm_sql_if(g, lend, csm_sql_sub(g, whole, one),
		       csm_sql_if(g, borrow, csm_sql_add(g, whole, one), whole))),
	    csm_sql_settle(
		g, csm_sql_if(g, lend, csm_sql_add(g, rest, million),
		       csm_sql_if(g, borrow, csm_sql_sub(g, rest, million), rest)))};
}

csm_sql
csm_sql_limited(struct csm_sql_graph *g, const struct csm_sql_wide *x)
{
	/* The limit is whole, so the rest need not be looked at. */
	csm_sql limit = csm_sql_int(g, CSM_NUM_LIMIT / CSM_NUM_ONE),
		below = csm_sql_int(g, -CSM_NUM_LIMIT / CSM_NUM_ONE);

	return csm_sql_where(g,
	    csm_sql_and(
		g, csm_sql_lt(g, x->whole, limit), csm_sql_lt(g, below, x->whole)),
	    csm_sql_add(
		g, csm_sql_mul(g, x->whole, csm_sql_int(g, CSM_NUM_ONE)), x->rest));
}

csm_sql
csm_sql_difference(struct csm_sql_graph *g, csm_sql a, csm_sql b)
{
	struct csm_sql_wide x =
	    csm_sql_carry(g, csm_sql_sub(g, csm_sql_high(g, a), csm_sql_high(g, b)),
		csm_sql_sub(g, csm_sql_low(g, a), csm_sql_low(g, b)));

	return csm_sql_limited(g, &x);
}

/* x / m towards minus infinity, m above 0.  Engines divide towards 0, means round
 * halves up. */
static csm_sql
exact_floor(struct csm_sql_graph *g, csm_sql x, csm_sql m)
{
	csm_sql q = csm_sql_op2(g, CSM_SQL_IDIV, x, m);

	return csm_sql_if(g,
	    csm_sql_lt(g, csm_sql_op2(g, CSM_SQL_IMOD, x, m), csm_sql_int(g, 0)),
	    csm_sql_sub(g, q, csm_sql_int(g, 1)), q);
}

csm_sql
csm_sql_mean(struct csm_sql_graph *g, const struct csm_sql_wide *x, csm_sql n)
{
	csm_sql million = csm_sql_int(g, CSM_NUM_ONE), two = csm_sql_int(g, 2);
	/* What is divided stays below n millions, which fits whatever n is. */
	csm_sql each = csm_sql_op2(g, CSM_SQL_IDIV, x->whole, n);
	csm_sql left = csm_sql_add(g,
	    csm_sql_mul(g, csm_sql_op2(g, CSM_SQL_IMOD, x->whole, n), million),
	    x->rest);

	return csm_sql_add(g, csm_sql_mul(g, each, million),
	    exact_floor(g, csm_sql_add(g, csm_sql_mul(g, two, left), n),
		csm_sql_mul(g, two, n)));
}

static csm_sql
exact_real(struct csm_sql_graph *g, csm_sql a)
{
	return csm_sql_op1(g, CSM_SQL_TO_REAL, a);
}

csm_sql
csm_sql_ratio(struct csm_sql_graph *g, const struct csm_sql_wide *x, csm_sql n)
{
	const int64_t edge = CSM_NUM_EXACT / CSM_NUM_ONE,
		      over = CSM_NUM_EXACT % CSM_NUM_ONE;
	csm_sql million = csm_sql_int(g, CSM_NUM_ONE),
		/* Written out where it is known: some engines count in 32 bits what is
		 * written so. */
	    unit = n->op == CSM_SQL_NUMBER
		       ? csm_sql_real(g, (double)(n->number * CSM_NUM_ONE))
		       : exact_real(g, csm_sql_mul(g, million, n));
	csm_sql size = csm_sql_op1(g, CSM_SQL_ABS, x->whole),
		rest = csm_sql_op1(g, CSM_SQL_ABS, x->rest);
	/* |x| <= 2^53 */
	csm_sql exact =
	    csm_sql_op2(g, CSM_SQL_OR, csm_sql_lt(g, size, csm_sql_int(g, edge)),
		csm_sql_and(g, csm_sql_op2(g, CSM_SQL_EQ, size, csm_sql_int(g, edge)),
		    csm_sql_le(g, rest, csm_sql_int(g, over))));
	csm_sql micros = csm_sql_add(g, csm_sql_mul(g, x->whole, million), x->rest);
	csm_sql left = csm_sql_add(g,
	    csm_sql_mul(g, csm_sql_op2(g, CSM_SQL_IMOD, x->whole, n), million),
	    x->rest);
	/* Up to 2^53 one division, rounded once, as csm_slide_ratio does; beyond it the
	 * same two steps as there, so that the last bit agrees. */
	csm_sql ratio = csm_sql_if(g, exact,
	    csm_sql_op2(g, CSM_SQL_DIV, exact_real(g, micros), unit),
	    csm_sql_add(g, exact_real(g, csm_sql_op2(g, CSM_SQL_IDIV, x->whole, n)),
		csm_sql_op2(g, CSM_SQL_DIV, exact_real(g, left), unit)));

	return csm_sql_within(g, ratio, 0x1p-40, 9e12);
}

csm_sql
csm_sql_to_double(struct csm_sql_graph *g, csm_sql micros)
{
	csm_sql million = csm_sql_real(g, 1e6);
	csm_sql exact = csm_sql_le(
	    g, csm_sql_op1(g, CSM_SQL_ABS, micros), csm_sql_int(g, CSM_NUM_EXACT));
	csm_sql x = csm_sql_if(g, exact,
	    csm_sql_op2(g, CSM_SQL_DIV, exact_real(g, micros), million),
	    csm_sql_add(g, exact_real(g, csm_sql_high(g, micros)),
		csm_sql_op2(
		    g, CSM_SQL_DIV, exact_real(g, csm_sql_low(g, micros)), million)));

	/* Known now: the nodes made above are used by nobody, and no column becomes of
	 * them. */
	if (micros->op == CSM_SQL_NUMBER)
		return csm_sql_real(g, csm_num_to_double(micros->number));
	return csm_sql_within(g, x, 1e-6, 9e12);
}

/* Whether a real is between -limit and limit; it is a double of its own.  Both ends
 * excluded, as csm_num_from_double has it. */
static csm_sql
exact_between(struct csm_sql_graph *g, csm_sql x, double limit)
{
	return csm_sql_and(g, csm_sql_lt(g, csm_sql_real(g, -limit), x),
	    csm_sql_lt(g, x, csm_sql_real(g, limit)));
}

csm_sql
csm_sql_from_double(struct csm_sql_graph *g, csm_sql x)
{
	csm_sql half = csm_sql_real(g, 0.5), many = csm_sql_int(g, 10000);
	csm_sql limit = csm_sql_int(g, CSM_NUM_LIMIT / 10000),
		below = csm_sql_int(g, -CSM_NUM_LIMIT / 10000);
	/* Six places up to where doubles have them, two beyond: as
	 * csm_num_from_double. */
	csm_sql fine = csm_sql_op1(g, CSM_SQL_FLOOR,
	    csm_sql_add(g, csm_sql_mul(g, x, csm_sql_real(g, 1e6)), half));
	csm_sql cents = csm_sql_op1(g, CSM_SQL_FLOOR,
	    csm_sql_add(g, csm_sql_mul(g, x, csm_sql_real(g, 100)), half));
	csm_sql coarse = csm_sql_where(g,
	    csm_sql_and(g, csm_sql_lt(g, below, cents), csm_sql_lt(g, cents, limit)),
	    csm_sql_mul(g, cents, many));

	if (x->op == CSM_SQL_NULL)
		return csm_sql_null(g, CSM_SQL_INT);
	if (x->op == CSM_SQL_NUMBER) {
		int64_t micros = csm_num_from_double(x->real);
		return micros == CSM_MISSING ? csm_sql_null(g, CSM_SQL_INT)
					     : csm_sql_int(g, micros);
	}
	return csm_sql_if(g, exact_between(g, x, CSM_NUM_SIX_PLACES), fine,
	    csm_sql_where(g, exact_between(g, x, 9e12), coarse));
}

csm_sql
csm_sql_in_range(struct csm_sql_graph *g, csm_sql x)
{
	return csm_sql_within(
	    g, csm_sql_where(g, exact_between(g, x, 9e12), x), x->least, 9e12);
}

/*
 * 100 * (a - b) may take 71 bits.  Where it needs more than 62, the last eight only say on
 * which side of a half the rest is: floor(100 * (a - b) / 256), which is floor(25 * (a -
 * b) / 64), its last bit set if something is left.
 */
csm_sql
csm_sql_hundredfold(struct csm_sql_graph *g, csm_sql a, csm_sql b)
{
	csm_sql n64 = csm_sql_int(g, 64), n25 = csm_sql_int(g, 25);
	csm_sql a1 = csm_sql_op2(g, CSM_SQL_IDIV, a, n64),
		b1 = csm_sql_op2(g, CSM_SQL_IDIV, b, n64);
	csm_sql a0 = csm_sql_op2(g, CSM_SQL_IMOD, a, n64),
		b0 = csm_sql_op2(g, CSM_SQL_IMOD, b, n64);
	csm_sql high = csm_sql_mul(g, n25, csm_sql_sub(g, a1, b1)),
		low = csm_sql_mul(g, n25, csm_sql_sub(g, a0, b0));
	csm_sql h = csm_sql_add(g, high, exact_floor(g, low, n64));
	csm_sql left = csm_sql_op2(
	    g, CSM_SQL_NE, csm_sql_op2(g, CSM_SQL_IMOD, low, n64), csm_sql_int(g, 0));
	csm_sql even = csm_sql_op2(g, CSM_SQL_EQ,
	    csm_sql_op2(g, CSM_SQL_IMOD, h, csm_sql_int(g, 2)), csm_sql_int(g, 0));
	csm_sql sticky = csm_sql_if(
	    g, csm_sql_and(g, left, even), csm_sql_add(g, h, csm_sql_int(g, 1)), h);
	/* 54 bits and the eight that follow them are 62. */
	csm_sql few = csm_sql_lt(
	    g, csm_sql_op1(g, CSM_SQL_ABS, h), csm_sql_int(g, INT64_C(1) << 54));

	return csm_sql_within(g,
	    csm_sql_if(g, few,
		exact_real(
		    g, csm_sql_mul(g, csm_sql_int(g, 100), csm_sql_sub(g, a, b))),
		csm_sql_mul(g, exact_real(g, sticky), csm_sql_real(g, 256))),
	    100, 0x1p71);
}
