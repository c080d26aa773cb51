/* The passes for ranks: the companies that are chosen, by a crew, or one after another. */
#include "base/xalloc.h"
#include "common/batch.h"
#include "common/crew.h"

#include <stdlib.h>

/* One thread's part of a pass: what its engine has collected the crew adds to that of all. */
struct ranker {
	const struct csm_evaluation *ev;
	struct csm_engine *engine;
};

/* A rank is among those that were chosen. */
static bool
rank_is_chosen(const struct csm_evaluation *ev, const struct csm_engine *engine)
{
	return ev->everybody || csm_filter_match(ev->filter, engine);
}

static void *
ranker_fork(void *ctx, struct csm_engine *engine)
{
	struct ranker *ranker = csm_xcalloc(1, sizeof *ranker);

	*ranker = (struct ranker){.ev = ctx, .engine = engine};
	return ranker;
}

static void
ranker_join(void *ctx, void *ranker)
{
	(void)ctx;
	free(ranker);
}

static void
ranker_company(void *ctx, void *sheet, const struct csm_set *set, int listed)
{
	const struct ranker *ranker = ctx;

	(void)sheet;
	if (!listed)
		return;
	csm_engine_company(ranker->engine, set);
	if (rank_is_chosen(ranker->ev, ranker->engine))
		csm_engine_rank(ranker->engine);
}

static int
rank_on_threads(struct csm_evaluation *ev, int threads)
{
	const struct csm_crew crew = {.ev = ev,
	    .ctx = ev,
	    .fork = ranker_fork,
	    .join = ranker_join,
	    .company = ranker_company};

	return csm_crew_run(&crew, threads);
}

static int
rank_alone(struct csm_evaluation *ev)
{
	const struct csm_set *set;
	int rc, listed;

	while ((rc = csm_walk_next(ev->walk, &set, &listed, &ev->run->diag)) > 0) {
		csm_run_progress(
		    ev->run, "companies ranked", csm_walk_companies(ev->walk));
		if (!listed)
			continue;
		csm_evaluation_turn(ev, set);
		if (!rank_is_chosen(ev, ev->engine))
			continue;
		csm_engine_rank(ev->engine);
		if (ev->beside != NULL)
			csm_engine_rank(ev->beside);
	}
	return rc;
}

/* One pass over the companies for their ranks. */
static int
rank_pass(struct csm_evaluation *ev)
{
	/* More of a company, or another engine, is the caller's, who has but one thread. */
	const bool alone = ev->beside != NULL || ev->more != NULL;
	int rc, threads = alone ? 1 : csm_batch_threads(ev->run);

	ev->walk = csm_walk_new(ev->points, ev->run->fields[CSM_MODEL_COMPANY]);
	rc = threads > 1 ? rank_on_threads(ev, threads) : rank_alone(ev);
	csm_walk_free(ev->walk);
	ev->walk = NULL;
	return rc < 0 ? -1 : csm_points_rewind(ev->points, &ev->run->diag);
}

/* Both engines have the same formulas, so as many passes. */
static bool
rank_is_wanted(struct csm_evaluation *ev)
{
	bool more = csm_engine_ranking(ev->engine);

	return ev->beside != NULL ? csm_engine_ranking(ev->beside) && more : more;
}

int
csm_evaluation_rank(struct csm_evaluation *ev)
{
	while (rank_is_wanted(ev)) {
		if (rank_pass(ev) != 0)
			return -1;
		csm_engine_ranked(ev->engine);
		if (ev->beside != NULL)
			csm_engine_ranked(ev->beside);
	}
	return 0;
}
