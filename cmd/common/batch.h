/*
 * Batch: some companies of a walk, read by one thread as far as needed to know whose points
 * they are, for other threads.
 *
 * Ownership: plain memory of the caller's, in which _fini frees what it holds.  All zero is
 * a valid start.
 */
#ifndef CSM_CMD_BATCH_H
#define CSM_CMD_BATCH_H

#include "common/run.h"
#include "metric/walk.h"

/* More take memory, fewer the lock more often.  Of 8, 64 and 512 companies the wall time was
 * measured the same within 4 %, the memory 42, 52 and 52 MiB: batches of companies with many
 * points end by those. */
#define CSM_BATCH_COMPANIES 64

struct csm_batch {
	struct csm_set set[CSM_BATCH_COMPANIES]; /* csm_set_open is the caller's */
	char listed[CSM_BATCH_COMPANIES];
	size_t n;
};

/* The next companies: 1 with a full batch, 0 if there are no more, -1 after a report; in any
 * case it has those that were read. */
int csm_batch_fill(struct csm_batch *batch, struct csm_walk *walk, struct csm_run *run);
void csm_batch_fini(struct csm_batch *batch);

/* How many threads are wanted. */
int csm_batch_threads(const struct csm_run *run);

#endif
