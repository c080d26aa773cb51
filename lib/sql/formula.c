/* Operators and functions of formulas, in doubles as csm-formula(5) has them. */
#include "sql/build.h"

#include "base/num.h"
#include "formula/eval.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Doubles from here on could be none in some engine. */
#define FORMULA_MOST 1e300
#define FORMULA_LEAST 1e-290

struct sql_call {
	struct csm_sql_build *b;
	struct csm_sql_graph *g;
	const struct csm_node *node;
	const struct csm_sql_value *arg;
	size_t argc;
};

static const struct csm_sql_value formula_missing = {.kind = CSM_SQL_MISSING};

static csm_sql
formula_number(const struct sql_call *c, size_t i)
{
	return csm_sql_number(c->b, &c->arg[i]);
}

static csm_sql
formula_absent(const struct sql_call *c, csm_sql a)
{
	return csm_sql_op1(c->g, CSM_SQL_IS_NULL, a);
}

/* Where an argument is missing the other is the result. */
static csm_sql
formula_pair(const struct sql_call *c, csm_sql a, csm_sql b, csm_sql both)
{
	return csm_sql_settle(
	    c->g, csm_sql_if(c->g, formula_absent(c, b), a,
		      csm_sql_if(c->g, formula_absent(c, a), b, both)));
}

static csm_sql
formula_added(const struct sql_call *c)
{
	csm_sql sum = formula_number(c, 0);

	for (size_t i = 1; i < c->argc; i++) {
		csm_sql x = formula_number(c, i);
		sum = formula_pair(c, sum, x, csm_sql_add(c->g, sum, x));
	}
	return sum;
}

static struct csm_sql_value
formula_sum(const struct sql_call *c)
{
	return csm_sql_numeric(formula_added(c));
}

static struct csm_sql_value
formula_average(const struct sql_call *c)
{
	csm_sql n = csm_sql_real(c->g, 0), zero = n, one = csm_sql_real(c->g, 1);
	csm_sql sum = formula_added(c);

	for (size_t i = 0; i < c->argc; i++)
		n = csm_sql_add(c->g, n,
		    csm_sql_if(
			c->g, formula_absent(c, formula_number(c, i)), zero, one));
	n = csm_sql_within(c->g, n, 1, 1e6);
	return csm_sql_numeric(
	    csm_sql_where(c->g, csm_sql_op1(c->g, CSM_SQL_NOT_NULL, sum),
		csm_sql_op2(c->g, CSM_SQL_DIV, sum, n)));
}

/* What csm takes of two that are equal is the second. */
static csm_sql
formula_larger(const struct sql_call *c, csm_sql a, csm_sql b)
{
	return csm_sql_if(c->g, csm_sql_lt(c->g, b, a), a, b);
}

static csm_sql
formula_smaller(const struct sql_call *c, csm_sql a, csm_sql b)
{
	return csm_sql_if(c->g, csm_sql_lt(c->g, a, b), a, b);
}

static struct csm_sql_value
formula_extreme(const struct sql_call *c,
    csm_sql (*of)(const struct sql_call *c, csm_sql a, csm_sql b))
{
	csm_sql v = formula_number(c, 0);

	for (size_t i = 1; i < c->argc; i++) {
		csm_sql x = formula_number(c, i);
		v = formula_pair(c, v, x, of(c, v, x));
	}
	return csm_sql_numeric(v);
}

static struct csm_sql_value
formula_max(const struct sql_call *c)
{
	return formula_extreme(c, formula_larger);
}

static struct csm_sql_value
formula_min(const struct sql_call *c)
{
	return formula_extreme(c, formula_smaller);
}

static struct csm_sql_value
formula_subtraction(const struct sql_call *c)
{
	csm_sql x = formula_number(c, 0);

	for (size_t i = 1; i < c->argc; i++) {
		csm_sql y = formula_number(c, i);
		x = csm_sql_settle(c->g,
		    csm_sql_if(c->g, formula_absent(c, y), x, csm_sql_sub(c->g, x, y)));
	}
	return csm_sql_numeric(x);
}

static struct csm_sql_value
formula_multiplication(const struct sql_call *c)
{
	csm_sql x = formula_number(c, 0);

	for (size_t i = 1; i < c->argc; i++)
		x = csm_sql_mul(c->g, x, formula_number(c, i));
	return csm_sql_numeric(x);
}

static csm_sql
formula_over(const struct sql_call *c, csm_sql x, csm_sql y)
{
	return csm_sql_where(c->g,
	    csm_sql_op2(c->g, CSM_SQL_NE, y, csm_sql_real(c->g, 0)),
	    csm_sql_op2(c->g, CSM_SQL_DIV, x, y));
}

static struct csm_sql_value
formula_division(const struct sql_call *c)
{
	csm_sql x = formula_number(c, 0), y = formula_number(c, 1);

	if (y->op == CSM_SQL_NUMBER && y->real == 0)
		return formula_missing;
	return csm_sql_numeric(formula_over(c, x, y));
}

/* With an exponent that is written down, so that it is known how large it can get. */
static struct csm_sql_value
formula_power(const struct sql_call *c)
{
	struct csm_sql_graph *g = c->g;
	csm_sql x = formula_number(c, 0), y = formula_number(c, 1), p, holds;
	csm_sql zero = csm_sql_real(g, 0);

	if (y->op != CSM_SQL_NUMBER)
		return csm_sql_refuse(c->b, "power with an exponent that is no number");
	p = csm_sql_op2(g, CSM_SQL_POW, x, y);
	if (p->op == CSM_SQL_NUMBER || p->op == CSM_SQL_NULL)
		return csm_sql_numeric(p);
	double a = pow(x->least, y->real), z = pow(x->most, y->real);
	if (!isfinite(a) || !isfinite(z) || a < FORMULA_LEAST || z < FORMULA_LEAST)
		return csm_sql_refuse(
		    c->b, "power that can leave the range of doubles");
	struct csm_sql_node *n = g->node[p->id];
	n->least = (a < z ? a : z) / 2;
	n->most = (a < z ? z : a) * 2;
	if (y->real == floor(y->real))
		holds = y->real < 0 ? csm_sql_op2(g, CSM_SQL_NE, x, zero)
				    : csm_sql_op1(g, CSM_SQL_NOT_NULL, x);
	else
		holds = y->real < 0 ? csm_sql_lt(g, zero, x) : csm_sql_le(g, zero, x);
	return csm_sql_numeric(csm_sql_where(g, holds, p));
}

static struct csm_sql_value
formula_sign(const struct sql_call *c)
{
	struct csm_sql_graph *g = c->g;
	csm_sql x = formula_number(c, 0), zero = csm_sql_real(g, 0);

	return csm_sql_numeric(csm_sql_if(g, csm_sql_lt(g, zero, x), csm_sql_real(g, 1),
	    csm_sql_if(g, csm_sql_lt(g, x, zero), csm_sql_real(g, -1),
		csm_sql_where(g, csm_sql_op1(g, CSM_SQL_NOT_NULL, x), zero))));
}

static csm_sql
formula_logarithm(const struct sql_call *c, enum csm_sql_op op, csm_sql x)
{
	return csm_sql_where(
	    c->g, csm_sql_lt(c->g, csm_sql_real(c->g, 0), x), csm_sql_op1(c->g, op, x));
}

static struct csm_sql_value
formula_log(const struct sql_call *c)
{
	csm_sql x = formula_logarithm(c, CSM_SQL_LN, formula_number(c, 0)), base;

	if (c->argc == 1)
		return csm_sql_numeric(x);
	base = formula_logarithm(c, CSM_SQL_LN, formula_number(c, 1));
	if (base->op == CSM_SQL_NULL || (base->op == CSM_SQL_NUMBER && base->real == 0))
		return formula_missing;
	return csm_sql_numeric(
	    formula_over(c, csm_sql_settle(c->g, x), csm_sql_settle(c->g, base)));
}

static struct csm_sql_value
formula_log10(const struct sql_call *c)
{
	if (c->b->dialect->log10 == NULL)
		return csm_sql_refuse(c->b, "log10");
	return csm_sql_numeric(
	    formula_logarithm(c, CSM_SQL_LOG10, formula_number(c, 0)));
}

static struct csm_sql_value
formula_sqrt(const struct sql_call *c)
{
	csm_sql x = formula_number(c, 0);

	return csm_sql_numeric(
	    csm_sql_where(c->g, csm_sql_le(c->g, csm_sql_real(c->g, 0), x),
		csm_sql_op1(c->g, CSM_SQL_SQRT, x)));
}

static struct csm_sql_value
formula_abs(const struct sql_call *c)
{
	return csm_sql_numeric(csm_sql_op1(c->g, CSM_SQL_ABS, formula_number(c, 0)));
}

/* Halves away from 0, of the whole part and the rest, which are exact. */
static struct csm_sql_value
formula_round(const struct sql_call *c)
{
	struct csm_sql_graph *g = c->g;
	csm_sql x = formula_number(c, 0), zero = csm_sql_real(g, 0);
	csm_sql size = csm_sql_op1(g, CSM_SQL_ABS, x);
	csm_sql whole = csm_sql_op1(g, CSM_SQL_FLOOR_R, size);
	csm_sql up = csm_sql_le(g, csm_sql_real(g, 0.5), csm_sql_sub(g, size, whole));
	csm_sql near = csm_sql_settle(
	    g, csm_sql_if(g, up, csm_sql_add(g, whole, csm_sql_real(g, 1)), whole));

	return csm_sql_numeric(
	    csm_sql_if(g, csm_sql_lt(g, x, zero), csm_sql_sub(g, zero, near), near));
}

static struct csm_sql_value
formula_clamp(const struct sql_call *c)
{
	csm_sql x = formula_number(c, 0), low = formula_number(c, 1),
		high = formula_number(c, 2);
	csm_sql all = csm_sql_and(c->g, csm_sql_op1(c->g, CSM_SQL_NOT_NULL, x),
	    csm_sql_and(c->g, csm_sql_op1(c->g, CSM_SQL_NOT_NULL, low),
		csm_sql_op1(c->g, CSM_SQL_NOT_NULL, high)));

	return csm_sql_numeric(csm_sql_where(
	    c->g, all, formula_smaller(c, formula_larger(c, x, low), high)));
}

/* The day in a value, NULL if it is none. */
static csm_sql
formula_day(const struct sql_call *c, size_t i)
{
	struct csm_sql_value v = csm_sql_as(c->b, &c->arg[i], CSM_VALUE_DAY);
	int32_t day;

	if (v.kind == CSM_SQL_DATE)
		return v.exact;
	if (v.kind == CSM_SQL_WORDS && v.literal == NULL)
		csm_sql_refuse(c->b, "a day made of texts");
	if (v.kind == CSM_SQL_WORDS && v.literal != NULL &&
	    csm_date_parse(v.literal, strlen(v.literal), &day) == NULL)
		return csm_sql_int(c->g, day);
	return csm_sql_null(c->g, CSM_SQL_INT);
}

static struct csm_sql_value
formula_days_between(const struct sql_call *c)
{
	return csm_sql_numeric(csm_sql_within(c->g,
	    csm_sql_op1(c->g, CSM_SQL_TO_REAL,
		csm_sql_sub(c->g, formula_day(c, 1), formula_day(c, 0))),
	    1, 1e6));
}

/* The values of two branches as values of one kind; false if they are of two. */
static bool
formula_alike(
    const struct sql_call *c, struct csm_sql_value *x, struct csm_sql_value *y)
{
	if (x->kind == CSM_SQL_CELL)
		*x = csm_sql_as(c->b, x,
		    y->kind == CSM_SQL_NUMERIC ? CSM_VALUE_NUMBER
		    : y->kind == CSM_SQL_DATE  ? CSM_VALUE_DAY
					       : CSM_VALUE_TEXT);
	if (y->kind == CSM_SQL_CELL)
		*y = csm_sql_as(c->b, y,
		    x->kind == CSM_SQL_NUMERIC ? CSM_VALUE_NUMBER
		    : x->kind == CSM_SQL_DATE  ? CSM_VALUE_DAY
					       : CSM_VALUE_TEXT);
	return x->kind == y->kind || x->kind == CSM_SQL_MISSING ||
	       y->kind == CSM_SQL_MISSING;
}

static csm_sql
formula_either(const struct sql_call *c, csm_sql condition, csm_sql x, csm_sql y)
{
	enum csm_sql_type type = x != NULL ? x->type : y->type;

	return csm_sql_settle(
	    c->g, csm_sql_if(c->g, condition, x != NULL ? x : csm_sql_null(c->g, type),
		      y != NULL ? y : csm_sql_null(c->g, type)));
}

/* x where the condition holds, else y. */
static struct csm_sql_value
formula_choose(const struct sql_call *c, csm_sql condition, struct csm_sql_value x,
    struct csm_sql_value y)
{
	struct csm_sql_value v;

	if (x.kind == CSM_SQL_CELL && y.kind == CSM_SQL_CELL)
		return csm_sql_refuse(
		    c->b, "a choice between fields that are read as nothing certain");
	if (!formula_alike(c, &x, &y))
		return csm_sql_refuse(c->b, "a choice between values of two kinds");
	v = (struct csm_sql_value){.kind = x.kind == CSM_SQL_MISSING ? y.kind : x.kind};
	switch (v.kind) {
	case CSM_SQL_NUMERIC:
		v.real = formula_either(c, condition, x.real, y.real);
		if (x.truth != NULL && y.truth != NULL)
			v.truth = csm_sql_op2(
			    c->g, CSM_SQL_NE, v.real, csm_sql_real(c->g, 0));
		break;
	case CSM_SQL_DATE:
		v.exact = formula_either(c, condition, x.exact, y.exact);
		break;
	case CSM_SQL_WORDS:
		v.text = formula_either(c, condition, x.text, y.text);
		break;
	default:
		break;
	}
	return v;
}

static struct csm_sql_value
formula_if(const struct sql_call *c)
{
	return formula_choose(
	    c, csm_sql_condition(c->b, &c->arg[0]), c->arg[1], c->arg[2]);
}

static struct csm_sql_value
formula_coalesce(const struct sql_call *c)
{
	struct csm_sql_value v = c->arg[c->argc - 1];

	for (size_t i = c->argc - 1; i-- > 0;)
		v = formula_choose(c, csm_sql_present(c->b, &c->arg[i]), c->arg[i], v);
	return v;
}

static struct csm_sql_value
formula_has_value(const struct sql_call *c)
{
	return csm_sql_truth(c->b, csm_sql_present(c->b, &c->arg[0]));
}

#define FORMULA_BIT(order) (1u << CSM_ORDER_##order)
#define FORMULA_COMPARE(name, orders)                                                  \
	static struct csm_sql_value name(const struct sql_call *c)                     \
	{                                                                              \
		return csm_sql_truth(                                                  \
		    c->b, csm_sql_compare(c->b, &c->arg[0], &c->arg[1], (orders)));    \
	}
FORMULA_COMPARE(formula_more, FORMULA_BIT(MORE))
FORMULA_COMPARE(formula_less, FORMULA_BIT(LESS))
FORMULA_COMPARE(formula_equal, FORMULA_BIT(EQUAL))
FORMULA_COMPARE(formula_at_least, FORMULA_BIT(MORE) | FORMULA_BIT(EQUAL))
FORMULA_COMPARE(formula_at_most, FORMULA_BIT(LESS) | FORMULA_BIT(EQUAL))
FORMULA_COMPARE(
    formula_not_equal, FORMULA_BIT(LESS) | FORMULA_BIT(MORE) | FORMULA_BIT(DIFFERENT))

static struct csm_sql_value
formula_between(const struct sql_call *c)
{
	return csm_sql_truth(c->b, csm_sql_and(c->g,
				       csm_sql_compare(c->b, &c->arg[0], &c->arg[1],
					   FORMULA_BIT(MORE) | FORMULA_BIT(EQUAL)),
				       csm_sql_compare(c->b, &c->arg[0], &c->arg[2],
					   FORMULA_BIT(LESS) | FORMULA_BIT(EQUAL))));
}

static struct csm_sql_value
formula_in(const struct sql_call *c)
{
	csm_sql found = NULL;

	for (size_t i = 1; i < c->argc; i++) {
		csm_sql one =
		    csm_sql_compare(c->b, &c->arg[0], &c->arg[i], FORMULA_BIT(EQUAL));
		found = found == NULL ? one : csm_sql_op2(c->g, CSM_SQL_OR, found, one);
	}
	return csm_sql_truth(c->b, found);
}

static struct csm_sql_value
formula_like(const struct sql_call *c)
{
	struct csm_sql_value v = csm_sql_as(c->b, &c->arg[0], CSM_VALUE_TEXT);

	if (v.kind == CSM_SQL_MISSING)
		return csm_sql_truth(
		    c->b, csm_sql_op1(c->g, CSM_SQL_IS_NULL, csm_sql_int(c->g, 0)));
	if (v.kind != CSM_SQL_WORDS || c->arg[1].literal == NULL)
		return csm_sql_refuse(
		    c->b, "like of anything but a text and a pattern");
	return csm_sql_truth(c->b, csm_sql_like(c->g, v.text, c->arg[1].literal));
}

static struct csm_sql_value
formula_and(const struct sql_call *c)
{
	csm_sql all = csm_sql_condition(c->b, &c->arg[0]);

	for (size_t i = 1; i < c->argc; i++)
		all = csm_sql_and(c->g, all, csm_sql_condition(c->b, &c->arg[i]));
	return csm_sql_truth(c->b, all);
}

static struct csm_sql_value
formula_or(const struct sql_call *c)
{
	csm_sql any = csm_sql_condition(c->b, &c->arg[0]);

	for (size_t i = 1; i < c->argc; i++)
		any = csm_sql_op2(
		    c->g, CSM_SQL_OR, any, csm_sql_condition(c->b, &c->arg[i]));
	return csm_sql_truth(c->b, any);
}

static struct csm_sql_value
formula_not(const struct sql_call *c)
{
	return csm_sql_truth(
	    c->b, csm_sql_op1(c->g, CSM_SQL_NOT, csm_sql_condition(c->b, &c->arg[0])));
}

/* A function that is not here is refused. */
static const struct {
	const char *json;
	struct csm_sql_value (*make)(const struct sql_call *c);
} formula_functions[] = {{"SUM", formula_sum}, {"AVERAGE", formula_average},
    {"MAX", formula_max}, {"MIN", formula_min}, {"SUBTRACTION", formula_subtraction},
    {"MULTIPLICATION", formula_multiplication}, {"DIVISION", formula_division},
    {"POWER", formula_power}, {"SIGN", formula_sign}, {"LOG", formula_log},
    {"LOG10", formula_log10}, {"SQRT", formula_sqrt}, {"ABS", formula_abs},
    {"ROUND", formula_round}, {"DAYS_BETWEEN", formula_days_between},
    {"IF", formula_if}, {"CLAMP", formula_clamp}, {"COALESCE", formula_coalesce},
    {"HAS_VALUE", formula_has_value}, {"MORE_THAN", formula_more},
    {"LESS_THAN", formula_less}, {"EQUAL_TO", formula_equal},
    {"NOT_EQUAL_TO", formula_not_equal}, {"AT_LEAST", formula_at_least},
    {"AT_MOST", formula_at_most}, {"IN", formula_in}, {"LIKE", formula_like},
    {"BETWEEN", formula_between}, {"AND", formula_and}, {"OR", formula_or},
    {"NOT", formula_not}};

struct csm_sql_value
csm_sql_refuse(struct csm_sql_build *b, const char *fmt, ...)
{
	char what[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	b->failed = 1;
	csm_use_error(&b->use, CSM_E_FORMULA, b->diag,
	    "%s cannot be said in the SQL of %s so that it is the same", what,
	    b->dialect->engine);
	return formula_missing;
}

static struct csm_sql_value
formula_call(struct csm_sql_build *b, const struct csm_node *node,
    const struct csm_sql_value *arg)
{
	struct sql_call call = {b, b->g, node, arg, node->argc};
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
	    !(v.real->most < FORMULA_MOST && v.real->least > FORMULA_LEAST))
		return csm_sql_refuse(
		    b, "a result that could leave the range of doubles");
	if (v.real != NULL)
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
