#include "syntax/csv.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "syntax/csv_state.h"

#include <stdlib.h>
#include <string.h>

struct csm_csv *
csm_csv_new(struct csm_input *in, char delimiter)
{
	struct csm_csv *csv = csm_xcalloc(1, sizeof *csv);

	csm_chunk_init(&csv->chunk, in);
	csv->parser = csm_rowparser_new(delimiter);
	csv->delimiter = delimiter;
	csv->fast = 1;
	csv->line = 1;
	csv->row_bytes = CSM_CSV_ROW_BYTES;
	return csv;
}

void
csm_csv_tune(struct csm_csv *csv, int fast, size_t block_bytes, size_t row_bytes)
{
	csv->fast = fast;
	csv->chunk.block = block_bytes;
	csv->row_bytes = row_bytes;
}

void
csm_csv_free(struct csm_csv *csv)
{
	if (csv == NULL)
		return;
	csm_chunk_fini(&csv->chunk);
	csm_rowparser_free(csv->parser);
	csm_csv_index_fini(&csv->index);
	free(csv->fields.at);
	free(csv);
}

enum csm_csv_step
csm_csv_reject(struct csm_csv *csv, enum csm_code code, uint64_t line, size_t column,
    struct csm_text value, const char *what, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = csm_input_name(csv->chunk.in),
	    .line = line,
	    .column = (uint32_t)column};

	csm_reject(diag, code, &pos, value.s, value.len, what, NULL);
	/* After the report, which may have asked for the line: what is rejected next
	 * has its own. */
	csv->bad = (struct csm_text){NULL, 0};
	csv->rejected++;
	return CSM_CSV_AGAIN;
}

/* The row in fields has a NUL byte, or else is not UTF-8: reject it for the first field
 * of which that is true. */
enum csm_csv_step
csm_csv_reject_text(struct csm_csv *csv, uint64_t line, int nul, struct csm_diag *diag)
{
	for (size_t i = 0; i < csv->fields.n; i++) {
		struct csm_text f = csv->fields.at[i];
		if (nul && memchr(f.s, '\0', f.len) != NULL)
			return csm_csv_reject(
			    csv, CSM_E_NUL, line, i + 1, f, "NUL byte in", diag);
		if (!nul && csm_text_utf8(f.s, f.len) != f.len)
			return csm_csv_reject(
			    csv, CSM_E_UTF8, line, i + 1, f, "not UTF-8:", diag);
	}
	return CSM_CSV_ROW;
}

/* The ordinary row. */
static enum csm_csv_step
fast_row(struct csm_csv *csv, uint64_t *line, struct csm_diag *diag)
{
	struct csm_chunk *w = &csv->chunk;
	struct csm_csv_split split = {.delimiter = csv->delimiter};
	enum csm_csv_split_status status = CSM_CSV_SPLIT_MORE;

	while (status == CSM_CSV_SPLIT_MORE) {
		size_t left = csm_chunk_left(w);
		split.last = w->ended;
		if (left > 0)
			status = csm_csv_split_row(
			    &split, w->data + w->at, left, &csv->fields);
		/* The parser's way has the limit, and skips what is longer. */
		if (status == CSM_CSV_SPLIT_MORE && left > csv->row_bytes)
			return CSM_CSV_ODD;
		if (status == CSM_CSV_SPLIT_MORE && csm_chunk_more(w, diag) < 0)
			return CSM_CSV_FAIL;
		if (csm_chunk_left(w) == 0)
			return CSM_CSV_END;
	}
	if (status == CSM_CSV_SPLIT_ODD || split.used > csv->row_bytes)
		return CSM_CSV_ODD;
	*line = csv->line;
	csm_csv_step_over(csv, split.used, 1);
	if (split.is_blank)
		return CSM_CSV_AGAIN;
	/* One look at all of the row; which field it is matters only if it fails. */
	if (!split.is_ascii &&
	    csm_text_utf8(w->data + w->at - split.used, split.used) != split.used)
		return csm_csv_reject_text(csv, *line, 0, diag);
	return CSM_CSV_ROW;
}

/* The index of lines just lent: by who has them, since others wait for who lends. */
static void
find_marks(struct csm_csv *csv)
{
	const struct csm_chunk *c = &csv->chunk;

	csv->unmarked = 0;
	csm_csv_index_find(
	    &csv->index, c->data + c->at, csm_chunk_left(c), csv->delimiter);
}

/* Rows lent have all been given. */
static int
end_marks(struct csm_csv *csv)
{
	csv->index.n = 0;
	csv->chunk.at = csv->chunk.end;
	return 0;
}

/* A row of those lent, whose ends are known; 0 at their end. */
static int
indexed_row(struct csm_csv *csv, uint64_t *line)
{
	do {
		if (!csm_csv_index_row(&csv->index, &csv->fields))
			return end_marks(csv);
		*line = csv->line++;
	} while (csv->index.is_blank);
	return 1;
}

size_t
csm_csv_look(struct csm_csv *csv, size_t width, const int *column, size_t columns,
    struct csm_text *field, size_t max)
{
	if (csv->unmarked)
		find_marks(csv);
	return csv->index.n == 0 ? 0
				 : csm_csv_index_look(
				       &csv->index, width, column, columns, field, max);
}

void
csm_csv_use(struct csm_csv *csv, size_t width, size_t rows)
{
	csm_csv_index_use(&csv->index, width, rows);
	csv->line += rows;
}

int
csm_csv_next(struct csm_csv *csv, const struct csm_text **fields, size_t *n,
    uint64_t *line, uint64_t *rejected, struct csm_diag *diag)
{
	enum csm_csv_step step = csv->failed ? CSM_CSV_FAIL : CSM_CSV_AGAIN;

	if (csv->unmarked)
		find_marks(csv);
	/* Lines lent were looked at as a whole: none of them can be rejected here. */
	if (csv->index.n != 0 && indexed_row(csv, line)) {
		*fields = csv->fields.at;
		*n = csv->fields.n;
		return 1;
	}
	if (!csv->begun && csm_chunk_begin(&csv->chunk, diag) != 0)
		step = CSM_CSV_FAIL;
	csv->begun = 1;
	csv->rejected = 0;
	while (step == CSM_CSV_AGAIN) {
		step = csv->skip   ? csm_csv_skip_line(csv, diag)
		       : csv->fast ? fast_row(csv, line, diag)
				   : CSM_CSV_ODD;
		if (step == CSM_CSV_ODD)
			step = csm_csv_odd_row(csv, line, diag);
	}
	csv->failed = step == CSM_CSV_FAIL;
	*rejected += csv->rejected;
	*fields = csv->fields.at;
	*n = csv->fields.n;
	return step;
}

const char *
csm_csv_rest(const struct csm_csv *csv, size_t *left)
{
	if (!csv->fast || !csv->begun || csv->failed || csv->skip || csv->unmarked ||
	    csv->index.n != 0)
		return NULL;
	*left = csm_chunk_left(&csv->chunk);
	return csv->chunk.data + csv->chunk.at;
}

uint64_t
csm_csv_took(struct csm_csv *csv, size_t bytes, uint64_t rows)
{
	assert(bytes > 0 && csv->chunk.data[csv->chunk.at + bytes - 1] == '\n');
	csm_csv_step_over(csv, bytes, rows);
	return csv->line - rows;
}

void
csm_csv_forget(struct csm_csv *csv)
{
	csm_chunk_forget(&csv->chunk);
}

int
csm_csv_hold(struct csm_csv *csv, struct csm_diag *diag)
{
	int got = csm_chunk_hold(&csv->chunk, diag);

	csv->failed = got < 0;
	return got;
}

struct csm_csv *
csm_csv_fork(const struct csm_csv *csv)
{
	struct csm_input *in;
	struct csm_csv *fork;

	csm_input_open_memory(&in, csm_input_name(csv->chunk.in), "", 0, NULL);
	fork = csm_csv_new(in, csv->delimiter);
	/* The byte order mark is the first reader's to step over. */
	fork->begun = 1;
	csm_csv_tune(fork, csv->fast, csv->chunk.block, csv->row_bytes);
	return fork;
}

int
csm_csv_lend(struct csm_csv *csv, struct csm_csv *to, struct csm_diag *diag)
{
	/* -2: lines may be there to lend.  Inside a line that is too long only csv
	 * knows where it ends. */
	int rc = csv->failed ? -1 : csv->skip ? 2 : -2;

	if (rc == -2 && !csv->begun && csm_chunk_begin(&csv->chunk, diag) != 0)
		rc = -1;
	csv->begun = 1;
	if (rc == -2)
		rc = csm_chunk_lend(
		    &csv->chunk, &to->chunk, csm_csv_index_same, csv->delimiter, diag);
	to->unmarked =
	    /* More than a row may have can hold one that is too long, which the index
	     * does not look for. */
	    rc == 1 && to->fast && csm_chunk_left(&to->chunk) <= to->row_bytes;
	csv->line = 1;
	to->line = 1;
	csv->failed = rc == -1;
	return rc;
}

void
csm_csv_recount(struct csm_csv *csv)
{
	csv->line = 1;
}

uint64_t
csm_csv_lines(const struct csm_csv *csv)
{
	return csv->line - 1;
}

void
csm_csv_put_rejected(const struct csm_csv *csv, struct csm_buf *out)
{
	if (csv->bad.s != NULL) {
		csm_buf_put(out, csv->bad.s, csv->bad.len);
		return;
	}
	for (size_t i = 0; i < csv->fields.n; i++) {
		if (i > 0)
			csm_buf_putc(out, csv->delimiter);
		csm_csv_put(
		    out, csv->fields.at[i].s, csv->fields.at[i].len, csv->delimiter);
	}
}

char
csm_csv_delimiter(const struct csm_csv *csv)
{
	return csv->delimiter;
}
