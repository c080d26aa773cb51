#include "syntax/csv.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "syntax/rowparser.h"
#include "syntax/csv_index.h"
#include "syntax/csv_split.h"
#include "syntax/chunk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A row, or what an open quote makes of the rest of the file, is followed so far: a limit
 * on the memory that a quote that never ends takes. */
#define ROW_BYTES ((size_t)16 << 20)
/* As much of a line that is too long is shown. */
#define SHOWN_BYTES 80

enum csv_step { STEP_FAIL = -1, STEP_END, STEP_ROW, STEP_AGAIN, STEP_ODD };

struct csm_csv {
	struct csm_chunk chunk;
	struct csm_csv_fields fields;
	struct csm_csv_index index; /* of rows lent to it */
	int unmarked;               /* these are still to be found */
	struct csm_rowparser *parser;
	char delimiter;
	int fast; /* the short way is allowed */
	int begun,
	    failed;    /* the byte order mark has been looked for; -1 was returned */
	int skip;      /* inside a line that is too long */
	uint64_t line; /* of the first unused byte */
	uint64_t rejected;   /* in this call */
	struct csm_text bad; /* the line being rejected; s NULL: the row in fields */
	size_t row_bytes;
};

/* The lines of a row that needs the parser: those before the line in which the last
 * field began, that line, and those after it. */
struct csv_span {
	size_t end; /* bytes of all lines given to the parser */
	uint64_t lines;
	size_t open, open_end; /* bytes from and to, of the line with the last field */
	uint64_t open_line;    /* its number, from 0 */
};

struct csm_csv *
csm_csv_new(struct csm_input *in, char delimiter)
{
	struct csm_csv *csv = csm_xcalloc(1, sizeof *csv);

	csm_chunk_init(&csv->chunk, in);
	csv->parser = csm_rowparser_new(delimiter);
	csv->delimiter = delimiter;
	csv->fast = 1;
	csv->line = 1;
	csv->row_bytes = ROW_BYTES;
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

/* Step over `bytes` that are `lines` lines. */
static void
use(struct csm_csv *csv, size_t bytes, uint64_t lines)
{
	csv->chunk.at += bytes;
	csv->line += lines;
	assert(csv->chunk.at <= csv->chunk.end);
}

static enum csv_step
csv_reject(struct csm_csv *csv, enum csm_code code, uint64_t line, size_t column,
    struct csm_text value, const char *what, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = csm_input_name(csv->chunk.in),
	    .line = line,
	    .column = (uint32_t)column};

	csm_reject(diag, code, &pos, value.s, value.len, what, NULL);
	csv->bad = (struct csm_text){NULL, 0};
	csv->rejected++;
	return STEP_AGAIN;
}

/* The row in fields has a NUL byte, or else is not UTF-8: reject it for the first field
 * of which that is true. */
static enum csv_step
reject_text(struct csm_csv *csv, uint64_t line, int nul, struct csm_diag *diag)
{
	for (size_t i = 0; i < csv->fields.n; i++) {
		struct csm_text f = csv->fields.at[i];
		if (nul && memchr(f.s, '\0', f.len) != NULL)
			return csv_reject(
			    csv, CSM_E_NUL, line, i + 1, f, "NUL byte in", diag);
		if (!nul && csm_text_utf8(f.s, f.len) != f.len)
			return csv_reject(
			    csv, CSM_E_UTF8, line, i + 1, f, "not UTF-8:", diag);
	}
	return STEP_ROW;
}

/* The ordinary row. */
static enum csv_step
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
		if (status == CSM_CSV_SPLIT_MORE && left > csv->row_bytes)
			return STEP_ODD;
		if (status == CSM_CSV_SPLIT_MORE && csm_chunk_more(w, diag) < 0)
			return STEP_FAIL;
		if (csm_chunk_left(w) == 0)
			return STEP_END;
	}
	if (status == CSM_CSV_SPLIT_ODD || split.used > csv->row_bytes)
		return STEP_ODD;
	*line = csv->line;
	use(csv, split.used, 1);
	if (split.is_blank)
		return STEP_AGAIN;
	if (!split.is_ascii &&
	    csm_text_utf8(w->data + w->at - split.used, split.used) != split.used)
		return reject_text(csv, *line, 0, diag);
	return STEP_ROW;
}

/*
 * Where the line that starts `from` bytes into the row ends, its LF, CR or CRLF
 * included: 1 and *end set, to `from` at the end of the input; 0 if the row gets longer
 * than it may; -1 after a report.
 */
static int
csv_find_line(struct csm_csv *csv, size_t from, size_t *end, struct csm_diag *diag)
{
	struct csm_chunk *w = &csv->chunk;

	for (size_t i = from;; i++) {
		while (i + 1 >= csm_chunk_left(w) && !w->ended)
			if (csm_chunk_more(w, diag) < 0)
				return -1;
		*end = i;
		if (i == csm_chunk_left(w))
			return 1;
		if (i > csv->row_bytes)
			return 0;
		const char *p = w->data + w->at + i;
		if (*p != '\n' && *p != '\r')
			continue;
		*end += *p == '\r' && i + 1 < csm_chunk_left(w) && p[1] == '\n' ? 2 : 1;
		return 1;
	}
}

/* The row cannot be read: reject the line in which its last field began, and go on
 * after that line. */
static enum csv_step
reject_open(struct csm_csv *csv, const struct csv_span *span, enum csm_code code,
    const char *what, struct csm_diag *diag)
{
	const char *p = csv->chunk.data + csv->chunk.at + span->open;
	struct csm_text text = {p, span->open_end - span->open};

	while (text.len > 0 && (p[text.len - 1] == '\n' || p[text.len - 1] == '\r'))
		text.len--;
	csv->bad = text;
	csv_reject(csv, code, csv->line + span->open_line, csv->fields.n + 1, text,
	    what, diag);
	use(csv, span->open_end, span->open_line + 1);
	csm_rowparser_reset(csv->parser);
	return STEP_AGAIN;
}

/* Skip (the next part of) a line that is too long. */
static enum csv_step
skip_line(struct csm_csv *csv, struct csm_diag *diag)
{
	size_t end;
	int rc = csv_find_line(csv, 0, &end, diag);

	if (rc < 0)
		return STEP_FAIL;
	csv->skip = rc == 0;
	use(csv, rc == 0 ? csv->row_bytes : end, rc == 0 ? 0 : 1);
	return STEP_AGAIN;
}

/* Row or line longer than it may be. */
static enum csv_step
csv_reject_long(struct csm_csv *csv, const struct csv_span *span, struct csm_diag *diag)
{
	struct csm_text start = {csv->chunk.data + csv->chunk.at, SHOWN_BYTES};

	if (span->lines > 0)
		return reject_open(csv, span, CSM_E_LINE,
		    "quoted text is unterminated or too long in", diag);
	if (start.len > csv->row_bytes)
		start.len = csv->row_bytes;
	csv->skip = 1;
	csv->bad = (struct csm_text){"", 0}; /* more than can be kept */
	return csv_reject(csv, CSM_E_LINE, csv->line, 0, start, "line too long:", diag);
}

/* The row's lines are in, its fields known. */
static enum csv_step
finish_row(struct csm_csv *csv, const struct csv_span *span, uint64_t *line,
    struct csm_diag *diag)
{
	const char *row = csv->chunk.data + csv->chunk.at;
	int nul = memchr(row, '\0', span->end) != NULL;

	*line = csv->line;
	use(csv, span->end, span->lines);
	if (nul || csm_text_utf8(row, span->end) != span->end)
		return reject_text(csv, *line, nul, diag);
	return STEP_ROW;
}

/* Give the parser the line that ends at `end`. */
static enum csm_rowparser_status
feed(struct csm_csv *csv, struct csv_span *span, size_t end)
{
	const char *row = csv->chunk.data + csv->chunk.at;
	size_t fields = span->lines == 0 ? 0 : csv->fields.n;
	int last = csv->chunk.ended && end == csm_chunk_left(&csv->chunk);
	enum csm_rowparser_status status = csm_rowparser_feed(
	    csv->parser, row + span->end, end - span->end, last, &csv->fields);

	if (span->lines == 0 || csv->fields.n > fields) {
		span->open = span->end;
		span->open_end = end;
		span->open_line = span->lines;
	}
	span->end = end;
	span->lines++;
	return status;
}

/* Any row, by the parser, a line at a time. */
static enum csv_step
odd_row(struct csm_csv *csv, uint64_t *line, struct csm_diag *diag)
{
	enum csm_rowparser_status status = CSM_ROW_OPEN;
	struct csv_span span = {0};
	size_t end;
	int rc;

	while (status == CSM_ROW_OPEN) {
		rc = csv_find_line(csv, span.end, &end, diag);
		if (rc < 0)
			return STEP_FAIL;
		if (rc == 0)
			return csv_reject_long(csv, &span, diag);
		if (end == 0)
			return STEP_END;
		status = feed(csv, &span, end);
	}
	if (status == CSM_ROW_DONE)
		return finish_row(csv, &span, line, diag);
	if (status == CSM_ROW_BLANK) {
		use(csv, span.end, 1);
		return STEP_AGAIN;
	}
	/* A quote after others lines is stray only because an earlier one is open. */
	return reject_open(csv, &span, CSM_E_QUOTE,
	    status == CSM_ROW_STRAY && span.open_line + 1 == span.lines
		? "stray quote in"
		: "unterminated quote in",
	    diag);
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
	enum csv_step step = csv->failed ? STEP_FAIL : STEP_AGAIN;

	if (csv->unmarked)
		find_marks(csv);
	if (csv->index.n != 0 && indexed_row(csv, line)) {
		*fields = csv->fields.at;
		*n = csv->fields.n;
		return 1;
	}
	if (!csv->begun && csm_chunk_begin(&csv->chunk, diag) != 0)
		step = STEP_FAIL;
	csv->begun = 1;
	csv->rejected = 0;
	while (step == STEP_AGAIN) {
		step = csv->skip   ? skip_line(csv, diag)
		       : csv->fast ? fast_row(csv, line, diag)
				   : STEP_ODD;
		if (step == STEP_ODD)
			step = odd_row(csv, line, diag);
	}
	csv->failed = step == STEP_FAIL;
	*rejected += csv->rejected;
	*fields = csv->fields.at;
	*n = csv->fields.n;
	return step;
}

struct csm_csv *
csm_csv_fork(const struct csm_csv *csv)
{
	struct csm_input *in;
	struct csm_csv *fork;

	csm_input_open_memory(&in, csm_input_name(csv->chunk.in), "", 0, NULL);
	fork = csm_csv_new(in, csv->delimiter);
	fork->begun = 1;
	csm_csv_tune(fork, csv->fast, csv->chunk.block, csv->row_bytes);
	return fork;
}

int
csm_csv_lend(struct csm_csv *csv, struct csm_csv *to, struct csm_diag *diag)
{
	int rc = csv->failed ? -1 : csv->skip ? 2 : -2;

	if (rc == -2 && !csv->begun && csm_chunk_begin(&csv->chunk, diag) != 0)
		rc = -1;
	csv->begun = 1;
	if (rc == -2)
		rc = csm_chunk_lend(
		    &csv->chunk, &to->chunk, csm_csv_index_same, csv->delimiter, diag);
	to->unmarked =
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
