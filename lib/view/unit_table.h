/*
 * Unit table: success units as rows of companies, for machines (--wide) and for people.
 *
 * Ownership: a table borrows output and units, and copies what it is given of a row.
 */
#ifndef CSM_VIEW_UNIT_TABLE_H
#define CSM_VIEW_UNIT_TABLE_H

#include "io/output.h"
#include "record/format.h"
#include "table/table.h"
#include "unit/unit.h"

#include <stdbool.h>

/* A row; verdict[i] is that of unit i. */
struct csm_unittable_row {
	struct csm_text company; /* NUL-terminated */
	const char *name;        /* NULL: none known */
	int32_t day;
	const struct csm_verdict *verdict;
};

struct csm_unittable_options {
	bool text; /* a table for people, else rows */
	/* Rows: */
	struct csm_output *out;
	enum csm_format format;
	/* The table: */
	bool names, days; /* with these columns */
	int utf8;         /* the terminal shows UTF-8 */
};

struct csm_unittable;

/* -1 after reporting that a column of --wide would have the name of another. */
int csm_unittable_check(const struct csm_unit *units, size_t n, struct csm_diag *diag);
/* Units are shown in the order given. */
struct csm_unittable *csm_unittable_new(const struct csm_unittable_options *options,
    const struct csm_unit *units, size_t n);
void csm_unittable_put(struct csm_unittable *t, const struct csm_unittable_row *row);
/* text: the table, to be written after the last row. */
const struct csm_doc *csm_unittable_doc(const struct csm_unittable *t);
void csm_unittable_free(struct csm_unittable *t);

#endif
