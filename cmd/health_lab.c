#include "health_lab.h"

#include "common/document.h"
#include "lab/scorecard.h"
#include "sections/sections.h"

#include <string.h>
#include <unistd.h>

bool
csm_health_lab_text(const struct csm_run *run, bool usually)
{
	if (run->common->to != CSM_TO_DEFAULT)
		return run->common->to == CSM_TO_TEXT;
	return usually || (run->common->output == NULL && isatty(STDOUT_FILENO));
}

/* Before data are read: a misspelt part would be told after minutes. */
int
csm_health_lab_parts(struct csm_health *h)
{
	const struct csm_health_options *o = h->options;
	unsigned asked = (o->compare.n > 1       ? CSM_LAB_SIDES
			     : o->compare.n == 1 ? CSM_LAB_COMPARE
						 : 0u) |
			 (o->backtest != NULL ? CSM_LAB_BACKTEST : 0u) |
			 (o->sensitivity ? CSM_LAB_SENSITIVITY : 0u);

	for (size_t i = 0; i < o->part.n; i++)
		if (csm_lab_check_part(o->part.item[i], asked, &h->run->diag) != 0)
			return -1;
	return 0;
}

void
csm_health_lab_write(struct csm_health *h)
{
	struct csm_run *run = h->run;
	bool text = csm_health_lab_text(run, h->options->explain != NULL);
	const char *bad;

	static const char *const drawn[] = {"states"};
	const bool svg = run->common->to == CSM_TO_SVG;

	/* A drawing is of one part: of companies, unless another is asked for. */
	if (svg && h->options->part.n == 0)
		csm_doc_select(&h->lab->doc, drawn, 1, &bad);
	else
		csm_doc_select(
		    &h->lab->doc, h->options->part.item, h->options->part.n, &bad);
	csm_document_write(run, &h->lab->doc,
	    svg ? csm_writer_find("svg") : csm_document_writer(run, text), NULL);
}

/* Input and output are opened; now the days are known. */
static int
health_lab_open(struct csm_health *h)
{
	if (csm_evaluation_open(&h->ev, 0) != 0)
		return -1;
	h->lab->since = h->run->since;
	h->lab->until = h->run->until;
	csm_lab_other_range(h->lab);
	return 0;
}

int
csm_health_card_begin(struct csm_health *h)
{
	return health_lab_open(h);
}

void
csm_health_card_company(struct csm_health *h, const struct csm_set *set)
{
	struct csm_run *run = h->run;
	const struct csm_score *score;
	struct csm_shown shown, *with = NULL;

	if (csm_lab_who_turn(h->lab) != 0)
		return;
	score = csm_scorer_score(h->scorer, h->lab->model, h->lab->entity,
	    (size_t)(run->until - run->since));
	if (h->lab->who == NULL &&
	    csm_health_show(h, score, set->company, run->until, &shown) == 0)
		with = &shown;
	h->by_hand = with != NULL && shown.override != NULL;
	if (csm_health_lab_text(run, true)) {
		csm_scorecard(h->lab, score, with, run->out);
	} else {
		csm_scorecard_rows(h->lab, set->company, score, with);
		csm_health_lab_write(h);
	}
}

/* --compare FILE */
static int
health_lab_read_other(struct csm_health *h)
{
	struct csm_engine_options options = {
	    .since = h->run->since, .until = h->run->until};

	memcpy(options.fields, h->run->fields, sizeof options.fields);
	for (size_t i = 0; i < h->options->compare.n; i++)
		if (csm_lab_other_read(h->lab, &csm_sections,
			h->options->compare.item[i], &options, h->ev.metric,
			h->ev.metrics) != 0)
			return -1;
	return 0;
}

int
csm_health_move_prepare(struct csm_health *h)
{
	return health_lab_read_other(h);
}

int
csm_health_move_begin(struct csm_health *h)
{
	return health_lab_open(h);
}

void
csm_health_move_company(struct csm_health *h, const struct csm_set *set)
{
	(void)set; /* the other's engine, too, has scores of children */
	if (csm_lab_who_turn(h->lab) == 0 && csm_lab_move(h->lab, h->ev.turned) == 0)
		csm_health_lab_write(h);
}

int
csm_health_compare_prepare(struct csm_health *h)
{
	return health_lab_read_other(h) != 0 ? -1 : csm_lab_compare_prepare(h->lab);
}

void
csm_health_compare_company(struct csm_health *h, const struct csm_set *set)
{
	(void)set; /* as above */
	csm_lab_compare_company(h->lab, h->ev.turned);
}

void
csm_health_compare_finish(struct csm_health *h)
{
	csm_lab_compare_finish(h->lab);
	csm_health_lab_write(h);
}

/* Scores are judged by an engine of their own; whom -w takes is asked day by day. */
static void
health_lab_then(struct csm_health *h)
{
	struct csm_engine_options options = {
	    .since = h->run->since, .until = h->run->until};

	memcpy(options.fields, h->run->fields, sizeof options.fields);
	h->ev.beside = csm_lab_then(h->lab, options, h->ev.metric, h->ev.metrics);
	/* Whom -w takes may change from day to day of the past. */
	h->ev.everybody = 1;
	h->lab->filter = h->ev.filter;
}

/* What is wrong with names the run's own engine tells.  Its messages would be those of
 * the other engine again. */
static void
prepare_then(struct csm_health *h)
{
	struct csm_diag quiet;

	csm_diag_init(&quiet, NULL, NULL);
	csm_engine_prepare(h->ev.beside, &quiet);
}

int
csm_health_backtest_prepare(struct csm_health *h)
{
	const char *churns = h->options->backtest;

	if (churns != NULL)
		health_lab_then(h);
	if (h->options->sensitivity)
		csm_lab_vary(h->lab);
	if (churns == NULL)
		return 0;
	prepare_then(h);
	/* So that a churn of a company that has no points is told as such. */
	h->ev.known = &h->companies;
	const uint64_t before = h->run->messages.rejected;
	if (csm_churns_load(&h->lab->churns, churns, &h->run->diag) != 0)
		return -1;
	csm_run_count(
	    h->run, "rows of churns rejected", h->run->messages.rejected - before, 1);
	return 0;
}

/* Churns up to the as-of day count, with --since those from there on. */
static int
health_lab_backtest_days(void *ctx)
{
	struct csm_health *h = ctx;
	struct csm_run *run = h->run;

	if (run->common->since == NULL)
		run->since = CSM_DAY_NONE;
	return csm_lab_backtest_range(
	    h->lab, h->options->lead, h->options->backtest, &run->since, &run->until);
}

int
csm_health_backtest_begin(struct csm_health *h)
{
	if (h->options->backtest != NULL) {
		/* The days of --as-of last are known once the points are open. */
		h->ev.set_days = health_lab_backtest_days;
		h->ev.ctx = h;
	}
	if (health_lab_open(h) != 0)
		return -1;
	csm_lab_trials_begin(h->lab, h->options->backtest != NULL);
	return 0;
}

void
csm_health_backtest_company(struct csm_health *h, const struct csm_set *set)
{
	csm_lab_trials_company(h->lab, set);
}

static void
count_backtest(struct csm_health *h)
{
	const struct csm_lab *lab = h->lab;
	uint64_t dropped = 0;

	for (size_t i = 0; i < lab->n_trials; i++)
		dropped += lab->trials[i].dropped;
	csm_run_count(h->run, "companies that left on other days", lab->outside, 2);
	csm_run_count(h->run, "leads at which scores leak", lab->leaks, 0);
	csm_run_count(h->run, "scores of companies that left dropped", dropped, 0);
	if (lab->leaks > 0 && h->options->exit_code && h->run->diag.status == 0)
		h->run->diag.status = 1;
}

void
csm_health_backtest_finish(struct csm_health *h)
{
	csm_lab_trials_finish(h->lab, &h->companies);
	if (h->options->backtest != NULL)
		count_backtest(h);
	csm_health_lab_write(h);
}
