#include "metric/engine_work.h"
#include "metric/job.h"
#include "metric/rollup.h"

/* What the visitor of the tree needs for its leaves. */
struct explain {
	struct csm_scope *scope;
	const size_t *feed; /* by leaf of the formula */
	void (*line)(void *ctx, const struct csm_explain_line *l);
	void *ctx;
	struct csm_buf source;
};

/* " from 2 assets and 12 end users" */
static void
metric_explain_put_members(struct csm_buf *out, const size_t members[CSM_MODELS])
{
	static const char *const one[CSM_MODELS] = {
	    [CSM_MODEL_COMPANY] = "the company itself",
	    [CSM_MODEL_ASSET] = "1 asset",
	    [CSM_MODEL_ENDUSER] = "1 end user",
	    [CSM_MODEL_PROJECT] = "1 project",
	};
	int models = 0, put = 0;

	for (int m = 0; m < CSM_MODELS; m++)
		models += members[m] > 0;
	for (int m = 0; m < CSM_MODELS; m++) {
		if (members[m] == 0)
			continue;
		put++;
		csm_buf_puts(out, put == 1 ? " from " : put == models ? " and " : ", ");
		if (members[m] == 1)
			csm_buf_puts(out, one[m]);
		else
			csm_buf_printf(out, "%zu %s", members[m],
			    csm_operand_plural((enum csm_model)m));
	}
}

static void
describe_points(
    const struct csm_scope *scope, const struct csm_operand *src, struct csm_buf *out)
{
	size_t members[CSM_MODELS], all = 0;
	struct csm_arena arena = {0};

	csm_rollup_points(src, scope->work->company.set, scope->member->points,
	    CSM_DAY_MIN, CSM_DAY_MAX, &arena, members);
	csm_arena_fini(&arena);
	for (int m = 0; m < CSM_MODELS; m++)
		all += members[m];
	/* Nothing but its own: "rolled up" would say more than there is. */
	if (all == members[scope->model]) {
		csm_buf_puts(out, all > 0 ? "points" : "no points");
		return;
	}
	csm_buf_puts(out, "rolled up");
	metric_explain_put_members(out, members);
}

static void
describe_calculated(
    struct csm_scope *scope, const struct csm_operand *src, struct csm_buf *out)
{
	size_t members[CSM_MODELS] = {0}, at;
	const int32_t day = scope->work->until;
	struct csm_series taken = {0};

	if (src->models == 1U << scope->model &&
	    scope->work->plan->taken == CSM_TAKEN_FIRST)
		taken = csm_job_points(
		    &scope->work->plan->job[src->job], scope->member->points);
	csm_buf_puts(out, csm_series_covers(&taken, day, day, &at) ? "points"
			  : src->members                           ? "counted"
								   : "calculated");
	if (src->models == 1U << scope->model)
		return;
	for (int m = 0; m < CSM_MODELS; m++)
		if (src->models & 1U << m)
			csm_company_members(
			    &scope->work->company, (enum csm_model)m, &members[m]);
	csm_buf_puts(out, src->members ? "" : ", rolled up");
	metric_explain_put_members(out, members);
}

static void
describe(struct csm_scope *scope, const struct csm_feed *feed, struct csm_buf *out)
{
	const struct csm_operand *src = &scope->work->plan->source[feed->source];

	switch (src->kind) {
	case CSM_SOURCE_POINTS:
	case CSM_SOURCE_ACTIVITY:
		describe_points(scope, src, out);
		break;
	case CSM_SOURCE_CALCULATED:
		describe_calculated(scope, src, out);
		break;
	case CSM_SOURCE_USERS:
	case CSM_SOURCE_ACTIVE:
		csm_buf_puts(out, csm_scope_source(scope, feed->source)->derived
				      ? "derived"
				      : "points");
		break;
	}
}

static void
explain_window(
    struct explain *e, const struct csm_feed *feed, struct csm_explain_line *l)
{
	struct csm_window w;
	struct csm_series s = csm_scope_window(e->scope, feed, &w);

	/* Their series counts whole windows; the days with a value are those of what it
	 * counts. */
	if (w.op == CSM_WINDOW_UNIQUES || w.op == CSM_WINDOW_DISTINCT)
		s = csm_scope_source(e->scope, feed->source)->days;
	l->days_with_value =
	    csm_window_covered(&s, &w, e->scope->work->until, &l->from, &l->to);
	describe(e->scope, feed, &e->source);
	l->source = csm_buf_text(&e->source);
}

static void
metric_explain_visit(void *ctx, const struct csm_node *node, int depth, int taken,
    const struct csm_value *value)
{
	struct explain *e = ctx;
	struct csm_explain_line l = {
	    .node = node, .depth = depth, .taken = taken, .value = *value};
	const struct csm_plan *plan = e->scope->work->plan;

	csm_buf_reset(&e->source);
	if (node->kind == CSM_NODE_WINDOW) {
		explain_window(e, &plan->feed[e->feed[node->leaf]], &l);
	} else if (node->kind == CSM_NODE_FIELD) {
		const struct csm_feed *feed = &plan->feed[e->feed[node->leaf]];
		if (feed->column >= 0)
			l.source = csm_fields_file(plan->fields[feed->model]);
		else
			l.source = feed->is_id    ? "id"
				   : feed->is_day ? "the day"
						  : "no such field";
	}
	e->line(e->ctx, &l);
}

static void
explain_formula(
    struct csm_engine *engine, struct explain *e, const struct csm_formula *f)
{
	struct csm_work *work = engine->work;
	struct csm_column *leaf =
	    CSM_ARENA_ARRAY(&work->scratch, struct csm_column, f->leaves);

	for (size_t k = 0; k < f->leaves; k++) {
		int32_t from, until;
		leaf[k] = *csm_scope_feed(e->scope, e->feed[k]);
		csm_day_span_days(&engine->plan->feed[e->feed[k]].span,
		    work->company.first, &from, &until);
		if (!leaf[k].constant)
			leaf[k].value += work->until - from;
		/* One day, the last: every leaf is a single value. */
		leaf[k].constant = 1;
	}
	csm_formula_explain(
	    f, leaf, &work->scratch, work->calendar, metric_explain_visit, e);
	csm_arena_reset(&work->scratch);
	csm_buf_fini(&e->source);
}

void
csm_engine_explain(struct csm_engine *engine, size_t query, size_t i,
    void (*line)(void *ctx, const struct csm_explain_line *l), void *ctx)
{
	const struct csm_job *job = &engine->plan->job[query];
	struct explain e = {.scope = csm_engine_scope(engine, query, i),
	    .feed = job->feed,
	    .line = line};

	e.ctx = ctx;
	explain_formula(engine, &e, job->formula);
}

void
csm_engine_explain_where(struct csm_engine *engine, size_t query, size_t i,
    void (*line)(void *ctx, const struct csm_explain_line *l), void *ctx)
{
	const struct csm_job *job = &engine->plan->job[query];
	struct explain e = {.scope = csm_engine_scope(engine, query, i), .line = line};

	if (job->where == NULL)
		return;
	/* The feeds of the condition stand behind those of the formula. */
	e.feed = job->feed + job->formula->leaves;
	e.ctx = ctx;
	explain_formula(engine, &e, job->where);
}
