#include "sql/dialect.h"

#include "time/date.h"

#include <string.h>

/* HH:MM, with seconds, with a fraction of them. */
#define CLOCK "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]+)?)?"
/* Engines take other days for one, too. */
#define DAY "^[0-9]{4}-[0-9]{2}-[0-9]{2}"

/* By name; what is left out in one is not needed there.  Tried by tests/brute over
 * random worlds; what an engine does otherwise to the last bit has no spelling here and
 * is refused. */
static const struct csm_sql_dialect dialects[] = {
    {
	.name = "duckdb",
	.engine = "DuckDB",
	.whole = "BIGINT",
	.real = "DOUBLE",
	.text = "VARCHAR",
	.idiv = "//",
	.floor = "CAST(floor(%) AS BIGINT)",
	.list = "list",
	.sorted = "list_sort(%, 'ASC', 'NULLS LAST')",
	.nth = "list_extract(%, % + 1)",
	.ln = "ln",
	.log10 = "log10",
	.pow = "pow",
	.day_of = "CAST(% - DATE '1970-01-01' AS BIGINT)",
	.date_of = "DATE '1970-01-01' + CAST(% AS INTEGER)",
	.date = "DATE '%'",
	.as = "AS MATERIALIZED",
	.by_bytes = " COLLATE \"C\"",
	.key_text = "VARCHAR NOT NULL",
	.key_date = "DATE NOT NULL",
	.dates = "DATE",
	.points_end = ")",
	.fields_end = ")",
	.transactions = true,
	.end = "",
	.plain = "regexp_full_match(%, '-?[0-9]+([.][0-9]+)?')",
	.micros = "CAST(CAST(% AS DECIMAL(24, 6)) * 1000000 AS BIGINT)",
	.sum = "CAST(sum(%) AS BIGINT)",
	.day = "CASE WHEN regexp_matches(%, '" DAY "') THEN "
	       "TRY_CAST(substr(%, 1, 10) AS DATE) END",
	.clock = "regexp_full_match(%, '" CLOCK "')",
    },
    {.name = "postgres",
	.engine = "PostgreSQL",
	.whole = "bigint",
	.real = "double precision",
	.text = "text",
	.idiv = "/",
	.floor = "CAST(floor(%) AS bigint)",
	.list = "array_agg",
	.sorted =
	    "ARRAY(SELECT x FROM unnest(%) AS u(x) WHERE x IS NOT NULL ORDER BY x)",
	.nth = "(%)[CAST(% + 1 AS integer)]",
	.ln = "ln",
	.log10 = "log",
	.pow = "power",
	.day_of = "CAST(% - DATE '1970-01-01' AS bigint)",
	.date_of = "DATE '1970-01-01' + CAST(% AS integer)",
	.date = "DATE '%'",
	.as = "AS MATERIALIZED",
	.by_bytes = " COLLATE \"C\"",
	.key_text = "text NOT NULL",
	.key_date = "date NOT NULL",
	.dates = "date",
	.points_end = ",\n  PRIMARY KEY (company, metric, date, model, id))",
	.fields_end = ")",
	.transactions = true,
	.end = "",
	.copy = true,
	.cluster = CSM_SQL_CLUSTER_FOREIGN,
	.most_columns = 1664,
	.plain = "% ~ '^-?[0-9]+([.][0-9]+)?$'",
	.micros = "CAST(round(CAST(% AS numeric) * 1000000) AS bigint)",
	.sum = "CAST(sum(%) AS bigint)",
	.day = "CASE WHEN % ~ '" DAY "' THEN CAST(substr(%, 1, 10) AS date) END",
	.clock = "% ~ '^" CLOCK "$'"},
    {.name = "sqlite",
	.engine = "SQLite",
	.whole = "INTEGER",
	.real = "REAL",
	.text = "TEXT",
	.idiv = "/",
	.floor = "CAST(floor(%) AS INTEGER)",
	/* it has no lists but texts of JSON, which keep all of 64 bits */
	.list = "json_group_array",
	.sorted = "(SELECT json_group_array(value) FROM (SELECT value FROM "
		  "json_each(%) WHERE value IS NOT NULL ORDER BY value))",
	.nth = "json_extract(%, '$[' || (%) || ']')",
	.ln = "ln",
	.pow = "pow",
	.day_of = "CAST(julianday(%) - 2440587.5 AS INTEGER)",
	.date_of = "date(% * 86400, 'unixepoch')",
	.date = "'%'",
	.as = "AS MATERIALIZED",
	.by_bytes = "",
	.key_text = "TEXT NOT NULL",
	.key_date = "TEXT NOT NULL",
	.dates = "TEXT",
	.points_end = ",\n  PRIMARY KEY (company, metric, date, model, id))",
	.fields_end = ")",
	.transactions = true,
	.end = "",
	.most_terms = 500,
	.most_columns = 2000,
	.most_tables = 64,
	.glob = true,
	/* it has no patterns with counts, and no decimals: digits, one point, one minus
	 * before them; then what is before the point, and seven places behind it */
	.plain = "(% GLOB '*[0-9]' AND % NOT GLOB '*[^0-9.-]*' AND "
		 "ltrim(%, '-') GLOB '[0-9]*' AND "
		 "length(%) - length(replace(%, '.', '')) < 2 AND "
		 "length(%) - length(replace(%, '-', '')) = (% GLOB '-*'))",
	.micros = "(CASE WHEN % GLOB '-*' THEN -1 ELSE 1 END * "
		  "(CAST(ltrim(%, '-') AS INTEGER) * 1000000 + "
		  "(CAST(substr(substr(ltrim(%, '-'), instr(ltrim(%, '-') || '.', '.') "
		  "+ 1) || '0000000', 1, 7) AS INTEGER) + 5) / 10))",
	.sum = "CAST(sum(%) AS INTEGER)",
	/* 30 February is 2 March to it */
	.day = "CASE WHEN date(substr(%, 1, 10), '+0 days') = substr(%, 1, 10) THEN "
	       "substr(%, 1, 10) END",
	.clock =
	    "(substr(% || ':00', 1, 8) GLOB '[0-2][0-9]:[0-5][0-9]:[0-5][0-9]' AND "
	    "substr(%, 1, 2) < '24' AND (length(%) IN (5, 8) OR "
	    "length(%) > 9 AND substr(%, 9, 1) IN ('.', ',') AND "
	    "substr(%, 10) NOT GLOB '*[^0-9]*'))"},
    {.name = "clickhouse",
	.engine = "ClickHouse",
	.whole = "Nullable(Int64)",
	.real = "Nullable(Float64)",
	.text = "Nullable(String)",
	.idiv = "DIV",
	.idiv_any = "intDivOrZero",
	.imod_any = "moduloOrZero",
	/* it works out what a CASE does not come to: no error of infinity there */
	.floor = "accurateCastOrNull(floor(%), 'Int64')",
	.list = "groupArray",
	.sorted = "arraySort(%)",
	.nth = "CAST(arrayElement(%, assumeNotNull(%) + 1) AS Nullable(Int64))",
	.ln = "log",
	.log10 = "log10",
	.pow = "pow",
	/* for each comparison with a constant in an AND its optimizer reads the whole of
	 * what is below it once more, unless it does not see that it is one */
	.joined = "identity%",
	.day_of = "CAST(toUInt16(%) AS Nullable(Int64))",
	.date_of = "toDate(toUInt16(assumeNotNull(%)))",
	.date = "toDate('%')",
	.as = "AS",
	.by_bytes = "",
	.key_text = "String",
	.key_date = "Date",
	.dates = "Nullable(Date)",
	.points_end =
	    ")\n  ENGINE = MergeTree ORDER BY (company, metric, date, model, id)",
	.fields_end = ")\n  ENGINE = MergeTree ORDER BY (model, name, company, id)",
	.backslash = true,
	.unsigned_count = true,
	.days = "SELECT CAST(arrayJoin(range(toUInt32(assumeNotNull(%)), %)) AS "
		"Nullable(Int64)) AS d",
	/* each use of a CTE counts as its text once more; chains of comparisons are not
	 * looked for, see joined: both together halve what 40 metrics cost to begin; a
	 * value that is put off until a CASE asks for it takes its arguments along, and
	 * theirs, which came to gigabytes for a metric of end users that one of companies
	 * counts */
	.end = "\nSETTINGS join_use_nulls = 1, prefer_column_name_to_alias = 1, "
	       "optimize_and_compare_chain = 0, "
	       "short_circuit_function_evaluation = 'disable', "
	       "max_ast_elements = 1000000, max_expanded_ast_elements = 10000000",
	.cluster = CSM_SQL_CLUSTER_SERVERS,
	.most_bytes = 262144,
	/* its numbers of 64 bits begin anew beyond their ends: none is that large */
	.plain = "match(%, '^-?0*([0-9]{1,12}|[1-8][0-9]{12})([.][0-9]+)?$')",
	/* places beyond the seventh are cut, which changes no rounding at the sixth */
	.micros = "CAST(intDiv(CAST(toDecimal128OrNull(%, 7) * 10000000 AS "
		  "Nullable(Int128)) + if(startsWith(%, '-'), -5, 5), 10) AS "
		  "Nullable(Int64))",
	.sum = "accurateCastOrNull(sum(CAST(% AS Nullable(Int128))), 'Int64')",
	.day = "CASE WHEN toString(toDateOrNull(substr(%, 1, 10))) = substr(%, 1, 10) "
	       "THEN toDateOrNull(substr(%, 1, 10)) END",
	.clock = "match(%, '^" CLOCK "$')",
	.refuse = "throwIf(isNull(%), 'a row that csm-ingest rejects') = 0"},
    {0}};

const struct csm_words csm_sql_dialect_words = CSM_WORDS(dialects);

const struct csm_sql_dialect *
csm_sql_dialect_find(const char *name)
{
	return csm_words_find(&csm_sql_dialect_words, name);
}

static void
dialect_quoted(
    const struct csm_sql_dialect *d, char quote, const char *text, struct csm_buf *out)
{
	csm_buf_putc(out, quote);
	for (; *text != '\0'; text++) {
		if (*text == quote || (*text == '\\' && d->backslash))
			csm_buf_putc(out, *text);
		csm_buf_putc(out, *text);
	}
	csm_buf_putc(out, quote);
}

void
csm_sql_put_text(const struct csm_sql_dialect *d, const char *text, struct csm_buf *out)
{
	dialect_quoted(d, '\'', text, out);
}

void
csm_sql_put_name(const struct csm_sql_dialect *d, const char *name, struct csm_buf *out)
{
	dialect_quoted(d, '"', name, out);
}

/* One character of a pattern, which stands for itself, in GLOB.  In brackets GLOB takes
 * its own characters for themselves. */
static void
glob_plain(char c, struct csm_buf *out)
{
	if (c == '*' || c == '?' || c == '[')
		csm_buf_printf(out, "[%c]", c);
	else
		csm_buf_putc(out, c);
}

static void
dialect_glob(const char *pattern, struct csm_buf *out)
{
	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '%')
			csm_buf_putc(out, '*');
		else if (*pattern == '_')
			csm_buf_putc(out, '?');
		else if (*pattern == '\\' && pattern[1] != '\0')
			glob_plain(*++pattern, out);
		else
			glob_plain(*pattern, out);
	}
}

void
csm_sql_put_like(const struct csm_sql_dialect *d, const char *before,
    const char *pattern, struct csm_buf *out)
{
	struct csm_buf own = {0};

	if (d->glob) {
		dialect_glob(pattern, &own);
		csm_buf_printf(out, "%s GLOB ", before);
		csm_sql_put_text(d, csm_buf_text(&own), out);
		csm_buf_fini(&own);
		return;
	}
	/* '\' before anything but these is an error to some engines */
	for (const char *p = pattern; *p != '\0'; p++) {
		bool escapes = *p == '\\' && p[1] != '\0';
		p += escapes;
		if (*p == '\\' || (escapes && (*p == '%' || *p == '_')))
			csm_buf_putc(&own, '\\');
		csm_buf_putc(&own, *p);
	}
	csm_buf_printf(out, "%s LIKE ", before);
	csm_sql_put_text(d, csm_buf_text(&own), out);
	/* The others take a backslash for it without being told, and refuse to be. */
	if (!d->backslash) {
		csm_buf_puts(out, " ESCAPE ");
		csm_sql_put_text(d, "\\", out);
	}
	csm_buf_fini(&own);
}

void
csm_sql_put_in(const char *template, const char *text, struct csm_buf *out)
{
	for (; *template != '\0'; template ++) {
		if (*template == '%')
			csm_buf_puts(out, text);
		else
			csm_buf_putc(out, *template);
	}
}

void
csm_sql_put_both(
    const char *template, const char *first, const char *last, struct csm_buf *out)
{
	const char *second = strrchr(template, '%');
	struct csm_buf before = {0};

	csm_buf_put(&before, template, (size_t)(second - template));
	csm_sql_put_in(csm_buf_text(&before), first, out);
	csm_sql_put_in(second, last, out);
	csm_buf_fini(&before);
}

void
csm_sql_put_date(const struct csm_sql_dialect *d, int32_t day, struct csm_buf *out)
{
	char text[CSM_DAY_TEXT];

	csm_date_format(day, text);
	csm_sql_put_in(d->date, text, out);
}

void
csm_sql_put_comment(const char *text, struct csm_buf *out)
{
	csm_buf_puts(out, "-- ");
	for (; *text != '\0'; text++)
		/* A line end would end the comment, and what follows would be SQL. */
		csm_buf_putc(out, (unsigned char)*text < ' ' ? ' ' : *text);
	csm_buf_putc(out, '\n');
}
