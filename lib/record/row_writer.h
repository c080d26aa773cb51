/*
 * Row writer: a row of named cells as a line of CSV, TSV or NDJSON.  A table is a head
 * and its rows; NDJSON has no head, its rows name their cells.
 *
 *   csm_rowwriter_head(&row, names, n);
 *   csm_rowwriter_text(&row, "company", id, len);     cell by cell, in that order
 *   csm_rowwriter_end(&row);
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
};

struct csm_rowwriter csm_rowwriter(struct csm_buf *out, enum csm_format format);
/* A heading, of formats that have a head; else nothing. */
void csm_rowwriter_heading(struct csm_rowwriter *row, const char *name);
/* The whole head, its line ended. */
void csm_rowwriter_head(struct csm_rowwriter *row, const char *const *name, size_t n);

/* A text, an empty one included. */
void csm_rowwriter_text(
    struct csm_rowwriter *row, const char *name, const char *s, size_t len);
void csm_rowwriter_string(struct csm_rowwriter *row, const char *name, const char *s);
/* A number, truth or other JSON, as it is. */
void csm_rowwriter_plain(
    struct csm_rowwriter *row, const char *name, const char *s, size_t len);
/* Millionths; CSM_MISSING: none. */
void csm_rowwriter_number(struct csm_rowwriter *row, const char *name, int64_t micros);
/* CSM_DAY_NONE: none. */
void csm_rowwriter_day(struct csm_rowwriter *row, const char *name, int32_t day);
void csm_rowwriter_truth(struct csm_rowwriter *row, const char *name, bool truth);
/* No value: null, or an empty cell. */
void csm_rowwriter_none(struct csm_rowwriter *row, const char *name);
/* End the line; an object without members is one all the same. */
void csm_rowwriter_end(struct csm_rowwriter *row);

#endif
