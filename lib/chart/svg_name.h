/*
 * Names in a drawing: short enough for their place, and never two of them cut to the same
 * text.
 *
 * Ownership: what is made lives in the arena.
 */
#ifndef CSM_CHART_SVG_NAME_H
#define CSM_CHART_SVG_NAME_H

#include "table/table.h"

/* Of n names each in at most `columns` columns: the whole name, else its beginning, else
 * beginning and end, else its beginning and which of them it is.  Control characters are
 * spelt out. */
const char **csm_svgname_fit(
    struct csm_arena *arena, const char *const *name, size_t n, size_t columns);
/* What rows are called, by their first column. */
const char **csm_svgname_rows(
    struct csm_arena *arena, const struct csm_table *table, size_t columns);
/* The same of a table's columns. */
const char **csm_svgname_columns(
    struct csm_arena *arena, const struct csm_table *table, size_t columns);

#endif
