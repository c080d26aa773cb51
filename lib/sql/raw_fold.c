/* What the points of an export are called, and how those of a day become one. */
#include "ingest/kind.h"
#include "sql/raw_row.h"

#include <string.h>

/* A name no row has: what holds for it holds for those that no rule names. */
static const char raw_nobody[] = "\001";

void
csm_sql_raw_text(const struct csm_sql_raw_state *r, const char *text)
{
	csm_sql_put_text(r->d, text, r->out);
}

void
csm_sql_raw_in(
    const struct csm_sql_raw_state *r, const char *template, const char *column)
{
	csm_sql_put_in(template, column, r->out);
}

/* The name of a row as that of its metric. */
static void
raw_metric(const struct csm_sql_raw_state *r)
{
	bool any = false;

	csm_sql_raw_text(r, r->of->ingest->kind->prefix);
	csm_buf_puts(r->out, " || ");
	for (const struct csm_rule *rule = r->m->rename; rule != NULL;
	     rule = rule->next) {
		if (strcmp(rule->name, "*") == 0)
			continue;
		csm_buf_puts(r->out, any ? " WHEN " : "CASE r_name WHEN ");
		csm_sql_raw_text(r, rule->name);
		csm_buf_puts(r->out, " THEN ");
		csm_sql_raw_text(r, rule->to);
		any = true;
	}
	csm_buf_puts(r->out, any ? " ELSE r_name END" : "r_name");
}

static void
raw_zero_of(
    const struct csm_sql_raw_state *r, const struct csm_rule *rules, bool otherwise)
{
	for (const struct csm_rule *rule = rules; rule != NULL; rule = rule->next) {
		bool keeps =
		    csm_mapping_keeps_zero(r->m, rule->name, strlen(rule->name));
		if (strcmp(rule->name, "*") == 0 || keeps == otherwise)
			continue;
		csm_buf_puts(r->out, " WHEN ");
		csm_sql_raw_text(r, rule->name);
		csm_buf_printf(r->out, " THEN %d", keeps);
	}
}

/* Whether 0 is a value, which is up to a name as it is and as it becomes. */
static void
raw_zero(const struct csm_sql_raw_state *r)
{
	bool otherwise = csm_mapping_keeps_zero(r->m, raw_nobody, 1);

	if (r->m->zero == NULL)
		return;
	csm_buf_printf(r->out, "\n    AND (r_value <> 0 OR CASE r_name WHEN '' THEN %d",
	    otherwise);
	raw_zero_of(r, r->m->zero, otherwise);
	raw_zero_of(r, r->m->rename, otherwise);
	csm_buf_printf(r->out, " ELSE %d END = 1)", otherwise);
}

static void
raw_fold(const struct csm_sql_raw_state *r, enum csm_agg agg)
{
	switch (agg) {
	case CSM_AGG_MIN:
	case CSM_AGG_MAX:
		csm_buf_printf(
		    r->out, "%s(r_value)", agg == CSM_AGG_MIN ? "min" : "max");
		break;
	case CSM_AGG_COUNT:
		csm_buf_printf(r->out, "CAST(count(*) * 1000000 AS %s)", r->d->whole);
		break;
	case CSM_AGG_LAST:
		csm_buf_puts(
		    r->out, "max(CASE WHEN r_moment = r_newest THEN r_value END)");
		break;
	default:
		csm_sql_raw_in(r, r->d->sum, "r_value");
	}
}

typedef void raw_each(
    const struct csm_sql_raw_state *r, const char *metric, enum csm_agg agg);

/* Calls `each` with a metric, whose name are these two. */
static void
raw_one_fold(const struct csm_sql_raw_state *r, raw_each *each, const char *prefix,
    const char *name, bool named)
{
	struct csm_buf metric = {0};

	csm_buf_printf(&metric, "%s%s", prefix, name);
	each(r, named ? csm_buf_text(&metric) : NULL,
	    csm_rule_agg(
		r->m->agg, (struct csm_text){csm_buf_text(&metric), metric.len}));
	csm_buf_fini(&metric);
}

/* Calls `each` with the metrics that a rule names, by their whole name or without the
 * prefix, then with NULL for all others. */
static void
raw_each_fold(const struct csm_sql_raw_state *r, raw_each *each)
{
	const char *prefix = r->of->ingest->kind->prefix;

	for (const struct csm_rule *rule = r->m->agg; rule != NULL; rule = rule->next) {
		if (strcmp(rule->name, "*") == 0)
			continue;
		/* A name of the data may begin with the prefix, too. */
		raw_one_fold(r, each, prefix, rule->name, true);
		if (strncmp(rule->name, prefix, strlen(prefix)) == 0)
			raw_one_fold(r, each, "", rule->name, true);
	}
	raw_one_fold(r, each, prefix, raw_nobody, false);
}

static void
raw_put_fold(const struct csm_sql_raw_state *r, const char *metric, enum csm_agg agg)
{
	if (metric == NULL) {
		csm_buf_puts(r->out, " ELSE ");
		raw_fold(r, agg);
		csm_buf_puts(r->out, " END");
		return;
	}
	csm_buf_puts(r->out, " WHEN ");
	csm_sql_raw_text(r, metric);
	csm_buf_puts(r->out, " THEN ");
	raw_fold(r, agg);
}

static void
raw_put_last(const struct csm_sql_raw_state *r, const char *metric, enum csm_agg agg)
{
	csm_buf_puts(r->out, metric == NULL ? " ELSE " : " WHEN ");
	if (metric != NULL) {
		csm_sql_raw_text(r, metric);
		csm_buf_puts(r->out, " THEN ");
	}
	csm_buf_printf(
	    r->out, "%d%s", agg == CSM_AGG_LAST, metric == NULL ? " END" : "");
}

/* What has a value on a day asked for, or is to end the statement. */
static void
raw_asked(const struct csm_sql_raw_state *r)
{
	const struct csm_ingest_options *o = r->of->ingest;

	csm_buf_puts(
	    r->out, "r_points AS (\n  SELECT r_whose, r_model, r_who, r_day, ");
	raw_metric(r);
	csm_buf_puts(r->out, " AS r_metric, r_value, r_moment\n  FROM r_values\n  "
			     "WHERE r_whose IS NULL OR "
			     "(r_value IS NOT NULL");
	raw_zero(r);
	if (o->since != CSM_DAY_NONE) {
		csm_buf_puts(r->out, "\n    AND r_day >= ");
		csm_sql_put_date(r->d, o->since, r->out);
	}
	if (o->until != CSM_DAY_NONE) {
		csm_buf_puts(r->out, "\n    AND r_day <= ");
		csm_sql_put_date(r->d, o->until, r->out);
	}
	csm_buf_puts(r->out,
	    ")),\n"
	    "r_order AS (\n  SELECT *, max(r_moment) OVER (PARTITION BY r_whose, "
	    "r_model, "
	    "r_who, r_metric, r_day) AS r_newest\n  FROM r_points),\n");
}

/* Two last values of one moment, or a sum beyond what a point holds, end it too. */
static void
raw_folded(const struct csm_sql_raw_state *r)
{
	csm_buf_puts(r->out, "r_folded AS (\n  SELECT r_whose, r_model, r_who, "
			     "r_metric, r_day,\n    CASE "
			     "r_metric WHEN '' THEN NULL");
	raw_each_fold(r, raw_put_fold);
	csm_buf_puts(
	    r->out, " AS r_micros,\n    CASE WHEN CASE r_metric WHEN '' THEN 0");
	raw_each_fold(r, raw_put_last);
	csm_buf_puts(r->out,
	    " = 0 OR max(CASE WHEN r_moment = r_newest THEN r_value END) = min(CASE "
	    "WHEN "
	    "r_moment = r_newest THEN r_value END) THEN 1 ELSE 0 END AS r_certain\n"
	    "  FROM r_order\n  GROUP BY r_whose, r_model, r_who, r_metric, r_day),\n"
	    "r_result AS (\n  SELECT CASE WHEN r_certain = 1 AND r_micros "
	    "> " CSM_SQL_RAW_LEAST "\n      AND r_micros < " CSM_SQL_RAW_MOST
	    " THEN r_whose "
	    "END AS r_whose, r_model, r_who, r_metric,\n    r_day, r_micros\n  FROM "
	    "r_folded)\n"
	    "SELECT r_whose, r_model, r_who, r_metric, r_day, r_micros, NULL\n"
	    "FROM r_result");
	if (r->d->refuse != NULL) {
		csm_buf_puts(r->out, "\nWHERE ");
		csm_sql_raw_in(r, r->d->refuse, "r_whose");
	}
}

void
csm_sql_raw_points(const struct csm_sql_raw_state *r)
{
	raw_asked(r);
	raw_folded(r);
}
