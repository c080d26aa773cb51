/*
 * The report `doctor`: the data themselves: what is there, how new it is, what fell
 * silent, and what the configuration names that is not there.
 */
#include "report/doctor.h"

#include "base/xalloc.h"
#include "figure/report.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

#define KINDS_WANTED 3

static int
doctor_begin(struct csm_context *context)
{
	struct csm_doctor *d = context->work =
	    CSM_ARENA_NEW(&context->arena, struct csm_doctor);

	csm_doctor_init(d, context);
	return 0;
}

static int
doctor_company(struct csm_context *context, const struct csm_set *set)
{
	csm_doctor_company(context->work, set);
	return 0;
}

static void
pile_columns(struct csm_doc *doc, struct csm_table *t)
{
	csm_table_column(doc, t, "points", "Points", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "companies", "Companies", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "entities", "Entities", CSM_CELL_NUMBER)
	    ->for_machines = 1;
	csm_table_column(doc, t, "first", "Oldest", CSM_CELL_DAY);
	csm_table_column(doc, t, "newest", "Newest", CSM_CELL_DAY);
}

static struct csm_cell *
pile_cells(struct csm_cell *row, const struct csm_sort_buffer *pile)
{
	*row++ = csm_cell_count(pile->points);
	*row++ = csm_cell_count(pile->companies);
	*row++ = csm_cell_count(pile->entities);
	*row++ = csm_cell_day(pile->first);
	*row++ = csm_cell_day(pile->newest);
	return row;
}

static void
put_kinds(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_doctor *d = context->work;
	struct csm_table *t = csm_doc_table(doc, "kinds", "Kinds of data");

	t->note = "Customer: fields of companies; end user: from fields or points; "
		  "conversation: with tasks and survey answers; product: activities, "
		  "modules and measured values.";
	csm_table_column(doc, t, "kind", "Kind", CSM_CELL_TEXT);
	csm_table_column(doc, t, "there", "There", CSM_CELL_TEXT);
	pile_columns(doc, t);
	for (size_t k = 0; k < CSM_DOCTOR_KINDS; k++) {
		struct csm_sort_buffer pile = d->kind[k];
		struct csm_cell *row = csm_table_row(doc, t);
		if (k == CSM_DOCTOR_CUSTOMER)
			pile.companies = pile.entities = d->with_fields;
		if (k == CSM_DOCTOR_ENDUSER)
			pile.entities = d->users;
		*row++ = csm_cell_text(pile.name);
		*row++ = csm_cell_text(
		    csm_doctor_there(d, (enum csm_doctor_kind)k) ? "yes" : "no");
		pile_cells(row, &pile);
	}
}

static void
put_families(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_doctor *d = context->work;
	struct csm_table *t = csm_doc_table(doc, "families", "Families of metrics");

	t->note = csm_arena_printf(&context->arena,
	    "Gaps: of the last %d days, those without any point between the oldest and "
	    "the newest day.",
	    CSM_DOCTOR_DAYS);
	csm_table_column(doc, t, "family", "Family", CSM_CELL_TEXT);
	csm_table_column(doc, t, "metrics", "Metrics", CSM_CELL_NUMBER);
	pile_columns(doc, t);
	csm_table_column(doc, t, "gaps", "Gaps", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "longest", "Longest", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "from", "From", CSM_CELL_DAY)->for_machines = 1;
	for (size_t f = 0; f < CSM_DOCTOR_FAMILIES; f++) {
		const struct csm_sort_buffer *pile = &d->family[f];
		struct csm_gaps g = csm_doctor_gaps(pile, context->until);
		struct csm_cell *row;
		if (pile->points == 0)
			continue;
		row = csm_table_row(doc, t);
		*row++ = csm_cell_text(*pile->name == '\0' ? "other" : pile->name);
		*row++ = csm_cell_count(d->family_metrics[f]);
		row = pile_cells(row, pile);
		*row++ =
		    g.days == 0 ? csm_cell_number(CSM_MISSING) : csm_cell_count(g.gaps);
		*row++ = g.days == 0 ? csm_cell_number(CSM_MISSING)
				     : csm_cell_count(g.longest);
		*row = csm_cell_day(g.from);
	}
}

static int
doctor_by_name(const void *a, const void *b)
{
	const struct csm_sort_buffer *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

/* The metrics by name; the caller frees. */
static const struct csm_sort_buffer **
sorted(const struct csm_doctor *d)
{
	const struct csm_sort_buffer **p = csm_xcalloc(d->metrics + 1, sizeof *p);

	for (size_t i = 0; i < d->metrics; i++)
		p[i] = &d->metric[i];
	if (d->metrics > 0)
		qsort(p, d->metrics, sizeof *p, doctor_by_name);
	return p;
}

/* Surveys and tasks come in waves; what the programs make, as they are run. */
static int32_t
drop_of(const struct csm_context *context, const struct csm_sort_buffer *pile)
{
	return csm_doctor_family[csm_doctor_family_of(pile->name)].daily
		   ? csm_doctor_drop(pile, context->until)
		   : CSM_DAY_NONE;
}

static void
doctor_put_metrics(struct csm_context *context, struct csm_doc *doc,
    const struct csm_sort_buffer **pile)
{
	const struct csm_doctor *d = context->work;
	struct csm_table *t = csm_doc_table(doc, "metrics", "Metrics");

	csm_table_column(doc, t, "metric", "Metric", CSM_CELL_TEXT);
	pile_columns(doc, t);
	csm_table_column(doc, t, "dropped", "Silent", CSM_CELL_DAY);
	for (size_t i = 0; i < d->metrics; i++) {
		struct csm_cell *row = csm_table_row(doc, t);
		*row++ = csm_cell_text(pile[i]->name);
		row = pile_cells(row, pile[i]);
		*row = csm_cell_day(drop_of(context, pile[i]));
		if (row->kind == CSM_CELL_NONE)
			row->kind = CSM_CELL_BLANK;
	}
}

static void
finding(struct csm_context *context, struct csm_doc *doc, struct csm_table *t,
    const char *what, const char *name, int32_t day, const char *detail)
{
	struct csm_cell *row = csm_table_row(doc, t);

	context->found++;
	*row++ = csm_cell_text(what);
	*row++ = csm_cell_text(name);
	*row++ = csm_cell_day(day);
	*row = csm_cell_text(detail);
	if (day == CSM_DAY_NONE)
		row[-1].kind = CSM_CELL_BLANK;
}

/* Points on four days of five are daily ones, of which each that lacks is a gap. */
static void
find_gaps(struct csm_context *context, struct csm_doc *doc, struct csm_table *t)
{
	const struct csm_doctor *d = context->work;

	for (size_t f = 0; f < CSM_DOCTOR_FAMILIES; f++) {
		const struct csm_sort_buffer *pile = &d->family[f];
		struct csm_gaps g = csm_doctor_gaps(pile, context->until);
		if (!csm_doctor_family[f].daily || g.gaps == 0 ||
		    5 * (g.days - g.gaps) < 4 * g.days)
			continue;
		finding(context, doc, t, "gap", pile->name, g.from,
		    csm_arena_printf(&context->arena,
			"no points on %zu of %zu days; %zu in a row from this one on",
			g.gaps, g.days, g.longest));
	}
}

static void
find_drops(struct csm_context *context, struct csm_doc *doc, struct csm_table *t,
    const struct csm_sort_buffer **pile)
{
	const struct csm_doctor *d = context->work;

	for (size_t i = 0; i < d->metrics; i++) {
		int32_t day = drop_of(context, pile[i]);
		if (day != CSM_DAY_NONE)
			finding(context, doc, t, "drop to zero", pile[i]->name, day,
			    csm_arena_printf(&context->arena,
				"nothing but 0 or no point for %d days, though it had "
				"something on most days before",
				(int)(context->until - day) + 1));
	}
}

static void
find_unknown(struct csm_context *context, struct csm_doc *doc, struct csm_table *t)
{
	for (const struct csm_unknown *u = csm_doctor_unknown(context->work); u != NULL;
	     u = u->next)
		finding(context, doc, t, u->field ? "unknown field" : "unknown metric",
		    u->name, CSM_DAY_NONE,
		    u->near == NULL
			? u->place
			: csm_arena_printf(&context->arena, "%s; did you mean \"%s\"?",
			      u->place, u->near));
}

/* Kinds that lack, with a warning if there are too few to tell much of a customer. */
static void
find_kinds(struct csm_context *context, struct csm_doc *doc, struct csm_table *t)
{
	const struct csm_doctor *d = context->work;
	struct csm_buf lacking = {0};
	size_t n = 0;

	for (size_t k = 0; k < CSM_DOCTOR_KINDS; k++) {
		if (csm_doctor_there(d, (enum csm_doctor_kind)k)) {
			n++;
			continue;
		}
		csm_buf_printf(
		    &lacking, "%s%s", lacking.len > 0 ? ", " : "", d->kind[k].name);
		finding(context, doc, t, "no data of a kind", d->kind[k].name,
		    CSM_DAY_NONE, NULL);
	}
	if (n < KINDS_WANTED)
		csm_warn(context->diag, CSM_W_OTHER, NULL,
		    "there are %zu of the five kinds of data, too few to tell how a "
		    "customer does; there is nothing of: %s",
		    n, lacking.data);
	csm_buf_fini(&lacking);
}

static void
put_findings(struct csm_context *context, struct csm_doc *doc,
    const struct csm_sort_buffer **pile)
{
	struct csm_table *t = csm_doc_table(doc, "findings", "Findings");

	csm_table_column(doc, t, "finding", "Finding", CSM_CELL_TEXT);
	csm_table_column(doc, t, "name", "Name", CSM_CELL_TEXT);
	csm_table_column(doc, t, "day", "Day", CSM_CELL_DAY);
	csm_table_column(doc, t, "detail", "Detail", CSM_CELL_TEXT)->wraps = 1;
	find_kinds(context, doc, t);
	find_gaps(context, doc, t);
	find_drops(context, doc, t, pile);
	find_unknown(context, doc, t);
}

static int
doctor_finish(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_doctor *d = context->work;
	const struct csm_sort_buffer **pile = sorted(d);

	doc->title = "Data";
	doc->subtitle = csm_arena_printf(&context->arena,
	    "%zu points, %zu metrics of %zu companies and %zu end users", d->all.points,
	    d->metrics, d->companies, d->users);
	put_findings(context, doc, pile);
	put_kinds(context, doc);
	put_families(context, doc);
	doctor_put_metrics(context, doc, pile);
	free(pile);
	return 0;
}

static void
doctor_end(struct csm_context *context)
{
	if (context->work != NULL)
		csm_doctor_fini(context->work);
}

const struct csm_report csm_report_doctor = {.name = "doctor",
    .summary = "the data themselves: what is there, gaps, drops, unknown names",
    .takes = "exit-code",
    .rows = "metrics",
    .begin = doctor_begin,
    .company = doctor_company,
    .finish = doctor_finish,
    .end = doctor_end};
