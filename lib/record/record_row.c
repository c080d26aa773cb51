/* A row of a CSV as it was read, and as it is given out. */
#include "base/text.h"
#include "record/record_state.h"

#include "base/xalloc.h"
#include "syntax/json_cell.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static int
row_is_empty(const struct csm_record *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->field[i].len != 0)
			return 0;
	return 1;
}

/* 0, or -1 after rejecting a row that has not the header's number of columns. */
static int
row_reject_width(struct csm_reader *reader, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = reader->name, .line = reader->record.line};
	struct csm_buf what = {0}, why = {0};
	int rc;

	csm_buf_puts(&what, "row has ");
	csm_text_count(&what, reader->record.n, "columns");
	csm_buf_printf(&what, ", the header %zu%s", reader->columns,
	    reader->surplus ? " and other rows an empty one more" : "");
	/* Of a file beside the data, which nobody is asked a column of: what stands before
	 * the header of a report was taken for it. */
	if (reader->beside && reader->columns == 1 && reader->record.n > 1 &&
	    reader->rows == 0)
		csm_buf_printf(&why,
		    "if this is the header, \"skip_lines\": %llu in settings.formats "
		    "leaves what is before it",
		    (unsigned long long)pos.line - 1);
	rc = csm_reject(diag, CSM_E_FIELDS, &pos, NULL, 0, what.data,
	    why.len == 0 ? NULL : why.data);
	csm_buf_fini(&what);
	csm_buf_fini(&why);
	return rc;
}

/* The row's cells in memory of ours, with room for what inner columns ask for. */
static void
row_copy(struct csm_reader *reader)
{
	struct csm_record *r = &reader->record;
	/* One more than is used: a row of no columns is an array all the same. */
	size_t need = reader->columns + reader->inners + 1;

	assert(r->n <= need); /* a wider row was rejected */
	if (need > reader->cell_cap) {
		reader->cell =
		    csm_xreallocarray(reader->cell, need, sizeof *reader->cell);
		reader->cell_cap = need;
	}
	for (size_t i = 0; i < reader->columns; i++)
		reader->cell[i] = i < r->n ? r->field[i] : (struct csm_text){"", 0};
	r->field = reader->cell;
	r->n = reader->columns;
}

/* A text of the cell, which the parser of JSON wants ended. */
static struct csm_text
row_inner(struct csm_record_inner *inner, struct csm_text cell)
{
	struct csm_buf json = {0};
	struct csm_text found = {NULL, 0};

	inner->text.len = 0;
	csm_buf_put(&json, cell.s, cell.len);
	if (cell.len != 0 && (inner->comma ? csm_json_cell_comma : csm_json_cell)(
				 csm_buf_text(&json), inner->path, &inner->text) == 0)
		found = (struct csm_text){csm_buf_text(&inner->text), inner->text.len};
	inner->had |= found.s != NULL;
	csm_buf_fini(&json);
	return found;
}

int
csm_record_row(struct csm_reader *reader, struct csm_diag *diag)
{
	struct csm_record *r = &reader->record;
	size_t n = r->n;

	/* A single empty cell is a row: of one column, "" is what an export writes for
	 * nothing. */
	if (row_is_empty(r) && n > 1)
		return 0;
	if (reader->surplus)
		n -= n == reader->columns + 1 && r->field[reader->columns].len == 0 ? 1
										    : 0;
	else if (reader->pad && n < reader->columns)
		n = reader->columns;
	/* With a surplus every row has it; one without is one cell short. */
	if (n != reader->columns || (reader->surplus && r->n == reader->columns))
		return row_reject_width(reader, diag);
	/* Others stay where they were read, in the chunk. */
	if (r->n < reader->columns || reader->inners > 0)
		row_copy(reader);
	r->n = reader->columns + reader->inners;
	assert(reader->inners == 0 || reader->cell_cap >= r->n);
	for (size_t i = 0; i < reader->inners; i++)
		reader->cell[reader->columns + i] =
		    row_inner(&reader->inner[i], reader->cell[reader->inner[i].column]);
	return 1;
}
