/* The state of a CSV reader, for the files that make it up. */
#ifndef CSM_SYNTAX_CSV_STATE_H
#define CSM_SYNTAX_CSV_STATE_H

#include "syntax/chunk.h"
#include "syntax/csv.h"
#include "syntax/csv_index.h"
#include "syntax/csv_split.h"
#include "syntax/rowparser.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

/* A row, or what an open quote makes of the rest of the file, is followed so far: a limit
 * on the memory that a quote that never ends takes. */
#define CSM_CSV_ROW_BYTES ((size_t)16 << 20)

struct csm_csv {
	struct csm_chunk chunk;
	struct csm_csv_fields fields;
	struct csm_csv_index index; /* of rows lent to it */
	int unmarked;               /* these are still to be found */
	struct csm_rowparser *parser;
	char delimiter;
	int fast;            /* the short way is allowed */
	int begun;           /* the byte order mark has been looked for */
	int failed;          /* -1 was returned, and is for ever */
	int skip;            /* inside a line that is too long */
	uint64_t line;       /* of the first unused byte */
	uint64_t rejected;   /* in this call */
	struct csm_text bad; /* the line being rejected; s NULL: the row in fields */
	size_t row_bytes;    /* as long as a row may be */
};

enum csm_csv_step {
	CSM_CSV_FAIL = -1, /* after a report */
	CSM_CSV_END,
	CSM_CSV_ROW,
	CSM_CSV_AGAIN, /* nothing to give: a blank line, or what was rejected */
	CSM_CSV_ODD    /* a row that needs the parser */
};

/* Step over `bytes` that are `lines` lines. */
static inline void
csm_csv_step_over(struct csm_csv *csv, size_t bytes, uint64_t lines)
{
	csv->chunk.at += bytes;
	csv->line += lines;
	assert(csv->chunk.at <= csv->chunk.end);
}

/* CSM_CSV_AGAIN after rejecting the field `value`, number `column`; 0: the line. */
enum csm_csv_step csm_csv_reject(struct csm_csv *csv, enum csm_code code, uint64_t line,
    size_t column, struct csm_text value, const char *what, struct csm_diag *diag);
/* Reject the row in fields for the first that has a NUL byte (nul 1) or is not UTF-8;
 * CSM_CSV_ROW if none is to blame. */
enum csm_csv_step csm_csv_reject_text(
    struct csm_csv *csv, uint64_t line, int nul, struct csm_diag *diag);
/* Any row, by the parser; the line on which it begins. */
enum csm_csv_step csm_csv_odd_row(
    struct csm_csv *csv, uint64_t *line, struct csm_diag *diag);
/* The next part of a line that is too long. */
enum csm_csv_step csm_csv_skip_line(struct csm_csv *csv, struct csm_diag *diag);

#endif
