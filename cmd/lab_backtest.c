#include "lab.h"

#include "base/xalloc.h"

/* --sensitivity needs what it varies, with or without --backtest. */
static void
ask_variants(struct csm_health *h)
{
	if (h->options->sensitivity)
		h->lab->variant = csm_variants_make(&h->run->arena, h->profile,
		    h->profiles, h->ev.engine, &h->lab->variants);
}

int
csm_lab_backtest_prepare(struct csm_health *h)
{
	struct csm_lab *lab = h->lab;

	ask_variants(h);
	if (h->options->backtest == NULL)
		return 0;
	h->ev.known = &h->companies;
	if (csm_churns_load(&lab->churns, h->options->backtest, &h->run->diag) != 0)
		return -1;
	csm_run_count(h->run, "rows of churns rejected", h->run->messages.rejected, 1);
	return 0;
}

/* Churns up to the as-of day count, with --since those from there on. */
static int
set_days(void *ctx)
{
	struct csm_health *h = ctx;
	struct csm_lab *lab = h->lab;
	struct csm_run *run = h->run;
	int32_t since = run->common->since == NULL ? CSM_DAY_NONE : run->since;

	if (csm_backtest_init(&lab->backtest, h->options->lead, &lab->churns, since,
		run->until, &run->diag) != 0)
		return -1;
	if (csm_backtest_range(&lab->backtest, &run->since, &run->until) != 0)
		return csm_error(&run->diag, CSM_E_NODATA, NULL,
		    "--backtest: %s tells of nobody who left in time",
		    h->options->backtest);
	return 0;
}

/* What is not as it was may tell who left: a status that says so, to begin with. */
static void
warn_undated(struct csm_health *h)
{
	struct csm_buf names = {0};
	size_t n = csm_engine_undated(h->ev.engine, &names);

	if (n > 0)
		csm_warn(&h->run->diag, CSM_W_OTHER, NULL,
		    "--backtest: %s %s as of now, also on days past: what was not "
		    "known then may tell who left",
		    names.data, n == 1 ? "is" : "are");
	csm_buf_fini(&names);
}

int
csm_lab_backtest_begin(struct csm_health *h)
{
	size_t lists = 1;

	if (h->options->backtest != NULL) {
		h->ev.set_days = set_days;
		h->ev.ctx = h;
	}
	if (csm_evaluation_open(&h->ev, 0) != 0)
		return -1;
	if (h->options->backtest != NULL) {
		lists = h->lab->backtest.n_leads;
		warn_undated(h);
	}
	h->lab->trials = csm_xcalloc(lists, sizeof *h->lab->trials);
	h->lab->n_trials = lists;
	return 0;
}

/* Score the company on a day and take it in; NULL if the score says nothing. */
static struct csm_trial *
try_day(struct csm_health *h, size_t list, const char *company, int32_t day, int left)
{
	struct csm_lab *lab = h->lab;
	size_t at = (size_t)(day - h->run->since);
	struct csm_trial *trial;

	if (day < h->run->since || day > h->run->until)
		return NULL;
	if (lab->first == CSM_DAY_NONE || day < lab->first) {
		lab->trials[list].no_data++;
		return NULL;
	}
	trial = csm_trials_add(&lab->trials[list], company, day, left,
	    csm_scorer_score(h->scorer, CSM_MODEL_COMPANY, 0, at));
	if (trial != NULL && lab->variants > 0)
		csm_variants_look(lab->variant, lab->variants, h->ev.engine, h->profile,
		    at, &lab->trials[list], trial);
	return trial;
}

/* One that stayed: the first of its days on which it has a score.  The days before say
 * nothing, and are not counted as left out. */
static void
try_stayed(struct csm_health *h, size_t list, const char *company)
{
	struct csm_lab *lab = h->lab;
	struct csm_trials *t = &lab->trials[list];
	size_t unscored = t->unscored, no_data = t->no_data;

	for (size_t k = 0; k < lab->backtest.n; k++) {
		int32_t day = csm_backtest_day(&lab->backtest, list, k);
		t->unscored = unscored;
		t->no_data = no_data;
		if (try_day(h, list, company, day, 0) != NULL)
			return;
	}
}

/* The first day something is known of the company, its end users and the rest. */
static int32_t
lab_backtest_first_day(const struct csm_set *set)
{
	int32_t first = CSM_DAY_NONE;

	for (size_t i = 0; i < set->entities; i++) {
		int32_t day = set->entity[i].first_day;
		if (day != CSM_DAY_NONE && (first == CSM_DAY_NONE || day < first))
			first = day;
	}
	return first;
}

void
csm_lab_backtest_company(struct csm_health *h, const struct csm_set *set)
{
	struct csm_lab *lab = h->lab;
	const char *company = set->company.s;
	int32_t day;

	lab->first = lab_backtest_first_day(set);
	if (h->options->backtest == NULL) {
		try_day(h, 0, company, h->run->until, 0);
		return;
	}
	enum csm_backtest_use use =
	    csm_backtest_next(&lab->backtest, set->company, &day);
	lab->outside += use == CSM_BACKTEST_OUTSIDE;
	for (size_t i = 0; i < lab->n_trials; i++) {
		if (use == CSM_BACKTEST_LEFT)
			try_day(h, i, company, day - lab->backtest.leads[i], 1);
		else if (use == CSM_BACKTEST_STAYED)
			try_stayed(h, i, company);
	}
}

static void
warn_few(struct csm_health *h)
{
	for (size_t i = 0; i < h->lab->n_trials; i++) {
		struct csm_auc auc = csm_trials_auc(&h->lab->trials[i]);
		if (auc.left >= CSM_AUC_FEW && auc.stayed >= CSM_AUC_FEW)
			continue;
		csm_warn(&h->run->diag, CSM_W_OTHER, NULL,
		    "--backtest: %d days before, only %zu that left and %zu that "
		    "stayed have a score; that is too few to tell anything",
		    (int)h->lab->backtest.leads[i], auc.left, auc.stayed);
	}
}

void
csm_lab_backtest_finish(struct csm_health *h)
{
	struct csm_lab *lab = h->lab;

	if (h->options->backtest != NULL) {
		csm_ledger_finish(&lab->churns, &h->companies, "left", &h->run->diag);
		warn_few(h);
		csm_lab_put_trials(h);
	}
	if (h->options->sensitivity)
		csm_lab_put_variants(h);
	csm_lab_write(h);
}
