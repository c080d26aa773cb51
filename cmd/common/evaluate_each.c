/* The companies of an evaluation, each of them once: by a crew, or one after another. */
#include "base/xalloc.h"
#include "common/batch.h"
#include "common/crew.h"

#include <stdlib.h>
#include <string.h>

/* The caller's struct, or a thread's copy of it, which begins with `ev`. */
struct each {
	struct csm_evaluation *ev;
	const struct csm_evaluation_work *work;
};

static void *
each_fork(void *ctx, struct csm_engine *engine)
{
	const struct each *of = ctx;
	struct each *each = csm_xcalloc(1, sizeof *each);

	each->work = of->work;
	each->ev = csm_xcalloc(1, of->work->size);
	/* A copy, of which what is written to is made anew: what the caller keeps
	 * besides is shared and only read, unless `fork` says otherwise. */
	memcpy(each->ev, of->ev, of->work->size);
	each->ev->engine = engine;
	each->ev->writer = NULL;
	each->ev->arena = (struct csm_arena){0};
	each->ev->point = NULL;
	each->ev->n = each->ev->cap = 0;
	each->ev->written = each->ev->asked = each->ev->chosen = 0;
	of->work->fork(each->ev);
	return each;
}

static void
each_join(void *ctx, void *worker)
{
	const struct each *of = ctx;
	struct each *each = worker;

	of->work->join(of->ev, each->ev);
	/* After the thread has ended: no lock. */
	of->ev->written += each->ev->written;
	of->ev->asked += each->ev->asked;
	of->ev->chosen += each->ev->chosen;
	csm_arena_fini(&each->ev->arena);
	free(each->ev->point);
	free(each->ev);
	free(each);
}

static void *
each_sheet(void *ctx)
{
	const struct each *each = ctx;

	return csm_point_writer_fork(each->ev->writer);
}

static void
each_append(void *ctx, void *sheet)
{
	const struct each *each = ctx;

	csm_evaluation_append(each->ev, sheet);
}

static void
each_drop(void *sheet)
{
	csm_point_writer_free(sheet);
}

static void
each_company(void *worker, void *sheet, const struct csm_set *set, int listed)
{
	const struct each *each = worker;

	/* Rows go to the batch's sheet, which the reader appends in order. */
	each->ev->writer = sheet;
	if (csm_evaluation_take(each->ev, set, listed))
		each->work->company(each->ev, set);
}

void
csm_evaluation_append(struct csm_evaluation *ev, struct csm_point_writer *fork)
{
	csm_point_writer_append(ev->writer, csm_point_writer_rows(fork));
	csm_point_writer_clear(fork);
}

int
csm_evaluation_each(
    struct csm_evaluation *ev, const struct csm_evaluation_work *work, bool alone)
{
	struct each each = {ev, work};
	const struct csm_crew crew = {.ev = ev,
	    .ctx = &each,
	    .fork = each_fork,
	    .join = each_join,
	    .sheet = each_sheet,
	    .append = each_append,
	    .drop = each_drop,
	    .company = each_company};
	const struct csm_set *set;
	int rc, threads = csm_batch_threads(ev->run);

	/* what -v tells is told of one company after another */
	if (threads > 1 && !alone && ev->fallen == NULL && ev->only == NULL)
		return csm_crew_run(&crew, threads);
	while ((rc = csm_evaluation_next(ev, &set)) > 0)
		work->company(ev, set);
	return rc;
}
