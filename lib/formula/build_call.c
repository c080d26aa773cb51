/* A function with its arguments: their number and types are right, or what is wrong is said. */
#include "base/text.h"
#include "formula/build.h"
#include "formula/id_list.h"
#include "formula/regex.h"

#include <string.h>

/* As text has it: "clamp", "+"; as JSON has it: "CLAMP", "SUM". */
static const char *
build_spelling(const struct csm_build *b, const struct csm_func *func)
{
	if (b->source == NULL)
		return func->json;
	return func->text != NULL ? func->text : func->infix;
}

static int
check_count(
    struct csm_build *b, const struct csm_func *func, size_t n, struct csm_place place)
{
	const char *name = build_spelling(b, func);
	const char *least;

	if (n >= func->least && (func->most == 0 || n <= func->most))
		return 0;
	least = csm_text_counted(b->arena, func->least, "arguments");
	if (func->most == 0)
		csm_build_fail(
		    b, place, "%s takes at least %s, has %zu", name, least, n);
	else if (func->least == func->most)
		csm_build_fail(b, place, "%s takes %s, has %zu", name, least, n);
	else
		csm_build_fail(b, place, "%s takes %zu %s %zu arguments, has %zu", name,
		    func->least, func->most - func->least > 1 ? "to" : "or", func->most,
		    n);
	return -1;
}

static int
build_wrong_type(struct csm_build *b, const struct csm_func *func,
    const struct csm_node *node, struct csm_place place, const char *needs)
{
	struct csm_buf what = {0};

	if (node->kind == CSM_NODE_TEXT) {
		csm_buf_puts(&what, "text ");
		csm_text_quote(&what, node->text, strlen(node->text));
	} else if (node->kind == CSM_NODE_NUMBER) {
		csm_buf_printf(&what, "number %s", node->text);
	} else {
		csm_buf_puts(&what,
		    csm_node_type(node) == CSM_FORMULA_TEXT ? "a text" : "a number");
	}
	csm_build_fail(b, place, "%s where %s needs %s", csm_buf_text(&what),
	    build_spelling(b, func), needs);
	csm_buf_fini(&what);
	return -1;
}

/* A text compared with something that is certainly a number never holds. */
static int
check_alike(
    struct csm_build *b, const struct csm_func *func, const struct csm_args *args)
{
	size_t number = args->n, text = args->n;

	/* From the end, so that the first of each kind is the one that stays. */
	for (size_t i = args->n; i-- > 0;) {
		enum csm_formula_type t = csm_node_type(args->node[i]);
		if (t == CSM_FORMULA_NUMBER || t == CSM_FORMULA_TRUTH)
			number = i;
		else if (t == CSM_FORMULA_TEXT)
			text = i;
	}
	/* every member of a list is compared with the first only A field may be either,
	 * and is decided by its cells. */
	if (number == args->n || text == args->n ||
	    (csm_func_is(func, CSM_FUNC_IN) && number > 0 && text > 0))
		return 0;
	return build_wrong_type(b, func, args->node[text], args->place[text],
	    "a number, as the other side is one");
}

static int
check_types(
    struct csm_build *b, const struct csm_func *func, const struct csm_args *args)
{
	if (func->want == CSM_WANT_LIKE)
		return check_alike(b, func, args);
	for (size_t i = 0; i < args->n; i++) {
		enum csm_formula_type t = csm_node_type(args->node[i]);
		const char *needs = NULL;
		if (t == CSM_FORMULA_TEXT && func->want == CSM_WANT_NUMBER)
			needs = "a number";
		else if (t == CSM_FORMULA_TEXT &&
			 /* Arguments before the results are conditions: that of IF. */
			 (func->want == CSM_WANT_TRUTH || i < func->results))
			needs = "a condition";
		else if ((t == CSM_FORMULA_NUMBER || t == CSM_FORMULA_TRUTH) &&
			 func->want == CSM_WANT_TEXT)
			needs = "a text";
		if (needs != NULL)
			return build_wrong_type(
			    b, func, args->node[i], args->place[i], needs);
	}
	return 0;
}

/* The pattern of a match is written out, so that it is compiled once. */
static const struct csm_regex *
build_pattern(struct csm_build *b, const struct csm_args *args)
{
	const struct csm_node *pattern = args->node[1];
	const struct csm_regex *regex = NULL;
	struct csm_buf why = {0};

	if (pattern->kind != CSM_NODE_TEXT) {
		csm_build_fail(b, args->place[1],
		    "a pattern is written out: match(name, '[0-9]+')");
		return NULL;
	}
	regex = csm_regex_compile(b->arena, pattern->text, &why);
	if (regex == NULL)
		csm_build_fail(b, args->place[1], "not a pattern to match: %s",
		    csm_buf_text(&why));
	csm_buf_fini(&why);
	return regex;
}

static int
build_list_field(
    struct csm_build *b, struct csm_args *args, size_t at, struct csm_place place)
{
	struct csm_node *field = csm_build_field(b, "company.id", place);

	if (field == NULL)
		return -1;
	csm_args_push(b, args, field, place);
	for (size_t i = args->n - 1; i > at; i--) {
		args->node[i] = args->node[i - 1];
		args->place[i] = args->place[i - 1];
	}
	args->node[at] = field;
	args->place[at] = place;
	return 0;
}

/* in_list('file') asks for the company, and ids of end users are ids within theirs. */
static int
build_list_ids(struct csm_build *b, struct csm_args *args, struct csm_place place)
{
	const struct csm_node *id = args->node[0];

	if (args->n == 1)
		return build_list_field(b, args, 0, place);
	if (args->n == 2 && id->kind == CSM_NODE_FIELD && strcmp(id->text, "id") == 0 &&
	    id->model != CSM_MODEL_COMPANY)
		return build_list_field(b, args, 1, place);
	return 0;
}

/* The file is read with the formula, so that what is wrong with it is told before any
 * data are read. */
static const struct csm_idlist *
build_list(struct csm_build *b, const struct csm_args *args)
{
	const struct csm_node *file = args->node[args->n - 1], *id = args->node[0];
	const struct csm_place place = args->place[args->n - 1];
	bool in_conf = b->at != NULL && b->at->line > 0;
	const char *conf = place.json != NULL ? place.json->file
			   : in_conf          ? b->at->file
					      : NULL;
	const struct csm_idlist *list;
	struct csm_buf why = {0};

	if (b->columns)
		return csm_build_fail(b, place,
			   "in_list asks for companies and their end users; a row of "
			   "an export has lookup(column, 'file', ...)"),
		       NULL;
	if (file->kind != CSM_NODE_TEXT)
		return csm_build_fail(b, place,
			   "the file of a list is written out: in_list('vips.csv')"),
		       NULL;
	list = csm_idlist_load(b->arena, conf, file->text, &why, b->diag);
	if (list != NULL && list->says && id->kind == CSM_NODE_FIELD &&
	    strcmp(id->text, "id") == 0 && list->model != id->model) {
		csm_buf_printf(&why, "%s has ids of the model %s: in_list(%s.id, '%s')",
		    file->text, csm_model_name(list->model),
		    csm_model_name(list->model), file->text);
		list = NULL;
	}
	if (why.len > 0)
		csm_build_fail(b, place, "%s", csm_buf_text(&why));
	csm_buf_fini(&why);
	return list;
}

struct csm_node *
csm_build_call(struct csm_build *b, const struct csm_func *func,
    const struct csm_args *given, struct csm_place place)
{
	struct csm_args own = *given;
	const struct csm_args *args = &own;
	bool lists = csm_func_is(func, CSM_FUNC_IN_LIST);
	const void *data = NULL;

	if (lists && given->n > 0 && !b->columns && build_list_ids(b, &own, place) != 0)
		return NULL;
	if (check_count(b, func, args->n, place) != 0 ||
	    check_types(b, func, args) != 0)
		return NULL;
	if (func->want == CSM_WANT_ROW && !b->columns)
		return csm_build_fail(b, place,
		    "%s reads a time of a row of an export; "
		    "a formula of metrics has days",
		    build_spelling(b, func));
	/* Compiled, and read, here, once, for all rows of all companies. */
	if (func->want == CSM_WANT_PATTERN && (data = build_pattern(b, args)) == NULL)
		return NULL;
	if (lists && (data = build_list(b, args)) == NULL)
		return NULL;
	struct csm_node *node = csm_build_node(b, CSM_NODE_CALL, place);
	node->func = func;
	node->data = data;
	node->arg = args->node;
	node->argc = args->n;
	for (size_t i = 0; i < args->n; i++)
		if (args->node[i]->depth >= node->depth)
			node->depth = args->node[i]->depth + 1;
	/* A run such as a + b + c is flat and yet was not counted by csm_build_enter():
	 * its arguments may be deep, and evaluation goes down by recursion. */
	if (node->depth > CSM_FORMULA_DEPTH)
		return csm_build_fail(
		    b, place, "nested deeper than %d levels", CSM_FORMULA_DEPTH);
	return node;
}
