/*
 * The report `risks`: whom to call, the most valuable and most urgent first.
 */
#include "base/xalloc.h"
#include "figure/alert.h"
#include "figure/facts.h"
#include "figure/movement.h"
#include "figure/report.h"
#include "figure/risk.h"
#include "figure/tally.h"

#include <stdlib.h>
#include <string.h>

struct risks_row {
	const char *id, *name, *owner, *mail;
	int64_t mrr, priority; /* CSM_MISSING: no recurring value */
	int urgency;
	struct csm_risk_reason *reason, *before;
	int32_t renewal, touch;
};

struct risks_work {
	struct csm_risk_ask ask;
	int mail_column;
	struct risks_row *row;
	size_t n, cap;
	struct csm_arena arena; /* of the company that comes by */
};

static int
risks_begin(struct csm_context *context)
{
	static const char *const mails[] = {
	    "owner_email", "csm_email", "account_manager_email", NULL};
	struct risks_work *w = context->work =
	    CSM_ARENA_NEW(&context->arena, struct risks_work);

	if (context->options->ranged && !context->options->fresh)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "risks takes --since with --new only, which shows what is new "
		    "since then");
	w->mail_column = csm_context_column(context, CSM_MODEL_COMPANY, mails);
	return csm_risk_ask(context, &w->ask, context->options->window);
}

static void
risks_range(struct csm_context *context, int32_t since)
{
	context->since = since == CSM_DAY_NONE ? context->until : since;
}

static int32_t
risks_touch(struct risks_work *w, const struct csm_set *set, int32_t day)
{
	int32_t last = CSM_DAY_NONE;
	struct csm_tally *tally;
	size_t n;

	csm_arena_reset(&w->arena);
	tally = csm_tally_read(&w->arena, set, "conversations.", day, 1, &n);
	for (size_t i = 0; i < n; i++)
		last = tally[i].last > last ? tally[i].last : last;
	return last;
}

static int
risks_company(struct csm_context *context, const struct csm_set *set)
{
	struct risks_work *w = context->work;
	const char *id = set->company.s;
	struct csm_risk_reason *reason;

	csm_alerts_company(context->alerts, set);
	reason = csm_risk_read(context, &w->ask, set, context->until);
	if (reason == NULL)
		return 0;
	id = csm_arena_strdup(&context->arena, id);
	CSM_GROW(w->row, w->n, &w->cap);
	w->row[w->n++] = (struct risks_row){.id = id,
	    .name = csm_context_name(context, CSM_MODEL_COMPANY, id, id),
	    .owner = csm_context_field_text(
		context, CSM_MODEL_COMPANY, id, id, context->owner_column),
	    .mail = csm_context_field_text(
		context, CSM_MODEL_COMPANY, id, id, w->mail_column),
	    .mrr = csm_facts_point(set, "revenue.mrr", context->until, NULL),
	    .reason = reason,
	    .before = csm_risk_read(context, &w->ask, set, context->since - 1),
	    .renewal = csm_renewal_day(context, w->ask.renewal, id, context->until),
	    .touch = risks_touch(w, set, context->until)};
	return 0;
}

/* Silence says something only if somebody could be heard. */
static bool
risks_tell_use(const struct csm_context *context)
{
	for (uint32_t i = 0; i < context->names.n; i++)
		if (strncmp(context->names.text[i].s, "activities.", 11) == 0)
			return true;
	return false;
}

static bool
risks_is_new(const struct risks_row *r)
{
	for (const struct csm_risk_reason *e = r->reason; e != NULL; e = e->next)
		if (!csm_risk_has(r->before, e))
			return true;
	return false;
}

/* Points and priority of each row; those without a reason, or without a new one if
 * only these are asked for, are dropped. */
static void
risks_weigh(struct csm_context *context, struct risks_work *w)
{
	bool use = risks_tell_use(context);
	size_t kept = 0;

	for (size_t i = 0; i < w->n; i++) {
		struct risks_row r = w->row[i];
		if (!use)
			r.reason = csm_risk_useless(r.reason);
		if (r.reason == NULL || (context->options->fresh && !risks_is_new(&r)))
			continue;
		r.urgency = csm_risk_urgency(r.reason);
		r.mrr = r.mrr > 0 ? r.mrr : CSM_MISSING;
		r.priority = r.mrr == CSM_MISSING
				 ? CSM_MISSING
				 : csm_num_from_double(csm_num_to_double(r.mrr) *
						       r.urgency / CSM_RISK_MOST);
		w->row[kept++] = r;
	}
	w->n = kept;
}

/* By priority, those without recurring value last; then by urgency, then by id. */
static int
risks_by_priority(const void *a, const void *b)
{
	const struct risks_row *x = a, *y = b;

	if (x->priority != y->priority) /* CSM_MISSING is below every number */
		return x->priority > y->priority ? -1 : 1;
	if (x->urgency != y->urgency)
		return x->urgency > y->urgency ? -1 : 1;
	return strcmp(x->id, y->id);
}

/* "health is red (2.1); renews in 12 days", of all reasons or of the new ones. */
static const char *
risks_words(struct csm_context *context, const struct risks_row *r, bool fresh)
{
	struct csm_buf text = {0};
	const char *copy;

	for (const struct csm_risk_reason *e = r->reason; e != NULL; e = e->next)
		if (!fresh || !csm_risk_has(r->before, e))
			csm_buf_printf(
			    &text, "%s%s", text.len == 0 ? "" : "; ", e->text);
	copy = csm_arena_strdup(&context->arena, csm_buf_text(&text));
	csm_buf_fini(&text);
	return copy;
}

/* "health:20 renewal:35" */
static const char *
risks_points(struct csm_context *context, const struct risks_row *r)
{
	struct csm_buf text = {0};
	const char *copy;

	for (const struct csm_risk_reason *e = r->reason; e != NULL; e = e->next)
		csm_buf_printf(&text, "%s%s:%d", text.len == 0 ? "" : " ",
		    csm_risk_name(e->kind), e->points);
	copy = csm_arena_strdup(&context->arena, csm_buf_text(&text));
	csm_buf_fini(&text);
	return copy;
}

static void
risks_columns(struct csm_context *context, struct csm_doc *doc, struct csm_table *t)
{
	struct csm_heading *c;

	csm_table_column(doc, t, "company", "Id", CSM_CELL_TEXT)->for_machines = 1;
	csm_table_column(doc, t, "name", "Company", CSM_CELL_TEXT);
	c = csm_table_column(doc, t, "urgency", "Urgency", CSM_CELL_NUMBER);
	c->look = (struct csm_look){.show = CSM_SHOW_BAR};
	csm_table_column(doc, t, "reasons", "Why", CSM_CELL_TEXT)->wraps = 1;
	csm_table_column(doc, t, "owner", "Owner", CSM_CELL_TEXT)->for_machines =
	    context->owner_column < 0;
	csm_table_column(doc, t, "owner_email", "Owner's address", CSM_CELL_TEXT)
	    ->for_machines = 1;
	c = csm_table_column(doc, t, "mrr", "Recurring value", CSM_CELL_NUMBER);
	c->look.places = 0;
	c = csm_table_column(doc, t, "priority", "Priority", CSM_CELL_NUMBER);
	c->look.places = 0;
	c = csm_table_column(doc, t, "new", "New", CSM_CELL_TEXT);
	c->wraps = 1;
	c->for_machines = !context->options->fresh;
	csm_table_column(doc, t, "points", "Points", CSM_CELL_TEXT)->for_machines = 1;
	csm_table_column(doc, t, "renewal", "Renewal", CSM_CELL_DAY)->for_machines = 1;
	csm_table_column(doc, t, "touch", "Last touch", CSM_CELL_DAY);
}

static void
risks_put_queue(struct csm_context *context, struct csm_doc *doc)
{
	struct risks_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "risks", "Whom to call");

	t->note = "Priority is recurring value x urgency / 100; urgency, of 100, adds "
		  "up what the reasons are worth. Last touch: the last conversation.";
	risks_columns(context, doc, t);
	if (w->n > 0)
		qsort(w->row, w->n, sizeof *w->row, risks_by_priority);
	for (size_t i = 0; i < w->n; i++) {
		const struct risks_row *r = &w->row[i];
		struct csm_cell *row = csm_table_row(doc, t);
		*row++ = csm_cell_text(r->id);
		*row++ = csm_cell_text(r->name);
		*row++ = csm_cell_count((size_t)r->urgency);
		*row++ = csm_cell_text(risks_words(context, r, false));
		*row++ = csm_cell_text(r->owner);
		*row++ = csm_cell_text(r->mail);
		*row++ = csm_cell_number(r->mrr);
		*row++ = csm_cell_number(r->priority);
		*row++ = csm_cell_text(risks_words(context, r, true));
		*row++ = csm_cell_text(risks_points(context, r));
		*row++ = csm_cell_day(r->renewal);
		*row = csm_cell_day(r->touch);
	}
}

/* Companies and value by kind of reason; a company may have several. */
static void
risks_put_reasons(struct csm_context *context, struct csm_doc *doc)
{
	const struct risks_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "reasons", "Reasons");
	struct csm_heading *c;

	t->half = 1;
	t->chart = CSM_CHART_BARS;
	t->note = "Companies of the queue with each reason; one may have several.";
	csm_table_column(doc, t, "title", "Reason", CSM_CELL_TEXT);
	csm_table_column(doc, t, "companies", "Companies", CSM_CELL_NUMBER)->look.show =
	    CSM_SHOW_BAR;
	c = csm_table_column(doc, t, "mrr", "Recurring value", CSM_CELL_NUMBER);
	c->look.places = 0;
	csm_table_column(doc, t, "reason", "Kind", CSM_CELL_TEXT)->for_machines = 1;
	for (int k = 0; k < CSM_RISK_KINDS; k++) {
		size_t companies = 0;
		int64_t mrr = CSM_MISSING;
		for (size_t i = 0; i < w->n; i++) {
			const struct csm_risk_reason *r = w->row[i].reason;
			while (r != NULL && (int)r->kind != k)
				r = r->next;
			if (r == NULL)
				continue;
			companies++;
			csm_stats_add(&mrr, w->row[i].mrr);
		}
		struct csm_cell *row = csm_table_row(doc, t);
		row[0] = csm_cell_text(csm_risk_title((enum csm_risk_kind)k));
		row[1] = csm_cell_count(companies);
		row[2] = csm_cell_number(mrr);
		row[3] = csm_cell_text(csm_risk_name((enum csm_risk_kind)k));
	}
}

static int
risks_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct risks_work *w = context->work;

	risks_weigh(context, w);
	context->found = w->n;
	doc->title = "Risks";
	doc->subtitle = csm_context_subtitle(context, w->n, "companies");
	risks_put_queue(context, doc);
	risks_put_reasons(context, doc);
	return 0;
}

static void
risks_end(struct csm_context *context)
{
	struct risks_work *w = context->work;

	if (w == NULL)
		return;
	free(w->row);
	csm_arena_fini(&w->arena);
}

const struct csm_report csm_report_risks = {.name = "risks",
    .summary = "whom to call: why, how urgent, and how much is at stake",
    .takes = "window new since exit-code chart",
    .rows = "risks",
    .needs_day = 1,
    .needs_found = 1,
    .range = risks_range,
    .begin = risks_begin,
    .company = risks_company,
    .finish = risks_finish,
    .end = risks_end};
