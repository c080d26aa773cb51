/* What a statement gives: a row for each result. */
#include "sql/rows.h"

#include <string.h>

/* Results of one SELECT, by their place: from the first to before `end`. */
struct select_part {
	const struct csm_sql_chain *chain;
	size_t first, end;
};

/* " WHEN i = 3 THEN column" for each that has one. */
static void
select_branches(struct csm_sql_rows *r, const struct select_part *p,
    csm_sql (*of)(const struct csm_sql_given *given))
{
	const struct csm_sql_chain *c = p->chain;

	for (size_t i = p->first; i < p->end; i++) {
		csm_sql node = of(&c->given[i]);
		if (node != NULL)
			csm_buf_printf(
			    r->out, " WHEN i = %zu THEN %s", i, c->name[node->id]);
	}
}

static csm_sql
select_value(const struct csm_sql_given *given)
{
	return given->value;
}

static csm_sql
select_state(const struct csm_sql_given *given)
{
	return given->state;
}

static csm_sql
select_exists(const struct csm_sql_given *given)
{
	return given->exists;
}

/* The columns of a result, as those of its place among all of them. */
static void
select_columns(struct csm_sql_rows *r, const struct select_part *p)
{
	csm_buf_puts(r->out, ", CASE");
	select_branches(r, p, select_value);
	csm_buf_puts(r->out, " END AS value");
	if (!r->states)
		return;
	csm_buf_puts(r->out, ",\n    CASE");
	select_branches(r, p, select_state);
	csm_buf_puts(r->out, " END AS state,\n    CASE");
	select_branches(r, p, select_exists);
	/* some engines want a branch */
	csm_buf_puts(r->out, " WHEN i < 0 THEN 0 ELSE 1 END AS there");
}

static void
select_names(struct csm_sql_rows *r, const struct select_part *p)
{
	for (size_t i = p->first; i < p->end; i++) {
		csm_buf_printf(
		    /* A small table of names crossed with the last stage, so that each
		     * row is read once however many results it has. */
		    r->out, "%sSELECT %zu AS i, ",
		    i > p->first ? "\n    UNION ALL " : "", i);
		csm_sql_put_text(r->query->dialect, p->chain->given[i].metric, r->out);
		csm_buf_puts(r->out, " AS metric");
	}
}

static void
select_put(struct csm_sql_rows *r, const struct select_part *p)
{
	const struct csm_sql_chain *c = p->chain;
	const struct csm_sql_query *q = r->query;
	struct csm_buf *out = r->out;
	bool company = c->build.model == CSM_MODEL_COMPANY;

	csm_buf_printf(out, "%s\nSELECT company, '%s' AS model, %s AS id, metric, ",
	    r->selects++ > 0 ? "\nUNION ALL" : "", csm_sql_rows_prefix(c),
	    company ? "company" : "id");
	csm_sql_put_in(q->dialect->date_of, "d", out);
	csm_buf_printf(out, " AS date, value%s\nFROM (SELECT company%s, d, metric",
	    r->states ? ", state" : "", company ? "" : ", id");
	select_columns(r, p);
	csm_buf_printf(
	    out, "\n  FROM %s_%d CROSS JOIN (", csm_sql_rows_prefix(c), c->stages);
	select_names(r, p);
	csm_buf_printf(out, ") metrics\n  WHERE d >= %d", (int)q->since);
	if (q->conditions > 0)
		csm_buf_printf(out,
		    " AND company IN (SELECT company FROM company_%d WHERE d = %d AND "
		    "%s = "
		    "1)",
		    r->chain[CSM_MODEL_COMPANY].stages, (int)q->until, r->chosen);
	csm_buf_printf(
	    out, ") results\nWHERE %s", r->states ? "there = 1" : "value IS NOT NULL");
}

/* What is asked for of one model, a row each; in as many SELECTs as the engine wants. */
void
csm_sql_rows_select(struct csm_sql_rows *r, const struct csm_sql_chain *c)
{
	size_t most = r->query->dialect->most_terms;
	struct select_part p = {.chain = c};

	if (most == 0)
		most = c->gives;
	for (; p.first < c->gives; p.first = p.end) {
		p.end = c->gives - p.first > most ? p.first + most : c->gives;
		select_put(r, &p);
	}
}
