/*
 * Workbook: a file for spreadsheet programs (XLSX), on libxlsxwriter.
 *
 * What is written as text stays text: nothing here makes a formula or a link of it.
 * Texts are UTF-8 without control characters.
 * Rows and columns count from 0.  The same calls give the same bytes.
 *
 * Ownership: a workbook owns its sheets; texts are copied.
 */
#ifndef CSM_DOCUMENT_WORKBOOK_H
#define CSM_DOCUMENT_WORKBOOK_H

#include "base/buf.h"
#include "base/diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a sheet holds. */
#define CSM_WORKBOOK_ROWS 1048576
#define CSM_WORKBOOK_COLUMNS 16384

struct csm_workbook;
struct csm_workbook_sheet;

/* Two styles with the same contents are one.  All zero is a plain cell. */
struct csm_workbook_style {
	const char *format; /* of numbers: "#,##0.0"; NULL: as they are */
	uint32_t fill, ink; /* 0xRRGGBB; 0: none, black */
	int bold, size;     /* size in points, 0: the usual */
	int head;           /* of a heading: wraps, with a line below */
	int right;          /* aligned to the right; numbers are anyway */
	int indent;         /* away from the number to its left */
	bool percent;       /* numbers are percentages: 61 is held as 0.61 */
};

enum csm_workbook_kind { CSM_WORKBOOK_LINES, CSM_WORKBOOK_BARS, CSM_WORKBOOK_SHARES };

/*
 * A chart of cells.  LINES and BARS: a series each column, its name in row head, the
 * places along x from column `along`.  SHARES: a series each row, its name in column
 * `along`, a bar each column.
 */
struct csm_workbook_chart {
	enum csm_workbook_kind kind;
	size_t head, first, last; /* rows; the last included */
	size_t along;
	const size_t *column;
	size_t columns;
	const uint32_t *color; /* of each series; 0: the program's own; may be NULL */
	const char *format;    /* of the numbers along the axis; NULL: as they are */
	const char *alt;       /* what one who cannot see it should know */
};

/* NULL after reporting E_WRITE: a temporary file in $TMPDIR, else /tmp, is needed. */
struct csm_workbook *csm_workbook_new(struct csm_diag *diag);
void csm_workbook_free(struct csm_workbook *book);
/* day: when it says it was made, days since 1970-01-01. */
void csm_workbook_about(
    struct csm_workbook *book, const char *title, const char *subject, int32_t day);
/* A sheet named so, as nearly as the rules for such names let it be. */
struct csm_workbook_sheet *csm_workbook_sheet(
    struct csm_workbook *book, const char *name);
/* Append the bytes of the file.  Once, at the end; -1 after reporting E_WRITE. */
int csm_workbook_finish(
    struct csm_workbook *book, struct csm_buf *out, struct csm_diag *diag);

/* 1 if the text had to be cut, else 0. */
int csm_workbook_text(struct csm_workbook_sheet *sheet, size_t row, size_t column,
    const char *text, const struct csm_workbook_style *style);
void csm_workbook_number(struct csm_workbook_sheet *sheet, size_t row, size_t column,
    int64_t micros, const struct csm_workbook_style *style);
/* A date: days since 1970-01-01. */
void csm_workbook_day(struct csm_workbook_sheet *sheet, size_t row, size_t column,
    int32_t day, const struct csm_workbook_style *style);

/* In characters. */
void csm_workbook_width(struct csm_workbook_sheet *sheet, size_t column, size_t width);
/* Rows head+1..last are the data below the heading row: it stays in sight with the
 * first column, is printed on every page, and rows can be filtered by it. */
void csm_workbook_table(
    struct csm_workbook_sheet *sheet, size_t head, size_t last, size_t columns);
/* A bar in each cell of the rows, the largest number full. */
void csm_workbook_bars(
    struct csm_workbook_sheet *sheet, size_t column, size_t first, size_t last);
/* From red at low by yellow to green at high. */
void csm_workbook_scale(struct csm_workbook_sheet *sheet, size_t column, size_t first,
    size_t last, int64_t low, int64_t high);
/* Cells of so many columns by their size: the darker, the nearer to the largest. */
void csm_workbook_heat(struct csm_workbook_sheet *sheet, size_t column, size_t columns,
    size_t first, size_t last);
/* With its upper left corner in that cell; the sheet's first cell is its title. */
void csm_workbook_chart(struct csm_workbook_sheet *sheet, size_t row, size_t column,
    const struct csm_workbook_chart *chart);

#endif
