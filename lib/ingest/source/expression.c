#include "ingest/source/expression.h"

#include "base/text.h"
#include "config/path.h"
#include "formula/eval.h"
#include "ingest/source/lookup.h"
#include "ingest/source/source_keys.h"

#include <string.h>

/* A call of lookup() and the file it looks in. */
struct expression_lookup {
	const struct csm_node *call;
	const char *file, *key, *take;
	struct csm_lookup *table;
	struct expression_lookup *next;
};

struct csm_expression {
	struct csm_formula *formula;
	const char *text;
	int *column; /* handle of each leaf */
	struct csm_value *value;
	struct csm_column *leaf;
	struct expression_lookup *lookup;
	struct csm_zone *zone;
	const int32_t *day;                   /* of the row */
	const struct csm_number_form *number; /* NULL: as in a formula */
	bool point;                           /* numbers are written with one */
	struct csm_decimal_shapes **shapes; /* of leaves that are numbers; else NULL */
	struct csm_arena scratch;
	bool *
	    odd; /* of a copy: what a column shows is for the other; NULL: it is none */
};

/* The name of the key column, if it is not that of what is looked up. */
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
	struct expression_lookup *l;

	for (size_t i = 0; i < node->argc; i++)
		if (expression_find_lookups(arena, x, node->arg[i], at, diag) != 0)
			return -1;
	if (node->kind != CSM_NODE_CALL || !csm_func_is(node->func, CSM_FUNC_LOOKUP))
		return 0;
	l = CSM_ARENA_NEW(arena, struct expression_lookup);
	l->call = node;
	l->key = expression_key(node);
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
	for (struct expression_lookup *l = x == NULL ? NULL : x->lookup; l != NULL;
	     l = l->next)
		l->file = csm_config_path(arena, json->file, l->file);
	return x;
}

bool
csm_expression_dated(const struct csm_expression *x)
{
	for (const struct expression_lookup *l = x->lookup; l != NULL; l = l->next)
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
	const struct expression_lookup *l = x->lookup;

	while (l != NULL && i-- > 0)
		l = l->next;
	return l == NULL ? NULL : l->file;
}

int
csm_expression_load(struct csm_expression *x, int integer, struct csm_diag *diag)
{
	for (struct expression_lookup *l = x->lookup; l != NULL; l = l->next) {
		l->table = csm_lookup_load(l->file, l->key, l->take, integer, diag);
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
	for (struct expression_lookup *l = x->lookup; l != NULL; l = l->next) {
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
		failed |= x->column[i] < 0;
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

static int32_t
expression_day(const struct csm_expression *x)
{
	return x->day == NULL ? CSM_DAY_NONE : *x->day;
}

/* For lookup(): missing if the file has no such key. */
static struct csm_value
expression_look_up(
    const struct csm_eval_counts *counts, const char *key, const int32_t *day)
{
	const struct csm_expression *x = counts->ctx;
	struct csm_value missing = {.type = CSM_VALUE_MISSING};
	struct csm_text found;

	for (const struct expression_lookup *l = x->lookup; l != NULL; l = l->next)
		if (l->call == counts->call)
			return csm_lookup_find(l->table,
				   (struct csm_text){key, strlen(key)},
				   day != NULL ? *day : expression_day(x), &found)
				   ? csm_value_cell(counts->scratch, found.s, found.len)
				   : missing;
	return missing;
}

static void
expression_put(
    struct csm_expression *x, const struct csm_value *v, struct csm_text *out)
{
	char *room = csm_arena_alloc(&x->scratch, CSM_NUM_TEXT);
	const char *text = csm_value_spelling(v, room);

	/* the role reads its number as the source's cells are written */
	if (v->type == CSM_VALUE_NUMBER && text == room && !x->point &&
	    x->number != NULL && x->number->decimal == ',' && strchr(room, '.') != NULL)
		*strchr(room, '.') = ',';
	*out = (struct csm_text){text, text == NULL ? 0 : strlen(text)};
}

/* The first leaf with this text: the cell that is no number. */
static void
expression_find_fault(const struct csm_expression *x, const char *text,
    struct csm_expression_fault *fault)
{
	*fault = (struct csm_expression_fault){-1, x->text, text, NULL};
	for (size_t i = 0; i < x->formula->leaves; i++) {
		const char *cell = csm_value_text(&x->value[i]);
		if (cell == NULL || strcmp(cell, text) != 0)
			continue;
		fault->column = x->column[i];
		fault->name = x->formula->leaf[i]->text;
		return;
	}
}

static struct csm_value
expression_cell(struct csm_expression *x, struct csm_text t)
{
	struct csm_value v = {.type = CSM_VALUE_MISSING};
	struct csm_reading *r;

	if (x->number != NULL && csm_number_form_is_null(x->number, t))
		return v;
	v = csm_value_cell(&x->scratch, t.s, t.len);
	if (v.type != CSM_VALUE_CELL || x->number == NULL ||
	    (x->number->decimal == 0 && !x->number->money))
		return v;
	r = CSM_ARENA_NEW(&x->scratch, struct csm_reading);
	*r = *v.u.cell;
	r->reads &= (unsigned char)~CSM_READS(CSM_VALUE_NUMBER);
	if (csm_number_form_parse(x->number, t.s, t.len, &r->micros) <= CSM_NUM_ROUNDED)
		r->reads |= CSM_READS(CSM_VALUE_NUMBER);
	v.u.cell = r;
	return v;
}

/* Whether a cell shows that its column has decimal commas, which nobody said. */
static bool
expression_is_undecided(struct csm_expression *x, size_t leaf, struct csm_text t,
    struct csm_expression_fault *fault)
{
	struct csm_decimal_shapes any = {0};
	struct csm_buf why = {0};

	*fault = (struct csm_expression_fault){-1, x->text, "", NULL};
	if (x->odd != NULL && x->shapes[leaf] != NULL && x->number != NULL &&
	    x->number->decimal == 0 && !x->number->money) {
		if (csm_decimal_shapes_saw(&any, t) || any.comma || any.pointed)
			*x->odd = true;
		return false;
	}
	if (x->shapes[leaf] == NULL || x->number == NULL || x->number->decimal != 0 ||
	    x->number->money || !csm_decimal_shapes_saw(x->shapes[leaf], t))
		return false;
	csm_decimal_shapes_put(x->shapes[leaf], t, &why);
	*fault = (struct csm_expression_fault){x->column[leaf],
	    x->formula->leaf[leaf]->text, csm_arena_text(&x->scratch, t.s, t.len),
	    csm_arena_text(&x->scratch, why.data, why.len)};
	csm_buf_fini(&why);
	return true;
}

int
csm_expression_get(struct csm_expression *x, const struct csm_record *record,
    struct csm_text *out, struct csm_expression_fault *fault)
{
	struct csm_eval_counts counts = {
	    .zone = x->zone, .lookup = expression_look_up, .ctx = x};
	struct csm_value result;

	csm_arena_reset(&x->scratch);
	for (size_t i = 0; i < x->formula->leaves; i++) {
		struct csm_text t = record->field[x->column[i]];
		if (expression_is_undecided(x, i, t, fault))
			return -1;
		x->value[i] = expression_cell(x, t);
	}
	csm_formula_eval(x->formula, x->leaf, 1, &result, &x->scratch, &counts);
	if (counts.not_numbers > 0) {
		expression_find_fault(x, counts.not_number, fault);
		return -1;
	}
	expression_put(x, &result, out);
	return 0;
}
