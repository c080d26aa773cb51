/*
 * Cells of a workbook: numbers and dates are such, not texts; a cell without data is
 * empty; a state is a word in its colour.
 */
#include "document/xlsx_cell.h"

#include "chart/glyph.h"
#include "document/xlsx_style.h"
#include "table/clean_text.h"
#include "table/legend.h"
#include "table/show.h"
#include "time/date.h"

#include <string.h>

/* a choice of looks: longer texts run on or are cut by the program, and can be dragged
 * open */
#define WIDEST 48
#define SPARK_WIDTH 60

static const struct csm_workbook_style head_style = {.bold = 1, .head = 1, .indent = 1},
				       head_first = {.bold = 1, .head = 1},
				       text_style = {.indent = 1},
				       head_right = {.bold = 1, .head = 1, .right = 1},
				       day_style = {.format = "yyyy-mm-dd"};

const char *
csm_xlsx_plain(struct csm_xlsx_sheet *w, const char *s)
{
	csm_buf_reset(&w->text);
	csm_cleantext_put(&w->text, s);
	return csm_buf_text(&w->text);
}

static void
xlsx_cell_widen(struct csm_xlsx_sheet *w, size_t column, size_t width)
{
	if (width > WIDEST)
		width = WIDEST;
	if (w->width[column] < width)
		w->width[column] = width;
}

static size_t
xlsx_cell_length(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static void
xlsx_cell_put_text(struct csm_xlsx_sheet *w, size_t row, size_t column,
    const char *text, const struct csm_workbook_style *style)
{
	const char *clean = csm_xlsx_plain(w, text);

	/* A text right of a number would touch it. */
	if (style == NULL && column > 0)
		style = &text_style;
	if (style == &head_style && column == 0)
		style = &head_first;
	xlsx_cell_widen(w, column, xlsx_cell_length(clean) + (column > 0));
	w->cut |= csm_workbook_text(w->sheet, row, column, clean, style);
}

static void
xlsx_cell_put_state(struct csm_xlsx_sheet *w, size_t row, size_t column,
    const struct csm_state *state, const char *word)
{
	struct csm_workbook_style style;

	if (state == NULL)
		return;
	style = csm_xlsxstyle_state(state);
	style.indent = column > 0;
	xlsx_cell_put_text(w, row, column, word, &style);
}

static void
xlsx_cell_put_micros(struct csm_xlsx_sheet *w, size_t row, size_t column,
    const struct csm_cell *cell, const struct csm_heading *c)
{
	struct csm_buf format = {0}, shown = {0};
	const struct csm_look *look = csm_cell_look(cell, c);

	/* The cell holds the number as it is; its format rounds what is seen. */
	csm_xlsxstyle_number(&format, cell->number, look);
	csm_show_number(&shown, cell->number, look);
	xlsx_cell_widen(w, column, shown.len);
	csm_workbook_number(w->sheet, row, column, cell->number,
	    &(struct csm_workbook_style){
		.format = format.data, .percent = csm_xlsxstyle_percent(look)});
	csm_buf_fini(&format);
	csm_buf_fini(&shown);
}

static void
xlsx_cell_put_day(struct csm_xlsx_sheet *w, size_t row, size_t column, int32_t day)
{
	char text[CSM_DAY_TEXT];

	csm_date_format(day, text);
	xlsx_cell_widen(w, column, strlen(text));
	csm_workbook_day(w->sheet, row, column, day, &day_style);
}

/* This library draws no sparklines of the program's own: characters do. */
static void
xlsx_cell_put_series(
    struct csm_xlsx_sheet *w, size_t row, size_t column, const struct csm_cell *cell)
{
	/* a choice of looks: somewhat more than a wide column shows at once */
	size_t n = cell->n < SPARK_WIDTH ? cell->n : SPARK_WIDTH;
	int64_t few[SPARK_WIDTH];
	struct csm_buf spark = {0};

	csm_show_squeeze(cell->series, cell->n, few, n);
	csm_glyph_spark(&spark, few, n, 1);
	xlsx_cell_put_text(w, row, column, spark.data, NULL);
	csm_buf_fini(&spark);
}

bool
csm_xlsx_is_light(const struct csm_heading *c)
{
	return c->look.show == CSM_SHOW_LIGHT;
}

static void
xlsx_cell_put(struct csm_xlsx_sheet *w, size_t row, size_t column,
    const struct csm_cell *cell, const struct csm_heading *c)
{
	if (csm_xlsx_is_light(c) && cell->kind != CSM_CELL_BLANK &&
	    cell->state != NULL) {
		xlsx_cell_put_state(w, row, column, cell->state, cell->state->word);
		return;
	}
	switch (cell->kind) {
	/* An empty cell is left out of means and sums, where "no data" would break
	 * formulas. */
	case CSM_CELL_NONE:
	case CSM_CELL_BLANK:
		break;
	case CSM_CELL_TEXT:
		if (c->look.show == CSM_SHOW_PAINTED && cell->state != NULL)
			xlsx_cell_put_state(w, row, column, cell->state, cell->text);
		else
			xlsx_cell_put_text(w, row, column, cell->text, NULL);
		break;
	case CSM_CELL_NUMBER:
		xlsx_cell_put_micros(w, row, column, cell, c);
		break;
	case CSM_CELL_DAY:
		xlsx_cell_put_day(w, row, column, cell->day);
		break;
	case CSM_CELL_SERIES:
		xlsx_cell_put_series(w, row, column, cell);
		break;
	case CSM_CELL_LIGHTS:
		for (size_t i = 0; i < cell->n; i++)
			if (cell->light[i].state != NULL)
				xlsx_cell_put_state(w, row, column + i,
				    cell->light[i].state, cell->light[i].state->word);
		break;
	}
}

/* A value takes one column, a value with a state two, lights one each. */
size_t
csm_xlsx_columns_of(const struct csm_table *t, size_t column)
{
	const struct csm_heading *c = &t->column[column];
	const struct csm_cell lights = csm_legend_lights(t, column);

	if (lights.n > 0)
		return lights.n;
	return c->stated && !csm_xlsx_is_light(c) ? 2 : 1;
}

void
csm_xlsx_put_heading(struct csm_xlsx_sheet *w, size_t column)
{
	const struct csm_heading *c = &w->table->column[column];
	const struct csm_cell lights = csm_legend_lights(w->table, column);
	int right = c->kind == CSM_CELL_NUMBER || c->kind == CSM_CELL_DAY;
	size_t at = w->at[column];

	if (lights.n > 0) {
		for (size_t i = 0; i < lights.n; i++)
			xlsx_cell_put_text(w, CSM_XLSX_HEAD, at + i,
			    lights.light[i].name, &head_style);
		return;
	}
	xlsx_cell_put_text(w, CSM_XLSX_HEAD, at, *c->title == '\0' ? c->name : c->title,
	    right && !csm_xlsx_is_light(c) ? &head_right : &head_style);
	if (c->stated && !csm_xlsx_is_light(c)) {
		struct csm_buf title = {0};
		csm_buf_printf(&title, "%s state", c->title);
		xlsx_cell_put_text(w, CSM_XLSX_HEAD, at + 1, title.data, &head_style);
		csm_buf_fini(&title);
	}
}

void
csm_xlsx_put_rows(struct csm_xlsx_sheet *w)
{
	const struct csm_table *t = w->table;

	for (size_t r = 0; r < t->rows; r++) {
		for (size_t c = 0; c < t->columns; c++) {
			const struct csm_cell *cell = csm_table_at(t, r, c);
			const struct csm_heading *h = &t->column[c];
			xlsx_cell_put(w, CSM_XLSX_DATA + r, w->at[c], cell, h);
			if (h->stated && !csm_xlsx_is_light(h) && cell->state != NULL)
				xlsx_cell_put_state(w, CSM_XLSX_DATA + r, w->at[c] + 1,
				    cell->state, cell->state->word);
		}
	}
}
