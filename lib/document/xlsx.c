/*
 * XLSX: a workbook with a sheet for each part: numbers and dates are such, not texts;
 * a cell without data is empty; a state is a word in its colour.
 */
#include "base/xalloc.h"
#include "document/workbook.h"
#include "document/xlsx_style.h"
#include "chart/glyph.h"
#include "table/legend.h"
#include "table/clean_text.h"
#include "table/show.h"
#include "document/writer.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

#define TITLE 0
#define SUBTITLE 1
#define NOTE 2
#define HEAD 3 /* row of the headings */
#define DATA 4
#define NARROWEST 8
#define WIDEST 48
#define SPARK_WIDTH 60
#define SCORE_HIGH (10 * CSM_NUM_ONE)

#define SOFT 0x5B6068 /* the grey of notes, readable on white: 6:1 */
static const struct csm_workbook_style head_style = {.bold = 1, .head = 1, .indent = 1},
				       head_first = {.bold = 1, .head = 1},
				       text_style = {.indent = 1},
				       head_right = {.bold = 1, .head = 1, .right = 1},
				       title_style = {.bold = 1, .size = 14},
				       soft_style = {.ink = SOFT},
				       day_style = {.format = "yyyy-mm-dd"};

static const uint32_t line_colors[] = {
    0x2B5C9E, 0xB4580C, 0x6B4FA0, 0x1F7A7A, 0x9C3A6B, 0x5B6068};

struct xlsx_work {
	const struct csm_doc *doc;
	const struct csm_table *table;
	struct csm_workbook *book;
	struct csm_workbook_sheet *sheet;
	size_t *at;    /* sheet column of each table column, and one after the last */
	size_t *width; /* of each sheet column */
	int cut;       /* 1: some text was too long */
	struct csm_buf text;
};

static const char *
xlsx_plain(struct xlsx_work *w, const char *s)
{
	csm_buf_reset(&w->text);
	csm_cleantext_put(&w->text, s);
	return csm_buf_text(&w->text);
}

/* ---- cells ---- */

static void
widen(struct xlsx_work *w, size_t column, size_t width)
{
	if (width > WIDEST)
		width = WIDEST;
	if (w->width[column] < width)
		w->width[column] = width;
}

static size_t
length(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static void
xlsx_put_text(struct xlsx_work *w, size_t row, size_t column, const char *text,
    const struct csm_workbook_style *style)
{
	const char *clean = xlsx_plain(w, text);

	if (style == NULL && column > 0)
		style = &text_style;
	if (style == &head_style && column == 0)
		style = &head_first;
	widen(w, column, length(clean) + (column > 0));
	w->cut |= csm_workbook_text(w->sheet, row, column, clean, style);
}

static void
xlsx_put_state(struct xlsx_work *w, size_t row, size_t column,
    const struct csm_state *state, const char *word)
{
	struct csm_workbook_style style;

	if (state == NULL)
		return;
	style = csm_xlsxstyle_state(state);
	style.indent = column > 0;
	xlsx_put_text(w, row, column, word, &style);
}

static void
xlsx_put_micros(struct xlsx_work *w, size_t row, size_t column,
    const struct csm_cell *cell, const struct csm_heading *c)
{
	struct csm_buf format = {0}, shown = {0};
	const struct csm_look *look = csm_cell_look(cell, c);

	csm_xlsxstyle_number(&format, cell->number, look);
	csm_show_number(&shown, cell->number, look);
	widen(w, column, shown.len);
	csm_workbook_number(w->sheet, row, column, cell->number,
	    &(struct csm_workbook_style){.format = format.data});
	csm_buf_fini(&format);
	csm_buf_fini(&shown);
}

static void
xlsx_put_day(struct xlsx_work *w, size_t row, size_t column, int32_t day)
{
	char text[CSM_DAY_TEXT];

	csm_date_format(day, text);
	widen(w, column, strlen(text));
	csm_workbook_day(w->sheet, row, column, day, &day_style);
}

/* This library draws no sparklines of the program's own: characters do. */
static void
xlsx_put_series(
    struct xlsx_work *w, size_t row, size_t column, const struct csm_cell *cell)
{
	size_t n = cell->n < SPARK_WIDTH ? cell->n : SPARK_WIDTH;
	int64_t few[SPARK_WIDTH];
	struct csm_buf spark = {0};

	csm_show_squeeze(cell->series, cell->n, few, n);
	csm_glyph_spark(&spark, few, n, 1);
	xlsx_put_text(w, row, column, spark.data, NULL);
	csm_buf_fini(&spark);
}

static int
xlsx_is_light(const struct csm_heading *c)
{
	return c->look.show == CSM_SHOW_LIGHT;
}

static void
xlsx_put_cell(struct xlsx_work *w, size_t row, size_t column,
    const struct csm_cell *cell, const struct csm_heading *c)
{
	if (xlsx_is_light(c) && cell->kind != CSM_CELL_BLANK && cell->state != NULL) {
		xlsx_put_state(w, row, column, cell->state, cell->state->word);
		return;
	}
	switch (cell->kind) {
	case CSM_CELL_NONE:
	case CSM_CELL_BLANK:
		break;
	case CSM_CELL_TEXT:
		if (c->look.show == CSM_SHOW_PAINTED && cell->state != NULL)
			xlsx_put_state(w, row, column, cell->state, cell->text);
		else
			xlsx_put_text(w, row, column, cell->text, NULL);
		break;
	case CSM_CELL_NUMBER:
		xlsx_put_micros(w, row, column, cell, c);
		break;
	case CSM_CELL_DAY:
		xlsx_put_day(w, row, column, cell->day);
		break;
	case CSM_CELL_SERIES:
		xlsx_put_series(w, row, column, cell);
		break;
	case CSM_CELL_LIGHTS:
		for (size_t i = 0; i < cell->n; i++)
			if (cell->light[i].state != NULL)
				xlsx_put_state(w, row, column + i, cell->light[i].state,
				    cell->light[i].state->word);
		break;
	}
}

/* ---- a sheet ---- */

/* A value takes one column, a value with a state two, lights one each. */
static size_t
xlsx_columns_of(const struct csm_table *t, size_t column)
{
	const struct csm_heading *c = &t->column[column];
	const struct csm_cell *lights = csm_legend_lights(t, column);

	if (lights != NULL && lights->n > 0)
		return lights->n;
	return c->stated && !xlsx_is_light(c) ? 2 : 1;
}

static int
measure(struct xlsx_work *w, struct csm_diag *diag)
{
	const struct csm_table *t = w->table;

	w->at = csm_xcalloc(t->columns + 1, sizeof *w->at);
	for (size_t c = 0; c < t->columns; c++)
		w->at[c + 1] = w->at[c] + xlsx_columns_of(t, c);
	w->width = csm_xcalloc(w->at[t->columns], sizeof *w->width);
	for (size_t c = 0; c < w->at[t->columns]; c++)
		w->width[c] = NARROWEST;
	if (t->rows > CSM_WORKBOOK_ROWS - DATA ||
	    w->at[t->columns] > CSM_WORKBOOK_COLUMNS)
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "%s: %zu rows and %zu columns; a sheet of a workbook holds %d and "
		    "%d: choose fewer, or csv",
		    t->name, t->rows, w->at[t->columns], CSM_WORKBOOK_ROWS - DATA,
		    CSM_WORKBOOK_COLUMNS);
	return 0;
}

static void
xlsx_put_heading(struct xlsx_work *w, size_t column)
{
	const struct csm_heading *c = &w->table->column[column];
	const struct csm_cell *lights = csm_legend_lights(w->table, column);
	int right = c->kind == CSM_CELL_NUMBER || c->kind == CSM_CELL_DAY;
	size_t at = w->at[column];

	if (lights != NULL && lights->n > 0) {
		for (size_t i = 0; i < lights->n; i++)
			xlsx_put_text(
			    w, HEAD, at + i, lights->light[i].name, &head_style);
		return;
	}
	xlsx_put_text(w, HEAD, at, *c->title == '\0' ? c->name : c->title,
	    right && !xlsx_is_light(c) ? &head_right : &head_style);
	if (c->stated && !xlsx_is_light(c)) {
		struct csm_buf title = {0};
		csm_buf_printf(&title, "%s state", c->title);
		xlsx_put_text(w, HEAD, at + 1, title.data, &head_style);
		csm_buf_fini(&title);
	}
}

static void
xlsx_put_rows(struct xlsx_work *w)
{
	const struct csm_table *t = w->table;

	for (size_t r = 0; r < t->rows; r++) {
		for (size_t c = 0; c < t->columns; c++) {
			const struct csm_cell *cell = csm_table_at(t, r, c);
			const struct csm_heading *h = &t->column[c];
			xlsx_put_cell(w, DATA + r, w->at[c], cell, h);
			if (h->stated && !xlsx_is_light(h) && cell->state != NULL)
				xlsx_put_state(w, DATA + r, w->at[c] + 1, cell->state,
				    cell->state->word);
		}
	}
}

static int
is_score(const struct csm_table *t, size_t column)
{
	for (size_t r = 0; r < t->rows; r++) {
		const struct csm_cell *cell = csm_table_at(t, r, column);
		if (cell->kind == CSM_CELL_NUMBER && cell->state != NULL &&
		    cell->state->band)
			return t->column[column].stated &&
			       !xlsx_is_light(&t->column[column]);
	}
	return 0;
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
put_colors(struct xlsx_work *w)
{
	const struct csm_table *t = w->table;
	size_t last = DATA + t->rows - 1;

	for (size_t c = 0; c < t->columns; c++) {
		size_t heat = heat_columns(t, c);
		if (heat > 0) {
			csm_workbook_heat(w->sheet, w->at[c], heat, DATA, last);
			c += heat - 1;
		} else if (is_score(t, c))
			csm_workbook_scale(
			    w->sheet, w->at[c], DATA, last, 0, SCORE_HIGH);
		else if (t->column[c].look.show == CSM_SHOW_BAR &&
			 t->column[c].kind == CSM_CELL_NUMBER)
			csm_workbook_bars(w->sheet, w->at[c], DATA, last);
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
xlsx_put_chart(struct xlsx_work *w)
{
	const struct csm_table *t = w->table;
	int shares = t->chart == CSM_CHART_SHARES;
	size_t series = shares ? t->rows : t->chart_columns;
	size_t *column = csm_xcalloc(t->chart_columns + 1, sizeof *column);
	uint32_t *color = csm_xcalloc(series + 1, sizeof *color);

	for (size_t i = 0; i < t->chart_columns; i++)
		column[i] = w->at[i + 1];
	for (size_t i = 0; i < series; i++)
		color[i] = shares ? csm_xlsxstyle_chart(csm_table_at(t, i, 0)->state)
				  : line_colors[i % 6];
	csm_workbook_chart(w->sheet, HEAD, w->at[t->columns] + 1,
	    &(struct csm_workbook_chart){.kind = shares ? CSM_WORKBOOK_SHARES
						 : t->chart == CSM_CHART_COLUMNS
						     ? CSM_WORKBOOK_BARS
						     : CSM_WORKBOOK_LINES,
		.head = HEAD,
		.first = DATA,
		.last = DATA + t->rows - 1,
		.along = w->at[0],
		.column = column,
		.columns = t->chart_columns,
		.color = color,
		.format = axis_format(t),
		.alt = xlsx_plain(w, t->title)});
	free(column);
	free(color);
}

/* What stands above the table; its texts may be wider than their column. */
static void
put_top(struct xlsx_work *w)
{
	const struct csm_table *t = w->table;
	struct csm_buf line = {0};

	csm_workbook_text(w->sheet, TITLE, 0, xlsx_plain(w, t->title), &title_style);
	if (w->doc->title != NULL)
		csm_buf_puts(&line, w->doc->title);
	if (w->doc->subtitle != NULL)
		csm_buf_printf(
		    &line, "%s%s", line.len > 0 ? ": " : "", w->doc->subtitle);
	csm_workbook_text(
	    w->sheet, SUBTITLE, 0, xlsx_plain(w, csm_buf_text(&line)), &soft_style);
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
		    w->sheet, NOTE, 0, xlsx_plain(w, line.data), &soft_style);
	csm_buf_fini(&line);
}

static void
fill_sheet(struct xlsx_work *w)
{
	const struct csm_table *t = w->table;
	size_t columns = w->at[t->columns];

	for (size_t c = 0; c < t->columns; c++)
		xlsx_put_heading(w, c);
	xlsx_put_rows(w);
	put_top(w);
	for (size_t c = 0; c < columns; c++)
		csm_workbook_width(w->sheet, c, w->width[c] + 2);
	if (t->rows == 0)
		return;
	if (t->layout == CSM_LAYOUT_TABLE)
		csm_workbook_table(w->sheet, HEAD, DATA + t->rows - 1, columns);
	put_colors(w);
	if (t->chart != CSM_CHART_NONE && t->chart != CSM_CHART_BUBBLE)
		xlsx_put_chart(w);
}

static int
xlsx_put_part(struct csm_workbook *book, const struct csm_doc *doc,
    const struct csm_table *t, struct csm_diag *diag)
{
	struct xlsx_work w = {.doc = doc, .table = t, .book = book};
	int failed = measure(&w, diag) != 0;

	if (!failed) {
		w.sheet = csm_workbook_sheet(book, xlsx_plain(&w, t->title));
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

	for (const struct csm_table *t = doc->first; t != NULL && !failed; t = t->next)
		if (!csm_table_left_out(t))
			failed = xlsx_put_part(book, doc, t, diag) != 0;
	if (!failed) {
		about(book, doc, options->day);
		failed = csm_workbook_finish(book, out, diag) != 0;
	}
	csm_workbook_free(book);
	return failed ? -1 : 0;
}
