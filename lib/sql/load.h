/*
 * Load: the tables a statement reads, and what fills them, in a dialect.
 *
 * Ownership: the output is the caller's.
 */
#ifndef CSM_SQL_LOAD_H
#define CSM_SQL_LOAD_H

#include "entity/fields.h"
#include "io/output.h"
#include "point/point.h"
#include "sql/dialect.h"

/* CREATE TABLE of both. */
void csm_sql_ddl(const struct csm_sql_dialect *dialect, struct csm_buf *out);

/* Rows on their way into the tables; all zero but the first two. */
struct csm_sql_load {
	const struct csm_sql_dialect *dialect;
	struct csm_output *out;
	const char *table; /* being filled; NULL: none */
	size_t rows;       /* of the INSERT under way */
	struct csm_buf text;
	uint64_t written;
	bool everywhere; /* into points_all and fields_all, which send a row to the node
			    of its company */
};
void csm_sql_load_begin(struct csm_sql_load *load);
void csm_sql_load_point(struct csm_sql_load *load, const struct csm_point *point);
void csm_sql_load_fields(
    struct csm_sql_load *load, enum csm_model model, const struct csm_fields *fields);
/* What was loaded holds, or nothing of it does. */
void csm_sql_load_end(struct csm_sql_load *load, bool holds);

#endif
