#include "metric/rollup.h"

#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

/* Series found so far, and the metrics they are of (NULL: of several), all borrowed; of
 * those without a day in from..until nothing is kept. */
struct found {
	int32_t from, until;
	const struct csm_series **series;
	const char **name;
	size_t n, cap, name_cap;
};

static void
rollup_add(struct found *found, const struct csm_series *s, const char *name)
{
	/* One without any value counts: its entity has the metric. */
	if (s->n > 0 && (s->day[0] > found->until || s->day[s->n - 1] < found->from))
		return;
	CSM_GROW(found->series, found->n, &found->cap);
	CSM_GROW(found->name, found->n, &found->name_cap);
	found->name[found->n] = name;
	found->series[found->n++] = s;
}

static void
rollup_found_fini(struct found *found)
{
	free(found->series);
	free(found->name);
}

/* The first metric whose name is not before the `len` bytes of a pattern that stand
 * before its '*'. */
static size_t
first_match(const struct csm_entity_points *e, const char *pattern, size_t len)
{
	size_t lo = 0, hi = e->metrics;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (strncmp(e->metric[mid].metric.s, pattern, len) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* What of a metric counts: of children, whose points a company adds up to its own without
 * being told to, not what it has as well. */
static const struct csm_series *
rollup_series(const struct csm_operand *s, const struct csm_entity_points *e,
    const struct csm_metric_points *m)
{
	return s->named || e->model == s->model ? &m->series : &m->whole;
}

/* Every activity of an entity, known without comparing names; they lie together. */
static void
add_activities(
    struct found *found, const struct csm_operand *s, const struct csm_entity_points *e)
{
	size_t i = 0;

	while (i < e->metrics && !e->metric[i].activity)
		i++;
	for (; i < e->metrics && e->metric[i].activity; i++)
		rollup_add(
		    found, rollup_series(s, e, &e->metric[i]), e->metric[i].metric.s);
}

static void
add_matches(struct found *found, const struct csm_operand *s,
    const struct csm_entity_points *e, const char *pattern, int events_only)
{
	size_t len = strcspn(pattern, "*");
	/* "activities.*" has every name that begins so */
	const bool all = pattern[len] == '*' && pattern[len + 1] == '\0' &&
			 !csm_operand_planned(pattern);

	for (size_t i = first_match(e, pattern, len); i < e->metrics; i++) {
		const char *name = e->metric[i].metric.s;
		if (strncmp(name, pattern, len) != 0)
			break;
		if ((all || csm_operand_match(pattern, name)) &&
		    (!events_only || csm_operand_rolls_up(name)))
			rollup_add(found, rollup_series(s, e, &e->metric[i]), name);
	}
}

/* What one entity has of the source. */
static void
rollup_add_entity(
    struct found *found, const struct csm_operand *s, const struct csm_entity_points *e)
{
	static const char activities[] = "activities.*";
	const struct csm_metric_points *m;

	if (s->pattern && strcmp(s->metric, activities) == 0) {
		add_activities(found, s, e);
		return;
	}
	if (s->pattern) {
		add_matches(found, s, e, s->metric, !s->named && e->model != s->model);
		return;
	}
	m = csm_set_find(e, s->metric);
	if (m != NULL)
		rollup_add(found, rollup_series(s, e, m), m->metric.s);
	else if (s->kind == CSM_SOURCE_ACTIVITY)
		add_activities(found, s, e);
}

/* Folded on the days looked at alone. */
static struct csm_series
rollup_combine(const struct found *found, size_t first, struct csm_arena *arena,
    enum csm_series_fold fold)
{
	return csm_series_combine(arena, found->series + first, found->n - first, fold,
	    found->from, found->until);
}

/* Fold other than a sum: an entity counts once, with all its metrics added up. */
static void
merge_entity(struct found *found, size_t before, struct csm_arena *arena)
{
	struct csm_series *sum = CSM_ARENA_NEW(arena, struct csm_series);

	*sum = rollup_combine(found, before, arena, CSM_FOLD_SUM);
	found->n = before;
	rollup_add(found, sum, NULL);
}

/* Points of the company itself win over what would be derived for it. */
static int
rollup_has_points(const struct csm_operand *s, const struct csm_entity_points *own)
{
	return s->kind == CSM_SOURCE_ACTIVITY && own != NULL &&
	       csm_set_find(own, s->metric) != NULL;
}

struct csm_series
csm_rollup_points(const struct csm_operand *source, const struct csm_set *set,
    const struct csm_entity_points *own, int32_t from, int32_t until,
    struct csm_arena *arena, size_t members[CSM_MODELS])
{
	unsigned itself = 1U << source->model;
	struct found found = {.from = from, .until = until};
	struct csm_series out = {0};

	if (members != NULL)
		memset(members, 0, CSM_MODELS * sizeof *members);
	int only_itself = source->models == itself ||
			  ((source->models & itself) && rollup_has_points(source, own));
	const struct csm_entity_points *e = only_itself ? own : set->entity;
	size_t n = only_itself ? own != NULL : set->entities;
	for (size_t i = 0; i < n; i++) {
		size_t before = found.n;
		if (!(source->models & 1U << e[i].model))
			continue;
		rollup_add_entity(&found, source, &e[i]);
		if (found.n == before)
			continue;
		if (members != NULL)
			members[e[i].model]++;
		/* A sum does not ask whose a value is; a mean over users must not count
		 * one of them twice. */
		if (source->fold != CSM_FOLD_SUM && source->fold != CSM_FOLD_ANY &&
		    found.n - before > 1)
			merge_entity(&found, before, arena);
	}
	if (found.n > 0)
		out = rollup_combine(&found, 0, arena,
		    only_itself && source->fold != CSM_FOLD_ANY ? CSM_FOLD_SUM
								: source->fold);
	rollup_found_fini(&found);
	return out;
}

struct rollup_named {
	const char *name;
	const struct csm_series *series;
};

static int
rollup_order(const void *a, const void *b)
{
	const struct rollup_named *x = a, *y = b;

	return strcmp(x->name, y->name);
}

void
csm_rollup_by_name(const struct csm_operand *source, const struct csm_set *set,
    const struct csm_entity_points *own, struct csm_distinct *distinct)
{
	struct found found = {.from = distinct->first, .until = distinct->last};
	struct rollup_named *named;

	for (size_t i = 0; i < set->entities; i++)
		if (source->models == 1U << source->model
			? &set->entity[i] == own
			: (source->models & 1U << set->entity[i].model) != 0)
			rollup_add_entity(&found, source, &set->entity[i]);
	/* In order of names: what many have comes in one run, which csm_distinct_close
	 * ends. */
	named = csm_xcalloc(found.n, sizeof *named);
	for (size_t i = 0; i < found.n; i++)
		named[i] = (struct rollup_named){found.name[i], found.series[i]};
	qsort(named, found.n, sizeof *named, rollup_order);
	for (size_t i = 0; i < found.n; i++) {
		csm_distinct_note(distinct, named[i].series);
		if (i + 1 == found.n || strcmp(named[i].name, named[i + 1].name) != 0)
			csm_distinct_close(distinct);
	}
	free(named);
	rollup_found_fini(&found);
}
