/*
 * Facts: what overviews need to know of one company: health, recurring value, units and
 * activity, now and 30 days ago.
 *
 * A state (health, unit, recurring value) is that of the day itself: a day without a
 * point has none.
 *
 * Ownership: facts live in the context's arena, what it did daily where the reader says.
 */
#ifndef CSM_FIGURE_FACTS_H
#define CSM_FIGURE_FACTS_H

#include "figure/context.h"
#include "figure/known.h"
#include "stats/total.h"

#include <stdbool.h>

#define CSM_FACTS_AGO 30 /* days "then" lies back */
#define CSM_FACTS_AGO_TEXT "30 days ago"

/* Of each of the context's days. */
struct csm_facts_daily {
	int64_t *activity; /* events */
	int64_t *mrr;      /* revenue.mrr */
};

struct csm_unit_fact {
	const struct csm_entry *unit;
	int64_t value;
	const struct csm_state *state; /* NULL: a value without one */
};

/* An alert that is open on the as-of day. */
struct csm_alert_fact {
	const struct csm_alert *alert;
	int32_t since;
	int fired;
	const char *message, *reason; /* with the company's name, and without */
};

/* A score: a cell of it would be three times as large, in each company of millions. */
struct csm_facts_score {
	int64_t value;                 /* CSM_MISSING: none */
	const struct csm_state *state; /* NULL: none */
};

struct csm_facts {
	const char *id, *name;
	const char *owner, *plan; /* NULL: none */
	struct csm_facts_score health, health_then;
	struct csm_known known; /* of health */
	int64_t mrr, mrr_then;  /* revenue.mrr; CSM_MISSING */
	/* Days with revenue.mrr above 0: the first, the last up to the as-of day.
	 * CSM_DAY_NONE: none. */
	int32_t paid_first, paid_last;
	int32_t renewal; /* the day it is to renew, as known now */
	int32_t touch;   /* newest day with a conversation; CSM_DAY_NONE: none */
	uint32_t units, alerts;
	struct csm_unit_fact *unit;
	struct csm_alert_fact *alert;   /* if the report read context->alerts */
	int64_t events;                 /* in 14 days; CSM_MISSING: none */
	int64_t active;                 /* users in 30 days */
	const unsigned char *recent;    /* of the page: events of the last days, as
					csm_brief_of; NULL: none */
	const struct csm_light *lights; /* of the page: csm_facts_lights; NULL: none */
};

/* What is counted once, and kept of no company. */
struct csm_facts_past {
	int64_t mrr_first, mrr_last, mrr_last_then; /* on the days paid_... */
	/* The last day with revenue.mrr above 0 up to 30 days before; CSM_DAY_NONE. */
	int32_t paid_last_then;
	int32_t renewal_then, renewal_before; /* as known 30 and 60 days ago */
};

/* The queries facts need; SIZE_MAX members until csm_facts_ask. */
struct csm_facts_ask {
	size_t activity, events, active;
};
/* In a report's begin; -1 after a report. */
int csm_facts_ask(struct csm_context *context, struct csm_facts_ask *ask);
/* Of the company the engines evaluated last, but what it did day by day; `past` may be
 * NULL. */
struct csm_facts *csm_facts_read(struct csm_context *context,
    const struct csm_facts_ask *ask, const struct csm_set *set,
    struct csm_facts_past *past);
/* Of the same company; in the arena, since it is most of what is known of it and few
 * reports show them. */
const struct csm_facts_daily *csm_facts_read_daily(const struct csm_context *context,
    const struct csm_facts_ask *ask, const struct csm_set *set,
    struct csm_arena *arena);
/* Of a cell of csm_facts_cell or csm_known_health, and a cell again. */
struct csm_facts_score csm_facts_score_of(struct csm_cell cell);
struct csm_cell csm_facts_score(struct csm_facts_score score);
/* How much it rose in 30 days; CSM_MISSING. */
int64_t csm_facts_change(const struct csm_facts *facts);

/* A company's own point of a day: its value or CSM_MISSING; *state (may be NULL) is set
 * to its state, empty if it has none. */
int64_t csm_facts_point(
    const struct csm_set *set, const char *metric, int32_t day, struct csm_text *state);
/* The same among the points of one metric. */
int64_t csm_facts_at(
    const struct csm_metric_points *p, int32_t day, struct csm_text *state);
/* Number and state of a company's own point as a cell. */
struct csm_cell csm_facts_cell(struct csm_context *context, const struct csm_set *set,
    const char *metric, int32_t day);
/* Newest day up to `day` on which it or any of its end users had a conversation;
 * CSM_DAY_NONE: there is none. */
int32_t csm_facts_touch(const struct csm_set *set, int32_t day);
/* The same of one entity's points. */
int32_t csm_facts_touch_of(const struct csm_entity_points *entity, int32_t day);
/* Whether the company paid before the day, and does not on it: no revenue.mrr above 0. */
bool csm_facts_left(const struct csm_set *set, int32_t day);
/* The company's own points, NULL if there are none. */
const struct csm_entity_points *csm_facts_own(const struct csm_set *set);

/* The profile whose points the company has on the day: "x" of health.x; NULL: none. */
const char *csm_facts_profile(const struct csm_set *set, int32_t day);

/* Add the values of since..until to sum[day - since], each of which may be
 * CSM_MISSING. */
void csm_facts_days(
    const struct csm_series *s, int32_t since, int32_t until, int64_t *sum);

/* States of a company's units in the catalog's order, for a LIGHTS cell; NULL: it has
 * none. */
struct csm_cell csm_facts_lights(
    struct csm_context *context, const struct csm_facts *facts);

/* Only the units of a company, NULL if it has none. */
struct csm_facts *csm_facts_units(
    struct csm_context *context, const struct csm_set *set);

/* A list of companies. */
struct csm_facts_list {
	struct csm_facts **of;
	size_t n, cap;
};
void csm_facts_push(struct csm_facts_list *list, struct csm_facts *facts);
/* Least healthy first, those without a score last; then by recurring value, most
 * first; then by id.  For qsort over pointers. */
int csm_facts_by_health(const void *a, const void *b);

#endif
