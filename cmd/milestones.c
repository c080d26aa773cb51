#include "milestones.h"

#include "base/text.h"
#include "document.h"
#include "evaluate.h"
#include "io/json.h"
#include "document/writer.h"
#include "unit/funnel.h"
#include "unit/reset.h"
#include "unit/start.h"
#include "unit/tracker.h"

#include <stdlib.h>
#include <string.h>

struct milestones_work {
	struct csm_evaluation ev;
	struct csm_milestone *milestone;
	size_t n;
	struct csm_tracker *tracker;
	struct csm_ledger resets;
	struct csm_intern companies; /* all there are, if some have resets */
	const char *start_field;
	int start_warned;
	uint64_t met, open;
	struct csm_buf row;
	char delimiter;            /* 0: NDJSON */
	struct csm_doc doc;        /* text */
	struct csm_table *table;   /* NULL: rows are written as they come */
	struct csm_funnel *funnel; /* NULL: not asked for */
	int has_names;
};

/* A row: a milestone of a company. */
struct milestones_row {
	struct csm_text company;
	const char *name; /* of the company, NULL: none known */
	const struct csm_milestone *milestone;
	int32_t met;  /* CSM_DAY_NONE: not yet */
	int64_t days; /* micros, from the start to that day; CSM_MISSING */
};

static void
milestones_put_header(struct csm_run *run, struct milestones_work *w)
{
	char d = w->delimiter;

	csm_buf_printf(
	    &w->row, "company%cmilestone%corder%cmet%cdays%cvaluable\n", d, d, d, d, d);
	csm_output_write(run->out, w->row.data, w->row.len);
}

static const char *
valuable(const struct milestones_row *row)
{
	return row->milestone->valuable ? "true" : "false";
}

static void
milestones_put_delimited(struct milestones_work *w, const struct milestones_row *row,
    const char *order, const char *met, const char *days)
{
	char d = w->delimiter;

	csm_csv_put(&w->row, row->company.s, row->company.len, d);
	csm_buf_putc(&w->row, d);
	csm_csv_put(&w->row, row->milestone->id, strlen(row->milestone->id), d);
	csm_buf_printf(
	    &w->row, "%c%s%c%s%c%s%c%s\n", d, order, d, met, d, days, d, valuable(row));
}

static void
milestones_put_json(struct milestones_work *w, const struct milestones_row *row,
    const char *order, const char *met, const char *days)
{
	csm_buf_puts(&w->row, "{\"company\":");
	csm_json_put_text(&w->row, row->company.s, row->company.len);
	csm_buf_puts(&w->row, ",\"milestone\":");
	csm_json_put_text(&w->row, row->milestone->id, strlen(row->milestone->id));
	csm_buf_printf(&w->row, ",\"order\":%s,\"met\":", order);
	if (*met == '\0')
		csm_buf_puts(&w->row, "null");
	else
		csm_json_put_text(&w->row, met, strlen(met));
	csm_buf_printf(&w->row, ",\"days\":%s,\"valuable\":%s}\n",
	    *days == '\0' ? "null" : days, valuable(row));
}

static void
milestones_put_row(
    struct csm_run *run, struct milestones_work *w, const struct milestones_row *row)
{
	char order[CSM_NUM_TEXT], days[CSM_NUM_TEXT] = "", met[CSM_DAY_TEXT] = "";

	csm_buf_reset(&w->row);
	csm_num_format(csm_num_from_double(row->milestone->order), order);
	if (row->met != CSM_DAY_NONE)
		csm_date_format(row->met, met);
	if (row->days != CSM_MISSING)
		csm_num_format(row->days, days);
	if (w->delimiter == 0)
		milestones_put_json(w, row, order, met, days);
	else
		milestones_put_delimited(w, row, order, met, days);
	csm_output_write(run->out, w->row.data, w->row.len);
}

static void
milestones_put_columns(struct csm_run *run, struct milestones_work *w)
{
	const struct csm_fields *fields = run->fields[CSM_MODEL_COMPANY];
	struct csm_table *t = csm_doc_table(&w->doc, "milestones", NULL);

	w->has_names = fields != NULL && csm_fields_column(fields, "name") >= 0;
	w->table = t;
	csm_table_column(&w->doc, t, "company", "Company", CSM_CELL_TEXT);
	if (w->has_names)
		csm_table_column(&w->doc, t, "name", "Name", CSM_CELL_TEXT);
	csm_table_column(&w->doc, t, "milestone", "Milestone", CSM_CELL_TEXT);
	csm_table_column(&w->doc, t, "met", "Met", CSM_CELL_DAY);
	csm_table_column(&w->doc, t, "days", "Days", CSM_CELL_NUMBER);
}

static void
milestones_put_table_row(struct milestones_work *w, const struct milestones_row *row)
{
	struct csm_cell *cell = csm_table_row(&w->doc, w->table);
	struct csm_arena *arena = &w->doc.arena;

	*cell++ = csm_cell_text(csm_arena_strdup(arena, row->company.s));
	if (w->has_names)
		*cell++ = csm_cell_text(
		    row->name == NULL ? NULL : csm_arena_strdup(arena, row->name));
	*cell++ = csm_cell_text(row->milestone->name);
	*cell++ = row->met == CSM_DAY_NONE ? csm_cell_text("not yet")
					   : csm_cell_day(row->met);
	*cell = row->days == CSM_MISSING ? (struct csm_cell){.kind = CSM_CELL_BLANK}
					 : csm_cell_number(row->days);
}

static void
milestones_put_company(
    struct csm_run *run, struct milestones_work *w, const struct csm_set *set)
{
	struct csm_value name =
	    csm_engine_field(w->ev.engine, CSM_MODEL_COMPANY, 0, "name", run->until);
	int32_t date = csm_start_date(w->ev.engine, w->start_field, run->until,
	    run->fields[CSM_MODEL_COMPANY], &w->start_warned, &run->diag);
	int32_t start = date;
	const struct csm_met *met =
	    csm_tracker_company(w->tracker, set, date, run->until, &w->resets);

	if (start == CSM_DAY_NONE)
		start = csm_start_activity(set);
	for (size_t i = 0; i < w->n; i++) {
		struct milestones_row row = {.company = set->company,
		    .name = name.type == CSM_VALUE_TEXT ? name.u.text : NULL,
		    .milestone = &w->milestone[i],
		    .met = met[i].day,
		    .days = CSM_MISSING};
		if (!met[i].there)
			continue;
		if (row.met != CSM_DAY_NONE && start != CSM_DAY_NONE)
			row.days = (int64_t)(row.met - start) * CSM_NUM_ONE;
		*(row.met != CSM_DAY_NONE ? &w->met : &w->open) += 1;
		if (w->funnel != NULL)
			csm_funnel_add(w->funnel, i, &met[i], row.days);
		else if (w->table != NULL)
			milestones_put_table_row(w, &row);
		else
			milestones_put_row(run, w, &row);
	}
	csm_engine_range(w->ev.engine, run->until, run->until);
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
milestones_percent(const struct csm_funnel_step *step)
{
	if (step->companies == 0)
		return CSM_MISSING;
	return csm_num_from_double(100.0 * (double)step->met / (double)step->companies);
}

static void
put_funnel(struct csm_run *run, struct milestones_work *w, int text)
{
	struct csm_table *t = csm_doc_table(&w->doc, "funnel", NULL);

	put_funnel_columns(&w->doc, t, text);
	for (size_t i = 0; i < w->n; i++) {
		const struct csm_milestone *m = &w->milestone[i];
		struct csm_funnel_step step = csm_funnel_step(w->funnel, i);
		struct csm_cell *cell = csm_table_row(&w->doc, t);
		if (!text)
			*cell++ = csm_cell_text(m->id);
		*cell++ = csm_cell_text(m->name);
		if (!text)
			*cell++ = csm_cell_number(csm_num_from_double(m->order));
		*cell++ = csm_cell_count(step.companies);
		*cell++ = csm_cell_count(step.met);
		*cell++ = csm_cell_number(milestones_percent(&step));
		*cell = csm_cell_number(step.median);
	}
	csm_document_write(run, &w->doc, csm_document_writer(run, text), NULL);
}

/* What stands before the first company. */
static void
milestones_put_start(struct csm_run *run, struct milestones_work *w,
    const struct csm_milestonetable_options *o)
{
	if (o->funnel)
		w->funnel = csm_funnel_new(w->n);
	else if (o->text)
		milestones_put_columns(run, w);
	else if (w->delimiter != 0)
		milestones_put_header(run, w);
}

static void
put_end(struct csm_run *run, struct milestones_work *w,
    const struct csm_milestonetable_options *o)
{
	if (o->funnel)
		put_funnel(run, w, o->text);
	else if (o->text)
		csm_document_write(run, &w->doc, csm_writer_find("text"), NULL);
}

static int
put_all(struct csm_run *run, struct milestones_work *w,
    const struct csm_milestonetable_options *o)
{
	const struct csm_set *set;
	enum csm_format format = csm_run_format(run);
	int rc;

	if (csm_evaluation_open(&w->ev, 0) != 0)
		return -1;
	w->delimiter = format == CSM_FORMAT_NDJSON ? 0
		       : format == CSM_FORMAT_TSV  ? '\t'
						   : ',';
	milestones_put_start(run, w, o);
	while ((rc = csm_evaluation_next(&w->ev, &set)) > 0)
		milestones_put_company(run, w, set);
	if (rc != 0)
		return -1;
	put_end(run, w, o);
	csm_evaluation_done(&w->ev);
	csm_run_count(run, "milestones met", w->met, 0);
	csm_run_count(run, "milestones not met", w->open, 0);
	csm_ledger_finish(&w->resets, &w->companies, "reset", &run->diag);
	return 0;
}

static int
milestones_prepare(struct csm_run *run, struct milestones_work *w, const char *resets)
{
	int failed = csm_evaluation_begin(&w->ev, run);

	failed |= csm_milestones_read(
	    &run->arena, run->conf, &w->milestone, &w->n, &run->diag);
	if (failed)
		return -1;
	if (w->n == 0)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "no milestone to look for: give -c FILE with a section "
		    "\"milestones\"");
	w->start_field = csm_start_field(run->conf);
	w->tracker = csm_tracker_new(w->milestone, w->n, w->ev.engine);
	if (csm_evaluation_prepare(&w->ev) != 0)
		return -1;
	if (resets == NULL)
		return 0;
	w->ev.known = &w->companies;
	int rc = csm_resets_load(&w->resets, resets, w->milestone, w->n, &run->diag);
	csm_run_count(run, "resets rejected", run->messages.rejected, 1);
	return rc;
}

void
csm_milestonetable_run(
    struct csm_run *run, const struct csm_milestonetable_options *options)
{
	struct milestones_work w = {0};

	if (milestones_prepare(run, &w, options->resets) == 0 && !run->common->check)
		put_all(run, &w, options);
	csm_funnel_free(w.funnel);
	csm_tracker_free(w.tracker);
	csm_ledger_fini(&w.resets);
	csm_intern_fini(&w.companies);
	csm_buf_fini(&w.row);
	csm_doc_fini(&w.doc);
	csm_evaluation_fini(&w.ev);
}
