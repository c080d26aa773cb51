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
milestone_table_put_header(struct csm_milestonetable *t)
{
	static const char *const names[] = {
	    "company", "milestone", "order", "met", "days", "valuable"};
	struct csm_rowwriter row = csm_rowwriter(&t->row, t->options.format);

	csm_rowwriter_head(&row, names, sizeof names / sizeof names[0]);
	csm_output_write(t->options.out, t->row.data, t->row.len);
}

static void
milestone_table_put_row(
    struct csm_milestonetable *t, const struct csm_milestonetable_row *row)
{
	struct csm_rowwriter line = csm_rowwriter(&t->row, t->options.format);

	csm_buf_reset(&t->row);
	csm_rowwriter_text(&line, "company", row->company.s, row->company.len);
	csm_rowwriter_string(&line, "milestone", row->milestone->id);
	csm_rowwriter_number(
	    &line, "order", csm_num_from_double(row->milestone->order));
	csm_rowwriter_day(&line, "met", row->met);
	csm_rowwriter_number(&line, "days", row->days);
	csm_rowwriter_truth(&line, "valuable", row->milestone->valuable);
	csm_rowwriter_end(&line);
	csm_output_write(t->options.out, t->row.data, t->row.len);
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
	csm_table_heading(t, "met_percent")->look.show = CSM_SHOW_BAR;
}

struct csm_milestonetable *
csm_milestonetable_new(const struct csm_milestonetable_options *options)
{
	struct csm_milestonetable *t = csm_xcalloc(1, sizeof *t);

	t->options = *options;
	if (options->text)
		milestone_table_put_columns(t);
	else if (options->format != CSM_FORMAT_NDJSON)
		milestone_table_put_header(t);
	return t;
}

void
csm_milestonetable_put(
    struct csm_milestonetable *t, const struct csm_milestonetable_row *row)
{
	if (t->options.text)
		milestone_table_put_table_row(t, row);
	else
		milestone_table_put_row(t, row);
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
