#include "view/milestone_table.h"

#include "base/xalloc.h"
#include "io/csv.h"
#include "io/json.h"

#include <stdlib.h>
#include <string.h>

struct csm_milestonetable {
	struct csm_milestonetable_options options;
	struct csm_buf row;
	struct csm_doc doc; /* text */
	struct csm_table *table;
};

static char
milestone_table_delimiter(const struct csm_milestonetable *t)
{
	return t->options.format == CSM_FORMAT_TSV ? '\t' : ',';
}

static void
milestone_table_put_header(struct csm_milestonetable *t)
{
	char d = milestone_table_delimiter(t);

	csm_buf_printf(
	    &t->row, "company%cmilestone%corder%cmet%cdays%cvaluable\n", d, d, d, d, d);
	csm_output_write(t->options.out, t->row.data, t->row.len);
}

static const char *
valuable(const struct csm_milestonetable_row *row)
{
	return row->milestone->valuable ? "true" : "false";
}

static void
milestone_table_put_delimited(struct csm_milestonetable *t,
    const struct csm_milestonetable_row *row, const char *order, const char *met,
    const char *days)
{
	char d = milestone_table_delimiter(t);

	csm_csv_put(&t->row, row->company.s, row->company.len, d);
	csm_buf_putc(&t->row, d);
	csm_csv_put(&t->row, row->milestone->id, strlen(row->milestone->id), d);
	csm_buf_printf(
	    &t->row, "%c%s%c%s%c%s%c%s\n", d, order, d, met, d, days, d, valuable(row));
}

static void
milestone_table_put_json(struct csm_milestonetable *t,
    const struct csm_milestonetable_row *row, const char *order, const char *met,
    const char *days)
{
	csm_buf_puts(&t->row, "{\"company\":");
	csm_json_put_text(&t->row, row->company.s, row->company.len);
	csm_buf_puts(&t->row, ",\"milestone\":");
	csm_json_put_text(&t->row, row->milestone->id, strlen(row->milestone->id));
	csm_buf_printf(&t->row, ",\"order\":%s,\"met\":", order);
	if (*met == '\0')
		csm_buf_puts(&t->row, "null");
	else
		csm_json_put_text(&t->row, met, strlen(met));
	csm_buf_printf(&t->row, ",\"days\":%s,\"valuable\":%s}\n",
	    *days == '\0' ? "null" : days, valuable(row));
}

static void
milestone_table_put_row(
    struct csm_milestonetable *t, const struct csm_milestonetable_row *row)
{
	char order[CSM_NUM_TEXT], days[CSM_NUM_TEXT] = "", met[CSM_DAY_TEXT] = "";

	csm_buf_reset(&t->row);
	csm_num_format(csm_num_from_double(row->milestone->order), order);
	if (row->met != CSM_DAY_NONE)
		csm_date_format(row->met, met);
	if (row->days != CSM_MISSING)
		csm_num_format(row->days, days);
	if (t->options.format == CSM_FORMAT_NDJSON)
		milestone_table_put_json(t, row, order, met, days);
	else
		milestone_table_put_delimited(t, row, order, met, days);
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

static int64_t
milestone_table_percent(const struct csm_funnel_step *step)
{
	if (step->companies == 0)
		return CSM_MISSING;
	return csm_num_from_double(100.0 * (double)step->met / (double)step->companies);
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
		*cell++ = csm_cell_number(milestone_table_percent(&step));
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
