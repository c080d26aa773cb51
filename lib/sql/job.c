/* Metrics: a formula, its condition, and what a missing result is. */
#include "sql/build.h"

#include "base/num.h"

static csm_sql
job_micros(struct csm_sql_build *b, const struct csm_sql_value *v, bool alone)
{
	struct csm_sql_value read = csm_sql_as(b, v, CSM_VALUE_NUMBER);

	if (read.kind != CSM_SQL_NUMERIC)
		return csm_sql_null(b->g, CSM_SQL_INT);
	/* A window or a field that is the whole formula is passed through without a
	 * double. */
	if (alone && read.exact != NULL)
		return read.exact;
	if (read.truth != NULL && !read.real->maybe)
		return csm_sql_if(b->g, read.truth, csm_sql_int(b->g, CSM_NUM_ONE),
		    csm_sql_int(b->g, 0));
	return csm_sql_from_double(b->g, csm_sql_settle(b->g, read.real));
}

static void
job_begin(struct csm_sql_build *b, const struct csm_job *job)
{
	b->use = (struct csm_use){.metric = job->metric, .formula = job->formula};
}

csm_sql
csm_sql_job(struct csm_sql_build *b, size_t j)
{
	const struct csm_job *job = &b->plan->job[j];
	struct csm_sql_graph *g = b->g;
	struct csm_sql_value v, where;
	csm_sql micros;

	if (b->result[j] != NULL)
		return b->result[j];
	/* A condition whose truths others count. */
	if (job->metric == NULL && job->is_source)
		return b->result[j] =
			   csm_sql_settle(g, csm_sql_where(g, csm_sql_job_holds(b, j),
						 csm_sql_int(g, CSM_NUM_ONE)));
	v = csm_sql_job_value(b, j);
	micros = job_micros(b, &v, job->formula->root->kind != CSM_NODE_CALL);
	/* Before the condition: an entity the metric is not for has none, and no 0. */
	if (job->metric != NULL && !job->metric->nulls)
		micros = csm_sql_op2(
		    g, CSM_SQL_COALESCE, csm_sql_settle(g, micros), csm_sql_int(g, 0));
	if (job->where != NULL) {
		where =
		    csm_sql_formula(b, job->where, job->feed + job->formula->leaves);
		micros = csm_sql_where(g, csm_sql_condition(b, &where), micros);
	}
	return b->result[j] = csm_sql_settle(g, micros);
}

struct csm_sql_value
csm_sql_job_value(struct csm_sql_build *b, size_t j)
{
	const struct csm_job *job = &b->plan->job[j];

	job_begin(b, job);
	/* Built once: several chains of parts may ask for the same formula. */
	if (b->value[j] == NULL) {
		b->value[j] = CSM_ARENA_NEW(&b->g->arena, struct csm_sql_value);
		*b->value[j] = csm_sql_formula(b, job->formula, job->feed);
	}
	b->use.node = job->formula->root;
	return *b->value[j];
}

csm_sql
csm_sql_job_holds(struct csm_sql_build *b, size_t j)
{
	struct csm_sql_value v = csm_sql_job_value(b, j);

	return csm_sql_condition(b, &v);
}
