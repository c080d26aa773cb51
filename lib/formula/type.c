/* What a formula gives, by the kind of its root; apart from the tree, so that building
 * needs nothing of parsing. */
#include "formula/build.h"

#include <string.h>

/* What several arguments, one of which is the result, are together. */
static enum csm_formula_type
type_of_args(const struct csm_node *node)
{
	enum csm_formula_type type = csm_node_type(node->arg[node->func->results]);

	for (size_t i = node->func->results + 1; i < node->argc; i++)
		if (csm_node_type(node->arg[i]) != type)
			return CSM_FORMULA_UNKNOWN;
	return type;
}

enum csm_formula_type
csm_node_type(const struct csm_node *node)
{
	switch (node->kind) {
	case CSM_NODE_NUMBER:
		return CSM_FORMULA_NUMBER;
	case CSM_NODE_WINDOW:
		/* The series has the numbers of states; the formula sees their words.
		 */
		if (node->window.op == CSM_WINDOW_STATE)
			return CSM_FORMULA_TEXT;
		/* a day is read as what it stands beside */
		return csm_window_info[node->window.op].is_day ? CSM_FORMULA_UNKNOWN
							       : CSM_FORMULA_NUMBER;
	case CSM_NODE_TEXT:
		return CSM_FORMULA_TEXT;
	case CSM_NODE_TRUTH:
		return CSM_FORMULA_TRUTH;
	case CSM_NODE_FIELD:
		return CSM_FORMULA_UNKNOWN;
	case CSM_NODE_CALL:
		break;
	}
	switch (node->func->give) {
	case CSM_GIVE_NUMBER:
		return CSM_FORMULA_NUMBER;
	case CSM_GIVE_TRUTH:
		return CSM_FORMULA_TRUTH;
	case CSM_GIVE_TEXT:
		return CSM_FORMULA_TEXT;
	case CSM_GIVE_DAY:
	case CSM_GIVE_CELL:
		return CSM_FORMULA_UNKNOWN;
	case CSM_GIVE_ARGS:
		break;
	}
	return type_of_args(node);
}

enum csm_formula_type
csm_formula_type(const struct csm_formula *f)
{
	return csm_node_type(f->root);
}

static bool
type_is_day(const struct csm_node *node)
{
	if (node->kind == CSM_NODE_FIELD)
		return node->model == CSM_MODEL_COMPANY && !node->custom &&
		       strcmp(node->text, "today") == 0;
	if (node->kind == CSM_NODE_WINDOW)
		return csm_window_info[node->window.op].is_day;
	if (node->kind != CSM_NODE_CALL || node->func->give == CSM_GIVE_DAY)
		return node->kind == CSM_NODE_CALL;
	for (size_t i = node->func->results; i < node->argc; i++)
		if (node->func->give != CSM_GIVE_ARGS || !type_is_day(node->arg[i]))
			return false;
	return node->func->give == CSM_GIVE_ARGS;
}

bool
csm_formula_is_day(const struct csm_formula *f)
{
	return type_is_day(f->root);
}
