/*
 * The cells of a sheet that is made of a table: each in the columns, the style and the
 * words that its kind wants.  A column of the table is one of the sheet, or several: a
 * state stands beside its value, lights take a column each.
 *
 * Ownership: the maker of a sheet owns at, width and text; the rest is borrowed.
 */
#ifndef CSM_DOCUMENT_XLSX_CELL_H
#define CSM_DOCUMENT_XLSX_CELL_H

#include "document/workbook.h"
#include "document/writer.h"

#define CSM_XLSX_HEAD 3 /* row of the headings; above: title, subtitle, note */
#define CSM_XLSX_DATA 4 /* row of the table's first */

struct csm_xlsx_sheet {
	const struct csm_doc *doc;
	const struct csm_table *table;
	struct csm_workbook *book;
	struct csm_workbook_sheet *sheet;
	size_t *at;    /* sheet column of each table column, and one after the last */
	size_t *width; /* of each sheet column, in characters */
	int cut;       /* 1: some text was too long */
	struct csm_buf text;
};

/* The text without what a cell cannot hold; valid until the next call. */
const char *csm_xlsx_plain(struct csm_xlsx_sheet *w, const char *s);
/* Its state stands in the cell itself, not beside it. */
bool csm_xlsx_is_light(const struct csm_heading *c);
/* How many columns of a sheet a column of the table takes. */
size_t csm_xlsx_columns_of(const struct csm_table *t, size_t column);
/* The heading of a column of the table, and of what stands beside it. */
void csm_xlsx_put_heading(struct csm_xlsx_sheet *w, size_t column);
/* The cells of all rows, the columns made as wide as they need. */
void csm_xlsx_put_rows(struct csm_xlsx_sheet *w);

#endif
