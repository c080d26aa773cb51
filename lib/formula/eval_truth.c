#include "formula/eval.h"

#include <string.h>

static struct csm_value
truth(int holds)
{
	return (struct csm_value){.type = CSM_VALUE_BOOL, .u.truth = holds};
}

#define BIT(order) (1u << CSM_ORDER_##order)

/* True in the rows where the two columns stand in one of the orders of the set. */
static void
eval_truth_compare(
    const struct csm_value *const *arg, size_t n, struct csm_value *out, unsigned set)
{
	for (size_t i = 0; i < n; i++)
		/* CSM_ORDER_MISSING is in no set, so that no comparison with what is
		 * missing holds. */
		out[i] = truth((set >> csm_value_order(&arg[0][i], &arg[1][i])) & 1);
}

#define EVALUATOR(name)                                                                \
	void name(const struct csm_value *const *arg, size_t argc, size_t n,           \
	    struct csm_value *out, struct csm_eval_counts *counts)
#define COMPARISON(name, set)                                                          \
	EVALUATOR(name)                                                                \
	{                                                                              \
		(void)argc;                                                            \
		(void)counts;                                                          \
		eval_truth_compare(arg, n, out, (set));                                \
	}
COMPARISON(csm_eval_more, BIT(MORE))
COMPARISON(csm_eval_less, BIT(LESS))
COMPARISON(csm_eval_equal, BIT(EQUAL))
COMPARISON(csm_eval_at_least, BIT(MORE) | BIT(EQUAL))
COMPARISON(csm_eval_at_most, BIT(LESS) | BIT(EQUAL))
COMPARISON(csm_eval_not_equal, BIT(LESS) | BIT(MORE) | BIT(DIFFERENT))

EVALUATOR(csm_eval_between)
{
	(void)argc;
	(void)counts;
	for (size_t i = 0; i < n; i++) {
		enum csm_order low = csm_value_order(&arg[0][i], &arg[1][i]),
			       high = csm_value_order(&arg[0][i], &arg[2][i]);
		out[i] = truth((low == CSM_ORDER_MORE || low == CSM_ORDER_EQUAL) &&
			       (high == CSM_ORDER_LESS || high == CSM_ORDER_EQUAL));
	}
}

EVALUATOR(csm_eval_in)
{
	(void)counts;
	for (size_t i = 0; i < n; i++) {
		int found = 0;
		for (size_t k = 1; k < argc && !found; k++)
			found =
			    csm_value_order(&arg[0][i], &arg[k][i]) == CSM_ORDER_EQUAL;
		out[i] = truth(found);
	}
}

const char *
csm_value_spelling(const struct csm_value *v, char *text)
{
	int64_t micros;

	switch (v->type) {
	case CSM_VALUE_TEXT:
	case CSM_VALUE_CELL:
		return csm_value_text(v);
	case CSM_VALUE_BOOL:
		return v->u.truth ? "true" : "false";
	case CSM_VALUE_DAY:
		csm_date_format(v->u.day, text);
		return text;
	case CSM_VALUE_NUMBER:
		/* As points and reports write numbers, in six places. */
		micros = csm_num_from_double(v->u.number);
		if (micros == CSM_MISSING)
			return NULL;
		csm_num_format(micros, text);
		return text;
	default:
		return NULL;
	}
}

EVALUATOR(csm_eval_like)
{
	(void)argc;
	(void)counts;
	for (size_t i = 0; i < n; i++) {
		char a[CSM_NUM_TEXT], b[CSM_NUM_TEXT];
		const char *text = csm_value_spelling(&arg[0][i], a);
		const char *pattern = csm_value_spelling(&arg[1][i], b);
		out[i] =
		    truth(text != NULL && pattern != NULL && csm_like(text, pattern));
	}
}

EVALUATOR(csm_eval_has_value)
{
	(void)argc;
	(void)counts;
	for (size_t i = 0; i < n; i++)
		out[i] = truth(arg[0][i].type != CSM_VALUE_MISSING);
}

EVALUATOR(csm_eval_not)
{
	(void)argc;
	(void)counts;
	for (size_t i = 0; i < n; i++)
		/* Not the opposite of a comparison: not (missing < 5) holds. */
		out[i] = truth(!csm_value_true(&arg[0][i]));
}

#define STEP(name)                                                                     \
	enum csm_step name(size_t i, size_t argc, const struct csm_value *value,       \
	    struct csm_value *result)

STEP(csm_step_if)
{
	(void)argc;
	/* The first is the condition: its second argument comes next, or is skipped for
	 * the third. */
	if (i == 0)
		return csm_value_true(value) ? CSM_STEP_NEXT : CSM_STEP_SKIP;
	*result = *value;
	return CSM_STEP_TAKE;
}

STEP(csm_step_and)
{
	int holds = csm_value_true(value);

	*result = truth(holds);
	return holds && i + 1 < argc ? CSM_STEP_NEXT : CSM_STEP_TAKE;
}

STEP(csm_step_or)
{
	int holds = csm_value_true(value);

	*result = truth(holds);
	return !holds && i + 1 < argc ? CSM_STEP_NEXT : CSM_STEP_TAKE;
}

STEP(csm_step_coalesce)
{
	*result = *value;
	return value->type == CSM_VALUE_MISSING && i + 1 < argc ? CSM_STEP_NEXT
								: CSM_STEP_TAKE;
}
