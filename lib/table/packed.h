/*
 * Packed: cells as a table keeps them.
 *
 * Ownership: forms live in the arena given; texts, series and lights are borrowed.
 */
#ifndef CSM_TABLE_PACKED_H
#define CSM_TABLE_PACKED_H

#include "table/table.h"

struct csm_packed csm_packed_of(struct csm_packed_forms *forms, struct csm_arena *arena,
    const struct csm_cell *cell);
struct csm_cell csm_packed_cell(struct csm_packed packed);

#endif
