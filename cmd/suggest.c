#include "suggest.h"

#include "document.h"
#include "evaluate.h"
#include "document/writer.h"
#include "unit/churn.h"
#include "unit/feature_lift.h"

#include <stdlib.h>

struct suggest_work {
	struct csm_evaluation ev;
	struct csm_ledger churns;
	struct csm_feature_lifts *features;
	struct csm_intern companies; /* all there are */
	uint64_t later;              /* companies that leave after the as-of day */
	struct csm_doc doc;
};

/* Columns for programs and for people. */
static const struct suggest_column {
	const char *name, *title; /* title NULL: for programs only */
	struct csm_look look;
} columns[] = {
    {"feature", "Feature", {0}},
    {"stayed_used", NULL, {0}},
    {"stayed", NULL, {0}},
    {"left_used", NULL, {0}},
    {"left", NULL, {0}},
    {"stayed_percent", "Stayed", {.places = 0, .unit = "%"}},
    {"stayed_from", NULL, {0}},
    {"stayed_to", NULL, {0}},
    {"left_percent", "Left", {.places = 0, .unit = "%"}},
    {"left_from", NULL, {0}},
    {"left_to", NULL, {0}},
    {"difference", "Difference", {.places = 1}},
    {"difference_from", "at least", {.places = 1}},
    {"difference_to", "at most", {.places = 1}},
    {"lift", "Lift", {.places = 2}},
    {"low", "Low", {.places = -1}},
    {"high", "High", {.places = -1}},
};

enum { COLUMNS = sizeof columns / sizeof columns[0] };

static void
suggest_put_columns(struct suggest_work *w, struct csm_table *t, int text)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		const struct suggest_column *c = &columns[i];
		if (text && c->title == NULL)
			continue;
		csm_table_column(&w->doc, t, c->name, c->title,
		    i == 0 ? CSM_CELL_TEXT : CSM_CELL_NUMBER);
		t->column[t->columns - 1].look = c->look;
	}
}

/* Shares are shown in percent. */
static struct csm_cell
suggest_percent(double share)
{
	return csm_cell_number(csm_num_from_double(100 * share));
}

static struct csm_cell *
suggest_put_share(struct csm_cell *cell, const struct csm_share *share)
{
	*cell++ = suggest_percent(share->value);
	*cell++ = suggest_percent(share->low);
	*cell++ = suggest_percent(share->high);
	return cell;
}

static void
suggest_put_row(struct suggest_work *w, struct csm_table *t,
    const struct csm_feature_lift *f, int text)
{
	struct csm_feature_lift_counts n = csm_feature_lift_counts(w->features);
	struct csm_cell all[COLUMNS], *cell = all;

	*cell++ = csm_cell_text(f->name);
	*cell++ = csm_cell_count(f->stayed);
	*cell++ = csm_cell_count(n.stayed);
	*cell++ = csm_cell_count(f->left);
	*cell++ = csm_cell_count(n.left);
	cell = suggest_put_share(cell, &f->of_stayed);
	cell = suggest_put_share(cell, &f->of_left);
	cell = suggest_put_share(cell, &f->difference);
	*cell++ = csm_cell_number(csm_num_from_double(f->lift));
	*cell++ = csm_cell_number(f->low);
	*cell = csm_cell_number(f->high);
	cell = csm_table_row(&w->doc, t);
	for (size_t i = 0; i < COLUMNS; i++) {
		if (text && columns[i].title == NULL)
			continue;
		if (text && all[i].kind == CSM_CELL_NONE)
			all[i].kind = CSM_CELL_BLANK;
		*cell++ = all[i];
	}
}

static void
suggest_put_table(
    struct csm_run *run, struct suggest_work *w, const struct csm_suggest_options *o)
{
	struct csm_feature_lift_counts n = csm_feature_lift_counts(w->features);
	struct csm_table *t = csm_doc_table(&w->doc, "features", NULL);
	const struct csm_feature_lift *row;
	size_t rows;

	t->note = csm_arena_printf(&w->doc.arena,
	    "Used in %ld days that end %ld days before: %zu that stayed, %zu that left",
	    o->window, o->lead, n.stayed, n.left);
	suggest_put_columns(w, t, o->text);
	row = csm_feature_lift_rows(w->features, &rows);
	for (size_t i = 0; i < rows; i++)
		suggest_put_row(w, t, &row[i], o->text);
	csm_document_write(run, &w->doc, csm_document_writer(run, o->text), NULL);
}

/* A company that leaves later neither left nor stayed: it is not compared. */
static void
count_company(struct csm_run *run, struct suggest_work *w, const struct csm_set *set)
{
	const struct csm_ledger_entry *left =
	    csm_ledger_at(&w->churns, set->company, 0, run->until);

	if (left != NULL)
		csm_feature_lift_company(w->features, set, left->day, 1);
	else if (csm_ledger_at(&w->churns, set->company, 0, CSM_DAY_MAX) != NULL)
		w->later++;
	else
		csm_feature_lift_company(w->features, set, run->until, 0);
}

/* Is there enough to compare? */
static int
suggest_judge(struct csm_run *run, const struct suggest_work *w)
{
	struct csm_feature_lift_counts n = csm_feature_lift_counts(w->features);
	size_t few = n.left < n.stayed ? n.left : n.stayed;
	const char *group = n.left < n.stayed ? "left" : "stayed";

	if (few == 0)
		return csm_error(&run->diag, CSM_E_NODATA, NULL,
		    "nothing to compare: no company that %s has points from before "
		    "its window on",
		    group);
	if (few < CSM_FEATURE_LIFT_FEW)
		csm_warn(&run->diag, CSM_W_OTHER, NULL,
		    "only %zu %s that %s: what separates so few may be chance", few,
		    few == 1 ? "company" : "companies", group);
	return 0;
}

static int
suggest_compare(
    struct csm_run *run, struct suggest_work *w, const struct csm_suggest_options *o)
{
	const struct csm_set *set;
	int rc;

	if (csm_evaluation_open(&w->ev, 0) != 0)
		return -1;
	while ((rc = csm_evaluation_next(&w->ev, &set)) > 0)
		count_company(run, w, set);
	if (rc != 0)
		return -1;
	csm_evaluation_done(&w->ev);
	csm_ledger_finish(&w->churns, &w->companies, "churned", &run->diag);
	struct csm_feature_lift_counts n = csm_feature_lift_counts(w->features);
	csm_run_count(run, "companies stayed", n.stayed, 0);
	csm_run_count(run, "left", n.left, 0);
	csm_run_count(run, "leave later", w->later, 0);
	csm_run_count(run, "without points from before the window on", n.young, 0);
	if (suggest_judge(run, w) != 0)
		return -1;
	suggest_put_table(run, w, o);
	return 0;
}

static int
suggest_prepare(
    struct csm_run *run, struct suggest_work *w, const struct csm_suggest_options *o)
{
	if (csm_evaluation_begin(&w->ev, run) != 0 ||
	    csm_evaluation_prepare(&w->ev) != 0)
		return -1;
	w->ev.known = &w->companies;
	w->features = csm_feature_lift_new((int32_t)o->lead, (int32_t)o->window);
	int rc = csm_churns_load(&w->churns, o->churns, &run->diag);
	csm_run_count(run, "churns rejected", run->messages.rejected, 1);
	return rc;
}

void
csm_suggest_run(struct csm_run *run, const struct csm_suggest_options *options)
{
	struct suggest_work w = {0};

	if (suggest_prepare(run, &w, options) == 0 && !run->common->check)
		suggest_compare(run, &w, options);
	csm_feature_lift_free(w.features);
	csm_ledger_fini(&w.churns);
	csm_intern_fini(&w.companies);
	csm_doc_fini(&w.doc);
	csm_evaluation_fini(&w.ev);
}
