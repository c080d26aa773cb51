#include "metric/plan.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "formula/business.h"
#include "formula/func.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void
csm_plan_fini(struct csm_plan *plan)
{
	csm_intern_fini(&plan->ids);
	csm_intern_fini(&plan->source_keys);
	csm_intern_fini(&plan->feed_keys);
	csm_intern_fini(&plan->conditions);
	csm_graph_fini(&plan->graph);
	csm_arena_fini(&plan->arena);
	free(plan->job);
	free(plan->source);
	free(plan->feed);
	free(plan->defined);
	free(plan->condition);
	free(plan->order);
	free(plan->holiday);
	*plan = (struct csm_plan){0};
}

static size_t
add_job(struct csm_plan *plan, const struct csm_job *job)
{
	CSM_GROW(plan->job, plan->jobs, &plan->job_cap);
	plan->job[plan->jobs] = *job;
	return plan->jobs++;
}

size_t
csm_plan_formula(
    struct csm_plan *plan, enum csm_model model, const struct csm_formula *formula)
{
	return add_job(plan, &(struct csm_job){.model = model, .formula = formula});
}

size_t
csm_plan_metric(struct csm_plan *plan, const struct csm_metric *metric)
{
	return add_job(plan, &(struct csm_job){.metric = metric,
				 .model = metric->model,
				 .formula = metric->formula,
				 .wants = CSM_VALUE_NUMBER,
				 .where = metric->where});
}

size_t
csm_plan_define(struct csm_plan *plan, const struct csm_metric *metric)
{
	uint32_t known = (uint32_t)plan->ids.n;
	uint32_t id = csm_intern_put(&plan->ids, metric->id, strlen(metric->id));

	if (id < known)
		return plan->defined[id];
	CSM_GROW(plan->defined, id, &plan->defined_cap);
	size_t job = plan->defined[id] = csm_plan_metric(plan, metric);
	if (plan->taken != 0)
		plan->job[job].points =
		    csm_arena_printf(&plan->arena, "calculated.%s", metric->id);
	return job;
}

size_t
csm_plan_find(const struct csm_plan *plan, const char *id)
{
	uint32_t i = csm_intern_find(&plan->ids, id, strlen(id));

	return i == CSM_INTERN_NONE ? CSM_JOB_NONE : plan->defined[i];
}

size_t
csm_plan_leaves(const struct csm_job *job)
{
	return job->formula->leaves + (job->where != NULL ? job->where->leaves : 0);
}

static bool
plan_counts_workdays(const struct csm_node *node)
{
	if (node->kind == CSM_NODE_WINDOW)
		/* A condition that is counted is a job of its own. */
		return node->window.workdays;
	if (node->kind != CSM_NODE_CALL)
		return false;
	bool counts = csm_func_is(node->func, CSM_FUNC_WORKDAYS);
	for (size_t i = 0; i < node->argc && !counts; i++)
		counts = plan_counts_workdays(node->arg[i]);
	return counts;
}

static bool
plan_job_counts_workdays(const struct csm_job *job)
{
	return plan_counts_workdays(job->formula->root) ||
	       (job->where != NULL && plan_counts_workdays(job->where->root));
}

void
csm_plan_ask_holidays(struct csm_plan *plan)
{
	const struct csm_business *b = csm_business_said();

	for (size_t j = 0; j < plan->jobs && !plan->workdays; j++)
		plan->workdays = plan_job_counts_workdays(&plan->job[j]);
	if (!plan->workdays)
		return;
	plan->holiday = csm_xcalloc(b->rules + 1, sizeof *plan->holiday);
	for (size_t i = 0; i < b->rules; i++) {
		plan->holiday[i] = CSM_JOB_NONE;
		if (b->rule[i].holds == NULL)
			continue;
		size_t j = csm_plan_formula(plan, CSM_MODEL_COMPANY, b->rule[i].holds);
		plan->holiday[i] = j;
		plan->job[j].is_query = 1;
		plan->job[j].wants = CSM_VALUE_BOOL;
		/* Before the company is evaluated, when no rank is known. */
		plan->job[j].chooses = 1;
	}
}

int
csm_plan_check_holidays(const struct csm_plan *plan, struct csm_diag *diag)
{
	const struct csm_business *b = csm_business_said();
	const struct csm_graph *g = &plan->graph;
	int rc = 0;

	if (!plan->workdays)
		return 0;
	bool *counts = csm_xcalloc(plan->jobs, sizeof *counts);
	for (size_t i = 0; i < plan->jobs; i++) {
		size_t j = plan->order[i];
		counts[j] = plan_job_counts_workdays(&plan->job[j]);
		/* Used ones first: what they count is known. */
		for (size_t e = g->start[j]; e < g->start[j + 1]; e++)
			counts[j] |= counts[g->to[e]];
	}
	for (size_t i = 0; i < b->rules; i++) {
		if (plan->holiday[i] == CSM_JOB_NONE || !counts[plan->holiday[i]])
			continue;
		const struct csm_job *job = &plan->job[plan->holiday[i]];
		struct csm_use use = {NULL, job->formula, job->formula->root};
		rc = csm_use_error(&use, CSM_E_FORMULA, diag,
		    "whose holiday it is cannot be asked in work days, which depend on "
		    "it");
	}
	free(counts);
	return rc;
}

/* A span without its part that begins with a company's first point: with the oldest. */
static struct csm_day_span
of_everyone(struct csm_plan *plan, const struct csm_day_span *span)
{
	struct csm_day_span out = *span;

	if (span->back < 0)
		return out;
	plan->looks_back = 1;
	/* A pass of its own finds the oldest day.  No rank is known in it, but what looks at
	 * one is worked out all the same, and has days before those asked for. */
	if (plan->oldest == CSM_DAY_NONE)
		return out;
	out.back = -1;
	if (plan->oldest - span->back < out.from)
		out.from = plan->oldest - span->back;
	if (out.from < CSM_DAY_MIN)
		out.from = CSM_DAY_MIN;
	return out;
}

/* What a job needs is wanted from those it looks at. */
static void
span_job(struct csm_plan *plan, const struct csm_job *job)
{
	for (size_t i = 0; i < csm_plan_leaves(job); i++) {
		struct csm_feed *f = &plan->feed[job->feed[i]];
		struct csm_day_span wanted = job->span;
		/* Companies are compared on the same days, whenever each of them began.
		 */
		if (!f->is_field && f->window.op == CSM_WINDOW_RANK)
			wanted = of_everyone(plan, &wanted);
		csm_day_span_add(&f->span, &wanted);
		if (!f->is_field && f->by != CSM_FEED_NONE)
			csm_day_span_add(&plan->feed[f->by].span, &wanted);
		if (f->is_field)
			continue;
		struct csm_operand *s = &plan->source[f->source];
		struct csm_day_span span = csm_day_span_of_window(&wanted, &f->window);
		csm_day_span_add(&s->span, &span);
		if (s->job == CSM_JOB_NONE)
			continue;
		csm_day_span_add(&plan->job[s->job].span, &span);
		plan->job[s->job].is_source = 1;
	}
}

void
csm_plan_span(struct csm_plan *plan, int32_t since, int32_t until)
{
	struct csm_day_span asked = {since, until, -1};

	assert(since <= until && (plan->order != NULL || plan->jobs == 0));
	for (size_t i = 0; i < plan->sources; i++)
		plan->source[i].span = csm_day_span_none();
	for (size_t i = 0; i < plan->feeds; i++)
		plan->feed[i].span = csm_day_span_none();
	for (size_t i = 0; i < plan->jobs; i++)
		plan->job[i].span = plan->job[i].is_query ? asked : csm_day_span_none();
	/* From those that use to those that are used: each has all its days before it
	 * passes them on. */
	for (size_t i = plan->jobs; i-- > 0;) {
		const struct csm_job *job = &plan->job[plan->order[i]];
		if (!csm_day_span_is_none(&job->span))
			span_job(plan, job);
	}
}

/* -1 if it cannot even be told how the cells are written. */
static int
warn_cells(const struct csm_feed *f, const struct csm_fields *fields,
    enum csm_value_type type, struct csm_diag *diag)
{
	struct csm_buf text = {0};

	if (type == CSM_VALUE_NUMBER &&
	    csm_fields_check_decimal(fields, f->column, diag) != 0)
		return -1;
	if (csm_fields_tell(fields, f->column, type, diag))
		return 0;
	csm_fields_put_none(fields, f->column, type, &text);
	/* A run goes on without the values; a check is made to be told. */
	if (diag->strict)
		csm_use_error(&f->use, CSM_W_TYPE, diag, "%s", text.data);
	else
		csm_use_warn(&f->use, CSM_W_TYPE, diag, "%s", text.data);
	csm_buf_fini(&text);
	return 0;
}

void
csm_plan_plain_days(struct csm_plan *plan, int32_t days)
{
	for (size_t i = 0; i < plan->feeds; i++) {
		struct csm_feed *f = &plan->feed[i];
		if (f->is_field || !f->window.plain)
			continue;
		f->window.days = days;
		/* Its series counts for a window of that length. */
		if (plan->source[f->source].distinct > 0)
			plan->source[f->source].distinct = days;
	}
}

int
csm_plan_warn_fields(const struct csm_plan *plan, struct csm_diag *diag)
{
	int failed = 0;

	for (size_t i = 0; i < plan->feeds; i++) {
		const struct csm_feed *f = &plan->feed[i];
		const struct csm_fields *fields = plan->fields[f->model];
		struct csm_nearest near;
		struct csm_buf hint = {0};

		/* A field that nobody needs on any day is not worth a warning. */
		if (!f->is_field || f->is_id || f->is_day || f->span.until == INT32_MIN)
			continue;
		for (enum csm_value_type t = CSM_VALUE_NUMBER; t < CSM_VALUE_CELL; t++)
			if (f->column >= 0 && t != CSM_VALUE_TEXT &&
			    f->wants & CSM_READS(t))
				failed |= warn_cells(f, fields, t, diag);
		if (f->column >= 0)
			continue;
		if (fields == NULL) {
			csm_use_warn(&f->use, CSM_W_UNKNOWN, diag,
			    "no file with fields of %s is given: \"%s.%s\" is missing",
			    csm_operand_plural(f->model), csm_model_name(f->model),
			    f->name);
			continue;
		}
		csm_nearest_init(&near, f->name);
		/* Twenty thousand unknown names took a minute to find hints that nobody
		 * was shown. */
		const bool shown = csm_diag_shows(diag, CSM_W_UNKNOWN);
		for (size_t c = 0; c < csm_fields_columns(fields) && shown; c++)
			csm_nearest_offer(&near, csm_fields_column_name(fields, c));
		csm_use_warn(&f->use, CSM_W_UNKNOWN, diag, "%s has no field \"%s\"%s",
		    csm_fields_file(fields), f->name, csm_nearest_hint(&near, &hint));
		csm_buf_fini(&hint);
	}
	return failed;
}
