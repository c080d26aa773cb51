/* What a statement gives: a row for each result. */
#include "sql/rows.h"

#include <stdio.h>

/* The state of each value, whether there is one or not, and whether it is asked for. */
static void
rows_grades(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	const struct csm_sql_dialect *d = r->query->dialect;
	struct csm_buf *out = r->out;

	csm_buf_puts(out, ", CASE");
	for (size_t i = 0; i < r->query->n; i++) {
		const struct csm_sql_grade *grade = &r->query->grade[i];
		const char *const state[] = {
		    grade->none, grade->below, grade->above, grade->within};
		const char *value = csm_sql_chain_column(c, r->query->job[i]);
		char test[4][96] = {"", "", "", ""};
		snprintf(test[0], sizeof test[0], " AND %s IS NULL", value);
		snprintf(test[1], sizeof test[1], " AND %s < %lld", value,
		    (long long)grade->low);
		snprintf(test[2], sizeof test[2], " AND %s > %lld", value,
		    (long long)grade->high);
		for (int k = 0; k < 4; k++) {
			csm_buf_printf(out, "\n    WHEN i = %zu%s THEN ", i, test[k]);
			csm_sql_put_text(d, state[k], out);
		}
	}
	csm_buf_puts(out, " END AS state, CASE");
	for (size_t i = 0; i < r->query->n; i++)
		if (c->there[i] != NULL)
			csm_buf_printf(
			    out, " WHEN i = %zu THEN %s", i, c->name[c->there[i]->id]);
	/* some engines want a branch */
	csm_buf_puts(out, " WHEN i < 0 THEN 0 ELSE 1 END AS there");
}

/* The asked for metrics of one model, a row each. */
void
csm_sql_rows_select(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	const struct csm_sql_query *q = r->query;
	const struct csm_sql_dialect *d = q->dialect;
	struct csm_buf *out = r->out;
	size_t n = 0;

	csm_buf_printf(out, "%s\nSELECT company, '%s' AS model, %s AS id, metric, ",
	    r->selects++ > 0 ? "\nUNION ALL" : "", csm_sql_rows_prefix(c),
	    c->build.model == CSM_MODEL_COMPANY ? "company" : "id");
	csm_sql_put_in(d->date_of, "d", out);
	csm_buf_printf(out,
	    " AS date, value%s\nFROM (SELECT company%s, d, metric, CASE",
	    q->grade != NULL ? ", state" : "",
	    c->build.model == CSM_MODEL_COMPANY ? "" : ", id");
	for (size_t i = 0; i < q->n; i++)
		if (q->plan->job[q->job[i]].model == c->build.model)
			csm_buf_printf(out, " WHEN i = %zu THEN %s", i,
			    csm_sql_chain_column(c, q->job[i]));
	csm_buf_puts(out, " END AS value");
	if (q->grade != NULL)
		rows_grades(r, c);
	csm_buf_printf(
	    out, "\n  FROM %s_%d CROSS JOIN (", csm_sql_rows_prefix(c), c->stages);
	for (size_t i = 0; i < q->n; i++) {
		if (q->plan->job[q->job[i]].model != c->build.model)
			continue;
		csm_buf_printf(
		    out, "%sSELECT %zu AS i, ", n++ > 0 ? "\n    UNION ALL " : "", i);
		csm_sql_put_text(d, q->name[i].s, out);
		csm_buf_puts(out, " AS metric");
	}
	csm_buf_printf(out, ") metrics\n  WHERE d >= %d", (int)q->since);
	if (q->conditions > 0)
		csm_buf_printf(out,
		    " AND company IN (SELECT company FROM company_%d WHERE d = %d AND "
		    "%s = "
		    "1)",
		    r->chain[CSM_MODEL_COMPANY].stages, (int)q->until, r->chosen);
	csm_buf_printf(out, ") results\nWHERE %s",
	    q->grade != NULL ? "there = 1" : "value IS NOT NULL");
}
