#include "sql/raw.h"

#include "ingest/kind.h"
#include "sql/raw_row.h"
#include "time/zone.h"

#include <stdio.h>
#include <string.h>

/* The last day of a Date of ClickHouse, which points have anyhow. */
#define RAW_LAST "2105-12-31"

/* The sum of large values can leave 64 bits before it is divided. */
static bool
raw_has_mean(const struct csm_mapping *m)
{
	const struct csm_rule *rule = m->agg;

	while (rule != NULL && rule->choice != CSM_AGG_AVG)
		rule = rule->next;
	return rule != NULL;
}

/* ---- what is refused ---- */

static int
raw_check(const struct csm_sql_raw_state *r)
{
	const struct csm_ingest_options *o = r->of->ingest;
	const struct csm_mapping *m = r->m;
	const bool events = o->kind->sums;
	const char *what = NULL;

	if (!events && (!o->kind->columns || o->kind->input != CSM_KIND_EVENTS))
		return csm_error(r->diag, CSM_E_USAGE, NULL,
		    "--sql: a statement gives activities and metrics, not kind %s",
		    o->kind->name);
	if (strcmp(csm_zone_name(o->clock != NULL ? o->clock : o->zone), "UTC") != 0 ||
	    strcmp(csm_zone_name(o->zone), "UTC") != 0)
		what = "the day of a zone other than UTC";
	else if (m->time_formats != 0)
		what = "a time_format: times begin with YYYY-MM-DD";
	else if (m->company_level)
		what = "level company: points of end users are what csm-calc --sql "
		       "counts active users of";
	else if (m->role[CSM_ROLE_WEIGHT] != NULL)
		what = "a weight";
	else if (m->role[CSM_ROLE_MODULE] != NULL || o->features != NULL)
		what = "modules and the catalog";
	else if (raw_has_mean(m))
		what = "agg avg";
	else if (m->exclude != NULL)
		what = "exclude";
	else if (m->integer_id)
		what = "id_format";
	else if (m->prefix != NULL)
		what = "a prefix";
	else if (m->number.decimal != 0 || m->number.money || m->number.nulls != 0)
		what = "decimal, money and null: numbers have a point, and no value is "
		       "NULL or an empty text";
	else if (o->shard.of != 0)
		what = "a shard";
	if (what == NULL)
		return 0;
	return csm_error(
	    r->diag, CSM_E_USAGE, NULL, "--sql: a statement does not say %s", what);
}

/* ---- stages ---- */

/* One source of a role as a column of the first stage. */
static int
raw_role(struct csm_sql_raw_state *r, struct csm_buf *columns,
    const struct csm_source *source, const char *role, const char *as)
{
	struct csm_buf text = {0};
	int rc = 0;

	csm_buf_reset(&r->row.absent);
	if (source == NULL)
		csm_buf_printf(&text, "CAST(NULL AS %s)", r->d->text);
	else
		rc = csm_sql_raw_source(&r->row, source, role, &text);
	csm_buf_printf(columns, "%s AS %s,\n    ", csm_buf_text(&text), as);
	if (r->row.absent.len > 0)
		csm_buf_printf(&r->row.fails, " OR %s IS NULL AND (1 = 0%s)",
		    csm_buf_text(&text), csm_buf_text(&r->row.absent));
	csm_buf_fini(&text);
	return rc;
}

static const struct {
	enum csm_role role;
	const char *as;
} raw_roles[] = {{CSM_ROLE_TIME, "r_time"}, {CSM_ROLE_COMPANY, "r_company"},
    {CSM_ROLE_USER, "r_user"}, {CSM_ROLE_ENTITY, "r_entity"}, {CSM_ROLE_NAME, "r_name"},
    {CSM_ROLE_ID, "r_id"}};
#define RAW_ROLES (sizeof raw_roles / sizeof raw_roles[0])

/* How many numbers a row has. */
static size_t
raw_values(const struct csm_sql_raw_state *r)
{
	return r->m->columns != 0 ? r->m->columns : 1;
}

static int
raw_numbers(struct csm_sql_raw_state *r, struct csm_buf *columns)
{
	const struct csm_source *one = r->m->role[CSM_ROLE_VALUE] != NULL
					   ? r->m->role[CSM_ROLE_VALUE]
					   : r->m->role[CSM_ROLE_COUNT];
	char as[32];

	for (size_t i = 0; i < raw_values(r); i++) {
		snprintf(as, sizeof as, "r_number%zu", i);
		if (raw_role(r, columns,
			r->m->columns != 0 ? r->m->column[i].source : one, "a number",
			as) != 0)
			return -1;
	}
	return 0;
}

/* The cells, as texts, of rows the condition keeps. */
static int
raw_cells(struct csm_sql_raw_state *r)
{
	struct csm_buf columns = {0}, where = {0};
	const struct csm_rowfilter *filter = r->of->ingest->where;
	int rc = 0;

	for (size_t i = 0; i < RAW_ROLES && rc == 0; i++)
		rc = raw_role(r, &columns, r->m->role[raw_roles[i].role],
		    csm_role_name(raw_roles[i].role), raw_roles[i].as);
	if (rc == 0)
		rc = raw_numbers(r, &columns);
	if (rc == 0 && filter != NULL)
		rc = csm_sql_raw_condition(&r->row, filter->where->root, &where);
	csm_buf_printf(r->out,
	    "r_cells AS (\n  SELECT %sCASE WHEN 1 = 0%s THEN 0 ELSE 1 END AS "
	    "r_known\n  FROM ",
	    csm_buf_text(&columns), csm_buf_text(&r->row.fails));
	csm_sql_put_name(r->d, r->of->table, r->out);
	csm_buf_printf(r->out, " AS r%s", csm_buf_text(&r->row.joins));
	if (filter != NULL)
		csm_buf_printf(r->out, "\n  WHERE %s", csm_buf_text(&where));
	csm_buf_puts(r->out, "),\n");
	csm_buf_fini(&columns);
	csm_buf_fini(&where);
	return rc;
}

/* How a time says that it is of UTC; longer ones first, since they are taken out in this
 * order. */
static const char *const raw_zones[] = {"UTC", "Z", "z", "+00:00", "+0000", "+00"};
#define RAW_ZONES (sizeof raw_zones / sizeof raw_zones[0])

/* The clock of a time, without its zone; then its moment as a text, so that all engines
 * tell microseconds, and none takes for a time what csm-ingest does not. */
static void
raw_timed(const struct csm_sql_raw_state *r)
{
	csm_buf_puts(r->out, "r_clocks AS (\n  SELECT *, ");
	for (size_t i = 0; i < RAW_ZONES + 1; i++)
		csm_buf_puts(r->out, "replace(");
	csm_buf_puts(r->out, "substr(r_time, 12), ' ', '')");
	for (size_t i = 0; i < RAW_ZONES; i++)
		csm_buf_printf(r->out, ", '%s', '')", raw_zones[i]);
	csm_buf_puts(r->out,
	    " AS r_clock\n  FROM r_cells),\n"
	    "r_timed AS (\n  SELECT *, substr(r_time, 1, 10) || "
	    "substr(replace(r_clock, "
	    "',', '.') ||\n    CASE length(r_clock) WHEN 0 THEN '00:00:00.000000' WHEN "
	    "5 THEN ':00.000000' WHEN 8 THEN '.000000' ELSE '000000' END, 1, 15) AS "
	    "r_moment\n  FROM r_clocks),\n");
}

/* Of rows with one id the earliest. */
static void
raw_once(const struct csm_sql_raw_state *r)
{
	csm_buf_puts(r->out,
	    "r_once AS (\n  SELECT *, row_number() OVER (PARTITION BY r_id ORDER BY "
	    "r_moment, r_company, r_user, r_entity, r_name");
	for (size_t i = 0; i < raw_values(r); i++)
		csm_buf_printf(r->out, ", r_number%zu", i);
	csm_buf_puts(r->out, ") AS r_again\n  FROM r_timed),\n");
}

/* A time is a day, or has a clock behind it and no other zone. */
static void
raw_holds_time(const struct csm_sql_raw_state *r)
{
	csm_sql_raw_in(r, r->d->day, "r_time");
	csm_buf_puts(r->out, " BETWEEN ");
	csm_sql_put_in(r->d->date, "1970-01-01", r->out);
	csm_buf_puts(r->out, " AND ");
	csm_sql_put_in(r->d->date, RAW_LAST, r->out);
	csm_buf_puts(r->out,
	    "\n      AND (length(r_time) = 10 OR substr(r_time, 11, 1) IN (' ', 'T', "
	    "'t')\n        AND substr(r_time, 12) IN (r_clock");
	for (size_t i = 0; i < RAW_ZONES; i++)
		csm_buf_printf(r->out, ", r_clock || '%s', r_clock || ' %s'",
		    raw_zones[i], raw_zones[i]);
	csm_buf_puts(r->out, ")\n        AND ");
	csm_sql_raw_in(r, r->d->clock, "r_clock");
	csm_buf_putc(r->out, ')');
}

/* What a row must have that csm-ingest does not reject. */
static void
raw_holds(const struct csm_sql_raw_state *r)
{
	const bool events = r->of->ingest->kind->sums;
	const bool entity = r->m->role[CSM_ROLE_ENTITY] != NULL;
	const bool user = events && !entity && r->m->role[CSM_ROLE_USER] != NULL;
	char column[32];

	csm_buf_puts(r->out, "r_known = 1 AND r_company IS NOT NULL");
	csm_buf_puts(r->out, entity ? " AND r_entity IS NOT NULL" : "");
	csm_buf_puts(r->out, user ? " AND r_user IS NOT NULL" : "");
	csm_buf_puts(r->out, r->m->columns == 0 ? " AND r_name IS NOT NULL" : "");
	csm_buf_puts(r->out, "\n      AND ");
	raw_holds_time(r);
	for (size_t i = 0; i < raw_values(r); i++) {
		snprintf(column, sizeof column, "r_number%zu", i);
		csm_buf_printf(r->out, "\n      AND (%s IS NULL OR ", column);
		csm_sql_raw_in(r, r->d->plain, column);
		csm_buf_putc(r->out, ')');
	}
}

/* The i-th number of a row: a row that counts nothing is one. */
static void
raw_value(const struct csm_sql_raw_state *r, size_t i)
{
	char column[32];

	if (r->m->columns == 0 && r->m->role[CSM_ROLE_VALUE] == NULL &&
	    r->m->role[CSM_ROLE_COUNT] == NULL) {
		csm_buf_printf(r->out, "CAST(1000000 AS %s)", r->d->whole);
		return;
	}
	snprintf(column, sizeof column, "r_number%zu", i);
	csm_buf_puts(r->out, "CASE WHEN ");
	csm_sql_raw_in(r, r->d->plain, column);
	csm_buf_puts(r->out, " THEN ");
	csm_sql_raw_in(r, r->d->micros, column);
	csm_buf_puts(r->out, " END");
}

/* Whose the point is. */
static void
raw_entity(const struct csm_sql_raw_state *r)
{
	if (r->m->role[CSM_ROLE_ENTITY] != NULL) {
		csm_sql_raw_text(r, csm_model_name(r->m->model));
		csm_buf_puts(r->out, " AS r_model, r_entity AS r_who");
	} else if (r->m->role[CSM_ROLE_USER] != NULL) {
		csm_buf_puts(r->out,
		    "CASE WHEN r_user IS NULL THEN 'company' ELSE 'enduser' END AS "
		    "r_model, COALESCE(r_user, r_company) AS r_who");
	} else {
		csm_buf_puts(r->out, "'company' AS r_model, r_company AS r_who");
	}
}

/* A row without what it must have loses its company. */
static void
raw_typed(const struct csm_sql_raw_state *r)
{
	csm_buf_puts(r->out, "r_rows AS (\n  SELECT CASE WHEN ");
	raw_holds(r);
	csm_buf_puts(r->out, " THEN r_company END AS r_whose,\n    ");
	raw_entity(r);
	csm_buf_puts(r->out, ", r_name,\n    ");
	csm_sql_raw_in(r, r->d->day, "r_time");
	csm_buf_puts(r->out, " AS r_day, r_moment");
	for (size_t i = 0; i < raw_values(r); i++) {
		csm_buf_puts(r->out, ",\n    ");
		raw_value(r, i);
		csm_buf_printf(r->out, " AS r_value%zu", i);
	}
	csm_buf_puts(
	    r->out, "\n  FROM r_once\n  WHERE r_id IS NULL OR r_again = 1),\n");
}

/* Of a wide row each number is a point of its own, if a point can hold it. */
static void
raw_each_value(const struct csm_sql_raw_state *r)
{
	csm_buf_puts(r->out, "r_values AS (");
	for (size_t i = 0; i < raw_values(r); i++) {
		csm_buf_puts(r->out, i > 0 ? "\n  UNION ALL" : "");
		csm_buf_printf(r->out,
		    "\n  SELECT CASE WHEN r_value%zu IS NULL OR r_value%zu "
		    "> " CSM_SQL_RAW_LEAST " AND r_value%zu < " CSM_SQL_RAW_MOST
		    " THEN r_whose END AS r_whose,\n    "
		    "r_model, r_who, r_day, r_moment, ",
		    i, i, i);
		if (r->m->columns != 0)
			csm_sql_raw_text(r, r->m->column[i].name);
		else
			csm_buf_puts(r->out, "r_name");
		csm_buf_printf(
		    r->out, " AS r_name, r_value%zu AS r_value FROM r_rows", i);
	}
	csm_buf_puts(r->out, "),\n");
}

int
csm_sql_raw(const struct csm_sql_raw *of, struct csm_buf *out, struct csm_diag *diag)
{
	struct csm_sql_raw_state r = {.of = of,
	    .d = of->dialect,
	    .m = of->ingest->mapping,
	    .row = {.dialect = of->dialect, .diag = diag},
	    .diag = diag,
	    .out = out};
	int rc = raw_check(&r);

	if (rc == 0) {
		csm_sql_put_comment(
		    "a row that csm-ingest would reject has no company here, "
		    "which ends the statement",
		    out);
		csm_buf_puts(out, "INSERT INTO points (company, model, id, metric, "
				  "date, value, state)\nWITH ");
		rc = raw_cells(&r);
	}
	if (rc == 0) {
		raw_timed(&r);
		raw_once(&r);
		raw_typed(&r);
		raw_each_value(&r);
		csm_sql_raw_points(&r);

		csm_buf_printf(out, "%s;\n", r.d->end);
	}
	csm_buf_fini(&r.row.joins);
	csm_buf_fini(&r.row.fails);
	csm_buf_fini(&r.row.absent);
	return rc;
}
