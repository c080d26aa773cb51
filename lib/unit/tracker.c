#include "unit/tracker.h"

#include "base/xalloc.h"
#include "formula/formula.h"
#include "time/date.h"

#include <stdlib.h>

struct csm_tracker {
	const struct csm_milestone *milestone;
	size_t n;
	struct csm_engine *engine;
	size_t *when, *in;      /* queries */
	int32_t *from;          /* by milestone: the reset in force, or NONE */
	struct csm_met *met;    /* by milestone */
	struct csm_arena arena; /* a company's points from a reset on */
};

struct csm_tracker *
csm_tracker_new(
    const struct csm_milestone *milestones, size_t n, struct csm_engine *engine)
{
	struct csm_tracker *t = csm_xcalloc(1, sizeof *t);

	*t = (struct csm_tracker){.milestone = milestones, .n = n, .engine = engine};
	t->when = csm_xcalloc(n, sizeof *t->when);
	t->in = csm_xcalloc(n, sizeof *t->in);
	t->from = csm_xcalloc(n, sizeof *t->from);
	t->met = csm_xcalloc(n, sizeof *t->met);
	/* The engine is turned to other days for each company, and a rank needs all
	 * companies on one day. */
	csm_engine_refuse_ranks(engine);
	for (size_t i = 0; i < n; i++) {
		const struct csm_milestone *m = &milestones[i];
		t->when[i] = csm_engine_query_truth(engine, CSM_MODEL_COMPANY, m->when);
		if (m->in != NULL)
			t->in[i] =
			    csm_engine_query_truth(engine, CSM_MODEL_COMPANY, m->in);
	}
	return t;
}

void
csm_tracker_free(struct csm_tracker *tracker)
{
	if (tracker == NULL)
		return;
	free(tracker->when);
	free(tracker->in);
	free(tracker->from);
	free(tracker->met);
	csm_arena_fini(&tracker->arena);
	free(tracker);
}

/* A view: series are borrowed, so their beginnings move and nothing is copied. */
static void
tracker_cut_series(struct csm_series *s, int32_t day)
{
	size_t skip = csm_series_at(s, day);

	s->day += skip;
	s->value += skip;
	s->n -= skip;
}

/* The metric's points from a day on; 0 if none are left. */
static int
cut_metric(struct csm_metric_points *m, int32_t day)
{
	size_t raw = 0;

	tracker_cut_series(&m->series, day);
	tracker_cut_series(&m->whole, day);
	while (raw < m->n && m->day[raw] < day)
		raw++;
	m->day += raw;
	m->value += raw;
	if (m->state != NULL)
		m->state += raw;
	m->n -= raw;
	return m->n > 0;
}

/* The set as if nothing had been before the day.  Whoever has no point left is gone
 * from it, as if it had never been: exists() and counts of users must not see it.
 * first_day follows from what is left, since windows reach back to it. */
static struct csm_set
tracker_cut(struct csm_tracker *t, const struct csm_set *set, int32_t day)
{
	struct csm_set view = {.company = set->company};

	csm_arena_reset(&t->arena);
	view.entity =
	    CSM_ARENA_ARRAY(&t->arena, struct csm_entity_points, set->entities);
	for (size_t i = 0; i < set->entities; i++) {
		const struct csm_entity_points *from = &set->entity[i];
		struct csm_entity_points *e = &view.entity[view.entities];
		*e = (struct csm_entity_points){
		    .model = from->model, .id = from->id, .first_day = CSM_DAY_NONE};
		e->metric =
		    CSM_ARENA_ARRAY(&t->arena, struct csm_metric_points, from->metrics);
		for (size_t m = 0; m < from->metrics; m++) {
			e->metric[e->metrics] = from->metric[m];
			if (!cut_metric(&e->metric[e->metrics], day))
				continue;
			int32_t first = e->metric[e->metrics++].day[0];
			if (e->first_day == CSM_DAY_NONE || first < e->first_day)
				e->first_day = first;
		}
		view.entities += e->metrics > 0;
	}
	return view;
}

/* The first of n days on which a query is true, counted from 0; n if there is none. */
static size_t
first_true(const struct csm_tracker *t, size_t query, size_t n)
{
	const struct csm_value *v = csm_engine_values(t->engine, query, 0);
	size_t i = 0;

	while (i < n && !csm_value_true(&v[i]))
		i++;
	return i;
}

/* Find when the milestones that begin at `reset` were met, over a history from `since`
 * on; who is in a segment is told by the history without resets. */
static void
tracker_follow(struct csm_tracker *t, const struct csm_set *set, int32_t reset,
    int32_t since, int32_t as_of)
{
	size_t n = (size_t)(as_of - since) + 1, at;

	csm_engine_range(t->engine, since, as_of);
	csm_engine_company(t->engine, set);
	for (size_t i = 0; i < t->n; i++) {
		struct csm_met *met = &t->met[i];
		/* A segment is asked over the whole history only: who left it before a
		 * reset was in it all the same.  Those for all companies are there from
		 * the start, and have no query. */
		if (reset == CSM_DAY_NONE && !met->there)
			met->there = first_true(t, t->in[i], n) < n;
		if (t->from[i] != reset)
			continue;
		at = first_true(t, t->when[i], n);
		if (at < n)
			met->day = since + (int32_t)at;
	}
}

/* First day of a company's history.  With a start before any point a condition such as
 * coalesce(metric, 0) = 0 is looked for from the start on.  A company without both
 * begins, and ends, today. */
static int32_t
tracker_beginning(const struct csm_set *set, int32_t start, int32_t as_of)
{
	int32_t first = as_of;

	for (size_t i = 0; i < set->entities; i++) {
		int32_t day = set->entity[i].first_day;
		if (day != CSM_DAY_NONE && day < first)
			first = day;
	}
	return start != CSM_DAY_NONE && start < first ? start : first;
}

/* The later of both holds: the configuration's, for all companies, and the file's. */
static int32_t
reset_of(const struct csm_tracker *t, size_t i, struct csm_text company, int32_t as_of,
    const struct csm_ledger *resets)
{
	const struct csm_ledger_entry *e =
	    csm_ledger_at(resets, company, (uint32_t)i, as_of);
	int32_t reset = t->milestone[i].reset;

	if (reset != CSM_DAY_NONE && reset > as_of)
		reset = CSM_DAY_NONE;
	/* CSM_DAY_NONE is before every day */
	return e != NULL && e->day > reset ? e->day : reset;
}

const struct csm_met *
csm_tracker_company(struct csm_tracker *t, const struct csm_set *set, int32_t start,
    int32_t as_of, const struct csm_ledger *resets)
{
	int open = 0;

	for (size_t i = 0; i < t->n; i++) {
		t->from[i] = reset_of(t, i, set->company, as_of, resets);
		t->met[i] = (struct csm_met){t->milestone[i].in == NULL, CSM_DAY_NONE};
		/* The whole history is evaluated only if something is asked of it. */
		open |= t->from[i] == CSM_DAY_NONE || !t->met[i].there;
	}
	if (open)
		tracker_follow(
		    t, set, CSM_DAY_NONE, tracker_beginning(set, start, as_of), as_of);
	for (size_t i = 0; i < t->n; i++) {
		int32_t reset = t->from[i];
		size_t k = 0;
		/* Milestones with one reset are followed together, at the first of
		 * them; there are few, so they are looked through. */
		while (k < i && t->from[k] != reset)
			k++;
		if (reset == CSM_DAY_NONE || k < i)
			continue;
		struct csm_set view = tracker_cut(t, set, reset);
		tracker_follow(t, &view, reset, reset, as_of);
	}
	return t->met;
}
