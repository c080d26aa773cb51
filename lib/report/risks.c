/*
 * The report `risks`: whom to call, the most valuable and most urgent first.
 */
#include "base/xalloc.h"
#include "figure/alert.h"
#include "figure/facts.h"
#include "figure/renewal.h"
#include "figure/report.h"
#include "figure/risk.h"
#include "table/look.h"

#include <stdlib.h>
#include <string.h>

struct risks_row {
	const char *id, *name, *owner, *mail;
	int64_t mrr, priority; /* CSM_MISSING: no recurring value */
	int urgency;
	struct csm_risk_reason *reason, *before;
	int32_t renewal, touch;
	const char *why, *new, *points; /* of the reasons, once they are known */
};

struct risks_work {
	struct csm_risk_ask ask;
	int mail_column;
	struct risks_row *row;
	size_t n, cap;
};

static int
risks_begin(struct csm_context *context)
{
	static const char *const mails[] = {
	    "owner_email", "csm_email", "account_manager_email", NULL};
	struct risks_work *w = context->work;

	/* A range is no question of a queue, unless what is new in it is asked for. */
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
	    /* As it would have been told the day before, by the same rules: what is not
	     * among these is new. */
	    .before = csm_risk_read(context, &w->ask, set, context->since - 1),
	    .renewal = csm_renewal_day(context, w->ask.renewal, id, context->until),
	    .touch = csm_facts_touch(set, context->until)};
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
		/* Only after the last company is it known whether anything tells of use
		 * at all. */
		if (!use)
			r.reason = csm_risk_useless(r.reason);
		if (r.reason == NULL || (context->options->fresh && !risks_is_new(&r)))
			continue;
		r.urgency = csm_risk_urgency(r.reason);
		/* nothing is at stake that could be multiplied; such companies stand
		 * last */
		r.mrr = r.mrr > 0 ? r.mrr : CSM_MISSING;
		r.priority = csm_risk_priority(r.mrr, r.urgency);
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

static struct csm_cell
risks_put_urgency(const void *row)
{
	const struct risks_row *r = row;

	return csm_cell_count((size_t)r->urgency);
}

static const struct csm_table_column queue_columns[] = {
    {"company", "Id", CSM_OF_TEXT(struct risks_row, id), .for_machines = true},
    {"name", "Company", CSM_OF_TEXT(struct risks_row, name)},
    {"urgency", "Urgency", CSM_CELL_NUMBER, .put = risks_put_urgency,
	.look = &(const struct csm_look){.show = CSM_SHOW_BAR}},
    {"reasons", "Why", CSM_OF_TEXT(struct risks_row, why), .wraps = true},
    {"owner", "Owner", CSM_OF_TEXT(struct risks_row, owner)},
    {"owner_email", "Owner's address", CSM_OF_TEXT(struct risks_row, mail),
	.for_machines = true},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct risks_row, mrr),
	.look = &csm_look_money},
    {"priority", "Priority", CSM_OF_NUMBER(struct risks_row, priority),
	.look = &csm_look_whole},
    {"new", "New", CSM_OF_TEXT(struct risks_row, new), .wraps = true},
    {"points", "Points", CSM_OF_TEXT(struct risks_row, points), .for_machines = true},
    {"renewal", "Renewal", CSM_OF_DAY(struct risks_row, renewal), .for_machines = true},
    {"touch", "Last touch", CSM_OF_DAY(struct risks_row, touch)}};

static void
risks_put_queue(struct csm_context *context, struct csm_doc *doc)
{
	struct risks_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "risks", "Whom to call");

	t->note = "Priority is recurring value x urgency / 100; urgency, of 100, adds "
		  "up what the reasons are worth. Last touch: the last conversation.";
	CSM_TABLE_COLUMNS(t, queue_columns);
	csm_table_heading(t, "owner")->for_machines = context->owner_column < 0;
	csm_table_heading(t, "new")->for_machines = !context->options->fresh;
	if (w->n > 0)
		qsort(w->row, w->n, sizeof *w->row, risks_by_priority);
	for (size_t i = 0; i < w->n; i++) {
		struct risks_row *r = &w->row[i];
		r->why = risks_words(context, r, false);
		r->new = risks_words(context, r, true);
		r->points = risks_points(context, r);
		csm_table_put(t, r);
	}
}

struct risks_count {
	const char *title, *name;
	size_t companies;
	int64_t mrr;
};

static const struct csm_table_column reason_columns[] = {
    {"title", "Reason", CSM_OF_TEXT(struct risks_count, title)},
    {"companies", "Companies", CSM_OF_COUNT(struct risks_count, companies),
	.look = &csm_look_bar},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct risks_count, mrr),
	.look = &csm_look_money},
    {"reason", "Kind", CSM_OF_TEXT(struct risks_count, name), .for_machines = true}};

/* Companies and value by kind of reason; a company may have several. */
static void
risks_put_reasons(struct csm_context *context, struct csm_doc *doc)
{
	const struct risks_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "reasons", "Reasons");

	t->half = 1;
	t->chart = CSM_CHART_BARS;
	t->note = "Companies of the queue with each reason; one may have several.";
	CSM_TABLE_COLUMNS(t, reason_columns);
	for (int k = 0; k < CSM_RISK_KINDS; k++) {
		struct risks_count count = {
		    .title = csm_risk_title((enum csm_risk_kind)k),
		    .name = csm_risk_name((enum csm_risk_kind)k),
		    .mrr = CSM_MISSING};
		for (size_t i = 0; i < w->n; i++) {
			const struct csm_risk_reason *r = w->row[i].reason;
			/* once a company, however many alerts are open */
			while (r != NULL && (int)r->kind != k)
				r = r->next;
			if (r == NULL)
				continue;
			count.companies++;
			csm_stats_add(&count.mrr, w->row[i].mrr);
		}
		csm_table_put(t, &count);
	}
}

static int
risks_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct risks_work *w = context->work;

	risks_weigh(context, w);
	context->found = w->n;
	doc->subtitle = csm_context_subtitle(context, w->n, "companies");
	risks_put_queue(context, doc);
	risks_put_reasons(context, doc);
	return 0;
}

static void
risks_end(struct csm_context *context)
{
	struct risks_work *w = context->work;

	free(w->row);
}

const struct csm_report csm_report_risks = {.name = "risks",
    .title = "Risks",
    .work = sizeof(struct risks_work),
    .parts = (const char *const[]){"risks", "reasons", NULL},
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
