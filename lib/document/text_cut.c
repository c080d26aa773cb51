#include "document/text_cut.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "table/show.h"
#include "table/terminal_text.h"

#include <stdbool.h>
#include <stdlib.h>

void
csm_textcut_put(
    struct csm_buf *out, const char *text, enum csm_textcut how, size_t width, int utf8)
{
	if (how == CSM_TEXTCUT_MIDDLE)
		csm_termtext_middle(out, text, width, utf8);
	else
		csm_termtext_clean(
		    out, text, how == CSM_TEXTCUT_NOT ? SIZE_MAX : width, utf8);
}

/* Texts, and what they are cut to. */
struct text_cut_column {
	const struct csm_table *table;
	size_t column, width;
	int utf8;
	enum csm_textcut *how;
	struct csm_intern whole, cut;
	uint32_t *of;   /* by row: its id in cut */
	uint32_t *from; /* by id of cut: the first whole one */
	bool *alike;    /* by id of cut: of two whole ones */
};

static void
text_cut_row(struct text_cut_column *c, size_t row)
{
	struct csm_buf whole = {0}, cut = {0};
	uint32_t id, from;
	size_t n = c->cut.n;

	csm_show_cell(&whole, csm_table_at(c->table, row, c->column),
	    &c->table->column[c->column]);
	csm_textcut_put(&cut, csm_buf_text(&whole), c->how[row], c->width, c->utf8);
	from = csm_intern_put(&c->whole, csm_buf_text(&whole), whole.len);
	id = csm_intern_put(&c->cut, csm_buf_text(&cut), cut.len);
	/* met first: of itself it is not alike */
	if (id == n)
		c->from[id] = from;
	/* The same text twice stays the same when it is cut; two different ones must
	 * not. */
	c->alike[id] |= c->from[id] != from;
	c->of[row] = id;
	csm_buf_fini(&whole);
	csm_buf_fini(&cut);
}

/* Whether some are alike, which are to be cut another way.  All those that became one
 * go on to the next way, also the first of them: which one stood first would decide
 * what is shown. */
static bool
text_cut_try(struct text_cut_column *c)
{
	size_t rows = c->table->rows;
	bool again = false;

	csm_intern_reset(&c->cut);
	for (size_t r = 0; r < rows; r++)
		c->alike[r] = false;
	for (size_t r = 0; r < rows; r++)
		text_cut_row(c, r);
	for (size_t r = 0; r < rows; r++)
		if (c->alike[c->of[r]] && c->how[r] != CSM_TEXTCUT_NOT) {
			c->how[r]++;
			again = true;
		}
	return again;
}

void
csm_textcut_choose(const struct csm_table *table, size_t column, size_t width, int utf8,
    enum csm_textcut *how)
{
	struct text_cut_column c = {.table = table,
	    .column = column,
	    .width = width,
	    .utf8 = utf8,
	    .how = how,
	    .of = csm_xcalloc(table->rows + 1, sizeof *c.of),
	    .from = csm_xcalloc(table->rows + 1, sizeof *c.from),
	    .alike = csm_xcalloc(table->rows + 1, sizeof *c.alike)};

	for (size_t r = 0; r < table->rows; r++)
		how[r] = CSM_TEXTCUT_END;
	/* It ends: each round moves a row one way on, and there are three. */
	while (text_cut_try(&c))
		;
	csm_intern_fini(&c.whole);
	csm_intern_fini(&c.cut);
	free(c.of);
	free(c.from);
	free(c.alike);
}
