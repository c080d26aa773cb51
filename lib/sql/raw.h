/*
 * Raw: rows of an export that lie in a table of an engine, as the statement that makes
 * points of them there: what csm-ingest makes of the same rows.
 *
 * A statement can set no row aside.  One that csm-ingest would reject has no company in
 * the result, which the table of points does not take: the engine ends with an error, and
 * nothing is inserted.
 *
 * Ownership: everything is borrowed.
 */
#ifndef CSM_SQL_RAW_H
#define CSM_SQL_RAW_H

#include "base/diag.h"
#include "ingest/ingest.h"
#include "ingest/row_filter.h"
#include "sql/dialect.h"

struct csm_sql_raw {
	const struct csm_sql_dialect *dialect;
	/* kind, mapping, condition, days, features; the zone */
	const struct csm_ingest_options *ingest;
	const char *table; /* of the rows */
};

/* The statement: 0, or -1 after reporting E_USAGE about what it cannot say. */
int csm_sql_raw(
    const struct csm_sql_raw *raw, struct csm_buf *out, struct csm_diag *diag);

#endif
