#include "figure/tally.h"

#include "figure/facts.h"
#include "time/date.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static int
by_count(const void *a, const void *b)
{
	const struct csm_tally *x = a, *y = b;

	if (x->count != y->count) /* CSM_MISSING is below every number */
		return x->count > y->count ? -1 : 1;
	return strcmp(x->name, y->name);
}

struct tallies {
	struct csm_arena *arena;
	struct csm_tally *of;
	size_t n, cap;
};

static struct csm_tally *
tally_of(struct tallies *t, const char *name)
{
	/* A company has some dozens of features: looked through for each metric of each
	 * user. */
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->of[i].name, name) == 0)
			return &t->of[i];
	if (t->n == t->cap) {
		/* In an arena nothing can grow where it is; what is left behind goes
		 * with the arena. 16 are a choice: fewer than most have. */
		size_t more = t->cap == 0 ? 16 : t->cap * 2;
		struct csm_tally *bigger =
		    CSM_ARENA_ARRAY(t->arena, struct csm_tally, more);
		if (t->n > 0)
			memcpy(bigger, t->of, t->n * sizeof *bigger);
		t->of = bigger;
		t->cap = more;
	}
	t->of[t->n] = (struct csm_tally){.name = csm_arena_strdup(t->arena, name),
	    .count = CSM_MISSING,
	    .last = CSM_DAY_NONE};
	return &t->of[t->n++];
}

static void
tally_count(
    struct csm_tally *t, const struct csm_series *s, int32_t since, int32_t until)
{
	/* From the beginning, not from `since`: what was used last may be long before
	 * it. */
	for (size_t i = 0; i < s->n && s->day[i] <= until; i++) {
		if (s->day[i] >= since)
			csm_stats_add(&t->count, s->value[i]);
		if (s->value[i] != 0 && s->day[i] > t->last)
			t->last = s->day[i];
	}
}

struct csm_tally *
csm_tally_read(struct csm_arena *arena, const struct csm_set *set, const char *prefix,
    int32_t until, int32_t days, size_t *n)
{
	struct tallies t = {.arena = arena};
	size_t len = strlen(prefix);

	for (size_t e = 0; e < set->entities; e++) {
		for (size_t m = 0; m < set->entity[e].metrics; m++) {
			const struct csm_metric_points *p = &set->entity[e].metric[m];
			if (strncmp(p->metric.s, prefix, len) == 0)
				tally_count(tally_of(&t, p->metric.s + len),
				    /* Of end users what nobody else has as well: a
				     * conversation of two is one of their company. */
				    set->entity[e].model == CSM_MODEL_COMPANY
					? &p->series
					: &p->whole,
				    until - days + 1, until);
		}
	}
	if (t.n > 0)
		qsort(t.of, t.n, sizeof *t.of, by_count);
	*n = t.n;
	return t.of;
}

static void
read_person(struct csm_person *person, const struct csm_entity_points *entity,
    int32_t until, int32_t days)
{
	int32_t since = until - days + 1;

	person->touch = csm_facts_touch_of(entity, until);
	for (size_t m = 0; m < entity->metrics; m++) {
		const struct csm_metric_points *p = &entity->metric[m];
		if (!p->activity)
			continue;
		for (size_t i = 0; i < p->series.n && p->series.day[i] <= until; i++) {
			int32_t day = p->series.day[i];
			if (p->series.value[i] != 0 && day > person->last)
				person->last = day;
			if (day >= since)
				csm_stats_add(
				    &person->series[day - since], p->series.value[i]);
		}
	}
	for (int32_t i = 0; i < days; i++) {
		csm_stats_add(&person->count, person->series[i]);
		person->days +=
		    person->series[i] != CSM_MISSING && person->series[i] != 0;
	}
}

static int
tally_by_recent(const void *a, const void *b)
{
	const struct csm_person *x = a, *y = b;

	if (x->last != y->last)
		return x->last > y->last ? -1 : 1;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return strcmp(x->id, y->id);
}

static struct csm_person
person_new(struct csm_arena *arena, const char *id, int32_t days)
{
	struct csm_person p = {.id = csm_arena_strdup(arena, id),
	    .last = CSM_DAY_NONE,
	    .touch = CSM_DAY_NONE,
	    .count = CSM_MISSING,
	    .series = CSM_ARENA_ARRAY(arena, int64_t, (size_t)days)};

	for (int32_t i = 0; i < days; i++)
		p.series[i] = CSM_MISSING;
	return p;
}

/* End users of a set stand in byte order of their ids. */
static int
tally_has_points(const struct csm_set *set, const char *id)
{
	size_t low = 0, high = set->entities;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct csm_entity_points *e = &set->entity[mid];
		int order = e->model < CSM_MODEL_ENDUSER   ? -1
			    : e->model > CSM_MODEL_ENDUSER ? 1
							   : strcmp(e->id.s, id);
		if (order == 0)
			return 1;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

struct csm_person *
csm_tally_people(struct csm_context *context, struct csm_arena *arena,
    const struct csm_set *set, int32_t days, size_t *n)
{
	const struct csm_fields *f = context->fields[CSM_MODEL_ENDUSER];
	size_t begin = 0, end = 0;
	struct csm_person *people;

	if (f != NULL)
		csm_fields_of_company(
		    f, set->company.s, set->company.len, &begin, &end);
	/* as many as there can be: all have points, or all are in the fields alone */
	people = CSM_ARENA_ARRAY(
	    arena, struct csm_person, set->entities + (end - begin) + 1);
	*n = 0;
	for (size_t e = 0; e < set->entities; e++) {
		if (set->entity[e].model != CSM_MODEL_ENDUSER)
			continue;
		people[*n] = person_new(arena, set->entity[e].id.s, days);
		read_person(&people[(*n)++], &set->entity[e], context->until, days);
	}
	/* Whoever is in the fields and did nothing is the one to be asked why. */
	for (size_t i = begin; i < end; i++) {
		const char *id = csm_fields_entity(f, i)->id;
		if (!tally_has_points(set, id) &&
		    csm_context_has(context, CSM_MODEL_ENDUSER, id))
			people[(*n)++] = person_new(arena, id, days);
	}
	assert(*n <= set->entities + (end - begin));
	qsort(people, *n, sizeof *people, tally_by_recent);
	return people;
}
