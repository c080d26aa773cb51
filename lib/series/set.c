#include "series/set.h"

#include "base/intern.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "point/plain.h"
#include "syntax/chunk.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Metric names are kept from company to company until there are this many of them: some
 * 5 MiB.  It is a limit for data whose names never come again; others have hundreds. */
#define NAMES_KEPT 65536

/* A point's state, for the few points that have one. */
struct state {
	size_t point;
	struct csm_text text;
};

/*
 * The points of a company as they arrive: flat columns that grow.  Entities and metrics
 * note where theirs begin; pointers are made once all are there.
 */
struct csm_set_store {
	struct csm_intern names; /* of metrics: the same few for every end user */
	struct set_name {
		uint64_t company; /* that had it last */
		unsigned models;  /* of it, that have it: a bit each */
		bool activity;
	} * about;        /* by name */
	uint64_t company; /* how many there were */
	size_t about_n, about_cap;
	struct csm_set_name *name; /* of this company */
	size_t name_n, name_cap;
	int32_t *day;
	int64_t *value;
	size_t n, day_cap, value_cap;
	struct state *state;
	size_t states, state_cap;
	struct csm_metric_points *metric;
	struct begun {
		size_t point, row; /* its first point, the first byte of its rows */
		bool gaps;         /* some value is missing */
		bool spelled;      /* some row is to be spelled anew */
	} * begun;                 /* by metric */
	size_t metrics, metric_cap, begun_cap;
	struct csm_buf rows; /* as they were read */
	size_t row;          /* where in them that of the next point is */
	bool written;        /* they are asked for */
	struct csm_months days;
	struct csm_entity_points *entity;
	size_t entities, entity_cap;
	uint64_t last_entity, last_series; /* stamps of the point added last */
};

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

static int
set_same_text(struct csm_text a, struct csm_text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

/* Known to be the same without a look at texts. */
static bool
set_same_stamp(uint64_t stamp, uint64_t before)
{
	return stamp != 0 && stamp == before;
}

static struct csm_text
copy_text(struct csm_arena *arena, struct csm_text t)
{
	return (struct csm_text){csm_arena_text(arena, t.s, t.len), t.len};
}

static void
reset(struct csm_set *set)
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
	set->unread = false;
	set->entity = NULL;
	set->entities = 0;
	set->names = 0;
	set->points = 0;
}

static void
begin_entity(struct csm_set *set, const struct csm_point *p)
{
	struct csm_set_store *st = set->store;

	/* models ascend, and ids within one: the parts of a company lie together */
	assert(st->entities == 0 || st->entity[st->entities - 1].model < p->model ||
	       (st->entity[st->entities - 1].model == p->model &&
		   csm_bytes_cmp(st->entity[st->entities - 1].id.s,
		       st->entity[st->entities - 1].id.len, p->id.s, p->id.len) < 0));
	CSM_GROW(st->entity, st->entities, &st->entity_cap);
	st->entity[st->entities++] = (struct csm_entity_points){.model = p->model,
	    .id = copy_text(&set->arena, p->id),
	    .first_day = CSM_DAY_NONE};
}

/* What is known of a name, which is looked at once and not for every series. */
static const struct set_name *
set_name(struct csm_set_store *st, uint32_t id, enum csm_model model)
{
	static const char activities[] = "activities.";

	if (id == st->about_n) {
		const char *text = st->names.text[id].s;
		CSM_GROW(st->about, st->about_n, &st->about_cap);
		st->about[st->about_n++] = (struct set_name){
		    .activity = strncmp(text, activities, sizeof activities - 1) == 0};
	}
	struct set_name *about = &st->about[id];
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

static void
begin_metric(struct csm_set *set, const struct csm_point *p)
{
	struct csm_set_store *st = set->store;
	uint32_t id = csm_intern_put(&st->names, p->metric.s, p->metric.len);
	const struct set_name *about = set_name(st, id, p->model);

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
	st->begun[st->metrics++] = (struct begun){.point = st->n, .row = st->row};
	st->entity[st->entities - 1].metrics++;
}

/* Begin the point's entity and metric, where they are not those of the point before. */
static void
begin_series(struct csm_set *set, const struct csm_point *p)
{
	struct csm_set_store *st = set->store;
	const struct csm_entity_points *e =
	    st->entities > 0 ? &st->entity[st->entities - 1] : NULL;

	if (e == NULL || (!set_same_stamp(p->entity, st->last_entity) &&
			     (e->model != p->model || !set_same_text(e->id, p->id)))) {
		begin_entity(set, p);
		begin_metric(set, p);
	} else if (!set_same_text(st->metric[st->metrics - 1].metric, p->metric)) {
		begin_metric(set, p);
	}
	st->last_entity = p->entity;
	st->last_series = p->series;
}

/* Rows of the last series. */
static void
set_keep_rows(struct csm_set_store *st, struct csm_text written)
{
	if (written.s == NULL || !st->written)
		st->begun[st->metrics - 1].spelled = true;
	else
		csm_buf_put(&st->rows, written.s, written.len);
	st->row = st->rows.len;
}

/* A point of the last series. */
static inline void
set_add(struct csm_set *set, int32_t day, int64_t value, struct csm_text state)
{
	struct csm_set_store *st = set->store;
	struct csm_entity_points *e = &st->entity[st->entities - 1];

	if (e->first_day == CSM_DAY_NONE || day < e->first_day)
		e->first_day = day;
	if (value == CSM_MISSING)
		st->begun[st->metrics - 1].gaps = true;
	if (state.len > 0) {
		CSM_GROW(st->state, st->states, &st->state_cap);
		st->state[st->states++] =
		    (struct state){st->n, copy_text(&set->arena, state)};
	}
	/* a series has ascending unique days: windows and csm_series_at rely on it */
	assert(st->metric[st->metrics - 1].n == 0 || st->day[st->n - 1] < day);
	CSM_GROW(st->day, st->n, &st->day_cap);
	CSM_GROW(st->value, st->n, &st->value_cap);
	st->day[st->n] = day;
	st->value[st->n++] = value;
	st->metric[st->metrics - 1].n++;
}

static void
add_point(struct csm_set *set, const struct csm_point *p)
{
	struct csm_set_store *st = set->store;

	if (!set_same_stamp(p->series, st->last_series))
		begin_series(set, p);
	set_add(set, p->day, p->value, p->state);
	set_keep_rows(st, p->written);
}

static void
set_reserve(struct csm_set_store *st, size_t n)
{
	if (st->day_cap < n) {
		st->day_cap = n;
		st->day = csm_xreallocarray(st->day, n, sizeof *st->day);
	}
	if (st->value_cap < n) {
		st->value_cap = n;
		st->value = csm_xreallocarray(st->value, n, sizeof *st->value);
	}
}

/* Points of the rows that are there unread: none of them costs a look at what is known. */
static void
set_read_rows(struct csm_set *set)
{
	struct csm_set_store *st = set->store;
	const char *at = st->rows.data, *end = at + st->rows.len;
	struct csm_plain_key before = {.len = 0};
	struct csm_plain_row r;

	set_reserve(st, set->points);
	while (at < end) {
		csm_plain_look(&st->days, &before, at, end, &r);
		const struct csm_point p = {.model = r.key.model,
		    .id = csm_plain_part(&r.key, r.key.id, r.key.metric),
		    .metric = csm_plain_part(&r.key, r.key.metric, r.key.len)};
		if (r.entity)
			begin_entity(set, &p);
		if (r.series)
			begin_metric(set, &p);
		set_add(set, r.key.day, r.value, r.state);
		struct begun *b = &st->begun[st->metrics - 1];
		struct csm_plain_columns to = {
		    st->day + st->n, st->value + st->n, &b->gaps};
		b->spelled = !st->written;
		before = r.key;
		at = r.end;
		size_t n = csm_plain_run(
		    &st->days, &before, &at, end, set->points - st->n, to);
		st->n += n;
		st->metric[st->metrics - 1].n += n;
		st->row = (size_t)(at - st->rows.data);
	}
	assert(st->n == set->points);
	set->unread = false;
}

/* More points of the last series. */
static void
add_run(struct csm_set *set, const struct csm_point_run *run)
{
	struct csm_set_store *st = set->store;
	const size_t last = st->n + run->n - 1;

	assert(st->day[st->n - 1] < run->day[0]);
	CSM_GROW(st->day, last, &st->day_cap);
	CSM_GROW(st->value, last, &st->value_cap);
	memcpy(st->day + st->n, run->day, run->n * sizeof *run->day);
	memcpy(st->value + st->n, run->value, run->n * sizeof *run->value);
	st->n += run->n;
	st->metric[st->metrics - 1].n += run->n;
	st->begun[st->metrics - 1].gaps |= run->gaps;
	set_keep_rows(st, run->written);
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
	const struct begun *b = &st->begun[metric];
	size_t end = metric + 1 < st->metrics ? b[1].row : st->rows.len;

	if (b->spelled)
		return (struct csm_text){NULL, 0};
	return (struct csm_text){st->rows.data + b->row, end - b->row};
}

static void
set_finish(struct csm_set *set)
{
	struct csm_set_store *st = set->store;
	const struct state *state = st->state;
	size_t left = st->states, first = 0;

	for (size_t i = 0; i < st->metrics; i++) {
		struct csm_metric_points *m = &st->metric[i];
		const struct begun *b = &st->begun[i];
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

/* A point, and if it is not the first of its series what else follows of that: most
 * series of end users have one point, and asking has its price. */
static void
set_add_series(
    struct csm_set *set, const struct csm_point *p, struct csm_points *points)
{
	const bool again = set_same_stamp(p->series, set->store->last_series);
	struct csm_point_run run;

	add_point(set, p);
	while (again && csm_points_more(points, &run) > 0)
		add_run(set, &run);
}

/* The first point, and behind it as many rows of its company as need not be read here. */
static void
set_begin(struct csm_set *set, struct csm_points *points, struct csm_diag *diag)
{
	struct csm_set_store *st = set->store;
	const struct csm_text first = set->ahead.written;
	struct csm_point_rows rows;

	st->written = csm_points_written(points);
	set->company = copy_text(&set->arena, set->ahead.company);
	if (first.s == NULL) {
		add_point(set, &set->ahead);
		return;
	}
	set->unread = true;
	set->points = 1;
	csm_buf_put(&st->rows, first.s, first.len);
	while (csm_points_rows(points, &rows, diag) > 0) {
		csm_buf_put(&st->rows, rows.text.s, rows.text.len);
		set->points += rows.n;
	}
	/* as of a chunk: vectors are loaded behind the last of them */
	csm_buf_reserve(&st->rows, CSM_CHUNK_PAD);
	memset(st->rows.data + st->rows.len, 0, CSM_CHUNK_PAD);
}

int
csm_set_next(struct csm_set *set, struct csm_points *points, struct csm_diag *diag)
{
	struct csm_point p;
	int rc = 1;

	reset(set);
	if (!set->has_ahead && (rc = csm_points_next(points, &set->ahead, diag)) != 1)
		return rc;
	set->has_ahead = 0;
	set_begin(set, points, diag);
	while ((rc = csm_points_next(points, &p, diag)) == 1) {
		if (!set_same_stamp(p.entity, set->store->last_entity) &&
		    !set_same_text(p.company, set->company)) {
			/* Borrowed from `points`, which is not asked again before the
			 * next call of this. */
			set->ahead = p;
			set->has_ahead = 1;
			break;
		}
		/* One that had to be looked at, behind others. */
		if (set->unread)
			set_read_rows(set);
		set_add_series(set, &p, points);
	}
	if (rc < 0)
		return -1;
	if (!set->unread)
		set_finish(set);
	return 1;
}

void
csm_set_open(struct csm_set *set)
{
	if (!set->unread)
		return;
	set_read_rows(set);
	set_finish(set);
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
	reset(set);
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
			add_point(set, more->point);
		if (more->n == 0 || order != 0)
			add_point(set, p);
	}
}

void
csm_set_merge(struct csm_set *set, const struct csm_set *from,
    const struct csm_point *more, size_t n)
{
	struct more rest = {more, n};

	reset(set);
	set->company = copy_text(&set->arena, from->company);
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
		add_point(set, rest.point);
	set_finish(set);
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
		e->id = copy_text(
		    &set->arena, (struct csm_text){pseudonym, sizeof pseudonym - 1});
		for (size_t k = 0; k < e->metrics; k++)
			e->metric[k].written.s = NULL; /* has the id */
	}
	if (n > 1)
		qsort(set->entity + first, n, sizeof *set->entity, set_by_id);
}
