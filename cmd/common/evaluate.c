#include "common/evaluate.h"

#include "audit/lint.h"
#include "audit/texts.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "config/formulas.h"

#include <stdlib.h>
#include <string.h>

/* The search for the company of --explain. */
struct csm_only {
	struct csm_nearest near;
	struct csm_buf best; /* what `near` holds, once its company has gone by */
	int found, unlisted, left_out;
};

/* What is wrong with days, metrics and conditions is told together: all are read before
 * the first failure ends it. */
int
csm_evaluation_begin(struct csm_evaluation *ev, struct csm_run *run, bool taken)
{
	const struct csm_common *c = run->common;
	struct csm_engine_options options = {0};
	int failed = csm_run_days(run);

	*ev = (struct csm_evaluation){.run = run};
	failed |= csm_metrics_read(
	    &run->arena, run->conf, &ev->metric, &ev->metrics, &run->diag);
	ev->filter = csm_filter_read(&run->arena, run->conf, c->where.item, c->where.n,
	    c->segment.item, c->segment.n, &run->diag);
	if (failed || ev->filter == NULL ||
	    csm_filter_companies_only(ev->filter, &run->diag) != 0)
		return -1;
	options.since = run->since;
	options.until = run->until;
	memcpy(options.fields, run->fields, sizeof options.fields);
	/* Programs that read points can go over them twice. */
	options.ranks = 1;
	options.taken = taken ? CSM_TAKEN_FIRST : CSM_TAKEN_NOT;
	ev->engine = csm_engine_new(&options);
	for (size_t i = 0; i < ev->metrics; i++)
		csm_engine_metric(ev->engine, &ev->metric[i]);
	/* Behind the metrics, which conditions name. */
	csm_filter_query(ev->filter, ev->engine);
	if (c->verbose)
		ev->fallen =
		    csm_fallen_new(ev->engine, run->conf, ev->metric, ev->metrics);
	return 0;
}

void
csm_evaluation_tell(struct csm_evaluation *ev, const char *section)
{
	if (ev->fallen != NULL)
		csm_fallen_section(ev->fallen, section);
}

void
csm_evaluation_lint(struct csm_evaluation *ev, unsigned what)
{
	struct csm_run *run = ev->run;
	const struct csm_metric **known =
	    csm_xcalloc(ev->metrics + 1, sizeof(struct csm_metric *));
	const struct csm_formula *condition;
	enum csm_model model;

	for (size_t i = 0; i < ev->metrics; i++)
		known[i] = &ev->metric[i];
	if (what & CSM_LINT_METRICS)
		csm_lint_metrics(run->conf, known, ev->metrics, &run->diag);
	for (size_t i = 0; i < run->common->where.n; i++)
		if ((condition = csm_filter_condition(ev->filter, i, &model)) != NULL)
			csm_lint_condition(
			    run->conf, known, ev->metrics, condition, &run->diag);
	if (what & CSM_LINT_OTHERS)
		csm_lint_others(run->conf, known, ev->metrics, &run->diag);
	free(known);
}

int
csm_evaluation_prepare(struct csm_evaluation *ev)
{
	const struct csm_formula *condition;
	enum csm_model model; /* companies', in all programs but one */

	/* asked for last, so that places in messages are those of who uses a name */
	for (size_t i = 0; ev->fallen != NULL && (condition = csm_filter_condition(
						      ev->filter, i, &model)) != NULL;
	     i++)
		csm_fallen_condition(ev->fallen, condition);
	if (csm_engine_prepare(ev->engine, &ev->run->diag) != 0)
		return -1;
	/* Once the plan is made: it knows which fields are compared with which texts. */
	csm_texts_tell(ev->engine, &ev->run->diag);
	return 0;
}

void
csm_evaluation_turn(struct csm_evaluation *ev, const struct csm_set *set)
{
	ev->turned = ev->more != NULL ? ev->more(ev->more_of, set) : set;
	csm_engine_company(ev->engine, ev->turned);
	if (ev->beside != NULL)
		csm_engine_company(ev->beside, ev->more_beside != NULL
						   ? ev->more(ev->more_beside, set)
						   : ev->turned);
}

int
csm_evaluation_open(struct csm_evaluation *ev, int points)
{
	struct csm_run *run = ev->run;

	/* Told before the input is opened: a pipe that is to be read twice is kept on
	 * disk. */
	run->again = csm_engine_has_ranks(ev->engine);
	ev->points = csm_run_points(run);
	if (ev->points == NULL || csm_run_output(run) != 0)
		return -1;
	/* The days of --as-of last are known only now. */
	if (ev->set_days != NULL && ev->set_days(ev->ctx) != 0)
		return -1;
	csm_engine_range(ev->engine, run->since, run->until);
	if (ev->beside != NULL)
		csm_engine_range(ev->beside, run->since, run->until);
	if (csm_evaluation_rank(ev) != 0)
		return -1;
	ev->walk = csm_walk_new(ev->points, run->fields[CSM_MODEL_COMPANY]);
	csm_walk_opens_for(ev->walk, ev->engine);
	if (ev->only != NULL) {
		ev->sought = csm_xcalloc(1, sizeof *ev->sought);
		csm_nearest_init(&ev->sought->near, ev->only);
	}
	if (points)
		ev->writer = csm_point_writer_new(run->out, csm_run_format(run));
	return 0;
}

static int
sought(struct csm_evaluation *ev, struct csm_text company)
{
	struct csm_only *o = ev->sought;

	csm_nearest_offer(&o->near, company.s);
	/* The company's text is gone with the next one; the nearest name so far is
	 * kept. */
	if (o->near.best == company.s) {
		csm_buf_reset(&o->best);
		csm_buf_puts(&o->best, company.s);
		o->near.best = o->best.data;
	}
	if (!csm_text_is(ev->only, company.s, company.len))
		return 0;
	o->found = 1;
	return 1;
}

static int
not_found(struct csm_evaluation *ev)
{
	struct csm_buf quoted = {0}, hint = {0};

	csm_text_quote(&quoted, ev->only, strlen(ev->only));
	/* From what is most likely meant: it is there but was not chosen, it is there
	 * but not listed, it is not there. */
	if (ev->sought->left_out)
		csm_error(&ev->run->diag, CSM_E_USAGE, NULL,
		    "--explain: the company %s is left out by -w or -s", quoted.data);
	else if (ev->sought->unlisted)
		csm_error(&ev->run->diag, CSM_E_USAGE, NULL,
		    "--explain: the company %s has points, but is not in the fields "
		    "file",
		    quoted.data);
	else
		csm_error(&ev->run->diag, CSM_E_USAGE, NULL,
		    "--explain: there is no company %s%s", quoted.data,
		    csm_nearest_hint(&ev->sought->near, &hint));
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	return -1;
}

/* Is this company to be evaluated?  The engine is turned to all that are listed, so
 * that it knows every metric name that occurs. */
static int
wanted(struct csm_evaluation *ev, const struct csm_set *set, int listed)
{
	if (!listed) {
		if (ev->only != NULL &&
		    csm_text_is(ev->only, set->company.s, set->company.len))
			ev->sought->unlisted = 1;
		return 0;
	}
	csm_evaluation_turn(ev, set);
	if (ev->only != NULL && !sought(ev, set->company))
		return 0;
	bool chosen = ev->everybody || csm_filter_match(ev->filter, ev->engine);
	ev->asked++;
	ev->chosen += chosen;
	if (ev->fallen != NULL)
		csm_fallen_company(ev->fallen, set, chosen);
	if (chosen)
		return 1;
	if (ev->only != NULL)
		ev->sought->left_out = 1;
	return 0;
}

bool
csm_evaluation_take(struct csm_evaluation *ev, const struct csm_set *set, int listed)
{
	ev->n = 0;
	/* Points of the company before have been written. */
	csm_arena_reset(&ev->arena);
	if (wanted(ev, set, listed))
		return true;
	/* Who is not evaluated passes through all the same. */
	if (ev->run->common->pass && ev->writer != NULL)
		csm_set_write(set, NULL, 0, ev->writer);
	return false;
}

int
csm_evaluation_next(struct csm_evaluation *ev, const struct csm_set **set)
{
	int rc, listed;

	while ((rc = csm_walk_next(ev->walk, set, &listed, &ev->run->diag)) > 0) {
		csm_run_progress(ev->run, "companies", csm_walk_companies(ev->walk));
		if (ev->known != NULL)
			csm_intern_put(
			    ev->known, (*set)->company.s, (*set)->company.len);
		if (csm_evaluation_take(ev, *set, listed))
			return 1;
	}
	if (rc == 0 && ev->only != NULL && (!ev->sought->found || ev->sought->left_out))
		return not_found(ev);
	return rc;
}

void
csm_evaluation_add(struct csm_evaluation *ev, const struct csm_point *point)
{
	CSM_GROW(ev->point, ev->n, &ev->cap);
	ev->point[ev->n++] = *point;
}

void
csm_evaluation_write(struct csm_evaluation *ev, const struct csm_set *set)
{
	ev->written += ev->n;
	if (ev->run->common->pass)
		csm_set_write(set, ev->point, ev->n, ev->writer);
	else
		for (size_t i = 0; i < ev->n; i++)
			csm_point_write(ev->writer, &ev->point[i]);
}

void
csm_evaluation_done(struct csm_evaluation *ev)
{
	struct csm_run *run = ev->run;

	csm_walk_tell(ev->walk, &run->diag);
	csm_run_count(run, "companies", csm_walk_companies(ev->walk), 0);
	csm_run_count(
	    run, "companies not in the fields file", csm_walk_unlisted(ev->walk), 1);
	csm_run_points_done(run, ev->points);
	csm_engine_finish(ev->engine, &run->diag);
	csm_filter_tell(ev->filter, ev->asked, ev->chosen, &run->diag);
	if (ev->fallen != NULL)
		csm_fallen_note(ev->fallen, &run->diag);
	if (ev->writer != NULL)
		csm_run_count(run, "values", ev->written, 0);
	csm_run_count(run, "divisions by zero",
	    csm_engine_counts(ev->engine).divisions_by_zero, 0);
	/* Last: its verdict is about rows of all files. */
	csm_run_check_rejects(run);
}

void
csm_evaluation_fini(struct csm_evaluation *ev)
{
	csm_fallen_free(ev->fallen);
	csm_point_writer_free(ev->writer);
	csm_walk_free(ev->walk);
	csm_points_free(ev->points);
	csm_engine_free(ev->engine);
	csm_arena_fini(&ev->arena);
	if (ev->sought != NULL)
		csm_buf_fini(&ev->sought->best);
	free(ev->sought);
	free(ev->point);
	*ev = (struct csm_evaluation){0};
}
