/* The stages of a chain: what it begins with, and what comes of it. */
#include "sql/rows.h"

#include "sql/source.h"
#include "sql/spell.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the first stage keeps of an entity. */
static const char *
rows_member(const struct csm_sql_chain *c)
{
	return c->build.model == CSM_MODEL_COMPANY
		   ? "m.company AS company, m.f AS f"
		   : "m.company AS company, m.id AS id, m.f AS f, m.cf AS cf";
}

/* Days before those of the chain on which there are points: operators over all days
 * look at them.  DISTINCT, since a day may have points of several sources. */
static void
rows_history(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	const struct csm_plan *plan = c->build.plan;
	const char *between = "";

	csm_buf_printf(r->out,
	    "\n    UNION ALL SELECT DISTINCT %s, h.d AS d FROM %s_all m JOIN (",
	    rows_member(c), csm_sql_rows_prefix(c));
	if (csm_sql_rows_has_daily(c)) {
		csm_buf_printf(r->out, "SELECT %s, d FROM %s_points",
		    csm_sql_rows_key(c), csm_sql_rows_prefix(c));
		between = " UNION ALL ";
	}
	for (size_t s = 0; s < plan->sources; s++) {
		if (!csm_sql_rows_has_relation(c, s))
			continue;
		csm_buf_printf(r->out, "%sSELECT %s, d FROM %s_r%zu", between,
		    csm_sql_rows_key(c), csm_sql_rows_prefix(c), s);
		between = " UNION ALL ";
	}
	csm_buf_puts(r->out, ") h ON ");
	csm_sql_rows_join(c, "h", "m", r->out);
	csm_buf_puts(r->out, " WHERE h.d < m.lo");
}

/* Which readings of fields the chain begins with: each "f<feed>_<reading>". */
static bool
rows_field(csm_sql node, size_t *feed, const char **reading)
{
	char *end;

	if (node->op != CSM_SQL_BASE || node->text[0] != 'f' || node->text[1] < '0' ||
	    node->text[1] > '9')
		return false;
	*feed = strtoul(node->text + 1, &end, 10);
	*reading = end + 1;
	return true;
}

/* One join for each field whose cells are read.  Dated cells are joined by the row's
 * day, so that a report of March has the fields of March. */
static void
rows_fields(struct csm_sql_rows *r, const struct csm_sql_chain *c,
    struct csm_buf *joins, struct csm_buf *columns)
{
	const struct csm_sql_graph *g = &c->graph;
	const struct csm_plan *plan = c->build.plan;
	size_t feed, joined = SIZE_MAX;
	const char *reading;

	for (size_t f = 0; f < plan->feeds; f++)
		for (size_t i = 0; i < g->n; i++) {
			if (c->stage[i] < 0 ||
			    !rows_field(g->node[i], &feed, &reading) || feed != f)
				continue;
			csm_buf_printf(columns, ",\n    t%zu.%s AS f%zu_%s", f, reading,
			    f, reading);
			if (joined == f)
				continue;
			joined = f;
			const struct csm_feed *of = &plan->feed[f];
			csm_buf_puts(joins,
			    "\n  LEFT JOIN (SELECT company, id, text, number, truth, ");
			csm_sql_put_in(r->query->dialect->day_of, "day", joins);
			csm_buf_puts(joins, " AS day, ");
			csm_sql_put_in(r->query->dialect->day_of, "since", joins);
			csm_buf_puts(joins, " AS since, ");
			csm_sql_put_in(r->query->dialect->day_of, "until", joins);
			csm_buf_puts(joins, " AS until FROM fields WHERE model = ");
			csm_sql_put_text(
			    r->query->dialect, csm_model_name(of->model), joins);
			csm_buf_puts(joins, " AND name = ");
			csm_sql_put_text(r->query->dialect,
			    csm_fields_column_name(
				plan->fields[of->model], (size_t)of->column),
			    joins);
			csm_buf_printf(
			    joins, ") t%zu ON t%zu.company = s.company", f, f);
			if (of->model != CSM_MODEL_COMPANY)
				csm_buf_printf(joins, " AND t%zu.id = s.id", f);
			if (of->dated)
				csm_buf_printf(joins,
				    " AND (t%zu.since IS NULL OR t%zu.since <= s.d) "
				    "AND "
				    "(t%zu.until IS NULL OR t%zu.until > s.d)",
				    f, f, f, f);
		}
}

/* Tables that the first stage joins, each a line; the members and the days are two. */
static size_t
rows_tables(const struct csm_buf *joins)
{
	static const char join[] = "\n  LEFT JOIN ";
	size_t n = 2;

	for (const char *at = csm_buf_text(joins); (at = strstr(at, join)) != NULL;
	     at++)
		n++;
	return n;
}

void
csm_sql_rows_first(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	const struct csm_sql_graph *g = &c->graph;
	const struct csm_plan *plan = c->build.plan;
	struct csm_buf joins = {0}, columns = {0};
	size_t tables;
	char name[32];

	for (size_t i = 0; i < g->n; i++)
		if (c->stage[i] == 0 && g->node[i]->op == CSM_SQL_BASE &&
		    g->node[i]->text[0] == 's')
			csm_buf_printf(&columns, ", %s", g->node[i]->text);
	if (csm_sql_rows_has_daily(c)) {
		csm_buf_printf(
		    &joins, "\n  LEFT JOIN %s_points p ON ", csm_sql_rows_prefix(c));
		csm_sql_rows_join(c, "p", "s", &joins);
		csm_buf_puts(&joins, " AND p.d = s.d");
	}
	for (size_t s = 0; s < plan->sources; s++) {
		char alias[32];
		if (!csm_sql_rows_has_relation(c, s))
			continue;
		snprintf(alias, sizeof alias, "r%zu", s);
		csm_buf_printf(&joins, "\n  LEFT JOIN %s_%s %s ON ",
		    csm_sql_rows_prefix(c), alias, alias);
		csm_sql_rows_join(c, alias, "s", &joins);
		csm_buf_printf(&joins, " AND %s.d = s.d", alias);
		csm_sql_rows_known(r, c, s, &joins);
	}
	rows_fields(r, c, &joins, &columns);
	tables = rows_tables(&joins);
	r->tables = tables > r->tables ? tables : r->tables;
	snprintf(name, sizeof name, "%s_0", csm_sql_rows_prefix(c));
	csm_sql_rows_cte(r, name, "AS");
	csm_buf_printf(r->out,
	    "SELECT s.company AS company%s, s.f AS f, s.d AS d%s\n  FROM (SELECT %s, "
	    "days.d AS d FROM %s_all m CROSS JOIN days WHERE days.d >= m.lo",
	    c->build.model == CSM_MODEL_COMPANY ? "" : ", s.id AS id, s.cf AS cf",
	    csm_buf_text(&columns), rows_member(c), csm_sql_rows_prefix(c));
	if (r->history && csm_sql_rows_has_points(c))
		rows_history(r, c);
	csm_buf_printf(r->out, ") s%s", csm_buf_text(&joins));
	csm_sql_rows_end(r);
	csm_buf_fini(&joins);
	csm_buf_fini(&columns);
}

struct rows_stage {
	const struct csm_sql_chain *chain;
	int stage;
	csm_sql self;
};

/* Of a node that is being spelled its own text is wanted, of others their column. */
static const char *
rows_column(void *ctx, csm_sql node)
{
	const struct rows_stage *at = ctx;

	if (node == at->self || at->chain->stage[node->id] < 0)
		return NULL;
	return at->chain->name[node->id];
}

static void
rows_comments(struct csm_sql_rows *r, const struct csm_sql_chain *c, int stage)
{
	struct csm_buf text = {0};

	for (size_t i = 0; i < c->names; i++) {
		const struct csm_sql_named *named = &c->named[i];
		if (c->stage[named->node->id] != stage)
			continue;
		csm_buf_reset(&text);
		csm_buf_printf(
		    &text, "%s: %s", c->name[named->node->id], named->comment);
		csm_sql_put_comment(csm_buf_text(&text), r->out);
		csm_buf_puts(r->out, "  ");
	}
	csm_buf_fini(&text);
}

/* Columns are handed on for as long as somebody behind reads them. */
static size_t
rows_handed_on(struct csm_sql_rows *r, const struct csm_sql_chain *c, int stage)
{
	const struct csm_sql_graph *g = &c->graph;
	size_t columns = 0;

	for (size_t i = 0; i < g->n; i++) {
		bool key = g->node[i]->op == CSM_SQL_DAY ||
			   (g->node[i]->op == CSM_SQL_BASE &&
			       (strcmp(g->node[i]->text, "f") == 0 ||
				   strcmp(g->node[i]->text, "company") == 0 ||
				   strcmp(g->node[i]->text, "id") == 0));
		if (c->stage[i] < 0 || c->stage[i] >= stage || c->last[i] <= stage ||
		    key)
			continue;
		csm_buf_printf(r->out, ", %s", c->name[i]);
		columns++;
	}
	return columns;
}

/* Columns the stage makes. */
static size_t
rows_made(struct csm_sql_rows *r, const struct csm_sql_chain *c, int stage)
{
	const struct csm_sql_graph *g = &c->graph;
	const struct csm_sql_dialect *d = r->query->dialect;
	struct rows_stage at = {.chain = c, .stage = stage};
	struct csm_sql_speller speller = {d, csm_sql_rows_key(c), rows_column, &at};
	size_t columns = 0;

	for (size_t i = 0; i < g->n; i++) {
		if (c->stage[i] != stage)
			continue;
		at.self = g->node[i];
		csm_buf_puts(r->out, ",\n    ");
		/* The UNION of models wants one type a column. */
		csm_buf_printf(r->out, "%s", c->last[i] == INT_MAX ? "CAST(" : "");
		csm_sql_spell(&speller, g->node[i], r->out);
		if (c->last[i] == INT_MAX)
			csm_buf_printf(r->out, " AS %s)",
			    g->node[i]->type == CSM_SQL_TEXT ? d->text : d->whole);
		csm_buf_printf(r->out, " AS %s", c->name[i]);
		columns++;
	}
	return columns;
}

void
csm_sql_rows_stage(struct csm_sql_rows *r, const struct csm_sql_chain *c, int stage)
{
	const struct csm_sql_graph *g = &c->graph;
	bool windows = false, company = c->build.model == CSM_MODEL_COMPANY;
	/* company, f and d; of others id and cf, too */
	size_t columns = company ? 3 : 5;
	char name[32];

	for (size_t i = 0; i < g->n; i++)
		windows |= c->stage[i] == stage && csm_sql_is_window(g->node[i]->op);
	snprintf(name, sizeof name, "%s_%d", csm_sql_rows_prefix(c), stage);
	/* A stage with windows is read by the next alone; what several read is kept. */
	csm_sql_rows_cte(
	    r, name, windows && stage < c->stages ? "AS" : r->query->dialect->as);
	rows_comments(r, c, stage);
	csm_buf_printf(
	    r->out, "SELECT %s%s, f, d", csm_sql_rows_key(c), company ? "" : ", cf");
	columns += rows_handed_on(r, c, stage);
	columns += rows_made(r, c, stage);
	if (columns > r->columns)
		r->columns = columns;
	csm_buf_printf(r->out, "\n  FROM %s_%d", csm_sql_rows_prefix(c), stage - 1);
	csm_sql_rows_end(r);
}
