/* What an end user did. */
#include "base/xalloc.h"
#include "figure/facts.h"
#include "report/people.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

void
csm_people_fini(struct csm_people_reader *r)
{
	csm_variety_fini(&r->features);
	free(r->count);
	free(r->seen);
}

/* Newest day up to `until` that is not 0, or what it was. */
static void
people_read_newest(const struct csm_series *s, int32_t until, int32_t *day)
{
	/* from the newest back: the first that is not 0 is it */
	for (size_t i = csm_series_at(s, until + 1); i > 0; i--) {
		if (s->value[i - 1] == 0)
			continue;
		if (s->day[i - 1] > *day)
			*day = s->day[i - 1];
		return;
	}
}

static void
count_feature(struct csm_people_reader *r, uint32_t feature, const struct csm_series *s,
    int32_t since, int32_t until)
{
	int64_t events = CSM_MISSING;

	for (size_t i = csm_series_at(s, since); i < s->n && s->day[i] <= until; i++)
		csm_stats_add(&events, s->value[i]);
	/* Also of a sum of 0: what was taken back was not used. */
	if (events == CSM_MISSING || events == 0)
		return;
	if (feature >= r->cap) {
		/* some more at once: ids are given in order; any step does */
		r->cap = (size_t)feature + 64;
		r->count = csm_xreallocarray(r->count, r->cap, sizeof *r->count);
		r->seen = csm_xreallocarray(r->seen, r->cap, sizeof *r->seen);
	}
	r->count[feature] = events;
	r->seen[r->n++] = feature;
}

/* By events, most first; of as many by name. */
static int
people_read_before(const struct csm_people_reader *r, const struct csm_inventory *inv,
    uint32_t a, uint32_t b)
{
	if (r->count[a] != r->count[b])
		return r->count[a] > r->count[b];
	return strcmp(inv->feature[a].id, inv->feature[b].id) < 0;
}

static void
choose_top(const struct csm_people_reader *r, const struct csm_inventory *inv,
    struct csm_end_user *u)
{
	for (size_t i = 0; i < r->n; i++) {
		uint32_t id = r->seen[i];
		size_t at = u->tops;
		while (at > 0 && people_read_before(r, inv, id, u->top[at - 1]))
			at--;
		/* Five places kept in order: sorting all features of each user would be
		 * for five names. */
		if (at == CSM_PEOPLE_TOP)
			continue;
		if (u->tops < CSM_PEOPLE_TOP)
			u->tops++;
		memmove(&u->top[at + 1], &u->top[at],
		    (u->tops - at - 1) * sizeof u->top[0]);
		u->top[at] = id;
	}
}

static void
count_days(struct csm_people_reader *r, struct csm_end_user *u, const char *used)
{
	for (int i = 0; i < CSM_PEOPLE_DAYS; i++) {
		csm_stats_add(&u->events, u->day[i]);
		u->active_days += used[i] != 0;
		r->active[i] += used[i] != 0;
	}
}

static void
people_read_read_activity(struct csm_people_reader *r, struct csm_end_user *u,
    const struct csm_use_of *use, int32_t until, char *used)
{
	const struct csm_series *s = use->series;
	int32_t since = until - CSM_PEOPLE_DAYS + 1;

	people_read_newest(s, until, &u->last);
	csm_facts_days(s, since, until, u->day);
	for (size_t i = csm_series_at(s, since); i < s->n && s->day[i] <= until; i++)
		used[s->day[i] - since] |= s->value[i] != 0;
	if (use->feature == CSM_INVENTORY_NONE)
		return;
	count_feature(r, use->feature, s, since, until);
	if (csm_inventory_used(s, until - CSM_PEOPLE_RECENT + 1, until))
		csm_variety_put(&r->features, use->feature);
}

struct csm_end_user *
csm_people_end_user(struct csm_people_reader *r, struct csm_arena *arena,
    struct csm_inventory *inv, const struct csm_entity_points *points, int32_t until)
{
	struct csm_end_user *u = CSM_ARENA_NEW(arena, struct csm_end_user);
	char used[CSM_PEOPLE_DAYS] = {0};
	struct csm_use_of use;

	*u = (struct csm_end_user){.last = CSM_DAY_NONE,
	    .touch = CSM_DAY_NONE,
	    .events = CSM_MISSING,
	    .day = CSM_ARENA_ARRAY(arena, int64_t, CSM_PEOPLE_DAYS)};
	for (int i = 0; i < CSM_PEOPLE_DAYS; i++)
		u->day[i] = CSM_MISSING;
	csm_variety_reset(&r->features);
	r->n = 0;
	for (size_t m = 0; points != NULL && m < points->metrics; m++) {
		if (strncmp(points->metric[m].metric.s, "conversations.", 14) == 0)
			people_read_newest(&points->metric[m].series, until, &u->touch);
		/* told: modules are no matter here */
		else if (csm_inventory_use(inv, points, m, 1, &use) && use.activity)
			people_read_read_activity(r, u, &use, until, used);
	}
	u->features = r->features.n;
	choose_top(r, inv, u);
	count_days(r, u, used);
	return u;
}
