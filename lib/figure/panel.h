/*
 * Panel: a number for each company and bucket, and how they become one a bucket.
 *
 * Sums are exact integers; an average is rounded once, as every metric is.
 *
 * Ownership: a panel owns its rows; groups are borrowed.
 */
#ifndef CSM_FIGURE_PANEL_H
#define CSM_FIGURE_PANEL_H

#include "figure/context.h"

/* ---- the days of a company in one bucket ---- */

/* Value of the days values[0..n), CSM_MISSING for one without; CSM_MISSING if there is
 * nothing to make it of. */
int64_t csm_panel_days(enum csm_time_agg agg, const int64_t *value, size_t n);

/* ---- the companies ---- */

struct csm_panel_row {
	const char *group; /* NULL: the field is missing */
	int64_t *value;    /* a bucket each */
};

struct csm_panel {
	size_t buckets;
	struct csm_panel_row *row;
	size_t rows, cap;
};

/* Rows that are neighbours. */
struct csm_panel_group {
	const char *name; /* NULL: the field is missing */
	size_t from, n;
};

void csm_panel_fini(struct csm_panel *s);
/* A new company, all of its values missing. */
int64_t *csm_panel_add(struct csm_panel *s, const char *group);
/* The groups that occur, in byte order, NULL last, after rows were put in their order;
 * the caller frees. */
struct csm_panel_group *csm_panel_groups(struct csm_panel *s, size_t *n);
/*
 * The companies of a group (NULL: all) as one number for a bucket.  AVG divides by all
 * of them, AVG_PRESENT by those with a value; the middle of an even number for MEDIAN
 * is the average of the two.  *present is how many had a value.
 */
int64_t csm_panel_over(const struct csm_panel *s, enum csm_over over,
    const struct csm_panel_group *group, size_t bucket, size_t *present);

#endif
