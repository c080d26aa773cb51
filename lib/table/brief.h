/*
 * Brief: the numbers of a sparkline in as few bytes as they need, for who keeps one of
 * each of millions of companies: a byte a day for counts below 255, eight at most.
 *
 * Ownership: it lives in the arena given.
 */
#ifndef CSM_TABLE_BRIEF_H
#define CSM_TABLE_BRIEF_H

#include "table/table.h"

#define CSM_BRIEF_MOST 31 /* days */

/* Of n numbers in micros, each of which may be CSM_MISSING; NULL: all of them are. */
const unsigned char *csm_brief_of(
    struct csm_arena *arena, const int64_t *series, size_t n);
/* The numbers again, as the cell's series. */
void csm_brief_undo(struct csm_cell *cell, int64_t series[CSM_BRIEF_MOST]);
/* A cell of a kept row, whose series csm_table_at undoes; NULL: NONE. */
struct csm_cell csm_cell_brief(const unsigned char *brief);

#endif
