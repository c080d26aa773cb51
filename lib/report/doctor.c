/*
 * The report `doctor`: the data themselves: what is there, how new it is, what fell
 * silent, and what the configuration names that is not there.
 */
#include "report/doctor.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "figure/outage.h"
#include "figure/report.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

/* A choice: of two kinds a score says little more than each of them does. */
#define KINDS_WANTED 3

static int
doctor_begin(struct csm_context *context)
{
	struct csm_doctor *d = context->work;

	csm_doctor_init(d, context);
	/* of all sections of the configuration */
	csm_context_tell(context, NULL);
	csm_context_outage(context, false);
	return 0;
}

static int
doctor_company(struct csm_context *context, const struct csm_set *set)
{
	csm_doctor_company(context->work, set);
	return 0;
}

/* What is there of a kind, a family or a metric. */
struct doctor_row {
	const char *name, *there;
	struct csm_doctor_pile pile;
	size_t metrics;
	struct csm_gaps gaps;
	int32_t dropped;
};

static const struct csm_table_column pile_columns[] = {
    {"points", "Points", CSM_OF_COUNT(struct doctor_row, pile.points)},
    {"companies", "Companies", CSM_OF_COUNT(struct doctor_row, pile.companies)},
    {"entities", "Entities", CSM_OF_COUNT(struct doctor_row, pile.entities),
	.for_machines = true},
    {"first", "Oldest", CSM_OF_DAY(struct doctor_row, pile.first)},
    {"newest", "Newest", CSM_OF_DAY(struct doctor_row, pile.newest)}};

static const struct csm_table_column kind_columns[] = {
    {"kind", "Kind", CSM_OF_TEXT(struct doctor_row, name)},
    {"there", "There", CSM_OF_TEXT(struct doctor_row, there)}};

static void
put_kinds(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_doctor *d = context->work;
	struct csm_table *t = csm_doc_table(doc, "kinds", "Kinds of data");

	t->note = "Customer: fields of companies; end user: from fields or points; "
		  "conversation: with tasks and survey answers; product: activities, "
		  "modules and measured values.";
	CSM_TABLE_COLUMNS(t, kind_columns);
	CSM_TABLE_COLUMNS(t, pile_columns);
	for (size_t k = 0; k < CSM_DOCTOR_KINDS; k++) {
		struct doctor_row row = {.name = d->kind[k].name,
		    .there =
			csm_doctor_there(d, (enum csm_doctor_kind)k) ? "yes" : "no",
		    .pile = d->kind[k]};
		/* Fields are no points: of customer data companies are counted
		 * instead. */
		if (k == CSM_DOCTOR_CUSTOMER)
			row.pile.companies = row.pile.entities = d->with_fields;
		if (k == CSM_DOCTOR_ENDUSER)
			row.pile.entities = d->users;
		csm_table_put(t, &row);
	}
}

static struct csm_cell
doctor_put_gaps(const void *row)
{
	const struct doctor_row *r = row;

	return r->gaps.days == 0 ? csm_cell_number(CSM_MISSING)
				 : csm_cell_count(r->gaps.gaps);
}

static struct csm_cell
doctor_put_longest(const void *row)
{
	const struct doctor_row *r = row;

	return r->gaps.days == 0 ? csm_cell_number(CSM_MISSING)
				 : csm_cell_count(r->gaps.longest);
}

static const struct csm_table_column family_columns[] = {
    {"family", "Family", CSM_OF_TEXT(struct doctor_row, name)},
    {"metrics", "Metrics", CSM_OF_COUNT(struct doctor_row, metrics)}};

static const struct csm_table_column gap_columns[] = {
    {"gaps", "Gaps", CSM_CELL_NUMBER, .put = doctor_put_gaps},
    {"longest", "Longest", CSM_CELL_NUMBER, .put = doctor_put_longest},
    {"from", "From", CSM_OF_DAY(struct doctor_row, gaps.from), .for_machines = true}};

static void
put_families(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_doctor *d = context->work;
	struct csm_table *t = csm_doc_table(doc, "families", "Families of metrics");

	t->note = csm_arena_printf(&context->arena,
	    "Gaps: of the last %d days, those without any point between the oldest and "
	    "the newest day.",
	    CSM_DOCTOR_DAYS);
	CSM_TABLE_COLUMNS(t, family_columns);
	CSM_TABLE_COLUMNS(t, pile_columns);
	CSM_TABLE_COLUMNS(t, gap_columns);
	for (size_t f = 0; f < CSM_DOCTOR_FAMILIES; f++) {
		const struct csm_doctor_pile *pile = &d->family[f];
		const struct doctor_row row = {
		    .name = *pile->name == '\0' ? "other" : pile->name,
		    .pile = *pile,
		    .metrics = d->family_metrics[f],
		    .gaps = csm_doctor_gaps(pile, context->until)};
		/* which families lack is said by kind */
		if (pile->points > 0)
			csm_table_put(t, &row);
	}
}

static int
doctor_by_name(const void *a, const void *b)
{
	const struct csm_doctor_pile *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

/* The metrics by name; the caller frees. */
static const struct csm_doctor_pile **
sorted(const struct csm_doctor *d)
{
	const struct csm_doctor_pile **p = csm_xcalloc(d->metrics + 1, sizeof *p);

	for (size_t i = 0; i < d->metrics; i++)
		p[i] = &d->metric[i];
	if (d->metrics > 0)
		qsort(p, d->metrics, sizeof *p, doctor_by_name);
	return p;
}

/* Surveys and tasks come in waves; what the programs make, as they are run. */
static int32_t
drop_of(const struct csm_context *context, const struct csm_doctor_pile *pile)
{
	return csm_doctor_family[csm_doctor_family_of(pile->name)].daily
		   ? csm_doctor_drop(pile, context->until)
		   : CSM_DAY_NONE;
}

static struct csm_cell
doctor_day_or_blank(int32_t day)
{
	return day == CSM_DAY_NONE ? csm_cell_blank() : csm_cell_day(day);
}

static struct csm_cell
doctor_put_dropped(const void *row)
{
	const struct doctor_row *r = row;

	return doctor_day_or_blank(r->dropped);
}

static const struct csm_table_column metric_columns[] = {
    {"metric", "Metric", CSM_OF_TEXT(struct doctor_row, name)}};

static const struct csm_table_column drop_columns[] = {
    {"dropped", "Silent", CSM_CELL_DAY, .put = doctor_put_dropped}};

static void
doctor_put_metrics(struct csm_context *context, struct csm_doc *doc,
    const struct csm_doctor_pile **pile)
{
	const struct csm_doctor *d = context->work;
	struct csm_table *t = csm_doc_table(doc, "metrics", "Metrics");

	CSM_TABLE_COLUMNS(t, metric_columns);
	CSM_TABLE_COLUMNS(t, pile_columns);
	CSM_TABLE_COLUMNS(t, drop_columns);
	for (size_t i = 0; i < d->metrics; i++) {
		const struct doctor_row row = {.name = pile[i]->name,
		    .pile = *pile[i],
		    .dropped = drop_of(context, pile[i])};
		csm_table_put(t, &row);
	}
}

struct finding {
	const char *what, *name, *detail;
	int32_t day;
};

static struct csm_cell
doctor_put_day(const void *row)
{
	const struct finding *f = row;

	return doctor_day_or_blank(f->day);
}

static const struct csm_table_column finding_columns[] = {
    {"finding", "Finding", CSM_OF_TEXT(struct finding, what)},
    {"name", "Name", CSM_OF_TEXT(struct finding, name)},
    {"day", "Day", CSM_CELL_DAY, .put = doctor_put_day},
    {"detail", "Detail", CSM_OF_TEXT(struct finding, detail), .wraps = true}};

void
csm_doctor_finding(struct csm_context *context, struct csm_table *t, const char *what,
    const char *name, int32_t day, const char *detail)
{
	const struct finding row = {
	    .what = what, .name = name, .detail = detail, .day = day};

	context->found++;
	csm_table_put(t, &row);
}

/* Points on four days of five are daily ones, of which each that lacks is a gap. */
static void
find_gaps(struct csm_context *context, struct csm_table *t)
{
	const struct csm_doctor *d = context->work;

	for (size_t f = 0; f < CSM_DOCTOR_FAMILIES; f++) {
		const struct csm_doctor_pile *pile = &d->family[f];
		struct csm_gaps g = csm_doctor_gaps(pile, context->until);
		if (!csm_doctor_family[f].daily || g.gaps == 0 ||
		    /* with points on fewer days nothing is missing on the others */
		    5 * (g.days - g.gaps) < 4 * g.days)
			continue;
		csm_doctor_finding(context, t, "gap", pile->name, g.from,
		    csm_arena_printf(&context->arena,
			"no points on %zu of %zu days; %zu in a row from this one on",
			g.gaps, g.days, g.longest));
	}
}

/* The newest fall of all companies at once, which says it of every metric. */
static void
find_outage(struct csm_context *context, struct csm_table *t)
{
	int32_t from = context->until - CSM_DOCTOR_DAYS + 1;
	struct csm_outage_run run;
	struct csm_buf text = {0};

	if (!csm_outage_newest(
		csm_context_outages(context), from, context->until, &run))
		return;
	csm_outage_put(&run, &text);
	csm_doctor_finding(context, t, "outage", "activities.", run.from,
	    csm_arena_strdup(&context->arena, text.data));
	csm_buf_fini(&text);
}

/* Whether all companies are silent, which was told, and the metric no longer than a
 * week before that. */
static bool
is_of_outage(const struct csm_context *context, const char *metric, int32_t day)
{
	struct csm_outage_run run;

	return strncmp(metric, "activities.", strlen("activities.")) == 0 &&
	       csm_outage_newest(csm_context_outages(context), context->until,
		   context->until, &run) &&
	       day > run.from - 7;
}

static void
find_drops(struct csm_context *context, struct csm_table *t,
    const struct csm_doctor_pile **pile)
{
	const struct csm_doctor *d = context->work;

	for (size_t i = 0; i < d->metrics; i++) {
		int32_t day = drop_of(context, pile[i]);
		if (day != CSM_DAY_NONE && !is_of_outage(context, pile[i]->name, day))
			csm_doctor_finding(context, t, "drop to zero", pile[i]->name,
			    day,
			    csm_arena_printf(&context->arena,
				"nothing but 0 or no point for %d days, though it had "
				"something on most days before",
				(int)(context->until - day) + 1));
	}
}

static void
find_unknown(struct csm_context *context, struct csm_table *t)
{
	for (const struct csm_unknown *u = csm_doctor_unknown(context->work); u != NULL;
	     u = u->next)
		csm_doctor_finding(context, t,
		    u->field ? "unknown field" : "unknown metric", u->name,
		    CSM_DAY_NONE,
		    u->near == NULL
			? u->place
			: csm_arena_printf(&context->arena, "%s; did you mean \"%s\"?",
			      u->place, u->near));
}

/* Kinds that lack, with a warning if there are too few to tell much of a customer. */
static void
find_kinds(struct csm_context *context, struct csm_table *t)
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
		csm_doctor_finding(context, t, "no data of a kind", d->kind[k].name,
		    CSM_DAY_NONE, NULL);
	}
	if (n < KINDS_WANTED)
		csm_warn(context->diag, CSM_W_OTHER, NULL,
		    "the data are of %zu of the five kinds, too few to tell how a "
		    "customer does; there is nothing of: %s",
		    n, lacking.data);
	csm_buf_fini(&lacking);
}

static void
put_findings(struct csm_context *context, struct csm_doc *doc,
    const struct csm_doctor_pile **pile)
{
	struct csm_table *t = csm_doc_table(doc, "findings", "Findings");

	CSM_TABLE_COLUMNS(t, finding_columns);
	/* What concerns all before what concerns one: kinds, outages, gaps, then single
	 * metrics, names and formulas. */
	find_kinds(context, t);
	find_outage(context, t);
	find_gaps(context, t);
	find_drops(context, t, pile);
	find_unknown(context, t);
	csm_doctor_fields(context, t);
	csm_doctor_formulas(context, t);
}

static int
doctor_finish(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_doctor *d = context->work;
	const struct csm_doctor_pile **pile = sorted(d);

	doc->subtitle = csm_arena_printf(&context->arena, "%s, %s of %s and %s",
	    csm_text_counted(&context->arena, d->all.points, "points"),
	    csm_text_counted(&context->arena, d->metrics, "metrics"),
	    csm_text_counted(&context->arena, d->companies, "companies"),
	    csm_text_counted(&context->arena, d->users, "end users"));
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
	csm_doctor_fini(context->work);
}

const struct csm_report csm_report_doctor = {.name = "doctor",
    .title = "Data",
    .work = sizeof(struct csm_doctor),
    .parts = (const char *const[]){"kinds", "families", "metrics", "findings", NULL},
    .summary = "the data themselves: what is there, gaps, drops, unknown names",
    .takes = "exit-code",
    .rows = "metrics",
    .begin = doctor_begin,
    .company = doctor_company,
    .finish = doctor_finish,
    .end = doctor_end};
