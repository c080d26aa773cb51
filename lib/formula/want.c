/* What is wanted of the fields in a formula, as far as the formula itself tells. */
#include "formula/build.h"
#include "time/date.h"

#include <string.h>

static void want_node(struct csm_node *node, enum csm_value_type type);

/* Comparisons that put values in an order: a text there that is a day means days. */
static int
want_is_order(const struct csm_func *func)
{
	static const char *const equal[] = {
	    "EQUAL_TO", "NOT_EQUAL_TO", CSM_FUNC_IN, NULL};

	for (size_t i = 0; equal[i] != NULL; i++)
		if (csm_func_is(func, equal[i]))
			return 0;
	return 1;
}

static enum csm_value_type
want_type_of(const struct csm_node *node)
{
	static const enum csm_value_type given[] = {
	    [CSM_GIVE_NUMBER] = CSM_VALUE_NUMBER,
	    [CSM_GIVE_TRUTH] = CSM_VALUE_BOOL,
	    [CSM_GIVE_TEXT] = CSM_VALUE_TEXT,
	    [CSM_GIVE_DAY] = CSM_VALUE_DAY,
	    [CSM_GIVE_CELL] = CSM_VALUE_MISSING};
	enum csm_value_type type = CSM_VALUE_MISSING;
	int32_t day;

	switch (node->kind) {
	case CSM_NODE_NUMBER:
		return CSM_VALUE_NUMBER;
	case CSM_NODE_WINDOW:
		return node->window.op == CSM_WINDOW_STATE       ? CSM_VALUE_TEXT
		       : csm_window_info[node->window.op].is_day ? CSM_VALUE_DAY
								 : CSM_VALUE_NUMBER;
	case CSM_NODE_TRUTH:
		return CSM_VALUE_BOOL;
	case CSM_NODE_TEXT:
		return csm_date_parse(node->text, strlen(node->text), &day) == NULL
			   ? CSM_VALUE_DAY
			   : CSM_VALUE_TEXT;
	case CSM_NODE_FIELD:
		return strcmp(node->text, "today") == 0 ? CSM_VALUE_DAY
							: CSM_VALUE_MISSING;
	case CSM_NODE_CALL:
		break;
	}
	if (node->func->give != CSM_GIVE_ARGS)
		return given[node->func->give];
	for (size_t i = node->func->results;
	     i < node->argc && type == CSM_VALUE_MISSING; i++)
		type = want_type_of(node->arg[i]);
	return type;
}

static const struct csm_node *
want_other_field(const struct csm_node *call, const struct csm_node *field)
{
	for (size_t i = 0; i < call->argc; i++)
		if (call->arg[i] != field && call->arg[i]->kind == CSM_NODE_FIELD)
			return call->arg[i];
	return NULL;
}

/* What is compared is read as the other side is; a text compares with the text. */
static void
want_alike(struct csm_node *call)
{
	enum csm_value_type type = CSM_VALUE_MISSING;

	/* The first side that says what it is decides for all of them. */
	for (size_t i = 0; i < call->argc && type == CSM_VALUE_MISSING; i++)
		type = want_type_of(call->arg[i]);
	if (type == CSM_VALUE_TEXT ||
	    (type == CSM_VALUE_DAY && !want_is_order(call->func)))
		type = CSM_VALUE_MISSING;
	for (size_t i = 0; i < call->argc; i++) {
		struct csm_node *arg = call->arg[i];
		want_node(arg, type);
		if (type == CSM_VALUE_MISSING && arg->kind == CSM_NODE_FIELD)
			/* Two fields are read alike, which only their columns can tell.
			 */
			arg->beside = want_other_field(call, arg);
	}
}

/* Conditions of IF are truths; its results and those of COALESCE what is wanted of it,
 * or what the others are. */
static void
want_results(struct csm_node *call, enum csm_value_type type)
{
	/* Nothing is wanted of the whole: its results want of each other what one of
	 * them is. */
	if (type == CSM_VALUE_MISSING)
		type = want_type_of(call);
	for (size_t i = 0; i < call->argc; i++)
		want_node(
		    call->arg[i], i < call->func->results ? CSM_VALUE_BOOL : type);
}

static void
want_node(struct csm_node *node, enum csm_value_type type)
{
	enum csm_value_type each = CSM_VALUE_MISSING;

	if ((node->kind == CSM_NODE_FIELD ||
		(node->kind == CSM_NODE_CALL && node->func->give == CSM_GIVE_CELL)) &&
	    /* A cell is a text anyway; MISSING leaves to the evaluator what it stands
	     * beside. */
	    type != CSM_VALUE_TEXT)
		node->want = type;
	if (node->kind != CSM_NODE_CALL)
		return;
	if (node->func->want == CSM_WANT_LIKE) {
		want_alike(node);
		return;
	}
	if (node->func->give == CSM_GIVE_ARGS) {
		want_results(node, type);
		return;
	}
	if (node->func->want == CSM_WANT_NUMBER)
		each = CSM_VALUE_NUMBER;
	else if (node->func->want == CSM_WANT_TRUTH)
		each = CSM_VALUE_BOOL;
	else if (node->func->want == CSM_WANT_DAY)
		each = CSM_VALUE_DAY;
	for (size_t i = 0; i < node->argc; i++)
		want_node(node->arg[i], each);
}

void
csm_node_want(struct csm_node *root)
{
	want_node(root, CSM_VALUE_MISSING);
}
