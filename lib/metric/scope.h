/*
 * Scope: one entity being evaluated: its series, columns and results, each made when
 * first needed and kept until the next entity.
 *
 * A company's scope that needs a calculated metric of its children walks them all
 * through a second scope of their model, one entity in memory at a time, so that those
 * whose values were asked for stay where they are.
 *
 * Ownership: a scope owns what it made, until csm_scope_enter moves it on.
 */
#ifndef CSM_METRIC_SCOPE_H
#define CSM_METRIC_SCOPE_H

#include "metric/company.h"
#include "metric/engine.h"
#include "metric/plan.h"

#include <stdbool.h>

struct csm_work;
struct csm_ranks;

struct csm_result {
	uint64_t stamp;                /* the scope's, if it is this entity's */
	struct csm_series series;      /* metrics others look at */
	const struct csm_value *value; /* those asked for: since..until; of metrics
					  once csm_job_values was called */
	const int64_t *micros;         /* the same in millionths; of formulas once
					  csm_job_micros was called */
};

struct csm_scope {
	struct csm_work *work;
	enum csm_model model;
	const struct csm_member *member;
	long company_field; /* row of its company in the company fields, -1: none */
	int32_t first;      /* its first point's day; a company's: anyone's */
	uint64_t stamp;
	struct csm_arena arena;
	struct csm_result *job;
	struct csm_scope_source {
		uint64_t stamp;
		struct csm_series series;
		struct csm_series days;   /* UNIQUES: on which some end user has a value
					 */
		const char *const *state; /* states: the word of each value */
		int derived; /* 1: covers the days needed, not all there are */
	} * source;
	struct csm_scope_feed {
		uint64_t stamp;
		struct csm_column column; /* from the feed's first day on */
		const int64_t *micros;    /* the same as results of a metric, of a
					     window that some formula is but one of */
	} * feed;
	size_t *stack, stack_cap;
};

/* Half a megabyte each: of companies in order of countries or regions each is made once.
 * Making one again takes 0.1 ms. */
#define CSM_CALENDARS_KEPT 32

/* What the scopes of an engine share. */
struct csm_work {
	const struct csm_plan *plan;
	int32_t since, until;
	struct csm_company company;
	struct csm_arena scratch;
	struct csm_scope asked[CSM_MODELS];
	struct csm_scope child[CSM_MODELS];
	struct csm_rolled {
		struct csm_series series, days; /* as in csm_scope_source */
	} * rolled;                             /* by source */
	int is_rolled[CSM_MODELS];              /* 1: those of this model are there */
	struct csm_engine_counts counts;
	bool *looked; /* by source: somebody looked at it */
	uint64_t
	    taken; /* results of metrics that were among the points, so that what makes
			   them was not looked at */
	uint64_t *divided; /* by job: evaluations in which it was divided by zero */
	uint64_t *divided_feed; /* by feed: days on which the window itself did that */
	const struct csm_ranks *ranks;
	int32_t first; /* the first point's day of all companies, CSM_DAY_NONE */
	const struct csm_calendar *calendar; /* the company's; NULL: nobody asks */
	struct csm_intern calendar_keys;     /* which holidays are its: */
	struct csm_calendar *calendars[CSM_CALENDARS_KEPT]; /* one for each such */
	struct csm_reach *reach; /* by job; NULL: nobody asked for the newest point */
};

void csm_scope_fini(struct csm_scope *scope);
/* Turn to entity i; nothing happens if it is there already. */
void csm_scope_enter(
    struct csm_scope *scope, struct csm_work *work, enum csm_model model, size_t i);
/* Forget the entity: another company begins. */
void csm_scope_leave(struct csm_scope *scope);
/* Series of a source, and values of a feed; the job that looks at it has been
 * evaluated. */
const struct csm_scope_source *csm_scope_source(struct csm_scope *scope, size_t source);
const struct csm_column *csm_scope_feed(struct csm_scope *scope, size_t feed);
/* The entity's field on a day. */
struct csm_value csm_scope_field(
    const struct csm_scope *scope, const struct csm_feed *feed, int32_t day);
/* The part of a source's series that a window may look at: unbounded operators, and
 * windows that read missing days as 0, begin at the entity's first point.  Sets *w to
 * the window to be used. */
struct csm_series csm_scope_window(
    struct csm_scope *scope, const struct csm_feed *feed, struct csm_window *w);

#endif
