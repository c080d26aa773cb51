#include "document/text_grid.h"

#include "base/xalloc.h"
#include "chart/glyph.h"
#include "table/heading.h"
#include "table/show.h"
#include "table/terminal_text.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>

static void
text_grid_need(int failed)
{
	if (failed)
		csm_xalloc_failed(0); /* smartcols only fails without memory */
}

static void
text_grid_add_column(struct csm_textgrid *sheet, const char *title, int flags)
{
	struct csm_buf clean = {0};
	struct libscols_column *column;

	/* Names of units and metrics come from outside, too. */
	csm_termtext_clean(&clean, title, sheet->text_width, sheet->options->utf8);
	column = scols_table_new_column(sheet->grid, csm_buf_text(&clean), 0, flags);
	text_grid_need(column == NULL);
	/* Lines are broken before, by columns of the terminal: the library only puts
	 * them below each other. */
	if (flags & SCOLS_FL_WRAP) {
		text_grid_need(scols_column_set_safechars(column, "\n"));
		text_grid_need(scols_column_set_wrapfunc(
		    column, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL));
	}
	csm_buf_fini(&clean);
}

static int
text_grid_is_light(const struct csm_heading *c)
{
	return c->look.show == CSM_SHOW_LIGHT;
}

static int
text_grid_has_bar(const struct csm_heading *c)
{
	return c->look.show == CSM_SHOW_BAR && c->kind == CSM_CELL_NUMBER;
}

/* One column of the table is up to three of the grid: value, bar, state. */
static void
text_grid_add_columns(struct csm_textgrid *sheet, const struct csm_heading *c)
{
	int left = c->kind == CSM_CELL_TEXT || c->kind == CSM_CELL_SERIES ||
		   c->kind == CSM_CELL_LIGHTS || text_grid_is_light(c);

	/* A heading that is broken into rows still takes room as the column's name. */
	text_grid_add_column(sheet, sheet->unnamed ? "" : c->title,
	    c->wraps ? SCOLS_FL_WRAP
	    : left   ? 0
		     : SCOLS_FL_RIGHT);
	if (text_grid_has_bar(c))
		text_grid_add_column(sheet, "", 0);
	if (c->stated && !text_grid_is_light(c))
		text_grid_add_column(sheet, "", 0);
}

static void
text_grid_put(struct csm_textgrid *sheet, struct libscols_line *line, size_t column,
    const char *text)
{
	size_t width = csm_termtext_widest(text);

	/* Kept from grid to grid, so that headings know how wide the cells below them
	 * are. */
	if (sheet->width[column] < width)
		sheet->width[column] = width;
	text_grid_need(scols_line_set_data(line, column, text));
}

static void
text_grid_colour(struct csm_textgrid *sheet, struct libscols_line *line, size_t column,
    const struct csm_state *state)
{
	struct csm_buf seq = {0};

	/* The library ends what it begins around a cell, so that a cut line does not
	 * colour the next. */
	if (!sheet->options->color || state == NULL || state->sgr == NULL)
		return;
	csm_buf_printf(&seq, "\033[%sm", state->sgr);
	text_grid_need(
	    scols_cell_set_color(scols_line_get_cell(line, column), seq.data));
	csm_buf_fini(&seq);
}

static void
text_grid_value(struct csm_textgrid *sheet, const struct csm_cell *cell,
    const struct csm_heading *c, size_t row, enum csm_textcut cut)
{
	int64_t few[CSM_TEXTGRID_SPARK];
	struct csm_buf raw = {0};

	csm_buf_reset(&sheet->text);
	if (text_grid_is_light(c) && cell->kind != CSM_CELL_BLANK &&
	    cell->state != NULL) {
		if (sheet->options->color && sheet->options->utf8)
			csm_buf_printf(&sheet->text, "%s ", cell->state->symbol);
		csm_buf_puts(&sheet->text, cell->state->letter);
		return;
	}
	if (cell->kind == CSM_CELL_SERIES) {
		/* narrower than its days: averages */
		size_t n = cell->n < sheet->spark_width ? cell->n : sheet->spark_width;
		csm_show_squeeze(cell->series, cell->n, few, n);
		csm_glyph_spark(&sheet->text, few, n, sheet->options->utf8);
		return;
	}
	if (cell->kind == CSM_CELL_NONE && c->kind == CSM_CELL_TEXT) {
		csm_buf_putc(&sheet->text, '-');
		return;
	}
	csm_show_cell(&raw, cell, c);
	if (c->wraps) {
		csm_termtext_wrap(&sheet->text, csm_buf_text(&raw), sheet->wrap_width,
		    sheet->options->utf8);
		sheet->text.data[--sheet->text.len] = '\0'; /* its last newline */
	} else {
		/* Half a day or half a number would be another one. */
		csm_textcut_put(&sheet->text, csm_buf_text(&raw), row,
		    cell->kind == CSM_CELL_TEXT ? cut : CSM_TEXTCUT_NOT,
		    sheet->text_width, sheet->options->utf8);
	}
	csm_buf_fini(&raw);
	if (c->look.show == CSM_SHOW_HEAT && cell->kind == CSM_CELL_NUMBER) {
		csm_buf_putc(&sheet->text, ' ');
		csm_glyph_shade(&sheet->text, csm_table_heat(sheet->table, cell),
		    CSM_HEAT_STEPS, sheet->options->utf8);
	}
}

static size_t
text_grid_put_cell(struct csm_textgrid *sheet, struct libscols_line *line, size_t at,
    size_t column, size_t row)
{
	const struct csm_heading *c = &sheet->table->column[column];
	const struct csm_cell *cell = csm_table_at(sheet->table, row, column);

	text_grid_value(
	    sheet, cell, c, row, sheet->cut[column * sheet->table->rows + row]);
	text_grid_put(sheet, line, at, csm_buf_text(&sheet->text));
	if (text_grid_is_light(c) || c->look.show == CSM_SHOW_PAINTED)
		text_grid_colour(sheet, line, at, cell->state);
	at++;
	if (text_grid_has_bar(c)) {
		csm_buf_reset(&sheet->text);
		if (cell->kind == CSM_CELL_NUMBER)
			csm_glyph_bar(&sheet->text, cell->number,
			    csm_table_largest(sheet->table, column), sheet->bar_width,
			    sheet->options->utf8);
		text_grid_put(sheet, line, at, csm_buf_text(&sheet->text));
		text_grid_colour(sheet, line, at++, cell->state);
	}
	if (c->stated && !text_grid_is_light(c)) {
		text_grid_put(
		    sheet, line, at, cell->state == NULL ? "" : cell->state->word);
		text_grid_colour(sheet, line, at++, cell->state);
	}
	return at;
}

/* How the texts of a column are cut, whose rows they are. */
static void
text_grid_choose_cut(struct csm_textgrid *sheet, size_t column)
{
	const struct csm_table *t = sheet->table;
	const char **text = csm_xcalloc(t->rows + 1, sizeof *text);

	for (size_t r = 0; r < t->rows; r++) {
		const struct csm_cell *cell = csm_table_at(t, r, column);
		text[r] = cell->kind == CSM_CELL_TEXT ? cell->text : "";
	}
	csm_textcut_choose(text, t->rows, sheet->text_width, sheet->options->utf8,
	    &sheet->cut[column * t->rows]);
	free(text);
}

static void
text_grid_fill(struct csm_textgrid *sheet)
{
	const struct csm_table *t = sheet->table;

	for (size_t c = 0; c < t->columns; c++)
		if (t->column[c].kind == CSM_CELL_TEXT && !t->column[c].wraps)
			text_grid_choose_cut(sheet, c);
	for (size_t r = 0; r < t->rows; r++) {
		struct libscols_line *line = scols_table_new_line(sheet->grid, NULL);
		size_t at = 0;
		text_grid_need(line == NULL);
		for (size_t c = 0; c < t->columns; c++)
			at = text_grid_put_cell(sheet, line, at, c, r);
	}
}

/* Headings of several lines are rows of the grid; they end on the same line. */
static void
put_headings(struct csm_textgrid *sheet)
{
	const struct csm_table *t = sheet->table;
	struct csm_buf *head = csm_xcalloc(t->columns, sizeof *head);
	size_t lines = 0, at = 0;

	for (size_t c = 0; c < t->columns; c++) {
		const struct csm_heading *h = &t->column[c];
		csm_heading_break(&head[c], h->title,
		    sheet->width[at] > sheet->head_width ? sheet->width[at]
							 : sheet->head_width,
		    sheet->text_width > sheet->head_word ? sheet->text_width
							 : sheet->head_word,
		    sheet->options->utf8);
		if (csm_heading_lines(head[c].data) > lines)
			lines = csm_heading_lines(head[c].data);
		at += 1 + (size_t)text_grid_has_bar(h) +
		      (size_t)(h->stated && !text_grid_is_light(h));
	}
	for (size_t k = 0; k < lines; k++) {
		struct libscols_line *line = scols_table_new_line(sheet->grid, NULL);
		text_grid_need(line == NULL);
		at = 0;
		for (size_t c = 0; c < t->columns; c++) {
			const struct csm_heading *h = &t->column[c];
			size_t above = lines - csm_heading_lines(head[c].data);
			csm_buf_reset(&sheet->text);
			if (k >= above)
				csm_heading_line(&sheet->text, head[c].data, k - above);
			text_grid_need(
			    scols_line_set_data(line, at, csm_buf_text(&sheet->text)));
			at += 1 + (size_t)text_grid_has_bar(h) +
			      (size_t)(h->stated && !text_grid_is_light(h));
		}
	}
	for (size_t c = 0; c < t->columns; c++)
		csm_buf_fini(&head[c]);
	free(head);
}

char *
csm_textgrid(
    struct csm_textgrid *sheet, size_t text_width, size_t wrap_width, int broken)
{
	const struct csm_table *t = sheet->table;
	int named = t->layout == CSM_LAYOUT_TABLE;
	char *text = NULL;

	sheet->grid = scols_new_table();
	sheet->text_width = text_width;
	sheet->wrap_width = wrap_width;
	sheet->unnamed = broken && sheet->options->whole;
	text_grid_need(sheet->grid == NULL);
	/* The library would ask the terminal itself: options->width says how wide it
	 * is, also where the output is a file. */
	scols_table_set_termforce(sheet->grid, SCOLS_TERMFORCE_NEVER);
	/* It knows headings of one line only. */
	scols_table_enable_noheadings(sheet->grid, !named || broken);
	scols_table_enable_colors(sheet->grid, sheet->options->color);
	text_grid_need(scols_table_set_column_separator(sheet->grid, sheet->between));
	for (size_t c = 0; c < t->columns; c++)
		text_grid_add_columns(sheet, &t->column[c]);
	/* Rows of the grid come in order: headings before the rows they are of. */
	if (named && broken)
		put_headings(sheet);
	text_grid_fill(sheet);
	text_grid_need(scols_print_table_to_string(sheet->grid, &text));
	scols_unref_table(sheet->grid);
	return text;
}
