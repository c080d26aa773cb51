/* A company written again, alone or with points that come in between. */
#include "base/intern.h"
#include "series/set_store.h"

#include <assert.h>
#include <stdbool.h>

/* What is still to be written of the caller's points. */
struct set_write_more {
	const struct csm_point *point;
	size_t n;
};

static void
set_write_first(struct set_write_more *more, struct csm_point_writer *writer)
{
	csm_point_write(writer, more->point++);
	more->n--;
}

/* Whether the next of `more` is after the last point of a series, `p` saying whose it is. */
static bool
set_write_after(const struct csm_metric_points *m, struct csm_point *p,
    const struct set_write_more *more)
{
	p->day = m->day[m->n - 1];
	return more->n == 0 || csm_point_cmp(more->point, p) > 0;
}

/* Write the points of one series, `p` saying whose it is, and what of `more` belongs
 * before its last. */
static void
set_write_metric(const struct csm_metric_points *m, struct csm_point *p,
    struct set_write_more *more, struct csm_point_writer *writer)
{
	p->day = m->day[0];
	while (more->n > 0 && csm_point_cmp(more->point, p) < 0)
		set_write_first(more, writer);
	if (m->written.s != NULL && set_write_after(m, p, more)) {
		csm_point_writer_put(writer, m->written);
		return;
	}
	for (size_t i = 0; i < m->n; i++) {
		int order = -1;
		p->day = m->day[i];
		p->value = m->value[i];
		p->state = m->state != NULL ? m->state[i] : (struct csm_text){"", 0};
		while (more->n > 0 && (order = csm_point_cmp(more->point, p)) < 0)
			set_write_first(more, writer);
		/* One key twice: what was computed stands for what was read. */
		if (more->n > 0 && order == 0)
			set_write_first(more, writer);
		else
			csm_point_write(writer, p);
	}
}

static void
set_write_series(const struct csm_metric_points *m, struct csm_point *p,
    struct csm_point_writer *writer)
{
	static const struct csm_text none = {"", 0};

	for (size_t i = 0; i < m->n; i++) {
		p->state = m->state != NULL ? m->state[i] : none;
		if (m->value[i] != CSM_MISSING && p->state.len == 0) {
			csm_point_writer_add(writer, m->day[i], m->value[i]);
			continue;
		}
		p->day = m->day[i];
		p->value = m->value[i];
		csm_point_write(writer, p);
	}
}

/* The rows of an entity as they were read: those of its metrics stand one behind another.
 * s NULL if some are to be spelled. */
static struct csm_text
set_write_rows(const struct csm_entity_points *e)
{
	struct csm_text rows = {NULL, 0};

	for (size_t j = 0; j < e->metrics; j++) {
		if (e->metric[j].written.s == NULL)
			return (struct csm_text){NULL, 0};
		rows.len += e->metric[j].written.len;
	}
	if (e->metrics > 0)
		rows.s = e->metric[0].written.s;
	return rows;
}

/* Most of what passes through are the few points each of very many series, so that
 * nothing is compared with the row before: what a row begins with is known. */
void
csm_set_write_entity(const struct csm_set *set, const struct csm_entity_points *e,
    struct csm_point_writer *writer)
{
	struct csm_point p = {.company = set->company, .model = e->model, .id = e->id};
	const struct csm_text rows = set_write_rows(e);

	if (rows.s != NULL) {
		csm_point_writer_put(writer, rows);
		return;
	}
	csm_point_writer_company(writer, set->company, e->model);
	csm_point_writer_entity(writer, e->id);
	for (size_t j = 0; j < e->metrics; j++) {
		p.metric = e->metric[j].metric;
		csm_point_writer_name(writer, p.metric);
		set_write_series(&e->metric[j], &p, writer);
	}
}

/* Whether all of an entity stands before a point of its company. */
static bool
set_write_before(const struct csm_entity_points *e, const struct csm_point *p)
{
	if (e->model != p->model)
		return e->model < p->model;
	return csm_bytes_cmp(e->id.s, e->id.len, p->id.s, p->id.len) < 0;
}

void
csm_set_write(const struct csm_set *set, const struct csm_point *more, size_t n,
    struct csm_point_writer *writer)
{
	struct set_write_more rest = {more, n};

	for (size_t i = 0; set != NULL && i < set->entities; i++) {
		const struct csm_entity_points *e = &set->entity[i];
		struct csm_point p = {
		    .company = set->company, .model = e->model, .id = e->id};
		if (rest.n == 0 || set_write_before(e, rest.point)) {
			csm_set_write_entity(set, e, writer);
			continue;
		}
		for (size_t j = 0; j < e->metrics; j++) {
			p.metric = e->metric[j].metric;
			set_write_metric(&e->metric[j], &p, &rest, writer);
		}
	}
	while (rest.n > 0) {
		assert(set == NULL || !set->members_unread ||
		       rest.point->model == CSM_MODEL_COMPANY);
		set_write_first(&rest, writer);
	}
	if (set != NULL && set->members_unread)
		csm_point_writer_put(writer, csm_set_unread_rows(set->store));
}
