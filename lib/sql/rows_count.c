/*
 * Numbers of end users and of metrics for windows of n days, as series/distinct.c has
 * them: whoever is active on a day counts until n days later, or until active again, so
 * that the number changes by 1 on two days and the cost does not depend on n.
 */
#include "sql/rows.h"

#include "sql/source.h"

/* What is counted, as an expression. */
static const char *
count_thing(const struct csm_operand *s)
{
	return s->names ? "metric" : "id";
}

/* Activities of end users, whatever the source is called. */
static void
count_activities(struct csm_sql_rows *r, const struct csm_operand *s)
{
	struct csm_operand activities = *s;

	activities.kind = CSM_SOURCE_POINTS;
	activities.models = 1U << CSM_MODEL_ENDUSER;
	activities.metric = "activities.*";
	activities.pattern = 1;
	/* As if it had been written for end users: no rule about children's points
	 * applies. */
	activities.named = 1;
	csm_buf_puts(r->out, "SELECT company, id AS thing, d, max(CASE WHEN value <> 0 "
			     "THEN 1 ELSE 0 END) AS "
			     "active\n  FROM ");
	csm_sql_rows_points(r, &activities);
	csm_buf_puts(r->out, " GROUP BY company, id, d");
}

/* Each end user with the day of its first point, if the fields file does not have it.
 * Before the chain's first day he counts from that day on. */
static void
count_firsts(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	csm_buf_puts(r->out, "SELECT x.company, x.id AS thing, CASE WHEN x.f < c.lo "
			     "THEN c.lo ELSE x.f END "
			     "AS d, 1 AS active\n  FROM (SELECT company, id, min(");
	csm_sql_put_in(r->query->dialect->day_of, "date", r->out);
	csm_buf_puts(r->out, ") AS f FROM points WHERE model = 'enduser'");
	if (c->build.plan->fields[CSM_MODEL_ENDUSER] != NULL)
		csm_buf_puts(r->out, "\n    AND (company, id) NOT IN (SELECT company, "
				     "id FROM fields WHERE "
				     "model = 'enduser')");
	csm_buf_puts(r->out,
	    " GROUP BY company, id) x JOIN company_all c ON c.company = x.company");
}

/* Results of end users. */
static void
count_calculated(struct csm_sql_rows *r, const struct csm_operand *s)
{
	const struct csm_sql_chain *child = &r->chain[CSM_MODEL_ENDUSER];
	const char *column = csm_sql_chain_column(child, s->job);

	csm_buf_printf(r->out,
	    "SELECT company, id AS thing, d, CASE WHEN %s <> 0 THEN 1 ELSE 0 END AS "
	    "active\n  FROM %s_%d WHERE %s IS NOT NULL%s",
	    column, csm_sql_rows_prefix(child), child->stages, column,
	    s->from_first ? " AND d >= cf" : "");
}

void
csm_sql_rows_things(
    struct csm_sql_rows *r, const struct csm_sql_chain *c, size_t source)
{
	const struct csm_operand *s = &c->build.plan->source[source];
	const char *key = csm_sql_rows_key(c), *thing = count_thing(s);

	if (s->kind == CSM_SOURCE_ACTIVE) {
		count_activities(r, s);
	} else if (s->kind == CSM_SOURCE_USERS) {
		count_firsts(r, c);
	} else if (s->job != CSM_JOB_NONE) {
		count_calculated(r, s);
	} else if (s->names) {
		csm_buf_printf(r->out,
		    "SELECT %s, %s AS thing, d, max(CASE WHEN value <> 0 THEN 1 ELSE 0 "
		    "END) AS active\n  FROM ",
		    key, thing);
		csm_sql_rows_points(r, s);
		csm_buf_printf(r->out, " GROUP BY %s, %s, d", key, thing);
	} else {
		csm_buf_puts(r->out, "SELECT company, id AS thing, d, CASE WHEN value "
				     "<> 0 THEN 1 ELSE 0 "
				     "END AS active\n  FROM ");
		csm_sql_rows_sums(r, s);
		csm_buf_puts(r->out, " WHERE value IS NOT NULL");
	}
}

/* Until when something counts: users_total for ever. */
static void
count_ends(struct csm_sql_rows *r, const struct csm_sql_chain *c, size_t source)
{
	const struct csm_operand *s = &c->build.plan->source[source];
	int days = (int)(s->distinct > 0 ? s->distinct : s->days);

	csm_buf_printf(r->out,
	    "\n    UNION ALL SELECT %s, CASE WHEN next < d + %d THEN next ELSE d + %d "
	    /* Whoever is active again before the n days are over goes on counting: the
	     * first count ends where the next begins. */
	    "END AS d,\n      -1 AS step, 0 AS there, CAST(NULL AS %s) AS own\n      "
	    "FROM "
	    "(SELECT %s, d, lead(d) OVER (PARTITION BY %s, thing ORDER BY d) AS next "
	    "FROM "
	    "%s_t%zu WHERE active = 1",
	    csm_sql_rows_key(c), days, days, r->query->dialect->whole,
	    csm_sql_rows_key(c), csm_sql_rows_key(c), csm_sql_rows_prefix(c), source);
	if (r->back < 0)
		csm_buf_printf(r->out, " AND d >= %d", (int)r->from);
	csm_buf_puts(r->out, ") n");
}

void
csm_sql_rows_count(struct csm_sql_rows *r, const struct csm_sql_chain *c, size_t source)
{
	const struct csm_operand *s = &c->build.plan->source[source];
	const struct csm_sql_dialect *d = r->query->dialect;
	const char *key = csm_sql_rows_key(c);
	bool users = s->distinct == 0;

	csm_buf_printf(r->out,
	    "SELECT %s, d, CAST(sum(step) AS %s) AS s%zu_step, CAST(sum(there) AS %s) "
	    "AS "
	    "s%zu_there, max(own) AS s%zu_own\n  FROM (SELECT %s, d, active AS step, 1 "
	    "AS "
	    "there, CAST(NULL AS %s) AS own FROM %s_t%zu",
	    key, d->whole, source, d->whole, source, source, key, d->whole,
	    csm_sql_rows_prefix(c), source);
	if (r->back < 0)
		csm_buf_printf(r->out, " WHERE d >= %d", (int)r->from);
	/* Of all users there ever were nobody ends. */
	if (s->kind != CSM_SOURCE_USERS)
		count_ends(r, c, source);
	if (users) {
		csm_buf_puts(r->out, "\n    UNION ALL SELECT company, ");
		csm_sql_put_in(d->day_of, "date", r->out);
		csm_buf_puts(
		    r->out, ", 0, 0, value FROM points WHERE model = 'company' AND ");
		csm_sql_put_metric(d, s, r->out);
		csm_buf_puts(r->out, " AND date <= ");
		csm_sql_put_date(d, r->query->until, r->out);
	}
	csm_buf_printf(r->out, ") steps\n  GROUP BY %s, d", key);
}

void
csm_sql_rows_known(struct csm_sql_rows *r, const struct csm_sql_chain *c, size_t source,
    struct csm_buf *joins)
{
	const struct csm_operand *s = &c->build.plan->source[source];

	if (!csm_sql_is_count(s) || s->distinct > 0)
		return;
	csm_buf_printf(joins,
	    "\n  LEFT JOIN (SELECT company, 1 AS s%zu_has FROM points WHERE model = "
	    "'company' AND ",
	    source);
	csm_sql_put_metric(r->query->dialect, s, joins);
	csm_buf_printf(joins, " GROUP BY company) h%zu ON h%zu.company = s.company",
	    source, source);
	if (c->build.plan->fields[CSM_MODEL_ENDUSER] == NULL)
		return;
	csm_buf_printf(joins,
	    "\n  LEFT JOIN (SELECT company, count(DISTINCT id) AS s%zu_known FROM "
	    "fields "
	    "WHERE model = 'enduser' GROUP BY company) k%zu ON k%zu.company = "
	    "s.company",
	    source, source, source);
}
