#include "sql/statement.h"

#include "base/xalloc.h"
#include "sql/cluster.h"
#include "sql/health.h"
#include "sql/rows.h"

#include <string.h>

static void
statement_chain(struct csm_sql_chain *c, const struct csm_sql_query *q,
    enum csm_model model, struct csm_diag *diag)
{
	c->build = (struct csm_sql_build){.g = &c->graph,
	    .plan = q->plan,
	    .model = model,
	    .dialect = q->dialect,
	    .diag = diag};
	/* Node 0 of every chain. */
	c->build.first = csm_sql_base(&c->graph, CSM_SQL_INT, "f", true);
	c->build.result = csm_xcalloc(q->plan->jobs + 1, sizeof *c->build.result);
	c->build.value = csm_xcalloc(q->plan->jobs + 1, sizeof *c->build.value);
	c->build.used = csm_xcalloc(q->plan->sources + 1, sizeof *c->build.used);
}

/* Whether the source stands on results of children. */
static bool
statement_rolled(const struct csm_plan *plan, size_t s)
{
	const struct csm_operand *src = &plan->source[s];

	return src->job != CSM_JOB_NONE && plan->job[src->job].model != src->model;
}

/* What a value is judged as. */
static csm_sql
statement_state(
    struct csm_sql_graph *g, csm_sql value, const struct csm_sql_grade *grade)
{
	csm_sql none = csm_sql_op1(g, CSM_SQL_IS_NULL, value),
		below = csm_sql_lt(g, value, csm_sql_int(g, grade->low)),
		above = csm_sql_lt(g, csm_sql_int(g, grade->high), value);

	return csm_sql_if(g, none, csm_sql_string(g, grade->none),
	    csm_sql_if(g, below, csm_sql_string(g, grade->below),
		csm_sql_if(g, above, csm_sql_string(g, grade->above),
		    csm_sql_string(g, grade->within))));
}

static void
statement_give(struct csm_sql_chain *c, const struct csm_sql_query *q, size_t i)
{
	struct csm_sql_graph *g = &c->graph;
	struct csm_sql_given given = {
	    .metric = q->name[i].s, .value = csm_sql_chain_add(c, q->job[i])};

	if (q->grade != NULL) {
		given.state = statement_state(g, given.value, &q->grade[i]);
		if (q->grade[i].has_where)
			given.exists = csm_sql_if(g,
			    csm_sql_job_holds(&c->build, q->grade[i].where),
			    csm_sql_int(g, 1), csm_sql_int(g, 0));
	}
	csm_sql_chain_give(c, &given);
}

/* All chains' nodes; children's results the companies look at come after. */
static int
statement_build(struct csm_sql_chain *chain, const struct csm_sql_query *q)
{
	const struct csm_plan *plan = q->plan;
	struct csm_sql_chain *company = &chain[CSM_MODEL_COMPANY];
	struct csm_sql_graph *g = &company->graph;
	/* Children are asked for only once the companies' chain has told which results
	 * it stands on. */
	int failed = 0;

	for (size_t i = 0; i < q->n; i++)
		statement_give(&chain[plan->job[q->job[i]].model], q, i);
	if (q->scores != NULL)
		for (enum csm_model m = 0; m < CSM_MODELS; m++)
			csm_sql_health(&chain[m], q->scores);
	for (size_t i = 0; i < q->conditions; i++) {
		csm_sql holds =
		    csm_sql_if(g, csm_sql_job_holds(&company->build, q->condition[i]),
			csm_sql_int(g, 1), csm_sql_int(g, 0));
		company->condition =
		    i == 0 ? holds : csm_sql_mul(g, company->condition, holds);
	}
	for (size_t s = 0; s < plan->sources; s++)
		if (company->build.used[s] && statement_rolled(plan, s))
			csm_sql_chain_add(&chain[plan->job[plan->source[s].job].model],
			    plan->source[s].job);
	for (enum csm_model m = 0; m < CSM_MODELS; m++)
		failed |= chain[m].build.failed;
	return failed ? -1 : 0;
}

/* How far back rows are needed, for anyone. */
static void
statement_span(struct csm_sql_rows *r)
{
	const struct csm_plan *plan = r->query->plan;

	r->from = r->query->since;
	/* Nothing looks back from a company's own first day. */
	r->back = -1;
	for (size_t f = 0; f < plan->feeds; f++) {
		const struct csm_feed *feed = &plan->feed[f];
		const struct csm_operand *s = &plan->source[feed->source];
		struct csm_day_span span;
		if (feed->is_field || csm_day_span_is_none(&feed->span))
			continue;
		span = csm_day_span_of_window(&feed->span, &feed->window);
		if (feed->span.from < INT32_MAX && feed->window.days == 0)
			span.from = feed->span.from - feed->window.ago;
		if (span.from < r->from)
			r->from = span.from;
		if (feed->window.days > 0 || s->kind != CSM_SOURCE_POINTS ||
		    s->distinct > 0)
			r->back = span.back > r->back ? span.back : r->back;
		else
			r->history = true;
		if (s->distinct > 0 && s->span.from < r->from)
			r->from = s->span.from;
		if (s->kind == CSM_SOURCE_ACTIVE && span.from < INT32_MAX &&
		    span.from - s->days + 1 < r->from)
			r->from = span.from - s->days + 1;
	}
	if (r->from < CSM_DAY_MIN)
		r->from = CSM_DAY_MIN;
	/* rows from the first point on are all there are */
	r->history &= r->back < 0;
}

static bool
statement_has_states(const struct csm_sql_query *q)
{
	return q->grade != NULL || q->scores != NULL;
}

static bool
statement_needs(const struct csm_sql_chain *c)
{
	return c->roots > 0 || c->gives > 0 || c->condition != NULL;
}

static int
statement_put(const struct csm_sql_query *q, struct csm_sql_chain *chain,
    struct csm_buf *out, struct csm_diag *diag)
{
	struct csm_sql_rows r = {
	    .query = q, .chain = chain, .out = out, .states = statement_has_states(q)};
	struct csm_sql_chain *company = &chain[CSM_MODEL_COMPANY];

	statement_span(&r);
	for (enum csm_model m = 0; m < CSM_MODELS; m++)
		csm_sql_chain_arrange(&chain[m]);
	if (company->condition != NULL)
		r.chosen = company->name[company->condition->id];
	csm_sql_rows_begin(&r);
	/* Companies are the first model and come last: they read what the others
	 * made. */
	for (enum csm_model m = CSM_MODELS; m-- > 0;)
		if (statement_needs(&chain[m]))
			csm_sql_rows_chain(&r, &chain[m]);
	for (enum csm_model m = 0; m < CSM_MODELS; m++)
		if (chain[m].gives > 0)
			csm_sql_rows_select(&r, &chain[m]);
	csm_buf_printf(out, "%s;\n", q->dialect->end);
	return csm_sql_rows_fit(&r, diag);
}

int
csm_sql_statement(
    const struct csm_sql_query *q, struct csm_buf *out, struct csm_diag *diag)
{
	struct csm_sql_chain chain[CSM_MODELS] = {0};
	struct csm_buf text = {0};
	int rc;

	for (enum csm_model m = 0; m < CSM_MODELS; m++)
		statement_chain(&chain[m], q, m, diag);
	/* All is built before a byte is written, so that a refusal leaves no half of a
	 * statement. */
	rc = statement_build(chain, q);
	if (rc == 0)
		rc = statement_put(q, chain, &text, diag);
	if (rc == 0 && q->cluster != NULL)
		csm_sql_cluster_views(q->dialect, q->cluster, statement_has_states(q),
		    csm_buf_text(&text), out);
	else if (rc == 0)
		csm_buf_put(out, text.data, text.len);
	csm_buf_fini(&text);
	for (enum csm_model m = 0; m < CSM_MODELS; m++)
		csm_sql_chain_fini(&chain[m]);
	return rc;
}
