/*
 * Text for a terminal: which of the ways to lay a table out fits its width.  Bars and
 * sparklines stand in columns of their own beside the numbers they draw.
 */
#include "base/xalloc.h"
#include "document/text_grid.h"
#include "document/writer.h"
#include "table/legend.h"
#include "table/terminal_text.h"

#include <stdlib.h>
#include <string.h>

/* Choices of looks, for 80 columns: two or three words a line, headings of one word,
 * and a name that is still one when it is cut. */
#define WRAP_WIDTH 22 /* at least, for a column that wraps */
#define HEAD_WIDTH 9  /* of headings, until that is too much */
#define HEAD_WORD 12
#define LONGEST 48 /* of texts */
#define SHORTEST 8
#define NAMED 12 /* columns that are left out, at most */

static int
document_text_wraps(const struct csm_table *t)
{
	for (size_t c = 0; c < t->columns; c++)
		if (t->column[c].wraps)
			return 1;
	return 0;
}

static int
document_text_fits(const struct csm_textgrid *sheet, const char *text)
{
	return csm_termtext_widest(text) <= sheet->options->width;
}

/* The longest texts with which the lines fit, else the shortest.  Found by halving:
 * lines do not grow when texts are cut further.  At most six grids are laid out. */
static size_t
fitting_width(struct csm_textgrid *sheet)
{
	size_t low = SHORTEST, high = LONGEST;

	while (low < high) {
		size_t middle = (low + high + 1) / 2;
		char *text = csm_textgrid(sheet, middle, WRAP_WIDTH, 1);
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
fitting_grid(struct csm_textgrid *sheet, size_t *width)
{
	/* From what is missed least to what is missed most; the last is the first
	 * again, for when nothing fits anyway. */
	static const struct {
		size_t width, word, spark;
		const char *between;
	} heads[] = {{HEAD_WIDTH, HEAD_WORD, CSM_TEXTGRID_SPARK, "  "},
	    {HEAD_WIDTH, HEAD_WORD, CSM_TEXTGRID_SPARK / 2, "  "},
	    {HEAD_WIDTH, HEAD_WORD, CSM_TEXTGRID_SPARK / 2, " "},
	    {SHORTEST - 1, HEAD_WORD, CSM_TEXTGRID_SPARK / 2, " "},
	    {SHORTEST - 1, SHORTEST - 1, CSM_TEXTGRID_SPARK / 2, " "},
	    {HEAD_WIDTH, HEAD_WORD, CSM_TEXTGRID_SPARK, "  "}};
	char *text = NULL;

	/* Also measures the cells, by which headings are broken: sheet->width grows
	 * with each grid. */
	*width = fitting_width(sheet);
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
		sheet->head_width = heads[i].width;
		sheet->head_word = heads[i].word;
		sheet->spark_width = heads[i].spark;
		sheet->between = heads[i].between;
		free(text);
		text = csm_textgrid(sheet, *width, WRAP_WIDTH, 1);
		if (!document_text_fits(sheet, text))
			continue;
		/* what was saved elsewhere is for the texts */
		*width = fitting_width(sheet);
		free(text);
		return csm_textgrid(sheet, *width, WRAP_WIDTH, 1);
	}
	return text;
}

/* A table without some of its columns, and which these are. */
struct text_narrowed {
	struct csm_table table; /* headings in the arena, once some are gone */
	struct csm_arena arena;
	bool *gone;          /* of each column */
	const char *without; /* NULL: none */
	size_t dropped;
};

/* Keys and names tell the rows apart; a sparkline draws what others say. */
static int
document_text_weight(const struct csm_table *t, size_t column)
{
	const struct csm_heading *h = &t->column[column];

	return column < (t->keys == 0 ? 1 : t->keys) || strcmp(h->name, "name") == 0 ? 3
	       : h->wraps || h->heavy                                                ? 2
	       : h->kind == CSM_CELL_SERIES                                          ? 0
					    : 1;
}

/* Of the columns of least weight the last; t->columns if none is to be missed. */
static size_t
document_text_lightest(const struct text_narrowed *n)
{
	const struct csm_table *t = &n->table;
	size_t found = t->columns;
	int least = 3;

	for (size_t c = 0; c < t->columns; c++) {
		int weight = document_text_weight(t, c);
		if (weight < 3 && weight <= least && (n->gone == NULL || !n->gone[c])) {
			least = weight;
			found = c;
		}
	}
	return found;
}

/* Headings that may be moved. */
static void
document_text_own(struct text_narrowed *n)
{
	struct csm_table *t = &n->table;
	struct csm_heading *heading =
	    CSM_ARENA_ARRAY(&n->arena, struct csm_heading, t->columns);

	memcpy(heading, t->column, t->columns * sizeof *heading);
	t->column = heading;
	n->gone = CSM_ARENA_ARRAY(&n->arena, bool, t->columns);
	memset(n->gone, 0, t->columns * sizeof *n->gone);
}

static void
document_text_drop(struct text_narrowed *n, size_t column)
{
	n->gone[column] = true;
	/* the last goes first, and hundreds are more than somebody reads */
	if (n->dropped++ < NAMED)
		n->without = csm_arena_printf(&n->arena, "%s%s%s",
		    n->table.column[column].title, n->without == NULL ? "" : ", ",
		    n->without == NULL ? "" : n->without);
}

/* The columns that are left move up to one another. */
static void
document_text_close(struct text_narrowed *n)
{
	struct csm_table *t = &n->table;
	size_t left = 0;

	for (size_t c = 0; c < t->columns; c++)
		if (!n->gone[c])
			t->column[left++] = t->column[c];
	t->columns = left;
	memset(n->gone, 0, left * sizeof *n->gone);
}

/* What was measured is not true of fewer columns. */
static void
document_text_forget(struct csm_textgrid *sheet)
{
	memset(sheet->width, 0,
	    sheet->table->columns * CSM_TEXTGRID_COLUMNS * sizeof *sheet->width);
}

/* Columns go until the tightest way fits, then until one does that is looked for. */
static char *
document_text_narrow(struct text_narrowed *n, struct csm_textgrid *sheet, size_t *width)
{
	char *text = NULL;
	size_t column;
	bool fits = false, tight = true;

	sheet->table = &n->table;
	document_text_own(n);
	/* With a character and a blank for each there are still too many: the grids of
	 * hundreds of columns need not be laid out to know. */
	for (size_t left = n->table.columns;
	     2 * left > sheet->options->width + 3 &&
	     (column = document_text_lightest(n)) < n->table.columns;
	     left--)
		document_text_drop(n, column);
	while (!fits && (column = document_text_lightest(n)) < n->table.columns) {
		document_text_drop(n, column);
		document_text_close(n);
		document_text_forget(sheet);
		free(text);
		text = NULL;
		sheet->head_width = sheet->head_word = SHORTEST - 1;
		sheet->spark_width = CSM_TEXTGRID_SPARK / 2;
		sheet->between = " ";
		if (tight) {
			text = csm_textgrid(sheet, SHORTEST, WRAP_WIDTH, 1);
			tight = !document_text_fits(sheet, text);
		}
		if (!tight) {
			document_text_forget(sheet);
			free(text);
			text = fitting_grid(sheet, width);
			fits = document_text_fits(sheet, text);
		}
	}
	return text;
}

static void
document_text_put_without(const struct text_narrowed *n,
    const struct csm_writer_options *options, struct csm_buf *out)
{
	struct csm_buf line = {0};

	if (n->without == NULL)
		return;
	csm_buf_printf(&line, "Too wide for %zu columns, so without: %s",
	    options->width, n->without);
	if (n->dropped > NAMED)
		csm_buf_printf(&line, " and %zu more", n->dropped - NAMED);
	csm_termtext_wrap(out, line.data, options->width, options->utf8);
	csm_buf_fini(&line);
}

/* As wide as the terminal if need be: *broken if headings are. */
static char *
document_text_lay(
    struct text_narrowed *n, struct csm_textgrid *sheet, size_t *width, int *broken)
{
	int whole = sheet->options->whole, named = n->table.layout == CSM_LAYOUT_TABLE;
	char *text;

	*width = whole ? SIZE_MAX : LONGEST;
	text = csm_textgrid(sheet, *width, WRAP_WIDTH, 0);
	*broken = !document_text_fits(sheet, text);
	if (!*broken)
		return text;
	free(text);
	if (whole)
		return csm_textgrid(sheet, *width, WRAP_WIDTH, 1);
	text = fitting_grid(sheet, width);
	if (named && !document_text_fits(sheet, text) &&
	    document_text_lightest(n) < n->table.columns) {
		free(text);
		text = document_text_narrow(n, sheet, width);
	}
	return text;
}

/* Sentences take whatever room is left: they are the only texts that gain by it.  Their
 * lines may have been shorter than they were allowed to be, so that what is left is more
 * than they can have: each further grid is one that is as much narrower as the last was
 * too wide. */
static char *
document_text_spread(struct csm_textgrid *sheet, char *text, size_t width, int broken)
{
	const size_t room = sheet->options->width, before = csm_termtext_widest(text);
	size_t spare = before < room ? room - before : 0;

	while (spare > 0) {
		free(text);
		text = csm_textgrid(sheet, width, WRAP_WIDTH + spare, broken);
		if (document_text_fits(sheet, text))
			break;
		size_t over = csm_termtext_widest(text) - room;
		spare = spare > over ? spare - over : 0;
		if (spare == 0) {
			free(text);
			text = csm_textgrid(sheet, width, WRAP_WIDTH, broken);
		}
	}
	return text;
}

static void
put_grid(struct text_narrowed *n, const struct csm_writer_options *options,
    struct csm_buf *out)
{
	const struct csm_table *t = &n->table;
	/* The width of bars is a choice of looks: what 80 and 100 columns leave beside
	 * numbers. */
	struct csm_textgrid sheet = {.table = t,
	    .options = options,
	    .head_width = HEAD_WIDTH,
	    .head_word = HEAD_WORD,
	    .spark_width = CSM_TEXTGRID_SPARK,
	    .between = "  ",
	    .width = csm_xcalloc(t->columns * CSM_TEXTGRID_COLUMNS, sizeof(size_t)),
	    .cut = csm_xcalloc(t->columns * t->rows, sizeof(enum csm_textcut)),
	    .bar_width = options->width >= 100  ? 24
			 : options->width >= 80 ? 14
						: 8};
	size_t width;
	int broken;
	char *text = document_text_lay(n, &sheet, &width, &broken);

	if (document_text_wraps(t))
		text = document_text_spread(&sheet, text, width, broken);
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
	csm_termtext_clean(
	    out, text, options->whole ? SIZE_MAX : options->width, options->utf8);
	csm_buf_puts(out, options->color ? "\033[0m\n" : "\n");
}

static void
document_text_put(struct csm_buf *out, const struct csm_doc *doc,
    const struct csm_writer_options *options)
{
	if (doc->title != NULL)
		document_text_put_heading(doc->title, options, "1", out);
	if (doc->subtitle != NULL)
		csm_termtext_wrap(out, doc->subtitle, options->width, options->utf8);
	for (const struct csm_table *t = doc->first; t != NULL; t = t->next) {
		if (!csm_table_shown(t, CSM_EYES_READ))
			continue;
		if (out->len > 0)
			csm_buf_putc(out, '\n');
		if (t->chapter != NULL) {
			document_text_put_heading(t->chapter, options, "1", out);
			csm_buf_putc(out, '\n');
		}
		/* one report of one part would say its name twice */
		if (t->title != doc->title)
			document_text_put_heading(t->title, options, "1", out);
		if (t->note != NULL)
			csm_termtext_wrap(out, t->note, options->width, options->utf8);
		if (t->rows == 0) {
			csm_buf_puts(out, "none\n");
			continue;
		}
		struct text_narrowed narrowed = {.table = *t};
		put_grid(&narrowed, options, out);
		document_text_put_without(&narrowed, options, out);
		document_text_put_legend(&narrowed.table, options, out);
		csm_arena_fini(&narrowed.arena);
	}
}

int
csm_write_text(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	(void)diag;
	for (; doc != NULL; doc = doc->next) {
		document_text_put(out, doc, options);
		if (doc->next != NULL)
			csm_buf_putc(out, '\n');
	}
	return 0;
}
