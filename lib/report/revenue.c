/* The report `revenue`: recurring value from bucket to bucket, and what is to renew. */
#include "figure/movement.h"
#include "base/xalloc.h"
#include "figure/facts.h"
#include "figure/report.h"
#include "time/period.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

#define BUCKETS 12 /* shown */
#define AHEAD 90   /* days */
#define AHEAD_MOST 3660

struct renewal {
	const char *id, *owner;
	int32_t day;
	int64_t mrr;
	struct csm_cell health;
};

struct revenue_work {
	enum csm_bucket bucket;
	struct csm_period *span;
	size_t n;
	struct csm_movement *move, whole; /* by span; from first to last */
	int32_t ahead;
	int column; /* of the renewal date, -1: none */
	struct renewal *renewal;
	size_t renewals, cap, companies, any; /* any: companies with revenue.mrr */
};

static int
revenue_begin(struct csm_context *context)
{
	struct revenue_work *w = context->work =
	    CSM_ARENA_NEW(&context->arena, struct revenue_work);
	long ahead = context->options->window;

	if (context->options->bucket == CSM_BUCKET_ALL)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "revenue wants --bucket day, week, month, quarter or year");
	if (ahead > AHEAD_MOST)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--window wants at most %d days, not %ld", AHEAD_MOST, ahead);
	w->ahead = ahead < 0 ? AHEAD : (int32_t)ahead;
	w->column = csm_renewal_column(context);
	return 0;
}

static void
revenue_range(struct csm_context *context, int32_t since)
{
	static const enum csm_bucket buckets[] = {CSM_BUCKET_MONTH, CSM_BUCKET_DAY,
	    CSM_BUCKET_WEEK, CSM_BUCKET_MONTH, CSM_BUCKET_QUARTER, CSM_BUCKET_YEAR};
	struct revenue_work *w = context->work;

	w->bucket = buckets[context->options->bucket];
	if (w->bucket == CSM_BUCKET_WEEK && context->options->sunday)
		w->bucket = CSM_BUCKET_WEEK_SUNDAY;
	if (since == CSM_DAY_NONE) {
		since = csm_bucket_start(w->bucket, context->until);
		for (int i = 1; i < BUCKETS && since > CSM_DAY_MIN; i++)
			since = csm_bucket_start(w->bucket, since - 1);
	}
	context->since = since < CSM_DAY_MIN ? CSM_DAY_MIN : since;
	w->span = csm_periods(
	    &context->arena, w->bucket, context->since, context->until, &w->n);
	w->move = CSM_ARENA_ARRAY(&context->arena, struct csm_movement, w->n + 1);
}

static int64_t
worth(const struct csm_metric_points *mrr, int32_t day)
{
	int64_t v = mrr == NULL ? CSM_MISSING : csm_facts_at(mrr, day, NULL);

	return v == CSM_MISSING || v < 0 ? 0 : v;
}

static int32_t
first_paid(const struct csm_metric_points *mrr)
{
	for (size_t i = 0; mrr != NULL && i < mrr->series.n; i++)
		if (mrr->series.value[i] > 0)
			return mrr->series.day[i];
	return CSM_DAY_MAX + 1;
}

static void
note_renewal(struct csm_context *context, struct revenue_work *w,
    const struct csm_set *set, const char *id, int64_t mrr)
{
	int32_t day = csm_renewal_day(context, w->column, id, context->until);

	if (mrr <= 0 || day < context->until || day > context->until + w->ahead)
		return;
	CSM_GROW(w->renewal, w->renewals, &w->cap);
	w->renewal[w->renewals++] = (struct renewal){.id = id,
	    .owner = csm_context_field_text(
		context, CSM_MODEL_COMPANY, id, id, context->owner_column),
	    .day = day,
	    .mrr = mrr,
	    .health = csm_facts_cell(context, set, "system.health", context->until)};
}

static int
revenue_company(struct csm_context *context, const struct csm_set *set)
{
	struct revenue_work *w = context->work;
	const struct csm_entity_points *own = csm_facts_own(set);
	const struct csm_metric_points *mrr =
	    own == NULL ? NULL : csm_set_find(own, "revenue.mrr");
	int32_t paid = first_paid(mrr);
	int64_t first = worth(mrr, context->since - 1), from = first, to = first;

	w->companies++;
	w->any += mrr != NULL;
	for (size_t i = 0; i < w->n; i++, from = to) {
		to = worth(mrr, w->span[i].to);
		csm_movement_add(&w->move[i], from, to, paid < w->span[i].from);
	}
	csm_movement_add(&w->whole, first, to, paid < context->since);
	note_renewal(
	    context, w, set, csm_arena_strdup(&context->arena, set->company.s), to);
	return 0;
}

/* Whether it is known what was paid before the bucket: on the data's first day
 * everything would seem to be new. */
static int
known(const struct csm_context *context, int32_t from)
{
	return context->first_day != CSM_DAY_NONE && context->first_day < from;
}

static void
revenue_tile(struct csm_doc *doc, struct csm_table *t, const char *what, int64_t value,
    const struct csm_look *look, const char *note)
{
	struct csm_cell *row = csm_table_row(doc, t);

	row[0] = csm_cell_text(what);
	row[1] = csm_cell_number(value);
	row[1].look = look;
	row[2] = csm_cell_text(note);
}

static void
revenue_put_headline(struct csm_context *context, struct csm_doc *doc)
{
	static const struct csm_look whole = {.places = 0},
				     percent = {.places = 1, .unit = "%"};
	const struct revenue_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "headline", "Headline numbers");
	int told = known(context, context->since);
	char day[CSM_DAY_TEXT];
	int64_t due = 0;
	const char *since;

	t->layout = CSM_LAYOUT_TILES;
	csm_table_column(doc, t, "what", "", CSM_CELL_TEXT);
	csm_table_column(doc, t, "value", "", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "note", "", CSM_CELL_TEXT);
	csm_date_format(context->since, day);
	since = csm_arena_printf(&context->arena, "since %s", day);
	for (size_t i = 0; i < w->renewals; i++)
		csm_stats_add(&due, w->renewal[i].mrr);
	revenue_tile(doc, t, "Recurring value", w->any > 0 ? w->whole.end : CSM_MISSING,
	    &whole,
	    csm_arena_printf(&context->arena, "%zu companies pay", w->whole.ends));
	revenue_tile(doc, t, "Net retention",
	    told ? csm_movement_net(&w->whole) : CSM_MISSING, &percent, since);
	revenue_tile(doc, t, "Gross retention",
	    told ? csm_movement_gross(&w->whole) : CSM_MISSING, &percent, since);
	revenue_tile(doc, t, "Customers kept",
	    told ? csm_movement_kept(&w->whole) : CSM_MISSING, &percent, since);
	if (w->column >= 0)
		revenue_tile(doc, t, "To renew", due, &whole,
		    csm_arena_printf(&context->arena, "%zu companies in %d days",
			w->renewals, (int)w->ahead));
}

static const char *
label(struct csm_context *context, size_t i)
{
	const struct revenue_work *w = context->work;
	char text[CSM_BUCKET_LABEL];

	csm_bucket_label(w->bucket, w->span[i].from, text);
	return csm_arena_strdup(&context->arena, text);
}

/* For the eye: the ends, as a line. */
static void
revenue_put_value(struct csm_context *context, struct csm_doc *doc)
{
	const struct revenue_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "value", "Recurring value");

	t->for_eyes = 1;
	t->chart = CSM_CHART_LINE;
	t->chart_columns = 1;
	csm_table_column(doc, t, "bucket", "At the end of", CSM_CELL_TEXT);
	csm_table_column(doc, t, "end", "Recurring value", CSM_CELL_NUMBER)->look.show =
	    CSM_SHOW_BAR;
	for (size_t i = 0; i < w->n; i++) {
		struct csm_cell *row = csm_table_row(doc, t);
		row[0] = csm_cell_text(label(context, i));
		row[1] = csm_cell_number(w->any > 0 ? w->move[i].end : CSM_MISSING);
	}
}

/* Columns of a table of movements, and their values in a bucket. */
static struct csm_table *
move_table(struct csm_doc *doc, const char *name, const char *title,
    const char *const *column, const char *const *titles, size_t n)
{
	struct csm_table *t = csm_doc_table(doc, name, title);

	csm_table_column(doc, t, "bucket", "Bucket", CSM_CELL_TEXT);
	for (size_t i = 0; i < n; i++)
		csm_table_column(doc, t, column[i], titles[i], CSM_CELL_NUMBER);
	return t;
}

static void
put_movement(struct csm_context *context, struct csm_doc *doc)
{
	static const char *const names[] = {"start", "new", "reactivated", "upgrade",
	    "downgrade", "churn", "end", "net_retention", "gross_retention", "days"};
	static const char *const titles[] = {"Start", "New", "Of these back", "Upgrade",
	    "Downgrade", "Churn", "End", "Net retention", "Gross retention", "Days"};
	const struct revenue_work *w = context->work;
	struct csm_table *t =
	    move_table(doc, "movement", "Movement", names, titles, 10);

	t->note = "Start, new, upgrade, less downgrade and churn, is end.";
	t->column[8].look = t->column[9].look =
	    (struct csm_look){CSM_SHOW_PLAIN, 1, "%"};
	for (size_t i = 0; i < w->n; i++) {
		const struct csm_movement *m = &w->move[i];
		struct csm_cell *row = csm_table_row(doc, t);
		const int64_t value[] = {m->start, m->gained, m->regained, m->up,
		    m->down, m->lost, m->end, csm_movement_net(m),
		    csm_movement_gross(m)};
		int told = known(context, w->span[i].from);
		row[0] = csm_cell_text(label(context, i));
		for (size_t k = 0; k < 9; k++)
			row[1 + k] = csm_cell_number(
			    (told || k == 6) && w->any > 0 ? value[k] : CSM_MISSING);
		row[10] = csm_cell_count((size_t)(w->span[i].to - w->span[i].from) + 1);
	}
}

static void
put_customers(struct csm_context *context, struct csm_doc *doc)
{
	static const char *const names[] = {"start", "new", "reactivated", "upgraded",
	    "downgraded", "churned", "end", "kept"};
	static const char *const titles[] = {"Start", "New", "Of these back",
	    "Upgraded", "Downgraded", "Churned", "End", "Kept"};
	const struct revenue_work *w = context->work;
	struct csm_table *t =
	    move_table(doc, "customers", "Customers", names, titles, 8);

	t->column[8].look = (struct csm_look){CSM_SHOW_PLAIN, 1, "%"};
	for (size_t i = 0; i < w->n; i++) {
		const struct csm_movement *m = &w->move[i];
		struct csm_cell *row = csm_table_row(doc, t);
		const size_t value[] = {m->starts, m->gains, m->regains, m->ups,
		    m->downs, m->losses, m->ends};
		int told = known(context, w->span[i].from);
		row[0] = csm_cell_text(label(context, i));
		for (size_t k = 0; k < 7; k++)
			if ((told || k == 6) && w->any > 0)
				row[1 + k] = csm_cell_count(value[k]);
		if (told)
			row[8] = csm_cell_number(csm_movement_kept(m));
	}
}

static int
revenue_by_day(const void *a, const void *b)
{
	const struct renewal *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->mrr != y->mrr)
		return x->mrr > y->mrr ? -1 : 1;
	return strcmp(x->id, y->id);
}

static void
put_renewals(struct csm_context *context, struct csm_doc *doc)
{
	struct revenue_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "renewals", "Renewals due");
	struct csm_heading *c;

	t->note = w->column < 0 ? "Companies have no field renewal_date."
				: csm_arena_printf(&context->arena,
				      "Companies that pay and are to renew within %d "
				      "days.",
				      (int)w->ahead);
	csm_table_column(doc, t, "company", "Company", CSM_CELL_TEXT);
	csm_table_column(doc, t, "name", "Name", CSM_CELL_TEXT);
	csm_table_column(doc, t, "owner", "Owner", CSM_CELL_TEXT);
	csm_table_column(doc, t, "renewal", "Renewal", CSM_CELL_DAY);
	csm_table_column(doc, t, "days", "In days", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "mrr", "Recurring value", CSM_CELL_NUMBER);
	c = csm_table_column(doc, t, "health", "Health", CSM_CELL_NUMBER);
	c->look.places = 1;
	c->stated = 1;
	if (w->renewals > 0)
		qsort(w->renewal, w->renewals, sizeof *w->renewal, revenue_by_day);
	for (size_t i = 0; i < w->renewals; i++) {
		const struct renewal *r = &w->renewal[i];
		struct csm_cell *row = csm_table_row(doc, t);
		row[0] = csm_cell_text(r->id);
		row[1] = csm_cell_text(
		    csm_context_name(context, CSM_MODEL_COMPANY, r->id, r->id));
		row[2] = csm_cell_text(r->owner);
		row[3] = csm_cell_day(r->day);
		row[4] = csm_cell_count((size_t)(r->day - context->until));
		row[5] = csm_cell_number(r->mrr);
		row[6] = r->health;
	}
}

static int
revenue_finish(struct csm_context *context, struct csm_doc *doc)
{
	const struct revenue_work *w = context->work;

	doc->title = "Revenue";
	doc->subtitle = csm_context_subtitle(context, w->companies, "companies");
	revenue_put_headline(context, doc);
	revenue_put_value(context, doc);
	put_movement(context, doc);
	put_customers(context, doc);
	put_renewals(context, doc);
	return 0;
}

static void
revenue_end(struct csm_context *context)
{
	struct revenue_work *w = context->work;

	if (w != NULL)
		free(w->renewal);
}

const struct csm_report csm_report_revenue = {.name = "revenue",
    .summary = "recurring value by month: new, upgrade, downgrade, churn; renewals",
    .takes = "bucket since window chart",
    .rows = "renewals",
    .range = revenue_range,
    .begin = revenue_begin,
    .company = revenue_company,
    .finish = revenue_finish,
    .end = revenue_end};
