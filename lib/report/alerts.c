/* The report `alerts`. */
#include "report/alerts.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "figure/buckets.h"
#include "figure/facts.h"
#include "figure/outage.h"
#include "figure/report.h"
#include "table/look.h"

#include <stdlib.h>
#include <string.h>

#define REPLAY_DAYS 90 /* of history, unless --since says so: a quarter */

/* A row: an alert of a company on a day. */
struct firing {
	const char *alert, *title, *type;
	const char *company, *name, *owner, *values;
	struct csm_cell message;
	int32_t day, since;
	int64_t mrr;
	size_t order; /* in which it came */
};

/* What an alert did in the days of a replay. */
struct tally {
	size_t fired, held, companies, days;
	size_t *on_day; /* by day: firings */
};

struct alerts_work {
	struct csm_alerts *alerts;
	struct firing *firing;
	size_t n, cap;
	struct tally *tally;            /* by alert, of a replay */
	struct csm_alertmonths *months; /* the same */
};

static int
alerts_begin(struct csm_context *context)
{
	const struct csm_report_options *o = context->options;
	struct alerts_work *w = context->work;

	if (o->replay && (o->fresh || o->open))
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--replay excludes --new and --open");
	if (o->bucket != 0 && !o->replay)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "alerts takes --bucket with --replay only");
	if (csm_buckets_check(context, "alerts") != 0)
		return -1;
	/* A range without a replay would silently show its last day. */
	if (o->ranged && !o->replay)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "alerts takes --since with --replay only: without it a single day "
		    "is looked at");
	/* To be told at the end; alerts with "unless" ask for it before the first
	 * company. */
	csm_context_outage(context, false);
	if (csm_alerts_read(context) != 0)
		return -1;
	w->alerts = context->alerts;
	if (w->alerts->n == 0)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "no alert to look for: give -c FILE with a section \"alerts\"");
	w->tally = CSM_ARENA_ARRAY(&context->arena, struct tally, w->alerts->n);
	return 0;
}

static void
alerts_range(struct csm_context *context, int32_t since)
{
	struct alerts_work *w = context->work;

	context->since = !context->options->replay ? context->until
			 : since == CSM_DAY_NONE   ? context->until - REPLAY_DAYS + 1
						   : since;
	if (context->options->replay)
		w->months = csm_alertmonths_new(context);
}

static void
alerts_push(struct csm_context *context, const struct csm_set *set, size_t i,
    int32_t day, int32_t since)
{
	struct alerts_work *w = context->work;
	const struct csm_alert *alert = &w->alerts->alert[i];
	const char *id = set->company.s;
	const char *message = csm_alerts_message(w->alerts, i, day);

	CSM_GROW(w->firing, w->n, &w->cap);
	w->firing[w->n] = (struct firing){.alert = alert->id,
	    .title = alert->name,
	    .type = alert->type,
	    .company = csm_arena_strdup(&context->arena, id),
	    .name = csm_context_name(context, CSM_MODEL_COMPANY, id, id),
	    .owner = csm_context_field_text(
		context, CSM_MODEL_COMPANY, id, id, context->owner_column),
	    .message = csm_cell_text(csm_alerts_reason(w->alerts, message)),
	    .values = csm_alerts_values(w->alerts, i, day),
	    .day = day,
	    .since = since,
	    .mrr = csm_facts_point(set, "revenue.mrr", day, NULL),
	    /* The order they came in is that of companies, then of the
	     * configuration. */
	    .order = w->n};
	/* one that is read alone names the company */
	w->firing[w->n++].message.exact = message;
}

static int
is_wanted(const struct csm_context *context, const struct csm_alert_day *d, int32_t day)
{
	const struct csm_report_options *o = context->options;

	if (o->fresh && d->since != day)
		return 0;
	return o->open ? d->since != CSM_DAY_NONE : d->fired;
}

static void
replay(struct csm_context *context, const struct csm_set *set, size_t i)
{
	struct alerts_work *w = context->work;
	struct tally *t = &w->tally[i];
	/* companies with at least one firing are counted, not firings */
	size_t before = t->fired;
	const char *id = set->company.s;
	const char *owner = csm_context_field_text(
	    context, CSM_MODEL_COMPANY, id, id, context->owner_column);

	if (t->on_day == NULL)
		t->on_day = CSM_ARENA_ARRAY(&context->arena, size_t,
		    (size_t)(context->until - context->since) + 1);
	for (int32_t day = context->since; day <= context->until; day++) {
		struct csm_alert_day d = csm_alerts_day(w->alerts, i, day);
		csm_alertmonths_add(w->months, i, owner, day, &d);
		t->held += (size_t)d.held;
		if (!d.fired)
			continue;
		t->fired++;
		t->days += t->on_day[day - context->since]++ == 0;
		alerts_push(context, set, i, day, d.since);
	}
	t->companies += t->fired > before;
}

static int
alerts_company(struct csm_context *context, const struct csm_set *set)
{
	struct alerts_work *w = context->work;

	csm_alerts_company(w->alerts, set);
	for (size_t i = 0; i < w->alerts->n; i++) {
		struct csm_alert_day d = csm_alerts_day(w->alerts, i, context->until);
		if (context->options->replay)
			replay(context, set, i);
		else if (is_wanted(context, &d, context->until))
			alerts_push(context, set, i, context->until, d.since);
	}
	return 0;
}

static size_t
most(const struct tally *t, size_t days)
{
	size_t n = 0;

	for (size_t d = 0; t->on_day != NULL && d < days; d++)
		if (t->on_day[d] > n)
			n = t->on_day[d];
	return n;
}

/* How often an alert fired. */
struct alerts_summary {
	struct csm_alert alert;
	struct tally tally;
	size_t cooldown, most;
};

static const struct csm_table_column summary_columns[] = {
    {"title", "Alert", CSM_OF_TEXT(struct alerts_summary, alert.name)},
    {"alert", "Id", CSM_OF_TEXT(struct alerts_summary, alert.id), .for_machines = true},
    {"type", "Type", CSM_OF_TEXT(struct alerts_summary, alert.type)},
    {"on", "On", CSM_OF_TEXT(struct alerts_summary, alert.on_word),
	.for_machines = true},
    {"cooldown", "Cooldown", CSM_OF_COUNT(struct alerts_summary, cooldown)},
    {"fired", "Fired", CSM_OF_COUNT(struct alerts_summary, tally.fired)},
    {"companies", "Companies", CSM_OF_COUNT(struct alerts_summary, tally.companies)},
    {"days", "Days", CSM_OF_COUNT(struct alerts_summary, tally.days),
	.for_machines = true},
    {"most", "Most a day", CSM_OF_COUNT(struct alerts_summary, most)},
    {"held", "Held back", CSM_OF_COUNT(struct alerts_summary, tally.held)}};

static void
put_summary(struct csm_context *context, struct csm_doc *doc)
{
	struct alerts_work *w = context->work;
	size_t days = (size_t)(context->until - context->since) + 1;
	struct csm_table *t = csm_doc_table(doc, "summary", "Alerts");

	t->note = csm_arena_printf(&context->arena,
	    "How often each would have fired in the %s; held back: by the "
	    "cooldown.",
	    csm_text_counted(&context->arena, days, "days"));
	CSM_TABLE_COLUMNS(t, summary_columns);
	for (size_t i = 0; i < w->alerts->n; i++) {
		const struct csm_alert *a = &w->alerts->alert[i];
		const struct alerts_summary row = {.alert = *a,
		    .tally = w->tally[i],
		    .cooldown = (size_t)a->cooldown,
		    .most = most(&w->tally[i], days)};
		csm_table_put(t, &row);
	}
}

struct alerts_day {
	int32_t day;
	size_t fired;
};

static const struct csm_table_column day_columns[] = {
    {"day", "Day", CSM_OF_DAY(struct alerts_day, day)},
    {"fired", "Fired", CSM_OF_COUNT(struct alerts_day, fired), .look = &csm_look_bar}};

static void
put_days(struct csm_context *context, struct csm_doc *doc)
{
	struct alerts_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "days", "Firings a day");

	t->chart = CSM_CHART_COLUMNS;
	t->chart_columns = 1;
	CSM_TABLE_COLUMNS(t, day_columns);
	for (int32_t day = context->since; day <= context->until; day++) {
		struct alerts_day row = {.day = day};
		for (size_t i = 0; i < w->alerts->n; i++)
			/* made with the first company that comes by */
			if (w->tally[i].on_day != NULL)
				row.fired += w->tally[i].on_day[day - context->since];
		csm_table_put(t, &row);
	}
}

static const struct csm_table_column firing_columns[] = {
    {"day", "Day", CSM_OF_DAY(struct firing, day)},
    {"company", "Id", CSM_OF_TEXT(struct firing, company), .for_machines = true},
    {"name", "Company", CSM_OF_TEXT(struct firing, name)},
    {"owner", "Owner", CSM_OF_TEXT(struct firing, owner)},
    {"alert", "Alert id", CSM_OF_TEXT(struct firing, alert), .for_machines = true},
    {"title", "Alert", CSM_OF_TEXT(struct firing, title), .for_machines = true},
    {"type", "Type", CSM_OF_TEXT(struct firing, type), .for_machines = true},
    {"message", "Message", CSM_OF_CELL(CSM_CELL_TEXT, struct firing, message),
	.wraps = true},
    {"since", "Since", CSM_OF_DAY(struct firing, since)},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct firing, mrr),
	.look = &csm_look_money},
    {"values", "Values", CSM_OF_TEXT(struct firing, values), .json = true,
	.for_machines = true}};

/* By day, then as they came: by company, and as the configuration has the alerts. */
static int
alerts_by_day(const void *a, const void *b)
{
	const struct firing *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static void
put_firings(struct csm_context *context, struct csm_doc *doc)
{
	struct alerts_work *w = context->work;
	struct csm_table *t = csm_doc_table(
	    doc, "alerts", context->options->replay ? "Firings" : "Alerts");

	CSM_TABLE_COLUMNS(t, firing_columns);
	/* Without a replay all rows have the same day. */
	csm_table_heading(t, "day")->for_machines = !context->options->replay;
	csm_table_heading(t, "owner")->for_machines = context->owner_column < 0;
	csm_table_heading(t, "since")->for_machines = !context->options->open;
	if (w->n > 0)
		qsort(w->firing, w->n, sizeof *w->firing, alerts_by_day);
	for (size_t i = 0; i < w->n; i++)
		csm_table_put(t, &w->firing[i]);
}

/* Once for all alerts that fire, or do not, for want of data. */
static void
alerts_tell_outage(const struct csm_context *context)
{
	struct csm_outage_run run;
	struct csm_buf text = {0};

	if (context->outage == NULL || /* the page above tells nothing twice */
	    !csm_outage_newest(context->outage, context->since, context->until, &run))
		return;
	csm_outage_put(&run, &text);
	csm_warn(context->diag, CSM_W_OUTAGE, NULL,
	    "%s: data are missing, perhaps; alerts with \"unless\": \"outage\" hold "
	    "back",
	    text.data);
	csm_buf_fini(&text);
}

static int
alerts_finish(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_report_options *o = context->options;
	struct alerts_work *w = context->work;

	alerts_tell_outage(context);
	/* for --exit-code, and for mail that is written only if there is something */
	context->found = w->n;
	doc->title = o->replay ? "Alerts, replayed" : "Alerts";
	doc->subtitle = csm_context_subtitle(context, w->n,
	    !o->open   ? "fired"
	    : o->fresh ? "opened"
		       : "open");
	if (o->replay) {
		put_summary(context, doc);
		csm_alertmonths_put(w->months, doc);
		put_days(context, doc);
	}
	put_firings(context, doc);
	return 0;
}

static void
alerts_end(struct csm_context *context)
{
	struct alerts_work *w = context->work;

	free(w->firing);
	csm_alertmonths_free(w->months);
}

const struct csm_report csm_report_alerts = {.name = "alerts",
    .work = sizeof(struct alerts_work),
    .parts =
	(const char *const[]){"alerts", "summary", "months", "owners", "days", NULL},
    .summary = "alerts that fire on the day, are open, or would have fired",
    .takes = "new open replay exit-code since bucket chart",
    .rows = "alerts",
    .needs_day = 1,
    .needs_found = 1,
    .range = alerts_range,
    .begin = alerts_begin,
    .company = alerts_company,
    .finish = alerts_finish,
    .end = alerts_end};
