#include "units/milestones.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "common/document.h"
#include "common/evaluate.h"
#include "unit/funnel.h"
#include "unit/reset.h"
#include "unit/start.h"
#include "unit/tracker.h"
#include "view/milestone_table.h"

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
	uint64_t met, open;
	struct csm_milestonetable *table; /* NULL: the funnel is asked for, or points */
	struct csm_funnel *funnel;
	size_t *order;           /* points: milestones in byte order of their ids */
	struct csm_text *metric; /* of each, in that order: "milestones.<id>" */
	struct csm_entity_points *entity; /* of the company without such points */
	size_t entity_cap;
	struct csm_metric_points *kept;
	size_t kept_cap;
};

/* Whether points have this name that are made anew. */
static bool
milestones_are_of(const struct milestones_work *w, struct csm_text metric)
{
	for (size_t i = 0; i < w->n; i++)
		if (csm_text_is(w->metric[i].s, metric.s, metric.len))
			return true;
	return false;
}

/* The company without what an earlier run said of its milestones, which a reset may have
 * made untrue. */
static struct csm_set
milestones_strip(struct milestones_work *w, const struct csm_set *set)
{
	struct csm_set out = *set;
	struct csm_entity_points *own;
	size_t n = 0;

	/* Canonical order has the company first. */
	if (set->entities == 0 || set->entity[0].model != CSM_MODEL_COMPANY)
		return out;
	for (size_t i = 0; i < set->entities; i++) {
		CSM_GROW(w->entity, i, &w->entity_cap);
		w->entity[i] = set->entity[i];
	}
	own = &w->entity[0];
	for (size_t i = 0; i < own->metrics; i++) {
		if (milestones_are_of(w, own->metric[i].metric))
			continue;
		CSM_GROW(w->kept, n, &w->kept_cap);
		w->kept[n++] = own->metric[i];
	}
	/* The set is the walk's: it is copied as far as it is changed. */
	own->metric = w->kept;
	own->metrics = n;
	out.entity = w->entity;
	return out;
}

/* A point of each milestone on the day it was met. */
static void
milestones_put_points(
    struct milestones_work *w, const struct csm_met *met, const struct csm_set *set)
{
	struct csm_set rest = milestones_strip(w, set);

	for (size_t k = 0; k < w->n; k++) {
		const struct csm_met *m = &met[w->order[k]];
		struct csm_point p = {.company = set->company,
		    .id = set->company,
		    .metric = w->metric[k],
		    .day = m->day,
		    .value = CSM_NUM_ONE};
		if (m->there && m->day != CSM_DAY_NONE)
			csm_evaluation_add(&w->ev, &p);
	}
	csm_evaluation_write(&w->ev, &rest);
}

static void
milestones_take_company(
    struct csm_run *run, struct milestones_work *w, const struct csm_set *set)
{
	struct csm_value name =
	    csm_engine_field(w->ev.engine, CSM_MODEL_COMPANY, 0, "name", run->until);
	int32_t date = csm_start_date(w->ev.engine, w->start_field, run->until);
	int32_t start = date;
	const struct csm_met *met =
	    csm_tracker_company(w->tracker, set, date, run->until, &w->resets);

	/* Without the field its first activity counts for the begin. */
	if (start == CSM_DAY_NONE)
		start = csm_start_activity(set);
	for (size_t i = 0; i < w->n; i++) {
		struct csm_milestonetable_row row = {.company = set->company,
		    .name = csm_value_text(&name),
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
			csm_milestonetable_put(w->table, &row);
	}
	if (w->order != NULL)
		milestones_put_points(w, met, set);
	/* The tracker has moved the range over the past; the next condition is asked of
	 * the last day. */
	csm_engine_range(w->ev.engine, run->until, run->until);
}

/* What stands before the first company. */
static void
milestones_put_start(struct csm_run *run, struct milestones_work *w,
    const struct csm_cli_milestones_options *o)
{
	const struct csm_fields *fields = run->fields[CSM_MODEL_COMPANY];
	struct csm_milestonetable_options how = {.text = o->text,
	    .out = run->out,
	    .format = csm_run_format(run),
	    .names = fields != NULL && csm_fields_column(fields, "name") >= 0};

	if (o->funnel)
		w->funnel = csm_funnel_new(w->n);
	else if (w->order == NULL)
		w->table = csm_milestonetable_new(&how);
}

static void
put_funnel(struct csm_run *run, const struct milestones_work *w, int text)
{
	struct csm_doc doc = {0};

	csm_milestonetable_funnel(&doc, w->milestone, w->n, w->funnel, text);
	csm_document_write(run, &doc, csm_document_writer(run, text), NULL);
	csm_doc_fini(&doc);
}

static void
put_end(struct csm_run *run, struct milestones_work *w,
    const struct csm_cli_milestones_options *o)
{
	if (o->funnel)
		put_funnel(run, w, o->text);
	else if (o->text && w->table != NULL)
		csm_document_write(run, csm_milestonetable_doc(w->table),
		    csm_document_writer(run, true), NULL);
}

static int
put_all(struct csm_run *run, struct milestones_work *w,
    const struct csm_cli_milestones_options *o)
{
	const struct csm_set *set;
	int rc;

	if (csm_evaluation_open(&w->ev, w->order != NULL) != 0)
		return -1;
	milestones_put_start(run, w, o);
	while ((rc = csm_evaluation_next(&w->ev, &set)) > 0)
		milestones_take_company(run, w, set);
	if (rc != 0)
		return -1;
	put_end(run, w, o);
	csm_evaluation_done(&w->ev);
	csm_run_count(run, "milestones met", w->met, 0);
	csm_run_count(run, "milestones not met", w->open, 0);
	csm_ledger_finish(&w->resets, &w->companies, "reset", &run->diag);
	return 0;
}

/* Points are written in byte order of their names. */
static void
milestones_order(struct csm_run *run, struct milestones_work *w)
{
	w->order = CSM_ARENA_ARRAY(&run->arena, size_t, w->n);
	w->metric = CSM_ARENA_ARRAY(&run->arena, struct csm_text, w->n);
	for (size_t i = 0; i < w->n; i++) {
		size_t k = i;
		for (; k > 0 &&
		       strcmp(w->milestone[i].id, w->milestone[w->order[k - 1]].id) < 0;
		     k--)
			w->order[k] = w->order[k - 1];
		w->order[k] = i;
	}
	for (size_t k = 0; k < w->n; k++) {
		const char *id = w->milestone[w->order[k]].id;
		w->metric[k].s = csm_arena_printf(&run->arena, "milestones.%s", id);
		w->metric[k].len = strlen(w->metric[k].s);
	}
}

/* Of the field that all of it counts from, cells that are no day. */
static void
milestones_tell_start(struct csm_run *run, const struct milestones_work *w)
{
	const struct csm_fields *fields = run->fields[CSM_MODEL_COMPANY];
	int column = fields == NULL ? -1 : csm_fields_column(fields, w->start_field);

	if (column >= 0)
		csm_fields_tell_all(fields, column, CSM_VALUE_DAY, &run->diag);
}

static int
milestones_prepare(struct csm_run *run, struct milestones_work *w, const char *resets)
{
	int failed = csm_evaluation_begin(&w->ev, run, true);

	failed |= csm_milestones_read(
	    &run->arena, run->conf, &w->milestone, &w->n, &run->diag);
	if (failed)
		return -1;
	if (w->n == 0)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "no milestone to look for: give -c FILE with a section "
		    "\"milestones\"");
	w->start_field = csm_start_field(run->conf);
	if (run->common->pass)
		milestones_order(run, w);
	w->tracker = csm_tracker_new(w->milestone, w->n, w->ev.engine);
	csm_evaluation_tell(&w->ev, "milestones");
	if (csm_evaluation_prepare(&w->ev) != 0)
		return -1;
	milestones_tell_start(run, w);
	if (run->common->check)
		csm_evaluation_lint(&w->ev, CSM_LINT_METRICS | CSM_LINT_OTHERS);
	if (resets == NULL)
		return 0;
	w->ev.known = &w->companies;
	/* what was rejected before is of fields */
	const uint64_t before = run->messages.rejected;
	int rc = csm_resets_load(&w->resets, resets, w->milestone, w->n, &run->diag);
	csm_run_count(run, "resets rejected", run->messages.rejected - before, 1);
	return rc;
}

void
csm_cli_milestones_run(
    struct csm_run *run, const struct csm_cli_milestones_options *options)
{
	struct milestones_work w = {0};

	if (milestones_prepare(run, &w, options->resets) == 0 && !run->common->check)
		put_all(run, &w, options);
	csm_funnel_free(w.funnel);
	csm_tracker_free(w.tracker);
	csm_ledger_fini(&w.resets);
	csm_intern_fini(&w.companies);
	csm_milestonetable_free(w.table);
	free(w.entity);
	free(w.kept);
	csm_evaluation_fini(&w.ev);
}
