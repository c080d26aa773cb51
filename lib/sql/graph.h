/*
 * Graph: what a statement computes, as typed nodes of which equal ones exist once.  The
 * rules of csm-formula(5), what a missing value does, how a number is rounded, are put
 * into nodes once, by formula.c and its neighbours; a dialect then only spells nodes.
 *
 * A node has one value for each entity and day.  A number is INT, whole (millionths,
 * counts, days since 1970-01-01), or REAL, a double; TRUTH is a condition, of which not
 * known counts as false; TEXT is bytes; LIST is INTs, of which those that are NULL do not
 * count.
 *
 * Ownership: nodes live in the graph's arena.
 */
#ifndef CSM_SQL_GRAPH_H
#define CSM_SQL_GRAPH_H

#include "base/arena.h"
#include "base/intern.h"

#include <stdbool.h>

enum csm_sql_type {
	CSM_SQL_INT,
	CSM_SQL_REAL,
	CSM_SQL_TEXT,
	CSM_SQL_TRUTH,
	CSM_SQL_LIST
};

enum csm_sql_op {
	CSM_SQL_NUMBER, /* `number`, or `real` */
	CSM_SQL_STRING, /* `text` */
	CSM_SQL_NULL,
	CSM_SQL_BASE, /* `text`: a column the statement begins with */
	CSM_SQL_DAY,  /* the row's day */
	CSM_SQL_ADD,
	CSM_SQL_SUB,
	CSM_SQL_MUL,
	CSM_SQL_DIV,  /* of REAL; the divisor is not 0 */
	CSM_SQL_IDIV, /* of INT, towards 0 */
	CSM_SQL_IMOD, /* what IDIV leaves */
	CSM_SQL_TO_REAL,
	CSM_SQL_FLOOR,   /* REAL to INT; it fits */
	CSM_SQL_FLOOR_R, /* REAL to REAL */
	CSM_SQL_ABS,
	CSM_SQL_SQRT,
	CSM_SQL_LN,
	CSM_SQL_LOG10,
	CSM_SQL_POW,
	CSM_SQL_EQ,
	CSM_SQL_NE,
	CSM_SQL_LT,
	CSM_SQL_LE,
	CSM_SQL_LIKE, /* of TEXT; `text`: the pattern as csm_like has it */
	CSM_SQL_IS_NULL,
	CSM_SQL_NOT_NULL,
	CSM_SQL_AND,
	CSM_SQL_OR,
	CSM_SQL_NOT,      /* also true of what is not known */
	CSM_SQL_CASE,     /* condition, value, ..., else */
	CSM_SQL_COALESCE, /* of two */
	CSM_SQL_SORTED,   /* of LIST: from the smallest on */
	CSM_SQL_NTH, /* of SORTED, and an INT from 0 on: the one at that place, which is
			there */
	/* Over the rows of the entity up to the row's day: those `far` to `near` days
	 * before it, far -1: all.  A value that is NULL does not count. */
	CSM_SQL_W_SUM,   /* NULL: no value */
	CSM_SQL_W_COUNT, /* INT, never NULL */
	CSM_SQL_W_MAX,
	CSM_SQL_W_MIN,
	CSM_SQL_W_LIST,        /* a LIST of INT */
	CSM_SQL_W_AT,          /* the value `near` days before */
	CSM_SQL_W_COUNT_AHEAD, /* how many from the row's day on */
	/* Of rows with the same second argument, a W_COUNT of all rows up to the day or
	 * a W_COUNT_AHEAD: the value of the one that was counted last. */
	CSM_SQL_W_FILL,
	CSM_SQL_W_FILL_AHEAD,
	CSM_SQL_OPS
};

struct csm_sql_node {
	enum csm_sql_op op;
	enum csm_sql_type type;
	bool maybe; /* it may be NULL */
	int64_t number;
	double real;
	const char *text;
	int32_t far, near;
	const struct csm_sql_node *arg[3];
	size_t argc;
	const struct csm_sql_node *const
	    *more; /* CASE: all its arguments, argc of them */
	size_t id;
	bool settled; /* no engine can object to it, whatever row it is worked out for:
			 where several use it, it may become a column of its own */
	/* Of a REAL that is neither NULL nor 0: its magnitude is within. */
	double least, most;
	/* It is a whole multiple of a power of two that is no less than this, which no sum
	 * and no difference changes: what is left of two numbers is no less either. */
	double place;
};

struct csm_sql_graph {
	struct csm_arena arena;
	struct csm_intern keys;
	struct csm_sql_node **node; /* by id: arguments come before who uses them */
	size_t n, cap;
};

typedef const struct csm_sql_node *csm_sql;

void csm_sql_graph_fini(struct csm_sql_graph *g);
/* The i-th argument. */
csm_sql csm_sql_arg(csm_sql node, size_t i);
/* 1 for the operators over rows. */
bool csm_sql_is_window(enum csm_sql_op op);

csm_sql csm_sql_int(struct csm_sql_graph *g, int64_t number);
csm_sql csm_sql_real(struct csm_sql_graph *g, double real);
csm_sql csm_sql_string(struct csm_sql_graph *g, const char *text);
csm_sql csm_sql_null(struct csm_sql_graph *g, enum csm_sql_type type);
csm_sql csm_sql_day(struct csm_sql_graph *g);
/* A column of the first stage. */
csm_sql csm_sql_base(
    struct csm_sql_graph *g, enum csm_sql_type type, const char *name, bool maybe);
/* One or two arguments of one type; what is constant is worked out. */
csm_sql csm_sql_op1(struct csm_sql_graph *g, enum csm_sql_op op, csm_sql a);
csm_sql csm_sql_op2(struct csm_sql_graph *g, enum csm_sql_op op, csm_sql a, csm_sql b);
csm_sql csm_sql_like(struct csm_sql_graph *g, csm_sql a, const char *pattern);
/* `value` where the condition holds, else `other`. */
csm_sql csm_sql_if(
    struct csm_sql_graph *g, csm_sql condition, csm_sql value, csm_sql other);
csm_sql csm_sql_window(
    struct csm_sql_graph *g, enum csm_sql_op op, csm_sql a, int32_t far, int32_t near);
/* The newest value of `a` up to the row's day, or with `ahead` the oldest from it on, on
 * a day on which `of` has a value. */
csm_sql csm_sql_fill(struct csm_sql_graph *g, csm_sql a, csm_sql of, bool ahead);
/* The node, which is settled from now on. */
csm_sql csm_sql_settle(struct csm_sql_graph *g, csm_sql node);
/* REAL whose magnitude is known to be within. */
csm_sql csm_sql_within(
    struct csm_sql_graph *g, csm_sql real, double least, double most);

#endif
