#include "report/trend.h"

#include "base/text.h"
#include "stats/total.h"
#include "table/look.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

/* A choice: more lines cannot be told apart; all are columns, and lines below each
 * other. */
#define LINES 12 /* of --by */

/* by the values of the enums, which begin at 1: 0 is "not said" */
static const char *const agg_names[] = {
    "", "sum", "average", "newest", "last day", "daily average", "least", "greatest"};
static const char *const over_names[] = {"", "sum", "average",
    "average of those with a value", "least", "greatest", "median"};

static struct csm_cell
trend_ends(struct csm_context *context, size_t i)
{
	const struct csm_trend_work *w = context->work;
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

struct csm_trend_row
csm_trend_row(struct csm_context *context, size_t i)
{
	const struct csm_trend_work *w = context->work;

	return (struct csm_trend_row){.trend = w,
	    .bucket = i,
	    .ends = trend_ends(context, i),
	    .value = CSM_MISSING,
	    .before = CSM_MISSING,
	    .change = CSM_MISSING,
	    .days = (size_t)(w->in.span[i].to - w->in.span[i].from) + 1};
}

/* Averages are shown with two places; machine formats have all of them.  A calculated
 * metric reads as the configuration says. */
static struct csm_look
trend_look(const struct csm_context *context, const struct csm_trend_metric *m,
    enum csm_show show)
{
	const struct csm_gauge *g = &m->gauge;
	int averages = g->agg == CSM_TIME_AGG_AVG || g->agg == CSM_TIME_AGG_DAILY_AVG ||
		       g->over == CSM_OVER_AVG || g->over == CSM_OVER_AVG_PRESENT ||
		       g->over == CSM_OVER_MEDIAN;
	struct csm_look look = csm_look_few;

	if (g->metric != NULL)
		look = csm_catalog_look(&context->catalog, g->metric);
	look.show = show;
	/* A change of a percentage is in points, not in percent. */
	if (show == CSM_SHOW_CHANGE && look.measure != CSM_MEASURE_MONEY)
		look.unit = NULL;
	if (averages && look.measure != CSM_MEASURE_MONEY)
		look.places = 2;
	return look;
}

static const struct csm_table_column ends_column = {
    "bucket", NULL, CSM_OF_CELL(CSM_CELL_TEXT, struct csm_trend_row, ends)};
const struct csm_table_column csm_trend_days = {
    "days", "Days", CSM_OF_COUNT(struct csm_trend_row, days)};

struct csm_table *
csm_trend_table(struct csm_context *context, struct csm_doc *doc, const char *title,
    const char *note)
{
	const struct csm_trend_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "trend", title);

	t->note = csm_arena_printf(&context->arena, "%s%s.%s", w->whole ? "" : "By ",
	    w->whole ? "All days as one" : csm_buckets_word(w->in.bucket), note);
	t->chart = CSM_CHART_LINE;
	csm_table_add(t, &ends_column)->title =
	    w->whole ? "Days" : csm_buckets_title(w->in.bucket);
	if (w->in.bucket == CSM_BUCKET_DAY && !w->whole)
		csm_table_heading(t, "bucket")->kind = CSM_CELL_DAY;
	return t;
}

/* How the days and companies of a metric become one. */
static const char *
trend_how(struct csm_context *context, const struct csm_trend_metric *m, bool named)
{
	return csm_arena_printf(&context->arena,
	    named ? " %s%sdays of a company: %s; companies: %s."
		  : " %s%sDays of a company: %s. Companies: %s.",
	    named ? m->title : "", named ? ": " : "",
	    m->windows ? "as one window" : agg_names[m->gauge.agg],
	    over_names[m->gauge.over]);
}

static const struct csm_table_column whole_columns[] = {
    {"value", "Value", CSM_OF_NUMBER(struct csm_trend_row, value)},
    {"before", "Before", CSM_OF_NUMBER(struct csm_trend_row, before)},
    {"change", "Change", CSM_OF_NUMBER(struct csm_trend_row, change)},
    {"companies", "Companies", CSM_OF_COUNT(struct csm_trend_row, companies)},
    {"days", "Days", CSM_OF_COUNT(struct csm_trend_row, days)}};

static void
trend_put_whole(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_trend_work *w = context->work;
	const struct csm_trend_metric *m = &w->metric[0];
	struct csm_table *t =
	    csm_trend_table(context, doc, m->title, trend_how(context, m, false));

	t->chart_columns = w->compare ? 2 : 1;
	if (m->gauge.agg == CSM_TIME_AGG_SUM && !w->compare)
		/* Counts are amounts, which stand on 0; a line is for what has a value
		 * in between. */
		t->chart = CSM_CHART_COLUMNS;
	CSM_TABLE_COLUMNS(t, whole_columns);
	csm_table_heading(t, "value")->look = trend_look(context, m, CSM_SHOW_BAR);
	csm_table_heading(t, "before")->look = trend_look(context, m, CSM_SHOW_PLAIN);
	csm_table_heading(t, "change")->look = trend_look(context, m, CSM_SHOW_CHANGE);
	if (!w->compare) {
		csm_table_drop(t, "before");
		csm_table_drop(t, "change");
	}
	for (size_t i = 0; i < w->in.n; i++) {
		struct csm_trend_row row = csm_trend_row(context, i);
		row.value =
		    csm_panel_over(&m->spread, m->gauge.over, NULL, i, &row.companies);
		if (w->compare) {
			size_t ignored;
			row.before = csm_panel_over(
			    &m->spread, m->gauge.over, NULL, w->in.n + i, &ignored);
			row.change = csm_stats_change(row.before, row.value);
		}
		csm_table_put(t, &row);
	}
}

/* A group may be called as a column of the table is: it stands with what it is of. */
static const char *
trend_group_name(struct csm_context *context, const struct csm_panel_group *group)
{
	const char *name = group->name == NULL ? "(none)" : group->name;
	bool taken = strcmp(name, ends_column.name) == 0 ||
		     strcmp(name, csm_trend_days.name) == 0 ||
		     (group->name != NULL && strcmp(name, "(none)") == 0);

	return taken ? csm_arena_printf(
			   &context->arena, "%s (%s)", name, context->options->by)
		     : name;
}

struct trend_line {
	const char *group;
	struct csm_cell line, first, last, change;
};

static const struct csm_table_column line_columns[] = {
    {"group", NULL, CSM_OF_TEXT(struct trend_line, group)},
    {"line", "Over time", CSM_OF_CELL(CSM_CELL_SERIES, struct trend_line, line)},
    {"first", "First", CSM_OF_CELL(CSM_CELL_NUMBER, struct trend_line, first)},
    {"last", "Last", CSM_OF_CELL(CSM_CELL_NUMBER, struct trend_line, last)},
    {"change", "Change", CSM_OF_CELL(CSM_CELL_NUMBER, struct trend_line, change)}};

/* Read as in the column it is of. */
static struct csm_cell
trend_number(
    const struct csm_table *of, size_t column, int64_t value, enum csm_show show)
{
	struct csm_look *look = CSM_ARENA_NEW(of->arena, struct csm_look);
	struct csm_cell cell = csm_cell_number(value);

	*look = of->column[column].look;
	/* A copy for the cell: the column's is drawn in another way. */
	look->show = show;
	cell.look = look;
	return cell;
}

/* For the eye: a line each, beside the numbers they stand for. */
static void
trend_put_lines(struct csm_context *context, struct csm_doc *doc,
    const struct csm_table *of, size_t groups, const char *what)
{
	struct csm_table *t = csm_doc_table(doc, "lines", "Line by line");
	size_t n = of->rows;

	t->for_eyes = CSM_EYES_READ;
	CSM_TABLE_COLUMNS(t, line_columns);
	csm_table_heading(t, "group")->title = what;
	for (size_t g = 1; g <= groups; g++) {
		int64_t *line = CSM_ARENA_ARRAY(&context->arena, int64_t, n);
		for (size_t i = 0; i < n; i++) {
			const struct csm_cell *cell = csm_table_at(of, i, g);
			line[i] =
			    cell->kind == CSM_CELL_NUMBER ? cell->number : CSM_MISSING;
		}
		const struct trend_line row = {of->column[g].title,
		    csm_cell_series(line, n),
		    trend_number(of, g, line[0], CSM_SHOW_PLAIN),
		    trend_number(of, g, line[n - 1], CSM_SHOW_PLAIN),
		    trend_number(of, g, csm_stats_change(line[0], line[n - 1]),
			CSM_SHOW_CHANGE)};
		csm_table_put(t, &row);
	}
}

static struct csm_cell
trend_group(const void *row, size_t group)
{
	const struct csm_trend_row *r = row;
	const struct csm_trend_metric *m = &r->trend->metric[0];
	size_t present;

	return csm_cell_number(csm_panel_over(
	    &m->spread, m->gauge.over, &r->group[group], r->bucket, &present));
}

static void
trend_put_groups(struct csm_context *context, struct csm_doc *doc)
{
	struct csm_trend_work *w = context->work;
	struct csm_trend_metric *m = &w->metric[0];
	struct csm_table *t =
	    csm_trend_table(context, doc, m->title, trend_how(context, m, false));
	size_t groups, lines;
	struct csm_panel_group *group = csm_panel_groups(&m->spread, &groups);

	lines = groups < LINES ? groups : LINES;
	t->chart_columns = lines;
	if (lines < groups)
		t->note = csm_arena_printf(&context->arena,
		    "%s Drawn are the first %s.", t->note,
		    csm_text_part(&context->arena, lines, groups, "groups"));
	for (size_t g = 0; g < groups; g++) {
		const char *name = trend_group_name(context, &group[g]);
		csm_table_add(t, &(const struct csm_table_column){name, name,
				     CSM_CELL_NUMBER, .of = trend_group, .at = g})
		    ->look = trend_look(context, m, CSM_SHOW_PLAIN);
	}
	csm_table_add(t, &csm_trend_days);
	for (size_t i = 0; i < w->in.n; i++) {
		struct csm_trend_row row = csm_trend_row(context, i);
		row.group = group;
		csm_table_put(t, &row);
	}
	trend_put_lines(context, doc, t, groups, context->options->by);
	free(group);
}

static struct csm_cell
trend_metric(const void *row, size_t metric)
{
	const struct csm_trend_row *r = row;
	const struct csm_trend_metric *m = &r->trend->metric[metric];
	size_t present;

	return csm_cell_number(
	    csm_panel_over(&m->spread, m->gauge.over, NULL, r->bucket, &present));
}

/* "A, B and C" */
static const char *
trend_titles(struct csm_context *context)
{
	const struct csm_trend_work *w = context->work;
	const char *text = w->metric[0].title;

	for (size_t i = 1; i < w->metrics; i++)
		text = csm_arena_printf(&context->arena, "%s%s%s", text,
		    i + 1 == w->metrics ? " and " : ", ", w->metric[i].title);
	return text;
}

static void
trend_put_metrics(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_trend_work *w = context->work;
	struct csm_table *t;
	const char *note = "";

	for (size_t i = 0; i < w->metrics; i++)
		note = csm_arena_printf(&context->arena, "%s%s", note,
		    trend_how(context, &w->metric[i], true));
	t = csm_trend_table(context, doc, trend_titles(context), note);
	t->chart_columns = w->metrics;
	for (size_t i = 0; i < w->metrics; i++)
		csm_table_add(t, &(const struct csm_table_column){w->metric[i].title,
				     w->metric[i].title, CSM_CELL_NUMBER,
				     .of = trend_metric, .at = i})
		    ->look = trend_look(context, &w->metric[i], CSM_SHOW_PLAIN);
	csm_table_add(t, &csm_trend_days);
	for (size_t i = 0; i < w->in.n; i++) {
		const struct csm_trend_row row = csm_trend_row(context, i);
		csm_table_put(t, &row);
	}
	trend_put_lines(context, doc, t, w->metrics, "metric");
}

void
csm_trend_put(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_trend_work *w = context->work;

	if (w->metrics > 1)
		trend_put_metrics(context, doc);
	else if (w->by.kind != CSM_DIMENSION_NONE)
		trend_put_groups(context, doc);
	else
		trend_put_whole(context, doc);
}
