/* csm-calc as a statement of a database. */
#include "calc.h"
#include "common/statement.h"

int
csm_calc_sql(struct csm_run *run, const struct csm_calc *calc)
{
	const struct csm_calc_options *o = &csm_calc_options;
	struct csm_sql_query query = csm_statement_query(&calc->ev, o->sql, o->cluster);

	if (o->wide || o->explain != NULL || run->common->pass)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--sql gives points: without %s",
		    o->wide              ? "--wide"
		    : o->explain != NULL ? "--explain"
					 : "-p");
	query.job = calc->query;
	query.name = calc->name;
	query.n = calc->n;
	return csm_statement_write(run, &query);
}
