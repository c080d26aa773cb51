/*
 * Extra: columns asked for by --columns beside those a report of companies has: fields,
 * metrics and formulas, as in the list.
 *
 * Ownership: all of it lives in the context's arena.
 */
#ifndef CSM_REPORT_EXTRA_H
#define CSM_REPORT_EXTRA_H

#include "figure/column.h"

struct csm_extra {
	struct csm_list_column *column;
	size_t n;
};

/* In a report's begin: of --columns, those that are neither called as one of own[0..n)
 * nor a word alone that no field has, which may be a column the report finds later.
 * -1 after E_USAGE, E_FORMULA. */
int csm_extra_read(struct csm_context *context, const struct csm_table_column *own,
    size_t n, struct csm_extra *extra);
/* Their cells for the company evaluated last. */
struct csm_cell *csm_extra_cells(struct csm_context *context,
    const struct csm_extra *extra, const struct csm_set *set);
/* Add them to a table; `of` has the i-th cell of a row. */
void csm_extra_add(
    const struct csm_extra *extra, struct csm_table *table, csm_cell_of *of);

#endif
