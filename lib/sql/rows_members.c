/* The entities of a statement, and the days they have rows of. */
#include "sql/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A date of the tables as a day; the caller frees. */
static char *
rows_day(const struct csm_sql_rows *r, const char *date)
{
	struct csm_buf day = {0};

	csm_sql_put_in(r->query->dialect->day_of, date, &day);
	return day.data;
}

/* Of companies that have rows only: where these are listed, nobody of another counts. */
static void
rows_entities(struct csm_sql_rows *r, const struct csm_sql_chain *c, const char *day_of,
    bool listed)
{
	csm_buf_printf(r->out,
	    "SELECT x.company AS company, x.id AS id, min(x.f) AS f, max(c.f) AS cf, "
	    "max(c.lo) AS lo\n  FROM (SELECT company, id, %s AS f FROM points WHERE "
	    "model = '%s'",
	    day_of, csm_sql_rows_prefix(c));
	if (listed)
		csm_buf_printf(r->out,
		    " UNION ALL\n    SELECT DISTINCT company, id, CAST(NULL AS %s) "
		    "FROM fields WHERE model = '%s'",
		    r->query->dialect->whole, csm_sql_rows_prefix(c));
	csm_buf_puts(r->out, ") x JOIN company_all c ON c.company = x.company\n  "
			     "GROUP BY x.company, x.id");
}

static void
rows_companies(const struct csm_sql_rows *r, const char *day_of, bool listed)
{
	csm_buf_puts(r->out, "SELECT x.company AS company, x.f AS f, ");
	/* Windows look back from the company's first point too, so its rows begin that
	 * much earlier. */
	if (r->back >= 0)
		csm_buf_printf(r->out,
		    "CASE WHEN x.f - %d < %d THEN CASE WHEN x.f < %d THEN 0 ELSE x.f - "
		    "%d END ELSE %d END AS lo",
		    (int)r->back, (int)r->from, (int)r->back, (int)r->back,
		    (int)r->from);
	else
		csm_buf_printf(r->out, "%d AS lo", (int)r->from);
	csm_buf_puts(r->out, "\n  FROM (");
	if (listed)
		csm_buf_printf(r->out,
		    "SELECT l.company AS company, min(p.f) AS f FROM (SELECT DISTINCT "
		    "company FROM fields WHERE model = 'company') l\n    LEFT JOIN "
		    "(SELECT company, min(%s) AS f FROM points GROUP BY company) p ON "
		    "p.company = l.company GROUP BY l.company",
		    day_of);
	else
		csm_buf_printf(r->out,
		    "SELECT company, min(%s) AS f FROM points GROUP BY company",
		    day_of);
	csm_buf_puts(r->out, ") x");
}

/* The entities of a model, their first day with a point, and the day their rows begin. */
void
csm_sql_rows_members(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	const enum csm_model model = c->build.model;
	const bool listed = c->build.plan->fields[model] != NULL;
	char *day_of = rows_day(r, "date");
	char name[32];

	snprintf(name, sizeof name, "%s_all", csm_sql_rows_prefix(c));
	csm_sql_rows_cte(r, name, r->query->dialect->as);
	if (model == CSM_MODEL_COMPANY)
		rows_companies(r, day_of, listed);
	else
		rows_entities(r, c, day_of, listed);
	csm_sql_rows_end(r);
	free(day_of);
}

/* All days that some company needs. */
void
csm_sql_rows_days(struct csm_sql_rows *r)
{
	const struct csm_sql_dialect *d = r->query->dialect;
	struct csm_buf low = {0};
	char after[32];

	if (r->back >= 0)
		csm_buf_printf(&low,
		    "(SELECT CAST(COALESCE(min(lo), %d) AS %s) FROM company_all)",
		    (int)r->from, d->whole);
	else
		csm_buf_printf(&low, "CAST(%d AS %s)", (int)r->from, d->whole);
	csm_sql_rows_cte(r, d->days != NULL ? "days" : "days(d)", "AS");
	snprintf(after, sizeof after, "%d", (int)r->query->until + 1);
	/* Where the engine has a table of numbers no recursion counts the days. */
	if (d->days != NULL)
		csm_sql_put_both(d->days, csm_buf_text(&low), after, r->out);
	else
		csm_buf_printf(r->out,
		    "SELECT %s\n  UNION ALL SELECT d + 1 FROM days WHERE d < %d",
		    csm_buf_text(&low), (int)r->query->until);
	csm_buf_fini(&low);
	csm_sql_rows_end(r);
}
