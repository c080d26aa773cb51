/*
 * Large: a partition that would take too much memory, such as one huge company's, by
 * the sorter, which needs more time and no more memory than it is given.
 *
 * Ownership: as csm_fast_part.
 */
#ifndef CSM_INGEST_FAST_FAST_LARGE_H
#define CSM_INGEST_FAST_FAST_LARGE_H

#include "ingest/fast/fast_names.h"

/* By its rows.  How many users they are of shows when they are read: csm_fast_part_make. */
int csm_fast_is_large(struct csm_fast *fast, const struct csm_fast_names *names,
    const struct csm_fast_range *range);
/* As csm_fast_part_make, straight to the output and with the run's own sorter and
 * messages: one at a time. */
int csm_fast_large_make(struct csm_fast *fast, const struct csm_fast_names *names,
    const struct csm_fast_range *range, struct csm_point_writer *out);

#endif
