#include "lab/lab.h"

#include "base/text.h"
#include "base/xalloc.h"

void
csm_lab_vary(struct csm_lab *lab)
{
	/* Variants are of the scores that are judged, so their conditions ask the
	 * engine that knew no better. */
	struct csm_engine *engine =
	    lab->then.engine != NULL ? lab->then.engine : lab->engine;

	lab->varies = true;
	lab->variant = csm_variants_make(
	    lab->arena, lab->profile, lab->profiles, engine, &lab->variants);
}

struct csm_engine *
csm_lab_then(struct csm_lab *lab, struct csm_engine_options options,
    const struct csm_metric *metric, size_t n)
{
	struct csm_lab_then *then = &lab->then;

	/* The caller makes the passes of both engines together, over the same
	 * companies. */
	options.ranks = 1;
	options.then = 1;
	for (int m = 0; m < CSM_MODELS; m++)
		/* Rows without valid_from say how things are today, among them often
		 * that somebody has left. */
		if (options.fields[m] != NULL)
			options.fields[m] = then->fields[m] =
			    csm_fields_then(options.fields[m]);
	then->engine = csm_engine_new(&options);
	for (size_t i = 0; i < n; i++)
		csm_engine_metric(then->engine, &metric[i]);
	then->scorer = csm_scorer_new(lab->profile, lab->profiles, then->engine);
	return then->engine;
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

/* What is not as it was may tell who left: a status that says so, to begin with.  A
 * warning alone was not enough: an AUC of 1 from a field that knows who left was
 * followed by the verdict "tells". */
static void
find_undated(struct csm_lab *lab)
{
	size_t n = csm_engine_undated(lab->engine, &lab->then.undated);

	if (n == 0)
		return;
	lab->hindsight = csm_xcalloc(lab->n_trials, sizeof *lab->hindsight);
	csm_warn(lab->diag, CSM_W_OTHER, NULL,
	    "--backtest: nobody can say that %s %s known on the scored days: left out "
	    "of "
	    "what is judged, and counted with hindsight; a column valid_from dates "
	    "rows "
	    "of fields",
	    lab->then.undated.data, n == 1 ? "was" : "were");
}

void
csm_lab_trials_begin(struct csm_lab *lab, bool backtest)
{
	lab->backtests = backtest;
	/* One list a lead, since each is a test of its own; without a backtest the
	 * day's scores are one. */
	lab->n_trials = backtest ? lab->backtest.n_leads : 1;
	if (backtest)
		find_undated(lab);
	lab->trials = csm_xcalloc(lab->n_trials, sizeof *lab->trials);
}

/* How trials are made: of what was known then, or of all that is configured. */
struct way {
	struct csm_trials *trials;
	struct csm_scorer *scorer;
	struct csm_engine *engine;
	int varied; /* --sensitivity looks at them */
};

static struct way
then_way(struct csm_lab *lab, size_t list)
{
	struct csm_scorer *then = lab->then.scorer;

	return (struct way){&lab->trials[list], then != NULL ? then : lab->scorer,
	    lab->then.engine != NULL ? lab->then.engine : lab->engine,
	    lab->variants > 0};
}

/* Never varied: what hangs on a number is asked of the score that is judged. */
static struct way
hindsight_way(struct csm_lab *lab, size_t list)
{
	return (struct way){&lab->hindsight[list], lab->scorer, lab->engine, 0};
}

/* Score the company on a day and take it in; NULL if the score says nothing. */
static struct csm_trial *
try_day(struct csm_lab *lab, const struct way *way, const char *company, int32_t day,
    int left)
{
	size_t at = (size_t)(day - lab->since);
	struct csm_trials *trials = way->trials;
	struct csm_trial *trial;

	/* A lead before the calendar begins, or one longer than others before an early
	 * churn, has no evaluated day. */
	if (day < lab->since || day > lab->until)
		return NULL;
	/* Before its first point a company was not there; its score would be made of
	 * what stands in for missing values. */
	if (lab->first == CSM_DAY_NONE || day < lab->first) {
		trials->no_data++;
		return NULL;
	}
	/* On the scored day: asked on the last one, -w dropped whoever had gone silent
	 * by then, 1,029 of 2,337 in one data set.  By the engine of the run, which was
	 * asked the filter's conditions. */
	if (lab->backtests && lab->filter != NULL &&
	    !csm_filter_match_day(lab->filter, lab->engine, at)) {
		trials->dropped += left != 0;
		return NULL;
	}
	trial = csm_trials_add(trials, company, day, left,
	    csm_scorer_score(way->scorer, CSM_MODEL_COMPANY, 0, at));
	if (trial != NULL && way->varied)
		csm_variants_look(lab->variant, lab->variants, way->engine,
		    lab->profile, at, trials, trial);
	return trial;
}

/* One that stayed: the first of its days on which it has a score.  The days before say
 * nothing, and are not counted as left out. */
static void
try_stayed(struct csm_lab *lab, const struct way *way, size_t list, const char *company)
{
	struct csm_trials *t = way->trials;
	size_t unscored = t->unscored, no_data = t->no_data;

	for (size_t k = 0; k < lab->backtest.n; k++) {
		int32_t day = csm_backtest_day(&lab->backtest, list, k);
		/* each day begins the count anew, so only the last one tried is counted
		 */
		t->unscored = unscored;
		t->no_data = no_data;
		if (try_day(lab, way, company, day, 0) != NULL)
			return;
	}
}

static void
try_company(struct csm_lab *lab, const struct way *way, size_t list,
    enum csm_backtest_use use, const char *company, int32_t day)
{
	if (use == CSM_BACKTEST_LEFT)
		try_day(lab, way, company, day - lab->backtest.leads[list], 1);
	else if (use == CSM_BACKTEST_STAYED)
		try_stayed(lab, way, list, company);
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

	/* both ways need it, and it says nothing of scores */
	lab->first = lab_backtest_first_day(set);
	if (!lab->backtests) {
		struct way way = then_way(lab, 0);
		try_day(lab, &way, company, lab->until, 0);
		return;
	}
	enum csm_backtest_use use =
	    csm_backtest_next(&lab->backtest, set->company, &day);
	lab->outside += use == CSM_BACKTEST_OUTSIDE;
	for (size_t i = 0; i < lab->n_trials; i++) {
		struct way way = then_way(lab, i);
		try_company(lab, &way, i, use, company, day);
		if (lab->hindsight == NULL)
			continue;
		/* The company is taken on the same days both ways, but one that stayed
		 * may have its score on another of them. */
		way = hindsight_way(lab, i);
		try_company(lab, &way, i, use, company, day);
	}
}

/* A condition that takes out those who left makes a test of the others. */
static void
warn_dropped(struct csm_lab *lab)
{
	for (size_t i = 0; i < lab->n_trials; i++)
		if (lab->trials[i].dropped > 0)
			csm_warn(lab->diag, CSM_W_OTHER, NULL,
			    "--backtest: %s before, %zu of %zu that left are "
			    "dropped "
			    "by -w, -s or the conditions of profiles",
			    csm_text_counted(&lab->doc.arena,
				(uint64_t)lab->backtest.leads[i], "days"),
			    lab->trials[i].dropped, lab->backtest.n);
}

static void
warn_few(struct csm_lab *lab)
{
	for (size_t i = 0; i < lab->n_trials; i++) {
		struct csm_auc auc = csm_trials_auc(&lab->trials[i]);
		/* Per lead: a company that came and left within one has no score that
		 * long before. */
		if (auc.left >= CSM_AUC_FEW && auc.stayed >= CSM_AUC_FEW)
			continue;
		csm_warn(lab->diag, CSM_W_OTHER, NULL,
		    "--backtest: %s before, only %zu that left and %zu that "
		    "stayed have a score; that is too few to tell anything",
		    csm_text_counted(
			&lab->doc.arena, (uint64_t)lab->backtest.leads[i], "days"),
		    auc.left, auc.stayed);
	}
}

void
csm_lab_trials_finish(struct csm_lab *lab, const struct csm_intern *companies)
{
	if (lab->backtests) {
		/* A misspelt id would stay among those that stayed, and make the scores
		 * look worse. */
		csm_ledger_finish(&lab->churns, companies, "left", lab->diag);
		warn_few(lab);
		warn_dropped(lab);
		csm_lab_put_trials(lab);
	}
	if (lab->varies)
		csm_lab_put_variants(lab);
}
