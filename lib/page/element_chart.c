/* Charts: trends of one metric or several, put together. */
#include "page/element.h"
#include "table/show.h"

#include <string.h>

/* A month, as most tables of reports: a choice. */
#define SHARE_DAYS 30 /* of bars, slices and numbers, if nothing is said */
/* As many colours as there are: csm_svg_fill begins again after them. */
#define LINES 6 /* of one chart, each in its colour */

static const struct form {
	const char *name; /* first, see csm_words */
	enum csm_chart chart;
	int turned;  /* 1: lines are rows */
	int whole;   /* 1: all days are one bucket */
	int several; /* 1: "by" may divide several metrics, each a bar or an axis */
} forms[] = {{"line", CSM_CHART_LINE, 0, 0, 0}, {"bar", CSM_CHART_COLUMNS, 0, 0, 0},
    {"stacked", CSM_CHART_STACKED, 0, 0, 0}, {"horizontal", CSM_CHART_BARS, 1, 1, 1},
    {"pie", CSM_CHART_PIE, 1, 1, 0}, {"radar", CSM_CHART_RADAR, 1, 1, 1},
    {"heatmap", CSM_CHART_HEAT, 1, 0, 0}, {"scatter", CSM_CHART_SCATTER, 0, 0, 0},
    {.name = NULL}};
const struct csm_words csm_element_chart_words = CSM_WORDS(forms);

static const struct form *
form_of(const struct csm_element *e)
{
	const struct csm_json *chart = csm_json_get(e->json, "chart");

	return chart == NULL ? &forms[0]
			     : csm_words_find(&csm_element_chart_words, chart->text);
}

static int
wrong(struct csm_element *e, const char *text)
{
	return csm_json_error(e->page->diag, e->json, CSM_E_CONFIG, "%s", text);
}

/* ---- scatter: a list, of which two columns are the axes ---- */

static int
read_scatter(struct csm_element *e)
{
	static const char *const axes[] = {"x", "y", "size"};
	struct csm_buf columns = {0};
	struct csm_element_sub *sub;
	int rc = -1;

	csm_buf_puts(&columns, "name");
	for (size_t i = 0; i < 3; i++) {
		const struct csm_json *axis = csm_json_get(e->json, axes[i]);
		const char *text = axis == NULL ? NULL : csm_element_formula(e, axis);
		if (axis == NULL && i < 2) {
			wrong(e, "a scatter chart wants \"x\" and \"y\"");
			goto out;
		}
		if (axis != NULL && text == NULL)
			goto out;
		/* after the name, so that the columns are those a scatter chart draws:
		 * across, up, size */
		if (axis != NULL)
			csm_buf_printf(&columns, ",%s", text);
	}
	sub = csm_element_sub(
	    e, csm_report_find(e->page->options->reports, "list", e->page->diag));
	if (sub != NULL) {
		sub->options.columns =
		    csm_arena_strdup(&e->page->arena, csm_buf_text(&columns));
		rc = 0;
	}
out:
	csm_buf_fini(&columns);
	return rc;
}

/* ---- trends ---- */

int
csm_element_trend(struct csm_element *e, const struct csm_json *metric,
    const struct csm_json *title, int whole)
{
	struct csm_element_sub *sub;
	const char *text = csm_element_formula(e, metric);

	if (text == NULL)
		return -1;
	if (e->subs == CSM_ELEMENT_SUBS)
		return csm_json_error(e->page->diag, metric, CSM_E_CONFIG,
		    "a chart has at most %d metrics", CSM_ELEMENT_SUBS);
	sub = csm_element_sub(
	    e, csm_report_find(e->page->options->reports, "trend", e->page->diag));
	if (sub == NULL)
		return -1;
	sub->options.arg = text;
	sub->title = title != NULL ? title->text : text;
	/* One number each: bars and slices have no axis of time. */
	if (whole && sub->options.bucket == 0)
		sub->options.bucket = CSM_BUCKET_ALL;
	if (whole && sub->days == 0)
		sub->days = SHARE_DAYS;
	return 0;
}

/* Keys that do not go with one another, or with the form. */
static int
element_chart_check(
    struct csm_element *e, const struct form *form, const struct csm_json *metrics)
{
	bool several = metrics != NULL && metrics->count > 1;
	bool by = csm_json_get(e->json, "by") != NULL;
	bool radar = form->chart == CSM_CHART_RADAR;

	if (radar && (metrics == NULL || metrics->count < 3))
		return wrong(
		    e, "a radar chart wants three \"metrics\" or more, an axis each");
	if (radar && csm_json_get(e->json, "bucket") != NULL)
		return wrong(
		    e, "a radar chart has all days as one, and takes no \"bucket\"");
	/* Each would be a chart of its own: groups times metrics are more lines than
	 * colours. */
	if (by && several && !form->several)
		return wrong(e, "\"by\" divides one metric, not several; those of "
				"horizontal and radar charts it does");
	if (csm_json_get(e->json, "compare") != NULL &&
	    (radar ? by : form->turned || several))
		return wrong(e, "\"compare\" is for lines and bars of one metric, and "
				"for a radar chart without \"by\"");
	return 0;
}

static int
read_chart(struct csm_element *e)
{
	const struct form *form = form_of(e);
	const struct csm_json *metric = csm_json_get(e->json, "metric"),
			      *metrics = csm_json_get(e->json, "metrics"), *titles;
	int scatter = form->chart == CSM_CHART_SCATTER;
	int axes = csm_json_get(e->json, "x") != NULL ||
		   csm_json_get(e->json, "y") != NULL ||
		   csm_json_get(e->json, "size") != NULL;

	if (scatter && (metric != NULL || metrics != NULL))
		return wrong(e, "a scatter chart has \"x\" and \"y\", and no metric");
	if (scatter)
		return read_scatter(e);
	if (axes)
		return wrong(e, "\"x\", \"y\" and \"size\" are for a scatter chart");
	if ((metric == NULL) == (metrics == NULL))
		return wrong(e, "wants either \"metric\" or \"metrics\"");
	if (metrics != NULL && metrics->count == 0)
		return wrong(e, "\"metrics\" is empty");
	if (element_chart_check(e, form, metrics) != 0)
		return -1;
	if (metric != NULL)
		/* one metric is called as it is written */
		return csm_element_trend(e, metric, NULL, form->whole);
	if (csm_element_titles(e, &titles) != 0)
		return -1;
	titles = titles == NULL ? NULL : titles->child;
	for (const struct csm_json *m = metrics->child; m != NULL; m = m->next) {
		if (csm_element_trend(e, m, titles, form->whole) != 0)
			return -1;
		titles = titles == NULL ? NULL : titles->next;
	}
	return 0;
}

/* A line of numbers: a column of one of the trends. */
struct line {
	const char *title;
	const struct csm_table *table;
	size_t column;
};

static size_t
element_chart_find_lines(struct csm_element *e, struct line *line, size_t most)
{
	int by = csm_json_get(e->json, "by") != NULL;
	int compare = csm_json_get(e->json, "compare") != NULL;
	size_t n = 0;

	for (size_t i = 0; i < e->subs; i++) {
		const struct csm_table *t = e->sub[i].doc.first;
		/* after the bucket: the groups, or the value and what it is set
		 * against; last the days */
		size_t columns = by ? t->columns - 2 : compare ? 2 : 1;
		for (size_t c = 1; c <= columns && n < most; c++)
			line[n++] = (struct line){
			    by || c > 1 ? t->column[c].title : e->sub[i].title, t, c};
	}
	return n;
}

/* Numbers of the trends look alike whatever chart they were made for. */
static struct csm_look
line_look(const struct line *line)
{
	struct csm_look look = line->table->column[line->column].look;

	/* A trend shows its value with a bar; in a chart's table that would be one
	 * drawing beside another. */
	look.show = CSM_SHOW_PLAIN;
	return look;
}

/* A row a bucket, a column a line. */
struct bucket_row {
	const struct line *line;
	size_t bucket;
};

static struct csm_cell
bucket_put_name(const void *row)
{
	const struct bucket_row *r = row;

	return *csm_table_at(r->line->table, r->bucket, 0);
}

static struct csm_cell
bucket_of_line(const void *row, size_t i)
{
	const struct bucket_row *r = row;

	return *csm_table_at(r->line[i].table, r->bucket, r->line[i].column);
}

static void
put_flat(struct csm_table *t, const struct line *line, size_t lines)
{
	const struct csm_table *first = line[0].table;

	csm_table_add(
	    t, &(const struct csm_table_column){"bucket", first->column[0].title,
		   first->column[0].kind, .put = bucket_put_name});
	for (size_t i = 0; i < lines; i++)
		csm_table_add(
		    t, &(const struct csm_table_column){line[i].title, line[i].title,
			   CSM_CELL_NUMBER, .of = bucket_of_line, .at = i})
		    ->look = line_look(&line[i]);
	/* More lines are in the table of numbers, where they can be told apart. */
	t->chart_columns = lines < LINES ? lines : LINES;
	/* All trends of a chart have the same days and bucket, so rows of one are those
	 * of each. */
	for (size_t r = 0; r < first->rows; r++)
		csm_table_put(t, &(const struct bucket_row){line, r});
}

/* A row a line, a column a bucket. */
static struct csm_cell
line_of_bucket(const void *row, size_t bucket)
{
	const struct line *line = row;

	return *csm_table_at(line->table, bucket, line->column);
}

static const struct csm_table_column line_columns[] = {
    {"line", "", CSM_OF_TEXT(struct line, title)}};

static void
put_turned(struct csm_table *t, const struct line *line, size_t lines)
{
	const struct csm_table *first = line[0].table;

	CSM_TABLE_COLUMNS(t, line_columns);
	for (size_t r = 0; r < first->rows; r++) {
		struct csm_buf bucket = {0};
		const char *title;
		csm_show_exact(&bucket, csm_table_at(first, r, 0));
		title = csm_arena_strdup(t->arena, csm_buf_text(&bucket));
		csm_table_add(t, &(const struct csm_table_column){title, title,
				     CSM_CELL_NUMBER, .of = line_of_bucket, .at = r})
		    ->look = line_look(&line[0]);
		csm_buf_fini(&bucket);
	}
	t->chart_columns = first->rows;
	for (size_t i = 0; i < lines; i++)
		csm_table_put(t, &line[i]);
}

/* How days and companies became one: of each metric, unless it is the same of all. */
static const char *
element_chart_note(const struct csm_element *e)
{
	const char *first = e->sub[0].doc.first->note, *rest, *all;
	size_t days;
	bool same = true;

	/* All trends of a chart have the same days, which the first sentence is
	 * about. */
	rest = first == NULL ? NULL : strstr(first, ". ");
	if (rest == NULL)
		return first;
	days = (size_t)(rest - first) + 1;
	all = csm_arena_printf(&e->page->arena, "%.*s", (int)days, first);
	for (size_t i = 0; i < e->subs; i++) {
		const char *note = e->sub[i].doc.first->note;
		same &= strcmp(first, note) == 0;
		all = csm_arena_printf(&e->page->arena, "%s %s: %s", all,
		    e->sub[i].title, note + days + 1);
	}
	return same ? first : all;
}

static void
finish_chart(struct csm_element *e, struct csm_doc *doc)
{
	const struct form *form = form_of(e);
	struct line *line;
	struct csm_table *t;
	size_t lines, most = 0;

	/* the axes, as they were asked for */
	if (e->box.title == NULL)
		e->box.title = form->chart == CSM_CHART_SCATTER
				   ? e->sub[0].options.columns + strlen("name,")
				   : e->sub[0].title;
	if (form->chart == CSM_CHART_SCATTER) {
		csm_element_tables(e, doc);
		t = doc->last;
		t->chart = CSM_CHART_SCATTER;
		t->chart_columns = t->columns - 1;
		t->title = e->box.title;
		return;
	}
	/* All of them, however many groups there are: shares of a pie are of the
	 * whole. */
	for (size_t i = 0; i < e->subs; i++)
		most += e->sub[i].doc.first->columns;
	line = CSM_ARENA_ARRAY(&doc->arena, struct line, most);
	lines = element_chart_find_lines(e, line, most);
	t = csm_element_table(e, doc, "chart");
	t->chart = form->chart;
	if (e->box.note == NULL)
		e->box.note = element_chart_note(e);
	if (e->subs > 1 && form->several &&
	    (form->chart == CSM_CHART_RADAR || csm_json_get(e->json, "by") != NULL))
		csm_element_cross(e, t);
	else if (form->turned)
		put_turned(t, line, lines);
	else
		put_flat(t, line, lines);
}

const struct csm_element_kind csm_element_chart = {
    "chart metric metrics titles x y size by bucket agg over compare days segment "
    "where owner model",
    read_chart, finish_chart};
