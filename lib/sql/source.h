/*
 * Source: the points a name stands for, as expressions over the table of points: what
 * csm_rollup_points does.
 *
 * Ownership: everything is borrowed.
 */
#ifndef CSM_SQL_SOURCE_H
#define CSM_SQL_SOURCE_H

#include "metric/operand.h"
#include "sql/dialect.h"

/* How a source's points of a day come together. */
enum csm_sql_fold {
	CSM_SQL_FOLD_ONE, /* there is at most one: s<i>; a source of states has these */
	CSM_SQL_FOLD_WIDE, /* s<i>_high and s<i>_low, added up; for a mean s<i>_n too */
	CSM_SQL_FOLD_EDGE, /* the largest or smallest: s<i> */
	CSM_SQL_FOLD_COUNT, /* s<i>: how many */
	CSM_SQL_FOLD_ANY    /* s<i>: 1000000 if one is not 0, else 0 */
};
/* Whether what an entity has of it is added up before entities come together. */
bool csm_sql_by_entity(const struct csm_operand *s);
/* Whether its points come from a relation of their own, r<i>. */
bool csm_sql_own_relation(const struct csm_operand *s);

/* Whether it is a number of things: s<i>_step is how it changes on a day, s<i>_there
 * how many things have a value; of users s<i>_own is a point of the company that wins,
 * s<i>_has whether there are such, s<i>_known how many the fields file has. */
bool csm_sql_is_count(const struct csm_operand *s);

/* Which rows of the points are the source's. */
void csm_sql_put_rows(
    const struct csm_sql_dialect *d, const struct csm_operand *s, struct csm_buf *out);
/* Whether the column "metric" is one of the source's. */
void csm_sql_put_metric(
    const struct csm_sql_dialect *d, const struct csm_operand *s, struct csm_buf *out);
/* Columns of one source over a column of values, each ", <aggregate> AS s<i>...", of the rows for
 * which `rows` holds; NULL: all. */
void csm_sql_put_folds(const struct csm_sql_dialect *d, const struct csm_operand *s,
    size_t i, const char *rows, const char *value, struct csm_buf *out);

#endif
