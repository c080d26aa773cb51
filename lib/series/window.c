#include "series/window.h"

#include "base/num.h"
#include "base/xalloc.h"
#include "series/window_slide.h"
#include "time/date.h"

#include <stdlib.h>

const struct csm_window_info csm_window_info[CSM_WINDOW_OPS] = {
    [CSM_WINDOW_SUM] = {.json = "SUM",
	.text = "sum",
	.summary = "sum of the window's values"},
    [CSM_WINDOW_AVERAGE] = {.json = "AVERAGE",
	.alias = "AVG",
	.text = "average",
	.summary = "sum divided by the number of days with a value"},
    [CSM_WINDOW_MAX] = {.json = "MAX",
	.alias = "MAXIMUM",
	.text = "max",
	.summary = "largest value"},
    [CSM_WINDOW_MIN] = {.json = "MIN",
	.alias = "MINIMUM",
	.text = "min",
	.summary = "smallest value"},
    [CSM_WINDOW_LAST] = {.json = "LAST",
	.text = "last",
	.summary = "newest value in the window"},
    [CSM_WINDOW_TREND] = {.json = "TREND",
	.text = "trend",
	.summary = "value of the day against the value n days before"},
    [CSM_WINDOW_COUNT] = {.json = "COUNT",
	.text = "count",
	.summary = "number of days with a value; 0 if none"},
    [CSM_WINDOW_TOTAL] = {.json = "totalSum",
	.text = "total",
	.summary = "sum of all values up to the day",
	.unbounded = 1},
    [CSM_WINDOW_DAYS_SINCE] = {.json = "daysSince",
	.text = "days_since",
	.summary = "days from the newest value that is not 0 to the day",
	.unbounded = 1},
    [CSM_WINDOW_FIRST] = {.json = "FIRST",
	.text = "first",
	.summary = "oldest value in the window"},
    [CSM_WINDOW_MEDIAN] = {.json = "MEDIAN",
	.text = "median",
	.summary = "percentile 50"},
    [CSM_WINDOW_PERCENTILE] = {.json = "PERCENTILE",
	.text = "percentile",
	.summary =
	    "value below which p percent of the values lie, between two by proportion"},
    [CSM_WINDOW_STDDEV] = {.json = "STDDEV",
	.text = "stddev",
	.summary = "sample standard deviation; missing below two values"},
    [CSM_WINDOW_SLOPE] = {.json = "SLOPE",
	.text = "slope",
	.summary =
	    "least squares over the days with a value, per day; missing below two"},
    [CSM_WINDOW_STREAK] = {.json = "STREAK",
	.text = "streak",
	.summary =
	    "days in a row with a value that is not 0, up to the day; 0 if it has none",
	.open = 1},
    [CSM_WINDOW_ZSCORE] = {.json = "ZSCORE",
	.text = "zscore",
	.summary = "value of the day against mean and deviation of the n days before"},
    [CSM_WINDOW_UNIQUES] = {.json = "UNIQUES",
	.text = "uniques",
	.summary = "distinct end users with a value that is not 0",
	.counts = "end users"},
    [CSM_WINDOW_DISTINCT] = {.json = "DISTINCT",
	.text = "distinct",
	.summary = "different metrics with a value that is not 0; 0 if none",
	.counts = "metrics"},
    [CSM_WINDOW_ACTIVE_DAYS] = {.json = "ACTIVE_DAYS",
	.text = "active_days",
	.summary =
	    "days on which any of the metrics has a value that is not 0; 0 if none",
	.counts = "days"},
    [CSM_WINDOW_FIRST_DAY] = {.json = "firstDay",
	.text = "first_day",
	.summary = "day of the first value that is not 0",
	.unbounded = 1,
	.is_day = 1},
    [CSM_WINDOW_LAST_DAY] = {.json = "lastDay",
	.text = "last_day",
	.summary = "day of the newest value that is not 0",
	.unbounded = 1,
	.is_day = 1},
    [CSM_WINDOW_RANK] = {.json = "RANK",
	.text = "rank",
	.summary =
	    "percent of the companies of the run that have less, and half of the equal",
	.one_day = 1},
    [CSM_WINDOW_STATE] = {.json = "STATE",
	.text = "state",
	.summary = "newest state in the window",
	.of_states = 1},
    [CSM_WINDOW_DAYS_IN_STATE] = {.json = "DAYS_IN_STATE",
	.text = "days_in_state",
	.summary = "days in a row with the state of the day; missing if it has none",
	.open = 1,
	.of_states = 1},
    [CSM_WINDOW_MEMBERS] = {.json = "count",
	.text = "count",
	.summary = "end users, assets or projects that fulfil a condition; 0 if none",
	.one_day = 1},
};

int32_t
csm_window_days_usual(enum csm_window_op op)
{
	return csm_window_info[op].unbounded || csm_window_info[op].open ? 0 : 1;
}

int
csm_window_may_be_plain(enum csm_window_op op)
{
	return csm_window_days_usual(op) > 0 && !csm_window_info[op].one_day &&
	       op != CSM_WINDOW_PERCENTILE;
}

static const struct csm_value missing = {.type = CSM_VALUE_MISSING};

struct csm_value
csm_slide_number(double x)
{
	static const double limit = (double)(CSM_NUM_LIMIT / CSM_NUM_ONE);

	if (!(x > -limit && x < limit))
		return missing;
	return (struct csm_value){.type = CSM_VALUE_NUMBER, .u.number = x};
}

struct csm_value
csm_slide_ratio(csm_int128 x, int64_t unit)
{
	if (x <= CSM_NUM_EXACT && x >= -CSM_NUM_EXACT)
		return csm_slide_number((double)x / (double)unit);
	return csm_slide_number((double)(x / unit) + (double)(x % unit) / (double)unit);
}

int32_t
csm_slide_days(const struct csm_slide *c)
{
	if (c->first > c->to)
		return (int32_t)(c->hi - c->lo);
	return c->to - (c->from > c->first ? c->from : c->first) + 1;
}

int
csm_slide_at(const struct csm_slide *c, size_t i, int32_t day, int64_t *value)
{
	if (i < c->s->n && c->s->day[i] == day)
		*value = c->s->value[i];
	else if (day >= c->first)
		*value = 0;
	else
		return 0;
	return 1;
}

/* The exact value of an operator that has one: a sum, a value of the series, a count;
 * CSM_MISSING without one, or beyond the range of numbers. */
static int64_t
window_limited(csm_int128 micros)
{
	if (micros <= -(csm_int128)CSM_NUM_LIMIT || micros >= CSM_NUM_LIMIT)
		return CSM_MISSING;
	return (int64_t)micros;
}

static int64_t
exact_sum(const struct csm_slide *c)
{
	return csm_slide_days(c) == 0 ? CSM_MISSING : window_limited(c->sum);
}

static struct csm_value
value_average(const struct csm_slide *c)
{
	int32_t n = csm_slide_days(c);

	return n == 0 ? missing : csm_slide_ratio(c->sum, CSM_NUM_ONE * n);
}

static int64_t
exact_extreme(const struct csm_slide *c)
{
	size_t entries = c->hi - c->lo, days = (size_t)csm_slide_days(c);
	int max = c->w->op == CSM_WINDOW_MAX;

	if (days == 0)
		return CSM_MISSING;
	if (entries == 0)
		return 0;
	int64_t v = c->s->value[c->queue[c->head]];
	if (days > entries && (max ? v < 0 : v > 0))
		v = 0;
	return v;
}

static int64_t
exact_last(const struct csm_slide *c)
{
	int64_t v;

	if (csm_slide_at(c, c->hi - 1, c->to, &v))
		return v;
	return c->hi == c->lo ? CSM_MISSING : c->s->value[c->hi - 1];
}

/* The two days a trend compares; 0 if one of them has no value. */
static int
window_ends(const struct csm_slide *c, int64_t *now, int64_t *then)
{
	return csm_slide_at(c, c->hi - 1, c->to, now) &&
	       csm_slide_at(c, c->lo, c->from, then);
}

static int64_t
exact_difference(const struct csm_slide *c)
{
	int64_t a, b;

	return window_ends(c, &a, &b) ? window_limited((csm_int128)a - b) : CSM_MISSING;
}

static struct csm_value
value_trend(const struct csm_slide *c)
{
	int64_t a, b;

	if (!window_ends(c, &a, &b))
		return missing;
	if (b == 0) {
		++*c->divisions_by_zero;
		return missing;
	}
	if (c->w->trend == CSM_TREND_PERCENT)
		return csm_slide_number(
		    (double)(((csm_int128)a - b) * 100) / (double)b);
	return csm_slide_number((double)a / (double)b);
}

static int64_t
exact_count(const struct csm_slide *c)
{
	return csm_slide_days(c) * CSM_NUM_ONE;
}

static int64_t
exact_days_since(const struct csm_slide *c)
{
	return c->active == 0 ? CSM_MISSING
			      : (c->to - c->s->day[c->active - 1]) * CSM_NUM_ONE;
}

static int64_t
exact_first(const struct csm_slide *c)
{
	int32_t oldest = c->from > c->first ? c->from : c->first;
	int64_t v = 0;

	if (csm_slide_days(c) == 0)
		return CSM_MISSING;
	if (c->first > c->to)
		return c->s->value[c->lo];
	csm_slide_at(c, c->lo, oldest, &v);
	return v;
}

static int64_t
exact_streak(const struct csm_slide *c)
{
	if (c->active == 0 || c->s->day[c->active - 1] != c->to)
		return 0;
	return (c->to - (c->run > c->from ? c->run : c->from) + 1) * CSM_NUM_ONE;
}

static int64_t
exact_days_in_state(const struct csm_slide *c)
{
	return c->active == 0 || c->s->day[c->active - 1] != c->to ? CSM_MISSING
								   : exact_streak(c);
}

static int64_t
exact_active_days(const struct csm_slide *c)
{
	return c->days_sum * CSM_NUM_ONE;
}

static struct csm_value
value_active(const struct csm_slide *c)
{
	if (c->active == 0)
		return missing;
	return (struct csm_value){
	    .type = CSM_VALUE_DAY, .u.day = c->s->day[c->active - 1]};
}

/* DISTINCT, whose series counts the whole window already, and MEMBERS. */
static int64_t
exact_distinct(const struct csm_slide *c)
{
	int64_t v;

	return csm_slide_at(c, c->hi - 1, c->to, &v) ? v : 0;
}

/* UNIQUES, whose series counts the whole window already, and RANK. */
static int64_t
exact_at(const struct csm_slide *c)
{
	int64_t v;

	return csm_slide_at(c, c->hi - 1, c->to, &v) ? v : CSM_MISSING;
}

static void
enter_sum(struct csm_slide *c, size_t i)
{
	c->sum += c->s->value[i];
}

static void
leave_sum(struct csm_slide *c, size_t i)
{
	c->sum -= c->s->value[i];
}

static void
enter_extreme(struct csm_slide *c, size_t i)
{
	const int64_t *v = c->s->value;

	if (c->w->op == CSM_WINDOW_MAX)
		while (c->tail > c->head && v[c->queue[c->tail - 1]] <= v[i])
			c->tail--;
	else
		while (c->tail > c->head && v[c->queue[c->tail - 1]] >= v[i])
			c->tail--;
	c->queue[c->tail++] = i;
}

static void
leave_extreme(struct csm_slide *c, size_t i)
{
	c->head += c->queue[c->head] == i;
}

static void
enter_active(struct csm_slide *c, size_t i)
{
	if (c->s->value[i] != 0)
		c->active = i + 1;
}

static void
enter_first_active(struct csm_slide *c, size_t i)
{
	if (c->active == 0)
		enter_active(c, i);
}

static void
enter_active_days(struct csm_slide *c, size_t i)
{
	c->days_sum += c->s->value[i] != 0;
}

static void
leave_active_days(struct csm_slide *c, size_t i)
{
	c->days_sum -= c->s->value[i] != 0;
}

static void
enter_streak(struct csm_slide *c, size_t i)
{
	const struct csm_series *s = c->s;

	if (s->value[i] == 0)
		return;
	if (c->active == 0 || c->active != i || s->day[i - 1] != s->day[i] - 1)
		c->run = s->day[i];
	c->active = i + 1;
}

static void
enter_state(struct csm_slide *c, size_t i)
{
	const struct csm_series *s = c->s;

	if (c->active == 0 || s->day[i - 1] != s->day[i] - 1 ||
	    s->value[i - 1] != s->value[i])
		c->run = s->day[i];
	c->active = i + 1;
}

/* How an operator keeps up with entries that enter and leave (NULL: no need to), and
 * its value: an exact one, or else one computed in doubles. */
struct window_slide {
	csm_slide_move *enter, *leave;
	int64_t (*exact)(const struct csm_slide *c);
	csm_slide_value *value;
};
static const struct window_slide slides[CSM_WINDOW_OPS] = {
    [CSM_WINDOW_SUM] = {enter_sum, leave_sum, exact_sum, NULL},
    [CSM_WINDOW_AVERAGE] = {enter_sum, leave_sum, NULL, value_average},
    [CSM_WINDOW_MAX] = {enter_extreme, leave_extreme, exact_extreme, NULL},
    [CSM_WINDOW_MIN] = {enter_extreme, leave_extreme, exact_extreme, NULL},
    [CSM_WINDOW_LAST] = {NULL, NULL, exact_last, NULL},
    [CSM_WINDOW_TREND] = {NULL, NULL, NULL, value_trend},
    [CSM_WINDOW_COUNT] = {NULL, NULL, exact_count, NULL},
    [CSM_WINDOW_TOTAL] = {enter_sum, NULL, exact_sum, NULL},
    [CSM_WINDOW_DAYS_SINCE] = {enter_active, NULL, exact_days_since, NULL},
    [CSM_WINDOW_FIRST] = {NULL, NULL, exact_first, NULL},
    [CSM_WINDOW_MEDIAN] = {csm_slide_enter_order, csm_slide_leave_order, NULL,
	csm_slide_percentile},
    [CSM_WINDOW_PERCENTILE] = {csm_slide_enter_order, csm_slide_leave_order, NULL,
	csm_slide_percentile},
    [CSM_WINDOW_STDDEV] = {csm_slide_enter_squares, csm_slide_leave_squares, NULL,
	csm_slide_stddev},
    [CSM_WINDOW_SLOPE] = {csm_slide_enter_slope, csm_slide_leave_slope, NULL,
	csm_slide_slope},
    [CSM_WINDOW_STREAK] = {enter_streak, NULL, exact_streak, NULL},
    [CSM_WINDOW_ZSCORE] = {csm_slide_enter_squares, csm_slide_leave_squares, NULL,
	csm_slide_zscore},
    [CSM_WINDOW_UNIQUES] = {NULL, NULL, exact_at, NULL},
    [CSM_WINDOW_DISTINCT] = {NULL, NULL, exact_distinct, NULL},
    [CSM_WINDOW_ACTIVE_DAYS] = {enter_active_days, leave_active_days, exact_active_days,
	NULL},
    [CSM_WINDOW_FIRST_DAY] = {enter_first_active, NULL, NULL, value_active},
    [CSM_WINDOW_LAST_DAY] = {enter_active, NULL, NULL, value_active},
    [CSM_WINDOW_RANK] = {NULL, NULL, exact_at, NULL},
    [CSM_WINDOW_STATE] = {NULL, NULL, exact_last, NULL},
    [CSM_WINDOW_DAYS_IN_STATE] = {enter_state, NULL, exact_days_in_state, NULL},
    [CSM_WINDOW_MEMBERS] = {NULL, NULL, exact_distinct, NULL},
};
static const struct window_slide slide_difference = {
    NULL, NULL, exact_difference, NULL};

/* The window's first day for its last day `to`; TREND and ZSCORE look one day further
 * back. */
static int32_t
window_first_day(const struct csm_window *w, int32_t to)
{
	if (w->days == 0)
		return INT32_MIN;
	return to - w->days + (w->op != CSM_WINDOW_TREND && w->op != CSM_WINDOW_ZSCORE);
}

static void
move_to(struct csm_slide *c, const struct window_slide *slide, int32_t day)
{
	const struct csm_series *s = c->s;

	c->to = day - c->w->ago;
	c->from = window_first_day(c->w, c->to);
	for (; c->hi < s->n && s->day[c->hi] <= c->to; c->hi++)
		if (slide->enter != NULL)
			slide->enter(c, c->hi);
	for (; c->lo < c->hi && s->day[c->lo] < c->from; c->lo++)
		if (slide->leave != NULL)
			slide->leave(c, c->lo);
}

/* From when on every day has a value. */
static int32_t
zero_from(const struct csm_series *s, const struct csm_window *w, int32_t first)
{
	if (!w->zero)
		return INT32_MAX;
	if (s->n != 0 && (first == CSM_DAY_NONE || s->day[0] < first))
		return s->day[0];
	return first == CSM_DAY_NONE ? INT32_MAX : first;
}

/* 1 if the value can change from day to day although nothing enters or leaves. */
static int
is_by_day(enum csm_window_op op)
{
	switch (op) {
	case CSM_WINDOW_TREND:
	case CSM_WINDOW_DAYS_SINCE:
	case CSM_WINDOW_STREAK:
	case CSM_WINDOW_DAYS_IN_STATE:
	case CSM_WINDOW_ZSCORE:
	case CSM_WINDOW_UNIQUES:
	case CSM_WINDOW_DISTINCT:
	case CSM_WINDOW_RANK:
	case CSM_WINDOW_MEMBERS:
		return 1;
	default:
		return 0;
	}
}

/* The value of the day the slide has come to, in both of its forms. */
static int64_t
window_put(
    const struct csm_slide *c, const struct window_slide *slide, struct csm_value *out)
{
	int64_t micros;

	if (slide->exact == NULL) {
		*out = slide->value(c);
		return out->type == CSM_VALUE_NUMBER
			   ? csm_num_from_double(out->u.number)
			   : CSM_MISSING;
	}
	micros = slide->exact(c);
	*out = missing;
	if (micros != CSM_MISSING) {
		out->type = CSM_VALUE_NUMBER;
		out->u.number = csm_num_to_double(micros);
	}
	return micros;
}

void
csm_window_eval(const struct csm_series *series, const struct csm_window *w,
    int32_t first, int32_t since, int32_t until, struct csm_value *out, int64_t *micros,
    uint64_t *divisions_by_zero)
{
	const struct window_slide *slide = &slides[w->op];
	struct csm_slide c = {.s = series,
	    .w = w,
	    .first = zero_from(series, w, first),
	    .divisions_by_zero = divisions_by_zero};
	size_t begin = csm_series_at(series, window_first_day(w, since - w->ago));
	size_t end = csm_series_at(series, until - w->ago + 1);
	int64_t value = CSM_MISSING;

	if (w->op == CSM_WINDOW_TREND && w->trend == CSM_TREND_DIFFERENCE)
		slide = &slide_difference;
	if ((w->op == CSM_WINDOW_SUM || w->op == CSM_WINDOW_AVERAGE) &&
	    c.first == INT32_MAX &&
	    csm_window_sums(series, w, since, until, out, micros))
		return;
	c.lo = c.hi = begin;
	if (w->op == CSM_WINDOW_MAX || w->op == CSM_WINDOW_MIN)
		c.queue = csm_xcalloc(end - begin, sizeof *c.queue);
	if (w->op == CSM_WINDOW_MEDIAN || w->op == CSM_WINDOW_PERCENTILE)
		c.order = csm_window_order_new(series, begin, end);
	int by_day = is_by_day(w->op) || c.first != INT32_MAX;
	for (int32_t day = since; day <= until; day++, out++) {
		size_t moved = c.lo + c.hi;
		move_to(&c, slide, day);
		if (!by_day && day > since && c.lo + c.hi == moved)
			*out = out[-1];
		else
			value = window_put(&c, slide, out);
		if (micros != NULL)
			*micros++ = value;
	}
	free(c.queue);
	csm_window_order_free(c.order);
}

int32_t
csm_window_from(const struct csm_window *w, int32_t day)
{
	int32_t from = window_first_day(w, day - w->ago);

	return from < CSM_DAY_MIN ? CSM_DAY_MIN : from;
}

size_t
csm_window_covered(const struct csm_series *series, const struct csm_window *w,
    int32_t day, int32_t *from, int32_t *to)
{
	int32_t last = day - w->ago, start = window_first_day(w, last);
	size_t lo = csm_series_at(series, start), hi = csm_series_at(series, last + 1);
	size_t n = hi - lo;

	if (w->op == CSM_WINDOW_TREND)
		n = (size_t)(n > 0 && series->day[lo] == start) +
		    (size_t)(n > 0 && series->day[hi - 1] == last);
	if (w->days == 0)
		start = n > 0 ? series->day[0] : last;
	*from = start < CSM_DAY_MIN ? CSM_DAY_MIN : start;
	*to = last < CSM_DAY_MIN ? CSM_DAY_MIN : last;
	return n;
}
