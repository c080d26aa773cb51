/* The newest point behind a value: csm_engine_newest. */
#include "metric/engine_work.h"
#include "metric/job.h"
#include "metric/reach.h"
#include "metric/system.h"

/* CSM_DAY_NONE is before all days. */
static int32_t
newer(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

static int
counts_users(const struct csm_operand *src)
{
	return src->kind == CSM_SOURCE_USERS || src->kind == CSM_SOURCE_ACTIVE;
}

/* Days from..until of a source, in a scope of its model. */
static int32_t
newest_of(struct csm_scope *scope, size_t source, int32_t from, int32_t until)
{
	const struct csm_operand *src = &scope->work->plan->source[source];
	const struct csm_scope_source *found = csm_scope_source(scope, source);
	/* A count has values on days without a point; `days` are those with one. */
	const struct csm_series *s = src->distinct > 0 ? &found->days : &found->series;

	if (counts_users(src) && found->derived) {
		/* The number of users of a day rests on every point before it. */
		if (src->kind == CSM_SOURCE_USERS)
			from = CSM_DAY_MIN;
		else
			from -= src->days - 1;
		return csm_system_newest(&scope->work->company, from, until);
	}
	size_t after = csm_series_at(s, until + 1);
	if (after == 0 || s->day[after - 1] < from)
		return CSM_DAY_NONE;
	return s->day[after - 1];
}

/* The same among all children of the source's model. */
static int32_t
newest_of_children(struct csm_work *work, size_t source, int32_t from, int32_t until)
{
	enum csm_model model = work->plan->source[source].model;
	struct csm_scope *child = &work->child[model];
	int32_t newest = CSM_DAY_NONE;
	size_t members;

	csm_company_members(&work->company, model, &members);
	for (size_t i = 0; i < members; i++) {
		csm_scope_enter(child, work, model, i);
		newest = newer(newest, newest_of(child, source, from, until));
	}
	return newest;
}

/* The same of calculated metrics that a job looks at and that are among the points, which those
 * they were made of need not be. */
static int32_t
newest_taken(const struct csm_scope *scope, const struct csm_job *job, int32_t at)
{
	const struct csm_plan *plan = scope->work->plan;
	int32_t newest = CSM_DAY_NONE;

	for (size_t i = 0; i < csm_plan_leaves(job); i++) {
		const struct csm_feed *f = &plan->feed[job->feed[i]];
		if (f->is_field || plan->source[f->source].job == CSM_JOB_NONE ||
		    plan->source[f->source].models != 1U << scope->model)
			continue;
		struct csm_series s = csm_job_points(
		    &plan->job[plan->source[f->source].job], scope->member->points);
		size_t after = csm_series_at(&s, at + 1);
		if (after > 0)
			newest = newer(newest, s.day[after - 1]);
	}
	return newest;
}

int32_t
csm_engine_newest(struct csm_engine *engine, size_t query, size_t i, size_t day)
{
	struct csm_scope *scope = csm_engine_scope(engine, query, i);
	struct csm_work *work = engine->work;
	int32_t newest = CSM_DAY_NONE, at = work->since + (int32_t)day;

	if (work->reach == NULL)
		work->reach = csm_reach_new(work->plan);
	for (size_t k = 0; k < work->reach[query].n; k++) {
		const struct csm_stretch *s = &work->reach[query].stretch[k];
		int32_t until = at - s->newest;
		int32_t from =
		    s->oldest == CSM_REACH_ALL ? CSM_DAY_MIN : at - s->oldest;
		int own = work->plan->source[s->source].model == scope->model;
		newest = newer(
		    newest, own ? newest_of(scope, s->source, from, until)
				: newest_of_children(work, s->source, from, until));
	}
	if (newest == CSM_DAY_NONE)
		newest = newest_taken(scope, &work->plan->job[query], at);
	return newest;
}
