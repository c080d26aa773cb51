/*
 * The report `cohort FIELD`: companies by the bucket a date of theirs lies in, and what
 * became of them, bucket after bucket: who still pays, or a metric.
 */
#include "base/text.h"
#include "figure/buckets.h"
#include "figure/column.h"
#include "figure/facts.h"
#include "figure/gauge.h"
#include "figure/report.h"
#include "figure/panel.h"
#include "stats/retention.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

#define RANGE 366 /* days, so that there is an engine for them; range() sets them */

struct cohort_work {
	int field;
	int by_metric; /* 0: retention */
	struct csm_gauge gauge;
	struct csm_buckets in;
	size_t *size;  /* companies of each cohort */
	size_t **pays; /* of each with companies, by bucket that has passed: who pays */
	struct csm_panel *spread; /* of each cohort */
	int64_t *days;
	size_t companies;        /* of all cohorts */
	size_t without, earlier; /* no date; before the first cohort */
};

static int
cohort_begin(struct csm_context *context)
{
	struct cohort_work *w = context->work;
	const struct csm_report_options *o = context->options;
	struct csm_list_column c;

	if (csm_buckets_check(context, "cohort") != 0)
		return -1;
	if (csm_column_read(context, CSM_MODEL_COMPANY, o->arg, "cohort", &c) != 0)
		return -1;
	/* A column that is mostly days; single cells that are none are told of
	 * below. */
	if (c.field < 0 || c.heading.kind != CSM_CELL_DAY)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "cohort wants a field of days of companies, not \"%s\"", o->arg);
	w->field = c.field;
	csm_context_reads(context, c.field_model, c.field, CSM_VALUE_DAY);
	if (o->metrics > 1)
		return csm_error(
		    context->diag, CSM_E_USAGE, NULL, "cohort takes one --metric");
	w->by_metric = o->metrics == 1;
	if (!w->by_metric && (o->agg != 0 || o->over != 0))
		return csm_error(
		    context->diag, CSM_E_USAGE, NULL, "--agg and --over want --metric");
	return w->by_metric
		   ? csm_gauge_read(context, o->metric[0], "--metric", &w->gauge)
		   : 0;
}

static void
cohort_range(struct csm_context *context, int32_t since)
{
	struct cohort_work *w = context->work;

	csm_buckets_range(context, since, &w->in);
	w->spread = CSM_ARENA_ARRAY(&context->arena, struct csm_panel, w->in.n);
	for (size_t i = 0; i < w->in.n; i++)
		/* A cohort has as many buckets as have passed since: the table is a
		 * triangle. */
		w->spread[i] = (struct csm_panel){.buckets = w->in.n - i};
	w->size = CSM_ARENA_ARRAY(&context->arena, size_t, w->in.n);
	w->pays = CSM_ARENA_ARRAY(&context->arena, size_t *, w->in.n);
	w->days = CSM_ARENA_ARRAY(
	    &context->arena, int64_t, (size_t)(context->until - context->since) + 1);
}

static void
cohort_add_metric(struct csm_context *context, struct cohort_work *w, size_t cohort)
{
	int64_t *row = csm_panel_add(&w->spread[cohort], NULL);

	csm_gauge_days(context, &w->gauge, w->days);
	for (size_t i = cohort; i < w->in.n; i++) {
		struct csm_period s = w->in.span[i];
		row[i - cohort] = csm_panel_days(w->gauge.agg,
		    &w->days[s.from - context->since], (size_t)(s.to - s.from) + 1);
	}
}

static void
cohort_add_paying(struct csm_context *context, struct cohort_work *w, size_t cohort,
    const struct csm_set *set)
{
	size_t *pays = w->pays[cohort];

	if (pays == NULL)
		pays = w->pays[cohort] =
		    CSM_ARENA_ARRAY(&context->arena, size_t, w->in.n - cohort);
	for (size_t i = cohort; i < w->in.n; i++)
		pays[i - cohort] += csm_retention_pays(
		    csm_facts_point(set, "revenue.mrr", w->in.span[i].to, NULL));
}

static int
cohort_company(struct csm_context *context, const struct csm_set *set)
{
	struct cohort_work *w = context->work;
	struct csm_cell cell = csm_context_field(
	    context, CSM_MODEL_COMPANY, NULL, set->company.s, w->field);
	size_t cohort = 0;

	/* A date to come is none yet: such a company belongs to a cohort of another
	 * day. */
	if (cell.kind != CSM_CELL_DAY || cell.day > context->until) {
		w->without++;
		return 0;
	}
	if (cell.day < context->since) {
		w->earlier++;
		return 0;
	}
	/* ends: the last span ends on the as-of day */
	while (w->in.span[cohort].to < cell.day)
		cohort++;
	w->size[cohort]++;
	w->companies++;
	if (w->by_metric)
		cohort_add_metric(context, w, cohort);
	else
		cohort_add_paying(context, w, cohort, set);
	return 0;
}

/* A cohort that has companies. */
struct cohort_row {
	const struct csm_context *context;
	const char *label;
	size_t companies, cohort;
};

/* What became of it k buckets later. */
static struct csm_cell
cohort_later(const void *row, size_t k)
{
	const struct cohort_row *r = row;
	const struct cohort_work *w = r->context->work;
	size_t present;

	if (r->cohort + k >= w->in.n)
		return csm_cell_blank();
	/* before the first point nothing is known */
	if (r->context->first_day == CSM_DAY_NONE ||
	    w->in.span[r->cohort + k].to < r->context->first_day)
		return csm_cell_number(CSM_MISSING);
	if (!w->by_metric)
		return csm_cell_number(
		    csm_retention(w->pays[r->cohort][k], r->companies));
	return csm_cell_number(
	    csm_panel_over(&w->spread[r->cohort], w->gauge.over, NULL, k, &present));
}

static const struct csm_table_column cohort_columns[] = {
    {"cohort", "Cohort", CSM_OF_TEXT(struct cohort_row, label)},
    {"companies", "Companies", CSM_OF_COUNT(struct cohort_row, companies)}};

static struct csm_table *
cohort_table_new(struct csm_context *context, struct csm_doc *doc)
{
	static const struct csm_look share = {.show = CSM_SHOW_HEAT, .unit = "%"},
				     value = {.show = CSM_SHOW_HEAT,
					 .places = CSM_PLACES_FEW};
	const struct cohort_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "cohorts", doc->title);
	const char *word = csm_buckets_word(w->in.bucket);

	t->note = csm_arena_printf(&context->arena,
	    "%s, by the %s of %s and how many %ss later. Companies left out: %zu "
	    "without a date up to the day, %zu with one before the first %s.",
	    w->by_metric ? context->options->metric[0]
			 : "Share of companies that pay on the last day",
	    word, context->options->arg, word, w->without, w->earlier, word);
	CSM_TABLE_COLUMNS(t, cohort_columns);
	for (size_t k = 0; k < w->in.n; k++)
		csm_table_add(
		    t, &(const struct csm_table_column){
			   csm_arena_printf(&context->arena, "%s_%zu", word, k),
			   csm_arena_printf(&context->arena, "+%zu", k),
			   CSM_CELL_NUMBER, .of = cohort_later, .at = k,
			   .look = w->by_metric ? &value : &share});
	return t;
}

static int
cohort_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct cohort_work *w = context->work;
	struct csm_table *t;

	if (w->by_metric && csm_gauge_need(context, &w->gauge, "--metric") != 0)
		return -1;
	doc->subtitle = csm_context_subtitle(context, w->companies, "companies");
	t = cohort_table_new(context, doc);
	for (size_t i = 0; i < w->in.n; i++) {
		const struct cohort_row row = {context, w->in.label[i], w->size[i], i};
		/* no company, no share: such a cohort has no row, and w->pays is
		 * NULL */
		if (w->size[i] > 0)
			csm_table_put(t, &row);
	}
	return 0;
}

static void
cohort_end(struct csm_context *context)
{
	struct cohort_work *w = context->work;

	for (size_t i = 0; w->spread != NULL && i < w->in.n; i++)
		csm_panel_fini(&w->spread[i]);
}

static const struct csm_drawn cohort_drawn = {.chart = CSM_CHART_HEAT,
    .name = "cohort",
    .noted = true,
    .of = {{"companies", NULL}}};

const struct csm_report csm_report_cohort = {.name = "cohort",
    .arg = "FIELD",
    .title = "Cohorts",
    .work = sizeof(struct cohort_work),
    .parts = (const char *const[]){"chart", "cohorts", NULL},
    .summary = "retention, or a metric, by the month of a date of the companies",
    .takes = "bucket agg over metric since chart",
    .rows = "cohorts",
    .drawn = &cohort_drawn,
    .days = RANGE,
    .range = cohort_range,
    .begin = cohort_begin,
    .company = cohort_company,
    .finish = cohort_finish,
    .end = cohort_end};
