/*
 * Sheets: small files people keep beside the data, with a row for a company: ratings,
 * resets, churns.  CSV or NDJSON; the first column named is `company`.
 *
 * Ownership: a sheet owns its reader; cells are borrowed until the next row.
 */
#ifndef CSM_UNIT_SHEET_H
#define CSM_UNIT_SHEET_H

#include "record/record.h"

#include <stddef.h>
#include <stdint.h>

#define CSM_SHEET_COLUMNS 8

struct csm_sheet {
	struct csm_reader *reader;
	const char *const *column; /* their names; the caller's */
	size_t columns;
	int handle[CSM_SHEET_COLUMNS]; /* -1: no such column */
	const struct csm_record *record;
	uint64_t rejected; /* rows refused by csm_sheet_day and csm_sheet_need */
	struct csm_diag *diag;
};

/* The first `needed` of the columns must be there, others may.  -1 after E_OPEN or
 * E_HEADER; csm_sheet_close in any case. */
int csm_sheet_open(struct csm_sheet *sheet, const char *path, const char *const *column,
    size_t columns, size_t needed, struct csm_diag *diag);
void csm_sheet_close(struct csm_sheet *sheet);
/* 1, 0 at the end, when the rows are accounted for, -1 after a report. */
int csm_sheet_next(struct csm_sheet *sheet);

/* A cell, "" if it is empty or not there; and its place, for messages. */
struct csm_text csm_sheet_cell(struct csm_sheet *sheet, size_t column);
struct csm_pos csm_sheet_pos(struct csm_sheet *sheet, size_t column);
/* The day of a cell, CSM_DAY_NONE if it is empty: 0, or -1 after rejecting the row. */
int csm_sheet_day(struct csm_sheet *sheet, size_t column, int32_t *day);
/* 0 if the cell holds something, else -1 after rejecting the row with `what`. */
int csm_sheet_need(
    struct csm_sheet *sheet, size_t column, enum csm_code code, const char *what);

/*
 * The place of a cell's text among n names (name(ctx, i)).  -1 after warning that there
 * is none, with the nearest: `what` is "rating left out: there is no unit".
 */
long csm_sheet_find(struct csm_sheet *sheet, size_t column,
    const char *(*name)(const void *ctx, size_t i), const void *ctx, size_t n,
    const char *what);

#endif
