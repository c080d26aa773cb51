/*
 * CSV dialect: rows that are written otherwise than RFC 4180 has it, as rows of RFC
 * 4180 with the same delimiter: without quotes, with escapes, with lines that are no
 * rows.  A line of the input stays a line, so that places stay true; one that is no row
 * becomes a blank one.
 *
 * Ownership: the stage owns its state.
 */
#ifndef CSM_SYNTAX_CSV_DIALECT_H
#define CSM_SYNTAX_CSV_DIALECT_H

#include "io/stage.h"

#include <stdbool.h>
#include <stdint.h>

struct csm_csv_dialect {
	char delimiter;
	char quote;          /* '"', another, or 0: none, every one is text */
	char escape;         /* '\\': the next character as it is, \t, \n and the like;
			0: none.  An escaped line end becomes a blank. */
	bool null_n;         /* \N alone is an empty field (COPY of PostgreSQL) */
	char comment;        /* a line that begins with it is no row; 0: none */
	uint32_t skip_lines; /* so many lines at the start are no rows */
};

/* Whether it says anything that RFC 4180 does not. */
bool csm_csv_dialect_is_odd(const struct csm_csv_dialect *dialect);
struct csm_stage csm_csv_dialect_new(const struct csm_csv_dialect *dialect);

#endif
