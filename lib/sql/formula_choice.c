/* Choices, comparisons and connectives. */
#include "sql/formula.h"

#include "formula/eval.h"

/* The values of two branches as values of one kind; false if they are of two.  A cell
 * becomes what stands beside it. */
static bool
formula_alike(
    const struct csm_sql_call *c, struct csm_sql_value *x, struct csm_sql_value *y)
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
formula_either(const struct csm_sql_call *c, csm_sql condition, csm_sql x, csm_sql y)
{
	enum csm_sql_type type = x != NULL ? x->type : y->type;

	return csm_sql_settle(
	    c->g, csm_sql_if(c->g, condition, x != NULL ? x : csm_sql_null(c->g, type),
		      y != NULL ? y : csm_sql_null(c->g, type)));
}

/* x where the condition holds, else y. */
static struct csm_sql_value
formula_choose(const struct csm_sql_call *c, csm_sql condition, struct csm_sql_value x,
    struct csm_sql_value y)
{
	struct csm_sql_value v;

	/* Of two cells each row may have another kind. */
	if (x.kind == CSM_SQL_CELL && y.kind == CSM_SQL_CELL)
		return csm_sql_refuse(
		    c->b, "a choice between fields that are read as nothing certain");
	if (!formula_alike(c, &x, &y))
		return csm_sql_refuse(c->b, "a choice between values of two kinds");
	v = (struct csm_sql_value){.kind = x.kind == CSM_SQL_MISSING ? y.kind : x.kind};
	switch (v.kind) {
	case CSM_SQL_NUMERIC:
		v.real = formula_either(c, condition, x.real, y.real);
		/* A truth or a number is a number. */
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

struct csm_sql_value
csm_sql_formula_if(const struct csm_sql_call *c)
{
	return formula_choose(
	    c, csm_sql_condition(c->b, &c->arg[0]), c->arg[1], c->arg[2]);
}

struct csm_sql_value
csm_sql_formula_coalesce(const struct csm_sql_call *c)
{
	/* From the last to the first, so that else of else is one CASE. */
	struct csm_sql_value v = c->arg[c->argc - 1];

	for (size_t i = c->argc - 1; i-- > 0;)
		v = formula_choose(c, csm_sql_present(c->b, &c->arg[i]), c->arg[i], v);
	return v;
}

struct csm_sql_value
csm_sql_formula_has_value(const struct csm_sql_call *c)
{
	return csm_sql_truth(c->b, csm_sql_present(c->b, &c->arg[0]));
}

#define FORMULA_BIT(order) (1u << CSM_ORDER_##order)
#define FORMULA_COMPARE(name, orders)                                                  \
	struct csm_sql_value name(const struct csm_sql_call *c)                        \
	{                                                                              \
		return csm_sql_truth(                                                  \
		    c->b, csm_sql_compare(c->b, &c->arg[0], &c->arg[1], (orders)));    \
	}
FORMULA_COMPARE(csm_sql_formula_more, FORMULA_BIT(MORE))
FORMULA_COMPARE(csm_sql_formula_less, FORMULA_BIT(LESS))
FORMULA_COMPARE(csm_sql_formula_equal, FORMULA_BIT(EQUAL))
FORMULA_COMPARE(csm_sql_formula_at_least, FORMULA_BIT(MORE) | FORMULA_BIT(EQUAL))
FORMULA_COMPARE(csm_sql_formula_at_most, FORMULA_BIT(LESS) | FORMULA_BIT(EQUAL))
FORMULA_COMPARE(csm_sql_formula_not_equal,
    FORMULA_BIT(LESS) | FORMULA_BIT(MORE) | FORMULA_BIT(DIFFERENT))

struct csm_sql_value
csm_sql_formula_between(const struct csm_sql_call *c)
{
	return csm_sql_truth(c->b, csm_sql_and(c->g,
				       csm_sql_compare(c->b, &c->arg[0], &c->arg[1],
					   FORMULA_BIT(MORE) | FORMULA_BIT(EQUAL)),
				       csm_sql_compare(c->b, &c->arg[0], &c->arg[2],
					   FORMULA_BIT(LESS) | FORMULA_BIT(EQUAL))));
}

struct csm_sql_value
csm_sql_formula_in(const struct csm_sql_call *c)
{
	csm_sql found = NULL;

	for (size_t i = 1; i < c->argc; i++) {
		csm_sql one =
		    csm_sql_compare(c->b, &c->arg[0], &c->arg[i], FORMULA_BIT(EQUAL));
		found = found == NULL ? one : csm_sql_op2(c->g, CSM_SQL_OR, found, one);
	}
	return csm_sql_truth(c->b, found);
}

struct csm_sql_value
csm_sql_formula_like(const struct csm_sql_call *c)
{
	struct csm_sql_value v = csm_sql_as(c->b, &c->arg[0], CSM_VALUE_TEXT);

	if (v.kind == CSM_SQL_MISSING)
		return csm_sql_truth(
		    c->b, csm_sql_op1(c->g, CSM_SQL_IS_NULL, csm_sql_int(c->g, 0)));
	/* A pattern made of a field would have to be translated for the engine row by
	 * row. */
	if (v.kind != CSM_SQL_WORDS || c->arg[1].literal == NULL)
		return csm_sql_refuse(
		    c->b, "like of anything but a text and a pattern");
	return csm_sql_truth(c->b, csm_sql_like(c->g, v.text, c->arg[1].literal));
}

struct csm_sql_value
csm_sql_formula_and(const struct csm_sql_call *c)
{
	csm_sql all = csm_sql_condition(c->b, &c->arg[0]);

	for (size_t i = 1; i < c->argc; i++)
		all = csm_sql_and(c->g, all, csm_sql_condition(c->b, &c->arg[i]));
	return csm_sql_truth(c->b, all);
}

struct csm_sql_value
csm_sql_formula_or(const struct csm_sql_call *c)
{
	csm_sql any = csm_sql_condition(c->b, &c->arg[0]);

	for (size_t i = 1; i < c->argc; i++)
		any = csm_sql_op2(
		    c->g, CSM_SQL_OR, any, csm_sql_condition(c->b, &c->arg[i]));
	return csm_sql_truth(c->b, any);
}

struct csm_sql_value
csm_sql_formula_not(const struct csm_sql_call *c)
{
	return csm_sql_truth(
	    c->b, csm_sql_op1(c->g, CSM_SQL_NOT, csm_sql_condition(c->b, &c->arg[0])));
}
