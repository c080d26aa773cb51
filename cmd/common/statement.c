#include "common/statement.h"

#include "filter/filter.h"
#include "sql/cluster.h"

struct csm_sql_query
csm_statement_query(
    const struct csm_evaluation *ev, const char *sql, const char *cluster)
{
	struct csm_sql_query query = {.plan = csm_engine_plan(ev->engine),
	    .dialect = csm_sql_dialect_find(sql),
	    .cluster = cluster,
	    .since = ev->run->since,
	    .until = ev->run->until};

	query.condition = csm_filter_queries(ev->filter, &query.conditions);
	return query;
}

int
csm_statement_write(struct csm_run *run, const struct csm_sql_query *query)
{
	struct csm_buf text = {0};
	int rc = 0;

	if (run->last)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--sql reads no data, so it does not know the last day: give it "
		    "with -a DAY");
	if (query->cluster != NULL &&
	    csm_sql_cluster_check(query->dialect, query->cluster, &run->diag) != 0)
		return -1;
	/* Whole before the output is opened, so that a refusal leaves the file of -o as
	 * it was. */
	rc = csm_sql_statement(query, &text, &run->diag);
	if (rc == 0 && (rc = csm_run_output(run)) == 0)
		csm_output_write(run->out, csm_buf_text(&text), text.len);
	csm_buf_fini(&text);
	return rc;
}
