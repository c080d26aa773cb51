/*
 * Evaluation: the work csm-calc, csm-health and csm-units share.  Company after company
 * an engine is turned to it, and the program makes points of what it finds.
 *
 *   csm_evaluation_begin    days, calculated metrics, filter; then the program asks
 *                           ev->engine for what it needs
 *   csm_evaluation_prepare  the last check before the first byte of data is read
 *   csm_evaluation_open     input and output
 *   csm_evaluation_next     a company; csm_evaluation_add, csm_evaluation_write; or
 *   csm_evaluation_each     all of them, on threads
 *   csm_evaluation_done     counts and warnings
 *   csm_evaluation_fini     in any case
 *
 * Ownership: an evaluation owns what it opened; results and the set are good until the
 * next company.
 */
#ifndef CSM_CMD_EVALUATE_H
#define CSM_CMD_EVALUATE_H

#include "audit/fallen.h"
#include "base/intern.h"
#include "filter/filter.h"
#include "metric/engine.h"
#include "metric/walk.h"
#include "common/run.h"

#include <stdbool.h>

/* All zero is a valid start. */
struct csm_evaluation {
	struct csm_run *run;
	struct csm_metric *metric; /* of the configuration */
	size_t metrics;
	struct csm_engine *engine;
	struct csm_engine *beside; /* another one over the same days and companies, the
				      caller's; NULL */
	struct csm_filter *filter;
	int everybody;             /* 1: whom the filter takes is decided day by day */
	struct csm_fallen *fallen; /* -v: who falls out of conditions; NULL */
	const char *only;          /* --explain: this company alone; NULL: all */
	struct csm_only *sought;
	struct csm_intern *known; /* gets the ids of all companies there are; or NULL */
	/* Changes the run's days, once those of --as-of last are known: 0, or -1 after
	 * a report; or NULL.  ctx is its. */
	int (*set_days)(void *ctx);
	void *ctx;
	/* What the engine is turned to instead of a company's points: those with more of
	 * the caller's; or NULL.  more_of is its.  Not with threads. */
	const struct csm_set *(*more)(void *more_of, const struct csm_set *set);
	void *more_of, *more_beside;  /* of `beside`, if not the same */
	const struct csm_set *turned; /* what it was turned to last */
	struct csm_points *points;
	struct csm_walk *walk;
	struct csm_point_writer *writer; /* NULL: the output is no points */
	struct csm_arena arena;          /* texts of the company's results */
	struct csm_point *point;         /* the company's results */
	size_t n, cap;
	uint64_t written;
	uint64_t asked, chosen; /* companies that are listed; those the filter takes */
};

/* 0, or -1 after a report.  `taken`: calculated metrics that are among the points are taken from
 * there. */
int csm_evaluation_begin(struct csm_evaluation *ev, struct csm_run *run, bool taken);
int csm_evaluation_prepare(struct csm_evaluation *ev);
/* Before that: -v is to tell of the formulas of a section, too, who falls out of
 * them. */
void csm_evaluation_tell(struct csm_evaluation *ev, const char *section);
/* -n: what is to be said of the conditions of -w, and of formulas of the configuration:
 * those of the section "metrics", and all others. */
enum { CSM_LINT_METRICS = 1, CSM_LINT_OTHERS = 2 };
void csm_evaluation_lint(struct csm_evaluation *ev, unsigned what);
/* `points`: the output is points. */
int csm_evaluation_open(struct csm_evaluation *ev, int points);
/* The next company that is listed and selected, the engine turned to it: 1, 0, -1.  Of
 * the others the points are passed through, if that was asked for.  With `only` there
 * is but one; -1 after reporting that there is none, with the nearest. */
int csm_evaluation_next(struct csm_evaluation *ev, const struct csm_set **set);
/* The engine of the evaluation turned to a company of the walk, unless it is not wanted:
 * then its points are passed through, and false. */
bool csm_evaluation_take(
    struct csm_evaluation *ev, const struct csm_set *set, int listed);
/*
 * All companies of a run that writes points, on all threads.  The evaluation is the first
 * member of the caller's struct, whose copies work on threads of their own: `fork` is
 * given a copy whose evaluation and engine are its own already, `company` evaluates the
 * company the engine is turned to and calls csm_evaluation_write, `join` adds up what a
 * copy counted and frees what fork made.  `alone`: no copies are made.
 */
struct csm_evaluation_work {
	size_t size; /* of that struct */
	void (*fork)(void *copy);
	void (*join)(void *whose, void *copy);
	void (*company)(void *whose, const struct csm_set *set);
};
int csm_evaluation_each(
    struct csm_evaluation *ev, const struct csm_evaluation_work *work, bool alone);
/* For its parts.  Turn the engines to a company; the passes over all companies that ranks want,
 * on all threads, and -1 after a report. */
void csm_evaluation_turn(struct csm_evaluation *ev, const struct csm_set *set);
int csm_evaluation_rank(struct csm_evaluation *ev);
/* The rows of a fork of the writer are the next of the output. */
void csm_evaluation_append(struct csm_evaluation *ev, struct csm_point_writer *fork);
/* A result of the company, in canonical order. */
void csm_evaluation_add(struct csm_evaluation *ev, const struct csm_point *point);
/* Write the results, and the points read if they pass through. */
void csm_evaluation_write(struct csm_evaluation *ev, const struct csm_set *set);
void csm_evaluation_done(struct csm_evaluation *ev);
void csm_evaluation_fini(struct csm_evaluation *ev);

#endif
