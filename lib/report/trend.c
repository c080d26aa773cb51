/*
 * The report `trend METRIC`: within a bucket the days of each company become one
 * (--agg), then the companies (--over).
 */
#include "base/xalloc.h"
#include "figure/buckets.h"
#include "figure/column.h"
#include "figure/facts.h"
#include "figure/gauge.h"
#include "figure/report.h"
#include "figure/panel.h"
#include "table/look.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

#define LINES 12 /* of --by */

struct trend_work {
	struct csm_gauge gauge;
	struct csm_buckets in;
	int whole;                 /* 1: the range is one bucket */
	int windows;               /* 1: a bucket is a window of the formula */
	struct csm_period *before; /* what each bucket is compared with */
	int compare;
	int by;                  /* field, -1: none */
	struct csm_panel spread; /* buckets, then those they are compared with */
	int64_t *days;           /* of one company, as many as are evaluated */
};

static const char *const agg_names[] = {
    "", "sum", "average", "newest", "last day", "daily average", "least", "greatest"};
static const char *const over_names[] = {"", "sum", "average",
    "average of those with a value", "least", "greatest", "median"};

static int
read_by(struct csm_context *context, struct trend_work *w)
{
	struct csm_list_column c;

	w->by = -1;
	if (context->options->by == NULL)
		return 0;
	if (w->compare)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--by and --compare exclude each other");
	if (csm_column_read(
		context, CSM_MODEL_COMPANY, context->options->by, "--by", &c) != 0)
		return -1;
	if (c.field < 0)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--by wants a field of companies, such as company.%s, not \"%s\"",
		    strchr(context->options->by, '.') == NULL ? context->options->by
							      : "plan",
		    context->options->by);
	w->by = c.field;
	return 0;
}

static int
trend_begin(struct csm_context *context)
{
	struct trend_work *w = context->work;

	w->compare = context->options->compare != 0;
	if (csm_gauge_read(context, context->options->arg, "trend", &w->gauge) != 0)
		return -1;
	w->windows = w->gauge.plain && context->options->agg == 0;
	if (w->windows)
		csm_engine_refuse_ranks(context->days);
	return read_by(context, w);
}

#define DAYS_BY_DAY 31
#define DAYS_BY_WEEK 200

static enum csm_bucket
choose_bucket(const struct csm_context *context)
{
	int32_t days = context->until - context->since + 1;
	int choice = context->options->bucket;

	if (choice == CSM_BUCKET_ALL)
		return CSM_BUCKET_DAY;

	if (choice == 0)
		choice = days <= DAYS_BY_DAY    ? CSM_BUCKET_DAY
			 : days <= DAYS_BY_WEEK ? CSM_BUCKET_WEEK
						: CSM_BUCKET_MONTH;
	return csm_buckets_choice(context, (enum csm_bucket)choice);
}

static void
whole_range(struct csm_context *context, struct trend_work *w)
{
	int32_t days = context->until - context->since + 1;

	w->in.n = 1;
	w->in.span = CSM_ARENA_NEW(&context->arena, struct csm_period);
	w->before = CSM_ARENA_NEW(&context->arena, struct csm_period);
	*w->in.span = (struct csm_period){context->since, context->until};
	*w->before = (struct csm_period){context->since - days, context->since - 1};
}

static void
trend_range(struct csm_context *context, int32_t since)
{
	struct trend_work *w = context->work;

	w->whole = context->options->bucket == CSM_BUCKET_ALL;
	w->in.bucket = choose_bucket(context);
	/* without --since the first bucket is whole */
	if (since == CSM_DAY_NONE && context->since > CSM_DAY_MIN && !w->whole)
		context->since = csm_bucket_start(w->in.bucket, context->since);
	if (context->since < CSM_DAY_MIN)
		context->since = CSM_DAY_MIN;
	if (w->whole)
		whole_range(context, w);
	else
		csm_buckets_make(context, w->in.bucket, context->since, &w->in);
	w->spread.buckets = w->compare ? 2 * w->in.n : w->in.n;
	if (w->compare) {
		if (!w->whole)
			w->before = csm_periods_before(
			    &context->arena, w->in.bucket, w->in.span, w->in.n);
		if (w->before[0].from < context->since)
			context->since = w->before[0].from < CSM_DAY_MIN
					     ? CSM_DAY_MIN
					     : w->before[0].from;
	}
	w->days = CSM_ARENA_ARRAY(
	    &context->arena, int64_t, (size_t)(context->until - context->since) + 1);
}

/* Days before 1970 have no value. */
static int64_t
fold(const struct csm_context *context, const struct trend_work *w,
    const struct csm_set *set, struct csm_period s)
{
	if (s.to < context->since)
		return CSM_MISSING;
	if (s.from < context->since)
		s.from = context->since;
	if (w->windows)
		return csm_gauge_period(context, &w->gauge, set, s.from, s.to);
	return csm_panel_days(w->gauge.agg, &w->days[s.from - context->since],
	    (size_t)(s.to - s.from) + 1);
}

static int
trend_company(struct csm_context *context, const struct csm_set *set)
{
	struct trend_work *w = context->work;
	const char *id = set->company.s, *group = NULL;
	int64_t *row;

	if (w->by >= 0)
		group =
		    csm_context_field_text(context, CSM_MODEL_COMPANY, id, id, w->by);
	if (!w->windows)
		csm_gauge_days(context, &w->gauge, w->days);
	row = csm_panel_add(&w->spread, group);
	for (size_t i = 0; i < w->in.n; i++) {
		row[i] = fold(context, w, set, w->in.span[i]);
		if (w->compare)
			row[w->in.n + i] = fold(context, w, set, w->before[i]);
	}
	return 0;
}

/* A bucket. */
struct trend_row {
	const struct trend_work *work;
	size_t bucket;
	const char *const *group; /* of --by */
	struct csm_cell ends;
	int64_t value, before, change;
	size_t companies, days;
};

static struct csm_cell
ends_of(struct csm_context *context, size_t i)
{
	const struct trend_work *w = context->work;
	char from[CSM_DAY_TEXT], to[CSM_DAY_TEXT];

	if (w->whole) {
		csm_date_format(w->in.span[i].from, from);
		csm_date_format(w->in.span[i].to, to);
		return csm_cell_text(
		    csm_arena_printf(&context->arena, "%s to %s", from, to));
	}
	if (w->in.bucket == CSM_BUCKET_DAY)
		return csm_cell_day(w->in.span[i].from);
	return csm_cell_text(w->in.label[i]);
}

static struct trend_row
trend_row(struct csm_context *context, size_t i)
{
	const struct trend_work *w = context->work;

	return (struct trend_row){.work = w,
	    .bucket = i,
	    .ends = ends_of(context, i),
	    .value = CSM_MISSING,
	    .before = CSM_MISSING,
	    .change = CSM_MISSING,
	    .days = (size_t)(w->in.span[i].to - w->in.span[i].from) + 1};
}

/* Averages are shown with two places; machine formats have all of them. */
static struct csm_look
trend_look(const struct trend_work *w, enum csm_show show)
{
	int averages =
	    w->gauge.agg == CSM_TIME_AGG_AVG ||
	    w->gauge.agg == CSM_TIME_AGG_DAILY_AVG || w->gauge.over == CSM_OVER_AVG ||
	    w->gauge.over == CSM_OVER_AVG_PRESENT || w->gauge.over == CSM_OVER_MEDIAN;

	return (struct csm_look){show, averages ? 2 : -1, NULL};
}

static const struct csm_table_column ends_column = {
    "bucket", NULL, CSM_OF_CELL(CSM_CELL_TEXT, struct trend_row, ends)};

static struct csm_table *
trend_table_new(struct csm_context *context, struct csm_doc *doc)
{
	const struct trend_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "trend", context->options->arg);

	t->note = csm_arena_printf(&context->arena,
	    "%s%s. Days of a company: %s. Companies: %s.", w->whole ? "" : "By ",
	    w->whole ? "All days as one" : csm_buckets_word(w->in.bucket),
	    w->windows ? "as one window" : agg_names[w->gauge.agg],
	    over_names[w->gauge.over]);
	t->chart = CSM_CHART_LINE;
	csm_table_add(t, &ends_column)->title =
	    w->whole ? "Days" : csm_buckets_title(w->in.bucket);
	if (w->in.bucket == CSM_BUCKET_DAY && !w->whole)
		csm_table_heading(t, "bucket")->kind = CSM_CELL_DAY;
	return t;
}

static const struct csm_table_column whole_columns[] = {
    {"value", "Value", CSM_OF_NUMBER(struct trend_row, value)},
    {"before", "Before", CSM_OF_NUMBER(struct trend_row, before)},
    {"change", "Change", CSM_OF_NUMBER(struct trend_row, change)},
    {"companies", "Companies", CSM_OF_COUNT(struct trend_row, companies)},
    {"days", "Days", CSM_OF_COUNT(struct trend_row, days)}};

static void
trend_put_whole(struct csm_context *context, struct csm_doc *doc)
{
	const struct trend_work *w = context->work;
	struct csm_table *t = trend_table_new(context, doc);

	t->chart_columns = w->compare ? 2 : 1;
	if (w->gauge.agg == CSM_TIME_AGG_SUM && !w->compare)
		t->chart = CSM_CHART_COLUMNS;
	CSM_TABLE_COLUMNS(t, whole_columns);
	csm_table_heading(t, "value")->look = trend_look(w, CSM_SHOW_BAR);
	csm_table_heading(t, "before")->look = trend_look(w, CSM_SHOW_PLAIN);
	csm_table_heading(t, "change")->look = trend_look(w, CSM_SHOW_CHANGE);
	if (!w->compare) {
		csm_table_drop(t, "before");
		csm_table_drop(t, "change");
	}
	for (size_t i = 0; i < w->in.n; i++) {
		struct trend_row row = trend_row(context, i);
		row.value = csm_panel_over(
		    &w->spread, w->gauge.over, 1, NULL, i, &row.companies);
		if (w->compare) {
			size_t ignored;
			row.before = csm_panel_over(
			    &w->spread, w->gauge.over, 1, NULL, w->in.n + i, &ignored);
			row.change = csm_stats_change(row.before, row.value);
		}
		csm_table_put(t, &row);
	}
}

static const char *
group_name(const char *group)
{
	return group == NULL ? "(none)" : group;
}

struct trend_line {
	const char *group;
	struct csm_cell line;
	int64_t first, last, change;
};

static const struct csm_table_column line_columns[] = {
    {"group", NULL, CSM_OF_TEXT(struct trend_line, group)},
    {"line", "Over time", CSM_OF_CELL(CSM_CELL_SERIES, struct trend_line, line)},
    {"first", "First", CSM_OF_NUMBER(struct trend_line, first)},
    {"last", "Last", CSM_OF_NUMBER(struct trend_line, last)},
    {"change", "Change", CSM_OF_NUMBER(struct trend_line, change)}};

/* For the eye: a line each, beside the numbers they stand for. */
static void
trend_put_lines(struct csm_context *context, struct csm_doc *doc,
    const struct csm_table *of, size_t groups)
{
	struct csm_table *t = csm_doc_table(doc, "lines", "Line by line");
	size_t n = of->rows;

	t->for_eyes = 1;
	CSM_TABLE_COLUMNS(t, line_columns);
	csm_table_heading(t, "group")->title = context->options->by;
	csm_table_heading(t, "first")->look = trend_look(context->work, CSM_SHOW_PLAIN);
	csm_table_heading(t, "last")->look = trend_look(context->work, CSM_SHOW_PLAIN);
	csm_table_heading(t, "change")->look =
	    trend_look(context->work, CSM_SHOW_CHANGE);
	for (size_t g = 1; g <= groups; g++) {
		int64_t *line = CSM_ARENA_ARRAY(&context->arena, int64_t, n);
		for (size_t i = 0; i < n; i++) {
			const struct csm_cell *cell = csm_table_at(of, i, g);
			line[i] =
			    cell->kind == CSM_CELL_NUMBER ? cell->number : CSM_MISSING;
		}
		const struct trend_line row = {of->column[g].title,
		    csm_cell_series(line, n), line[0], line[n - 1],
		    csm_stats_change(line[0], line[n - 1])};
		csm_table_put(t, &row);
	}
}

static struct csm_cell
trend_group(const void *row, size_t group)
{
	const struct trend_row *r = row;
	size_t present;

	return csm_cell_number(csm_panel_over(&r->work->spread, r->work->gauge.over, 0,
	    r->group[group], r->bucket, &present));
}

static const struct csm_table_column days_column = {
    "days", "Days", CSM_OF_COUNT(struct trend_row, days)};

static void
trend_put_groups(struct csm_context *context, struct csm_doc *doc)
{
	const struct trend_work *w = context->work;
	struct csm_table *t = trend_table_new(context, doc);
	size_t groups, lines;
	const char **group = csm_panel_groups(&w->spread, &groups);

	lines = groups < LINES ? groups : LINES;
	t->chart_columns = lines;
	if (lines < groups)
		t->note = csm_arena_printf(&context->arena,
		    "%s Drawn are the first %zu of %zu groups.", t->note, lines,
		    groups);
	for (size_t g = 0; g < groups; g++)
		csm_table_add(t, &(const struct csm_table_column){group_name(group[g]),
				     group_name(group[g]), CSM_CELL_NUMBER,
				     .of = trend_group, .at = g})
		    ->look = trend_look(w, CSM_SHOW_PLAIN);
	csm_table_add(t, &days_column);
	for (size_t i = 0; i < w->in.n; i++) {
		struct trend_row row = trend_row(context, i);
		row.group = group;
		csm_table_put(t, &row);
	}
	trend_put_lines(context, doc, t, groups);
	free(group);
}

static int
trend_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct trend_work *w = context->work;

	if (csm_gauge_need(context, &w->gauge, "trend") != 0)
		return -1;
	doc->subtitle = csm_context_subtitle(context, w->spread.rows, "companies");
	if (w->by < 0)
		trend_put_whole(context, doc);
	else
		trend_put_groups(context, doc);
	return 0;
}

static void
trend_end(struct csm_context *context)
{
	struct trend_work *w = context->work;

	csm_panel_fini(&w->spread);
}

const struct csm_report csm_report_trend = {.name = "trend",
    .arg = "METRIC",
    .title = "Trend",
    .work = sizeof(struct trend_work),
    .summary = "a metric, or a formula, over time",
    .takes = "bucket agg over by compare since chart",
    .rows = "trend",
    .days = CSM_REPORT_DAYS,
    .range = trend_range,
    .begin = trend_begin,
    .company = trend_company,
    .finish = trend_finish,
    .end = trend_end};
