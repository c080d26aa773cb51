#include "metric/job.h"

#include "base/xalloc.h"
#include "formula/business.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The days of a job for the scope's company. */
struct job_days {
	int32_t from, until;
	size_t n;
};

static struct job_days
job_days_of(const struct csm_scope *scope, const struct csm_day_span *span)
{
	struct job_days d;

	d.n = csm_day_span_days(span, scope->work->company.first, &d.from, &d.until);
	return d;
}

/* Values of a formula for the job's days; they live in the scratch arena. */
static const struct csm_value *
job_eval(struct csm_scope *scope, const struct csm_job *job,
    const struct csm_formula *f, const size_t *feed, const struct job_days *d)
{
	struct csm_work *work = scope->work;
	struct csm_eval_counts counts = {.calendar = work->calendar};

	/* First, since making a column can itself need the scratch arena. */
	for (size_t i = 0; i < f->leaves; i++)
		csm_scope_feed(scope, feed[i]);
	struct csm_column *leaf =
	    CSM_ARENA_ARRAY(&work->scratch, struct csm_column, f->leaves);
	for (size_t i = 0; i < f->leaves; i++) {
		struct job_days of =
		    job_days_of(scope, &work->plan->feed[feed[i]].span);
		leaf[i] = *csm_scope_feed(scope, feed[i]);
		/* a feed has all the days of those that look at it */
		assert(
		    leaf[i].constant || (of.from <= d->from && of.until >= d->until));
		if (!leaf[i].constant)
			/* Columns begin with the first day that anybody needs. */
			leaf[i].value += d->from - of.from;
	}
	/* a formula that is but a window needs no copy */
	if (f->leaves == 1 && f->root == f->leaf[0] && !leaf[0].constant)
		return leaf[0].value;
	struct csm_value *out = CSM_ARENA_ARRAY(&work->scratch, struct csm_value, d->n);
	csm_formula_eval(f, leaf, d->n, out, &work->scratch, &counts);
	work->counts.divisions_by_zero += counts.divisions_by_zero;
	work->divided[job - work->plan->job] += counts.divisions_by_zero;
	return out;
}

/* Where its values are in a feed's column. */
static int32_t
job_offset(const struct csm_scope *scope, const struct csm_feed *feed,
    const struct job_days *d)
{
	return d->from - job_days_of(scope, &feed->span).from;
}

/* The integers of a formula that is a window, a field or a literal alone, which are
 * passed on as they are; NULL for any other. */
static const int64_t *
job_alone(struct csm_scope *scope, const struct csm_job *job, const struct job_days *d)
{
	const struct csm_node *root = job->formula->root;
	const struct csm_feed *feed;
	int64_t literal, *micros;

	if (root->kind == CSM_NODE_CALL || d->n == 0)
		return NULL;
	if (root->kind == CSM_NODE_WINDOW) {
		feed = &scope->work->plan->feed[job->feed[0]];
		/* The integers are kept of windows that are a whole formula, of others
		 * there are none. */
		if (!feed->alone)
			return NULL;
		csm_scope_feed(scope, job->feed[0]);
		return scope->feed[job->feed[0]].micros + job_offset(scope, feed, d);
	}
	micros = CSM_ARENA_ARRAY(&scope->arena, int64_t, d->n);
	if (root->kind == CSM_NODE_FIELD) {
		const struct csm_column *c = csm_scope_feed(scope, job->feed[0]);
		feed = &scope->work->plan->feed[job->feed[0]];
		const struct csm_value *v = c->value;
		v += c->constant ? 0 : job_offset(scope, feed, d);
		for (size_t i = 0; i < d->n; i++, v += !c->constant)
			micros[i] = v->type == CSM_VALUE_NUMBER
					/* A field's number came from six places, and
					 * goes back to the same. */
					? csm_num_written(v->u.number)
					: csm_value_micros(v);
		return micros;
	}
	if (root->kind != CSM_NODE_NUMBER ||
	    csm_num_parse(root->text, strlen(root->text), &literal) != CSM_NUM_OK)
		return NULL;
	for (size_t i = 0; i < d->n; i++)
		micros[i] = literal;
	return micros;
}

/* A metric's results in millionths: `nulls` and `where` applied. */
static int64_t *
metric_micros(
    struct csm_scope *scope, const struct csm_job *job, const struct job_days *d)
{
	int64_t *micros = CSM_ARENA_ARRAY(&scope->arena, int64_t, d->n);
	const struct csm_value *v;
	const int64_t *alone;

	/* `where` first: its columns may need the scratch arena. */
	if (job->where != NULL) {
		v = job_eval(
		    scope, job, job->where, job->feed + job->formula->leaves, d);
		for (size_t i = 0; i < d->n; i++)
			micros[i] = csm_value_true(&v[i]) ? 0 : CSM_MISSING;
		csm_arena_reset(&scope->work->scratch);
	}
	alone = job_alone(scope, job, d);
	v = alone == NULL ? job_eval(scope, job, job->formula, job->feed, d) : NULL;
	for (size_t i = 0; i < d->n; i++) {
		int64_t m = v == NULL ? alone[i]
			    : v[i].type == CSM_VALUE_NUMBER
				? csm_num_from_double(v[i].u.number)
				: csm_value_micros(&v[i]);
		if (micros[i] != CSM_MISSING)
			/* "nulls" fills a day that counts; where the condition does not
			 * hold it stays missing. */
			micros[i] = m == CSM_MISSING && !job->metric->nulls ? 0 : m;
	}
	return micros;
}

struct csm_series
csm_job_points(const struct csm_job *job, const struct csm_entity_points *entity)
{
	const struct csm_metric_points *m = NULL;

	if (job->points != NULL && entity != NULL)
		m = csm_set_find(entity, job->points);
	return m != NULL ? m->series : (struct csm_series){0};
}

/* Whether points of calculated metrics are of what is evaluated. */
static bool
job_may_take(const struct csm_scope *scope, const struct csm_job *job)
{
	const struct csm_narrow *narrow = scope->work->company.narrow;

	return scope->work->plan->taken == CSM_TAKEN_FIRST ||
	       (!(scope->work->plan->period && job->plain) &&
		   (narrow == NULL || narrow->models == 0));
}

/* The results of days, and of those that are among the points what these say. */
static int64_t *
job_micros(struct csm_scope *scope, const struct csm_job *job, const struct job_days *d)
{
	const struct csm_series points = csm_job_points(job, scope->member->points);
	const bool first = scope->work->plan->taken == CSM_TAKEN_FIRST;
	int64_t *micros = metric_micros(scope, job, d);
	size_t i = points.n;

	if (points.n > 0 && job_may_take(scope, job))
		i = csm_series_at(&points, d->from);
	for (; i < points.n && points.day[i] < d->from + (int32_t)d->n; i++) {
		int64_t *at = &micros[points.day[i] - d->from];
		*at = first || *at == CSM_MISSING ? points.value[i] : *at;
	}
	return micros;
}

static struct csm_series
to_series(struct csm_arena *arena, const int64_t *micros, const struct job_days *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++)
		/* Counted first: an arena does not take back what was too much. */
		n += micros[i] != CSM_MISSING;
	int32_t *day = CSM_ARENA_ARRAY(arena, int32_t, n);
	int64_t *value = CSM_ARENA_ARRAY(arena, int64_t, n);
	n = 0;
	for (size_t i = 0; i < d->n; i++) {
		if (micros[i] == CSM_MISSING)
			continue;
		day[n] = d->from + (int32_t)i;
		value[n++] = micros[i];
	}
	return (struct csm_series){day, value, n};
}

/* The results of since..until, for whoever asked. */
static void
keep_metric(struct csm_scope *scope, struct csm_result *r, const int64_t *micros,
    const struct job_days *d)
{
	struct csm_work *work = scope->work;

	assert(d->from <= work->since && d->until >= work->until);
	/* Others may need days before the first that is asked for. */
	r->micros = micros + (work->since - d->from);
	work->counts.values += (size_t)(work->until - work->since) + 1;
}

const struct csm_value *
csm_job_values(struct csm_scope *scope, size_t job)
{
	struct csm_result *r = &scope->job[job];
	size_t n = (size_t)(scope->work->until - scope->work->since) + 1;

	if (r->value != NULL)
		return r->value;
	struct csm_value *value = CSM_ARENA_ARRAY(&scope->arena, struct csm_value, n);
	for (size_t i = 0; i < n; i++) {
		if (r->micros[i] == CSM_MISSING)
			continue;
		value[i].type = CSM_VALUE_NUMBER;
		value[i].u.number = csm_num_to_double(r->micros[i]);
	}
	return r->value = value;
}

const int64_t *
csm_job_micros(struct csm_scope *scope, size_t j)
{
	const struct csm_job *job = &scope->work->plan->job[j];
	struct csm_result *r = &scope->job[j];
	struct job_days d = {scope->work->since, scope->work->until, 0};

	if (r->micros != NULL)
		return r->micros;
	d.n = (size_t)(d.until - d.from) + 1;
	/* The integer where there is one: from 2^52 millionths on a double no longer
	 * tells it. */
	r->micros = job_alone(scope, job, &d);
	if (r->micros != NULL)
		return r->micros;
	assert(r->value != NULL); /* it is a query, and was evaluated */
	int64_t *micros = CSM_ARENA_ARRAY(&scope->arena, int64_t, d.n);
	for (size_t i = 0; i < d.n; i++)
		micros[i] = csm_value_micros(&r->value[i]);
	return r->micros = micros;
}

static void
keep_formula(struct csm_scope *scope, struct csm_result *r,
    const struct csm_value *value, const struct job_days *d)
{
	struct csm_value *copy = CSM_ARENA_ARRAY(&scope->arena, struct csm_value, d->n);

	for (size_t i = 0; i < d->n; i++)
		copy[i] = value[i];
	r->value = copy;
	scope->work->counts.values += d->n;
}

/* The days on which a condition holds, from that on from which its entity counts: 1. */
static struct csm_series
truths(struct csm_scope *scope, const struct csm_value *value, const struct job_days *d)
{
	int32_t since =
	    csm_company_since(&scope->work->company, scope->model, scope->member);
	int64_t *micros = CSM_ARENA_ARRAY(&scope->arena, int64_t, d->n);

	for (size_t i = 0; i < d->n; i++)
		micros[i] = d->from + (int32_t)i >= since && csm_value_true(&value[i])
				? CSM_NUM_ONE
				: CSM_MISSING;
	return to_series(&scope->arena, micros, d);
}

static void
run(struct csm_scope *scope, size_t j)
{
	const struct csm_job *job = &scope->work->plan->job[j];
	struct csm_result *r = &scope->job[j];
	struct job_days d = job_days_of(scope, &job->span);

	*r = (struct csm_result){.stamp = scope->stamp};
	if (d.n == 0)
		return;
	if (job->metric == NULL) {
		const struct csm_value *v =
		    job_eval(scope, job, job->formula, job->feed, &d);
		if (job->is_source)
			r->series = truths(scope, v, &d);
		if (job->is_query)
			keep_formula(scope, r, v, &d);
	} else {
		int64_t *micros = job_micros(scope, job, &d);
		if (job->is_source)
			r->series = to_series(&scope->arena, micros, &d);
		if (job->is_query)
			keep_metric(scope, r, micros, &d);
	}
	csm_arena_reset(&scope->work->scratch);
}

/* Whether all of a job's results are among the points: nothing it looks at is then. */
static bool
job_take(struct csm_scope *scope, size_t j)
{
	const struct csm_job *job = &scope->work->plan->job[j];
	const struct csm_series points = csm_job_points(job, scope->member->points);
	struct job_days d;
	size_t at;

	if (points.n == 0 || scope->work->plan->taken != CSM_TAKEN_FIRST)
		return false;
	d = job_days_of(scope, &job->span);
	if (d.n == 0 || !csm_series_covers(&points, d.from, d.until, &at))
		return false;
	scope->job[j] = (struct csm_result){
	    .stamp = scope->stamp, .series = {points.day + at, points.value + at, d.n}};
	if (job->is_query)
		keep_metric(scope, &scope->job[j], points.value + at, &d);
	scope->work->taken++;
	return true;
}

/* Jobs wait on a stack of our own for those they look at: chains may be long. */
const struct csm_result *
csm_job_result(struct csm_scope *scope, size_t job)
{
	const struct csm_plan *plan = scope->work->plan;
	size_t depth = 0;

	CSM_GROW(scope->stack, depth, &scope->stack_cap);
	scope->stack[depth++] = job;
	while (depth > 0) {
		size_t j = scope->stack[depth - 1], before = depth;
		/* A job may wait on the stack more than once, as several look at it. */
		if (scope->job[j].stamp == scope->stamp || job_take(scope, j)) {
			depth--;
			continue;
		}
		for (size_t i = 0; i < plan->job[j].n_dep; i++) {
			size_t dep = plan->job[j].dep[i];
			if (scope->job[dep].stamp == scope->stamp)
				continue;
			CSM_GROW(scope->stack, depth, &scope->stack_cap);
			scope->stack[depth++] = dep;
		}
		if (depth == before) {
			run(scope, j);
			depth--;
		}
	}
	return &scope->job[job];
}

/* Of numbers of users and activities the company's own points win over its end users'. */
static bool
job_is_own(const struct csm_operand *s, const struct csm_entity_points *own)
{
	const unsigned itself = 1U << CSM_MODEL_COMPANY;

	if (s->kind == CSM_SOURCE_POINTS || s->kind == CSM_SOURCE_CALCULATED)
		return s->models == itself && s->distinct == 0 && !s->members;
	return own != NULL && csm_set_find(own, s->metric) != NULL;
}

/* What a job that has to be evaluated looks at; false: at others than the company itself. */
static bool
job_need(const struct csm_plan *plan, const struct csm_job *job,
    const struct csm_entity_points *own, bool *needed)
{
	for (size_t i = 0; i < csm_plan_leaves(job); i++) {
		const struct csm_feed *f = &plan->feed[job->feed[i]];
		if (f->is_field)
			continue;
		/* of a rank all companies were asked before */
		if (!job_is_own(&plan->source[f->source], own))
			return false;
		if (plan->source[f->source].job != CSM_JOB_NONE)
			needed[plan->source[f->source].job] = true;
	}
	return true;
}

bool
csm_job_suffices(const struct csm_plan *plan, const struct csm_entity_points *own,
    int32_t first, bool *needed)
{
	for (size_t j = 0; j < plan->jobs; j++)
		needed[j] = plan->job[j].is_query;
	/* from those that use to those that are used */
	for (size_t i = plan->jobs; i-- > 0;) {
		const struct csm_job *job = &plan->job[plan->order[i]];
		int32_t from, until;
		size_t at;
		if (!needed[plan->order[i]])
			continue;
		if (job->model != CSM_MODEL_COMPANY)
			return false;
		struct csm_series s = csm_job_points(job, own);
		if (csm_day_span_days(&job->span, first, &from, &until) == 0 ||
		    csm_series_covers(&s, from, until, &at))
			continue;
		if (!job_need(plan, job, own, needed))
			return false;
	}
	return true;
}

/* Does rule i hold for the company on the last day?  That is one answer for the run, as
 * with the conditions that choose companies. */
static bool
job_is_holiday(struct csm_work *work, size_t rule)
{
	size_t job = work->plan->holiday[rule];
	size_t last = (size_t)(work->until - work->since);
	struct csm_scope *scope = &work->asked[CSM_MODEL_COMPANY];

	if (job == CSM_JOB_NONE)
		return true;
	csm_scope_enter(scope, work, CSM_MODEL_COMPANY, 0);
	csm_job_result(scope, job);
	return csm_value_true(&csm_job_values(scope, job)[last]);
}

void
csm_job_calendar(struct csm_work *work)
{
	size_t rules = csm_business_said()->rules;
	bool *holds;

	if (!work->plan->workdays)
		return;
	holds = csm_xcalloc(rules + 1, sizeof *holds);
	for (size_t i = 0; i < rules; i++)
		holds[i] = job_is_holiday(work, i);
	/* Companies of one country share one; with holidays of its own for every company
	 * there would be as many as companies. */
	if (work->calendar_keys.n == CSM_CALENDARS_KEPT)
		csm_intern_reset(&work->calendar_keys);
	size_t known = work->calendar_keys.n;
	size_t at = csm_intern_put(
	    &work->calendar_keys, (const char *)holds, rules * sizeof *holds);
	if (at == known) {
		free(work->calendars[at]);
		work->calendars[at] = csm_xcalloc(1, sizeof **work->calendars);
		csm_business_calendar(work->calendars[at], holds);
	}
	work->calendar = work->calendars[at];
	free(holds);
}

void
csm_job_calendars_fini(struct csm_work *work)
{
	for (size_t i = 0; i < CSM_CALENDARS_KEPT; i++)
		free(work->calendars[i]);
	csm_intern_fini(&work->calendar_keys);
}
