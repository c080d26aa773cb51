#include "series/set_store.h"

#include "base/text.h"
#include "base/xalloc.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Metric names are kept from company to company until there are this many of them: some
 * 5 MiB.  It is a limit for data whose names never come again; others have hundreds. */
#define NAMES_KEPT 65536

void
csm_set_fini(struct csm_set *set)
{
	struct csm_set_store *st = set->store;

	if (st != NULL) {
		csm_intern_fini(&st->names);
		free(st->about);
		free(st->name);
		free(st->day);
		free(st->value);
		free(st->state);
		free(st->metric);
		free(st->begun);
		csm_buf_fini(&st->rows);
		free(st->entity);
		free(st);
	}
	csm_arena_fini(&set->arena);
	*set = (struct csm_set){0};
}

void
csm_set_reset(struct csm_set *set)
{
	if (set->store == NULL)
		set->store = csm_xcalloc(1, sizeof *set->store);
	struct csm_set_store *st = set->store;

	csm_arena_reset(&set->arena);
	st->company++;
	if (st->names.n > NAMES_KEPT) {
		csm_intern_reset(&st->names);
		st->about_n = 0;
	}
	st->name_n = 0;
	st->last_entity = st->last_series = 0;
	st->n = st->states = st->metrics = st->entities = 0;
	csm_buf_reset(&st->rows);
	st->row = 0;
	set->unread = set->members_unread = false;
	set->first_day = INT32_MAX;
	set->entity = NULL;
	set->entities = 0;
	set->names = 0;
	set->points = 0;
}

void
csm_set_begin_entity(struct csm_set *set, const struct csm_point *p)
{
	struct csm_set_store *st = set->store;

	/* models ascend, and ids within one: the parts of a company lie together */
	assert(st->entities == 0 || st->entity[st->entities - 1].model < p->model ||
	       (st->entity[st->entities - 1].model == p->model &&
		   csm_bytes_cmp(st->entity[st->entities - 1].id.s,
		       st->entity[st->entities - 1].id.len, p->id.s, p->id.len) < 0));
	CSM_GROW(st->entity, st->entities, &st->entity_cap);
	st->entity[st->entities++] = (struct csm_entity_points){.model = p->model,
	    .id = csm_set_copy_text(&set->arena, p->id),
	    .first_day = CSM_DAY_NONE};
}

/* What is known of a name, which is looked at once and not for every series. */
static const struct csm_set_about *
set_name(struct csm_set_store *st, uint32_t id, enum csm_model model)
{
	static const char activities[] = "activities.";

	if (id == st->about_n) {
		const char *text = st->names.text[id].s;
		CSM_GROW(st->about, st->about_n, &st->about_cap);
		st->about[st->about_n++] = (struct csm_set_about){
		    .activity = strncmp(text, activities, sizeof activities - 1) == 0};
	}
	struct csm_set_about *about = &st->about[id];
	/* Names of companies before are many, and these cost nothing. */
	if (about->company != st->company) {
		about->company = st->company;
		about->models = 0;
	}
	if (!(about->models & 1U << model)) {
		about->models |= 1U << model;
		CSM_GROW(st->name, st->name_n, &st->name_cap);
		st->name[st->name_n++] =
		    (struct csm_set_name){st->names.text[id], model};
	}
	return about;
}

void
csm_set_begin_metric(struct csm_set *set, const struct csm_point *p)
{
	struct csm_set_store *st = set->store;
	uint32_t id = csm_intern_put(&st->names, p->metric.s, p->metric.len);
	const struct csm_set_about *about = set_name(st, id, p->model);

	/* names ascend within an entity: csm_set_find halves */
	assert(st->entity[st->entities - 1].metrics == 0 ||
	       csm_bytes_cmp(st->metric[st->metrics - 1].metric.s,
		   st->metric[st->metrics - 1].metric.len, p->metric.s,
		   p->metric.len) < 0);
	CSM_GROW(st->metric, st->metrics, &st->metric_cap);
	/* A place instead of a pointer: the columns may still move as they grow. */
	CSM_GROW(st->begun, st->metrics, &st->begun_cap);
	st->metric[st->metrics] = (struct csm_metric_points){
	    .metric = st->names.text[id], .activity = about->activity};
	st->begun[st->metrics++] =
	    (struct csm_set_begun){.point = st->n, .row = st->row};
	st->entity[st->entities - 1].metrics++;
}

/* Begin the point's entity and metric, where they are not those of the point before. */
void
csm_set_begin_series(struct csm_set *set, const struct csm_point *p)
{
	struct csm_set_store *st = set->store;
	const struct csm_entity_points *e =
	    st->entities > 0 ? &st->entity[st->entities - 1] : NULL;

	if (e == NULL ||
	    (!csm_set_same_stamp(p->entity, st->last_entity) &&
		(e->model != p->model || !csm_set_same_text(e->id, p->id)))) {
		csm_set_begin_entity(set, p);
		csm_set_begin_metric(set, p);
	} else if (!csm_set_same_text(st->metric[st->metrics - 1].metric, p->metric)) {
		csm_set_begin_metric(set, p);
	}
	st->last_entity = p->entity;
	st->last_series = p->series;
}

/* Rows of the last series. */
void
csm_set_keep_rows(struct csm_set_store *st, struct csm_text written)
{
	if (written.s == NULL || !st->written)
		st->begun[st->metrics - 1].spelled = true;
	else
		csm_buf_put(&st->rows, written.s, written.len);
	st->row = st->rows.len;
}

/* A point of the last series. */
void
csm_set_add(struct csm_set *set, int32_t day, int64_t value, struct csm_text state)
{
	struct csm_set_store *st = set->store;
	struct csm_entity_points *e = &st->entity[st->entities - 1];

	if (e->first_day == CSM_DAY_NONE || day < e->first_day)
		e->first_day = day;
	if (value == CSM_MISSING)
		st->begun[st->metrics - 1].gaps = true;
	if (state.len > 0) {
		CSM_GROW(st->state, st->states, &st->state_cap);
		st->state[st->states++] = (struct csm_set_state){
		    st->n, csm_set_copy_text(&set->arena, state)};
	}
	/* a series has ascending unique days: windows and csm_series_at rely on it */
	assert(st->metric[st->metrics - 1].n == 0 || st->day[st->n - 1] < day);
	CSM_GROW(st->day, st->n, &st->day_cap);
	CSM_GROW(st->value, st->n, &st->value_cap);
	st->day[st->n] = day;
	st->value[st->n++] = value;
	st->metric[st->metrics - 1].n++;
}

void
csm_set_put(struct csm_set *set, const struct csm_point *p)
{
	struct csm_set_store *st = set->store;

	if (!csm_set_same_stamp(p->series, st->last_series))
		csm_set_begin_series(set, p);
	csm_set_add(set, p->day, p->value, p->state);
	csm_set_keep_rows(st, p->written);
}

/* The points that have a value; of those, if asked, the ones that are not shared. */
static struct csm_series
set_series_of(struct csm_arena *arena, const struct csm_metric_points *m, bool whole)
{
	int32_t *day = CSM_ARENA_ARRAY(arena, int32_t, m->n);
	int64_t *value = CSM_ARENA_ARRAY(arena, int64_t, m->n);
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++) {
		if (m->value[i] == CSM_MISSING ||
		    (whole &&
			csm_text_is(CSM_POINT_SHARED, m->state[i].s, m->state[i].len)))
			continue;
		day[n] = m->day[i];
		value[n++] = m->value[i];
	}
	return (struct csm_series){day, value, n};
}

static struct csm_text
set_rows_of(const struct csm_set_store *st, size_t metric)
{
	const struct csm_set_begun *b = &st->begun[metric];
	size_t end = metric + 1 < st->metrics ? b[1].row : st->row;

	if (b->spelled)
		return (struct csm_text){NULL, 0};
	return (struct csm_text){st->rows.data + b->row, end - b->row};
}

void
csm_set_finish(struct csm_set *set)
{
	struct csm_set_store *st = set->store;
	const struct csm_set_state *state = st->state;
	size_t left = st->states, first = 0;

	for (size_t i = 0; i < st->metrics; i++) {
		struct csm_metric_points *m = &st->metric[i];
		const struct csm_set_begun *b = &st->begun[i];
		m->day = st->day + b->point;
		m->value = st->value + b->point;
		m->written = set_rows_of(st, i);
		/* Most series have neither gaps nor states and are the columns
		 * themselves, uncopied. */
		m->series = b->gaps ? set_series_of(&set->arena, m, false)
				    : (struct csm_series){m->day, m->value, m->n};
		m->whole = m->series;
		/* States are in order of points, so that one walk beside the series
		 * finds them all. */
		if (left == 0 || state->point >= b->point + m->n)
			continue;
		struct csm_text *text =
		    CSM_ARENA_ARRAY(&set->arena, struct csm_text, m->n);
		for (; left > 0 && state->point < b->point + m->n; left--, state++)
			text[state->point - b->point] = state->text;
		m->state = text;
		m->whole = set_series_of(&set->arena, m, true);
	}
	for (size_t i = 0; i < st->entities; i++) {
		st->entity[i].metric = st->metric + first;
		first += st->entity[i].metrics;
	}
	assert(left == 0 && first == st->metrics);
	set->entity = st->entity;
	set->entities = st->entities;
	set->name = st->name;
	set->names = st->name_n;
	set->points = st->n;
}

void
csm_set_swap(struct csm_set *set, struct csm_set *other)
{
	struct csm_set held = *set;

	*set = *other;
	*other = held;
	/* It belongs to the stream that `set` reads, whoever holds the company. */
	set->ahead = held.ahead;
	set->has_ahead = held.has_ahead;
	other->has_ahead = 0;
}

void
csm_set_empty(struct csm_set *set, struct csm_text company)
{
	csm_set_reset(set);
	set->company = company;
}

const struct csm_metric_points *
csm_set_find(const struct csm_entity_points *entity, const char *metric)
{
	size_t lo = 0, hi = entity->metrics;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		/* Bytes as unsigned, as in canonical order; names of metrics hold no
		 * NUL. */
		int order = strcmp(entity->metric[mid].metric.s, metric);
		if (order == 0)
			return &entity->metric[mid];
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

/* What is still to be merged of the caller's points. */
struct more {
	const struct csm_point *point;
	size_t n;
};

/* The points of one series, `p` saying whose it is, and what of `more` belongs before its
 * last. */
static void
merge_metric(struct csm_set *set, const struct csm_metric_points *m,
    struct csm_point *p, struct more *more)
{
	for (size_t i = 0; i < m->n; i++) {
		int order = -1;
		p->day = m->day[i];
		p->value = m->value[i];
		p->state = m->state != NULL ? m->state[i] : (struct csm_text){"", 0};
		for (; more->n > 0 && (order = csm_point_cmp(more->point, p)) < 0;
		     more->point++, more->n--)
			csm_set_put(set, more->point);
		if (more->n == 0 || order != 0)
			csm_set_put(set, p);
	}
}

void
csm_set_merge(struct csm_set *set, const struct csm_set *from,
    const struct csm_point *more, size_t n)
{
	struct more rest = {more, n};

	assert(!from->members_unread);
	csm_set_reset(set);
	set->company = csm_set_copy_text(&set->arena, from->company);
	for (size_t i = 0; i < from->entities; i++) {
		const struct csm_entity_points *e = &from->entity[i];
		struct csm_point p = {
		    .company = from->company, .model = e->model, .id = e->id};
		for (size_t j = 0; j < e->metrics; j++) {
			p.metric = e->metric[j].metric;
			merge_metric(set, &e->metric[j], &p, &rest);
		}
	}
	for (; rest.n > 0; rest.point++, rest.n--)
		csm_set_put(set, rest.point);
	csm_set_finish(set);
}

static int
set_by_id(const void *a, const void *b)
{
	const struct csm_entity_points *x = a, *y = b;

	return csm_bytes_cmp(x->id.s, x->id.len, y->id.s, y->id.len);
}

void
csm_set_hide_users(struct csm_set *set, const struct csm_pseudonym *p)
{
	char pseudonym[CSM_PSEUDONYM_TEXT];
	size_t first = set->entities, n = 0;

	for (size_t i = 0; i < set->entities; i++) {
		struct csm_entity_points *e = &set->entity[i];
		if (e->model != CSM_MODEL_ENDUSER)
			continue;
		/* They stand in a row, between assets and projects. */
		first = n++ == 0 ? i : first;
		csm_pseudonym_put(p, e->id, pseudonym);
		e->id = csm_set_copy_text(
		    &set->arena, (struct csm_text){pseudonym, sizeof pseudonym - 1});
		for (size_t k = 0; k < e->metrics; k++)
			e->metric[k].written.s = NULL; /* has the id */
	}
	if (n > 1)
		qsort(set->entity + first, n, sizeof *set->entity, set_by_id);
}
