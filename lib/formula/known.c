#include "formula/func.h"

#include <string.h>

static struct csm_node *
known_call(
    struct csm_arena *arena, const char *json, struct csm_node **arg, size_t argc)
{
	struct csm_node *call = CSM_ARENA_NEW(arena, struct csm_node);

	*call = (struct csm_node){.kind = CSM_NODE_CALL,
	    .func = csm_func_by_json(json),
	    .arg = arg,
	    .argc = argc,
	    .depth = 1};
	for (size_t i = 0; i < argc; i++)
		if (arg[i]->depth >= call->depth)
			call->depth = arg[i]->depth + 1;
	return call;
}

static int
is_connective(const struct csm_node *node)
{
	/* By what they take and give, so that a connective more in the table is one
	 * here. */
	return node->func->want == CSM_WANT_TRUTH && node->func->give == CSM_GIVE_TRUTH;
}

static int
compares(const struct csm_node *node)
{
	return node->func->bind == CSM_BIND_COMPARE;
}

/* Any of its tests for a connective, all its arguments for a comparison, else itself.
 * Formulas are at most CSM_FORMULA_DEPTH deep. */
static struct csm_node *
known_node(struct csm_arena *arena, struct csm_node *node)
{
	struct csm_node **arg;
	int any = node->kind == CSM_NODE_CALL && is_connective(node);

	if (!any && (node->kind != CSM_NODE_CALL || !compares(node))) {
		arg = CSM_ARENA_NEW(arena, struct csm_node *);
		*arg = node;
		return known_call(arena, CSM_FUNC_HAS_VALUE, arg, 1);
	}
	arg = CSM_ARENA_ARRAY(arena, struct csm_node *, node->argc);
	for (size_t i = 0; i < node->argc; i++) {
		struct csm_node **of = CSM_ARENA_NEW(arena, struct csm_node *);
		*of = node->arg[i];
		arg[i] = any ? known_node(arena, node->arg[i])
			     : known_call(arena, CSM_FUNC_HAS_VALUE, of, 1);
	}
	/* NOT has one argument, of which any is all. */
	if (node->argc == 1)
		return arg[0];
	return known_call(arena, any ? "OR" : "AND", arg, node->argc);
}

struct csm_formula *
csm_formula_known(struct csm_arena *arena, const struct csm_formula *condition)
{
	struct csm_formula *f = CSM_ARENA_NEW(arena, struct csm_formula);

	*f = *condition;
	f->root = known_node(arena, condition->root);
	/* Without a place nothing is told of its names, which the condition has told
	 * already. */
	f->name = f->source = NULL;
	return f;
}
