/*
 * Drain: the rows of a shard to the run's sorter, which needs more time and no more memory
 * than it is given.  For what would take too much otherwise: a partition such as one huge
 * company's, and the names of millions of companies, which no shard can spill.
 *
 * Ownership: the sorter and the users are the ingest run's.
 */
#ifndef CSM_INGEST_FAST_FAST_DRAIN_H
#define CSM_INGEST_FAST_FAST_DRAIN_H

#include "ingest/fast/fast_names.h"

/* The run's sorter and users, anew and each with a quarter of the memory. */
void csm_fast_drain_begin(struct csm_fast *p);
/* The rows of one partition of a shard, whose names are those of `names`, or if that is
 * NULL its own: 0, or -1 after a report.  They stay in the shard. */
int csm_fast_drain_part(
    struct csm_fast *p, const struct csm_fast_names *names, int shard, size_t part);
/* With the lock of the order: all rows of a shard whose names of companies have become
 * too many, and these with them; the run is then one by the sorter.  0, -1. */
int csm_fast_drain_if_full(struct csm_fast *p, int shard);
/* All that is left, before the sorted points are written. */
int csm_fast_drain_rest(struct csm_fast *p);

#endif
