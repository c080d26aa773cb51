/*
 * Rows of scores: what --wide and -t text of csm-health show of each.
 *
 * Ownership: a row borrows all it holds.
 */
#ifndef CSM_CMD_HEALTH_ROWS_H
#define CSM_CMD_HEALTH_ROWS_H

#include "health.h"

/* A score, and all that is said of it. */
struct csm_health_row {
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
void csm_health_wide_header(struct csm_buf *out, enum csm_format format);
void csm_health_wide_row(
    struct csm_buf *out, enum csm_format format, const struct csm_health_row *row);

#endif
