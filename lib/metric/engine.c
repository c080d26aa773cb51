#include "metric/engine.h"

#include "base/xalloc.h"
#include "metric/engine_work.h"
#include "metric/job.h"
#include "metric/reach.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct csm_engine *
csm_engine_new(const struct csm_engine_options *options)
{
	struct csm_engine *e = csm_xcalloc(1, sizeof *e);

	e->work = csm_xcalloc(1, sizeof *e->work);
	e->plan = &e->own;
	e->work->plan = e->plan;
	e->work->ranks = &e->ranks;
	e->ranks_allowed = options->ranks;
	e->plan->then = options->then;
	e->plan->taken = options->taken;
	e->plan->oldest = CSM_DAY_NONE;
	e->work->first = CSM_DAY_NONE;
	e->work->since = options->since;
	e->work->until = options->until;
	memcpy(e->plan->fields, options->fields, sizeof e->plan->fields);
	memcpy(
	    e->work->company.fields, options->fields, sizeof e->work->company.fields);
	return e;
}

void
csm_engine_free(struct csm_engine *engine)
{
	if (engine == NULL)
		return;
	for (int m = 0; m < CSM_MODELS; m++) {
		csm_scope_fini(&engine->work->asked[m]);
		csm_scope_fini(&engine->work->child[m]);
	}
	csm_company_fini(&engine->work->company);
	csm_job_calendars_fini(engine->work);
	csm_arena_fini(&engine->work->scratch);
	csm_reach_free(engine->work->reach, engine->plan->jobs);
	free(engine->work->rolled);
	free(engine->work->looked);
	free(engine->work->divided);
	free(engine->work->divided_feed);
	free(engine->work);
	csm_ranks_fini(&engine->ranks);
	csm_seen_fini(&engine->seen);
	csm_plan_fini(&engine->own);
	free(engine);
}

void
csm_engine_metric(struct csm_engine *engine, const struct csm_metric *metric)
{
	assert(!engine->prepared);
	csm_plan_define(engine->plan, metric);
}

size_t
csm_engine_query_metric(struct csm_engine *engine, const struct csm_metric *metric)
{
	struct csm_plan *plan = engine->plan;
	size_t job = csm_plan_find(plan, metric->id);

	assert(!engine->prepared);
	/* Of two metrics with one id the first is the one defined; the other is
	 * evaluated all the same. */
	if (job == CSM_JOB_NONE || plan->job[job].metric != metric)
		job = csm_plan_metric(plan, metric);
	plan->job[job].is_query = 1;
	return job;
}

size_t
csm_engine_query(
    struct csm_engine *engine, enum csm_model model, const struct csm_formula *formula)
{
	assert(!engine->prepared);
	size_t job = csm_plan_formula(engine->plan, model, formula);
	engine->plan->job[job].is_query = 1;
	return job;
}

size_t
csm_engine_query_number(
    struct csm_engine *engine, enum csm_model model, const struct csm_formula *formula)
{
	size_t job = csm_engine_query(engine, model, formula);

	engine->plan->job[job].wants = CSM_VALUE_NUMBER;
	return job;
}

size_t
csm_engine_query_truth(
    struct csm_engine *engine, enum csm_model model, const struct csm_formula *formula)
{
	size_t job = csm_engine_query(engine, model, formula);

	engine->plan->job[job].wants = CSM_VALUE_BOOL;
	return job;
}

void
csm_engine_chooses(struct csm_engine *engine, size_t query)
{
	engine->plan->job[query].chooses = 1;
}

int
csm_engine_prepare(struct csm_engine *engine, struct csm_diag *diag)
{
	struct csm_plan *plan = engine->plan;

	assert(!engine->prepared);
	engine->prepared = 1;
	if (csm_plan_resolve(plan, diag) != 0)
		return -1;
	csm_plan_span(plan, engine->work->since, engine->work->until);
	/* After the spans: a rank that nobody needs is no reason to refuse a run. */
	if (!engine->ranks_allowed && csm_ranks_refuse(plan, diag) != 0)
		return -1;
	if (csm_plan_warn_fields(plan, diag) != 0)
		return -1;
	csm_seen_init(&engine->seen, plan);
	/* Ranks are of all; lists tell who of them does not occur. */
	if (csm_ranks_needed(plan) || csm_seen_minds_members(&engine->seen))
		plan->only_values = 0;
	engine->work->rolled = csm_xcalloc(plan->sources, sizeof *engine->work->rolled);
	engine->work->looked = csm_xcalloc(plan->sources, sizeof *engine->work->looked);
	engine->work->divided = csm_xcalloc(plan->jobs, sizeof *engine->work->divided);
	engine->work->divided_feed =
	    csm_xcalloc(plan->feeds, sizeof *engine->work->divided_feed);
	return 0;
}

void
csm_engine_range(struct csm_engine *engine, int32_t since, int32_t until)
{
	engine->work->since = since;
	engine->work->until = until;
	engine->plan->period = 0;
	csm_plan_span(engine->plan, since, until);
}

void
csm_engine_period(struct csm_engine *engine, int32_t from, int32_t until)
{
	/* Forks share the plan, in which the days of windows would change under them.
	 */
	assert(engine->plan == &engine->own);
	csm_plan_plain_days(engine->plan, until - from + 1);
	csm_engine_range(engine, until, until);
	engine->plan->period = 1;
}

void
csm_engine_only_values(struct csm_engine *engine)
{
	assert(!engine->prepared);
	engine->plan->only_values = 1;
}

void
csm_engine_open(const struct csm_engine *engine, struct csm_set *set)
{
	const struct csm_plan *plan = engine->plan;
	struct csm_arena *scratch = &engine->work->scratch;
	const struct csm_entity_points *own;

	if (plan->only_values)
		csm_set_open_own(set);
	if (set->members_unread) {
		own = set->entities > 0 ? &set->entity[0] : NULL;
		bool *needed = CSM_ARENA_ARRAY(scratch, bool, plan->jobs);
		if (!csm_job_suffices(plan, own, set->first_day, needed))
			csm_set_open(set);
		csm_arena_reset(scratch);
		return;
	}
	csm_set_open(set);
}

const struct csm_plan *
csm_engine_plan(const struct csm_engine *engine)
{
	return engine->plan;
}

const struct csm_formula *
csm_engine_formula(const struct csm_engine *engine, size_t query)
{
	return engine->plan->job[query].formula;
}

int32_t
csm_engine_since(const struct csm_engine *engine)
{
	return engine->work->since;
}

void
csm_engine_refuse_ranks(struct csm_engine *engine)
{
	assert(!engine->prepared);
	engine->ranks_allowed = 0;
}

struct csm_engine *
csm_engine_fork(const struct csm_engine *engine)
{
	struct csm_engine *fork = csm_xcalloc(1, sizeof *fork);
	struct csm_work *work = csm_xcalloc(1, sizeof *work);

	assert(engine->prepared && engine->work->reach == NULL);
	if (engine->ranks.passing)
		csm_ranks_fork(&engine->ranks, &fork->ranks);
	work->plan = fork->plan = engine->plan;
	work->ranks = engine->work->ranks;
	work->since = engine->work->since;
	work->until = engine->work->until;
	work->first = CSM_DAY_NONE;
	memcpy(work->company.fields, engine->work->company.fields,
	    sizeof work->company.fields);
	work->rolled = csm_xcalloc(work->plan->sources, sizeof *work->rolled);
	work->looked = csm_xcalloc(work->plan->sources, sizeof *work->looked);
	work->divided = csm_xcalloc(work->plan->jobs, sizeof *work->divided);
	work->divided_feed = csm_xcalloc(work->plan->feeds, sizeof *work->divided_feed);
	fork->prepared = 1;
	fork->work = work;
	return fork;
}

void
csm_engine_join(struct csm_engine *engine, struct csm_engine *fork)
{
	struct csm_work *to = engine->work;
	const struct csm_work *from = fork->work;

	to->counts.divisions_by_zero += from->counts.divisions_by_zero;
	to->counts.values += from->counts.values;
	to->taken += from->taken;
	for (size_t s = 0; s < engine->plan->sources; s++)
		to->looked[s] |= from->looked[s];
	for (size_t j = 0; j < engine->plan->jobs; j++)
		to->divided[j] += from->divided[j];
	for (size_t f = 0; f < engine->plan->feeds; f++)
		to->divided_feed[f] += from->divided_feed[f];
	csm_ranks_join(&engine->ranks, &fork->ranks);
	csm_engine_free(fork);
}

int
csm_engine_has_ranks(const struct csm_engine *engine)
{
	return csm_ranks_needed(engine->plan);
}

int
csm_engine_ranking(struct csm_engine *engine)
{
	return csm_ranks_needed(engine->plan) &&
	       csm_ranks_next(&engine->ranks, engine->plan);
}

void
csm_engine_rank(struct csm_engine *engine)
{
	csm_ranks_add(&engine->ranks, engine->work);
}

void
csm_engine_ranked(struct csm_engine *engine)
{
	struct csm_work *work = engine->work;

	csm_ranks_end(&engine->ranks, engine->plan);
	/* Only now the oldest day is known, from which on ranks are needed. */
	if (engine->ranks.pass == 0) {
		engine->plan->oldest = work->first;
		csm_plan_span(engine->plan, work->since, work->until);
	}
	/* what is counted comes again when the companies are evaluated */
	work->counts = (struct csm_engine_counts){0};
	memset(work->divided, 0, engine->plan->jobs * sizeof *work->divided);
	memset(work->divided_feed, 0, engine->plan->feeds * sizeof *work->divided_feed);
}

size_t
csm_engine_days(const struct csm_engine *engine)
{
	return (size_t)(engine->work->until - engine->work->since) + 1;
}

void
csm_engine_narrow(struct csm_engine *engine, const struct csm_narrow *narrow)
{
	engine->work->company.narrow = narrow;
}

void
csm_engine_see(struct csm_engine *engine, const struct csm_set *set)
{
	struct csm_work *work = engine->work;
	int32_t first = csm_company_first(set);

	if (first != CSM_DAY_NONE &&
	    (work->first == CSM_DAY_NONE || first < work->first))
		work->first = first;
	csm_seen_set(&engine->seen, engine->plan, set);
}

void
csm_engine_company(struct csm_engine *engine, const struct csm_set *set)
{
	struct csm_work *work = engine->work;

	for (int m = 0; m < CSM_MODELS; m++) {
		csm_scope_leave(&work->asked[m]);
		csm_scope_leave(&work->child[m]);
		work->is_rolled[m] = 0;
	}
	csm_company_begin(&work->company, set);
	csm_job_calendar(work);
	/* A fork knows no names: the engine it came from is shown the sets. */
	if (engine->plan == &engine->own)
		csm_engine_see(engine, set);
}

size_t
csm_engine_entities(const struct csm_engine *engine, enum csm_model model)
{
	size_t n;

	csm_company_members(&engine->work->company, model, &n);
	return n;
}

struct csm_text
csm_engine_entity(const struct csm_engine *engine, enum csm_model model, size_t i)
{
	size_t n;

	return csm_company_members(&engine->work->company, model, &n)[i].id;
}

struct csm_scope *
csm_engine_scope(const struct csm_engine *engine, size_t query, size_t i)
{
	enum csm_model model = engine->plan->job[query].model;
	struct csm_scope *scope = &engine->work->asked[model];

	csm_scope_enter(scope, engine->work, model, i);
	csm_job_result(scope, query);
	return scope;
}

const struct csm_value *
csm_engine_values(const struct csm_engine *engine, size_t query, size_t i)
{
	return csm_job_values(csm_engine_scope(engine, query, i), query);
}

const int64_t *
csm_engine_micros(const struct csm_engine *engine, size_t query, size_t i)
{
	return csm_job_micros(csm_engine_scope(engine, query, i), query);
}

struct csm_value
csm_engine_field(const struct csm_engine *engine, enum csm_model model, size_t i,
    const char *name, int32_t day)
{
	struct csm_feed feed = csm_plan_field(engine->plan, model, name);
	struct csm_scope *scope = &engine->work->asked[model];

	csm_scope_enter(scope, engine->work, model, i);
	return csm_scope_field(scope, &feed, day);
}

struct csm_engine_counts
csm_engine_counts(const struct csm_engine *engine)
{
	return engine->work->counts;
}

void
csm_engine_finish(struct csm_engine *engine, struct csm_diag *diag)
{
	/* Of metrics that were taken nobody knows whether their names occur. */
	csm_seen_warn(&engine->seen, engine->plan,
	    engine->work->taken > 0 ? engine->work->looked : NULL, diag);
	csm_seen_warn_lists(&engine->seen, engine->plan, diag);
}
