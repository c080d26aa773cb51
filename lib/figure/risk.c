#include "figure/risk.h"
#include "base/text.h"

#include "figure/alert.h"
#include "figure/facts.h"
#include "figure/renewal.h"
#include "figure/seats.h"
#include "series/window.h"
#include "table/look.h"
#include "table/show.h"
#include "time/date.h"

#include <string.h>

#define AGO 30          /* days over which a fall is told */
#define FALL_PERCENT 10 /* a score wavers by less */
#define SILENT_DAYS 14  /* two weeks: a holiday alone is no silence */
#define USED_DAYS 30    /* in which a user counts as active */
/* Choices: no reason alone reaches half of the hundred, so that it takes several to be
 * urgent. */
#define RENEWAL_POINTS 40
#define SILENCE_POINTS 40
#define FALL_POINTS 30
#define UNIT_POINTS 30
#define UNIT_EACH 10
#define ALERT_FIRST 30
#define ALERT_MORE 10
#define HEALTH_POINTS 20

/* What is looked at to find the reasons of one company on one day. */
struct risk_look {
	struct csm_context *context;
	const struct csm_risk_ask *ask;
	const struct csm_set *set;
	int32_t day;
	struct csm_risk_reason *first, **end;
};

static struct csm_risk_reason *
risk_add(struct risk_look *l, enum csm_risk_kind kind, int points, const char *text)
{
	struct csm_risk_reason *r =
	    CSM_ARENA_NEW(&l->context->arena, struct csm_risk_reason);

	*r = (struct csm_risk_reason){.kind = kind, .points = points, .text = text};
	*l->end = r;
	l->end = &r->next;
	return r;
}

static void
risk_alerts(struct risk_look *l)
{
	struct csm_alerts *alerts = l->context->alerts;
	int points = ALERT_FIRST;

	for (size_t i = 0; i < alerts->n; i++) {
		const struct csm_alert *a = &alerts->alert[i];
		struct csm_alert_day d = csm_alerts_day(alerts, i, l->day);
		if (d.since == CSM_DAY_NONE ||
		    (strcmp(a->type, "risk") != 0 && strcmp(a->type, "renewal") != 0))
			continue;
		risk_add(l, CSM_RISK_ALERT, points,
		    csm_alerts_reason(alerts, csm_alerts_message(alerts, i, l->day)))
		    ->key = a->id;
		/* several alerts often tell one thing */
		points = ALERT_MORE;
	}
}

static const char *
risk_number(struct risk_look *l, int64_t micros, const struct csm_look *plain)
{
	const struct csm_look look = csm_look_in(plain, &l->context->catalog.manner);
	struct csm_buf text = {0};
	const char *copy;

	csm_show_number(&text, micros, &look);
	copy = csm_arena_strdup(&l->context->arena, csm_buf_text(&text));
	csm_buf_fini(&text);
	return copy;
}

static void
risk_health(struct risk_look *l)
{
	struct csm_arena *arena = &l->context->arena;
	struct csm_cell now =
	    csm_facts_cell(l->context, l->set, "system.health", l->day);

	if (now.kind == CSM_CELL_NUMBER && now.state != NULL &&
	    /* by its look: a band may be called as its profile likes */
	    now.state->severity == 3)
		risk_add(l, CSM_RISK_HEALTH, HEALTH_POINTS,
		    csm_arena_printf(arena, "health is %s (%s)", now.state->word,
			risk_number(l, now.number, &csm_look_score)));
}

static void
risk_fall(struct risk_look *l)
{
	struct csm_arena *arena = &l->context->arena;
	int64_t now = csm_facts_point(l->set, "system.health", l->day, NULL),
		then = csm_facts_point(l->set, "system.health", l->day - AGO, NULL);
	int64_t percent;

	/* of 0 nothing can be lost */
	if (now == CSM_MISSING || then == CSM_MISSING || then <= 0)
		return;
	percent =
	    csm_num_floor(csm_num_to_double(csm_stats_ratio(then - now, then)) + 0.5);
	if (percent < FALL_PERCENT)
		return;
	risk_add(l, CSM_RISK_FALL, percent < FALL_POINTS ? (int)percent : FALL_POINTS,
	    csm_arena_printf(arena, "health fell from %s to %s in %d days",
		risk_number(l, then, &csm_look_score),
		risk_number(l, now, &csm_look_score), AGO));
}

static const struct csm_state *
risk_state(struct risk_look *l, const struct csm_metric_points *p, int32_t day)
{
	struct csm_text state = {"", 0};

	csm_facts_at(p, day, &state);
	return csm_state_find(&l->context->arena, state);
}

/* Red and amber alone are worse than anything: a unit that lacks data tells nothing. */
static int
risk_severity(const struct csm_state *state)
{
	return state->severity >= 2 ? state->severity : 0;
}

static void
risk_units(struct risk_look *l)
{
	const struct csm_entity_points *own = csm_facts_own(l->set);
	int left = UNIT_POINTS;

	for (size_t m = 0; own != NULL && m < own->metrics; m++) {
		const struct csm_metric_points *p = &own->metric[m];
		const struct csm_state *now, *then;
		if (strncmp(p->metric.s, "units.", 6) != 0)
			continue;
		now = risk_state(l, p, l->day);
		then = risk_state(l, p, l->day - AGO);
		if (now == NULL || then == NULL ||
		    risk_severity(now) <= risk_severity(then))
			continue;
		const struct csm_entry *unit = csm_catalog_unit(
		    &l->context->catalog, &l->context->arena, p->metric.s + 6);
		risk_add(l, CSM_RISK_UNIT, left < UNIT_EACH ? left : UNIT_EACH,
		    csm_arena_printf(
			&l->context->arena, "%s turned %s", unit->name, now->word))
		    ->key = unit->id;
		/* A unit beyond the thirty points is still told, with what is left,
		 * which may be 0. */
		left -= left < UNIT_EACH ? left : UNIT_EACH;
	}
}

static const char *
risk_days(struct risk_look *l, const char *before, int32_t n, const char *after)
{
	struct csm_arena *arena = &l->context->arena;

	return csm_arena_printf(arena, "%s%s%s", before,
	    csm_text_counted(arena, (uint64_t)n, "days"), after);
}

static void
risk_renewal(struct risk_look *l)
{
	int32_t window = l->ask->window;
	int32_t due =
	    csm_renewal_day(l->context, l->ask->renewal, l->set->company.s, l->day);
	int32_t left;

	/* A day long past is an old contract in the fields, not a renewal that is
	 * late. */
	if (due == CSM_DAY_NONE || due > l->day + window || due < l->day - window)
		return;
	left = due - l->day;
	if (left < 0)
		risk_add(l, CSM_RISK_RENEWAL, RENEWAL_POINTS,
		    risk_days(l, "was to renew ", -left, " ago"));
	else
		risk_add(l, CSM_RISK_RENEWAL,
		    /* to the nearest, halves upward, in whole numbers */
		    (2 * RENEWAL_POINTS * (window + 1 - left) + window + 1) /
			(2 * (window + 1)),
		    left == 0 ? "renews today" : risk_days(l, "renews in ", left, ""));
}

/* Use of the product up to the day, by the company and its people. */
struct risk_use {
	int32_t last, first_point; /* CSM_DAY_NONE: none */
	int64_t active;            /* people, in USED_DAYS */
	bool people;               /* something tells what they do */
};

static int32_t
risk_last_used(const struct csm_series *s, int32_t day)
{
	for (size_t i = csm_series_at(s, day + 1); i > 0; i--)
		if (s->value[i - 1] != 0)
			return s->day[i - 1];
	return CSM_DAY_NONE;
}

static struct risk_use
risk_use_of(const struct csm_set *set, int32_t day)
{
	struct risk_use u = {.last = CSM_DAY_NONE, .first_point = CSM_DAY_NONE};

	for (size_t e = 0; e < set->entities; e++) {
		const struct csm_entity_points *p = &set->entity[e];
		int32_t last = CSM_DAY_NONE;
		if (p->first_day != CSM_DAY_NONE &&
		    (u.first_point == CSM_DAY_NONE || p->first_day < u.first_point))
			u.first_point = p->first_day;
		for (size_t m = 0; m < p->metrics; m++) {
			if (!p->metric[m].activity)
				continue;
			int32_t used = risk_last_used(&p->metric[m].series, day);
			last = used > last ? used : last;
			u.people |= p->model == CSM_MODEL_ENDUSER;
		}
		u.last = last > u.last ? last : u.last;
		u.active += p->model == CSM_MODEL_ENDUSER && last > day - USED_DAYS;
	}
	return u;
}

static void
risk_silence(struct risk_look *l, const struct risk_use *use)
{
	int32_t from = use->last != CSM_DAY_NONE ? use->last : use->first_point;
	/* Known from the fields file alone: as silent as can be. */
	int32_t days = from == CSM_DAY_NONE ? SILENCE_POINTS : l->day - from;

	if (days < SILENT_DAYS)
		return;
	risk_add(l, CSM_RISK_SILENCE,
	    days < SILENCE_POINTS ? (int)days : SILENCE_POINTS,
	    use->last == CSM_DAY_NONE ? "never used"
				      : risk_days(l, "no use for ", days, ""))
	    ->needs_use = true;
}

static void
risk_seats(struct risk_look *l, const struct risk_use *use)
{
	int64_t seats = csm_seats_bought(l->context, l->ask->seats, l->set, l->day);
	double share;

	/* Seats that nobody is seen on may be used by people whose events are not in
	 * the data. */
	if (seats == CSM_MISSING || !use->people)
		return;
	share = (double)use->active / csm_num_to_double(seats);
	if (share >= 0.5)
		return;
	risk_add(l, CSM_RISK_SEATS, (int)csm_num_floor(40 * (0.5 - share) + 0.5),
	    csm_arena_printf(&l->context->arena, "%lld of %s seats in use",
		(long long)use->active, risk_number(l, seats, &csm_look_few)))
	    ->needs_use = true;
}

int
csm_risk_ask(struct csm_context *context, struct csm_risk_ask *ask, long window)
{
	if (window == 0 || window > CSM_WINDOW_DAYS_MAX)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--window wants 1 to %d days, not %ld", CSM_WINDOW_DAYS_MAX,
		    window);
	*ask = (struct csm_risk_ask){
	    .window = window < 0 ? CSM_RISK_WINDOW : (int32_t)window,
	    .renewal = csm_renewal_ask(context),
	    .seats = csm_seats_ask(context)};
	context->keep_names = 1;
	return csm_alerts_read(context);
}

struct csm_risk_reason *
csm_risk_read(struct csm_context *context, const struct csm_risk_ask *ask,
    const struct csm_set *set, int32_t day)
{
	struct risk_look l = {.context = context, .ask = ask, .set = set, .day = day};
	struct risk_use use;

	l.end = &l.first;
	/* nobody calls a customer who has gone */
	if (csm_facts_left(set, day))
		return NULL;
	use = risk_use_of(set, day);
	risk_alerts(&l);
	risk_health(&l);
	risk_fall(&l);
	risk_units(&l);
	risk_renewal(&l);
	risk_silence(&l, &use);
	risk_seats(&l, &use);
	return l.first;
}

struct csm_risk_reason *
csm_risk_useless(struct csm_risk_reason *reason)
{
	struct csm_risk_reason *first = reason, **end = &first;

	for (; reason != NULL; reason = reason->next)
		if (reason->needs_use)
			*end = reason->next;
		else
			end = &reason->next;
	return first;
}

int
csm_risk_urgency(const struct csm_risk_reason *reason)
{
	int sum = 0;

	for (; reason != NULL && sum < CSM_RISK_MOST; reason = reason->next)
		sum += reason->points;
	return sum < CSM_RISK_MOST ? sum : CSM_RISK_MOST;
}

int64_t
csm_risk_priority(int64_t mrr, int urgency)
{
	return mrr == CSM_MISSING ? CSM_MISSING
				  : csm_num_from_double(csm_num_to_double(mrr) *
							urgency / CSM_RISK_MOST);
}

bool
csm_risk_has(const struct csm_risk_reason *among, const struct csm_risk_reason *reason)
{
	for (; among != NULL; among = among->next)
		if (among->kind == reason->kind &&
		    /* of one kind either all have a key or none has */
		    (among->key == NULL || strcmp(among->key, reason->key) == 0))
			return true;
	return false;
}

static const struct {
	const char *name, *title;
} kinds[CSM_RISK_KINDS] = {
    [CSM_RISK_ALERT] = {"alert", "Open alerts"},
    [CSM_RISK_HEALTH] = {"health", "Health in its worst band"},
    [CSM_RISK_FALL] = {"fall", "Health fell"},
    [CSM_RISK_UNIT] = {"unit", "A unit turned worse"},
    [CSM_RISK_RENEWAL] = {"renewal", "Renewal due"},
    [CSM_RISK_SILENCE] = {"silence", "No use"},
    [CSM_RISK_SEATS] = {"seats", "Seats not in use"},
};

const char *
csm_risk_name(enum csm_risk_kind kind)
{
	return kinds[kind].name;
}

const char *
csm_risk_title(enum csm_risk_kind kind)
{
	return kinds[kind].title;
}
