#include "sql/raw_row.h"

#include "base/num.h"
#include "base/text.h"
#include "formula/func.h"
#include "time/date.h"

#include <string.h>

/* A cell, whatever its type: an empty text is none, as in a file. */
static void
raw_row_cell(const struct csm_sql_raw_row *row, const char *table, const char *column,
    struct csm_buf *out)
{
	csm_buf_printf(out, "NULLIF(CAST(%s.", table);
	csm_sql_put_name(row->dialect, column, out);
	csm_buf_printf(
	    out, " AS %s)%s, '')", row->dialect->text, row->dialect->by_bytes);
}

/* users.csv is the table users. */
static void
raw_row_table(struct csm_sql_raw_row *row, const char *file)
{
	const char *slash = strrchr(file, '/');
	const char *name = slash == NULL ? file : slash + 1;
	struct csm_buf stem = {0};

	csm_buf_put(&stem, name, strcspn(name, "."));
	csm_sql_put_name(row->dialect, csm_buf_text(&stem), &row->joins);
	csm_buf_fini(&stem);
}

/* A row that says nothing contradicts none; a key with two values would be two rows, and
 * which is the first a table does not tell. */
static int
raw_row_lookup(struct csm_sql_raw_row *row, const struct csm_source *s,
    const char *role, struct csm_buf *out)
{
	struct csm_buf from = {0}, take = {0};
	int rc = csm_sql_raw_source(row, s->from, role, &from);
	int n = ++row->lookups;

	raw_row_cell(row, "f", s->take, &take);
	csm_buf_puts(&row->joins, "\n  LEFT JOIN (SELECT ");
	raw_row_cell(row, "f", s->key, &row->joins);
	csm_buf_printf(&row->joins,
	    " AS f_key, min(%s) AS f_take, CASE WHEN min(%s) <> max(%s) THEN 1 ELSE 0 "
	    "END AS f_differs FROM ",
	    csm_buf_text(&take), csm_buf_text(&take), csm_buf_text(&take));
	raw_row_table(row, s->file);
	csm_buf_printf(&row->joins, " AS f GROUP BY 1) AS l%d ON l%d.f_key = %s", n, n,
	    csm_buf_text(&from));
	csm_buf_printf(&row->fails, " OR l%d.f_differs = 1", n);
	csm_buf_printf(&row->absent, " OR %s IS NOT NULL AND l%d.f_key IS NULL",
	    csm_buf_text(&from), n);
	csm_buf_printf(out, "l%d.f_take", n);
	csm_buf_fini(&from);
	csm_buf_fini(&take);
	return rc;
}

static int
raw_row_first(struct csm_sql_raw_row *row, const struct csm_source *s, const char *role,
    struct csm_buf *out)
{
	csm_buf_puts(out, "COALESCE(");
	for (const struct csm_source *one = s->from; one != NULL; one = one->next) {
		if (csm_sql_raw_source(row, one, role, out) != 0)
			return -1;
		csm_buf_puts(out, one->next != NULL ? ", " : "");
	}
	csm_buf_putc(out, ')');
	return 0;
}

int
csm_sql_raw_source(struct csm_sql_raw_row *row, const struct csm_source *s,
    const char *role, struct csm_buf *out)
{
	switch (s->kind) {
	case CSM_SOURCE_COLUMN:
		raw_row_cell(row, "r", s->text, out);
		return 0;
	case CSM_SOURCE_CONST:
		csm_buf_printf(out, "CAST(");
		csm_sql_put_text(row->dialect, s->text, out);
		csm_buf_printf(out, " AS %s)", row->dialect->text);
		return 0;
	case CSM_SOURCE_LOOKUP:
		if (csm_source_reads_input(s))
			return csm_error(row->diag, CSM_E_USAGE, NULL,
			    "--sql: %s is looked up in the input itself: name its "
			    "table "
			    "instead of " CSM_LOOKUP_INPUT,
			    role);
		return raw_row_lookup(row, s, role, out);
	case CSM_SOURCE_FIRST:
		return raw_row_first(row, s, role, out);
	default:
		return csm_error(row->diag, CSM_E_USAGE, NULL,
		    "--sql: %s is %s: a statement says columns, constants, lookups and "
		    "lists of these",
		    role,
		    s->kind == CSM_SOURCE_EXPRESSION ? "an expression"
		    : s->kind == CSM_SOURCE_SAME     ? "one of several names"
						     : "of a domain");
	}
}

/* ---- conditions ---- */

static int
raw_row_refuse(const struct csm_sql_raw_row *row, const struct csm_node *node)
{
	struct csm_buf text = {0};

	csm_node_print_text(node, &text);
	csm_error(row->diag, CSM_E_USAGE, NULL,
	    "--sql: where: a statement says that a column has a value, is a text, is "
	    "not, "
	    "or is one of several; not: %s",
	    csm_buf_text(&text));
	csm_buf_fini(&text);
	return -1;
}

/* A text that a cell is read as nothing else than: others are compared as numbers, days
 * and truths. */
static bool
raw_row_is_text(const struct csm_node *node)
{
	size_t len = node->kind == CSM_NODE_TEXT ? strlen(node->text) : 0;
	int64_t micros;
	int32_t day;

	return len > 0 && csm_num_parse(node->text, len, &micros) == CSM_NUM_BAD &&
	       csm_date_parse(node->text, len, &day) != NULL &&
	       !csm_text_is("true", node->text, len) &&
	       !csm_text_is("false", node->text, len);
}

/* A column beside texts: sign is "IN" or "<>"; one without a value is neither. */
static int
raw_row_compare(struct csm_sql_raw_row *row, const struct csm_node *node,
    const char *sign, struct csm_buf *out)
{
	size_t field = node->arg[0]->kind == CSM_NODE_FIELD ? 0 : 1;
	struct csm_buf cell = {0};
	bool several = node->argc > 2;

	if (node->arg[field]->kind != CSM_NODE_FIELD || (several && field != 0))
		return raw_row_refuse(row, node);
	for (size_t i = 0; i < node->argc; i++)
		if (i != field && !raw_row_is_text(node->arg[i]))
			return raw_row_refuse(row, node);
	raw_row_cell(row, "r", node->arg[field]->text, &cell);
	csm_buf_printf(out, "CASE WHEN %s %s (", csm_buf_text(&cell), sign);
	for (size_t i = 0; i < node->argc; i++) {
		if (i == field)
			continue;
		csm_sql_put_text(row->dialect, node->arg[i]->text, out);
		csm_buf_puts(out, several && i + 1 < node->argc ? ", " : "");
	}
	csm_buf_puts(out, ") THEN 1 ELSE 0 END = 1");
	csm_buf_fini(&cell);
	return 0;
}

static int
raw_row_joined(struct csm_sql_raw_row *row, const struct csm_node *node,
    const char *word, struct csm_buf *out)
{
	for (size_t i = 0; i < node->argc; i++) {
		csm_buf_puts(out, i > 0 ? word : "(");
		if (csm_sql_raw_condition(row, node->arg[i], out) != 0)
			return -1;
	}
	csm_buf_putc(out, ')');
	return 0;
}

int
csm_sql_raw_condition(
    struct csm_sql_raw_row *row, const struct csm_node *node, struct csm_buf *out)
{
	const struct csm_func *func = node->func;

	if (node->kind != CSM_NODE_CALL)
		return raw_row_refuse(row, node);
	if (csm_func_is(func, "AND"))
		return raw_row_joined(row, node, " AND ", out);
	if (csm_func_is(func, "OR"))
		return raw_row_joined(row, node, " OR ", out);
	if (csm_func_is(func, CSM_FUNC_NOT)) {
		csm_buf_puts(out, "NOT ");
		return raw_row_joined(row, node, "", out);
	}
	if (csm_func_is(func, "EQUAL_TO") || csm_func_is(func, CSM_FUNC_IN))
		return raw_row_compare(row, node, "IN", out);
	if (csm_func_is(func, CSM_FUNC_NOT_EQUAL))
		return raw_row_compare(row, node, "<>", out);
	if (csm_func_is(func, CSM_FUNC_HAS_VALUE) &&
	    node->arg[0]->kind == CSM_NODE_FIELD) {
		raw_row_cell(row, "r", node->arg[0]->text, out);
		csm_buf_puts(out, " IS NOT NULL");
		return 0;
	}
	return raw_row_refuse(row, node);
}
