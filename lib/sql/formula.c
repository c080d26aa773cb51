/* Formulas: leaves, literals, and the table of functions. */
#include "sql/formula.h"

#include "base/num.h"
#include "formula/func.h"

#include <string.h>

/* A function that is not here is refused. */
static const struct {
	const char *json;
	struct csm_sql_value (*make)(const struct csm_sql_call *c);
} formula_functions[] = {{"SUM", csm_sql_formula_sum},
    {"AVERAGE", csm_sql_formula_average}, {"MAX", csm_sql_formula_max},
    {"MIN", csm_sql_formula_min}, {"SUBTRACTION", csm_sql_formula_subtraction},
    {"MULTIPLICATION", csm_sql_formula_multiplication},
    {"DIVISION", csm_sql_formula_division}, {"POWER", csm_sql_formula_power},
    {"SIGN", csm_sql_formula_sign}, {"LOG", csm_sql_formula_log},
    {"LOG10", csm_sql_formula_log10}, {"SQRT", csm_sql_formula_sqrt},
    {"ABS", csm_sql_formula_abs}, {"ROUND", csm_sql_formula_round},
    {"DAYS_BETWEEN", csm_sql_formula_days_between}, {"IF", csm_sql_formula_if},
    {"CLAMP", csm_sql_formula_clamp}, {"COALESCE", csm_sql_formula_coalesce},
    {"HAS_VALUE", csm_sql_formula_has_value}, {"MORE_THAN", csm_sql_formula_more},
    {"LESS_THAN", csm_sql_formula_less}, {"EQUAL_TO", csm_sql_formula_equal},
    {"NOT_EQUAL_TO", csm_sql_formula_not_equal}, {"AT_LEAST", csm_sql_formula_at_least},
    {"AT_MOST", csm_sql_formula_at_most}, {"IN", csm_sql_formula_in},
    {"LIKE", csm_sql_formula_like}, {"BETWEEN", csm_sql_formula_between},
    {"AND", csm_sql_formula_and}, {"OR", csm_sql_formula_or},
    {"NOT", csm_sql_formula_not}};

static struct csm_sql_value
formula_call(struct csm_sql_build *b, const struct csm_node *node,
    const struct csm_sql_value *arg)
{
	struct csm_sql_call call = {b, b->g, node, arg, node->argc};
	size_t n = sizeof formula_functions / sizeof formula_functions[0], i = 0;
	struct csm_sql_value v;

	b->use.node = node;
	while (i < n && !csm_func_is(node->func, formula_functions[i].json))
		i++;
	if (i == n)
		return csm_sql_refuse(b, "%s",
		    node->func->text != NULL ? node->func->text : node->func->json);
	v = formula_functions[i].make(&call);
	if (v.real != NULL &&
	    /* Written so that a bound that is not a number is refused too. */
	    !(v.real->most < CSM_SQL_MOST && v.real->least > CSM_SQL_LEAST))
		return csm_sql_refuse(
		    b, "a result that could leave the range of doubles");
	if (v.real != NULL)
		/* Each function guards its own division or root, so what it gives is
		 * safe in any row. */
		csm_sql_settle(b->g, v.real);
	return v;
}

static struct csm_sql_value
formula_leaf(
    struct csm_sql_build *b, const struct csm_node *node, const struct csm_feed *feed)
{
	b->use.node = node;
	if (node->kind == CSM_NODE_FIELD)
		return csm_sql_field(b, feed, node->want);
	return csm_sql_feed_window(b, feed);
}

static struct csm_sql_value
formula_literal(struct csm_sql_build *b, const struct csm_node *node)
{
	struct csm_sql_value v;
	int64_t micros;

	switch (node->kind) {
	case CSM_NODE_NUMBER:
		v = csm_sql_numeric(csm_sql_real(b->g, node->number));
		if (csm_num_parse(node->text, strlen(node->text), &micros) ==
		    CSM_NUM_OK)
			/* 1.1 has no double, but it has millionths: a metric that is
			 * just a number is exactly it. */
			v.exact = csm_sql_int(b->g, micros);
		return v;
	case CSM_NODE_TEXT:
		return (struct csm_sql_value){.kind = CSM_SQL_WORDS,
		    .literal = node->text,
		    .text = csm_sql_string(b->g, node->text)};
	default:
		v = csm_sql_numeric(csm_sql_real(b->g, node->number != 0));
		v.truth = csm_sql_op2(b->g, CSM_SQL_NE, v.real, csm_sql_real(b->g, 0));
		return v;
	}
}

/* Nesting is limited by the parser. */
static struct csm_sql_value
formula_node(struct csm_sql_build *b, const struct csm_node *node, const size_t *feed)
{
	struct csm_sql_value *arg;

	if (node->kind == CSM_NODE_FIELD || node->kind == CSM_NODE_WINDOW)
		return formula_leaf(b, node, &b->plan->feed[feed[node->leaf]]);
	if (node->kind != CSM_NODE_CALL)
		return formula_literal(b, node);
	arg = CSM_ARENA_ARRAY(&b->g->arena, struct csm_sql_value, node->argc);
	for (size_t i = 0; i < node->argc; i++)
		arg[i] = formula_node(b, node->arg[i], feed);
	return formula_call(b, node, arg);
}

struct csm_sql_value
csm_sql_formula(
    struct csm_sql_build *b, const struct csm_formula *formula, const size_t *feed)
{
	b->use.formula = formula;
	return formula_node(b, formula->root, feed);
}
