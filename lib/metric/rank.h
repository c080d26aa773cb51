/*
 * Rank: where a value stands among those of all companies of a run, day by day.
 *
 * rank(metric) is 100 * (less + equal / 2) / n, where n entities of the formula's model
 * have a value that day, `less` of them a lower one and `equal` of them, the one that
 * asks included, the same: the percentile rank of statistics.  The lowest of ten is 5,
 * the highest 95, and one alone 50; it is computed as
 * double(100 * (2 * less + equal)) / double(2 * n).
 *
 * With a field, rank(metric, by company.plan), those are compared that have the same text
 * in it on the day of the values; who has none has no rank.
 *
 * A company's rank depends on all others, so their values are collected in passes over
 * the companies before anything is evaluated: one pass for ranks of what uses no rank,
 * a second for ranks of those, and so on; before them one that looks only for the
 * oldest day, if some window over ranks reaches back to an entity's first point.
 *
 * Cost: 8 to 16 bytes of memory for each value: each entity, day and ranked metric.
 *
 * Ownership: ranks own their values; the plan is borrowed.
 */
#ifndef CSM_METRIC_RANK_H
#define CSM_METRIC_RANK_H

#include "metric/scope.h"

struct csm_ranks {
	struct csm_rank {
		int32_t from; /* the feed's first day */
		size_t days;
		struct csm_intern groups; /* values of its field; of none the one "" */
		struct csm_rank_day *day; /* days of each group */
		size_t cap;
		int done; /* 1: all values are there, in order */
	} * of;           /* by feed of the plan */
	size_t feeds;
	int passes, pass; /* begun so far; 0 looks only for the oldest day */
	bool passing;     /* the pass has begun and not ended */
};

/* Of a plan whose jobs are in order: which ranks depend on which, and that none chooses
 * the companies it compares.  -1 after E_FORMULA. */
int csm_ranks_resolve(struct csm_plan *plan, struct csm_diag *diag);
/* E_FORMULA for ranks that are needed, and -1: where nobody makes the passes. */
int csm_ranks_refuse(const struct csm_plan *plan, struct csm_diag *diag);
/* 1 if the plan, with its spans worked out, has ranks that are needed. */
int csm_ranks_needed(const struct csm_plan *plan);
void csm_ranks_fini(struct csm_ranks *ranks);
/* 1 if another pass is to be made, which begins now. */
int csm_ranks_next(struct csm_ranks *ranks, const struct csm_plan *plan);
/* Collect the values of the company the work is turned to. */
void csm_ranks_add(struct csm_ranks *ranks, struct csm_work *work);
/* In a pass, for some of its companies, on another thread: `fork` is empty; what it collected
 * is added, and it is empty again. */
void csm_ranks_fork(const struct csm_ranks *ranks, struct csm_ranks *fork);
void csm_ranks_join(struct csm_ranks *ranks, struct csm_ranks *fork);
/* The pass has seen all companies. */
void csm_ranks_end(struct csm_ranks *ranks, const struct csm_plan *plan);
/* The ranks of the scope's entity for the feed's days; missing before they are known.
 */
void csm_ranks_eval(struct csm_scope *scope, size_t feed, struct csm_value *out);

#endif
