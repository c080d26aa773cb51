#include "common/batch.h"

#include <unistd.h>

/* A batch is full with so many points, too: a limit on memory, of some 1 MiB. */
#define BATCH_POINTS 65536
/* The memory of a company with more is given back; from 1024 to 65536 points the CPU time was
 * measured the same within 2 %. */
#define KEPT_POINTS 8192
/* Beyond these the reader, who is one, cannot keep up: a limit on the memory of batches. */
#define MOST_THREADS 16

int
csm_batch_fill(struct csm_batch *batch, struct csm_walk *walk, struct csm_run *run)
{
	size_t points = 0;
	int listed, rc = 1;

	for (batch->n = 0; batch->n < CSM_BATCH_COMPANIES && points < BATCH_POINTS;
	     batch->n++) {
		struct csm_set *set = &batch->set[batch->n];
		/* Sets are used again and again; one huge company must not stay in each
		 * of them. */
		if (set->points > KEPT_POINTS)
			csm_set_fini(set);
		rc = csm_walk_take(walk, set, &listed, &run->diag);
		if (rc != 1)
			break;
		batch->listed[batch->n] = (char)listed;
		points += set->points;
	}
	csm_run_progress(run, "companies", csm_walk_companies(walk));
	return rc;
}

void
csm_batch_fini(struct csm_batch *batch)
{
	for (size_t i = 0; i < CSM_BATCH_COMPANIES; i++)
		csm_set_fini(&batch->set[i]);
}

int
csm_batch_threads(const struct csm_run *run)
{
	long n = run->common->threads;

	if (n == 0)
		n = sysconf(_SC_NPROCESSORS_ONLN);
	return n > MOST_THREADS ? MOST_THREADS : n < 1 ? 1 : (int)n;
}
