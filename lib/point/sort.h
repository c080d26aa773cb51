/*
 * Sorter: points in any order in, canonical order out, in bounded memory: what does not
 * fit is written to unlinked files in $TMPDIR (else /tmp) as sorted runs and merged.
 *
 * Points with the same key come out next to each other, ordered by `order`, then in the
 * order they were pushed.
 *
 * Ownership: points are copied in; a point given out is borrowed until the next call.
 */
#ifndef CSM_POINT_SORT_H
#define CSM_POINT_SORT_H

#include "point/point.h"

struct csm_sorter;

/* A quarter of physical memory, in bytes. */
size_t csm_sorter_default_limit(void);
/* limit: bytes of memory before a run is spilled; 0: the default. */
struct csm_sorter *csm_sorter_new(size_t limit_bytes);
void csm_sorter_free(struct csm_sorter *s); /* NULL allowed */
/* -1 after reporting E_WRITE (spilling failed). */
int csm_sorter_push(struct csm_sorter *s, const struct csm_point *point, int64_t order,
    struct csm_diag *diag);
/* Call once after the last push; -1 after a report. */
int csm_sorter_finish(struct csm_sorter *s, struct csm_diag *diag);
/* 1, 0 at the end, -1 after a report.  *order may be NULL. */
int csm_sorter_next(struct csm_sorter *s, struct csm_point *point, int64_t *order,
    struct csm_diag *diag);

#endif
