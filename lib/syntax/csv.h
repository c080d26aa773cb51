/*
 * CSV and TSV rows (RFC 4180), on libcsv.  Ordinary rows take a shorter way that gives
 * the same fields; a differential test proves it.
 *
 * What counts as what: LF, CRLF and lone CR end a row; blank and space-only lines are
 * no rows; blanks and tabs around an unquoted field are not part of it (for TSV:
 * blanks); a UTF-8 byte order mark at the start is skipped; "" and an empty field are
 * the same.
 *
 * Ownership: fields are borrowed until the next call; the reader takes the input.
 */
#ifndef CSM_SYNTAX_CSV_H
#define CSM_SYNTAX_CSV_H

#include "base/diag.h"
#include "base/text.h"
#include "io/input.h"

#include <stddef.h>
#include <stdint.h>

struct csm_csv;
struct csm_buf;

/* The delimiter is one ASCII character, no quote and no line end. */
struct csm_csv *csm_csv_new(struct csm_input *in, char delimiter);
void csm_csv_free(struct csm_csv *csv);
/*
 * The next row.  Returns 1 with the fields, their number and the physical line on which
 * the row begins; 0 at the end; -1 after a reported read error.  A row that cannot be
 * read (a quote that never ends: E_QUOTE, at the line where it opened; NUL byte: E_NUL;
 * not UTF-8: E_UTF8; UTF-16 or UTF-32 input: E_FORMAT and -1) is reported with
 * csm_reject, counted in *rejected, and skipped.  Text after an unterminated quote is
 * never merged silently into one row: the row that opened the quote is rejected and
 * reading resumes on the line after it.
 */
int csm_csv_next(struct csm_csv *csv, const struct csm_text **fields, size_t *n,
    uint64_t *line, uint64_t *rejected, struct csm_diag *diag);

/*
 * For who knows a shorter way through the next row than its fields: the bytes that are
 * there, behind which CSM_CHUNK_PAD may be loaded, or NULL where rows are not to be
 * taken so; and how many of them so many rows had, each of one line with its LF: gives
 * the line of the first.
 */
const char *csm_csv_rest(const struct csm_csv *csv, size_t *left);
uint64_t csm_csv_took(struct csm_csv *csv, size_t bytes, uint64_t rows);
/* More of those bytes, behind them: 1, 0 if there are no more, -1 after a report. */
int csm_csv_hold(struct csm_csv *csv, struct csm_diag *diag);
/* Nobody looks any more at the bytes before them. */
void csm_csv_forget(struct csm_csv *csv);

/*
 * For threads that read in batches: an empty reader of the same kind; and lines for it, read
 * by this one.  Of its batches only one is worked on at a time, and its lines are counted
 * from 1 again in each.  csm_csv_lend gives 1, and `to` then has whole rows to its end;
 * 2 if the next row (there is one, if only a blank) must be read from csv itself; 0, -1
 * as csm_csv_next.  Lines are counted from 1 again in csv too.
 */
struct csm_csv *csm_csv_fork(const struct csm_csv *csv);
int csm_csv_lend(struct csm_csv *csv, struct csm_csv *to, struct csm_diag *diag);
/*
 * Of lines lent: some fields of the next rows, at most `max`, as far as they are
 * ordinary and `width` fields wide: field[row * columns + i] is the one in column[i].
 * CSM_CHUNK_PAD bytes from the start of each may be loaded.  How many rows; they are
 * not used up but by csm_csv_use, which takes as many of them or fewer.
 */
size_t csm_csv_look(struct csm_csv *csv, size_t width, const int *column,
    size_t columns, struct csm_text *field, size_t max);
void csm_csv_use(struct csm_csv *csv, size_t width, size_t rows);
/* The row, or line, that is being rejected, as it is written where it cannot be split;
 * valid during the call of csm_csv_next that rejects it. */
void csm_csv_put_rejected(const struct csm_csv *csv, struct csm_buf *out);
char csm_csv_delimiter(const struct csm_csv *csv);
/* Lines used up since the reader was new, or had or gave its last batch. */
uint64_t csm_csv_lines(const struct csm_csv *csv);
/* Another batch of rows that are read from it: lines are counted from 1 again. */
void csm_csv_recount(struct csm_csv *csv);

/*
 * For tests and measurements: fast 0 sends every row to libcsv; how many bytes to read
 * at a time; how long a row may be (16 MiB by default).  Longer ones are E_LINE: a line
 * is skipped to its end; of several lines held together by a quote, the one where it
 * opened is rejected.
 */
void csm_csv_tune(struct csm_csv *csv, int fast, size_t block_bytes, size_t row_bytes);

/* Append a field, quoted only if it must be: delimiter, quote, CR, LF, a blank at
 * either end (which readers would trim). */
void csm_csv_put(struct csm_buf *out, const char *s, size_t len, char delimiter);

#endif
