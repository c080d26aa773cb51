#include "point/merge.h"

#include "base/xalloc.h"

#include <stdbool.h>
#include <stdlib.h>

struct stream {
	struct csm_merge_source source;
	struct csm_point point; /* its next one */
	int64_t order;
};

struct csm_merge {
	struct stream *streams;
	size_t n;
	/* Binary heap of the streams that have a next point; the top's was given out
	 * when `given`, and is replaced before anything else happens. */
	size_t *heap, live;
	int started, given;
	/* Stamps of the top's last point: one of the same entity or series is before all
	 * others, too.  0: nobody knows. */
	uint64_t entity, series;
	int32_t before; /* of the series only days before this one */
};

struct csm_merge *
csm_merge_new(const struct csm_merge_source *sources, size_t n)
{
	struct csm_merge *m = csm_xcalloc(1, sizeof *m);

	m->n = n;
	m->streams = csm_xcalloc(n, sizeof *m->streams);
	m->heap = csm_xcalloc(n, sizeof *m->heap);
	for (size_t i = 0; i < n; i++)
		m->streams[i].source = sources[i];
	return m;
}

void
csm_merge_free(struct csm_merge *m)
{
	if (m == NULL)
		return;
	free(m->streams);
	free(m->heap);
	free(m);
}

static int
merge_before(const struct csm_merge *m, size_t a, size_t b)
{
	const struct stream *x = &m->streams[a], *y = &m->streams[b];
	int c = csm_point_cmp(&x->point, &y->point);

	if (c != 0)
		return c < 0;
	if (x->order != y->order)
		return x->order < y->order;
	return a < b;
}

static void
sift_down(struct csm_merge *m, size_t i)
{
	for (;;) {
		size_t least = i;
		for (size_t c = 2 * i + 1; c <= 2 * i + 2 && c < m->live; c++)
			if (merge_before(m, m->heap[c], m->heap[least]))
				least = c;
		if (least == i)
			return;
		size_t swap = m->heap[i];
		m->heap[i] = m->heap[least];
		m->heap[least] = swap;
		i = least;
	}
}

/* How a point is before another: by its entity, its metric, or its day alone; or not known. */
enum merge_lead { MERGE_NEAR, MERGE_DAY, MERGE_METRIC, MERGE_ENTITY };

static enum merge_lead
merge_lead(const struct csm_point *a, const struct csm_point *b)
{
	struct csm_point same = *a;

	/* With the other's metric and day they are equal, unless it is the entity. */
	same.metric = b->metric;
	same.day = b->day;
	if (csm_point_cmp(&same, b) < 0)
		return MERGE_ENTITY;
	same.metric = a->metric;
	int c = csm_point_cmp(&same, b);
	return c < 0 ? MERGE_METRIC : c == 0 ? MERGE_DAY : MERGE_NEAR;
}

/* Of a day beside a year most points of the year are before the next of the day by far. */
static void
merge_remember(struct csm_merge *m)
{
	const struct csm_point *top = &m->streams[m->heap[0]].point;
	enum merge_lead lead = MERGE_ENTITY;

	m->before = INT32_MAX;
	for (size_t c = 1; c <= 2 && c < m->live; c++) {
		const struct csm_point *other = &m->streams[m->heap[c]].point;
		enum merge_lead l = merge_lead(top, other);
		if (l == MERGE_DAY && other->day < m->before)
			m->before = other->day;
		lead = l < lead ? l : lead;
	}
	m->entity = lead == MERGE_ENTITY ? top->entity : 0;
	m->series = lead >= MERGE_DAY ? top->series : 0;
}

/* Whether the top's next point is before all others without a look at them. */
static bool
merge_still_leads(const struct csm_merge *m, const struct csm_point *p)
{
	return (m->entity != 0 && m->entity == p->entity) ||
	       (m->series != 0 && m->series == p->series && p->day < m->before);
}

static int
advance(struct csm_merge *m, size_t i, struct csm_diag *diag)
{
	struct stream *s = &m->streams[i];

	return s->source.next(s->source.ctx, &s->point, &s->order, diag);
}

static int
merge_start(struct csm_merge *m, struct csm_diag *diag)
{
	m->started = 1;
	for (size_t i = 0; i < m->n; i++) {
		int got = advance(m, i, diag);
		if (got < 0)
			return -1;
		if (got == 1)
			m->heap[m->live++] = i;
	}
	/* From the last that has children up: each sift finds both heaps below it in
	 * order. */
	for (size_t i = m->live / 2; i-- > 0;)
		sift_down(m, i);
	return 0;
}

int
csm_merge_next(
    struct csm_merge *m, struct csm_point *point, int64_t *order, struct csm_diag *diag)
{
	/* One file is what most runs read: nothing is compared. */
	if (m->n == 1)
		return m->streams[0].source.next(
		    m->streams[0].source.ctx, point, order, diag);
	if (!m->started && merge_start(m, diag) != 0)
		return -1;
	if (m->given) {
		/* Only now: what was given out is borrowed from its stream until the
		 * next call. */
		int got = advance(m, m->heap[0], diag);
		if (got < 0)
			return -1;
		if (got == 0)
			m->heap[0] = m->heap[--m->live];
		m->given = 0;
		if (got == 0 || !merge_still_leads(m, &m->streams[m->heap[0]].point)) {
			sift_down(m, 0);
			merge_remember(m);
		}
	}
	if (m->live == 0)
		return 0;
	*point = m->streams[m->heap[0]].point;
	*order = m->streams[m->heap[0]].order;
	m->given = 1;
	return 1;
}

size_t
csm_merge_more(struct csm_merge *m, struct csm_point_run *run)
{
	const struct stream *s = &m->streams[m->n == 1 ? 0 : m->heap[0]];

	if (s->source.more == NULL ||
	    (m->n > 1 && (!m->given || !merge_still_leads(m, &s->point))))
		return 0;
	return s->source.more(s->source.ctx, m->n == 1 ? INT32_MAX : m->before, run);
}

size_t
csm_merge_rows(struct csm_merge *m, struct csm_point_rows *rows, struct csm_diag *diag)
{
	const struct csm_merge_source *source = &m->streams[0].source;

	return m->n != 1 || source->rows == NULL
		   ? 0
		   : source->rows(source->ctx, rows, diag);
}
