/*
 * Statement: a run that prints what a database is to be asked, instead of reading points.
 *
 * Ownership: nothing is kept.
 */
#ifndef CSM_CMD_STATEMENT_H
#define CSM_CMD_STATEMENT_H

#include "common/evaluate.h"
#include "sql/statement.h"

/* A query for an evaluation that has been prepared, over the days of its run; `sql` is
 * the dialect's name, one of csm_sql_dialect_words; `cluster`: views of a cluster are
 * wanted, or NULL. */
struct csm_sql_query csm_statement_query(
    const struct csm_evaluation *ev, const char *sql, const char *cluster);
/* Write its statement; -1 after a report, also of what it would have to read points
 * for. */
int csm_statement_write(struct csm_run *run, const struct csm_sql_query *query);

#endif
