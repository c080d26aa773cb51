/* Windows whose days are put in order: medians and percentiles by values, runs by days. */
#include "sql/build.h"

#include "series/window.h"

/* What places are counted in: the values in order, how many of them are below 0, and how
 * many days without one stand behind those as 0; NULL: none does. */
struct sql_places {
	csm_sql sorted, below, zeros;
};

static csm_sql
order_over(struct csm_sql_graph *g, const struct csm_sql_order *o, enum csm_sql_op op,
    csm_sql a)
{
	int32_t near = o->window->ago;

	return csm_sql_window(g, op, a, near + o->window->days - 1, near);
}

static struct sql_places
order_places(struct csm_sql_graph *g, const struct csm_sql_order *o)
{
	csm_sql list = order_over(g, o, CSM_SQL_W_LIST, o->series),
		negative = csm_sql_where(
		    g, csm_sql_lt(g, o->series, csm_sql_int(g, 0)), o->series);
	struct sql_places p = {
	    .sorted = csm_sql_settle(g, csm_sql_op1(g, CSM_SQL_SORTED, list))};

	if (!o->fills)
		return p;
	p.below = order_over(g, o, CSM_SQL_W_COUNT, negative);
	p.zeros = csm_sql_settle(
	    g, csm_sql_sub(g, o->days, order_over(g, o, CSM_SQL_W_COUNT, o->series)));
	return p;
}

/* The k-th smallest value of the days that count. */
static csm_sql
order_at(struct csm_sql_graph *g, const struct sql_places *p, csm_sql k)
{
	csm_sql value = csm_sql_op2(g, CSM_SQL_NTH, p->sorted, k), edge;

	if (p->zeros == NULL)
		return value;
	edge = csm_sql_add(g, p->below, p->zeros);
	return csm_sql_if(g, csm_sql_lt(g, k, p->below), value,
	    csm_sql_if(g, csm_sql_lt(g, k, edge), csm_sql_int(g, 0),
		csm_sql_op2(g, CSM_SQL_NTH, p->sorted, csm_sql_sub(g, k, p->zeros))));
}

static struct csm_sql_wide
order_mixed(struct csm_sql_graph *g, csm_sql a, csm_sql b, csm_sql part)
{
	csm_sql rest = csm_sql_sub(g, csm_sql_int(g, CSM_WINDOW_PERCENT_MAX), part);

	/* Each product is below 2^57: 9e12 times 10000. */
	return csm_sql_carry(g,
	    csm_sql_add(g, csm_sql_mul(g, csm_sql_high(g, a), rest),
		csm_sql_mul(g, csm_sql_high(g, b), part)),
	    csm_sql_add(g, csm_sql_mul(g, csm_sql_low(g, a), rest),
		csm_sql_mul(g, csm_sql_low(g, b), part)));
}

csm_sql
csm_sql_percentile(struct csm_sql_graph *g, const struct csm_sql_order *o)
{
	csm_sql one = csm_sql_int(g, 1), zero = csm_sql_int(g, 0),
		all = csm_sql_int(g, CSM_WINDOW_PERCENT_MAX);
	int32_t percent = o->window->op == CSM_WINDOW_MEDIAN
			      ? CSM_WINDOW_PERCENT_MAX / 2
			      : o->window->percent;
	csm_sql at =
	    csm_sql_mul(g, csm_sql_sub(g, o->days, one), csm_sql_int(g, percent));
	csm_sql k = csm_sql_settle(g, csm_sql_op2(g, CSM_SQL_IDIV, at, all)),
		part = csm_sql_settle(g, csm_sql_op2(g, CSM_SQL_IMOD, at, all));
	struct sql_places p = order_places(g, o);
	csm_sql any = csm_sql_lt(g, zero, o->days), mixes = csm_sql_lt(g, zero, part);
	csm_sql a = csm_sql_settle(g, csm_sql_where(g, any, order_at(g, &p, k))),
		b = csm_sql_settle(g,
		    csm_sql_where(g, mixes, order_at(g, &p, csm_sql_add(g, k, one))));
	struct csm_sql_wide mixed = order_mixed(g, a, b, part),
			    single = {csm_sql_high(g, a), csm_sql_low(g, a)};

	/* As there: no mixture where a value stands at the place itself. */
	return csm_sql_in_range(
	    g, csm_sql_settle(g, csm_sql_if(g, mixes, csm_sql_ratio(g, &mixed, all),
				     csm_sql_ratio(g, &single, one))));
}

csm_sql
csm_sql_run(struct csm_sql_graph *g, const struct csm_sql_run *r)
{
	csm_sql day = csm_sql_day(g), one = csm_sql_int(g, 1);
	csm_sql on = csm_sql_where(g, r->active, day),
		before = csm_sql_window(g, CSM_SQL_W_AT, on, -1, 1);
	/* The row before may be of another day: those before everybody's first have rows
	 * only if they have points. */
	csm_sql goes_on = csm_sql_op2(g, CSM_SQL_EQ, before, csm_sql_sub(g, day, one));

	if (r->same != NULL)
		goes_on = csm_sql_and(g, goes_on, r->same);
	csm_sql begins = csm_sql_where(
	    g, csm_sql_and(g, r->active, csm_sql_op1(g, CSM_SQL_NOT, goes_on)), day);
	csm_sql begun = csm_sql_window(g, CSM_SQL_W_MAX, begins, -1, r->near);
	csm_sql from = csm_sql_sub(g, day, csm_sql_int(g, r->far));

	/* A run that began before the window is cut at its edge. */
	if (r->far >= 0)
		begun = csm_sql_if(g, csm_sql_lt(g, begun, from), from, begun);
	csm_sql now = csm_sql_op1(
	    g, CSM_SQL_NOT_NULL, csm_sql_window(g, CSM_SQL_W_AT, on, -1, r->near));
	return csm_sql_if(
	    g, now, csm_sql_add(g, csm_sql_sub(g, r->to, begun), one), r->none);
}
