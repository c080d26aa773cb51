/*
 * Rows that need libcsv: quotes that are not around a whole field, line ends inside of
 * them, and lines that cannot be read at all.  They are given to it a line at a time, so
 * that a quote that never ends costs the line it stands in, and not the rest of the file.
 */
#include "syntax/csv_state.h"

#include "base/text.h"

#include <string.h>

/* As much of a line that is too long is shown. */
#define SHOWN_BYTES 80

/* The lines of a row that needs the parser: those before the line in which the last
 * field began, that line, and those after it. */
struct csv_span {
	size_t end; /* bytes of all lines given to the parser */
	uint64_t lines;
	size_t open, open_end; /* bytes from and to, of the line with the last field */
	uint64_t open_line;    /* its number, from 0 */
};

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
		/* One byte more than this: a CR at the end may be half of a CRLF. */
		while (i + 1 >= csm_chunk_left(w) && !w->ended)
			if (csm_chunk_more(w, diag) < 0)
				return -1;
		*end = i;
		if (i == csm_chunk_left(w))
			return 1;
		/* After the end of the input is known, so that how much is read at a
		 * time decides nothing. */
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
static enum csm_csv_step
csv_reject_open(struct csm_csv *csv, const struct csv_span *span, enum csm_code code,
    const char *what, struct csm_diag *diag)
{
	const char *p = csv->chunk.data + csv->chunk.at + span->open;
	struct csm_text text = {p, span->open_end - span->open};

	while (text.len > 0 && (p[text.len - 1] == '\n' || p[text.len - 1] == '\r'))
		text.len--;
	csv->bad = text;
	csm_csv_reject(csv, code, csv->line + span->open_line, csv->fields.n + 1, text,
	    what, diag);
	csm_csv_step_over(csv, span->open_end, span->open_line + 1);
	/* libcsv is within quotes still, and would take the next line for more of them.
	 */
	csm_rowparser_reset(csv->parser);
	return CSM_CSV_AGAIN;
}

/* Skip (the next part of) a line that is too long. */
enum csm_csv_step
csm_csv_skip_line(struct csm_csv *csv, struct csm_diag *diag)
{
	size_t end;
	int rc = csv_find_line(csv, 0, &end, diag);

	if (rc < 0)
		return CSM_CSV_FAIL;
	csv->skip = rc == 0;
	/* By parts, so that a line of gigabytes takes the memory of one row. */
	csm_csv_step_over(csv, rc == 0 ? csv->row_bytes : end, rc == 0 ? 0 : 1);
	return CSM_CSV_AGAIN;
}

/* Row or line longer than it may be. */
static enum csm_csv_step
csv_reject_long(struct csm_csv *csv, const struct csv_span *span, struct csm_diag *diag)
{
	struct csm_text start = {csv->chunk.data + csv->chunk.at, SHOWN_BYTES};

	if (span->lines > 0)
		return csv_reject_open(csv, span, CSM_E_LINE,
		    "quoted text is unterminated or too long in", diag);
	if (start.len > csv->row_bytes)
		start.len = csv->row_bytes;
	csv->skip = 1;
	csv->bad = (struct csm_text){"", 0}; /* more than can be kept */
	return csm_csv_reject(
	    csv, CSM_E_LINE, csv->line, 0, start, "line too long:", diag);
}

/* The row's lines are in, its fields known. */
static enum csm_csv_step
csv_finish_row(struct csm_csv *csv, const struct csv_span *span, uint64_t *line,
    struct csm_diag *diag)
{
	const char *row = csv->chunk.data + csv->chunk.at;
	int nul = memchr(row, '\0', span->end) != NULL;

	*line = csv->line;
	csm_csv_step_over(csv, span->end, span->lines);
	if (nul || csm_text_utf8(row, span->end) != span->end)
		return csm_csv_reject_text(csv, *line, nul, diag);
	return CSM_CSV_ROW;
}

/* Give the parser the line that ends at `end`. */
static enum csm_rowparser_status
csv_feed(struct csm_csv *csv, struct csv_span *span, size_t end)
{
	const char *row = csv->chunk.data + csv->chunk.at;
	size_t fields = span->lines == 0 ? 0 : csv->fields.n;
	int last = csv->chunk.ended && end == csm_chunk_left(&csv->chunk);
	enum csm_rowparser_status status = csm_rowparser_feed(
	    csv->parser, row + span->end, end - span->end, last, &csv->fields);

	/* A field was completed, so that the one open now began in this line. */
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
enum csm_csv_step
csm_csv_odd_row(struct csm_csv *csv, uint64_t *line, struct csm_diag *diag)
{
	enum csm_rowparser_status status = CSM_ROW_OPEN;
	struct csv_span span = {0};
	size_t end;
	int rc;

	while (status == CSM_ROW_OPEN) {
		rc = csv_find_line(csv, span.end, &end, diag);
		if (rc < 0)
			return CSM_CSV_FAIL;
		if (rc == 0)
			return csv_reject_long(csv, &span, diag);
		if (end == 0)
			return CSM_CSV_END;
		status = csv_feed(csv, &span, end);
	}
	if (status == CSM_ROW_DONE)
		return csv_finish_row(csv, &span, line, diag);
	if (status == CSM_ROW_BLANK) {
		csm_csv_step_over(csv, span.end, 1);
		return CSM_CSV_AGAIN;
	}
	/* A quote after others lines is stray only because an earlier one is open. */
	return csv_reject_open(csv, &span, CSM_E_QUOTE,
	    status == CSM_ROW_STRAY && span.open_line + 1 == span.lines
		? "stray quote in"
		: "unterminated quote in",
	    diag);
}
