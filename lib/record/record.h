/*
 * Records: named text fields with their file and line; nothing is interpreted here.
 * One interface over CSV, TSV, NDJSON and a JSON array.
 *
 * Ownership: a record and its fields are borrowed until the next csm_reader_next.
 */
#ifndef CSM_RECORD_RECORD_H
#define CSM_RECORD_RECORD_H

#include "base/diag.h"
#include "syntax/csv.h"
#include "record/format.h"

#include <stddef.h>
#include <stdint.h>

struct csm_record {
	const struct csm_text *field; /* by column handle */
	const unsigned char *nested;  /* by handle: the text is that of an object or
					 array; NULL: none is */
	size_t n;
	const char *file;
	uint64_t line;
	struct csm_text
	    written; /* an object, as it is written; s NULL: cells are all */
};

struct csm_reader;

struct csm_reader_options {
	enum csm_format format;
	char delimiter;       /* 0: the format's own */
	const char *encoding; /* NULL: UTF-8, or what a byte order mark says */
	struct csm_format_dialect dialect;
	const char *const *name; /* of the columns of a CSV without a header; NULL: it
				    has one */
	size_t names;
	int micros; /* of points: values are whole numbers of millionths, as databases
			have them */
	struct csm_text text; /* read instead of what the path names, which it is called
				 after; s NULL: nothing */
	int pad;              /* rows shorter than the header end in empty cells */
	uint64_t rows;        /* only so many; 0: all */
	int prove; /* a file for which no option says how it is written: a semicolon or bar is
		      its delimiter if the header and the row below prove it */
	int footer; /* "Grand Totals" and what else a report puts below its rows is left
		       out; of a file with `prove` always */
	int expect_end;  /* the last line must end with a line feed */
	int expect_rows; /* who reads minds an input without rows, and tells so itself */
	int threads;     /* unless 1, decompression may have a thread of its own; 0: as
			   there are processors */
};

/* NULL after a report (E_OPEN, E_READ, ...).  Reads the header of a CSV. */
struct csm_reader *csm_reader_open(
    const char *path, const struct csm_reader_options *options, struct csm_diag *diag);
/* Over an input already open (taken), for tests. */
struct csm_reader *csm_reader_over(struct csm_input *in,
    const struct csm_reader_options *options, struct csm_diag *diag);
void csm_reader_free(struct csm_reader *reader);

const char *csm_reader_name(const struct csm_reader *reader); /* of the file */
enum csm_format csm_reader_format(const struct csm_reader *reader);
/* 1 if the input had no byte but perhaps a byte order mark and blank lines. */
int csm_reader_empty(const struct csm_reader *reader);
/* Of an input that is empty: a warning, since an export without rows has a header, and so
 * have points; but not if its name says that it is NDJSON, of which a quiet day has none, or a
 * device such as /dev/null, which is meant. */
void csm_reader_tell_empty(const struct csm_reader *reader, struct csm_diag *diag);
/* Header names in order; none for NDJSON and JSON. */
size_t csm_reader_columns(const struct csm_reader *reader);
const char *csm_reader_column_name(const struct csm_reader *reader, size_t i);

/* 1 if the header is one column whose name holds what separates columns elsewhere. */
int csm_reader_is_one_wide(const struct csm_reader *reader);

/*
 * Handle of a column for csm_record.field: a CSV header name, or a dotted NDJSON path
 * (always found).  "properties.plan", if no column of a CSV is called so but one is
 * "properties", is the value at that path of the JSON text in it.  -1 if absent.  _need
 * reports E_HEADER naming the column, those there are and the nearest (with the hint about
 * -f tsv and -d ';' when a one-column header holds a TAB or ';'); a header name that occurs
 * twice and is needed is E_HEADER too.
 * Columns must be asked for before the first csm_reader_next.
 */
int csm_reader_column(struct csm_reader *reader, const char *name);
/*
 * The texts of a column have a decimal comma: numbers of JSON in it, which have a point
 * whatever texts have, are given with one too.  A column of -1 is none.
 */
void csm_reader_comma(struct csm_reader *reader, int column);
/* The column of the file, from 1, in which what a handle stands for is. */
uint32_t csm_reader_place(const struct csm_reader *reader, int column);
int csm_reader_need(struct csm_reader *reader, const char *name, struct csm_diag *diag);
/* As csm_reader_need, with what may have been meant, such as "; =ticket is ...". */
int csm_reader_need_or(struct csm_reader *reader, const char *name, const char *hint,
    struct csm_diag *diag);
/*
 * Once rows have been read: whether some object had what the handle stands for, which is
 * not known before; of a column it is.  Nothing is lacking where there was no object.
 */
int csm_reader_had(const struct csm_reader *reader, int column);
/* The names there are, of columns or keys, to find the one that was meant. */
void csm_reader_offer(const struct csm_reader *reader, struct csm_nearest *near);
/* No object has the path of a role (NULL: of none): a warning W_KEY with those there are,
 * 0; where it is required, E_HEADER, -1. */
int csm_reader_tell_key(const struct csm_reader *reader, const char *path,
    const char *role, int required, struct csm_diag *diag);

/*
 * The next record: 1, 0 at the end, -1 after a reported fatal error.  Rows that cannot
 * be records (see csv.h, ndjson.h; in CSV also a row with too few or too many columns:
 * E_FIELDS) are reported with csm_reject, counted and skipped.
 */
int csm_reader_next(
    struct csm_reader *reader, const struct csm_record **record, struct csm_diag *diag);
/*
 * For threads that read in batches: a reader with the columns asked for so far, and rows for
 * it, read by this one, which outlives it.  csm_reader_lend gives 1, and the next rows
 * come from csm_reader_next of `to` until it returns 0; 2 if the next row is to be had
 * from this reader itself (one more may then be lent); 0 at the end; -1 after a report.
 * Lines are counted from 1 again in each batch, of either: csm_reader_lines of the one
 * read tells how many the batch has used up so far.  A JSON array is not lent.
 */
struct csm_reader *csm_reader_fork(const struct csm_reader *reader);
int csm_reader_lend(
    struct csm_reader *reader, struct csm_reader *to, struct csm_diag *diag);
uint64_t csm_reader_lines(const struct csm_reader *reader);
/* Take over which keys a fork, which is done, has seen. */
void csm_reader_join(struct csm_reader *reader, const struct csm_reader *fork);
/*
 * For who knows a shorter way through the next row than its fields (csm_csv_rest): the
 * bytes that are there, NULL where rows are not to be taken so; and that so many rows, a
 * line each, of so many bytes were: gives the line of the first.
 */
const char *csm_reader_rest(struct csm_reader *reader, size_t *left);
uint64_t csm_reader_took(struct csm_reader *reader, size_t bytes, uint64_t rows);
/* More of them, behind those that are there, which stay and may move: 1, 0 if there are no
 * more, -1 after a report. */
int csm_reader_hold(
    struct csm_reader *reader, const char **rest, size_t *left, struct csm_diag *diag);
/* Nobody looks any more at the bytes before them. */
void csm_reader_forget(struct csm_reader *reader);
/*
 * Of a batch: some columns of the next rows, at most `max`, as far as these are
 * ordinary: field[row * columns + i] is column[i], and 16 bytes from its start may be
 * loaded.  How many rows; 0: the next, if any, is to be had from csm_reader_next.  They
 * are not used up but by csm_reader_use, which takes as many of them or fewer.
 */
size_t csm_reader_look(struct csm_reader *reader, const int *column, size_t columns,
    struct csm_text *field, size_t max);
void csm_reader_use(struct csm_reader *reader, size_t rows);
/* For tests: how many bytes to read at a time. */
void csm_reader_tune(struct csm_reader *reader, size_t block_bytes);
/* The whole current record of NDJSON or JSON, as compact JSON; s == NULL for CSV.
 * Borrowed as the record is. */
struct csm_text csm_reader_source(struct csm_reader *reader);
/* What is dealt with: a record of the reader, also when it was copied; it is then given
 * with messages that reject it.  csm_reader_next says so itself.  Both are borrowed. */
struct csm_record_about {
	const struct csm_reader *reader;
	const struct csm_record *record;
};
void csm_record_about(const struct csm_record_about *about, struct csm_diag *diag);
/* Rows seen so far: given out + rejected here. */
uint64_t csm_reader_rows(const struct csm_reader *reader);
uint64_t csm_reader_rejected(const struct csm_reader *reader);
/* Accounts for a file that was read to its end: its rows were used but those rejected here,
 * and as many as the caller set aside. */
void csm_reader_account(
    const struct csm_reader *reader, uint64_t set_aside, struct csm_diag *diag);

#endif
