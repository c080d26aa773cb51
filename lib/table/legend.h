/*
 * Legend: what the letters under a table's head mean, for formats that show states as
 * letters.
 */
#ifndef CSM_TABLE_LEGEND_H
#define CSM_TABLE_LEGEND_H

#include "base/buf.h"
#include "table/table.h"

/* The cell with the most lights of a column: all rows have the same units, but a row
 * may have none.  NONE if there is none. */
struct csm_cell csm_legend_lights(const struct csm_table *table, size_t column);
/* Append "Units: Adoption, Seats": the names behind the letters of a LIGHTS column, in
 * their order.  Nothing for another column, or one without any. */
void csm_legend_names(
    struct csm_buf *out, const struct csm_table *table, size_t column);
/* Append "G green, R red, . none": the letters that occur in cells of LIGHTS, and, if
 * `columns`, in those that show their state alone. */
void csm_legend_letters(
    struct csm_buf *out, const struct csm_table *table, int columns);

#endif
