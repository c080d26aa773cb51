/*
 * The report `backlog`: how many tickets, or other records with a state, are open, how
 * that went week by week, and whose have been open the longest.
 */
#include "report/backlog/backlog.h"

#include "base/xalloc.h"
#include "figure/facts.h"
#include "figure/report.h"
#include "table/look.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

static int
backlog_begin(struct csm_context *context)
{
	return csm_buckets_check(context, "backlog");
}

static void
backlog_range(struct csm_context *context, int32_t since)
{
	struct csm_backlog_work *w = context->work;
	int choice = context->options->bucket;

	csm_buckets_make(context,
	    csm_buckets_choice(
		context, choice == 0 ? CSM_BUCKET_WEEK : (enum csm_bucket)choice),
	    since, &w->buckets);
	context->since = w->buckets.span[0].from;
	/* what was open 30 days ago is told, however short the range is */
	if (context->since > context->until - CSM_FACTS_AGO)
		context->since = context->until - CSM_FACTS_AGO;
}

static size_t
backlog_days(const struct csm_context *context)
{
	return (size_t)(context->until - context->since) + 1;
}

static struct csm_backlog_type *
backlog_type(struct csm_context *context, const char *name)
{
	struct csm_backlog_work *w = context->work;
	const uint32_t id = csm_intern_put(&w->names, name, strlen(name));

	if (id < w->types)
		return &w->type[id];
	CSM_GROW(w->type, w->types, &w->type_cap);
	struct csm_backlog_type *t = &w->type[w->types++];
	*t = (struct csm_backlog_type){.name = csm_arena_strdup(&context->arena, name),
	    .first = CSM_DAY_NONE,
	    .last = CSM_DAY_NONE,
	    .waited = CSM_MISSING,
	    .amount = CSM_MISSING};
	for (int p = CSM_FAMILY_OPENED; p <= CSM_FAMILY_OPEN; p++) {
		t->day[p] =
		    CSM_ARENA_ARRAY(&context->arena, int64_t, backlog_days(context));
		for (size_t d = 0; d < backlog_days(context); d++)
			t->day[p][d] = CSM_MISSING;
	}
	return t;
}

/* A sum over the days of all buckets; 0 if nothing happened on them. */
static int64_t
backlog_total(const struct csm_context *context, const struct csm_backlog *b,
    enum csm_family_state_part part)
{
	const struct csm_backlog_work *w = context->work;
	const struct csm_metric_points *p = b->part[part];
	int64_t sum = 0;

	for (size_t i = 0; p != NULL && i < p->series.n; i++)
		if (p->series.day[i] >= w->buckets.span[0].from &&
		    p->series.day[i] <= context->until)
			csm_stats_add(&sum, p->series.value[i]);
	return sum;
}

static void
backlog_add_row(struct csm_context *context, struct csm_backlog_type *type,
    const struct csm_set *set, const struct csm_backlog *b)
{
	struct csm_backlog_work *w = context->work;
	const int64_t open = csm_backlog_on(b, CSM_FAMILY_OPEN, context->until),
		      age = csm_backlog_on(b, CSM_FAMILY_AGE, context->until),
		      amount = csm_backlog_on(b, CSM_FAMILY_AMOUNT, context->until);
	int64_t waited;

	if (open == CSM_MISSING || open <= 0)
		return;
	type->companies++;
	csm_stats_add(&type->amount, amount);
	/* the mean of means, each as often as records are open */
	if (age != CSM_MISSING && csm_num_times(age, open, &waited) == 0)
		csm_stats_add(&type->waited, waited);
	const char *id = csm_arena_strdup(&context->arena, set->company.s);
	CSM_GROW(w->row, w->n, &w->cap);
	w->row[w->n++] = (struct csm_backlog_row){.id = id,
	    .name = csm_context_name(context, CSM_MODEL_COMPANY, id, id),
	    .owner = csm_context_field_text(
		context, CSM_MODEL_COMPANY, id, id, context->owner_column),
	    .type = type->name,
	    .open = open,
	    .age = age,
	    .opened = backlog_total(context, b, CSM_FAMILY_OPENED),
	    .closed = backlog_total(context, b, CSM_FAMILY_CLOSED),
	    .amount = amount,
	    .mrr = csm_facts_point(set, "revenue.mrr", context->until, NULL)};
}

static int
backlog_company(struct csm_context *context, const struct csm_set *set)
{
	struct csm_backlog_work *w = context->work;
	struct csm_arena arena = {0};
	size_t n;
	const struct csm_backlog *b = csm_backlog_read(&arena, set, &n);

	w->companies++;
	for (size_t i = 0; i < n; i++) {
		struct csm_backlog_type *type = backlog_type(context, b[i].type);
		for (int p = CSM_FAMILY_OPENED; p <= CSM_FAMILY_OPEN; p++) {
			const struct csm_metric_points *points = b[i].part[p];
			csm_backlog_days(&b[i], (enum csm_family_state_part)p,
			    context->since, context->until, type->day[p]);
			if (points == NULL || points->series.n == 0)
				continue;
			int32_t first = points->series.day[0],
				last = points->series.day[points->series.n - 1];
			if (type->first == CSM_DAY_NONE || first < type->first)
				type->first = first;
			if (type->last == CSM_DAY_NONE || last > type->last)
				type->last = last;
		}
		backlog_add_row(context, type, set, &b[i]);
	}
	csm_arena_fini(&arena);
	return 0;
}

static int
backlog_by_open(const void *a, const void *b)
{
	const struct csm_backlog_type *x = a, *y = b;

	if (x->open != y->open) /* CSM_MISSING is below every number */
		return x->open > y->open ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void
backlog_sort_types(struct csm_context *context)
{
	struct csm_backlog_work *w = context->work;
	const struct csm_period all = {w->buckets.span[0].from, context->until};

	for (size_t i = 0; i < w->types; i++) {
		struct csm_backlog_type *t = &w->type[i];
		t->open = csm_backlog_open(context, t, context->until);
		t->then = csm_backlog_open(context, t, context->until - CSM_FACTS_AGO);
		t->opened = csm_backlog_sum(context, t, CSM_FAMILY_OPENED, all);
		t->closed = csm_backlog_sum(context, t, CSM_FAMILY_CLOSED, all);
		t->age = csm_stats_each(t->waited, t->open);
	}
	qsort(w->type, w->types, sizeof *w->type, backlog_by_open);
}

static struct csm_cell
backlog_put_change(const void *row)
{
	const struct csm_backlog_type *t = row;

	return csm_cell_number(csm_stats_change(t->then, t->open));
}

static const struct csm_table_column type_columns[] = {
    {"type", "Type", CSM_OF_TEXT(struct csm_backlog_type, name)},
    {"open", "Open", CSM_OF_NUMBER(struct csm_backlog_type, open)},
    {"then", CSM_FACTS_AGO_TEXT, CSM_OF_NUMBER(struct csm_backlog_type, then)},
    {"change", "Change", CSM_CELL_NUMBER, .put = backlog_put_change,
	.look = &csm_look_change},
    {"age", "Mean days open", CSM_OF_NUMBER(struct csm_backlog_type, age),
	.look = &csm_look_tenths},
    {"opened", "Opened", CSM_OF_NUMBER(struct csm_backlog_type, opened)},
    {"closed", "Closed", CSM_OF_NUMBER(struct csm_backlog_type, closed)},
    {"companies", "Companies", CSM_OF_COUNT(struct csm_backlog_type, companies)},
    {"amount", "Amount", CSM_OF_NUMBER(struct csm_backlog_type, amount),
	.look = &csm_look_money}};

static bool
backlog_has_amount(const struct csm_backlog_work *w)
{
	for (size_t i = 0; i < w->types; i++)
		if (w->type[i].amount != CSM_MISSING)
			return true;
	return false;
}

static void
backlog_put_types(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_backlog_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "types", "Open now");
	char from[CSM_DAY_TEXT];

	csm_date_format(w->buckets.span[0].from, from);
	t->note =
	    csm_arena_printf(&context->arena, "Opened and closed: since %s.", from);
	t->half = 1;
	CSM_TABLE_COLUMNS(t, type_columns);
	csm_table_heading(t, "amount")->for_machines = !backlog_has_amount(w);
	for (size_t i = 0; i < w->types; i++)
		csm_table_put(t, &w->type[i]);
}

/* ---- by company ---- */

static bool
backlog_has_value(const struct csm_backlog_work *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->row[i].mrr != CSM_MISSING)
			return true;
	return false;
}

/* Open the longest first, then the most, then by id and type. */
static int
backlog_by_age(const void *a, const void *b)
{
	const struct csm_backlog_row *x = a, *y = b;
	int order;

	if (x->age != y->age)
		return x->age > y->age ? -1 : 1;
	if (x->open != y->open)
		return x->open > y->open ? -1 : 1;
	order = strcmp(x->id, y->id);
	return order != 0 ? order : strcmp(x->type, y->type);
}

static const struct csm_table_column company_columns[] = {
    {"company", "Id", CSM_OF_TEXT(struct csm_backlog_row, id), .for_machines = true},
    {"name", "Company", CSM_OF_TEXT(struct csm_backlog_row, name)},
    {"owner", "Owner", CSM_OF_TEXT(struct csm_backlog_row, owner)},
    {"type", "Type", CSM_OF_TEXT(struct csm_backlog_row, type)},
    {"open", "Open", CSM_OF_NUMBER(struct csm_backlog_row, open),
	.look = &csm_look_bar},
    {"age", "Mean days open", CSM_OF_NUMBER(struct csm_backlog_row, age),
	.look = &csm_look_tenths},
    {"opened", "Opened", CSM_OF_NUMBER(struct csm_backlog_row, opened)},
    {"closed", "Closed", CSM_OF_NUMBER(struct csm_backlog_row, closed)},
    {"amount", "Amount", CSM_OF_NUMBER(struct csm_backlog_row, amount),
	.look = &csm_look_money},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct csm_backlog_row, mrr),
	.look = &csm_look_money}};

static void
backlog_put_companies(struct csm_context *context, struct csm_doc *doc)
{
	struct csm_backlog_work *w = context->work;
	struct csm_table *t =
	    csm_doc_table(doc, "companies", "Open the longest on average");

	t->note = "What companies have open of each type.";
	t->keys = 2;
	CSM_TABLE_COLUMNS(t, company_columns);
	csm_table_heading(t, "owner")->for_machines = context->owner_column < 0;
	csm_table_heading(t, "type")->for_machines = w->types == 1;
	csm_table_heading(t, "amount")->for_machines = !backlog_has_amount(w);
	csm_table_heading(t, "mrr")->for_machines = !backlog_has_value(w);
	if (w->n > 0)
		qsort(w->row, w->n, sizeof *w->row, backlog_by_age);
	for (size_t i = 0; i < w->n; i++)
		csm_table_put(t, &w->row[i]);
}

static int
backlog_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct csm_backlog_work *w = context->work;

	if (w->types == 0)
		return csm_error(context->diag, CSM_E_NODATA, NULL,
		    "no records with a state, such as ticket.open, were read; "
		    "csm-ingest -k states or -k invoices makes them");
	doc->subtitle = csm_context_subtitle(context, w->companies, "companies");
	backlog_sort_types(context);
	backlog_put_types(context, doc);
	csm_backlog_put_weeks(context, doc);
	backlog_put_companies(context, doc);
	return 0;
}

static void
backlog_end(struct csm_context *context)
{
	struct csm_backlog_work *w = context->work;

	csm_intern_fini(&w->names);
	free(w->type);
	free(w->row);
}

const struct csm_report csm_report_backlog = {.name = "backlog",
    .title = "Backlog",
    .work = sizeof(struct csm_backlog_work),
    .parts = (const char *const[]){"types", "weeks", "companies", NULL},
    .summary = "open tickets and the like: how many, week by week, how long",
    .takes = "bucket since chart",
    .rows = "companies",
    .needs_day = 1,
    .range = backlog_range,
    .begin = backlog_begin,
    .company = backlog_company,
    .finish = backlog_finish,
    .end = backlog_end};
