/*
 * Statement: SQL that computes what an engine of metric/engine.h does, over the tables
 *
 *     points(company, model, id, metric, date, value, state)   value in millionths
 *     fields(model, company, id, name, text, number, day, truth, since, until)
 *
 * Ownership: everything is borrowed.
 */
#ifndef CSM_SQL_STATEMENT_H
#define CSM_SQL_STATEMENT_H

#include "metric/plan.h"
#include "score/score.h"
#include "sql/dialect.h"

/* What a value is judged as: csm_unit_judge. */
struct csm_sql_grade {
	int64_t low, high; /* millionths; both ends are `within` */
	const char *below, *within, *above, *none;
	bool has_where;
	size_t where; /* job: the company has the unit where it holds */
};

/* Health, as csm-health writes it. */
struct csm_sql_scores {
	const struct csm_scorer *scorer;
	const struct csm_profile *profile;
	size_t profiles;
	bool parts, round;
};

struct csm_sql_query {
	const struct csm_plan *plan; /* resolved, with its spans worked out */
	const struct csm_sql_dialect *dialect;
	int32_t since, until;
	const size_t *job;                 /* whose values are wanted, n of them */
	const struct csm_text *name;       /* of the points they become */
	const struct csm_sql_grade *grade; /* of each; NULL: values are all there is */
	size_t n;
	const struct csm_sql_scores *scores; /* instead of jobs; NULL */
	const char *cluster;     /* views of it instead of the statement; NULL */
	const size_t *condition; /* jobs that choose the companies, on the last day */
	size_t conditions;
};

/* One SELECT of company, model, id, metric, date and value, and of grades state.  -1 after reporting
 * E_FORMULA for each thing that cannot be said in the dialect. */
int csm_sql_statement(
    const struct csm_sql_query *query, struct csm_buf *out, struct csm_diag *diag);

#endif
