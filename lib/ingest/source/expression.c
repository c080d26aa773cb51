#include "ingest/source/expression_state.h"

#include "config/path.h"
#include "ingest/source/source_keys.h"

#include <string.h>

/* The name of the key column, if it is not that of what is looked up.  As in SQL's
 * using: what is looked up is mostly called in the file as it is here. */
static const char *
expression_key(const struct csm_node *call)
{
	if (call->argc > 3 && call->arg[3]->kind == CSM_NODE_TEXT)
		return call->arg[3]->text;
	return call->arg[1]->kind == CSM_NODE_FIELD ? call->arg[1]->text : NULL;
}

/* Note each lookup below a node; -1 after reporting one whose file is not written out. */
static int
expression_find_lookups(struct csm_arena *arena, struct csm_expression *x,
    const struct csm_node *node, const struct csm_pos *at, struct csm_diag *diag)
{
	struct csm_expression_lookup *l;

	for (size_t i = 0; i < node->argc; i++)
		if (expression_find_lookups(arena, x, node->arg[i], at, diag) != 0)
			return -1;
	if (node->kind != CSM_NODE_CALL || !csm_func_is(node->func, CSM_FUNC_LOOKUP))
		return 0;
	l = CSM_ARENA_NEW(arena, struct csm_expression_lookup);
	l->call = node;
	l->key = expression_key(node);
	/* A file that is named by a cell could be any file of the machine, and could
	 * not be loaded before the first row. */
	if (node->arg[0]->kind != CSM_NODE_TEXT ||
	    node->arg[2]->kind != CSM_NODE_TEXT || l->key == NULL)
		return csm_error(diag, CSM_E_FORMULA, at,
		    "file and columns of a lookup are written out: "
		    "lookup('rates.csv', currency, 'rate') or "
		    "lookup('rates.csv', lower(currency), 'rate', 'code')");
	l->file = node->arg[0]->text;
	l->take = node->arg[2]->text;
	l->next = x->lookup;
	x->lookup = l;
	return 0;
}

/* The leaves that are wanted as numbers, whose spelling has to be the same throughout. */
static void
expression_find_numbers(struct csm_arena *arena, struct csm_expression *x,
    const struct csm_node *node, bool is_number)
{
	if (node->kind == CSM_NODE_FIELD &&
	    /* number(x) wants a text and makes a number of it, so its argument is one
	     * of these too. */
	    (is_number || node->want == CSM_VALUE_NUMBER))
		x->shapes[node->leaf] = CSM_ARENA_NEW(arena, struct csm_decimal_shapes);
	for (size_t i = 0; node->kind == CSM_NODE_CALL && i < node->argc; i++)
		expression_find_numbers(
		    arena, x, node->arg[i], csm_func_is(node->func, "NUMBER"));
}

static void
expression_own_leaves(struct csm_expression *x, struct csm_arena *arena)
{
	const size_t leaves = x->formula->leaves;

	/* One more than there are: an expression may have no leaves. */
	x->value = CSM_ARENA_ARRAY(arena, struct csm_value, leaves + 1);
	x->leaf = CSM_ARENA_ARRAY(arena, struct csm_column, leaves + 1);
	for (size_t i = 0; i < leaves; i++)
		x->leaf[i] = (struct csm_column){&x->value[i], 1};
}

static struct csm_expression *
expression_over(struct csm_arena *arena, struct csm_formula *formula,
    const struct csm_pos *at, struct csm_diag *diag)
{
	struct csm_expression *x;
	struct csm_buf text = {0};

	if (formula == NULL)
		return NULL;
	x = CSM_ARENA_NEW(arena, struct csm_expression);
	x->formula = formula;
	csm_formula_print_text(formula, &text);
	x->text = csm_arena_text(arena, csm_buf_text(&text), text.len);
	csm_buf_fini(&text);
	x->column = CSM_ARENA_ARRAY(arena, int, formula->leaves + 1);
	expression_own_leaves(x, arena);
	x->shapes =
	    CSM_ARENA_ARRAY(arena, struct csm_decimal_shapes *, formula->leaves + 1);
	expression_find_numbers(arena, x, formula->root, false);
	return expression_find_lookups(arena, x, formula->root, at, diag) == 0 ? x
									       : NULL;
}

struct csm_expression *
csm_expression_read(struct csm_arena *arena, const char *text, const struct csm_pos *at,
    struct csm_diag *diag)
{
	return expression_over(arena,
	    csm_formula_parse_columns(arena, text, strlen(text), at, diag), at, diag);
}

struct csm_expression *
csm_expression_from_json(
    struct csm_arena *arena, const struct csm_json *json, struct csm_diag *diag)
{
	struct csm_pos at = {
	    .file = json->file, .line = json->line, .column = json->column};

	struct csm_expression *x = expression_over(
	    arena, csm_formula_columns_from_json(arena, json, diag), &at, diag);
	for (struct csm_expression_lookup *l = x == NULL ? NULL : x->lookup; l != NULL;
	     l = l->next)
		/* Beside the configuration; those of options are where the program
		 * is. */
		l->file = csm_config_path(arena, json->file, l->file);
	return x;
}

bool
csm_expression_dated(const struct csm_expression *x)
{
	for (const struct csm_expression_lookup *l = x->lookup; l != NULL; l = l->next)
		if (csm_lookup_dated(l->table))
			return true;
	return false;
}

const char *
csm_expression_text(const struct csm_expression *x)
{
	return x->text;
}

enum csm_formula_type
csm_expression_type(const struct csm_expression *x)
{
	return csm_formula_type(x->formula);
}

const char *
csm_expression_file(const struct csm_expression *x, size_t i)
{
	const struct csm_expression_lookup *l = x->lookup;

	while (l != NULL && i-- > 0)
		l = l->next;
	return l == NULL ? NULL : l->file;
}

int
csm_expression_load(struct csm_expression *x, int integer, struct csm_diag *diag)
{
	for (struct csm_expression_lookup *l = x->lookup; l != NULL; l = l->next) {
		l->table = csm_lookup_load(l->file, l->key, l->take, integer, diag);
		/* What was loaded before stays until csm_expression_unload. */
		if (l->table == NULL)
			return -1;
	}
	return 0;
}

void
csm_expression_unload(struct csm_expression *x)
{
	if (x == NULL)
		return;
	for (struct csm_expression_lookup *l = x->lookup; l != NULL; l = l->next) {
		csm_lookup_free(l->table);
		l->table = NULL;
	}
	csm_arena_fini(&x->scratch);
}

void
csm_expression_reads(struct csm_expression *x, struct csm_zone *zone,
    const struct csm_number_form *number, const int32_t *day)
{
	x->day = day;
	x->zone = zone;
	x->number = number;
}

const struct csm_number_form *
csm_expression_number(const struct csm_expression *x)
{
	return x->number;
}

void
csm_expression_point(struct csm_expression *x)
{
	x->point = true;
}

int
csm_expression_bind(
    struct csm_expression *x, struct csm_reader *reader, struct csm_diag *diag)
{
	int failed = 0;

	for (size_t i = 0; i < x->formula->leaves; i++) {
		x->column[i] = csm_reader_need(reader, x->formula->leaf[i]->text, diag);
		/* All columns that are lacking are told in one run. */
		failed |= x->column[i] < 0;
		if (x->number != NULL && x->number->decimal == ',')
			csm_reader_comma(reader, x->column[i]);
	}
	return failed ? -1 : 0;
}

static void
expression_forget(void *scratch)
{
	csm_arena_fini(scratch);
}

struct csm_expression *
csm_expression_fork(struct csm_arena *arena, const struct csm_expression *x, bool *odd)
{
	struct csm_expression *fork = CSM_ARENA_NEW(arena, struct csm_expression);

	/* Formula, lookups and handles are shared: threads read them only. */
	*fork = *x;
	expression_own_leaves(fork, arena);
	fork->scratch = (struct csm_arena){0};
	fork->odd = odd;
	csm_arena_cleanup(arena, expression_forget, &fork->scratch);
	return fork;
}

int
csm_expression_handle(const struct csm_expression *x, size_t i)
{
	return i < x->formula->leaves ? x->column[i] : -1;
}

bool
csm_expression_has_columns(const struct csm_expression *x, struct csm_reader *reader)
{
	for (size_t i = 0; i < x->formula->leaves; i++)
		if (csm_reader_column(reader, x->formula->leaf[i]->text) < 0)
			return false;
	return true;
}

int
csm_expression_column(const struct csm_expression *x, const char **name)
{
	/* A constant expression comes from no column. */
	if (x->formula->leaves == 0)
		return -1;
	*name = x->formula->leaf[0]->text;
	return x->column[0];
}

bool
csm_expression_had(const struct csm_expression *x, const struct csm_reader *reader)
{
	for (size_t i = 0; i < x->formula->leaves; i++)
		if (!csm_reader_had(reader, x->column[i]))
			return false;
	return true;
}

void
csm_expression_tell(const struct csm_expression *x, const struct csm_reader *reader,
    const char *role, struct csm_diag *diag)
{
	csm_source_tell_leaves(x->formula, x->column, reader, role, diag);
}
