/*
 * Shape: which rows and columns of a report's table are shown, and in which order:
 * --sort, --top, --bottom, --limit, --columns.
 */
#ifndef CSM_FIGURE_SHAPE_H
#define CSM_FIGURE_SHAPE_H

#include "figure/context.h"

struct csm_shape {
	const char *key; /* what --sort names, without its sign; NULL: nothing */
	int descending;
	size_t keep;    /* --top, --bottom: rows; SIZE_MAX: all */
	double percent; /* of the rows; 0: keep counts */
};

/* What the options say; -1 after reporting E_USAGE. */
int csm_shape_read(struct csm_context *context, struct csm_shape *shape);
/* Sort the rows of a table by a column: one without a value stands last, whichever the
 * direction, equal ones as they came. */
void csm_shape_sort(
    const struct csm_shape *shape, struct csm_table *table, size_t column);
/* How many of so many rows are shown. */
size_t csm_shape_kept(
    const struct csm_context *context, const struct csm_shape *shape, size_t rows);
/* Sort and cut the rows of a finished table, and choose its columns, by their names or
 * titles; -1 after reporting E_USAGE with the nearest name. */
int csm_shape_table(
    struct csm_context *context, struct csm_doc *doc, struct csm_table *table);

#endif
