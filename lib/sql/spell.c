#include "sql/spell.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

/* Operators that stand between their arguments. */
static const char *const spell_infix[CSM_SQL_OPS] = {
    [CSM_SQL_ADD] = "+",
    [CSM_SQL_SUB] = "-",
    [CSM_SQL_MUL] = "*",
    [CSM_SQL_DIV] = "/",
    [CSM_SQL_IMOD] = "%",
    [CSM_SQL_EQ] = "=",
    [CSM_SQL_NE] = "<>",
    [CSM_SQL_LT] = "<",
    [CSM_SQL_LE] = "<=",
    [CSM_SQL_AND] = "AND",
    [CSM_SQL_OR] = "OR",
};

static const char *const spell_aggregate[CSM_SQL_OPS] = {
    [CSM_SQL_W_SUM] = "sum",
    [CSM_SQL_W_COUNT] = "count",
    [CSM_SQL_W_COUNT_AHEAD] = "count",
    [CSM_SQL_W_MAX] = "max",
    [CSM_SQL_W_MIN] = "min",
};

static void
spell_cast(const char *type, const char *what, struct csm_buf *out)
{
	csm_buf_printf(out, "CAST(%s AS %s)", what, type);
}

/* digits / 10^places if that is the double, as a quotient that is rounded once. */
static bool
spell_decimal(const struct csm_sql_dialect *d, double x, struct csm_buf *out)
{
	char text[64], digits[32];
	size_t n = 0;
	int places, exponent;

	/* 15 digits are those a double keeps; what more are needed is said in powers of
	 * 2. */
	snprintf(text, sizeof text, "%.14e", fabs(x));
	exponent = atoi(strchr(text, 'e') + 1);
	for (const char *p = text; *p != 'e'; p++)
		if (*p != '.')
			digits[n++] = *p;
	places = (int)n - 1 - exponent;
	while (n > 1 && digits[n - 1] == '0' && places > 0)
		n--, places--;
	digits[n] = '\0';
	/* Both sides of the quotient have to be doubles, and the quotient the number:
	 * tried here with the same division. */
	if (places < 0 || places > 18 ||
	    strtod(digits, NULL) / pow(10, places) != fabs(x))
		return false;
	if (signbit(x))
		csm_buf_puts(out, "(-");
	if (places > 0)
		csm_buf_putc(out, '(');
	spell_cast(d->real, digits, out);
	if (places > 0) {
		snprintf(text, sizeof text, "1%0*d", places, 0);
		csm_buf_puts(out, " / ");
		spell_cast(d->real, text, out);
		csm_buf_putc(out, ')');
	}
	if (signbit(x))
		csm_buf_putc(out, ')');
	return true;
}

/* A double as an expression that is exactly it in every engine. */
static void
sql_spell_real(const struct csm_sql_dialect *d, double x, struct csm_buf *out)
{
	int exponent;
	double part;

	if (spell_decimal(d, x, out))
		return;
	/* 53 bits, times or over powers of 2, each of which is exact */
	part = frexp(x, &exponent);
	exponent -= 53;
	char text[32];
	snprintf(text, sizeof text, "%" PRId64, (int64_t)ldexp(part, 53));
	csm_buf_putc(out, '(');
	spell_cast(d->real, text, out);
	/* Steps of 60, since the factor is written as a whole number. */
	while (exponent != 0) {
		int step = abs(exponent) > 60 ? 60 : abs(exponent);
		snprintf(text, sizeof text, "%" PRId64, INT64_C(1) << step);
		csm_buf_puts(out, exponent > 0 ? " * " : " / ");
		spell_cast(d->real, text, out);
		exponent -= exponent > 0 ? step : -step;
	}
	csm_buf_putc(out, ')');
}

static void
spell_call(const struct csm_sql_speller *s, const char *name, csm_sql node,
    struct csm_buf *out)
{
	csm_buf_printf(out, "%s(", name);
	for (size_t i = 0; i < node->argc; i++) {
		csm_buf_puts(out, i > 0 ? ", " : "");
		csm_sql_spell(s, csm_sql_arg(node, i), out);
	}
	csm_buf_putc(out, ')');
}

static bool
spell_compares(csm_sql node)
{
	return node->op == CSM_SQL_EQ || node->op == CSM_SQL_NE ||
	       node->op == CSM_SQL_LT || node->op == CSM_SQL_LE;
}

/* One side of an operator; a comparison that AND joins with another as the dialect wants
 * it. */
static void
spell_side(
    const struct csm_sql_speller *s, csm_sql node, csm_sql side, struct csm_buf *out)
{
	struct csm_buf text = {0};

	if (s->dialect->joined == NULL || node->op != CSM_SQL_AND ||
	    !spell_compares(side)) {
		csm_sql_spell(s, side, out);
		return;
	}
	csm_sql_spell(s, side, &text);
	csm_sql_put_in(s->dialect->joined, csm_buf_text(&text), out);
	csm_buf_fini(&text);
}

static void
spell_between(const struct csm_sql_speller *s, const char *sign, csm_sql node,
    struct csm_buf *out)
{
	csm_sql a = node->arg[0], b = node->arg[1];
	/* Equality is of bytes in all engines, order is not. */
	bool order = a->type == CSM_SQL_TEXT &&
		     (node->op == CSM_SQL_LT || node->op == CSM_SQL_LE);

	csm_buf_putc(out, '(');
	spell_side(s, node, a, out);
	csm_buf_printf(out, "%s %s ", order ? s->dialect->by_bytes : "", sign);
	spell_side(s, node, b, out);
	csm_buf_printf(out, "%s)", order ? s->dialect->by_bytes : "");
}

/* A condition that is never NULL.  NOT of NULL is NULL, where csm has true. */
static void
spell_certain(const struct csm_sql_speller *s, csm_sql node, struct csm_buf *out)
{
	if (!node->maybe) {
		csm_sql_spell(s, node, out);
		return;
	}
	csm_buf_puts(out, "(CASE WHEN ");
	csm_sql_spell(s, node, out);
	csm_buf_puts(out, " THEN 1 ELSE 0 END = 1)");
}

static void
spell_case(const struct csm_sql_speller *s, csm_sql node, struct csm_buf *out)
{
	size_t i = 0;

	csm_buf_puts(out, "CASE");
	for (; i + 1 < node->argc; i += 2) {
		csm_buf_puts(out, " WHEN ");
		csm_sql_spell(s, csm_sql_arg(node, i), out);
		csm_buf_puts(out, " THEN ");
		csm_sql_spell(s, csm_sql_arg(node, i + 1), out);
	}
	/* ELSE NULL is what a CASE has anyway. */
	if (csm_sql_arg(node, i)->op != CSM_SQL_NULL) {
		csm_buf_puts(out, " ELSE ");
		csm_sql_spell(s, csm_sql_arg(node, i), out);
	}
	csm_buf_puts(out, " END");
}

static void
spell_frame(const struct csm_sql_speller *s, csm_sql node, struct csm_buf *out)
{
	/* Rows and not ranges: every day of the span has a row. */
	csm_buf_printf(out, " OVER (PARTITION BY %s ORDER BY d%s ROWS BETWEEN ", s->key,
	    node->op == CSM_SQL_W_COUNT_AHEAD ? " DESC" : "");
	if (node->far < 0)
		csm_buf_puts(out, "UNBOUNDED PRECEDING AND ");
	else
		csm_buf_printf(out, "%d PRECEDING AND ", (int)node->far);
	if (node->near == 0)
		csm_buf_puts(out, "CURRENT ROW)");
	else
		csm_buf_printf(out, "%d PRECEDING)", (int)node->near);
}

static void
spell_aggregated(const struct csm_sql_speller *s, csm_sql node, struct csm_buf *out)
{
	struct csm_buf text = {0};

	csm_buf_printf(&text, "%s(",
	    node->op == CSM_SQL_W_LIST ? s->dialect->list : spell_aggregate[node->op]);
	csm_sql_spell(s, node->arg[0], &text);
	csm_buf_putc(&text, ')');
	spell_frame(s, node, &text);
	/* a sum has more bits in some engines, and a count no sign */
	if (node->op == CSM_SQL_W_SUM ||
	    (s->dialect->unsigned_count && node->type == CSM_SQL_INT))
		spell_cast(s->dialect->whole, csm_buf_text(&text), out);
	else
		csm_buf_puts(out, csm_buf_text(&text));
	csm_buf_fini(&text);
}

static void
spell_window(const struct csm_sql_speller *s, csm_sql node, struct csm_buf *out)
{
	if (node->op == CSM_SQL_W_AT) {
		csm_buf_puts(out, "lag(");
		csm_sql_spell(s, node->arg[0], out);
		csm_buf_printf(out, ", %d) OVER (PARTITION BY %s ORDER BY d)",
		    (int)node->near, s->key);
		return;
	}
	if (node->op != CSM_SQL_W_FILL && node->op != CSM_SQL_W_FILL_AHEAD) {
		spell_aggregated(s, node, out);
		return;
	}
	/* Within rows of one count the first has the value (csm_sql_fill). */
	csm_buf_puts(out, "first_value(");
	csm_sql_spell(s, node->arg[0], out);
	csm_buf_printf(out, ") OVER (PARTITION BY %s, ", s->key);
	csm_sql_spell(s, node->arg[1], out);
	csm_buf_printf(
	    out, " ORDER BY d%s)", node->op == CSM_SQL_W_FILL_AHEAD ? " DESC" : "");
}

static void
spell_template(const struct csm_sql_speller *s, const char *template, csm_sql node,
    struct csm_buf *out)
{
	struct csm_buf text = {0};

	csm_sql_spell(s, node->arg[0], &text);
	csm_sql_put_in(template, csm_buf_text(&text), out);
	csm_buf_fini(&text);
}

static void
spell_nth(const struct csm_sql_speller *s, csm_sql node, struct csm_buf *out)
{
	struct csm_buf list = {0}, place = {0};

	csm_sql_spell(s, node->arg[0], &list);
	csm_sql_spell(s, node->arg[1], &place);
	csm_sql_put_both(
	    s->dialect->nth, csm_buf_text(&list), csm_buf_text(&place), out);
	csm_buf_fini(&list);
	csm_buf_fini(&place);
}

static void
spell_leaf(const struct csm_sql_speller *s, csm_sql node, struct csm_buf *out)
{
	switch (node->op) {
	case CSM_SQL_NUMBER:
		if (node->type == CSM_SQL_REAL)
			sql_spell_real(s->dialect, node->real, out);
		else
			csm_buf_printf(out,
			    node->number < 0 ? "(%" PRId64 ")" : "%" PRId64,
			    node->number);
		break;
	case CSM_SQL_STRING:
		csm_sql_put_text(s->dialect, node->text, out);
		break;
	case CSM_SQL_NULL:
		spell_cast(node->type == CSM_SQL_REAL   ? s->dialect->real
			   : node->type == CSM_SQL_TEXT ? s->dialect->text
							: s->dialect->whole,
		    "NULL", out);
		break;
	case CSM_SQL_DAY:
		csm_buf_putc(out, 'd');
		break;
	default:
		csm_buf_puts(out, node->text);
		break;
	}
}

static void
spell_one(const struct csm_sql_speller *s, csm_sql node, struct csm_buf *out)
{
	const char *const functions[CSM_SQL_OPS] = {
	    [CSM_SQL_FLOOR_R] = "floor",
	    [CSM_SQL_ABS] = "abs",
	    [CSM_SQL_SQRT] = "sqrt",
	    [CSM_SQL_LN] = s->dialect->ln,
	    [CSM_SQL_LOG10] = s->dialect->log10,
	    [CSM_SQL_POW] = s->dialect->pow,
	    [CSM_SQL_COALESCE] = "COALESCE",
	};
	struct csm_buf text = {0};

	switch (node->op) {
	case CSM_SQL_TO_REAL:
		csm_sql_spell(s, node->arg[0], &text);
		spell_cast(s->dialect->real, csm_buf_text(&text), out);
		break;
	case CSM_SQL_LIKE:
		csm_sql_spell(s, node->arg[0], &text);
		csm_sql_put_like(s->dialect, csm_buf_text(&text), node->text, out);
		break;
	case CSM_SQL_FLOOR:
		spell_template(s, s->dialect->floor, node, out);
		break;
	case CSM_SQL_SORTED:
		spell_template(s, s->dialect->sorted, node, out);
		break;
	case CSM_SQL_NTH:
		spell_nth(s, node, out);
		break;
	case CSM_SQL_IDIV:
		spell_between(s, s->dialect->idiv, node, out);
		break;
	case CSM_SQL_IS_NULL:
	case CSM_SQL_NOT_NULL:
		csm_buf_putc(out, '(');
		csm_sql_spell(s, node->arg[0], out);
		csm_buf_puts(
		    out, node->op == CSM_SQL_IS_NULL ? " IS NULL)" : " IS NOT NULL)");
		break;
	case CSM_SQL_NOT:
		csm_buf_puts(out, "(NOT ");
		spell_certain(s, node->arg[0], out);
		csm_buf_putc(out, ')');
		break;
	case CSM_SQL_CASE:
		spell_case(s, node, out);
		break;
	default:
		if (functions[node->op] != NULL)
			spell_call(s, functions[node->op], node, out);
		else
			spell_leaf(s, node, out);
		break;
	}
	csm_buf_fini(&text);
}

/* The function for a division by what may be 0; NULL: there is none, or it is not. */
static const char *
spell_guarded(const struct csm_sql_speller *s, csm_sql node)
{
	/* A constant divisor is never 0 here. */
	if (node->argc != 2 || node->arg[1]->op == CSM_SQL_NUMBER)
		return NULL;
	return node->op == CSM_SQL_IDIV   ? s->dialect->idiv_any
	       : node->op == CSM_SQL_IMOD ? s->dialect->imod_any
					  : NULL;
}

void
csm_sql_spell(const struct csm_sql_speller *s, csm_sql node, struct csm_buf *out)
{
	const char *column = s->column == NULL ? NULL : s->column(s->ctx, node);

	if (column != NULL)
		csm_buf_puts(out, column);
	else if (csm_sql_is_window(node->op))
		spell_window(s, node, out);
	else if (spell_guarded(s, node) != NULL)
		spell_call(s, spell_guarded(s, node), node, out);
	else if (spell_infix[node->op] != NULL)
		spell_between(s, spell_infix[node->op], node, out);
	else
		spell_one(s, node, out);
}
