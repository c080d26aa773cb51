/*
 * Text: aligned columns for a terminal, by libsmartcols.  Bars and sparklines stand in
 * columns of their own beside the numbers they draw.
 */
#include "base/xalloc.h"
#include "chart/glyph.h"
#include "table/heading.h"
#include "table/legend.h"
#include "table/terminal_text.h"
#include "table/show.h"
#include "document/text_cut.h"
#include "document/writer.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>

#define SPARK_WIDTH 30
#define WRAP_WIDTH 22 /* at least, for a column that wraps */
#define HEAD_WIDTH 9  /* of headings, until that is too much */
#define HEAD_WORD 12
#define LONGEST 48 /* of texts */
#define SHORTEST 8
#define GRID_COLUMNS 3 /* of a column of the table, at most */

struct document_text_sheet {
	const struct csm_table *table;
	const struct csm_writer_options *options;
	struct libscols_table *grid;
	size_t bar_width, spark_width;
	size_t text_width;   /* longer texts are cut */
	size_t wrap_width;   /* those of columns that wrap are broken into lines */
	size_t head_width;   /* headings narrower than that are not broken into lines */
	size_t head_word;    /* what is left of a word of a heading, at least */
	const char *between; /* columns */
	size_t *width;       /* of the cells of each column of the grid */
	enum csm_textcut *cut; /* of each row, a column after the other */
	struct csm_buf text;
};

static void
document_text_need(int failed)
{
	if (failed)
		csm_xalloc_failed(0); /* smartcols only fails without memory */
}

static void
document_text_add_column(
    struct document_text_sheet *sheet, const char *title, int flags)
{
	struct csm_buf clean = {0};
	struct libscols_column *column;

	csm_termtext_clean(&clean, title, sheet->text_width, sheet->options->utf8);
	column = scols_table_new_column(sheet->grid, csm_buf_text(&clean), 0, flags);
	document_text_need(column == NULL);
	if (flags & SCOLS_FL_WRAP) {
		document_text_need(scols_column_set_safechars(column, "\n"));
		document_text_need(scols_column_set_wrapfunc(
		    column, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL));
	}
	csm_buf_fini(&clean);
}

static int
document_text_is_light(const struct csm_heading *c)
{
	return c->look.show == CSM_SHOW_LIGHT;
}

static int
document_text_has_bar(const struct csm_heading *c)
{
	return c->look.show == CSM_SHOW_BAR && c->kind == CSM_CELL_NUMBER;
}

/* One column of the table is up to three of the grid: value, bar, state. */
static void
document_text_add_columns(
    struct document_text_sheet *sheet, const struct csm_heading *c)
{
	int left = c->kind == CSM_CELL_TEXT || c->kind == CSM_CELL_SERIES ||
		   c->kind == CSM_CELL_LIGHTS || document_text_is_light(c);

	document_text_add_column(sheet, c->title,
	    c->wraps ? SCOLS_FL_WRAP
	    : left   ? 0
		     : SCOLS_FL_RIGHT);
	if (document_text_has_bar(c))
		document_text_add_column(sheet, "", 0);
	if (c->stated && !document_text_is_light(c))
		document_text_add_column(sheet, "", 0);
}

static void
document_text_put(struct document_text_sheet *sheet, struct libscols_line *line,
    size_t column, const char *text)
{
	size_t width = csm_termtext_widest(text);

	if (sheet->width[column] < width)
		sheet->width[column] = width;
	document_text_need(scols_line_set_data(line, column, text));
}

static void
colour(struct document_text_sheet *sheet, struct libscols_line *line, size_t column,
    const struct csm_state *state)
{
	struct csm_buf seq = {0};

	if (!sheet->options->color || state == NULL || state->sgr == NULL)
		return;
	csm_buf_printf(&seq, "\033[%sm", state->sgr);
	document_text_need(
	    scols_cell_set_color(scols_line_get_cell(line, column), seq.data));
	csm_buf_fini(&seq);
}

static void
value_text(struct document_text_sheet *sheet, const struct csm_cell *cell,
    const struct csm_heading *c, enum csm_textcut cut)
{
	int64_t few[SPARK_WIDTH];
	struct csm_buf raw = {0};

	csm_buf_reset(&sheet->text);
	if (document_text_is_light(c) && cell->kind != CSM_CELL_BLANK &&
	    cell->state != NULL) {
		if (sheet->options->color && sheet->options->utf8)
			csm_buf_printf(&sheet->text, "%s ", cell->state->symbol);
		csm_buf_puts(&sheet->text, cell->state->letter);
		return;
	}
	if (cell->kind == CSM_CELL_SERIES) {
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
		csm_textcut_put(&sheet->text, csm_buf_text(&raw),
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
document_text_put_cell(struct document_text_sheet *sheet, struct libscols_line *line,
    size_t at, size_t column, size_t row)
{
	const struct csm_heading *c = &sheet->table->column[column];
	const struct csm_cell *cell = csm_table_at(sheet->table, row, column);

	value_text(sheet, cell, c, sheet->cut[column * sheet->table->rows + row]);
	document_text_put(sheet, line, at, csm_buf_text(&sheet->text));
	if (document_text_is_light(c) || c->look.show == CSM_SHOW_PAINTED)
		colour(sheet, line, at, cell->state);
	at++;
	if (document_text_has_bar(c)) {
		csm_buf_reset(&sheet->text);
		if (cell->kind == CSM_CELL_NUMBER)
			csm_glyph_bar(&sheet->text, cell->number,
			    csm_table_largest(sheet->table, column), sheet->bar_width,
			    sheet->options->utf8);
		document_text_put(sheet, line, at, csm_buf_text(&sheet->text));
		colour(sheet, line, at++, cell->state);
	}
	if (c->stated && !document_text_is_light(c)) {
		document_text_put(
		    sheet, line, at, cell->state == NULL ? "" : cell->state->word);
		colour(sheet, line, at++, cell->state);
	}
	return at;
}

static void
document_text_fill(struct document_text_sheet *sheet)
{
	const struct csm_table *t = sheet->table;

	for (size_t c = 0; c < t->columns; c++)
		if (t->column[c].kind == CSM_CELL_TEXT && !t->column[c].wraps)
			csm_textcut_choose(t, c, sheet->text_width,
			    sheet->options->utf8, &sheet->cut[c * t->rows]);
	for (size_t r = 0; r < t->rows; r++) {
		struct libscols_line *line = scols_table_new_line(sheet->grid, NULL);
		size_t at = 0;
		document_text_need(line == NULL);
		for (size_t c = 0; c < t->columns; c++)
			at = document_text_put_cell(sheet, line, at, c, r);
	}
}

/* Headings of several lines are rows of the grid; they end on the same line. */
static void
put_headings(struct document_text_sheet *sheet)
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
		at += 1 + (size_t)document_text_has_bar(h) +
		      (size_t)(h->stated && !document_text_is_light(h));
	}
	for (size_t k = 0; k < lines; k++) {
		struct libscols_line *line = scols_table_new_line(sheet->grid, NULL);
		document_text_need(line == NULL);
		at = 0;
		for (size_t c = 0; c < t->columns; c++) {
			const struct csm_heading *h = &t->column[c];
			size_t above = lines - csm_heading_lines(head[c].data);
			csm_buf_reset(&sheet->text);
			if (k >= above)
				csm_heading_line(&sheet->text, head[c].data, k - above);
			document_text_need(
			    scols_line_set_data(line, at, csm_buf_text(&sheet->text)));
			at += 1 + (size_t)document_text_has_bar(h) +
			      (size_t)(h->stated && !document_text_is_light(h));
		}
	}
	for (size_t c = 0; c < t->columns; c++)
		csm_buf_fini(&head[c]);
	free(head);
}

/* The table with texts of at most `text_width` columns, those that wrap of
 * `wrap_width`; the caller frees.  broken: headings are in lines no wider than what the
 * columns held before. */
static char *
grid(
    struct document_text_sheet *sheet, size_t text_width, size_t wrap_width, int broken)
{
	const struct csm_table *t = sheet->table;
	int named = t->layout == CSM_LAYOUT_TABLE;
	char *text = NULL;

	sheet->grid = scols_new_table();
	sheet->text_width = text_width;
	sheet->wrap_width = wrap_width;
	document_text_need(sheet->grid == NULL);
	scols_table_set_termforce(sheet->grid, SCOLS_TERMFORCE_NEVER);
	scols_table_enable_noheadings(sheet->grid, !named || broken);
	scols_table_enable_colors(sheet->grid, sheet->options->color);
	document_text_need(
	    scols_table_set_column_separator(sheet->grid, sheet->between));
	for (size_t c = 0; c < t->columns; c++)
		document_text_add_columns(sheet, &t->column[c]);
	if (named && broken)
		put_headings(sheet);
	document_text_fill(sheet);
	document_text_need(scols_print_table_to_string(sheet->grid, &text));
	scols_unref_table(sheet->grid);
	return text;
}

static int
document_text_wraps(const struct csm_table *t)
{
	for (size_t c = 0; c < t->columns; c++)
		if (t->column[c].wraps)
			return 1;
	return 0;
}

static int
document_text_fits(const struct document_text_sheet *sheet, const char *text)
{
	return csm_termtext_widest(text) <= sheet->options->width;
}

/* The longest texts with which the lines fit, else the shortest. */
static size_t
fitting_width(struct document_text_sheet *sheet)
{
	size_t low = SHORTEST, high = LONGEST;

	while (low < high) {
		size_t middle = (low + high + 1) / 2;
		char *text = grid(sheet, middle, WRAP_WIDTH, 1);
		if (document_text_fits(sheet, text))
			low = middle;
		else
			high = middle - 1;
		free(text);
	}
	return low;
}

/* Texts as long as the terminal allows: where lines do not fit, headings are broken,
 * then texts are cut, then headings broken and cut further.  Numbers are never cut: if
 * they alone are too wide, lines are. */
static char *
fitting_grid(struct document_text_sheet *sheet, size_t *width)
{
	static const struct {
		size_t width, word, spark;
		const char *between;
	} heads[] = {{HEAD_WIDTH, HEAD_WORD, SPARK_WIDTH, "  "},
	    {HEAD_WIDTH, HEAD_WORD, SPARK_WIDTH / 2, "  "},
	    {HEAD_WIDTH, HEAD_WORD, SPARK_WIDTH / 2, " "},
	    {SHORTEST - 1, HEAD_WORD, SPARK_WIDTH / 2, " "},
	    {SHORTEST - 1, SHORTEST - 1, SPARK_WIDTH / 2, " "},
	    {HEAD_WIDTH, HEAD_WORD, SPARK_WIDTH, "  "}};
	char *text = NULL;

	*width = fitting_width(sheet);
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
		sheet->head_width = heads[i].width;
		sheet->head_word = heads[i].word;
		sheet->spark_width = heads[i].spark;
		sheet->between = heads[i].between;
		free(text);
		text = grid(sheet, *width, WRAP_WIDTH, 1);
		if (!document_text_fits(sheet, text))
			continue;
		/* what was saved elsewhere is for the texts */
		*width = fitting_width(sheet);
		free(text);
		return grid(sheet, *width, WRAP_WIDTH, 1);
	}
	return text;
}

static void
put_grid(const struct csm_table *t, const struct csm_writer_options *options,
    struct csm_buf *out)
{
	struct document_text_sheet sheet = {.table = t,
	    .options = options,
	    .head_width = HEAD_WIDTH,
	    .head_word = HEAD_WORD,
	    .spark_width = SPARK_WIDTH,
	    .between = "  ",
	    .width = csm_xcalloc(t->columns * GRID_COLUMNS, sizeof(size_t)),
	    .cut = csm_xcalloc(t->columns * t->rows, sizeof(enum csm_textcut)),
	    .bar_width = options->width >= 100  ? 24
			 : options->width >= 80 ? 14
						: 8};
	char *text = grid(&sheet, LONGEST, WRAP_WIDTH, 0);
	size_t width = LONGEST;
	int broken = !document_text_fits(&sheet, text);

	if (broken) {
		free(text);
		text = fitting_grid(&sheet, &width);
	}
	if (document_text_wraps(t) && csm_termtext_widest(text) < options->width) {
		size_t spare = options->width - csm_termtext_widest(text);
		free(text);
		text = grid(&sheet, width, WRAP_WIDTH + spare, broken);
	}
	csm_termtext_trim(out, text);
	free(text);
	free(sheet.width);
	free(sheet.cut);
	csm_buf_fini(&sheet.text);
}

static void
document_text_put_legend(const struct csm_table *t,
    const struct csm_writer_options *options, struct csm_buf *out)
{
	struct csm_buf text = {0};

	for (size_t c = 0; c < t->columns; c++) {
		csm_buf_reset(&text);
		csm_legend_names(&text, t, c);
		if (text.len > 0)
			csm_termtext_wrap(
			    out, text.data, options->width, options->utf8);
	}
	csm_buf_reset(&text);
	csm_legend_letters(&text, t, 1);
	if (text.len > 0)
		csm_termtext_wrap(out, text.data, options->width, options->utf8);
	csm_buf_fini(&text);
}

static void
document_text_put_heading(const char *text, const struct csm_writer_options *options,
    const char *sgr, struct csm_buf *out)
{
	if (options->color)
		csm_buf_printf(out, "\033[%sm", sgr);
	csm_termtext_clean(out, text, options->width, options->utf8);
	csm_buf_puts(out, options->color ? "\033[0m\n" : "\n");
}

int
csm_write_text(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	(void)diag;
	if (doc->title != NULL)
		document_text_put_heading(doc->title, options, "1", out);
	if (doc->subtitle != NULL)
		csm_termtext_wrap(out, doc->subtitle, options->width, options->utf8);
	for (const struct csm_table *t = doc->first; t != NULL; t = t->next) {
		if (t->hidden)
			continue;
		if (out->len > 0)
			csm_buf_putc(out, '\n');
		if (t->title != doc->title)
			document_text_put_heading(t->title, options, "1", out);
		if (t->note != NULL)
			csm_termtext_wrap(out, t->note, options->width, options->utf8);
		if (t->rows == 0) {
			csm_buf_puts(out, "none\n");
			continue;
		}
		put_grid(t, options, out);
		document_text_put_legend(t, options, out);
	}
	return 0;
}
