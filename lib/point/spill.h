/*
 * Run: points written once and read in the same order, as often as it is rewound, in
 * memory or in a temporary file that has no name.  What a point shares with the one
 * before is not repeated.
 *
 * Ownership: points are copied in; one given out is borrowed until the next call.
 */
#ifndef CSM_POINT_SPILL_H
#define CSM_POINT_SPILL_H

#include "base/intern.h"
#include "point/point.h"

struct csm_spill;

/* `files` keeps the names of the points' files; it is the caller's and outlives the
 * run. */
struct csm_spill *csm_spill_in_memory(struct csm_intern *files);
/* In $TMPDIR, else /tmp.  NULL after reporting E_WRITE. */
struct csm_spill *csm_spill_on_disk(struct csm_intern *files, struct csm_diag *diag);
void csm_spill_free(struct csm_spill *run); /* NULL allowed */

/* -1 after reporting E_WRITE, which names the directory. */
int csm_spill_put(struct csm_spill *run, const struct csm_point *point, int64_t order,
    struct csm_diag *diag);
/* From memory to a temporary file, before it is read.  -1 after reporting E_WRITE. */
int csm_spill_to_disk(struct csm_spill *run, struct csm_diag *diag);
int csm_spill_is_in_memory(const struct csm_spill *run);
/* Bytes of memory held. */
size_t csm_spill_bytes(const struct csm_spill *run);
/* From writing to reading, or to reading again; -1 after reporting E_WRITE. */
int csm_spill_rewind(struct csm_spill *run, struct csm_diag *diag);
/* 1, 0 at the end, -1 after reporting E_READ. */
int csm_spill_next(struct csm_spill *run, struct csm_point *point, int64_t *order,
    struct csm_diag *diag);
/* As csm_point_reader_more. */
size_t csm_spill_more(
    struct csm_spill *run, int32_t before, struct csm_point_run *more);

#endif
