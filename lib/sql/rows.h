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

void csm_sql_rows_begin(struct csm_sql_rows *rows);
void csm_sql_rows_chain(struct csm_sql_rows *rows, const struct csm_sql_chain *chain);
void csm_sql_rows_select(struct csm_sql_rows *rows, const struct csm_sql_chain *chain);

#endif
