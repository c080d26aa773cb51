#include "metric/scope.h"

#include "base/xalloc.h"
#include "metric/job.h"
#include "metric/rank.h"
#include "metric/rollup.h"
#include "metric/stated.h"
#include "metric/system.h"
#include "series/distinct.h"
#include "series/fold.h"

#include <assert.h>
#include <stdlib.h>

void
csm_scope_fini(struct csm_scope *scope)
{
	csm_arena_fini(&scope->arena);
	free(scope->job);
	free(scope->source);
	free(scope->feed);
	free(scope->stack);
	*scope = (struct csm_scope){0};
}

static void
scope_begin(struct csm_scope *scope, struct csm_work *work, enum csm_model model)
{
	const struct csm_plan *plan = work->plan;

	if (scope->work != NULL)
		return;
	scope->work = work;
	scope->model = model;
	scope->job = csm_xcalloc(plan->jobs, sizeof *scope->job);
	scope->source = csm_xcalloc(plan->sources, sizeof *scope->source);
	scope->feed = csm_xcalloc(plan->feeds, sizeof *scope->feed);
}

void
csm_scope_enter(
    struct csm_scope *scope, struct csm_work *work, enum csm_model model, size_t i)
{
	size_t n;
	const struct csm_member *m = csm_company_members(&work->company, model, &n);

	assert(i < n);
	scope_begin(scope, work, model);
	assert(scope->work == work && scope->model == model); /* for good */
	/* By address: members stay where they are until the next company. */
	if (scope->member == &m[i])
		return;
	csm_arena_reset(&scope->arena);
	/* All that was kept for the entity before is outdated at once, without being
	 * touched. */
	scope->stamp++;
	scope->member = &m[i];
	if (model == CSM_MODEL_COMPANY)
		scope->first = work->company.first;
	else
		scope->first =
		    m[i].points != NULL ? m[i].points->first_day : CSM_DAY_NONE;
	m = csm_company_members(&work->company, CSM_MODEL_COMPANY, &n);
	scope->company_field = m->field;
}

void
csm_scope_leave(struct csm_scope *scope)
{
	scope->member = NULL;
}

struct csm_value
csm_scope_field(const struct csm_scope *scope, const struct csm_feed *feed, int32_t day)
{
	const struct csm_company *c = &scope->work->company;
	int own = feed->model == scope->model;
	struct csm_value v = {.type = CSM_VALUE_MISSING};

	if (feed->is_id) {
		v.type = CSM_VALUE_TEXT;
		v.u.text = own ? scope->member->id.s : c->set->company.s;
		return v;
	}
	if (feed->is_day) {
		v.type = CSM_VALUE_DAY;
		v.u.day = day;
		return v;
	}
	if (feed->column < 0)
		return v;
	return csm_fields_value(c->fields[feed->model],
	    own ? scope->member->field : scope->company_field, feed->column, day);
}

/* A source being made of the children's series, one after another. */
struct rolling {
	size_t source;
	struct csm_fold fold;
	struct csm_distinct distinct;
};

/* Days before the company's first point do not count if the source says so; points have
 * none. */
static void
distinct_init(
    struct csm_distinct *distinct, const struct csm_operand *src, int32_t first)
{
	int32_t from, until;

	csm_day_span_days(&src->span, first, &from, &until);
	if ((src->from_first || src->job == CSM_JOB_NONE) && first != CSM_DAY_NONE &&
	    from < first)
		from = first;
	csm_distinct_init(distinct, src->distinct, from, until);
}

static void
rolling_init(struct rolling *r, const struct csm_work *work, size_t s)
{
	const struct csm_operand *src = &work->plan->source[s];
	int32_t from, until;

	r->source = s;
	if (src->distinct > 0) {
		distinct_init(&r->distinct, src, work->company.first);
		return;
	}
	csm_day_span_days(
	    &work->plan->job[src->job].span, work->company.first, &from, &until);
	csm_fold_init(&r->fold, from, until);
}

static void
rolling_add(
    struct rolling *r, const struct csm_operand *src, const struct csm_series *s)
{
	if (src->distinct > 0)
		csm_distinct_add(&r->distinct, s);
	else
		csm_fold_add(&r->fold, s);
}

static void
rolling_end(struct rolling *r, struct csm_work *work)
{
	const struct csm_operand *src = &work->plan->source[r->source];
	struct csm_rolled *out = &work->rolled[r->source];
	struct csm_arena *arena = &work->company.arena;

	if (src->distinct > 0) {
		out->series = csm_distinct_series(&r->distinct, arena);
		out->days = csm_distinct_days(&r->distinct, arena);
		csm_distinct_fini(&r->distinct);
	} else {
		out->series = csm_fold_series(&r->fold, arena, src->fold);
		csm_fold_fini(&r->fold);
	}
}

/* Evaluate the children's metrics that a company looks at, all of one model in one go,
 * each child once. */
static void
roll_up(struct csm_work *work, enum csm_model model)
{
	const struct csm_plan *plan = work->plan;
	struct rolling *rolling = csm_xcalloc(plan->sources, sizeof *rolling);
	struct csm_scope *child = &work->child[model];
	size_t n = 0, members;

	for (size_t s = 0; s < plan->sources; s++) {
		const struct csm_operand *src = &plan->source[s];
		if (src->job == CSM_JOB_NONE || src->model == model ||
		    src->models != 1U << model || csm_day_span_is_none(&src->span))
			continue;
		rolling_init(&rolling[n++], work, s);
	}
	csm_company_members(&work->company, model, &members);
	for (size_t i = 0; i < members; i++) {
		csm_scope_enter(child, work, model, i);
		for (size_t k = 0; k < n; k++) {
			const struct csm_operand *src =
			    &plan->source[rolling[k].source];
			rolling_add(
			    &rolling[k], src, &csm_job_result(child, src->job)->series);
		}
	}
	for (size_t k = 0; k < n; k++)
		rolling_end(&rolling[k], work);
	free(rolling);
	work->is_rolled[model] = 1;
}

static enum csm_model
model_of(unsigned models)
{
	int m = 0;

	assert(models != 0 && models < 1U << CSM_MODELS);
	while (!(models & 1U << m))
		m++;
	return (enum csm_model)m;
}

static struct csm_rolled
calculated(struct csm_scope *scope, size_t s)
{
	const struct csm_operand *src = &scope->work->plan->source[s];
	enum csm_model model = model_of(src->models);

	if (model == scope->model) {
		assert(scope->job[src->job].stamp == scope->stamp); /* csm_job_result */
		return (struct csm_rolled){.series = scope->job[src->job].series};
	}
	if (!scope->work->is_rolled[model])
		roll_up(scope->work, model);
	return scope->work->rolled[s];
}

/* End users counted by their points, or metrics. */
static struct csm_rolled
scope_distinct(struct csm_scope *scope, const struct csm_operand *src)
{
	const struct csm_set *set = scope->work->company.set;
	struct csm_operand each = *src;
	struct csm_distinct distinct;
	struct csm_rolled out;

	/* Asked of each end user as if the formula were his own, so that nothing is
	 * rolled up. */
	each.model = CSM_MODEL_ENDUSER;
	distinct_init(&distinct, src, scope->work->company.first);
	if (src->names)
		csm_rollup_by_name(src, set, scope->member->points, &distinct);
	for (size_t i = 0; i < set->entities; i++) {
		if (src->names || set->entity[i].model != CSM_MODEL_ENDUSER)
			continue;
		struct csm_series s = csm_rollup_points(&each, set, &set->entity[i],
		    distinct.first, distinct.last, &scope->arena, NULL);
		csm_distinct_add(&distinct, &s);
	}
	out.series = csm_distinct_series(&distinct, &scope->arena);
	out.days = csm_distinct_days(&distinct, &scope->arena);
	csm_distinct_fini(&distinct);
	return out;
}

/* Of long series windows look at few days. */
static struct csm_series
points(struct csm_scope *scope, const struct csm_operand *src)
{
	const struct csm_company *c = &scope->work->company;
	int32_t from, until;

	csm_day_span_days(&src->span, c->first, &from, &until);
	return csm_rollup_points(
	    src, c->set, scope->member->points, from, until, &scope->arena, NULL);
}

/* Numbers of users: the company's own points of that name, if it has any. */
static struct csm_series
users(struct csm_scope *scope, const struct csm_operand *src, int *derived)
{
	struct csm_company *c = &scope->work->company;
	const struct csm_entity_points *own = scope->member->points;
	const struct csm_metric_points *m =
	    own != NULL ? csm_set_find(own, src->metric) : NULL;
	int32_t from, until;

	*derived = m == NULL;
	if (m != NULL)
		return m->series;
	csm_day_span_days(&src->span, c->first, &from, &until);
	if (src->kind == CSM_SOURCE_USERS)
		return csm_system_users_total(c, from, until, &scope->arena);
	return csm_system_users_active(c, src->days, from, until, &scope->arena);
}

const struct csm_scope_source *
csm_scope_source(struct csm_scope *scope, size_t s)
{
	const struct csm_operand *src = &scope->work->plan->source[s];
	struct csm_scope_source *out = &scope->source[s];
	struct csm_rolled rolled = {0};

	if (out->stamp == scope->stamp)
		return out;
	out->stamp = scope->stamp;
	out->derived = src->distinct > 0 || src->kind == CSM_SOURCE_CALCULATED;
	out->state = NULL;
	switch (src->kind) {
	case CSM_SOURCE_POINTS:
	case CSM_SOURCE_ACTIVITY:
		/* Nobody can say when a task was put on its day. */
		if (scope->work->plan->then && csm_operand_planned(src->metric))
			break;
		if (src->states)
			rolled.series = csm_stated_series(scope->member->points,
			    src->metric, &scope->arena, &out->state);
		else if (src->distinct > 0)
			rolled = scope_distinct(scope, src);
		else
			rolled.series = points(scope, src);
		break;
	case CSM_SOURCE_CALCULATED:
		rolled = calculated(scope, s);
		break;
	case CSM_SOURCE_USERS:
	case CSM_SOURCE_ACTIVE:
		rolled.series = users(scope, src, &out->derived);
		break;
	}
	out->series = rolled.series;
	out->days = rolled.days;
	return out;
}

/*
 * A derived series reaches back as far as somebody needs it, so what lies before the
 * entity's first point depends on who else asks.  Operators for which that would make a
 * difference do not see it.
 */
struct csm_series
csm_scope_window(
    struct csm_scope *scope, const struct csm_feed *feed, struct csm_window *w)
{
	const struct csm_scope_source *src = csm_scope_source(scope, feed->source);
	struct csm_series s = src->series;

	scope->work->looked[feed->source] = true;
	*w = feed->window;
	if (w->workdays)
		w->calendar = scope->work->calendar;
	if (!src->derived || !(w->days == 0 || w->zero))
		return s;
	if (scope->first == CSM_DAY_NONE) {
		/* No point ever: there is no day from which on to count as 0. */
		w->zero = 0;
		if (w->days == 0)
			s.n = 0;
		return s;
	}
	size_t skip = csm_series_at(&s, scope->first);
	return (struct csm_series){s.day + skip, s.value + skip, s.n - skip};
}

static void
eval_window(struct csm_scope *scope, const struct csm_feed *feed, int32_t from,
    int32_t until, struct csm_value *out, int64_t *micros)
{
	struct csm_window w;
	struct csm_series s = csm_scope_window(scope, feed, &w);
	uint64_t divided = 0;

	assert(until >= from);
	csm_window_eval(&s, &w, scope->first, from, until, out, micros, &divided);
	scope->work->counts.divisions_by_zero += divided;
	scope->work->divided_feed[feed - scope->work->plan->feed] += divided;
	if (w.op == CSM_WINDOW_STATE)
		csm_stated_words(
		    scope->source[feed->source].state, out, (size_t)(until - from) + 1);
}

const struct csm_column *
csm_scope_feed(struct csm_scope *scope, size_t f)
{
	const struct csm_feed *feed = &scope->work->plan->feed[f];
	struct csm_scope_feed *out = &scope->feed[f];
	int32_t from, until;

	if (out->stamp == scope->stamp)
		return &out->column;
	out->stamp = scope->stamp;
	size_t n =
	    csm_day_span_days(&feed->span, scope->work->company.first, &from, &until);
	/* One value for all days where the file has no dates. */
	out->column.constant = feed->is_field && !feed->dated;
	if (out->column.constant)
		n = 1;
	struct csm_value *v = CSM_ARENA_ARRAY(&scope->arena, struct csm_value, n);
	int64_t *micros = NULL;
	out->column.value = v;
	if (feed->alone)
		micros = CSM_ARENA_ARRAY(&scope->arena, int64_t, n);
	out->micros = micros;
	if (feed->level > 0)
		csm_ranks_eval(scope, f, v);
	else if (!feed->is_field && n > 0)
		eval_window(scope, feed, from, until, v, micros);
	for (size_t i = 0; feed->is_field && i < n; i++)
		v[i] = csm_scope_field(scope, feed, from + (int32_t)i);
	return &out->column;
}
