/* The results of a company, and its points if they pass through, as rows. */
#include "calc.h"

/* The days of a metric of one entity. */
struct calc_write_column {
	struct csm_point p; /* whose */
	const int64_t *value;
	int32_t since, until;
};

static void
write_results(
    struct csm_calc_worker *w, const struct calc_write_column *c, int32_t from)
{
	struct csm_point p = c->p;
	int any = 0;

	for (p.day = from; p.day <= c->until; p.day++) {
		int64_t v = c->value[p.day - c->since];
		if (v == CSM_MISSING)
			continue;
		/* The head of a series is written with its first value: one without any
		 * leaves no trace. */
		if (!any++)
			csm_point_writer_series(w->writer, &p);
		csm_point_writer_add(w->writer, p.day, v);
		w->written++;
	}
}

static void
write_point(struct csm_calc_worker *w, struct csm_point *p,
    const struct csm_metric_points *m, size_t i)
{
	p->day = m->day[i];
	p->value = m->value[i];
	p->state = m->state != NULL ? m->state[i] : (struct csm_text){"", 0};
	csm_point_write(w->writer, p);
}

static void
calc_write_write_points(
    struct csm_calc_worker *w, struct csm_point p, const struct csm_metric_points *m)
{
	if (m->written.s != NULL) {
		csm_point_writer_put(w->writer, m->written);
		return;
	}
	p.metric = m->metric;
	for (size_t i = 0; i < m->n; i++)
		write_point(w, &p, m, i);
}

/* Points that an earlier run left under the metric's name: a result replaces that of
 * its day.  Both are ascending, so they are merged day by day. */
static void
calc_write_write_both(struct csm_calc_worker *w, const struct calc_write_column *c,
    const struct csm_metric_points *m)
{
	struct csm_point p = c->p;
	int32_t next = c->since;

	for (size_t i = 0; i < m->n; i++) {
		struct calc_write_column before = *c;
		int known = m->day[i] >= c->since && m->day[i] <= c->until &&
			    c->value[m->day[i] - c->since] != CSM_MISSING;
		/* Results up to the old point's day; that of the day itself, if
		 * there is one, takes its place. */
		before.until = m->day[i] <= c->until ? m->day[i] - !known : c->until;
		write_results(w, &before, next);
		if (before.until >= next)
			next = before.until + 1;
		if (!known)
			write_point(w, &p, m, i);
	}
	write_results(w, c, next);
}

/* Whether any metric is of that model. */
static bool
calc_write_has(const struct csm_calc *calc, enum csm_model model)
{
	for (size_t m = 0; m < calc->n; m++)
		if (calc->metric[m]->model == model)
			return true;
	return false;
}

/* `own`: the entity's points, if they pass through; both are in order of names. */
static void
calc_write_write_entity(struct csm_calc_worker *w, struct csm_point *p, size_t entity,
    const struct csm_entity_points *own)
{
	const struct csm_calc *calc = w->calc;
	size_t next = 0, n = own != NULL ? own->metrics : 0;

	for (size_t m = 0; m < calc->n; m++) {
		int order = -1;
		if (calc->metric[m]->model != p->model)
			continue;
		/* Canonical order is that of names in bytes, which both lists have. */
		while (next < n && (order = csm_bytes_cmp(own->metric[next].metric.s,
					own->metric[next].metric.len, calc->name[m].s,
					calc->name[m].len)) < 0)
			calc_write_write_points(w, *p, &own->metric[next++]);
		p->metric = calc->name[m];
		const struct calc_write_column c = {.p = *p,
		    .value = csm_engine_micros(w->engine, calc->query[m], entity),
		    .since = w->since,
		    .until = w->until};
		if (next < n && order == 0)
			calc_write_write_both(w, &c, &own->metric[next++]);
		else
			write_results(w, &c, w->since);
	}
	while (next < n)
		calc_write_write_points(w, *p, &own->metric[next++]);
}

void
csm_calc_write(struct csm_calc_worker *w, const struct csm_set *set)
{
	struct csm_point p = {.company = set->company};
	size_t next = 0; /* of the set's entities */

	for (int m = 0; m < CSM_MODELS; m++) {
		p.model = (enum csm_model)m;
		bool any = calc_write_has(w->calc, p.model);
		size_t n = csm_engine_entities(w->engine, p.model);
		for (size_t i = 0; i < n; i++) {
			const struct csm_entity_points *own = NULL;
			p.id = csm_engine_entity(w->engine, p.model, i);
			/* The engine's entities are those of the set and of the fields
			 * file, in one order. */
			if (w->pass && next < set->entities &&
			    set->entity[next].model == p.model &&
			    csm_bytes_cmp(set->entity[next].id.s,
				set->entity[next].id.len, p.id.s, p.id.len) == 0)
				own = &set->entity[next++];
			if (any)
				calc_write_write_entity(w, &p, i, own);
			/* Entities of models that no metric is for only pass through. */
			else if (own != NULL)
				csm_set_write_entity(set, own, w->writer);
		}
	}
}
