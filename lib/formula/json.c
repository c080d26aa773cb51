#include "formula/part.h"

#include <string.h>

/*
 * formula := part | group | [ formula ] | number | true | false | "text spelling"
 * group   := [ "OPERATOR", argument, ... ]
 */

static struct csm_node *read_any(struct csm_build *b, const struct csm_json *json);

static struct csm_place
formula_json_place_of(const struct csm_json *json)
{
	return (struct csm_place){.json = json};
}

/* Reads an argument and appends it. */
static int
formula_json_take(
    struct csm_build *b, struct csm_args *args, const struct csm_json *json)
{
	struct csm_node *node = read_any(b, json);

	if (node == NULL)
		return -1;
	csm_args_push(b, args, node, formula_json_place_of(json));
	return 0;
}

/* A call made of the nodes already taken. */
static int
wrap(struct csm_build *b, struct csm_args *args, const struct csm_func *func,
    const struct csm_json *at)
{
	struct csm_node *node =
	    csm_build_call(b, func, args, formula_json_place_of(at));

	/* The call has the nodes now, and is the only argument that is left. */
	*args = (struct csm_args){0};
	if (node == NULL)
		return -1;
	csm_args_push(b, args, node, formula_json_place_of(at));
	return 0;
}

static const struct csm_json *
condition_text(struct csm_build *b, const struct csm_json *json)
{
	if (json->type == CSM_JSON_OBJECT) {
		const struct csm_json *type = csm_json_get(json, "type");
		if (type != NULL && type->type == CSM_JSON_STRING &&
		    strcmp(type->text, "condition") == 0)
			return csm_part_text(b, json, "value");
	}
	if (json->type == CSM_JSON_STRING)
		return json;
	csm_build_fail(b, formula_json_place_of(json),
	    "IF wants a condition such as \"more than\" here");
	return NULL;
}

#define HAS_NO_VALUE "has no value"

static int
unknown_condition(struct csm_build *b, const struct csm_json *text, int binary)
{
	struct csm_nearest s;

	csm_nearest_init(&s, text->text);
	for (size_t i = 0; i < csm_func_count; i++)
		if (csm_func_table[i].condition != NULL &&
		    (csm_func_table[i].least == 2) == binary)
			csm_nearest_offer(&s, csm_func_table[i].condition);
	if (!binary)
		csm_nearest_offer(&s, HAS_NO_VALUE);
	csm_part_unknown(b, text,
	    binary ? "condition between two values" : "condition of one value", &s);
	return -1;
}

/* x C, or a C b, from `json` on, becomes one node in args. */
static int
take_condition(
    struct csm_build *b, struct csm_args *args, const struct csm_json *json, int binary)
{
	const struct csm_json *text = condition_text(b, json->next);
	const struct csm_func *func;
	int negative;

	if (text == NULL)
		return -1;
	/* The one condition that is no function of its own: it is NOT of HAS_VALUE. */
	negative = !binary && strcmp(text->text, HAS_NO_VALUE) == 0;
	func = negative ? csm_func_by_json(CSM_FUNC_HAS_VALUE)
			: csm_func_by_condition(text->text);
	/* "more than" between two values, "has value" behind one: the other way round
	 * is a slip. */
	if (func == NULL || (func->least == 2) != binary)
		return unknown_condition(b, text, binary);
	if (formula_json_take(b, args, json) != 0 ||
	    (binary && formula_json_take(b, args, json->next->next) != 0) ||
	    wrap(b, args, func, json->next) != 0)
		return -1;
	return negative ? wrap(b, args, csm_func_by_json(CSM_FUNC_NOT), json->next) : 0;
}

/* ["IF", condition, then, else], ["IF", x, C, then, else], ["IF", a, C, b, then, else]
 */
static struct csm_node *
read_if(struct csm_build *b, const struct csm_json *group, const struct csm_func *func)
{
	size_t n = group->count - 1;
	const struct csm_json *json = group->child->next;
	struct csm_args args = {0};

	/* Planhat has three forms, told apart by their number of arguments alone. */
	if (n < 3 || n > 5)
		return csm_build_fail(b, formula_json_place_of(group),
		    "IF takes 4 or 5 arguments (value, condition, [value,] then, "
		    "else), has %zu",
		    n);
	if ((n == 3 ? formula_json_take(b, &args, json)
		    : take_condition(b, &args, json, n == 5)) != 0)
		return NULL;
	/* The last two are then and else, however many stand before them. */
	for (size_t skip = n - 2; skip > 0; skip--)
		json = json->next;
	if (formula_json_take(b, &args, json) != 0 ||
	    formula_json_take(b, &args, json->next) != 0)
		return NULL;
	return csm_build_call(b, func, &args, formula_json_place_of(group));
}

static struct csm_node *
formula_json_read_group(struct csm_build *b, const struct csm_json *group)
{
	const struct csm_func *func = csm_func_by_json(group->child->text);
	struct csm_args args = {0};
	struct csm_nearest s;

	if (func == NULL) {
		csm_nearest_init(&s, group->child->text);
		for (size_t i = 0; i < csm_func_count; i++)
			csm_nearest_offer(&s, csm_func_table[i].json);
		return csm_part_unknown(b, group->child, "operator", &s);
	}
	if (csm_func_is(func, CSM_FUNC_IF))
		return read_if(b, group, func);
	for (const struct csm_json *a = group->child->next; a != NULL; a = a->next)
		if (formula_json_take(b, &args, a) != 0)
			return NULL;
	return csm_build_call(b, func, &args, formula_json_place_of(group));
}

static struct csm_node *
formula_json_read_array(struct csm_build *b, const struct csm_json *array)
{
	struct csm_node *node = NULL;

	if (csm_build_enter(b, formula_json_place_of(array)) != 0)
		return NULL;
	if (array->count == 0)
		csm_build_fail(b, formula_json_place_of(array), "an empty list");
	else if (array->child->type == CSM_JSON_STRING)
		node = formula_json_read_group(b, array);
	/* Planhat wraps a single value in a list. */
	else if (array->count == 1)
		node = read_any(b, array->child);
	else
		csm_build_fail(b, formula_json_place_of(array->child),
		    "a list begins with the name of its operator, this one with %s",
		    csm_json_type_name(array->child->type));
	b->nest--;
	return node;
}

/* A formula in the text spelling as a JSON text. */
static struct csm_node *
formula_json_read_text(struct csm_build *b, const struct csm_json *json)
{
	struct csm_buf path = {0};
	struct csm_node *node;

	csm_json_path(json, &path);
	struct csm_pos at = {.file = json->file,
	    .line = json->line,
	    .column = json->column,
	    .path = path.len > 0 ? csm_buf_text(&path) : NULL};
	struct csm_build inner = {.arena = b->arena,
	    .diag = b->diag,
	    .at = &at,
	    /* Brackets of JSON and of the text within are one depth to the stack. */
	    .nest = b->nest,
	    .columns = b->columns};
	node = csm_parse_tree(&inner, json->text, json->len);
	csm_buf_fini(&path);
	return node;
}

static struct csm_node *
read_any(struct csm_build *b, const struct csm_json *json)
{
	switch (json->type) {
	case CSM_JSON_ARRAY:
		return formula_json_read_array(b, json);
	case CSM_JSON_OBJECT:
		return csm_part_read(b, json);
	case CSM_JSON_STRING:
		return formula_json_read_text(b, json);
	case CSM_JSON_NUMBER:
	case CSM_JSON_TRUE:
	case CSM_JSON_FALSE:
		return csm_part_literal(b, json);
	default:
		return csm_build_fail(b, formula_json_place_of(json),
		    "a formula cannot be %s", csm_json_type_name(json->type));
	}
}

struct csm_formula *
csm_part_formula(struct csm_build *b, const struct csm_json *json)
{
	struct csm_node *root = read_any(b, json);
	struct csm_formula *f;

	if (root == NULL)
		return NULL;
	f = csm_build_formula(b, root);
	f->name = csm_arena_strdup(b->arena, json->file);
	f->line = json->line;
	f->column = json->column;
	if (json->type == CSM_JSON_STRING)
		f->source = csm_arena_text(b->arena, json->text, json->len);
	return f;
}

struct csm_formula *
csm_formula_from_json(
    struct csm_arena *arena, const struct csm_json *json, struct csm_diag *diag)
{
	struct csm_build b = {.arena = arena, .diag = diag};

	return csm_part_formula(&b, json);
}

struct csm_formula *
csm_formula_columns_from_json(
    struct csm_arena *arena, const struct csm_json *json, struct csm_diag *diag)
{
	struct csm_build b = {.arena = arena, .diag = diag, .columns = 1};

	return csm_part_formula(&b, json);
}
