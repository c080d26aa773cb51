/*
 * Milestone table: which milestones companies met and when, as rows for machines or as
 * a table for people; and how many met each.
 *
 * Ownership: a table borrows output and milestones, and copies what it is given of a
 * row.
 */
#ifndef CSM_VIEW_MILESTONE_TABLE_H
#define CSM_VIEW_MILESTONE_TABLE_H

#include "io/output.h"
#include "record/format.h"
#include "table/table.h"
#include "unit/funnel.h"
#include "unit/milestone.h"

#include <stdbool.h>

struct csm_milestonetable_options {
	bool text; /* a table for people, else rows */
	/* Rows: */
	struct csm_output *out;
	enum csm_format format;
	/* The table: */
	bool names; /* with the names of companies */
};

/* A row: a milestone of a company. */
struct csm_milestonetable_row {
	struct csm_text company;
	const char *name; /* of the company, NULL: none known */
	const struct csm_milestone *milestone;
	int32_t met;  /* CSM_DAY_NONE: not yet */
	int64_t days; /* micros, from the start to that day; CSM_MISSING */
};

struct csm_milestonetable;

struct csm_milestonetable *csm_milestonetable_new(
    const struct csm_milestonetable_options *options);
void csm_milestonetable_put(
    struct csm_milestonetable *t, const struct csm_milestonetable_row *row);
/* text: the table, to be written after the last row. */
const struct csm_doc *csm_milestonetable_doc(const struct csm_milestonetable *t);
void csm_milestonetable_free(struct csm_milestonetable *t);

/* How many met each milestone, as columns and rows of a table; ids: with what only
 * programs want. */
void csm_milestonetable_steps(struct csm_table *t,
    const struct csm_milestone *milestone, size_t n, struct csm_funnel *funnel,
    bool ids);
/* The same as a table of the document; `text`: for people. */
void csm_milestonetable_funnel(struct csm_doc *doc,
    const struct csm_milestone *milestone, size_t n, struct csm_funnel *funnel,
    int text);

#endif
