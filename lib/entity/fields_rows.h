/*
 * Rows: all records of a file as texts, each distinct text kept once.  A cell takes
 * four bytes.
 *
 * Columns are those of the header; of NDJSON and JSON every name that occurs, in order
 * of first appearance, members of an inner object as "outer.inner", a list as its
 * compact JSON.  Of two columns with one name the first counts.
 *
 * Ownership: the rows own their texts.
 */
#ifndef CSM_ENTITY_FIELDS_ROWS_H
#define CSM_ENTITY_FIELDS_ROWS_H

#include "base/intern.h"
#include "record/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CSM_NO_TEXT UINT32_MAX /* the cell is empty or absent */

struct csm_fields_row {
	size_t first; /* of its cells */
	uint32_t n;   /* cells; columns from here on are absent */
	uint64_t line;
};

/* All zero is valid and empty. */
struct csm_fields_rows {
	struct csm_intern column; /* names, by column number */
	struct csm_intern text;   /* of the cells */
	uint32_t *cell;
	size_t cells, cell_cap;
	struct csm_fields_row *row;
	size_t n, cap;
	/* Is a record read kept?  It is row number n then.  NULL: all are. */
	int (*keep)(void *ctx, const struct csm_record *record);
	/* Have the texts of a column a decimal comma?  Numbers of objects in it are then
	 * kept with one too, so that both are read alike.  NULL: none has. */
	bool (*comma)(void *ctx, const char *column);
	/* Its cells are there, and csm_fields_rows_put may add some.  NULL: none are. */
	void (*more)(void *ctx);
	void *ctx;
	uint64_t rejected; /* records reported here: too deep, or with a NUL */
};

void csm_fields_rows_fini(struct csm_fields_rows *rows);
/* Everything the reader gives, after what other readers gave; -1 after a fatal report.
 */
int csm_fields_rows_read(
    struct csm_fields_rows *rows, struct csm_reader *reader, struct csm_diag *diag);
/* A cell of the row read last, in a column that no file has; an empty text is none. */
void csm_fields_rows_put(
    struct csm_fields_rows *rows, const char *column, struct csm_text text);
/* A row more: the cells of `row`, and where that has none those of `before`.  Its
 * number. */
size_t csm_fields_rows_over(struct csm_fields_rows *rows, size_t row, size_t before);
/* The row is dealt with, though its reader has gone on: see csm_diag.row.  `about` is the
 * caller's, and must live as long. */
struct csm_fields_about {
	const struct csm_fields_rows *rows;
	size_t row;
};
void csm_fields_rows_about(const struct csm_fields_about *about, struct csm_diag *diag);
/* Number of the text in a cell, CSM_NO_TEXT if there is none. */
uint32_t csm_fields_rows_cell(
    const struct csm_fields_rows *rows, size_t row, size_t column);

#endif
