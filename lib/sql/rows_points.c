/* Points as the columns a chain begins with. */
#include "sql/rows.h"

#include "sql/source.h"
#include "sql/spell.h"

#include <stdio.h>

static void
rows_dates(struct csm_sql_rows *r, struct csm_buf *out)
{
	csm_buf_puts(out, " AND date <= ");
	csm_sql_put_date(r->query->dialect, r->query->until, out);
	/* Something looks at all days there are. */
	if (r->back >= 0 || r->history)
		return;
	csm_buf_puts(out, " AND date >= ");
	csm_sql_put_date(r->query->dialect, r->from, out);
}

/* The sources that are read in one pass over the points: each is an aggregate over a
 * CASE. */
void
csm_sql_rows_daily(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	const struct csm_sql_dialect *d = r->query->dialect;
	const struct csm_plan *plan = c->build.plan;
	struct csm_buf rows = {0}, any = {0};
	char name[32];

	snprintf(name, sizeof name, "%s_points", csm_sql_rows_prefix(c));
	csm_sql_rows_cte(r, name, r->history ? d->as : "AS");
	csm_buf_printf(r->out, "SELECT %s, d", csm_sql_rows_key(c));
	for (size_t s = 0; s < plan->sources; s++) {
		if (!c->build.used[s] || csm_sql_own_relation(&plan->source[s]))
			continue;
		csm_buf_reset(&rows);
		csm_sql_put_rows(d, &plan->source[s], &rows);
		csm_buf_printf(&any, "%s(%s)", any.len > 0 ? "\n      OR " : "",
		    csm_buf_text(&rows));
		csm_sql_put_folds(
		    d, &plan->source[s], s, csm_buf_text(&rows), "value", r->out);
	}
	csm_buf_puts(
	    r->out, "\n  FROM (SELECT company, model, id, metric, state, value, ");
	csm_sql_put_in(d->day_of, "date", r->out);
	csm_buf_puts(r->out, " AS d FROM points\n    WHERE value IS NOT NULL");
	rows_dates(r, r->out);
	csm_buf_printf(r->out, "\n      AND (%s)) p\n  GROUP BY %s, d",
	    csm_buf_text(&any), csm_sql_rows_key(c));
	csm_sql_rows_end(r);
	csm_buf_fini(&rows);
	csm_buf_fini(&any);
}

/* Whether the chain looks at points at all, or at what comes as they do. */
bool
csm_sql_rows_has_points(const struct csm_sql_chain *c)
{
	for (size_t s = 0; s < c->build.plan->sources; s++)
		if (c->build.used[s])
			return true;
	return false;
}

bool
csm_sql_rows_has_daily(const struct csm_sql_chain *c)
{
	for (size_t s = 0; s < c->build.plan->sources; s++)
		if (c->build.used[s] &&
		    !csm_sql_own_relation(&c->build.plan->source[s]))
			return true;
	return false;
}

/* The source's points. */
void
csm_sql_rows_points(struct csm_sql_rows *r, const struct csm_operand *src)
{
	const struct csm_sql_dialect *d = r->query->dialect;

	csm_buf_puts(r->out, "(SELECT company, model, id, metric, state, value, ");
	csm_sql_put_in(d->day_of, "date", r->out);
	/* A point without a value may have a state. */
	csm_buf_printf(r->out, " AS d FROM points WHERE %s",
	    src->states ? "state <> ''" : "value IS NOT NULL");
	rows_dates(r, r->out);
	csm_buf_puts(r->out, "\n    AND ");
	csm_sql_put_rows(d, src, r->out);
	csm_buf_puts(r->out, ") p");
}

/* What each entity has of the source, added up.  In a graph of its own, which has the
 * arithmetic of carries and nothing of the chain. */
void
csm_sql_rows_sums(struct csm_sql_rows *r, const struct csm_operand *src)
{
	const struct csm_sql_dialect *d = r->query->dialect;
	struct csm_sql_speller speller = {.dialect = d};
	struct csm_sql_graph g = {0};
	struct csm_sql_wide x =
	    csm_sql_carry(&g, csm_sql_base(&g, CSM_SQL_INT, "high", false),
		csm_sql_base(&g, CSM_SQL_INT, "low", false));

	csm_buf_puts(r->out, "(SELECT company, model, id, d, ");
	csm_sql_spell(&speller, csm_sql_limited(&g, &x), r->out);
	csm_buf_printf(r->out,
	    " AS value\n    FROM (SELECT company, model, id, d, CAST(sum(value %s "
	    "1000000) AS %s) AS high,\n      CAST(sum(value %% 1000000) AS %s) AS "
	    "low\n    "
	    "  FROM ",
	    d->idiv, d->whole, d->whole);
	csm_sql_rows_points(r, src);
	csm_buf_puts(r->out, " GROUP BY company, model, id, d) e) v");
	csm_sql_graph_fini(&g);
}

/* A source that is read on its own. */
static void
rows_source(struct csm_sql_rows *r, const struct csm_sql_chain *c, size_t s)
{
	const struct csm_operand *src = &c->build.plan->source[s];

	csm_buf_printf(r->out, "SELECT %s, d", csm_sql_rows_key(c));
	csm_sql_put_folds(r->query->dialect, src, s, NULL, "value", r->out);
	csm_buf_puts(r->out, "\n  FROM ");
	if (csm_sql_by_entity(src))
		csm_sql_rows_sums(r, src);
	else
		csm_sql_rows_points(r, src);
	csm_buf_printf(r->out, "\n  %sGROUP BY %s, d",
	    src->states ? "" : "WHERE value IS NOT NULL ", csm_sql_rows_key(c));
}

/* What a source takes of a row of its children's last stage. */
static void
rows_child(struct csm_sql_rows *r, const struct csm_sql_chain *child,
    const struct csm_operand *src)
{
	const char *column = csm_sql_chain_column(child, src->job);

	if (!src->members) {
		csm_buf_puts(r->out, column);
		return;
	}
	/* An entity counts from its first point on, and always if it is in a file of
	 * fields. */
	csm_buf_puts(r->out, "CASE WHEN d >= f");
	if (r->query->plan->fields[child->build.model] != NULL)
		csm_buf_printf(r->out,
		    " OR (company, id) IN (SELECT company, id FROM fields WHERE model "
		    "= '%s')",
		    csm_sql_rows_prefix(child));
	csm_buf_printf(r->out, " THEN %s END", column);
}

/* Whether the source is results of children. */
static bool
rows_is_rolled(const struct csm_sql_chain *c, size_t s)
{
	const struct csm_operand *src = &c->build.plan->source[s];

	return c->build.used[s] && csm_sql_own_relation(src) &&
	       !csm_sql_is_count(src) && src->job != CSM_JOB_NONE;
}

/* The sources that are results of the same children. */
static bool
rows_are_siblings(const struct csm_sql_chain *c, size_t a, size_t b)
{
	const struct csm_plan *plan = c->build.plan;

	return rows_is_rolled(c, a) && rows_is_rolled(c, b) &&
	       plan->job[plan->source[a].job].model ==
		   plan->job[plan->source[b].job].model;
}

bool
csm_sql_rows_has_relation(const struct csm_sql_chain *c, size_t s)
{
	if (!c->build.used[s] || !csm_sql_own_relation(&c->build.plan->source[s]))
		return false;
	/* The first of several brings the others with it. */
	for (size_t before = 0; before < s; before++)
		if (rows_are_siblings(c, before, s))
			return false;
	return true;
}

/* Results of children, which come together as points do.  From the last stage of the
 * children's chain, which is written before this one; all that are of these children at
 * once, since an engine may work a stage out anew for each that reads it. */
static void
rows_rolled(struct csm_sql_rows *r, const struct csm_sql_chain *c, size_t first)
{
	const struct csm_plan *plan = c->build.plan;
	const struct csm_sql_chain *child =
	    &r->chain[plan->job[plan->source[first].job].model];
	struct csm_buf any = {0};
	char value[32], there[64];

	csm_buf_puts(r->out, "SELECT company, d");
	for (size_t s = first; s < plan->sources; s++) {
		if (!rows_are_siblings(c, first, s))
			continue;
		snprintf(value, sizeof value, "c%zu", s);
		snprintf(there, sizeof there, "c%zu IS NOT NULL", s);
		csm_sql_put_folds(
		    r->query->dialect, &plan->source[s], s, there, value, r->out);
		csm_buf_printf(&any, "%s%s", any.len > 0 ? " OR " : "", there);
	}
	csm_buf_puts(r->out, "\n  FROM (SELECT company, d");
	for (size_t s = first; s < plan->sources; s++) {
		if (!rows_are_siblings(c, first, s))
			continue;
		csm_buf_puts(r->out, ", ");
		rows_child(r, child, &plan->source[s]);
		csm_buf_printf(r->out, " AS c%zu", s);
	}
	csm_buf_printf(r->out, " FROM %s_%d) v\n  WHERE %s GROUP BY company, d",
	    csm_sql_rows_prefix(child), child->stages, csm_buf_text(&any));
	csm_buf_fini(&any);
}

void
csm_sql_rows_relations(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	const struct csm_plan *plan = c->build.plan;
	char name[32];

	for (size_t s = 0; s < plan->sources; s++) {
		const struct csm_operand *src = &plan->source[s];
		if (!csm_sql_rows_has_relation(c, s))
			continue;
		if (csm_sql_is_count(src)) {
			snprintf(
			    name, sizeof name, "%s_t%zu", csm_sql_rows_prefix(c), s);
			csm_sql_rows_cte(r, name, "AS");
			csm_sql_rows_things(r, c, s);
			csm_sql_rows_end(r);
		}
		snprintf(name, sizeof name, "%s_r%zu", csm_sql_rows_prefix(c), s);
		/* Read twice with a history: kept, so that it is not worked out
		 * twice. */
		csm_sql_rows_cte(r, name, r->history ? r->query->dialect->as : "AS");
		if (csm_sql_is_count(src))
			csm_sql_rows_count(r, c, s);
		else if (src->job != CSM_JOB_NONE)
			rows_rolled(r, c, s);
		else
			rows_source(r, c, s);
		csm_sql_rows_end(r);
	}
}
