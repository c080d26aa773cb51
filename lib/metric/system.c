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

static int
is_activity(const struct csm_metric_points *m)
{
	return strncmp(m->metric.s, "activities.", 11) == 0;
}

/* Call `visit` for every activity of end users that is not 0. */
static void
each_activity(const struct csm_set *set,
    void (*visit)(struct csm_activity_log *log, int32_t day, uint32_t user),
    struct csm_activity_log *log)
{
	for (size_t u = 0; u < set->entities; u++) {
		const struct csm_entity_points *e = &set->entity[u];
		for (size_t m = 0; e->model == CSM_MODEL_ENDUSER && m < e->metrics;
		     m++) {
			const struct csm_series *s = &e->metric[m].series;
			for (size_t i = 0; is_activity(&e->metric[m]) && i < s->n; i++)
				if (s->value[i] != 0)
					visit(log, s->day[i], (uint32_t)u);
		}
	}
}

static void
system_extend(struct csm_activity_log *log, int32_t day, uint32_t user)
{
	(void)user;
	log->first = day < log->first ? day : log->first;
	log->last = day > log->last ? day : log->last;
}

static void
system_count(struct csm_activity_log *log, int32_t day, uint32_t user)
{
	(void)user;
	/* One further on: added up, each is where its day begins. */
	log->start[day - log->first + 1]++;
}

static void
system_put(struct csm_activity_log *log, int32_t day, uint32_t user)
{
	log->user[log->start[day - log->first]++] = user;
}

/* Sort activities by day, by counting: they come in order of users. */
static const struct csm_activity_log *
activity_log(struct csm_company *c)
{
	struct csm_activity_log *log = c->log;

	if (log != NULL)
		return log;
	c->log = log = CSM_ARENA_NEW(&c->arena, struct csm_activity_log);
	log->first = INT32_MAX;
	log->last = INT32_MIN;
	log->users = c->set->entities;
	each_activity(c->set, system_extend, log);
	if (log->first > log->last)
		return log;
	size_t days = (size_t)(log->last - log->first) + 1;
	log->start = CSM_ARENA_ARRAY(&c->arena, size_t, days + 1);
	each_activity(c->set, system_count, log);
	for (size_t d = 0; d < days; d++)
		log->start[d + 1] += log->start[d];
	log->user = CSM_ARENA_ARRAY(&c->arena, uint32_t, log->start[days]);
	each_activity(c->set, system_put, log);
	/* Each start has moved to its day's end, which is where the next one begins. */
	memmove(log->start + 1, log->start, days * sizeof *log->start);
	log->start[0] = 0;
	return log;
}

struct csm_series
csm_system_users_active(struct csm_company *c, int32_t n, int32_t from, int32_t until,
    struct csm_arena *arena)
{
	const struct csm_activity_log *log = activity_log(c);
	struct steps s;

	if (from > until)
		return (struct csm_series){0};
	steps_init(&s, from, until);
	/* Until when each user counts already, the day itself not included. */
	int32_t *end = csm_xcalloc(log->users, sizeof *end);
	for (size_t u = 0; u < log->users; u++)
		end[u] = INT32_MIN;
	for (int32_t day = log->first; day <= log->last; day++) {
		size_t at = (size_t)(day - log->first);
		for (size_t i = log->start[at]; i < log->start[at + 1]; i++) {
			uint32_t u = log->user[i];
			/* A user counted still goes on being so: the end moves. */
			system_step(&s, end[u] > day ? end[u] : day, 1);
			end[u] = day + n;
			system_step(&s, end[u], -1);
		}
	}
	struct csm_series out = system_add_up(&s, first_value(c, from), arena);
	free(end);
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

int32_t
csm_system_newest(struct csm_company *c, int32_t from, int32_t until)
{
	const struct csm_activity_log *log = activity_log(c);

	/* Back from the newest, which is what is looked for. */
	for (int32_t day = until < log->last ? until : log->last;
	     day >= from && day >= log->first; day--)
		if (log->start[day - log->first] < log->start[day - log->first + 1])
			return day;
	return CSM_DAY_NONE;
}
