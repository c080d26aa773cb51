/* The report `alerts`. */
#include "figure/alert.h"

#include "base/xalloc.h"
#include "figure/facts.h"
#include "figure/report.h"

#include <stdlib.h>
#include <string.h>

#define REPLAY_DAYS 90

/* A row: an alert of a company on a day. */
struct firing {
	const struct csm_alert *alert;
	const char *company, *name, *owner, *message, *values;
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
	struct tally *tally; /* by alert, of a replay */
};

static int
alerts_begin(struct csm_context *context)
{
	const struct csm_report_options *o = context->options;
	struct alerts_work *w = context->work =
	    CSM_ARENA_NEW(&context->arena, struct alerts_work);

	if (o->replay && (o->fresh || o->open))
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--replay excludes --new and --open");
	if (o->ranged && !o->replay)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "alerts takes --since with --replay only: without it a single day "
		    "is looked at");
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
	context->since = !context->options->replay ? context->until
			 : since == CSM_DAY_NONE   ? context->until - REPLAY_DAYS + 1
						   : since;
}

static void
alerts_push(struct csm_context *context, const struct csm_set *set, size_t i,
    int32_t day, int32_t since)
{
	struct alerts_work *w = context->work;
	const char *id = set->company.s;

	CSM_GROW(w->firing, w->n, &w->cap);
	w->firing[w->n] = (struct firing){.alert = &w->alerts->alert[i],
	    .company = csm_arena_strdup(&context->arena, id),
	    .name = csm_context_name(context, CSM_MODEL_COMPANY, id, id),
	    .owner = csm_context_field_text(
		context, CSM_MODEL_COMPANY, id, id, context->owner_column),
	    .message = csm_alerts_message(w->alerts, i, day),
	    .values = csm_alerts_values(w->alerts, i, day),
	    .day = day,
	    .since = since,
	    .mrr = csm_facts_point(set, "revenue.mrr", day, NULL),
	    .order = w->n};
	w->n++;
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
	size_t before = t->fired;

	if (t->on_day == NULL)
		t->on_day = CSM_ARENA_ARRAY(&context->arena, size_t,
		    (size_t)(context->until - context->since) + 1);
	for (int32_t day = context->since; day <= context->until; day++) {
		struct csm_alert_day d = csm_alerts_day(w->alerts, i, day);
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

/* How often each alert fired. */
static void
put_summary(struct csm_context *context, struct csm_doc *doc)
{
	static const struct {
		const char *name, *title;
		int for_machines;
	} counts[] = {{"cooldown", "Cooldown", 0}, {"fired", "Fired", 0},
	    {"companies", "Companies", 0}, {"days", "Days", 1},
	    {"most", "Most a day", 0}, {"held", "Held back", 0}};
	struct alerts_work *w = context->work;
	size_t days = (size_t)(context->until - context->since) + 1;
	struct csm_table *t = csm_doc_table(doc, "summary", "Alerts");

	t->note = csm_arena_printf(&context->arena,
	    "How often each would have fired in the %zu days; held back: by the "
	    "cooldown.",
	    days);
	csm_table_column(doc, t, "title", "Alert", CSM_CELL_TEXT);
	csm_table_column(doc, t, "alert", "Id", CSM_CELL_TEXT)->for_machines = 1;
	csm_table_column(doc, t, "type", "Type", CSM_CELL_TEXT);
	csm_table_column(doc, t, "on", "On", CSM_CELL_TEXT)->for_machines = 1;
	for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++)
		csm_table_column(
		    doc, t, counts[c].name, counts[c].title, CSM_CELL_NUMBER)
		    ->for_machines = counts[c].for_machines;
	for (size_t i = 0; i < w->alerts->n; i++) {
		const struct csm_alert *a = &w->alerts->alert[i];
		const struct tally *of = &w->tally[i];
		struct csm_cell *row = csm_table_row(doc, t);
		*row++ = csm_cell_text(a->name);
		*row++ = csm_cell_text(a->id);
		*row++ = csm_cell_text(a->type);
		*row++ = csm_cell_text(a->on_word);
		*row++ = csm_cell_count((size_t)a->cooldown);
		*row++ = csm_cell_count(of->fired);
		*row++ = csm_cell_count(of->companies);
		*row++ = csm_cell_count(of->days);
		*row++ = csm_cell_count(most(of, days));
		*row = csm_cell_count(of->held);
	}
}

static void
put_days(struct csm_context *context, struct csm_doc *doc)
{
	struct alerts_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "days", "Firings a day");

	t->chart = CSM_CHART_COLUMNS;
	t->chart_columns = 1;
	csm_table_column(doc, t, "day", "Day", CSM_CELL_DAY);
	csm_table_column(doc, t, "fired", "Fired", CSM_CELL_NUMBER)->look.show =
	    CSM_SHOW_BAR;
	for (int32_t day = context->since; day <= context->until; day++) {
		struct csm_cell *row = csm_table_row(doc, t);
		size_t n = 0;
		for (size_t i = 0; i < w->alerts->n; i++)
			if (w->tally[i].on_day != NULL)
				n += w->tally[i].on_day[day - context->since];
		row[0] = csm_cell_day(day);
		row[1] = csm_cell_count(n);
	}
}

static void
alerts_put_columns(
    const struct csm_context *context, struct csm_doc *doc, struct csm_table *t)
{
	struct csm_heading *c;

	c = csm_table_column(doc, t, "day", "Day", CSM_CELL_DAY);
	c->for_machines = !context->options->replay;
	csm_table_column(doc, t, "company", "Id", CSM_CELL_TEXT)->for_machines = 1;
	csm_table_column(doc, t, "name", "Company", CSM_CELL_TEXT);
	csm_table_column(doc, t, "owner", "Owner", CSM_CELL_TEXT)->for_machines =
	    context->owner_column < 0;
	csm_table_column(doc, t, "alert", "Alert id", CSM_CELL_TEXT)->for_machines = 1;
	csm_table_column(doc, t, "title", "Alert", CSM_CELL_TEXT)->for_machines = 1;
	csm_table_column(doc, t, "type", "Type", CSM_CELL_TEXT)->for_machines = 1;
	csm_table_column(doc, t, "message", "Message", CSM_CELL_TEXT)->wraps = 1;
	csm_table_column(doc, t, "since", "Since", CSM_CELL_DAY)->for_machines =
	    !context->options->open;
	c = csm_table_column(doc, t, "mrr", "Recurring value", CSM_CELL_NUMBER);
	c->look.places = 0;
	c = csm_table_column(doc, t, "values", "Values", CSM_CELL_TEXT);
	c->json = c->for_machines = 1;
}

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

	alerts_put_columns(context, doc, t);
	if (w->n > 0)
		qsort(w->firing, w->n, sizeof *w->firing, alerts_by_day);
	for (size_t i = 0; i < w->n; i++) {
		const struct firing *f = &w->firing[i];
		struct csm_cell *row = csm_table_row(doc, t);
		*row++ = csm_cell_day(f->day);
		*row++ = csm_cell_text(f->company);
		*row++ = csm_cell_text(f->name);
		*row++ = csm_cell_text(f->owner);
		*row++ = csm_cell_text(f->alert->id);
		*row++ = csm_cell_text(f->alert->name);
		*row++ = csm_cell_text(f->alert->type);
		*row++ = csm_cell_text(f->message);
		*row++ = csm_cell_day(f->since);
		*row++ = csm_cell_number(f->mrr);
		*row = csm_cell_text(f->values);
	}
}

static int
alerts_finish(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_report_options *o = context->options;
	struct alerts_work *w = context->work;

	context->found = w->n;
	doc->title = o->replay ? "Alerts, replayed" : "Alerts";
	doc->subtitle = csm_context_subtitle(context, w->n,
	    !o->open   ? "fired"
	    : o->fresh ? "opened"
		       : "open");
	if (o->replay) {
		put_summary(context, doc);
		put_days(context, doc);
	}
	put_firings(context, doc);
	return 0;
}

static void
alerts_end(struct csm_context *context)
{
	struct alerts_work *w = context->work;

	if (w != NULL)
		free(w->firing);
}

const struct csm_report csm_report_alerts = {.name = "alerts",
    .summary = "alerts that fire on the day, are open, or would have fired",
    .takes = "new open replay exit-code since chart",
    .rows = "alerts",
    .needs_day = 1,
    .needs_found = 1,
    .range = alerts_range,
    .begin = alerts_begin,
    .company = alerts_company,
    .finish = alerts_finish,
    .end = alerts_end};
