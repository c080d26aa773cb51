/* csm-calc as a statement of a database. */
#include "calc.h"
#include "sql/statement.h"

/* What a statement cannot do for want of data, or of rows. */
static int
calc_sql_check(struct csm_run *run)
{
	const struct csm_calc_options *o = &csm_calc_options;

	if (run->last)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--sql reads no data, so it does not know the last day: give it "
		    "with "
		    "-a DAY");
	if (o->wide || o->explain != NULL || run->common->pass)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--sql gives points: without %s",
		    o->wide              ? "--wide"
		    : o->explain != NULL ? "--explain"
					 : "-p");
	return 0;
}

int
csm_calc_sql(struct csm_run *run, const struct csm_calc *calc)
{
	struct csm_sql_query query = {.plan = csm_engine_plan(calc->ev.engine),
	    .dialect = csm_sql_dialect_find(csm_calc_options.sql),
	    .since = run->since,
	    .until = run->until,
	    .job = calc->query,
	    .name = calc->name,
	    .n = calc->n};
	struct csm_buf text = {0};
	int rc = calc_sql_check(run);

	query.condition = csm_filter_queries(calc->ev.filter, &query.conditions);
	if (rc == 0)
		rc = csm_sql_statement(&query, &text, &run->diag);
	if (rc == 0 && (rc = csm_run_output(run)) == 0)
		csm_output_write(run->out, csm_buf_text(&text), text.len);
	csm_buf_fini(&text);
	return rc;
}
