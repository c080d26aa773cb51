/*
 * Names in a drawing: short enough for their place, and never two of them cut to the same
 * text.
 *
 * Ownership: what is made lives in the arena.
 */
#ifndef CSM_CHART_SVG_NAME_H
#define CSM_CHART_SVG_NAME_H

#include "table/table.h"

/* What rows are called in at most `columns` columns, by their first column: the whole name,
 * else its beginning, else beginning and end, else its beginning and which row it is.
 * Control characters are spelt out. */
const char **csm_svgname_rows(
    struct csm_arena *arena, const struct csm_table *table, size_t columns);
/* The same of a table's columns. */
const char **csm_svgname_columns(
    struct csm_arena *arena, const struct csm_table *table, size_t columns);

#endif
