#include "figure/facts.h"

#include "base/xalloc.h"
#include "figure/alert.h"
#include "figure/renewal.h"
#include "time/date.h"

#include <string.h>

int
csm_facts_ask(struct csm_context *context, struct csm_facts_ask *ask)
{
	/* Days without events are missing, not 0: the engine of days gives what a
	 * company has. */
	ask->activity = csm_context_query(
	    context, context->days, CSM_MODEL_COMPANY, "sum(activities.*, 1)", NULL);
	ask->events = csm_context_query(
	    context, context->now, CSM_MODEL_COMPANY, "sum(activities.*, 14)", NULL);
	ask->active = csm_context_query(context, context->now, CSM_MODEL_COMPANY,
	    "last(system.users_active_last30, 1)", NULL);
	return ask->activity == SIZE_MAX || ask->events == SIZE_MAX ||
		       ask->active == SIZE_MAX
		   ? -1
		   : 0;
}

/* Canonical order puts the company first. */
const struct csm_entity_points *
csm_facts_own(const struct csm_set *set)
{
	if (set->entities == 0 || set->entity[0].model != CSM_MODEL_COMPANY)
		return NULL;
	return &set->entity[0];
}

int64_t
csm_facts_at(const struct csm_metric_points *p, int32_t day, struct csm_text *state)
{
	/* As they came, with explicit missing ones: a score that is unknown on a day
	 * has a state. */
	struct csm_series all = {.day = p->day, .n = p->n};
	size_t i = csm_series_at(&all, day);

	/* A state is that of its day: yesterday's score says nothing of today. */
	if (i == p->n || p->day[i] != day)
		return CSM_MISSING;
	if (state != NULL && p->state != NULL)
		*state = p->state[i];
	return p->value[i];
}

int64_t
csm_facts_point(
    const struct csm_set *set, const char *metric, int32_t day, struct csm_text *state)
{
	const struct csm_entity_points *own = csm_facts_own(set);
	const struct csm_metric_points *p =
	    own == NULL ? NULL : csm_set_find(own, metric);

	if (state != NULL)
		*state = (struct csm_text){"", 0};
	return p == NULL ? CSM_MISSING : csm_facts_at(p, day, state);
}

struct csm_cell
csm_facts_cell(struct csm_context *context, const struct csm_set *set,
    const char *metric, int32_t day)
{
	struct csm_text state;
	struct csm_cell cell =
	    csm_cell_number(csm_facts_point(set, metric, day, &state));

	cell.state = csm_state_find(&context->arena, state);
	return cell;
}

int32_t
csm_facts_touch_of(const struct csm_entity_points *entity, int32_t day)
{
	int32_t last = CSM_DAY_NONE;

	for (size_t m = 0; m < entity->metrics; m++) {
		const struct csm_series *s = &entity->metric[m].series;
		size_t i;
		if (strncmp(entity->metric[m].metric.s, "conversations.", 14) != 0)
			continue;
		i = csm_series_at(s, day + 1);
		/* a day on which there were none is no touch */
		while (i > 0 && s->value[i - 1] == 0)
			i--;
		if (i > 0 && s->day[i - 1] > last)
			last = s->day[i - 1];
	}
	return last;
}

int32_t
csm_facts_touch(const struct csm_set *set, int32_t day)
{
	int32_t last = CSM_DAY_NONE;

	for (size_t e = 0; e < set->entities; e++) {
		int32_t of = csm_facts_touch_of(&set->entity[e], day);
		last = of > last ? of : last;
	}
	return last;
}

/* "Paid before": one that never paid is a prospect or on trial, and has not left. */
bool
csm_facts_left(const struct csm_set *set, int32_t day)
{
	const struct csm_entity_points *own = csm_facts_own(set);
	const struct csm_metric_points *p =
	    own == NULL ? NULL : csm_set_find(own, "revenue.mrr");

	if (p == NULL || csm_facts_at(p, day, NULL) > 0)
		return false;
	for (size_t i = 0; i < p->series.n && p->series.day[i] < day; i++)
		if (p->series.value[i] > 0)
			return true;
	return false;
}

const char *
csm_facts_profile(const struct csm_set *set, int32_t day)
{
	const struct csm_entity_points *own = csm_facts_own(set);

	for (size_t m = 0; own != NULL && m < own->metrics; m++) {
		const char *name = own->metric[m].metric.s;
		if (strncmp(name, "health.", 7) != 0 ||
		    csm_facts_at(&own->metric[m], day, NULL) == CSM_MISSING)
			continue;
		/* health.<profile> is the score, longer names are its parts */
		if (strchr(name + 7, '.') == NULL)
			return name + 7;
	}
	return NULL;
}

static void
read_paid(struct csm_facts *f, struct csm_facts_past *past,
    const struct csm_context *context, const struct csm_set *set)
{
	const struct csm_entity_points *own = csm_facts_own(set);
	const struct csm_metric_points *mrr =
	    own == NULL ? NULL : csm_set_find(own, "revenue.mrr");

	f->paid_first = f->paid_last = past->paid_last_then = CSM_DAY_NONE;
	if (mrr == NULL)
		return;
	for (size_t i = 0; i < mrr->series.n; i++) {
		int32_t day = mrr->series.day[i];
		int64_t value = mrr->series.value[i];
		if (value <= 0 || day > context->until)
			continue;
		/* days ascend: the first stays, the last is overwritten */
		if (f->paid_first == CSM_DAY_NONE) {
			f->paid_first = day;
			past->mrr_first = value;
		}
		f->paid_last = day;
		past->mrr_last = value;
		if (day <= context->until - CSM_FACTS_AGO) {
			past->paid_last_then = day;
			past->mrr_last_then = value;
		}
	}
}

static void
read_renewal(
    struct csm_facts *f, struct csm_facts_past *past, struct csm_context *context)
{
	int column = csm_renewal_ask(context);
	int32_t day = context->until;

	f->renewal = csm_renewal_day(context, column, f->id, day);
	past->renewal_then =
	    csm_renewal_day(context, column, f->id, day - CSM_FACTS_AGO);
	/* Two periods back, for what was due in the period before this one. */
	past->renewal_before =
	    csm_renewal_day(context, column, f->id, day - 2 * CSM_FACTS_AGO);
}

/* Points units.<id> of the as-of day. */
static void
facts_read_units(
    struct csm_facts *f, struct csm_context *context, const struct csm_set *set)
{
	const struct csm_entity_points *own = csm_facts_own(set);
	size_t n = 0;

	for (size_t m = 0; own != NULL && m < own->metrics; m++)
		n += strncmp(own->metric[m].metric.s, "units.", 6) == 0;
	if (n == 0)
		return;
	/* which of them have a point of the day is seen only below */
	f->unit = CSM_ARENA_ARRAY(&context->arena, struct csm_unit_fact, n);
	for (size_t m = 0; m < own->metrics; m++) {
		const struct csm_metric_points *p = &own->metric[m];
		struct csm_text state = {"", 0};
		if (strncmp(p->metric.s, "units.", 6) != 0)
			continue;
		int64_t value = csm_facts_at(p, context->until, &state);
		/* A unit without a value may have a state: na, unknown, off. */
		if (value == CSM_MISSING && state.len == 0)
			continue;
		f->unit[f->units++] =
		    (struct csm_unit_fact){.unit = csm_catalog_unit(&context->catalog,
					       &context->arena, p->metric.s + 6),
			.value = value,
			.state = csm_state_find(&context->arena, state)};
	}
}

static void
read_alerts(struct csm_facts *f, struct csm_context *context, const struct csm_set *set)
{
	struct csm_alerts *alerts = context->alerts;

	size_t left;

	if (alerts == NULL || alerts->n == 0)
		return;
	csm_alerts_company(alerts, set);
	left = alerts->n;
	for (size_t i = 0; i < alerts->n; i++, left--) {
		struct csm_alert_day day = csm_alerts_day(alerts, i, context->until);
		if (day.since == CSM_DAY_NONE)
			continue;
		/* most companies have none open */
		if (f->alert == NULL)
			f->alert = CSM_ARENA_ARRAY(
			    &context->arena, struct csm_alert_fact, left);
		const char *message = csm_alerts_message(alerts, i, context->until);
		f->alert[f->alerts++] =
		    (struct csm_alert_fact){.alert = &alerts->alert[i],
			.since = day.since,
			.fired = day.fired,
			.message = message,
			.reason = csm_alerts_reason(alerts, message)};
	}
}

const struct csm_facts_daily *
csm_facts_read_daily(const struct csm_context *context, const struct csm_facts_ask *ask,
    const struct csm_set *set, struct csm_arena *arena)
{
	struct csm_facts_daily *daily = CSM_ARENA_NEW(arena, struct csm_facts_daily);
	size_t n = (size_t)(context->until - context->since) + 1;

	daily->activity = CSM_ARENA_ARRAY(arena, int64_t, n);
	daily->mrr = CSM_ARENA_ARRAY(arena, int64_t, n);
	/* values of an engine are good until the next company */
	memcpy(daily->activity, csm_engine_micros(context->days, ask->activity, 0),
	    n * sizeof *daily->activity);
	for (size_t i = 0; i < n; i++)
		daily->mrr[i] = csm_facts_point(
		    set, "revenue.mrr", context->since + (int32_t)i, NULL);
	return daily;
}

struct csm_facts_score
csm_facts_score_of(struct csm_cell cell)
{
	return (struct csm_facts_score){
	    cell.kind == CSM_CELL_NUMBER ? cell.number : CSM_MISSING, cell.state};
}

struct csm_cell
csm_facts_score(struct csm_facts_score score)
{
	struct csm_cell cell = csm_cell_number(score.value);

	cell.state = score.state;
	return cell;
}

int64_t
csm_facts_change(const struct csm_facts *f)
{
	return csm_stats_change(f->health_then.value, f->health.value);
}

struct csm_facts *
csm_facts_read(struct csm_context *context, const struct csm_facts_ask *ask,
    const struct csm_set *set, struct csm_facts_past *past)
{
	/* by how exports call it; the first that is there */
	static const char *const plans[] = {
	    "plan", "plan_tier", "tier", "segment", NULL};
	struct csm_facts *f = CSM_ARENA_NEW(&context->arena, struct csm_facts);
	const char *id = f->id = csm_arena_strdup(&context->arena, set->company.s);
	int32_t then = context->until - CSM_FACTS_AGO;
	struct csm_facts_past nobody_asks;

	if (past == NULL)
		past = &nobody_asks;
	*past = (struct csm_facts_past){0};
	f->name = csm_context_called(context, id);
	f->owner = csm_context_field_text(
	    context, CSM_MODEL_COMPANY, id, id, context->owner_column);
	f->plan = csm_context_field_text(context, CSM_MODEL_COMPANY, id, id,
	    csm_context_column(context, CSM_MODEL_COMPANY, plans));
	f->known = csm_known_score(context, set);
	f->health = csm_facts_score_of(csm_known_health(context, set, &f->known));
	f->health_then =
	    csm_facts_score_of(csm_facts_cell(context, set, "system.health", then));
	f->mrr = csm_facts_point(set, "revenue.mrr", context->until, NULL);
	f->mrr_then = csm_facts_point(set, "revenue.mrr", then, NULL);
	read_paid(f, past, context, set);
	read_renewal(f, past, context);
	f->touch = csm_facts_touch(set, context->until);
	facts_read_units(f, context, set);
	read_alerts(f, context, set);
	f->events = csm_context_value(context, ask->events);
	f->active = csm_context_value(context, ask->active);
	return f;
}

void
csm_facts_days(const struct csm_series *s, int32_t since, int32_t until, int64_t *sum)
{
	for (size_t i = csm_series_at(s, since); i < s->n && s->day[i] <= until; i++)
		csm_stats_add(&sum[s->day[i] - since], s->value[i]);
}

struct csm_cell
csm_facts_lights(struct csm_context *context, const struct csm_facts *facts)
{
	struct csm_light *light;
	size_t n = 0;

	if (facts == NULL || facts->units == 0)
		return (struct csm_cell){.kind = CSM_CELL_BLANK};
	/* Every unit there is has its place, also those this company lacks: lights of
	 * one unit stand below each other. */
	for (const struct csm_entry *e = context->catalog.unit; e != NULL; e = e->next)
		n++;
	light = CSM_ARENA_ARRAY(&context->arena, struct csm_light, n);
	n = 0;
	for (const struct csm_entry *e = context->catalog.unit; e != NULL;
	     e = e->next) {
		for (size_t u = 0; u < facts->units; u++)
			if (facts->unit[u].unit == e)
				light[n].state = facts->unit[u].state;
		light[n++].name = e->name;
	}
	return (struct csm_cell){.kind = CSM_CELL_LIGHTS, .light = light, .n = n};
}

struct csm_facts *
csm_facts_units(struct csm_context *context, const struct csm_set *set)
{
	struct csm_facts found = {0}, *f;

	facts_read_units(&found, context, set);
	/* half a kilobyte, which a list of millions need not have for nothing */
	if (found.units == 0)
		return NULL;
	f = CSM_ARENA_NEW(&context->arena, struct csm_facts);
	*f = found;
	return f;
}

void
csm_facts_push(struct csm_facts_list *list, struct csm_facts *facts)
{
	CSM_GROW(list->of, list->n, &list->cap);
	list->of[list->n++] = facts;
}

int
csm_facts_by_health(const void *a, const void *b)
{
	const struct csm_facts *x = *(struct csm_facts *const *)a,
			       *y = *(struct csm_facts *const *)b;
	int known_x = x->health.value != CSM_MISSING,
	    known_y = y->health.value != CSM_MISSING;

	/* Who has a score first, then the least healthy, then whom most would be lost
	 * with; the id last, so that equal ones stand in one order everywhere. */
	if (known_x != known_y)
		return known_y - known_x;
	if (known_x && x->health.value != y->health.value)
		return x->health.value < y->health.value ? -1 : 1;
	if (x->mrr != y->mrr) /* CSM_MISSING is below every number */
		return x->mrr > y->mrr ? -1 : 1;
	return strcmp(x->id, y->id);
}
