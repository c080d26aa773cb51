/* A statement for engines with windows: common table expressions, one a stage. */
#include "sql/rows.h"

/* What the chain's CTEs are called: "company", "enduser", ... */
const char *
csm_sql_rows_prefix(const struct csm_sql_chain *c)
{
	return csm_model_name(c->build.model);
}

const char *
csm_sql_rows_key(const struct csm_sql_chain *c)
{
	return c->build.model == CSM_MODEL_COMPANY ? "company" : "company, id";
}

/* "x.company = y.company AND x.id = y.id" */
void
csm_sql_rows_join(
    const struct csm_sql_chain *c, const char *x, const char *y, struct csm_buf *out)
{
	csm_buf_printf(out, "%s.company = %s.company", x, y);
	if (c->build.model != CSM_MODEL_COMPANY)
		csm_buf_printf(out, " AND %s.id = %s.id", x, y);
}

/* A CTE begins. */
void
csm_sql_rows_cte(struct csm_sql_rows *r, const char *name, const char *as)
{
	csm_buf_printf(r->out, "%s%s %s (\n  ", r->ctes++ > 0 ? ",\n" : "", name, as);
}

void
csm_sql_rows_end(struct csm_sql_rows *r)
{
	csm_buf_puts(r->out, ")");
}

void
csm_sql_rows_chain(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	if (c->build.model != CSM_MODEL_COMPANY)
		csm_sql_rows_members(r, c);
	if (csm_sql_rows_has_daily(c))
		csm_sql_rows_daily(r, c);
	csm_sql_rows_relations(r, c);
	csm_sql_rows_first(r, c);
	for (int stage = 1; stage <= c->stages; stage++)
		csm_sql_rows_stage(r, c, stage);
}

void
csm_sql_rows_begin(struct csm_sql_rows *r)
{
	/* Said once for all, even if days are not counted by a recursion. */
	csm_buf_puts(r->out, "WITH RECURSIVE ");
	csm_sql_rows_members(r, &r->chain[CSM_MODEL_COMPANY]);
	csm_sql_rows_days(r);
}

int
csm_sql_rows_fit(const struct csm_sql_rows *r, struct csm_diag *diag)
{
	const struct csm_sql_dialect *d = r->query->dialect;
	const struct {
		const char *what;
		size_t n, most;
	} limit[] = {{"columns", r->columns, d->most_columns},
	    {"tables in a join", r->tables, d->most_tables}};
	size_t bytes = r->out->len;

	for (size_t i = 0; i < sizeof limit / sizeof limit[0]; i++)
		if (limit[i].most > 0 && limit[i].n > limit[i].most)
			return csm_error(diag, CSM_E_FORMULA, NULL,
			    "the statement needs %zu %s, of which %s takes %zu: ask "
			    "for less at once",
			    limit[i].n, limit[i].what, d->engine, limit[i].most);
	/* No error, since who runs the engine can have it take more. */
	if (d->most_bytes > 0 && bytes > d->most_bytes)
		csm_warn(diag, CSM_W_OTHER, NULL,
		    "the statement has %zu bytes, of which %s takes %zu unless its "
		    "max_query_size is larger",
		    bytes, d->engine, d->most_bytes);
	return 0;
}
