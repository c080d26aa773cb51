#include "view/milestone_table.h"

#include "base/xalloc.h"
#include "record/row_writer.h"
#include "stats/total.h"

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

static void
milestone_table_put_columns(struct csm_milestonetable *t)
{
	struct csm_table *table = csm_doc_table(&t->doc, "milestones", NULL);

	t->table = table;
	csm_table_column(&t->doc, table, "company", "Company", CSM_CELL_TEXT);
	if (t->options.names)
		csm_table_column(&t->doc, table, "name", "Name", CSM_CELL_TEXT);
	csm_table_column(&t->doc, table, "milestone", "Milestone", CSM_CELL_TEXT);
	csm_table_column(&t->doc, table, "met", "Met", CSM_CELL_DAY);
	csm_table_column(&t->doc, table, "days", "Days", CSM_CELL_NUMBER);
}

static void
milestone_table_put_table_row(
    struct csm_milestonetable *t, const struct csm_milestonetable_row *row)
{
	struct csm_cell *cell = csm_table_row(&t->doc, t->table);
	struct csm_arena *arena = &t->doc.arena;

	*cell++ = csm_cell_text(csm_arena_strdup(arena, row->company.s));
	if (t->options.names)
		*cell++ = csm_cell_text(
		    row->name == NULL ? NULL : csm_arena_strdup(arena, row->name));
	*cell++ = csm_cell_text(row->milestone->name);
	*cell++ = row->met == CSM_DAY_NONE ? csm_cell_text("not yet")
					   : csm_cell_day(row->met);
	*cell = row->days == CSM_MISSING ? (struct csm_cell){.kind = CSM_CELL_BLANK}
					 : csm_cell_number(row->days);
}

static void
put_funnel_columns(struct csm_doc *doc, struct csm_table *t, int text)
{
	if (!text)
		csm_table_column(doc, t, "milestone", "Id", CSM_CELL_TEXT);
	csm_table_column(doc, t, "name", "Milestone", CSM_CELL_TEXT);
	if (!text)
		csm_table_column(doc, t, "order", "Order", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "companies", "Companies", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "met", "Met", CSM_CELL_NUMBER);
	struct csm_heading *c =
	    csm_table_column(doc, t, "met_percent", "Share", CSM_CELL_NUMBER);
	c->look.places = 0;
	c->look.unit = "%";
	c->look.show = CSM_SHOW_BAR;
	csm_table_column(doc, t, "median_days", "Median days", CSM_CELL_NUMBER);
}

void
csm_milestonetable_funnel(struct csm_doc *doc, const struct csm_milestone *milestone,
    size_t n, struct csm_funnel *funnel, int text)
{
	struct csm_table *t = csm_doc_table(doc, "funnel", NULL);

	put_funnel_columns(doc, t, text);
	for (size_t i = 0; i < n; i++) {
		const struct csm_milestone *m = &milestone[i];
		struct csm_funnel_step step = csm_funnel_step(funnel, i);
		struct csm_cell *cell = csm_table_row(doc, t);
		if (!text)
			*cell++ = csm_cell_text(m->id);
		*cell++ = csm_cell_text(m->name);
		if (!text)
			*cell++ = csm_cell_number(csm_num_from_double(m->order));
		*cell++ = csm_cell_count(step.companies);
		*cell++ = csm_cell_count(step.met);
		*cell++ = csm_cell_number(csm_stats_percent(step.met, step.companies));
		*cell = csm_cell_number(step.median);
	}
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
