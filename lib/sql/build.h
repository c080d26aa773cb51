/*
 * Build: what the files that make the graph of a configuration share.  exact.c has the
 * arithmetic of millionths, window.c the windows, cell.c fields, formula.c operators and
 * functions, job.c metrics.
 *
 * Ownership: a build borrows the plan; nodes are the graph's.
 */
#ifndef CSM_SQL_BUILD_H
#define CSM_SQL_BUILD_H

#include "metric/plan.h"
#include "sql/dialect.h"
#include "sql/graph.h"

struct csm_sql_value;

/* A chain of stages: the entities of one model, day by day. */
struct csm_sql_build {
	struct csm_sql_graph *g;
	const struct csm_plan *plan;
	enum csm_model model;
	const struct csm_sql_dialect *dialect;
	struct csm_use use; /* where we are, for refusals */
	struct csm_diag *diag;
	csm_sql first;   /* the entity's first day with a point, NULL: has none */
	csm_sql *result; /* by job, in millionths; NULL: not built yet */
	struct csm_sql_value **value; /* by job, what its formula comes to */
	bool *used;                   /* by source: the chain looks at it */
	int failed;                   /* something was refused */
};

/* What a node of a formula comes to. */
enum csm_sql_kind {
	CSM_SQL_MISSING,
	CSM_SQL_NUMERIC, /* number or truth: `real`; `exact` too if it is one */
	CSM_SQL_DATE,    /* `exact`: the day */
	CSM_SQL_WORDS,   /* `text`; `literal` if it is written in the formula */
	CSM_SQL_CELL     /* a field that says itself what it is: cell.c */
};
struct csm_sql_value {
	enum csm_sql_kind kind;
	csm_sql real, exact, text;
	csm_sql truth; /* of a truth, the condition; may be NULL */
	const char *literal;
	const struct csm_feed *feed; /* CELL */
};

/* Say that this cannot be had in the dialect, at the use; returns a missing value. */
struct csm_sql_value csm_sql_refuse(struct csm_sql_build *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* ---- exact.c ---- */

/* An integer of any length, as T * 1000000 + R: |R| < 1000000, and neither has the other
 * sign than the whole. */
struct csm_sql_wide {
	csm_sql whole, rest;
};
/* Of parts that need not be so yet. */
struct csm_sql_wide csm_sql_carry(struct csm_sql_graph *g, csm_sql high, csm_sql low);
/* v / 1000000 and v % 1000000, which are added up apart. */
csm_sql csm_sql_high(struct csm_sql_graph *g, csm_sql micros);
csm_sql csm_sql_low(struct csm_sql_graph *g, csm_sql micros);
/* a - b, NULL if it is beyond the range of numbers. */
csm_sql csm_sql_difference(struct csm_sql_graph *g, csm_sql a, csm_sql b);
/* Millionths; NULL if it is beyond the range of numbers. */
csm_sql csm_sql_limited(struct csm_sql_graph *g, const struct csm_sql_wide *x);
/* floor(x / n + 1/2), n an INT above 0, of values that are all in range. */
csm_sql csm_sql_mean(struct csm_sql_graph *g, const struct csm_sql_wide *x, csm_sql n);
/* x / (1000000 * n) as csm_slide_ratio has it. */
csm_sql csm_sql_ratio(struct csm_sql_graph *g, const struct csm_sql_wide *x, csm_sql n);
/* csm_num_to_double, csm_num_from_double. */
csm_sql csm_sql_to_double(struct csm_sql_graph *g, csm_sql micros);
csm_sql csm_sql_from_double(struct csm_sql_graph *g, csm_sql real);
/* NULL from 9e12 on either way: csm_slide_number. */
csm_sql csm_sql_in_range(struct csm_sql_graph *g, csm_sql real);
/* Values of a window by their place in their order: csm_slide_percentile. */
struct csm_sql_order {
	csm_sql series,
	    days; /* days: how many count; with `fills` those without a value
				 too, as 0 */
	bool fills;
	const struct csm_window *window;
};
csm_sql csm_sql_percentile(struct csm_sql_graph *g, const struct csm_sql_order *order);
/* For how many days something has held. */
struct csm_sql_run {
	csm_sql active; /* whether it does on a day */
	csm_sql same;   /* whether with the row before it is one run; NULL: it is */
	csm_sql none;   /* where the last day is not active */
	csm_sql to;     /* the last day */
	int32_t far, near;
};
csm_sql csm_sql_run(struct csm_sql_graph *g, const struct csm_sql_run *run);
/* 100 * (a - b) as a double, rounded once, of any two numbers. */
csm_sql csm_sql_hundredfold(struct csm_sql_graph *g, csm_sql a, csm_sql b);

/* Short spellings. */
csm_sql csm_sql_lt(struct csm_sql_graph *g, csm_sql a, csm_sql b);
csm_sql csm_sql_le(struct csm_sql_graph *g, csm_sql a, csm_sql b);
csm_sql csm_sql_and(struct csm_sql_graph *g, csm_sql a, csm_sql b);
csm_sql csm_sql_add(struct csm_sql_graph *g, csm_sql a, csm_sql b);
csm_sql csm_sql_sub(struct csm_sql_graph *g, csm_sql a, csm_sql b);
csm_sql csm_sql_mul(struct csm_sql_graph *g, csm_sql a, csm_sql b);
/* `a` where it is not NULL and the condition holds, else NULL. */
csm_sql csm_sql_where(struct csm_sql_graph *g, csm_sql condition, csm_sql a);

/* ---- the others ---- */

/* The series of a source, in millionths. */
csm_sql csm_sql_series(struct csm_sql_build *b, size_t source);
/* A window over a source. */
struct csm_sql_value csm_sql_feed_window(
    struct csm_sql_build *b, const struct csm_feed *feed);
/* A field: of what its cells are read as, `want`, or a CELL. */
struct csm_sql_value csm_sql_field(
    struct csm_sql_build *b, const struct csm_feed *feed, enum csm_value_type want);
/* A CELL or any other value as one of a type; MISSING if it can be none. */
struct csm_sql_value csm_sql_as(
    struct csm_sql_build *b, const struct csm_sql_value *v, enum csm_value_type type);
/* Whether there is a value. */
csm_sql csm_sql_present(struct csm_sql_build *b, const struct csm_sql_value *v);
/* csm_value_true. */
csm_sql csm_sql_condition(struct csm_sql_build *b, const struct csm_sql_value *v);
/* The number in it, NULL if it is none. */
csm_sql csm_sql_number(struct csm_sql_build *b, const struct csm_sql_value *v);
struct csm_sql_value csm_sql_numeric(csm_sql real);
struct csm_sql_value csm_sql_exactly(struct csm_sql_build *b, csm_sql micros);
struct csm_sql_value csm_sql_truth(struct csm_sql_build *b, csm_sql condition);
/* Whether two values stand in one of the orders: bits of 1 << enum csm_order. */
csm_sql csm_sql_compare(struct csm_sql_build *b, const struct csm_sql_value *x,
    const struct csm_sql_value *y, unsigned orders);
/* A formula, over the feeds of its leaves. */
struct csm_sql_value csm_sql_formula(
    struct csm_sql_build *b, const struct csm_formula *formula, const size_t *feed);
/* The result of a job of the build's model in millionths. */
csm_sql csm_sql_job(struct csm_sql_build *b, size_t job);
/* What the job's formula comes to, without its condition. */
struct csm_sql_value csm_sql_job_value(struct csm_sql_build *b, size_t job);
/* Whether the job's formula holds. */
csm_sql csm_sql_job_holds(struct csm_sql_build *b, size_t job);

#endif
