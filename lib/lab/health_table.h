/*
 * Health table: scores as rows, for machines (--wide) and for people.
 *
 * Ownership: a row borrows all it holds; the table is the lab's.
 */
#ifndef CSM_LAB_HEALTH_TABLE_H
#define CSM_LAB_HEALTH_TABLE_H

#include "lab/lab.h"
#include "record/format.h"
#include "score/shown.h"

/* A score, and all that is said of it. */
struct csm_healthtable_row {
	struct csm_text company, id;
	enum csm_model model;
	int32_t day;
	struct csm_shown shown;
	const struct csm_profile *profile; /* NULL: set by hand where none fits */
	int64_t value, coverage;           /* what the profile says */
	int32_t staleness;                 /* days; -1: none */
};

/* Append a line of --wide to a buffer: the names of the columns (nothing in NDJSON), a
 * row. */
void csm_healthtable_wide_header(struct csm_buf *out, enum csm_format format);
void csm_healthtable_wide(
    struct csm_buf *out, enum csm_format format, const struct csm_healthtable_row *row);

/* Columns for people that are there only if they tell something. */
struct csm_healthtable_columns {
	bool names, others, days, by_hand;
};
struct csm_table *csm_healthtable_new(
    struct csm_lab *lab, const struct csm_healthtable_columns *with);
void csm_healthtable_put(
    struct csm_lab *lab, struct csm_table *t, const struct csm_healthtable_row *row);

#endif
