/* csm-calc: points to calculated metrics, which are points again. */
#include "sections/sections.h"
#include "base/xalloc.h"
#include "calc.h"
#include "common/batch.h"
#include "common/crew.h"
#include "entity/who.h"
#include "view/explanation.h"
#include "audit/lint.h"

#include <stdlib.h>
#include <string.h>

static int
calc_prepare(struct csm_run *run, struct csm_calc *calc)
{
	calc->query = csm_xcalloc(calc->n, sizeof *calc->query);
	calc->name = CSM_ARENA_ARRAY(&run->arena, struct csm_text, calc->n);
	for (size_t m = 0; m < calc->n; m++) {
		calc->query[m] =
		    csm_engine_query_metric(calc->ev.engine, calc->metric[m]);
		calc->name[m].s =
		    csm_arena_printf(&run->arena, "calculated.%s", calc->metric[m]->id);
		calc->name[m].len = strlen(calc->name[m].s);
	}
	return csm_evaluation_prepare(&calc->ev);
}

static void
calc_worker_init(struct csm_calc_worker *w, struct csm_calc *calc)
{
	const struct csm_run *run = calc->ev.run;

	*w = (struct csm_calc_worker){.calc = calc,
	    .engine = calc->ev.engine,
	    .writer = calc->ev.writer,
	    .wide = calc->wide,
	    .since = run->since,
	    .until = run->until,
	    .pass = run->common->pass};
}

/* Add up what it counted. */
static void
calc_worker_done(const struct csm_calc_worker *w, struct csm_evaluation *ev)
{
	ev->written += w->written;
	ev->asked += w->asked;
	ev->chosen += w->chosen;
}

/* Evaluate a company of the walk, if it is listed and chosen, and write its rows.  The
 * engine is turned to all that are listed, chosen or not: it notes the names that
 * occur. */
static void
calc_company(struct csm_calc_worker *w, const struct csm_set *set, int listed)
{
	if (listed)
		csm_engine_company(w->engine, set);
	bool chosen = listed && csm_filter_match(w->calc->ev.filter, w->engine);
	w->asked += listed != 0;
	w->chosen += chosen;
	if (!chosen) {
		if (w->pass)
			csm_set_write(set, NULL, 0, w->writer);
	} else if (w->wide != NULL) {
		csm_wide_company(w->wide, w->engine, set->company, w->since, w->until);
	} else {
		csm_calc_write(w, set);
	}
}

/* Whom --explain means: a company by its id or name, or who has a metric that is asked
 * for; of those that have points alone as "company/id".  -1 after a report. */
static int
calc_find(struct csm_run *run, const struct csm_calc *calc, struct csm_who *who)
{
	const char *text = csm_calc_options.explain, *slash = strchr(text, '/');
	unsigned models = 1U << CSM_MODEL_COMPANY;
	int rc;

	for (size_t m = 0; m < calc->n; m++)
		models |= 1U << calc->metric[m]->model;
	rc = csm_who_find(
	    who, &run->arena, run->fields, models, "--explain", text, &run->diag);
	if (rc == 0 && slash != NULL && models != 1U << CSM_MODEL_COMPANY) {
		who->company =
		    csm_arena_text(&run->arena, text, (size_t)(slash - text));
		who->id = slash + 1;
	}
	return rc < 0 ? -1 : 0;
}

/* One company and a text of it: no rows, and nothing for a crew to share. */
static int
calc_explain(struct csm_run *run, struct csm_calc *calc, const struct csm_who *who)
{
	const struct csm_set *set;
	bool any = who->id == NULL;
	int rc;

	while ((rc = csm_evaluation_next(&calc->ev, &set)) > 0)
		any |= csm_explanation_metrics(run->out, calc->ev.engine, calc->metric,
		    calc->query, calc->n, who->id, run->since, run->until);
	if (rc == 0 && !any)
		rc = csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--explain: the company \"%s\" has nobody \"%s\" with these "
		    "metrics",
		    who->company, who->id);
	return rc;
}

/* Rows of a batch of companies: one of both. */
struct calc_sheet {
	struct csm_point_writer *writer;
	struct csm_wide *wide;
};

static void *
calc_fork(void *ctx, struct csm_engine *engine)
{
	struct csm_calc_worker *w = csm_xcalloc(1, sizeof *w);

	calc_worker_init(w, ctx);
	w->engine = engine;
	return w;
}

static void
calc_join(void *ctx, void *worker)
{
	struct csm_calc *calc = ctx;

	calc_worker_done(worker, &calc->ev);
	free(worker);
}

/* Forks have no header: rows of a batch are appended in turn to what has one. */
static void *
calc_sheet_new(void *ctx)
{
	const struct csm_calc *calc = ctx;
	struct calc_sheet *s = csm_xcalloc(1, sizeof *s);

	if (calc->wide != NULL)
		s->wide = csm_wide_fork(calc->wide);
	else
		s->writer = csm_point_writer_fork(calc->ev.writer);
	return s;
}

static void
calc_sheet_append(void *ctx, void *sheet)
{
	struct csm_calc *calc = ctx;
	struct calc_sheet *s = sheet;

	if (s->wide != NULL)
		csm_wide_append(calc->wide, s->wide);
	else
		csm_evaluation_append(&calc->ev, s->writer);
}

static void
calc_sheet_drop(void *sheet)
{
	struct calc_sheet *s = sheet;

	csm_point_writer_free(s->writer);
	csm_wide_free(s->wide);
	free(s);
}

static void
calc_sheet_company(void *worker, void *sheet, const struct csm_set *set, int listed)
{
	struct csm_calc_worker *w = worker;
	struct calc_sheet *s = sheet;

	w->writer = s->writer;
	w->wide = s->wide;
	calc_company(w, set, listed);
}

/* 1 of the crew: no thread could be had, and nothing has been read. */
static int
all_companies(struct csm_run *run, struct csm_calc *calc)
{
	const struct csm_crew crew = {.ev = &calc->ev,
	    .ctx = calc,
	    .fork = calc_fork,
	    .join = calc_join,
	    .sheet = calc_sheet_new,
	    .append = calc_sheet_append,
	    .drop = calc_sheet_drop,
	    .company = calc_sheet_company};
	struct csm_calc_worker w;
	const struct csm_set *set;
	int rc, listed, threads = csm_batch_threads(run);

	if (threads > 1)
		return csm_crew_run(&crew, threads);
	calc_worker_init(&w, calc);
	while ((rc = csm_walk_next(calc->ev.walk, &set, &listed, &run->diag)) > 0) {
		csm_run_progress(run, "companies", csm_walk_companies(calc->ev.walk));
		calc_company(&w, set, listed);
	}
	calc_worker_done(&w, &calc->ev);
	return rc;
}

static int
calculate(struct csm_run *run, struct csm_calc *calc)
{
	int points = !csm_calc_options.wide && csm_calc_options.explain == NULL;
	struct csm_who who = {0};
	int rc;

	if (csm_calc_options.explain != NULL && calc_find(run, calc, &who) != 0)
		return -1;
	calc->ev.only = who.company;
	if (csm_evaluation_open(&calc->ev, points) != 0)
		return -1;
	if (csm_calc_options.wide && csm_calc_options.explain == NULL)
		calc->wide = csm_wide_new(
		    run->out, csm_run_format(run), calc->metric, calc->query, calc->n);
	rc = csm_calc_options.explain != NULL ? calc_explain(run, calc, &who)
					      : all_companies(run, calc);
	if (rc == 0) {
		csm_evaluation_done(&calc->ev);
		/* Once everything is written: hints are about formulas and not about
		 * this run. */
		if (run->common->verbose)
			csm_lint_run(calc->ev.engine, &run->diag);
	}
	return rc;
}

static void
calc_fini(struct csm_calc *calc)
{
	csm_wide_free(calc->wide);
	csm_evaluation_fini(&calc->ev);
	csm_library_close(&calc->library);
	free(calc->defined);
	free(calc->metric);
	free(calc->query);
}

/* What was chosen; without a choice, the whole configuration. */
static void
lint(struct csm_run *run, struct csm_calc *calc)
{
	const struct csm_calc_options *o = &csm_calc_options;

	csm_lint_metrics(run->conf, calc->metric, calc->n, &run->diag);
	csm_evaluation_lint(&calc->ev,
	    o->expr.n == 0 && o->only.n == 0 && o->use.n == 0 ? CSM_LINT_OTHERS : 0);
}

static void
calc_run(struct csm_run *run)
{
	struct csm_calc calc = {0};

	/* Before anything is chosen: these need neither metrics nor data. */
	if (csm_calc_options.schema) {
		struct csm_buf schema = {0};
		csm_config_schema(&csm_sections, &schema);
		if (csm_run_output(run) == 0)
			csm_output_write(run->out, schema.data, schema.len);
		csm_buf_fini(&schema);
		return;
	}
	if (csm_calc_options.names != NULL) {
		csm_calc_names(run, csm_calc_options.names);
		return;
	}
	if (csm_calc_options.library) {
		csm_calc_list(run);
		return;
	}
	if (csm_calc_tables(run))
		return;
	if (csm_evaluation_begin(&calc.ev, run, false) == 0 &&
	    csm_calc_choose(run, &calc) == 0) {
		if (csm_calc_options.sql == NULL && csm_calc_asks_only() &&
		    !run->common->check)
			csm_calc_ask(run, &calc);
		else if (calc_prepare(run, &calc) == 0 && run->common->check)
			lint(run, &calc);
		/* Preparing reports what formulas lack; what is an error there must not
		 * be calculated. */
		else if (!run->common->check && run->diag.status < 2 &&
			 csm_calc_options.sql != NULL)
			csm_calc_sql(run, &calc);
		else if (!run->common->check && run->diag.status < 2)
			calculate(run, &calc);
	}
	calc_fini(&calc);
}

int
main(int argc, char **argv)
{
	struct csm_run run;
	int first;
	int status = csm_options_parse(&csm_calc_program, argc, argv, &first);

	if (status >= 0)
		return status;
	/* A terminal as standard input is then no mistake. */
	csm_calc_options.common.reads_nothing = csm_calc_asks_only();
	if (csm_run_begin(&run, &csm_calc_program, argc, argv, first) == 0)
		calc_run(&run);
	return csm_run_end(&run);
}
