/*
 * Cluster: a statement that runs on every shard, as a view of each and one over all of
 * them, and who may read and load.  Companies are what is spread, so that shards never
 * wait for one another.
 *
 * Ownership: everything is borrowed.
 */
#ifndef CSM_SQL_CLUSTER_H
#define CSM_SQL_CLUSTER_H

#include "base/diag.h"
#include "sql/dialect.h"

/* Whether the engine has clusters, and one may have that name, which views and roles
 * begin with: 0, or -1 after reporting E_USAGE. */
int csm_sql_cluster_check(
    const struct csm_sql_dialect *d, const char *name, struct csm_diag *diag);
/* What follows CREATE TABLE of points and fields on every node. */
void csm_sql_cluster_tables(
    const struct csm_sql_dialect *d, const char *name, struct csm_buf *out);
/* Views of a statement, which ends in ';': NAME_shard and NAME_all.  `states`: its rows
 * have a state. */
void csm_sql_cluster_views(const struct csm_sql_dialect *d, const char *name,
    bool states, const char *statement, struct csm_buf *out);

#endif
