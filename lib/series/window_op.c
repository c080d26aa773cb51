/* The operators of windows: what they do with what enters and leaves, and their values. */
#include "base/num.h"
#include "base/xalloc.h"
#include "series/window_slide.h"
#include "time/date.h"

#include <stdlib.h>

static const struct csm_value missing = {.type = CSM_VALUE_MISSING};

struct csm_value
csm_slide_number(double x)
{
	static const double limit = (double)(CSM_NUM_LIMIT / CSM_NUM_ONE);

	/* Not <= and >=, so that a NaN is missing too. */
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
	/* With zero() every day from `first` on has a value, be there an entry or not.
	 */
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
	/* Days without an entry alone, which are zeros. */
	if (entries == 0)
		return 0;
	int64_t v = c->s->value[c->queue[c->head]];
	/* Some day is a zero that no entry has, and it is the extreme. */
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
		    /* The product in integers: a difference of doubles would lose what
		     * large values have in common. */
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
		/* What is not larger than the newcomer leaves before it and can never
		 * be the largest. */
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
	/* Anything else that leaves was overtaken and is not in the queue any more. */
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
	/* The entry before was 0, or a day lies between: a new run. */
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

const struct csm_window_slide csm_window_slides[CSM_WINDOW_OPS] = {
    [CSM_WINDOW_SUM] = {enter_sum, leave_sum, exact_sum, NULL, false},
    [CSM_WINDOW_AVERAGE] = {enter_sum, leave_sum, NULL, value_average, false},
    [CSM_WINDOW_MAX] = {enter_extreme, leave_extreme, exact_extreme, NULL, false},
    [CSM_WINDOW_MIN] = {enter_extreme, leave_extreme, exact_extreme, NULL, false},
    [CSM_WINDOW_LAST] = {NULL, NULL, exact_last, NULL, false},
    [CSM_WINDOW_TREND] = {NULL, NULL, NULL, value_trend, true},
    [CSM_WINDOW_COUNT] = {NULL, NULL, exact_count, NULL, false},
    [CSM_WINDOW_TOTAL] = {enter_sum, NULL, exact_sum, NULL, false},
    [CSM_WINDOW_DAYS_SINCE] = {enter_active, NULL, exact_days_since, NULL, true},
    [CSM_WINDOW_FIRST] = {NULL, NULL, exact_first, NULL, false},
    [CSM_WINDOW_MEDIAN] = {csm_slide_enter_order, csm_slide_leave_order, NULL,
	csm_slide_percentile, false},
    [CSM_WINDOW_PERCENTILE] = {csm_slide_enter_order, csm_slide_leave_order, NULL,
	csm_slide_percentile, false},
    [CSM_WINDOW_STDDEV] = {csm_slide_enter_squares, csm_slide_leave_squares, NULL,
	csm_slide_stddev, false},
    [CSM_WINDOW_SLOPE] = {csm_slide_enter_slope, csm_slide_leave_slope, NULL,
	csm_slide_slope, false},
    [CSM_WINDOW_STREAK] = {enter_streak, NULL, exact_streak, NULL, true},
    [CSM_WINDOW_ZSCORE] = {csm_slide_enter_squares, csm_slide_leave_squares, NULL,
	csm_slide_zscore, true},
    [CSM_WINDOW_UNIQUES] = {NULL, NULL, exact_at, NULL, true},
    [CSM_WINDOW_DISTINCT] = {NULL, NULL, exact_distinct, NULL, true},
    [CSM_WINDOW_ACTIVE_DAYS] = {enter_active_days, leave_active_days, exact_active_days,
	NULL, false},
    [CSM_WINDOW_FIRST_DAY] = {enter_first_active, NULL, NULL, value_active, false},
    [CSM_WINDOW_LAST_DAY] = {enter_active, NULL, NULL, value_active, false},
    [CSM_WINDOW_RANK] = {NULL, NULL, exact_at, NULL, true},
    [CSM_WINDOW_STATE] = {NULL, NULL, exact_last, NULL, false},
    [CSM_WINDOW_DAYS_IN_STATE] = {enter_state, NULL, exact_days_in_state, NULL, true},
    [CSM_WINDOW_MEMBERS] = {NULL, NULL, exact_distinct, NULL, true},
};
const struct csm_window_slide csm_window_slide_difference = {
    .exact = exact_difference, .by_day = true};
