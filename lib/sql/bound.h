/*
 * Bound: how large, how small and how fine a number can be, so that what engines would
 * object to, or do otherwise, is told before a statement is made.
 */
#ifndef CSM_SQL_BOUND_H
#define CSM_SQL_BOUND_H

#include "sql/graph.h"

/* The `place` of any number whose magnitude is `least` or more. */
double csm_sql_last_place(double least);
/* Set least, most and place of a REAL whose operator and arguments are set. */
void csm_sql_bound(struct csm_sql_node *n);
/* Those of what is the one or the other; a NULL among them bounds nothing. */
void csm_sql_bound_either(struct csm_sql_node *n, csm_sql value, csm_sql other);

#endif
