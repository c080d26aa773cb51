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
	int32_t from;                      /* every entity has rows from this day on, */
	int32_t back; /* and from so many days before its company's first; -1: not */
	bool history; /* and for days before on which there are points */
	struct csm_buf *out;
	size_t ctes, selects;
};

/* "company", "enduser", ...: what the CTEs of a chain begin with; and what tells its
 * entities apart. */
const char *csm_sql_rows_prefix(const struct csm_sql_chain *chain);
const char *csm_sql_rows_key(const struct csm_sql_chain *chain);
/* The points of a source, and what each entity has of it, as relations. */
void csm_sql_rows_points(struct csm_sql_rows *rows, const struct csm_operand *source);
void csm_sql_rows_sums(struct csm_sql_rows *rows, const struct csm_operand *source);

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

void csm_sql_rows_begin(struct csm_sql_rows *rows);
void csm_sql_rows_chain(struct csm_sql_rows *rows, const struct csm_sql_chain *chain);
void csm_sql_rows_select(struct csm_sql_rows *rows, const struct csm_sql_chain *chain);

#endif
