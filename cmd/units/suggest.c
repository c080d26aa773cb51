#include "units/suggest.h"

#include "base/text.h"
#include "common/document.h"
#include "common/evaluate.h"
#include "unit/churn.h"
#include "unit/feature_lift.h"
#include "view/feature_table.h"

#include <stdlib.h>

struct suggest_work {
	struct csm_evaluation ev;
	struct csm_ledger churns;
	struct csm_feature_lifts *features;
	struct csm_intern companies; /* all there are */
	uint64_t later;              /* companies that leave after the as-of day */
	struct csm_doc doc;
};

static void
suggest_put_table(
    struct csm_run *run, struct suggest_work *w, const struct csm_suggest_options *o)
{
	csm_featuretable_put(&w->doc, w->features, o->lead, o->window, o->text);
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
	/* A difference is only as certain as the smaller group is large. */
	size_t few = n.left < n.stayed ? n.left : n.stayed;
	const char *group = n.left < n.stayed ? "left" : "stayed";

	if (few == 0)
		return csm_error(&run->diag, CSM_E_NODATA, NULL,
		    "nothing to compare: no company that %s has points from before "
		    "its window on",
		    group);
	if (few < CSM_FEATURE_LIFT_FEW)
		csm_warn(&run->diag, CSM_W_OTHER, NULL,
		    "only %s that %s: what separates so few may be chance",
		    csm_text_counted(&run->arena, few, "companies"), group);
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
	if (csm_evaluation_begin(&w->ev, run, false) != 0 ||
	    csm_evaluation_prepare(&w->ev) != 0)
		return -1;
	/* Rows of companies that have no points are told at the end. */
	w->ev.known = &w->companies;
	w->features = csm_feature_lift_new((int32_t)o->lead, (int32_t)o->window);
	const uint64_t before = run->messages.rejected;
	int rc = csm_churns_load(&w->churns, o->churns, &run->diag);
	csm_run_count(run, "churns rejected", run->messages.rejected - before, 1);
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
