#include "metric/system.h"

#include "base/num.h"
#include "base/xalloc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Numbers that change by steps: step[d - from] is added on day d.  What happens before
 * `from` counts on its first day, what happens after `until` not at all. */
struct steps {
	int32_t from, until;
	int64_t *step;
};

static void
system_step(struct steps *s, int32_t day, int64_t by)
{
	if (day <= s->until)
		s->step[day < s->from ? 0 : day - s->from] += by;
}

/* The running sum as a series, in whole numbers, from `first` on. */
static struct csm_series
system_add_up(const struct steps *s, int32_t first, struct csm_arena *arena)
{
	size_t days = (size_t)(s->until - s->from) + 1, n = 0;
	int32_t *day = CSM_ARENA_ARRAY(arena, int32_t, days);
	int64_t *value = CSM_ARENA_ARRAY(arena, int64_t, days);
	int64_t sum = 0;

	for (size_t i = 0; i < days; i++) {
		sum += s->step[i];
		if (s->from + (int32_t)i < first)
			continue;
		day[n] = s->from + (int32_t)i;
		value[n++] = sum * CSM_NUM_ONE;
	}
	return (struct csm_series){day, value, n};
}

/* Of a narrowed company, of which not all rows count. */
static size_t
members_in_fields(struct csm_company *c)
{
	size_t n, found = 0;
	const struct csm_member *user = csm_company_members(c, CSM_MODEL_ENDUSER, &n);

	for (size_t i = 0; i < n; i++)
		found += user[i].field >= 0;
	return found;
}

/* End users of the company that the fields file knows. */
static size_t
users_in_fields(struct csm_company *c)
{
	const struct csm_fields *fields = c->fields[CSM_MODEL_ENDUSER];
	size_t begin, end;

	if (fields == NULL)
		return 0;
	if (c->narrow != NULL && c->narrow->models != 0)
		return members_in_fields(c);
	csm_fields_of_company(
	    fields, c->set->company.s, c->set->company.len, &begin, &end);
	/* A table as it was known tells of each from when on. */
	if (begin < end && csm_fields_known_from(fields, (long)begin) != CSM_DAY_NONE)
		return 0;
	return end - begin;
}

/* The first day with a value; INT32_MAX: none has. */
static int32_t
first_value(struct csm_company *c, int32_t from)
{
	if (users_in_fields(c) > 0)
		return from;
	return c->first == CSM_DAY_NONE ? INT32_MAX : c->first;
}

static void
steps_init(struct steps *s, int32_t from, int32_t until)
{
	s->from = from;
	s->until = until;
	s->step = csm_xcalloc((size_t)(until - from) + 1, sizeof *s->step);
}

struct csm_series
csm_system_users_total(
    struct csm_company *c, int32_t from, int32_t until, struct csm_arena *arena)
{
	struct steps s;
	struct csm_series out;
	size_t n;

	if (from > until)
		return (struct csm_series){0};
	const struct csm_member *user = csm_company_members(c, CSM_MODEL_ENDUSER, &n);
	steps_init(&s, from, until);
	for (size_t i = 0; i < n; i++)
		system_step(&s, csm_company_since(c, CSM_MODEL_ENDUSER, &user[i]), 1);
	out = system_add_up(&s, first_value(c, from), arena);
	free(s.step);
	return out;
}

/* Of one end user: a bit for each day with an activity that is not 0. */
struct active_days {
	int32_t first; /* the day of the first bit */
	int32_t until;
	size_t words;
	uint64_t *bit;
};

/* From the newest day back, so that days before the first are not looked at. */
static void
mark_active(struct active_days *a, const struct csm_series *s)
{
	for (size_t i = s->n; i-- > 0 && s->day[i] >= a->first;) {
		uint32_t at = (uint32_t)(s->day[i] - a->first);
		if (s->value[i] != 0 && s->day[i] <= a->until)
			a->bit[at / 64] |= (uint64_t)1 << at % 64;
	}
}

/* What one end user adds: from each active day on n days, each day once. */
static void
step_active(struct steps *s, const struct active_days *a, int32_t n)
{
	int32_t end = INT32_MIN; /* until when the user counts, not included */

	for (size_t w = 0; w < a->words; w++)
		for (uint64_t bits = a->bit[w]; bits != 0; bits &= bits - 1) {
			int32_t day =
			    a->first + (int32_t)(w * 64) + __builtin_ctzll(bits);
			/* A user counted still goes on being so: the end moves. */
			system_step(s, end > day ? end : day, 1);
			end = day + n;
			system_step(s, end, -1);
		}
}

struct csm_series
csm_system_users_active(struct csm_company *c, int32_t n, int32_t from, int32_t until,
    struct csm_arena *arena)
{
	const struct csm_set *set = c->set;
	struct steps s;

	if (from > until)
		return (struct csm_series){0};
	steps_init(&s, from, until);
	/* Who was active before that does not count on any of the days. */
	struct active_days a = {.first = from - n + 1, .until = until};
	a.words = (size_t)(until - a.first) / 64 + 1;
	a.bit = csm_xcalloc(a.words, sizeof *a.bit);
	for (size_t u = 0; u < set->entities; u++) {
		const struct csm_entity_points *e = &set->entity[u];
		if (e->model != CSM_MODEL_ENDUSER)
			continue;
		memset(a.bit, 0, a.words * sizeof *a.bit);
		for (size_t m = 0; m < e->metrics; m++)
			if (e->metric[m].activity)
				mark_active(&a, &e->metric[m].series);
		step_active(&s, &a, n);
	}
	struct csm_series out = system_add_up(&s, first_value(c, from), arena);
	free(a.bit);
	free(s.step);
	return out;
}

/* csm-formula(5) tells of the numbers, which are choices. */
static const struct {
	const char *name;
	enum csm_model model;
	const char *formula;
} system_made[CSM_SYSTEM_MADE] = {{CSM_SYSTEM_RELEVANCE, CSM_MODEL_ENDUSER,
    "round(40 * min(active_days(activities.*, 30) / 12, 1) + "
    "30 * min(2 * coalesce(sum(activities.*, 14), 0) / "
    "max(sum(activities.*, 28), 1), 1) + "
    "30 * min(coalesce(sum(conversations.*, 90), 0) / 3, 1))"}};

int
csm_system_made_find(const char *metric)
{
	for (int i = 0; i < CSM_SYSTEM_MADE; i++)
		if (strcmp(system_made[i].name, metric) == 0)
			return i;
	return -1;
}

enum csm_model
csm_system_made_model(int made)
{
	return system_made[made].model;
}

const struct csm_metric *
csm_system_made(struct csm_arena *arena, int made)
{
	struct csm_diag silent = {0};
	struct csm_metric *m = csm_metric_from_text(
	    arena, system_made[made].name, system_made[made].formula, NULL, &silent);

	assert(m != NULL); /* a text of ours */
	m->model = system_made[made].model;
	return m;
}

/* The newest of the days from..until with a value that is not 0, or `from` - 1. */
static int32_t
newest_active(const struct csm_series *s, int32_t from, int32_t until)
{
	size_t i = s->n;

	while (i > 0 && s->day[i - 1] >= from &&
	       (s->day[i - 1] > until || s->value[i - 1] == 0))
		i--;
	return i > 0 && s->day[i - 1] >= from ? s->day[i - 1] : from - 1;
}

int32_t
csm_system_newest(struct csm_company *c, int32_t from, int32_t until)
{
	const struct csm_set *set = c->set;
	int32_t newest = from - 1;

	for (size_t u = 0; u < set->entities; u++) {
		const struct csm_entity_points *e = &set->entity[u];
		/* newer ones alone are looked for: most series end at once */
		for (size_t m = 0; e->model == CSM_MODEL_ENDUSER && m < e->metrics; m++)
			if (e->metric[m].activity)
				newest = newest_active(
				    &e->metric[m].series, newest + 1, until);
	}
	return newest < from ? CSM_DAY_NONE : newest;
}
