/* What the statement of an export is made of, for the files that make it up. */
#ifndef CSM_SQL_RAW_ROW_H
#define CSM_SQL_RAW_ROW_H

#include "sql/raw.h"

/* Millionths that a point holds are between these. */
#define CSM_SQL_RAW_LEAST "-9000000000000000000"
#define CSM_SQL_RAW_MOST "9000000000000000000"

struct csm_sql_raw_row {
	const struct csm_sql_dialect *dialect;
	struct csm_diag *diag;
	struct csm_buf joins; /* lookups: " LEFT JOIN ..." */
	/* Conditions, each behind " OR ": what ends the statement; and a key of the source
	 * that is being said is in no row of its file, which is up to the choices behind
	 * it. */
	struct csm_buf fails, absent;
	int lookups;
};

struct csm_sql_raw_state {
	const struct csm_sql_raw *of;
	const struct csm_sql_dialect *d;
	const struct csm_mapping *m;
	struct csm_sql_raw_row row;
	struct csm_diag *diag;
	struct csm_buf *out;
};

/* A text as a literal, and a template of the dialect over a column. */
void csm_sql_raw_text(const struct csm_sql_raw_state *r, const char *text);
void csm_sql_raw_in(
    const struct csm_sql_raw_state *r, const char *template, const char *column);
/* The last stages, from r_values with whose they are, name, day, moment and value. */
void csm_sql_raw_points(const struct csm_sql_raw_state *r);

/* What a source gives, a text or NULL: 0, or -1 after reporting E_USAGE; role: whose. */
int csm_sql_raw_source(struct csm_sql_raw_row *row, const struct csm_source *source,
    const char *role, struct csm_buf *out);
/* A condition over the columns, which is never NULL: 0, or -1 after reporting E_USAGE. */
int csm_sql_raw_condition(
    struct csm_sql_raw_row *row, const struct csm_node *node, struct csm_buf *out);

#endif
