/*
 * Crew: the companies of an evaluation spread over threads.  Rows come out as those of
 * one thread, and there are never more companies in memory than a few batches hold.
 *
 * Ownership: the crew is the caller's; what `fork` and `sheet` made goes back to `join`
 * and `drop`.
 */
#ifndef CSM_CMD_CREW_H
#define CSM_CMD_CREW_H

#include "common/evaluate.h"

struct csm_crew {
	struct csm_evaluation *ev; /* opened */
	void *ctx;                 /* the caller's */
	/* Who evaluates companies on one thread, by an engine of its own; what it counted
	 * is added up when it has done, and it is freed. */
	void *(*fork)(void *ctx, struct csm_engine *engine);
	void (*join)(void *ctx, void *worker);
	/* What rows are put on, which belong behind one another; when their turn comes,
	 * they become the next of the output, and the sheet is empty again.  NULL: there are no
	 * rows. */
	void *(*sheet)(void *ctx);
	void (*append)(void *ctx, void *sheet);
	void (*drop)(void *sheet);
	/* A company of the walk, on any thread. */
	void (*company)(
	    void *worker, void *sheet, const struct csm_set *set, int listed);
};

/* All companies on so many threads, at least 2, or fewer if there can be no more: 0, -1 after a
 * report. */
int csm_crew_run(const struct csm_crew *crew, int threads);

#endif
