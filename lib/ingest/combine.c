#include "ingest/combine.h"

#include "base/int128.h"
#include "base/text.h"
#include "base/xalloc.h"

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct csm_combine {
	struct csm_point_writer *writer;
	const struct csm_rule *agg;
	int pending;            /* 0: no key yet */
	struct csm_point point; /* the key; its texts are in the buffers below */
	struct csm_buf company, id, metric, state;
	enum csm_agg how; /* of the metric */
	struct csm_aggregate day;
	struct csm_force force; /* sum of what is in force */
	int64_t periods;        /* in force */
	bool since;             /* they are days, see CSM_COMBINE_SINCE */
	struct csm_uses *uses;  /* NULL: not asked for */
	struct csm_combine_counts counts;
};

/* An order below INT64_MAX by: denominator, numerator, and whether it ends. */
#define NUM_BITS 10
#define DEN_BITS 17

/* So a change needs no field of its own in the sorter, whose rows are as small as they
 * are; equal fractions of a day come together. */
static int64_t
combine_order(struct csm_fraction fraction, int64_t ends)
{
	/* A numerator is at most 372, twelve times 31 days, and a denominator some
	 * 50,000, the days from 1970 to 2105: kind_revenue.c. */
	assert(fraction.num < 1u << NUM_BITS && fraction.den < 1u << DEN_BITS);
	return INT64_MAX -
	       ((((int64_t)fraction.den << NUM_BITS | fraction.num) << 1) + ends);
}

int64_t
csm_combine_begin(struct csm_fraction fraction)
{
	return combine_order(fraction, 0);
}

int64_t
csm_combine_end(struct csm_fraction fraction)
{
	return combine_order(fraction, 1);
}

static bool
is_change(int64_t order)
{
	return order > INT64_MAX - (INT64_C(1) << (NUM_BITS + DEN_BITS + 1));
}

static void
put_change(struct csm_combine *c, int64_t value, int64_t order)
{
	const int64_t code = INT64_MAX - order;
	const struct csm_fraction fraction = {
	    .num = (uint32_t)(code >> 1) & ((1u << NUM_BITS) - 1),
	    .den = (uint32_t)(code >> (1 + NUM_BITS))};

	c->periods += code & 1 ? -1 : 1;
	c->since = fraction.den == 0;
	/* A since is a day, which is added whole. */
	csm_force_add(&c->force, code & 1 ? -value : value,
	    c->since ? (struct csm_fraction){1, 1} : fraction);
}

struct csm_combine *
csm_combine_new(struct csm_point_writer *writer, const struct csm_rule *agg)
{
	struct csm_combine *c = csm_xcalloc(1, sizeof *c);

	c->writer = writer;
	c->agg = agg;
	return c;
}

void
csm_combine_uses(struct csm_combine *c, const struct csm_features *features)
{
	c->uses = csm_uses_new(features, c->writer);
}

static int
ingest_combine_same(struct csm_text a, struct csm_text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

/* Metrics and companies mostly stay the same from point to point: then nothing is
 * copied. */
static void
ingest_combine_keep(struct csm_buf *buf, struct csm_text *kept, struct csm_text now)
{
	if (buf->data != NULL && ingest_combine_same(*kept, now))
		return;
	csm_buf_reset(buf);
	csm_buf_put(buf, now.s == NULL ? "" : now.s, now.len);
	*kept = (struct csm_text){buf->data, buf->len};
}

/* The value of the key's series on a day; failed: it is beyond the range. */
static void
write_value(struct csm_combine *c, int failed, int64_t value, int32_t day)
{
	struct csm_point point = c->point;

	point.day = day;
	point.value = value;
	if (failed) {
		c->counts.range++;
		return;
	}
	csm_point_write(c->writer, &point);
	c->counts.points++;
	if (c->uses != NULL)
		csm_uses_put(c->uses, &point);
}

static void
finish_day(struct csm_combine *c)
{
	int64_t value = 0;

	/* A day on which only something changed has no value of its own. */
	if (c->day.n != 0 || (c->pending && c->day.agg != CSM_AGG_NONE)) {
		int failed = csm_aggregate_result(&c->day, &value) != 0;
		write_value(c, failed, value, c->point.day);
	}
	c->day.agg = CSM_AGG_NONE;
	c->day.n = 0;
}

void
csm_combine_flush(struct csm_combine *c)
{
	if (c->pending)
		finish_day(c);
	if (c->pending && c->uses != NULL)
		c->counts.points += csm_uses_write(c->uses, &c->point);
	c->pending = 0;
}

static int
ingest_combine_same_entity(const struct csm_combine *c, const struct csm_point *point)
{
	return c->point.model == point->model &&
	       ingest_combine_same(c->point.id, point->id) &&
	       ingest_combine_same(c->point.company, point->company);
}

static void
begin_series(struct csm_combine *c, const struct csm_point *point)
{
	int metric_changes = !ingest_combine_same(c->point.metric, point->metric);

	if (c->uses != NULL && c->pending && !ingest_combine_same_entity(c, point))
		c->counts.points += csm_uses_write(c->uses, &c->point);
	ingest_combine_keep(&c->company, &c->point.company, point->company);
	ingest_combine_keep(&c->id, &c->point.id, point->id);
	ingest_combine_keep(&c->metric, &c->point.metric, point->metric);
	/* Rules are looked up once a metric: they are compared one by one. */
	if (metric_changes || c->how == CSM_AGG_NONE)
		c->how = csm_rule_agg(c->agg, c->point.metric);
	c->point.model = point->model;
	c->point.file = NULL;
	c->point.line = 0;
	c->point.state = (struct csm_text){0};
	csm_force_clear(&c->force);
	c->periods = 0;
	c->pending = 1;
}

static int
same_series(const struct csm_combine *c, const struct csm_point *point)
{
	return c->pending && ingest_combine_same(c->point.metric, point->metric) &&
	       ingest_combine_same_entity(c, point);
}

/* The mean of the days since those of a sum of n. */
static int64_t
combine_mean_since(int32_t day, int64_t sum, int64_t n)
{
	/* Days times millionths times periods is more than 64 bits hold. */
	csm_int128 all = (csm_int128)day * CSM_NUM_ONE * n - sum, half = n / 2;

	return (int64_t)(all < 0 ? -((-all + half) / n) : (all + half) / n);
}

/* Days in force from the day of the last change up to `day`, not included. */
static void
write_force(struct csm_combine *c, int32_t day)
{
	int64_t value = 0;
	int failed = c->periods > 0 && csm_force_result(&c->force, &value) != 0;

	for (int32_t d = c->point.day; c->periods > 0 && d < day; d++)
		write_value(c, failed,
		    c->since ? combine_mean_since(d, value, c->periods) : value, d);
}

void
csm_combine_put(struct csm_combine *c, const struct csm_point *point, int64_t order)
{
	int series = same_series(c, point);

	/* Points come in canonical order, changes behind the values of their day. */
	if (!series || c->point.day != point->day) {
		if (c->pending)
			finish_day(c);
		if (series)
			write_force(c, point->day);
		else
			begin_series(c, point);
		c->point.day = point->day;
		c->point.state = (struct csm_text){0};
	}
	if (is_change(order)) {
		put_change(c, point->value, order);
		return;
	}
	if (c->day.agg == CSM_AGG_NONE)
		csm_aggregate_begin(&c->day, c->how);
	csm_aggregate_add(&c->day, point->value);
	if (point->state.len != 0)
		ingest_combine_keep(&c->state, &c->point.state, point->state);
}

void
csm_combine_report(struct csm_diag *diag, uint64_t range)
{
	struct csm_buf text = {0};

	/* One message, since a sum that is too large has no row of its own. */
	if (range == 0)
		return;
	csm_text_count(&text, range, "points beyond the range of a number left out");
	csm_warn(diag, CSM_E_RANGE, NULL, "%s", text.data);
	csm_buf_fini(&text);
}

struct csm_combine_counts
csm_combine_free(struct csm_combine *c, struct csm_diag *diag)
{
	struct csm_combine_counts counts = c->counts;

	csm_combine_flush(c);
	counts = c->counts;
	csm_combine_report(diag, counts.range);
	csm_uses_free(c->uses);
	csm_force_fini(&c->force);
	csm_buf_fini(&c->company);
	csm_buf_fini(&c->id);
	csm_buf_fini(&c->metric);
	csm_buf_fini(&c->state);
	free(c);
	return counts;
}
