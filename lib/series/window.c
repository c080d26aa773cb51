#include "series/window.h"

#include "base/num.h"
#include "base/xalloc.h"
#include "series/window_slide.h"
#include "time/date.h"

#include <assert.h>
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

/* The window's first day for its last day `to`; TREND and ZSCORE look one day further
 * back. */
static int32_t
window_first_day(const struct csm_window *w, int32_t to)
{
	int further = w->op == CSM_WINDOW_TREND || w->op == CSM_WINDOW_ZSCORE;

	if (w->days == 0)
		return INT32_MIN;
	if (w->calendar != NULL)
		return csm_calendar_back(w->calendar, to, w->days + further);
	return to - w->days + !further;
}

static void
move_to(struct csm_slide *c, const struct csm_window_slide *slide, int32_t day)
{
	const struct csm_series *s = c->s;

	c->to = day - c->w->ago;
	c->from = window_first_day(c->w, c->to);
	/* Enter before leave: a queue of extremes may be emptied only of what has come
	 * in. */
	for (; c->hi < s->n && s->day[c->hi] <= c->to; c->hi++)
		if (slide->enter != NULL)
			slide->enter(c, c->hi);
	for (; c->lo < c->hi && s->day[c->lo] < c->from; c->lo++)
		if (slide->leave != NULL)
			slide->leave(c, c->lo);
	assert(c->lo <= c->hi);
}

/* From when on every day has a value. */
static int32_t
zero_from(const struct csm_series *s, const struct csm_window *w, int32_t first)
{
	if (!w->zero)
		return INT32_MAX;
	/* A calculated series may have values before the entity's first point. */
	if (s->n != 0 && (first == CSM_DAY_NONE || s->day[0] < first))
		return s->day[0];
	return first == CSM_DAY_NONE ? INT32_MAX : first;
}

/* The value of the day the slide has come to, in both of its forms. */
static int64_t
window_put(const struct csm_slide *c, const struct csm_window_slide *slide,
    struct csm_value *out)
{
	int64_t micros;

	if (slide->exact == NULL) {
		*out = slide->value(c);
		return out->type == CSM_VALUE_NUMBER
			   ? csm_num_from_double(out->u.number)
			   : CSM_MISSING;
	}
	micros = slide->exact(c);
	*out = (struct csm_value){.type = CSM_VALUE_MISSING};
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
	const struct csm_window_slide *slide = &csm_window_slides[w->op];
	struct csm_slide c = {.s = series,
	    .w = w,
	    .first = zero_from(series, w, first),
	    .divisions_by_zero = divisions_by_zero};
	size_t begin = csm_series_at(series, window_first_day(w, since - w->ago));
	size_t end = csm_series_at(series, until - w->ago + 1);
	int64_t value = CSM_MISSING;

	/* A difference is exact; the other two are quotients, in doubles. */
	if (w->op == CSM_WINDOW_TREND && w->trend == CSM_TREND_DIFFERENCE)
		slide = &csm_window_slide_difference;
	if ((w->op == CSM_WINDOW_SUM || w->op == CSM_WINDOW_AVERAGE) &&
	    /* With zero() days without a value count, which the sums up to a day do not
	     * know. */
	    c.first == INT32_MAX && w->calendar == NULL &&
	    csm_window_sums(series, w, since, until, out, micros))
		return;
	assert(since <= until && begin <= end);
	assert(
	    (slide->exact != NULL) != (slide->value != NULL)); /* a value of one kind */
	c.lo = c.hi = begin;
	if (w->op == CSM_WINDOW_MAX || w->op == CSM_WINDOW_MIN)
		/* Each entry enters once, so that the queue needs no ring. */
		c.queue = csm_xcalloc(end - begin, sizeof *c.queue);
	if (w->op == CSM_WINDOW_MEDIAN || w->op == CSM_WINDOW_PERCENTILE)
		c.order = csm_window_order_new(series, begin, end);
	int by_day = slide->by_day || c.first != INT32_MAX;
	for (int32_t day = since; day <= until; day++, out++) {
		size_t moved = c.lo + c.hi;
		move_to(&c, slide, day);
		/* Both only grow, so that an equal sum means that neither moved: same
		 * entries, same value. */
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

int32_t
csm_window_reach(const struct csm_window *w)
{
	/* A day so late that no window is cut off at the first day there is. */
	const int32_t day = CSM_DAY_MAX + 2 * CSM_WINDOW_DAYS_MAX;

	if (w->calendar != NULL)
		return w->ago + csm_calendar_reach(w->calendar, w->days + 1);
	return day - csm_window_from(w, day);
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
