/*
 * Rows: a statement for engines with windows.
 *
 * Ownership: everything is borrowed.
 */
#ifndef CSM_SQL_ROWS_H
#define CSM_SQL_ROWS_H

#include "sql/chain.h"
#include "sql/statement.h"

struct csm_sql_rows {
	const struct csm_sql_query *query;
	const struct csm_sql_chain *chain; /* by model */
	const char *chosen;                /* column of the companies' condition */
	bool states;                       /* results have a state */
	int32_t from;                      /* every entity has rows from this day on, */
	int32_t back; /* and from so many days before its company's first; -1: not */
	bool history; /* and for days before on which there are points */
	struct csm_buf *out;
	size_t ctes, selects;
	/* The widest stage, and the widest join, of what was written. */
	size_t columns, tables;
};

/* "company", "enduser", ...: what the CTEs of a chain begin with; and what tells its
 * entities apart. */
const char *csm_sql_rows_prefix(const struct csm_sql_chain *chain);
const char *csm_sql_rows_key(const struct csm_sql_chain *chain);
/* "x.company = y.company AND x.id = y.id" */
void csm_sql_rows_join(const struct csm_sql_chain *chain, const char *x, const char *y,
    struct csm_buf *out);
/* A CTE begins; it ends. */
void csm_sql_rows_cte(struct csm_sql_rows *rows, const char *name, const char *as);
void csm_sql_rows_end(struct csm_sql_rows *rows);

/* ---- rows_members.c ---- */

/* The entities of a model, their first day with a point, and the day their rows begin. */
void csm_sql_rows_members(struct csm_sql_rows *rows, const struct csm_sql_chain *chain);
/* All days that some company needs. */
void csm_sql_rows_days(struct csm_sql_rows *rows);

/* ---- rows_points.c ---- */

/* Whether the chain looks at points at all, or at what comes as they do; and whether at
 * some that are read in one pass. */
bool csm_sql_rows_has_points(const struct csm_sql_chain *chain);
bool csm_sql_rows_has_daily(const struct csm_sql_chain *chain);
/* Whether the source has a relation of its own, r<i>, and not one with another source. */
bool csm_sql_rows_has_relation(const struct csm_sql_chain *chain, size_t source);
void csm_sql_rows_daily(struct csm_sql_rows *rows, const struct csm_sql_chain *chain);
/* The sources that are read on their own. */
void csm_sql_rows_relations(
    struct csm_sql_rows *rows, const struct csm_sql_chain *chain);
/* The points of a source, and what each entity has of it, as relations. */
void csm_sql_rows_points(struct csm_sql_rows *rows, const struct csm_operand *source);
void csm_sql_rows_sums(struct csm_sql_rows *rows, const struct csm_operand *source);

/* ---- rows_stage.c ---- */

void csm_sql_rows_first(struct csm_sql_rows *rows, const struct csm_sql_chain *chain);
void csm_sql_rows_stage(
    struct csm_sql_rows *rows, const struct csm_sql_chain *chain, int stage);

/* ---- rows_count.c: numbers of end users and of metrics ---- */

/* What is counted: a row for each thing and day, `active` 1 if it counts. */
void csm_sql_rows_things(
    struct csm_sql_rows *rows, const struct csm_sql_chain *chain, size_t source);
/* How the number changes from day to day. */
void csm_sql_rows_count(
    struct csm_sql_rows *rows, const struct csm_sql_chain *chain, size_t source);
/* Joins of what is known of a company whatever the day. */
void csm_sql_rows_known(struct csm_sql_rows *rows, const struct csm_sql_chain *chain,
    size_t source, struct csm_buf *joins);

/* 0 if the engine takes what was written, or -1 after a report with what it takes. */
int csm_sql_rows_fit(const struct csm_sql_rows *rows, struct csm_diag *diag);

/* ---- rows.c, rows_select.c: the parts of the statement, in order ---- */

void csm_sql_rows_begin(struct csm_sql_rows *rows);
void csm_sql_rows_chain(struct csm_sql_rows *rows, const struct csm_sql_chain *chain);
void csm_sql_rows_select(struct csm_sql_rows *rows, const struct csm_sql_chain *chain);

#endif
