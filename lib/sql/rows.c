/* A statement for engines with windows: common table expressions, one a stage. */
#include "sql/rows.h"

#include "sql/source.h"
#include "sql/spell.h"

#include "time/date.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
static void
rows_join(
    const struct csm_sql_chain *c, const char *x, const char *y, struct csm_buf *out)
{
	csm_buf_printf(out, "%s.company = %s.company", x, y);
	if (c->build.model != CSM_MODEL_COMPANY)
		csm_buf_printf(out, " AND %s.id = %s.id", x, y);
}

/* A CTE begins. */
static void
rows_begin(struct csm_sql_rows *r, const char *name, const char *as)
{
	csm_buf_printf(r->out, "%s%s %s (\n  ", r->ctes++ > 0 ? ",\n" : "", name, as);
}

static void
rows_end(struct csm_sql_rows *r)
{
	csm_buf_puts(r->out, ")");
}

/* ---- entities and days ---- */

/* A date of the tables as a day; the caller frees. */
static char *
rows_day(const struct csm_sql_rows *r, const char *date)
{
	struct csm_buf day = {0};

	csm_sql_put_in(r->query->dialect->day_of, date, &day);
	return day.data;
}

/* The entities of a model, their first day with a point, and the day their rows begin. */
static void
rows_members(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	struct csm_buf *out = r->out;
	enum csm_model model = c->build.model;
	char *day_of = rows_day(r, "date");
	bool listed = c->build.plan->fields[model] != NULL;
	char name[32];

	snprintf(name, sizeof name, "%s_all", csm_sql_rows_prefix(c));
	rows_begin(r, name, r->query->dialect->as);
	if (model != CSM_MODEL_COMPANY) {
		csm_buf_printf(out,
		    "SELECT x.company AS company, x.id AS id, min(x.f) AS f, max(c.f) "
		    "AS cf, max(c.lo) "
		    "AS "
		    "lo\n  FROM (SELECT company, id, %s AS f FROM points WHERE model = "
		    "'%s'",
		    day_of, csm_sql_rows_prefix(c));
		if (listed)
			csm_buf_printf(out,
			    " UNION ALL\n    SELECT DISTINCT company, id, CAST(NULL AS "
			    "%s) "
			    "FROM fields WHERE model = '%s'",
			    r->query->dialect->whole, csm_sql_rows_prefix(c));
		csm_buf_puts(out,
		    ") x JOIN company_all c ON c.company = x.company\n  GROUP BY "
		    "x.company, x.id");
	} else {
		csm_buf_puts(out, "SELECT x.company AS company, x.f AS f, ");
		if (r->back >= 0)
			csm_buf_printf(out,
			    "CASE WHEN x.f - %d < %d THEN CASE WHEN x.f < %d THEN 0 "
			    "ELSE "
			    "x.f - %d END ELSE %d END AS lo",
			    (int)r->back, (int)r->from, (int)r->back, (int)r->back,
			    (int)r->from);
		else
			csm_buf_printf(out, "%d AS lo", (int)r->from);
		csm_buf_puts(out, "\n  FROM (");
		if (listed)
			csm_buf_printf(out,
			    "SELECT l.company AS company, min(p.f) AS f FROM (SELECT "
			    "DISTINCT "
			    "company "
			    "FROM fields WHERE model = 'company') l\n    LEFT JOIN "
			    "(SELECT "
			    "company, min(%s) AS f FROM points GROUP BY company) p ON "
			    "p.company = l.company GROUP BY l.company",
			    day_of);
		else
			csm_buf_printf(out,
			    "SELECT company, min(%s) AS f FROM points GROUP BY company",
			    day_of);
		csm_buf_puts(out, ") x");
	}
	rows_end(r);
	free(day_of);
}

/* All days that some company needs. */
static void
rows_days(struct csm_sql_rows *r)
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
	rows_begin(r, d->days != NULL ? "days" : "days(d)", "AS");
	snprintf(after, sizeof after, "%d", (int)r->query->until + 1);
	if (d->days != NULL) {
		struct csm_buf from = {0};
		const char *second = strrchr(d->days, '%');
		csm_buf_put(&from, d->days, (size_t)(second - d->days));
		csm_sql_put_in(csm_buf_text(&from), csm_buf_text(&low), r->out);
		csm_sql_put_in(second, after, r->out);
		csm_buf_fini(&from);
	} else {
		csm_buf_printf(r->out,
		    "SELECT %s\n  UNION ALL SELECT d + 1 FROM days WHERE d < %d",
		    csm_buf_text(&low), (int)r->query->until);
	}
	csm_buf_fini(&low);
	rows_end(r);
}

/* ---- points ---- */

static void
rows_dates(struct csm_sql_rows *r, struct csm_buf *out)
{
	csm_buf_puts(out, " AND date <= ");
	csm_sql_put_date(r->query->dialect, r->query->until, out);
	if (r->back >= 0 || r->history)
		return;
	csm_buf_puts(out, " AND date >= ");
	csm_sql_put_date(r->query->dialect, r->from, out);
}

/* The sources that are read in one pass over the points. */
static void
rows_daily(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	const struct csm_sql_dialect *d = r->query->dialect;
	const struct csm_plan *plan = c->build.plan;
	struct csm_buf rows = {0}, any = {0};
	char name[32];

	snprintf(name, sizeof name, "%s_points", csm_sql_rows_prefix(c));
	rows_begin(r, name, r->history ? d->as : "AS");
	csm_buf_printf(r->out, "SELECT %s, d", csm_sql_rows_key(c));
	for (size_t s = 0; s < plan->sources; s++) {
		if (!c->build.used[s] || csm_sql_own_relation(&plan->source[s]))
			continue;
		csm_buf_reset(&rows);
		csm_sql_put_rows(d, &plan->source[s], &rows);
		csm_buf_printf(&any, "%s(%s)", any.len > 0 ? "\n      OR " : "",
		    csm_buf_text(&rows));
		csm_sql_put_folds(d, &plan->source[s], s, csm_buf_text(&rows), r->out);
	}
	csm_buf_puts(r->out, "\n  FROM (SELECT company, model, id, metric, value, ");
	csm_sql_put_in(d->day_of, "date", r->out);
	csm_buf_puts(r->out, " AS d FROM points\n    WHERE value IS NOT NULL");
	rows_dates(r, r->out);
	csm_buf_printf(r->out, "\n      AND (%s)) p\n  GROUP BY %s, d",
	    csm_buf_text(&any), csm_sql_rows_key(c));
	rows_end(r);
	csm_buf_fini(&rows);
	csm_buf_fini(&any);
}

/* Whether the chain looks at points at all, or at what comes as they do. */
static bool
rows_has_points(const struct csm_sql_chain *c)
{
	for (size_t s = 0; s < c->build.plan->sources; s++)
		if (c->build.used[s])
			return true;
	return false;
}

static bool
rows_has_daily(const struct csm_sql_chain *c)
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

	csm_buf_puts(r->out, "(SELECT company, model, id, metric, value, ");
	csm_sql_put_in(d->day_of, "date", r->out);
	csm_buf_puts(r->out, " AS d FROM points WHERE value IS NOT NULL");
	rows_dates(r, r->out);
	csm_buf_puts(r->out, "\n    AND ");
	csm_sql_put_rows(d, src, r->out);
	csm_buf_puts(r->out, ") p");
}

/* What each entity has of the source, added up. */
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
	csm_sql_put_folds(r->query->dialect, src, s, NULL, r->out);
	csm_buf_puts(r->out, "\n  FROM ");
	if (csm_sql_by_entity(src))
		csm_sql_rows_sums(r, src);
	else
		csm_sql_rows_points(r, src);
	csm_buf_printf(
	    r->out, "\n  WHERE value IS NOT NULL GROUP BY %s, d", csm_sql_rows_key(c));
}

/* Results of children, which come together as points do. */
static void
rows_rolled(struct csm_sql_rows *r, const struct csm_sql_chain *c, size_t s)
{
	const struct csm_operand *src = &c->build.plan->source[s];
	enum csm_model model = r->query->plan->job[src->job].model;
	const struct csm_sql_chain *child = &r->chain[model];

	csm_buf_puts(r->out, "SELECT company, d");
	csm_sql_put_folds(r->query->dialect, src, s, NULL, r->out);
	csm_buf_printf(r->out,
	    "\n  FROM (SELECT company, d, %s AS value FROM %s_%d) v\n  WHERE value IS "
	    "NOT "
	    "NULL GROUP BY company, d",
	    csm_sql_chain_column(child, src->job), csm_sql_rows_prefix(child),
	    child->stages);
}

static void
rows_relations(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	const struct csm_plan *plan = c->build.plan;
	char name[32];

	for (size_t s = 0; s < plan->sources; s++) {
		const struct csm_operand *src = &plan->source[s];
		if (!c->build.used[s] || !csm_sql_own_relation(src))
			continue;
		if (csm_sql_is_count(src)) {
			snprintf(
			    name, sizeof name, "%s_t%zu", csm_sql_rows_prefix(c), s);
			rows_begin(r, name, "AS");
			csm_sql_rows_things(r, c, s);
			rows_end(r);
		}
		snprintf(name, sizeof name, "%s_r%zu", csm_sql_rows_prefix(c), s);
		rows_begin(r, name, r->history ? r->query->dialect->as : "AS");
		if (csm_sql_is_count(src))
			csm_sql_rows_count(r, c, s);
		else if (src->job != CSM_JOB_NONE)
			rows_rolled(r, c, s);
		else
			rows_source(r, c, s);
		rows_end(r);
	}
}

/* ---- the first stage ---- */

/* What the first stage keeps of an entity. */
static const char *
rows_member(const struct csm_sql_chain *c)
{
	return c->build.model == CSM_MODEL_COMPANY
		   ? "m.company AS company, m.f AS f"
		   : "m.company AS company, m.id AS id, m.f AS f, m.cf AS cf";
}

/* Days before those of the chain on which there are points: operators over all days
 * look at them. */
static void
rows_history(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	const struct csm_plan *plan = c->build.plan;
	const char *between = "";

	csm_buf_printf(r->out,
	    "\n    UNION ALL SELECT DISTINCT %s, h.d AS d FROM %s_all m JOIN (",
	    rows_member(c), csm_sql_rows_prefix(c));
	if (rows_has_daily(c)) {
		csm_buf_printf(r->out, "SELECT %s, d FROM %s_points",
		    csm_sql_rows_key(c), csm_sql_rows_prefix(c));
		between = " UNION ALL ";
	}
	for (size_t s = 0; s < plan->sources; s++) {
		if (!c->build.used[s] || !csm_sql_own_relation(&plan->source[s]))
			continue;
		csm_buf_printf(r->out, "%sSELECT %s, d FROM %s_r%zu", between,
		    csm_sql_rows_key(c), csm_sql_rows_prefix(c), s);
		between = " UNION ALL ";
	}
	csm_buf_puts(r->out, ") h ON ");
	rows_join(c, "h", "m", r->out);
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

/* One join for each field whose cells are read. */
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

static void
rows_first(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	const struct csm_sql_graph *g = &c->graph;
	const struct csm_plan *plan = c->build.plan;
	struct csm_buf joins = {0}, columns = {0};
	char name[32];

	for (size_t i = 0; i < g->n; i++)
		if (c->stage[i] == 0 && g->node[i]->op == CSM_SQL_BASE &&
		    g->node[i]->text[0] == 's')
			csm_buf_printf(&columns, ", %s", g->node[i]->text);
	if (rows_has_daily(c)) {
		csm_buf_printf(
		    &joins, "\n  LEFT JOIN %s_points p ON ", csm_sql_rows_prefix(c));
		rows_join(c, "p", "s", &joins);
		csm_buf_puts(&joins, " AND p.d = s.d");
	}
	for (size_t s = 0; s < plan->sources; s++) {
		char alias[32];
		if (!c->build.used[s] || !csm_sql_own_relation(&plan->source[s]))
			continue;
		snprintf(alias, sizeof alias, "r%zu", s);
		csm_buf_printf(&joins, "\n  LEFT JOIN %s_%s %s ON ",
		    csm_sql_rows_prefix(c), alias, alias);
		rows_join(c, alias, "s", &joins);
		csm_buf_printf(&joins, " AND %s.d = s.d", alias);
		csm_sql_rows_known(r, c, s, &joins);
	}
	rows_fields(r, c, &joins, &columns);
	snprintf(name, sizeof name, "%s_0", csm_sql_rows_prefix(c));
	rows_begin(r, name, "AS");
	csm_buf_printf(r->out,
	    "SELECT s.company AS company%s, s.f AS f, s.d AS d%s\n  FROM (SELECT %s, "
	    "days.d AS d FROM %s_all m CROSS JOIN days WHERE days.d >= m.lo",
	    c->build.model == CSM_MODEL_COMPANY ? "" : ", s.id AS id, s.cf AS cf",
	    csm_buf_text(&columns), rows_member(c), csm_sql_rows_prefix(c));
	if (r->history && rows_has_points(c))
		rows_history(r, c);
	csm_buf_printf(r->out, ") s%s", csm_buf_text(&joins));
	rows_end(r);
	csm_buf_fini(&joins);
	csm_buf_fini(&columns);
}

/* ---- the others ---- */

struct rows_stage {
	const struct csm_sql_chain *chain;
	int stage;
	csm_sql self;
};

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

	for (size_t i = 0; i < c->roots; i++) {
		const struct csm_job *job = &c->build.plan->job[c->root[i].job];
		if (c->stage[c->root[i].node->id] != stage || job->metric == NULL)
			continue;
		csm_buf_reset(&text);
		csm_buf_printf(&text, "%s: %s = ", c->root[i].column, job->metric->id);
		csm_formula_print_text(job->formula, &text);
		csm_sql_put_comment(csm_buf_text(&text), r->out);
		csm_buf_puts(r->out, "  ");
	}
	csm_buf_fini(&text);
}

static void
rows_stage(struct csm_sql_rows *r, const struct csm_sql_chain *c, int stage)
{
	const struct csm_sql_graph *g = &c->graph;
	const struct csm_sql_dialect *d = r->query->dialect;
	struct rows_stage at = {.chain = c, .stage = stage};
	struct csm_sql_speller speller = {d, csm_sql_rows_key(c), rows_column, &at};
	bool windows = false;
	char name[32];

	for (size_t i = 0; i < g->n; i++)
		windows |= c->stage[i] == stage && csm_sql_is_window(g->node[i]->op);
	snprintf(name, sizeof name, "%s_%d", csm_sql_rows_prefix(c), stage);
	rows_begin(r, name, windows && stage < c->stages ? "AS" : d->as);
	rows_comments(r, c, stage);
	csm_buf_printf(r->out, "SELECT %s%s, f, d", csm_sql_rows_key(c),
	    c->build.model == CSM_MODEL_COMPANY ? "" : ", cf");
	for (size_t i = 0; i < g->n; i++) {
		bool key = g->node[i]->op == CSM_SQL_DAY ||
			   (g->node[i]->op == CSM_SQL_BASE &&
			       (strcmp(g->node[i]->text, "f") == 0 ||
				   strcmp(g->node[i]->text, "company") == 0 ||
				   strcmp(g->node[i]->text, "id") == 0));
		if (c->stage[i] >= 0 && c->stage[i] < stage && c->last[i] > stage &&
		    !key)
			csm_buf_printf(r->out, ", %s", c->name[i]);
	}
	for (size_t i = 0; i < g->n; i++) {
		if (c->stage[i] != stage)
			continue;
		at.self = g->node[i];
		csm_buf_puts(r->out, ",\n    ");
		csm_buf_printf(r->out, "%s", c->last[i] == INT_MAX ? "CAST(" : "");
		csm_sql_spell(&speller, g->node[i], r->out);
		if (c->last[i] == INT_MAX)
			csm_buf_printf(r->out, " AS %s)", d->whole);
		csm_buf_printf(r->out, " AS %s", c->name[i]);
	}
	csm_buf_printf(r->out, "\n  FROM %s_%d", csm_sql_rows_prefix(c), stage - 1);
	rows_end(r);
}

void
csm_sql_rows_chain(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	if (c->build.model != CSM_MODEL_COMPANY)
		rows_members(r, c);
	if (rows_has_daily(c))
		rows_daily(r, c);
	rows_relations(r, c);
	rows_first(r, c);
	for (int stage = 1; stage <= c->stages; stage++)
		rows_stage(r, c, stage);
}

void
csm_sql_rows_begin(struct csm_sql_rows *r)
{
	csm_buf_puts(r->out, "WITH RECURSIVE ");
	rows_members(r, &r->chain[CSM_MODEL_COMPANY]);
	rows_days(r);
}

/* ---- what it gives ---- */

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
