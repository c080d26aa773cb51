/*
 * Row writer: a row of named cells as a line of CSV, TSV or NDJSON.  A table is a head
 * and its rows; NDJSON has no head, its rows name their cells.
 *
 * Whose columns are always the same has them in a table, each beside what puts it:
 *
 *	static const struct csm_rowwriter_column columns[] = {{"company", put_company}};
 *
 *	csm_rowwriter_head(&row, columns, n);
 *	csm_rowwriter_put(&row, columns, n, &of);
 *
 * Others put cell by cell, and end the line.
 *
 * Ownership: the buffer is the caller's, who empties it.
 */
#ifndef CSM_RECORD_ROW_WRITER_H
#define CSM_RECORD_ROW_WRITER_H

#include "base/buf.h"
#include "record/format.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct csm_rowwriter {
	struct csm_buf *out;
	char delimiter; /* 0: NDJSON */
	bool begun;     /* the line has a cell */
	bool guard;     /* no text of CSV and TSV is a formula */
};

/* A column, and what puts the cell of that name of a row. */
struct csm_rowwriter_column {
	const char *name;
	void (*put)(struct csm_rowwriter *row, const char *name, const void *of);
};

struct csm_rowwriter csm_rowwriter(struct csm_buf *out, enum csm_format format);
/* Cells apart by any delimiter, as some file has them. */
struct csm_rowwriter csm_rowwriter_by(struct csm_buf *out, char delimiter);
/* A heading, of formats that have a head; else nothing. */
void csm_rowwriter_heading(struct csm_rowwriter *row, const char *name);
/* The head of formats that have one, a row: their lines ended. */
void csm_rowwriter_head(
    struct csm_rowwriter *row, const struct csm_rowwriter_column *column, size_t n);
void csm_rowwriter_put(struct csm_rowwriter *row,
    const struct csm_rowwriter_column *column, size_t n, const void *of);

/* A text, an empty one included. */
void csm_rowwriter_text(
    struct csm_rowwriter *row, const char *name, const char *s, size_t len);
void csm_rowwriter_string(struct csm_rowwriter *row, const char *name, const char *s);
/* The same, but NULL or an empty one: none. */
void csm_rowwriter_word(struct csm_rowwriter *row, const char *name, const char *s);
/* A number, truth or other JSON, as it is. */
void csm_rowwriter_plain(
    struct csm_rowwriter *row, const char *name, const char *s, size_t len);
/* Millionths; CSM_MISSING: none. */
void csm_rowwriter_number(struct csm_rowwriter *row, const char *name, int64_t micros);
void csm_rowwriter_count(struct csm_rowwriter *row, const char *name, uint64_t n);
/* CSM_DAY_NONE: none. */
void csm_rowwriter_day(struct csm_rowwriter *row, const char *name, int32_t day);
void csm_rowwriter_truth(struct csm_rowwriter *row, const char *name, bool truth);
/* No value: null, or an empty cell. */
void csm_rowwriter_none(struct csm_rowwriter *row, const char *name);
/* Begin the line with cells that were put into another buffer, and no end: what many
 * rows begin with is put once. */
void csm_rowwriter_repeat(struct csm_rowwriter *row, const struct csm_buf *cells);
/* End the line; an object without members is one all the same. */
void csm_rowwriter_end(struct csm_rowwriter *row);

#endif
