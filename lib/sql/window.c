/* Windows over series, as csm-formula(5) has them. */
#include "sql/build.h"

#include "base/num.h"

/* A window over a series of millionths. */
struct sql_window {
	struct csm_sql_build *b;
	struct csm_sql_graph *g;
	const struct csm_window *w;
	csm_sql series;
	csm_sql to;   /* the window's last day */
	csm_sql zero; /* whether the last day counts as 0 without a value, or NULL */
	int32_t far, near;
};

/* The day so many before the row's. */
static csm_sql
window_before(struct csm_sql_graph *g, int32_t days)
{
	csm_sql day = csm_sql_day(g);

	return days == 0 ? day : csm_sql_sub(g, day, csm_sql_int(g, days));
}

static csm_sql
window_over(const struct sql_window *w, enum csm_sql_op op, csm_sql a)
{
	return csm_sql_window(w->g, op, a, w->far, w->near);
}

/* The value `days` before the row's, 0 where such a day counts. */
static csm_sql
window_at(const struct sql_window *w, int32_t days)
{
	struct csm_sql_graph *g = w->g;
	csm_sql at = csm_sql_window(g, CSM_SQL_W_AT, w->series, -1, days);
	csm_sql day = window_before(g, days);

	if (w->zero == NULL)
		return at;
	return csm_sql_op2(g, CSM_SQL_COALESCE, at,
	    csm_sql_where(g, csm_sql_le(g, w->b->first, day), csm_sql_int(g, 0)));
}

/* The first day of the window that counts, where `zero` holds.  From the first point of
 * the entity on days count as 0, and none before. */
static csm_sql
window_oldest(const struct sql_window *w)
{
	struct csm_sql_graph *g = w->g;
	csm_sql from = window_before(g, w->far);

	if (w->far < 0)
		return w->b->first;
	return csm_sql_if(g, csm_sql_lt(g, from, w->b->first), w->b->first, from);
}

/* How many days count. */
static csm_sql
window_days(const struct sql_window *w)
{
	struct csm_sql_graph *g = w->g;
	csm_sql entries = window_over(w, CSM_SQL_W_COUNT, w->series);

	if (w->zero == NULL)
		return entries;
	return csm_sql_settle(
	    g, csm_sql_if(g, w->zero,
		   csm_sql_add(
		       g, csm_sql_sub(g, w->to, window_oldest(w)), csm_sql_int(g, 1)),
		   entries));
}

/* `a` where some day counts. */
static csm_sql
window_if_any(const struct sql_window *w, csm_sql a)
{
	return csm_sql_where(
	    w->g, csm_sql_lt(w->g, csm_sql_int(w->g, 0), window_days(w)), a);
}

/* A window without rows adds up to 0; whether it has a value is for window_if_any. */
static struct csm_sql_wide
window_sum(const struct sql_window *w)
{
	struct csm_sql_graph *g = w->g;
	csm_sql none = csm_sql_int(g, 0);
	csm_sql high = window_over(w, CSM_SQL_W_SUM, csm_sql_high(g, w->series)),
		low = window_over(w, CSM_SQL_W_SUM, csm_sql_low(g, w->series));

	return csm_sql_carry(g, csm_sql_op2(g, CSM_SQL_COALESCE, high, none),
	    csm_sql_op2(g, CSM_SQL_COALESCE, low, none));
}

static struct csm_sql_value
window_exactly(const struct sql_window *w, csm_sql micros)
{
	return csm_sql_exactly(w->b, micros);
}

static struct csm_sql_value
window_total(const struct sql_window *w)
{
	struct csm_sql_wide sum = window_sum(w);

	return window_exactly(w, window_if_any(w, csm_sql_limited(w->g, &sum)));
}

static struct csm_sql_value
window_average(const struct sql_window *w)
{
	struct csm_sql_wide sum = window_sum(w);
	csm_sql ratio = csm_sql_ratio(w->g, &sum, window_days(w));

	ratio = csm_sql_settle(w->g, window_if_any(w, ratio));
	return csm_sql_numeric(csm_sql_settle(w->g, csm_sql_in_range(w->g, ratio)));
}

static struct csm_sql_value
window_extreme(const struct sql_window *w)
{
	struct csm_sql_graph *g = w->g;
	bool max = w->w->op == CSM_WINDOW_MAX;
	csm_sql zero = csm_sql_int(g, 0);
	csm_sql v = window_over(w, max ? CSM_SQL_W_MAX : CSM_SQL_W_MIN, w->series);

	if (w->zero == NULL)
		return window_exactly(w, v);
	/* some day of the window counts as 0 */
	csm_sql gap =
	    csm_sql_lt(g, window_over(w, CSM_SQL_W_COUNT, w->series), window_days(w));
	csm_sql within = csm_sql_op2(g, CSM_SQL_COALESCE, v, zero);
	csm_sql beyond =
	    max ? csm_sql_lt(g, within, zero) : csm_sql_lt(g, zero, within);
	return window_exactly(w, csm_sql_if(g, csm_sql_and(g, gap, beyond), zero,
				     csm_sql_if(g, gap, within, v)));
}

static csm_sql
window_day_where(const struct sql_window *w, csm_sql condition)
{
	return csm_sql_where(w->g, condition, csm_sql_day(w->g));
}

static csm_sql
window_active(const struct sql_window *w)
{
	return csm_sql_op2(w->g, CSM_SQL_NE, w->series, csm_sql_int(w->g, 0));
}

static csm_sql
window_shifted(const struct sql_window *w, csm_sql a)
{
	return csm_sql_window(w->g, CSM_SQL_W_AT, a, -1, w->near);
}

/* The newest value of the window, of days that have one.  The newest value ever and its
 * day, shifted: it is of the window if its day is. */
static csm_sql
window_newest(const struct sql_window *w)
{
	struct csm_sql_graph *g = w->g;
	csm_sql there = csm_sql_op1(g, CSM_SQL_NOT_NULL, w->series);
	csm_sql value = window_shifted(w, csm_sql_fill(g, w->series, w->series, false)),
		day = window_shifted(
		    w, csm_sql_fill(g, window_day_where(w, there), w->series, false));
	csm_sql from = window_before(g, w->far);

	/* A window of one day needs no fill. */
	if (w->far == w->near)
		return window_shifted(w, w->series);
	return csm_sql_where(g, csm_sql_le(g, from, day), value);
}

static struct csm_sql_value
window_last(const struct sql_window *w)
{
	csm_sql last = window_newest(w);

	if (w->zero != NULL)
		last = csm_sql_if(w->g, w->zero, window_at(w, w->near), last);
	return window_exactly(w, last);
}

/* The oldest value of the window, of days that have one. */
static csm_sql
window_earliest(const struct sql_window *w)
{
	struct csm_sql_graph *g = w->g;
	csm_sql there = csm_sql_op1(g, CSM_SQL_NOT_NULL, w->series);
	csm_sql value = csm_sql_window(
	    g, CSM_SQL_W_AT, csm_sql_fill(g, w->series, w->series, true), -1, w->far);
	csm_sql day = csm_sql_window(g, CSM_SQL_W_AT,
	    csm_sql_fill(g, window_day_where(w, there), w->series, true), -1, w->far);

	return csm_sql_where(g, csm_sql_le(g, day, w->to), value);
}

/* Where days count as 0: the window's first day, or the entity's. */
static struct csm_sql_value
window_first(const struct sql_window *w)
{
	struct csm_sql_graph *g = w->g;
	csm_sql from = window_before(g, w->far);
	csm_sql first = csm_sql_window(g, CSM_SQL_W_MAX,
	    csm_sql_where(
		g, csm_sql_op2(g, CSM_SQL_EQ, csm_sql_day(g), w->b->first), w->series),
	    -1, w->near);
	csm_sql edge = csm_sql_if(g, csm_sql_lt(g, from, w->b->first), first,
	    csm_sql_window(g, CSM_SQL_W_AT, w->series, -1, w->far));

	if (w->zero == NULL)
		return window_exactly(w, window_earliest(w));
	return window_exactly(
	    w, csm_sql_if(g, w->zero,
		   csm_sql_op2(g, CSM_SQL_COALESCE, edge, csm_sql_int(g, 0)),
		   window_earliest(w)));
}

static struct csm_sql_value
window_trend(const struct sql_window *w)
{
	struct csm_sql_graph *g = w->g;
	csm_sql now = csm_sql_settle(g, window_at(w, w->near)),
		then = csm_sql_settle(g, window_at(w, w->near + w->w->days));
	csm_sql by = csm_sql_op2(g, CSM_SQL_NE, then, csm_sql_int(g, 0));
	csm_sql divisor = csm_sql_op1(g, CSM_SQL_TO_REAL, then), share;

	/* Differences are exact, in two parts; shares are doubles. */
	if (w->w->trend == CSM_TREND_DIFFERENCE)
		return window_exactly(w, csm_sql_difference(g, now, then));
	share = w->w->trend == CSM_TREND_PERCENT ? csm_sql_hundredfold(g, now, then)
						 : csm_sql_op1(g, CSM_SQL_TO_REAL, now);
	share = csm_sql_settle(
	    g, csm_sql_where(g, by, csm_sql_op2(g, CSM_SQL_DIV, share, divisor)));
	return csm_sql_numeric(csm_sql_settle(g, csm_sql_in_range(g, share)));
}

static struct csm_sql_value
window_units(const struct sql_window *w, csm_sql count)
{
	return window_exactly(
	    w, csm_sql_mul(w->g, count, csm_sql_int(w->g, CSM_NUM_ONE)));
}

static struct csm_sql_value
window_count(const struct sql_window *w)
{
	return window_units(w, window_days(w));
}

static struct csm_sql_value
window_active_days(const struct sql_window *w)
{
	csm_sql active = window_day_where(w, window_active(w));

	return window_units(w, window_over(w, CSM_SQL_W_COUNT, active));
}

static struct csm_sql_value
window_days_since(const struct sql_window *w)
{
	csm_sql newest = csm_sql_window(
	    w->g, CSM_SQL_W_MAX, window_day_where(w, window_active(w)), -1, w->near);

	return window_units(w, csm_sql_sub(w->g, w->to, newest));
}

static struct csm_sql_value
window_run(const struct sql_window *w, csm_sql active, csm_sql same, csm_sql none)
{
	struct csm_sql_run run = {active, same, none, w->to, w->far, w->near};

	return window_units(w, csm_sql_run(w->g, &run));
}

static struct csm_sql_value
window_streak(const struct sql_window *w)
{
	return window_run(w, window_active(w), NULL, csm_sql_int(w->g, 0));
}

static struct csm_sql_value
window_days_in_state(const struct sql_window *w)
{
	csm_sql before = csm_sql_window(w->g, CSM_SQL_W_AT, w->series, -1, 1);

	return window_run(w, csm_sql_op1(w->g, CSM_SQL_NOT_NULL, w->series),
	    csm_sql_op2(w->g, CSM_SQL_EQ, before, w->series),
	    csm_sql_null(w->g, CSM_SQL_INT));
}

static struct csm_sql_value
window_state(const struct sql_window *w)
{
	return (struct csm_sql_value){.kind = CSM_SQL_WORDS, .text = window_newest(w)};
}

static struct csm_sql_value
window_percentile(const struct sql_window *w)
{
	struct csm_sql_order order = {w->series, window_days(w), w->zero != NULL, w->w};

	return csm_sql_numeric(csm_sql_settle(w->g, csm_sql_percentile(w->g, &order)));
}

static struct csm_sql_value
window_edge_day(const struct sql_window *w)
{
	enum csm_sql_op op =
	    w->w->op == CSM_WINDOW_FIRST_DAY ? CSM_SQL_W_MIN : CSM_SQL_W_MAX;

	return (struct csm_sql_value){.kind = CSM_SQL_DATE,
	    .exact = csm_sql_window(
		w->g, op, window_day_where(w, window_active(w)), -1, w->near)};
}

/* UNIQUES, DISTINCT and MEMBERS, whose series counts the whole window already. */
static struct csm_sql_value
window_uniques(const struct sql_window *w)
{
	csm_sql at = window_at(w, w->near);

	if (w->w->op != CSM_WINDOW_UNIQUES)
		at = csm_sql_op2(w->g, CSM_SQL_COALESCE, at, csm_sql_int(w->g, 0));
	return window_exactly(w, at);
}

/* An operator that is not in the table is refused. */
static struct csm_sql_value (*const windows[CSM_WINDOW_OPS])(
    const struct sql_window *w) = {
    [CSM_WINDOW_SUM] = window_total,
    [CSM_WINDOW_AVERAGE] = window_average,
    [CSM_WINDOW_MAX] = window_extreme,
    [CSM_WINDOW_MIN] = window_extreme,
    [CSM_WINDOW_LAST] = window_last,
    [CSM_WINDOW_TREND] = window_trend,
    [CSM_WINDOW_COUNT] = window_count,
    [CSM_WINDOW_TOTAL] = window_total,
    [CSM_WINDOW_DAYS_SINCE] = window_days_since,
    [CSM_WINDOW_FIRST] = window_first,
    [CSM_WINDOW_MEDIAN] = window_percentile,
    [CSM_WINDOW_PERCENTILE] = window_percentile,
    [CSM_WINDOW_STREAK] = window_streak,
    [CSM_WINDOW_UNIQUES] = window_uniques,
    [CSM_WINDOW_DISTINCT] = window_uniques,
    [CSM_WINDOW_ACTIVE_DAYS] = window_active_days,
    [CSM_WINDOW_FIRST_DAY] = window_edge_day,
    [CSM_WINDOW_LAST_DAY] = window_edge_day,
    [CSM_WINDOW_STATE] = window_state,
    [CSM_WINDOW_DAYS_IN_STATE] = window_days_in_state,
    [CSM_WINDOW_MEMBERS] = window_uniques,
};

/* Operators over all days, and days that count as 0, begin with the first point, if there
 * is one: a series that is computed has values before. */
static csm_sql
window_series(struct csm_sql_build *b, const struct csm_feed *feed)
{
	const struct csm_operand *s = &b->plan->source[feed->source];
	csm_sql series = csm_sql_series(b, feed->source), counts;

	if (s->kind == CSM_SOURCE_POINTS || s->kind == CSM_SOURCE_ACTIVITY)
		return series;
	if (feed->window.days > 0 && !feed->window.zero)
		return series;
	counts = csm_sql_le(b->g, b->first, csm_sql_day(b->g));
	if (feed->window.days > 0)
		counts = csm_sql_op2(b->g, CSM_SQL_OR,
		    csm_sql_op1(b->g, CSM_SQL_IS_NULL, b->first), counts);
	return csm_sql_settle(b->g, csm_sql_where(b->g, counts, series));
}

struct csm_sql_value
csm_sql_feed_window(struct csm_sql_build *b, const struct csm_feed *feed)
{
	const struct csm_window *given = &feed->window;
	struct sql_window w = {.b = b, .g = b->g, .w = given};

	if (given->op >= CSM_WINDOW_OPS || windows[given->op] == NULL)
		return csm_sql_refuse(b, "%s", csm_window_info[given->op].text);
	if (given->workdays)
		return csm_sql_refuse(b, "a window of workdays");
	w.near = given->ago;
	w.far = given->days == 0 ? -1 : given->ago + given->days - 1;
	/* Rows begin in 1970, so the first of such a window would be another day's. */
	if (given->op == CSM_WINDOW_FIRST && feed->span.from < w.far)
		return csm_sql_refuse(b, "first, which reaches back before 1970,");
	w.series = window_series(b, feed);
	w.to = window_before(b->g, given->ago);
	if (given->zero)
		w.zero = csm_sql_le(b->g, b->first, w.to);
	struct csm_sql_value v = windows[given->op](&w);
	if (v.exact != NULL)
		csm_sql_settle(b->g, v.exact);
	if (v.real != NULL)
		csm_sql_settle(b->g, v.real);
	return v;
}
