#include "view/milestone_table.h"

#include "base/xalloc.h"
#include "record/row_writer.h"
#include "stats/total.h"
#include "table/look.h"

#include <stdlib.h>
#include <string.h>

struct csm_milestonetable {
	struct csm_milestonetable_options options;
	struct csm_buf row;
	struct csm_doc doc; /* text */
	struct csm_table *table;
};

static void
milestone_table_put_company(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_milestonetable_row *r = of;

	csm_rowwriter_text(row, name, r->company.s, r->company.len);
}

static void
milestone_table_put_id(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_milestonetable_row *r = of;

	csm_rowwriter_string(row, name, r->milestone->id);
}

static void
milestone_table_put_order(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_milestonetable_row *r = of;

	csm_rowwriter_number(row, name, csm_num_from_double(r->milestone->order));
}

static void
milestone_table_put_met(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_milestonetable_row *r = of;

	csm_rowwriter_day(row, name, r->met);
}

static void
milestone_table_put_days(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_milestonetable_row *r = of;

	csm_rowwriter_number(row, name, r->days);
}

static void
milestone_table_put_valuable(
    struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_milestonetable_row *r = of;

	csm_rowwriter_truth(row, name, r->milestone->valuable);
}

static const struct csm_rowwriter_column columns[] = {
    {"company", milestone_table_put_company}, {"milestone", milestone_table_put_id},
    {"order", milestone_table_put_order}, {"met", milestone_table_put_met},
    {"days", milestone_table_put_days}, {"valuable", milestone_table_put_valuable}};

#define COLUMNS (sizeof columns / sizeof columns[0])

/* NULL: the head. */
static void
milestone_table_put_line(
    struct csm_milestonetable *t, const struct csm_milestonetable_row *of)
{
	struct csm_rowwriter row = csm_rowwriter(&t->row, t->options.format);

	csm_buf_reset(&t->row);
	/* NDJSON has no head, which the row writer knows. */
	if (of == NULL)
		csm_rowwriter_head(&row, columns, COLUMNS);
	else
		csm_rowwriter_put(&row, columns, COLUMNS, of);
	csm_output_write(t->options.out, csm_buf_text(&t->row), t->row.len);
}

/* A row for people. */
struct milestone_row {
	const char *company, *name, *milestone;
	struct csm_cell met, days;
};

static const struct csm_table_column milestone_columns[] = {
    {"company", "Company", CSM_OF_TEXT(struct milestone_row, company)},
    {"name", "Name", CSM_OF_TEXT(struct milestone_row, name)},
    {"milestone", "Milestone", CSM_OF_TEXT(struct milestone_row, milestone)},
    {"met", "Met", CSM_OF_CELL(CSM_CELL_DAY, struct milestone_row, met)},
    {"days", "Days", CSM_OF_CELL(CSM_CELL_NUMBER, struct milestone_row, days)}};

static void
milestone_table_put_columns(struct csm_milestonetable *t)
{
	t->table = csm_doc_table(&t->doc, "milestones", NULL);
	CSM_TABLE_COLUMNS(t->table, milestone_columns);
	if (!t->options.names)
		csm_table_drop(t->table, "name");
}

/* "not yet" instead of "no data": that it was not met is known.  The days until then
 * are nobody's fault, so nothing stands there. */
static void
milestone_table_put_table_row(
    struct csm_milestonetable *t, const struct csm_milestonetable_row *row)
{
	struct csm_arena *arena = &t->doc.arena;
	const struct milestone_row shown = {
	    .company = csm_arena_strdup(arena, row->company.s),
	    .name = row->name == NULL ? NULL : csm_arena_strdup(arena, row->name),
	    .milestone = row->milestone->name,
	    .met = row->met == CSM_DAY_NONE ? csm_cell_text("not yet")
					    : csm_cell_day(row->met),
	    .days = row->days == CSM_MISSING ? csm_cell_blank()
					     : csm_cell_number(row->days)};

	csm_table_put(t->table, &shown);
}

struct step_row {
	const char *id, *name;
	int64_t order, share;
	struct csm_funnel_step step;
};

static const struct csm_table_column step_columns[] = {
    {"milestone", "Id", CSM_OF_TEXT(struct step_row, id)},
    {"name", "Milestone", CSM_OF_TEXT(struct step_row, name)},
    {"order", "Order", CSM_OF_NUMBER(struct step_row, order)},
    {"companies", "Companies", CSM_OF_COUNT(struct step_row, step.companies)},
    {"met", "Met", CSM_OF_COUNT(struct step_row, step.met)},
    {"met_percent", "Share", CSM_OF_NUMBER(struct step_row, share),
	.look = &csm_look_percent},
    {"median_days", "Median days", CSM_OF_NUMBER(struct step_row, step.median)}};

void
csm_milestonetable_steps(struct csm_table *t, const struct csm_milestone *milestone,
    size_t n, struct csm_funnel *funnel, bool ids)
{
	CSM_TABLE_COLUMNS(t, step_columns);
	if (!ids) {
		csm_table_drop(t, "milestone");
		csm_table_drop(t, "order");
	}
	for (size_t i = 0; i < n; i++) {
		const struct csm_milestone *m = &milestone[i];
		struct csm_funnel_step step = csm_funnel_step(funnel, i);
		const struct step_row row = {.id = m->id,
		    .name = m->name,
		    .order = csm_num_from_double(m->order),
		    .share = csm_stats_percent(step.met, step.companies),
		    .step = step};
		csm_table_put(t, &row);
	}
}

void
csm_milestonetable_funnel(struct csm_doc *doc, const struct csm_milestone *milestone,
    size_t n, struct csm_funnel *funnel, int text)
{
	struct csm_table *t = csm_doc_table(doc, "funnel", NULL);

	csm_milestonetable_steps(t, milestone, n, funnel, !text);
	/* Only where the table stands alone; csm_milestonetable_steps is part of a
	 * report, too. */
	csm_table_heading(t, "met_percent")->look.show = CSM_SHOW_BAR;
}

struct csm_milestonetable *
csm_milestonetable_new(const struct csm_milestonetable_options *options)
{
	struct csm_milestonetable *t = csm_xcalloc(1, sizeof *t);

	t->options = *options;
	if (options->text)
		milestone_table_put_columns(t);
	else
		milestone_table_put_line(t, NULL);
	return t;
}

void
csm_milestonetable_put(
    struct csm_milestonetable *t, const struct csm_milestonetable_row *row)
{
	if (t->options.text)
		milestone_table_put_table_row(t, row);
	else
		milestone_table_put_line(t, row);
}

const struct csm_doc *
csm_milestonetable_doc(const struct csm_milestonetable *t)
{
	return &t->doc;
}

void
csm_milestonetable_free(struct csm_milestonetable *t)
{
	if (t == NULL)
		return;
	csm_buf_fini(&t->row);
	csm_doc_fini(&t->doc);
	free(t);
}
