/*
 * Markdown: CommonMark with the tables of GitHub.  Bars and sparklines stand as
 * characters in columns of their own; whatever could be markup or a link is escaped.
 */
#include "base/xalloc.h"
#include "chart/glyph.h"
#include "table/legend.h"
#include "table/terminal_text.h"
#include "table/clean_text.h"
#include "table/show.h"
#include "document/writer.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BAR_WIDTH 14
#define SPARK_WIDTH 30
/* A choice of looks: a note of 200 characters would make every row that wide in an
 * editor. */
#define PADDED 40 /* columns up to which the source is aligned as well */

/* Punctuation that begins markup, except what only does so with what follows it. */
static int
is_active(const char *s)
{
	/* $ begins formulas on GitHub, & entities; - and + only at the start of a line,
	 * which cells are not. */
	if (strchr("\\`*_[]<>|~&#$", *s) != NULL)
		return 1;
	return *s == ':' && strncmp(s, "://", 3) == 0;
}

/* A backslash in "www\." keeps it from becoming a link. */
static size_t
web(const char *s)
{
	return strncasecmp(s, "www.", 4) == 0 ? 3 : 0;
}

static void
markdown_put_escaped(struct csm_buf *out, const char *s)
{
	struct csm_buf plain = {0};
	size_t n;
	int fine;

	csm_cleantext_put(&plain, s);
	for (const char *p = csm_buf_text(&plain); *p != '\0'; p += n) {
		n = web(p);
		if (n > 0) {
			csm_buf_printf(out, "%.*s\\", (int)n, p);
			continue;
		}
		n = csm_cleantext_next(p, &fine);
		/* A mark of direction would turn the rest of the row around, and be
		 * invisible in the source. */
		if (csm_cleantext_turns(p) != 0)
			csm_buf_printf(
			    out, "\\\\u%04x", (unsigned)csm_cleantext_turns(p));
		else
			csm_buf_printf(
			    out, "%s%.*s", is_active(p) ? "\\" : "", (int)n, p);
	}
	csm_buf_fini(&plain);
}

/* The source of a table: one column of it is up to three: value, bar, state. */
struct grid {
	const struct csm_table *table;
	struct csm_arena arena;
	size_t columns, rows;
	const char **cell; /* row by row; the first row is the heading */
	size_t cells, cap;
	int *right; /* of each column */
	struct csm_buf text;
};

static int
markdown_is_light(const struct csm_heading *c)
{
	return c->look.show == CSM_SHOW_LIGHT;
}

static int
markdown_has_bar(const struct csm_heading *c)
{
	return c->look.show == CSM_SHOW_BAR && c->kind == CSM_CELL_NUMBER;
}

static int
markdown_has_word(const struct csm_heading *c)
{
	return c->stated && !markdown_is_light(c);
}

/* What was put into the text becomes the next cell. */
static void
markdown_push(struct grid *g)
{
	CSM_GROW(g->cell, g->cells, &g->cap);
	g->cell[g->cells++] = csm_arena_strdup(&g->arena, csm_buf_text(&g->text));
	csm_buf_reset(&g->text);
}

static void
markdown_add_column(struct grid *g, const char *title, int right)
{
	g->right[g->columns++] = right;
	markdown_put_escaped(&g->text, title);
	markdown_push(g);
}

static void
markdown_add_columns(struct grid *g)
{
	const struct csm_table *t = g->table;

	g->right = CSM_ARENA_ARRAY(&g->arena, int, 3 * t->columns);
	for (size_t i = 0; i < t->columns; i++) {
		const struct csm_heading *c = &t->column[i];
		int right = (c->kind == CSM_CELL_NUMBER || c->kind == CSM_CELL_DAY) &&
			    !markdown_is_light(c);
		int named = t->layout == CSM_LAYOUT_TABLE;
		markdown_add_column(g, named ? c->title : "", right);
		if (markdown_has_bar(c))
			markdown_add_column(g, "", 0);
		if (markdown_has_word(c))
			markdown_add_column(g, "", 0);
	}
}

static void
markdown_put_state(struct csm_buf *out, const struct csm_state *state)
{
	csm_buf_printf(out, "%s ", state->mark);
	markdown_put_escaped(out, state->word);
}

static void
markdown_put_value(
    struct csm_buf *out, const struct csm_cell *cell, const struct csm_heading *c)
{
	struct csm_buf text = {0};
	int64_t few[SPARK_WIDTH];
	size_t n = cell->n < SPARK_WIDTH ? cell->n : SPARK_WIDTH;

	if (markdown_is_light(c) && cell->kind != CSM_CELL_BLANK &&
	    cell->state != NULL) {
		markdown_put_state(out, cell->state);
		return;
	}
	if (cell->kind == CSM_CELL_SERIES) {
		csm_show_squeeze(cell->series, cell->n, few, n);
		csm_glyph_spark(out, few, n, 1);
		return;
	}
	if (cell->kind == CSM_CELL_NONE && c->kind == CSM_CELL_TEXT) {
		csm_buf_puts(out, "\u2013");
		return;
	}
	if (c->look.show == CSM_SHOW_PAINTED && cell->state != NULL)
		/* Markdown has no colours: the sign brings its own. */
		csm_buf_printf(out, "%s ", cell->state->mark);
	csm_show_cell(&text, cell, c);
	markdown_put_escaped(out, csm_buf_text(&text));
	csm_buf_fini(&text);
}

static void
markdown_fill(struct grid *g)
{
	const struct csm_table *t = g->table;

	for (size_t r = 0; r < t->rows; r++) {
		for (size_t i = 0; i < t->columns; i++) {
			const struct csm_heading *c = &t->column[i];
			const struct csm_cell *cell = csm_table_at(t, r, i);
			markdown_put_value(&g->text, cell, c);
			markdown_push(g);
			if (markdown_has_bar(c)) {
				if (cell->kind == CSM_CELL_NUMBER)
					csm_glyph_bar(&g->text, cell->number,
					    csm_table_largest(t, i), BAR_WIDTH, 1);
				markdown_push(g);
			}
			if (markdown_has_word(c)) {
				if (cell->state != NULL)
					markdown_put_state(&g->text, cell->state);
				markdown_push(g);
			}
		}
	}
	g->rows = g->cells / g->columns;
}

static void
pad(struct csm_buf *out, size_t n)
{
	while (n-- > 0)
		csm_buf_putc(out, ' ');
}

static void
markdown_put_row(
    const struct grid *g, size_t row, const size_t *width, struct csm_buf *out)
{
	for (size_t c = 0; c < g->columns; c++) {
		const char *text = g->cell[row * g->columns + c];
		size_t n = csm_termtext_widest(text);
		size_t blank = n < width[c] ? width[c] - n : 0;
		csm_buf_puts(out, "| ");
		pad(out, g->right[c] ? blank : 0);
		csm_buf_puts(out, text);
		pad(out, g->right[c] ? 1 : blank + 1);
	}
	csm_buf_puts(out, "|\n");
}

static void
markdown_put_rule(const struct grid *g, const size_t *width, struct csm_buf *out)
{
	for (size_t c = 0; c < g->columns; c++) {
		csm_buf_puts(out, "| ");
		for (size_t i = g->right[c] ? 1 : 0; i < width[c]; i++)
			csm_buf_putc(out, '-');
		csm_buf_puts(out, g->right[c] ? ": " : " ");
	}
	csm_buf_puts(out, "|\n");
}

static void
markdown_put_table(const struct csm_table *t, struct csm_buf *out)
{
	struct grid g = {.table = t};
	size_t *width;

	markdown_add_columns(&g);
	markdown_fill(&g);
	width = CSM_ARENA_ARRAY(&g.arena, size_t, g.columns);
	for (size_t c = 0; c < g.columns; c++)
		/* a rule wants three dashes */
		width[c] = 3;
	for (size_t i = 0; i < g.cells; i++) {
		size_t n = csm_termtext_widest(g.cell[i]), *w = &width[i % g.columns];
		if (n > *w)
			*w = n < PADDED ? n : PADDED;
	}
	markdown_put_row(&g, 0, width, out);
	markdown_put_rule(&g, width, out);
	for (size_t r = 1; r < g.rows; r++)
		markdown_put_row(&g, r, width, out);
	csm_buf_fini(&g.text);
	free(g.cell);
	csm_arena_fini(&g.arena);
}

/* "- **Companies:** 14; 12 paying" */
static void
markdown_put_tiles(const struct csm_table *t, struct csm_buf *out)
{
	for (size_t r = 0; r < t->rows; r++) {
		csm_buf_puts(out, "- **");
		for (size_t c = 0; c < t->columns; c++) {
			const struct csm_cell *cell = csm_table_at(t, r, c);
			if (cell->kind == CSM_CELL_BLANK)
				continue;
			csm_buf_puts(out, c == 1 ? " " : c > 1 ? "; " : "");
			markdown_put_value(out, cell, &t->column[c]);
			csm_buf_puts(out, c == 0 ? ":**" : "");
		}
		csm_buf_putc(out, '\n');
	}
}

static void
put_paragraph(struct csm_buf *out, const char *before, const char *text)
{
	csm_buf_puts(out, out->len > 0 ? "\n" : "");
	csm_buf_puts(out, before);
	markdown_put_escaped(out, text);
	csm_buf_putc(out, '\n');
}

static void
markdown_put_legend(const struct csm_table *t, struct csm_buf *out)
{
	struct csm_buf text = {0};

	for (size_t c = 0; c < t->columns; c++) {
		csm_buf_reset(&text);
		csm_legend_names(&text, t, c);
		if (text.len > 0)
			put_paragraph(out, "", text.data);
	}
	csm_buf_reset(&text);
	csm_legend_letters(&text, t, 0);
	if (text.len > 0)
		put_paragraph(out, "", text.data);
	csm_buf_fini(&text);
}

static void
markdown_put_part(const struct csm_doc *doc, const struct csm_table *t, bool within,
    struct csm_buf *out)
{
	if (t->chapter != NULL)
		put_paragraph(out, "## ", t->chapter);
	if (t->title != doc->title)
		put_paragraph(out, t->group == 0 && !within ? "## " : "### ", t->title);
	if (t->note != NULL)
		put_paragraph(out, "", t->note);
	if (t->rows == 0) {
		put_paragraph(out, "", "none");
		return;
	}
	csm_buf_puts(out, out->len > 0 ? "\n" : "");
	if (t->layout == CSM_LAYOUT_TILES)
		markdown_put_tiles(t, out);
	else
		markdown_put_table(t, out);
	markdown_put_legend(t, out);
}

static void
markdown_put_document(struct csm_buf *out, const struct csm_doc *doc)
{
	size_t group = 0;
	bool within = false; /* a chapter, whose headings stand above others */

	if (doc->title != NULL)
		put_paragraph(out, "# ", doc->title);
	if (doc->subtitle != NULL)
		put_paragraph(out, "", doc->subtitle);
	for (const struct csm_table *t = doc->first; t != NULL; t = t->next) {
		if (!csm_table_shown(t, CSM_EYES_READ))
			continue;
		/* Tables of a group follow one another, so its heading stands once. */
		if (t->group != group && t->group != 0)
			put_paragraph(out, "## ", csm_table_group(doc, t)->title);
		group = t->group;
		within |= t->chapter != NULL;
		markdown_put_part(doc, t, within, out);
	}
}

int
csm_write_markdown(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	(void)diag;
	(void)options;
	for (; doc != NULL; doc = doc->next)
		markdown_put_document(out, doc);
	return 0;
}
