#include "lab/lab.h"

#include "base/xalloc.h"

void
csm_lab_vary(struct csm_lab *lab)
{
	lab->varies = true;
	lab->variant = csm_variants_make(
	    lab->arena, lab->profile, lab->profiles, lab->engine, &lab->variants);
}

int
csm_lab_backtest_range(struct csm_lab *lab, const char *leads, const char *path,
    int32_t *since, int32_t *until)
{
	if (csm_backtest_init(
		&lab->backtest, leads, &lab->churns, *since, *until, lab->diag) != 0)
		return -1;
	if (csm_backtest_range(&lab->backtest, since, until) != 0)
		return csm_error(lab->diag, CSM_E_NODATA, NULL,
		    "--backtest: %s tells of nobody who left in time", path);
	return 0;
}

/* What is not as it was may tell who left: a status that says so, to begin with. */
static void
warn_undated(struct csm_lab *lab)
{
	struct csm_buf names = {0};
	size_t n = csm_engine_undated(lab->engine, &names);

	if (n > 0)
		csm_warn(lab->diag, CSM_W_OTHER, NULL,
		    "--backtest: %s %s as of now, also on days past: what was not "
		    "known then may tell who left",
		    names.data, n == 1 ? "is" : "are");
	csm_buf_fini(&names);
}

void
csm_lab_trials_begin(struct csm_lab *lab, bool backtest)
{
	lab->backtests = backtest;
	lab->n_trials = backtest ? lab->backtest.n_leads : 1;
	if (backtest)
		warn_undated(lab);
	lab->trials = csm_xcalloc(lab->n_trials, sizeof *lab->trials);
}

/* Score the company on a day and take it in; NULL if the score says nothing. */
static struct csm_trial *
try_day(struct csm_lab *lab, size_t list, const char *company, int32_t day, int left)
{
	size_t at = (size_t)(day - lab->since);
	struct csm_trial *trial;

	if (day < lab->since || day > lab->until)
		return NULL;
	if (lab->first == CSM_DAY_NONE || day < lab->first) {
		lab->trials[list].no_data++;
		return NULL;
	}
	trial = csm_trials_add(&lab->trials[list], company, day, left,
	    csm_scorer_score(lab->scorer, CSM_MODEL_COMPANY, 0, at));
	if (trial != NULL && lab->variants > 0)
		csm_variants_look(lab->variant, lab->variants, lab->engine,
		    lab->profile, at, &lab->trials[list], trial);
	return trial;
}

/* One that stayed: the first of its days on which it has a score.  The days before say
 * nothing, and are not counted as left out. */
static void
try_stayed(struct csm_lab *lab, size_t list, const char *company)
{
	struct csm_trials *t = &lab->trials[list];
	size_t unscored = t->unscored, no_data = t->no_data;

	for (size_t k = 0; k < lab->backtest.n; k++) {
		int32_t day = csm_backtest_day(&lab->backtest, list, k);
		t->unscored = unscored;
		t->no_data = no_data;
		if (try_day(lab, list, company, day, 0) != NULL)
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
csm_lab_trials_company(struct csm_lab *lab, const struct csm_set *set)
{
	const char *company = set->company.s;
	int32_t day;

	lab->first = lab_backtest_first_day(set);
	if (!lab->backtests) {
		try_day(lab, 0, company, lab->until, 0);
		return;
	}
	enum csm_backtest_use use =
	    csm_backtest_next(&lab->backtest, set->company, &day);
	lab->outside += use == CSM_BACKTEST_OUTSIDE;
	for (size_t i = 0; i < lab->n_trials; i++) {
		if (use == CSM_BACKTEST_LEFT)
			try_day(lab, i, company, day - lab->backtest.leads[i], 1);
		else if (use == CSM_BACKTEST_STAYED)
			try_stayed(lab, i, company);
	}
}

static void
warn_few(struct csm_lab *lab)
{
	for (size_t i = 0; i < lab->n_trials; i++) {
		struct csm_auc auc = csm_trials_auc(&lab->trials[i]);
		if (auc.left >= CSM_AUC_FEW && auc.stayed >= CSM_AUC_FEW)
			continue;
		csm_warn(lab->diag, CSM_W_OTHER, NULL,
		    "--backtest: %d days before, only %zu that left and %zu that "
		    "stayed have a score; that is too few to tell anything",
		    (int)lab->backtest.leads[i], auc.left, auc.stayed);
	}
}

void
csm_lab_trials_finish(struct csm_lab *lab, const struct csm_intern *companies)
{
	if (lab->backtests) {
		csm_ledger_finish(&lab->churns, companies, "left", lab->diag);
		warn_few(lab);
		csm_lab_put_trials(lab);
	}
	if (lab->varies)
		csm_lab_put_variants(lab);
}
