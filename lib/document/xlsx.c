/*
 * XLSX: a workbook with a sheet for each part, and how a sheet is laid out.
 */
#include "base/xalloc.h"
#include "document/workbook.h"
#include "document/writer.h"
#include "document/xlsx_cell.h"
#include "document/xlsx_style.h"
#include "table/clean_text.h"

#include <stdlib.h>
#include <string.h>

#define TITLE 0
#define SUBTITLE 1
#define NOTE 2
/* a choice of looks: room for a number of four digits */
#define NARROWEST 8

#define SOFT 0x5B6068 /* the grey of notes, readable on white: 6:1 */
static const struct csm_workbook_style title_style = {.bold = 1, .size = 14},
				       soft_style = {.ink = SOFT};

static const uint32_t line_colors[] = {
    0x2B5C9E, 0xB4580C, 0x6B4FA0, 0x1F7A7A, 0x9C3A6B, 0x5B6068};

static int
measure(struct csm_xlsx_sheet *w, struct csm_diag *diag)
{
	const struct csm_table *t = w->table;

	w->at = csm_xcalloc(t->columns + 1, sizeof *w->at);
	for (size_t c = 0; c < t->columns; c++)
		w->at[c + 1] = w->at[c] + csm_xlsx_columns_of(t, c);
	w->width = csm_xcalloc(w->at[t->columns], sizeof *w->width);
	for (size_t c = 0; c < w->at[t->columns]; c++)
		w->width[c] = NARROWEST;
	/* Before anything is written; half a table would look like all of it. */
	if (t->rows > CSM_WORKBOOK_ROWS - CSM_XLSX_DATA ||
	    w->at[t->columns] > CSM_WORKBOOK_COLUMNS)
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "%s: %zu rows and %zu columns; a sheet of a workbook holds %d and "
		    "%d: choose fewer, or csv",
		    t->name, t->rows, w->at[t->columns],
		    CSM_WORKBOOK_ROWS - CSM_XLSX_DATA, CSM_WORKBOOK_COLUMNS);
	return 0;
}

/* A number judged by a band; a change of one beside it is not. */
static bool
xlsx_is_score(const struct csm_cell *cell)
{
	return cell->state != NULL && cell->state->band;
}

/* How many rows from `first` on hold scores or nothing; 0 if none is a score. */
static size_t
xlsx_scores_from(const struct csm_table *t, size_t column, size_t first)
{
	size_t n = 0, scores = 0;

	for (; first + n < t->rows; n++) {
		const struct csm_cell *cell = csm_table_at(t, first + n, column);
		if (cell->kind == CSM_CELL_NUMBER && !xlsx_is_score(cell))
			break;
		scores += cell->kind == CSM_CELL_NUMBER;
	}
	return scores > 0 ? n : 0;
}

/* A table does not say on which of the two scales its scores are: a score above 10 does. */
static int64_t
score_top(const struct csm_table *t, size_t column)
{
	return csm_table_largest(t, column) > 10 * CSM_NUM_ONE ? 100 * CSM_NUM_ONE
							       : 10 * CSM_NUM_ONE;
}

/* Colour the scores of a column, each run of them by itself. */
static void
xlsx_put_scale(struct csm_xlsx_sheet *w, size_t column)
{
	const struct csm_table *t = w->table;
	size_t n;

	if (!t->column[column].stated || csm_xlsx_is_light(&t->column[column]))
		return;
	for (size_t r = 0; r < t->rows; r += n + 1) {
		n = xlsx_scores_from(t, column, r);
		if (n > 0)
			csm_workbook_scale(w->sheet, w->at[column], CSM_XLSX_DATA + r,
			    CSM_XLSX_DATA + r + n - 1, 0, score_top(t, column));
	}
}

/* The columns from here on that are shaded by the size of their cells; they take one
 * column each. */
static size_t
heat_columns(const struct csm_table *t, size_t column)
{
	size_t n = 0;

	while (column + n < t->columns && !t->column[column + n].stated &&
	       t->column[column + n].look.show == CSM_SHOW_HEAT)
		n++;
	return n;
}

static void
put_colors(struct csm_xlsx_sheet *w)
{
	const struct csm_table *t = w->table;
	size_t last = CSM_XLSX_DATA + t->rows - 1;

	for (size_t c = 0; c < t->columns; c++) {
		size_t heat = heat_columns(t, c);
		if (heat > 0) {
			csm_workbook_heat(
			    w->sheet, w->at[c], heat, CSM_XLSX_DATA, last);
			/* one rule over all, so that shades of neighbours compare */
			c += heat - 1;
			continue;
		}
		xlsx_put_scale(w, c);
		if (t->column[c].look.show == CSM_SHOW_BAR &&
		    t->column[c].kind == CSM_CELL_NUMBER)
			csm_workbook_bars(w->sheet, w->at[c], CSM_XLSX_DATA, last);
	}
}

/* Thousands apart where there are any: then ticks are whole numbers. */
static const char *
axis_format(const struct csm_table *t)
{
	for (size_t c = 1; c <= t->chart_columns && t->chart != CSM_CHART_SHARES; c++)
		if (csm_table_largest(t, c) >= 1000 * CSM_NUM_ONE)
			return "#,##0";
	return NULL;
}

static void
xlsx_put_chart(struct csm_xlsx_sheet *w)
{
	const struct csm_table *t = w->table;
	int shares = t->chart == CSM_CHART_SHARES;
	/* lying bars say in the table which they are: one unless it tells */
	size_t columns = t->chart_columns > 0 ? t->chart_columns : 1,
	       series = shares ? t->rows : columns;
	size_t *column = csm_xcalloc(columns + 1, sizeof *column);
	uint32_t *color = csm_xcalloc(series + 1, sizeof *color);

	for (size_t i = 0; i < columns; i++)
		column[i] = w->at[i + 1];
	for (size_t i = 0; i < series; i++)
		color[i] = shares ? csm_xlsxstyle_chart(csm_table_at(t, i, 0)->state)
				  : line_colors[i % 6];
	csm_workbook_chart(w->sheet, CSM_XLSX_HEAD, w->at[t->columns] + 1,
	    &(struct csm_workbook_chart){
		.kind = shares ? CSM_WORKBOOK_SHARES
			: t->chart == CSM_CHART_COLUMNS || t->chart == CSM_CHART_BARS
			    ? CSM_WORKBOOK_BARS
			    : CSM_WORKBOOK_LINES,
		.head = CSM_XLSX_HEAD,
		.first = CSM_XLSX_DATA,
		.last = CSM_XLSX_DATA + t->rows - 1,
		.along = w->at[0],
		.column = column,
		.columns = columns,
		.color = color,
		.format = axis_format(t),
		.alt = csm_xlsx_plain(w, t->title)});
	free(column);
	free(color);
}

/* What stands above the table; its texts may be wider than their column. */
static void
put_top(struct csm_xlsx_sheet *w)
{
	const struct csm_table *t = w->table;
	struct csm_buf line = {0};

	csm_workbook_text(
	    w->sheet, TITLE, 0, csm_xlsx_plain(w, t->title), &title_style);
	if (w->doc->title != NULL)
		csm_buf_puts(&line, w->doc->title);
	if (w->doc->subtitle != NULL)
		csm_buf_printf(
		    &line, "%s%s", line.len > 0 ? ": " : "", w->doc->subtitle);
	csm_workbook_text(
	    w->sheet, SUBTITLE, 0, csm_xlsx_plain(w, csm_buf_text(&line)), &soft_style);
	csm_buf_reset(&line);
	if (t->note != NULL)
		csm_buf_puts(&line, t->note);
	if (t->rows == 0)
		csm_buf_printf(&line, "%snone", line.len > 0 ? " " : "");
	if (w->cut)
		csm_buf_printf(&line, "%sTexts too long for a cell are cut.",
		    line.len > 0 ? " " : "");
	if (line.len > 0)
		csm_workbook_text(
		    w->sheet, NOTE, 0, csm_xlsx_plain(w, line.data), &soft_style);
	csm_buf_fini(&line);
}

static void
fill_sheet(struct csm_xlsx_sheet *w)
{
	const struct csm_table *t = w->table;
	size_t columns = w->at[t->columns];

	for (size_t c = 0; c < t->columns; c++)
		csm_xlsx_put_heading(w, c);
	/* Rows before what stands above them: only then is it known whether a text was
	 * cut. */
	csm_xlsx_put_rows(w);
	put_top(w);
	for (size_t c = 0; c < columns; c++)
		csm_workbook_width(w->sheet, c, w->width[c] + 2);
	if (t->rows == 0)
		return;
	if (t->layout == CSM_LAYOUT_TABLE)
		csm_workbook_table(
		    w->sheet, CSM_XLSX_HEAD, CSM_XLSX_DATA + t->rows - 1, columns);
	put_colors(w);
	/* a bubble for each company, with names and letters, is beyond the charts of a
	 * spreadsheet */
	if (t->chart != CSM_CHART_NONE && t->chart != CSM_CHART_BUBBLE)
		xlsx_put_chart(w);
}

/* Among other reports a part is called after its own, too. */
static const char *
xlsx_sheet_name(struct csm_xlsx_sheet *w, bool among)
{
	const struct csm_doc *doc = w->doc;
	const char *title = w->table->title;

	return csm_xlsx_plain(
	    w, !among || doc->title == NULL || strcmp(doc->title, title) == 0
		   ? title
		   : csm_arena_printf(w->table->arena, "%s, %s", doc->title, title));
}

static int
xlsx_put_part(struct csm_workbook *book, const struct csm_doc *doc,
    const struct csm_table *t, bool among, struct csm_diag *diag)
{
	struct csm_xlsx_sheet w = {.doc = doc, .table = t, .book = book};
	int failed = measure(&w, diag) != 0;

	if (!failed) {
		w.sheet = csm_workbook_sheet(book, xlsx_sheet_name(&w, among));
		fill_sheet(&w);
	}
	free(w.at);
	free(w.width);
	csm_buf_fini(&w.text);
	return failed ? -1 : 0;
}

static void
about(struct csm_workbook *book, const struct csm_doc *doc, int32_t day)
{
	struct csm_buf title = {0}, subject = {0};

	csm_cleantext_put(&title, doc->title == NULL ? "" : doc->title);
	csm_cleantext_put(&subject, doc->subtitle == NULL ? "" : doc->subtitle);
	csm_workbook_about(book, csm_buf_text(&title), csm_buf_text(&subject), day);
	csm_buf_fini(&title);
	csm_buf_fini(&subject);
}

int
csm_write_xlsx(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	struct csm_workbook *book = csm_workbook_new(diag);
	int failed = book == NULL;

	for (const struct csm_doc *d = doc; d != NULL; d = d->next)
		for (const struct csm_table *t = d->first; t != NULL && !failed;
		     t = t->next)
			if (!csm_table_left_out(t))
				failed = xlsx_put_part(
					     book, d, t, doc->next != NULL, diag) != 0;
	if (!failed) {
		about(book, doc, options->day);
		failed = csm_workbook_finish(book, out, diag) != 0;
	}
	csm_workbook_free(book);
	return failed ? -1 : 0;
}
