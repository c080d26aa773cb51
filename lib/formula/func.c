#include "formula/func.h"

#include "formula/eval.h"

#include <string.h>
#include <strings.h>

/* The middle of a row: spelling between arguments, arity, types. */
#define INFIX(sign, bind) sign, CSM_BIND_##bind
#define CALLED NULL, CSM_BIND_PRIMARY
#define NUMBERS CSM_WANT_NUMBER, CSM_GIVE_NUMBER, 0
#define COMPARES CSM_WANT_LIKE, CSM_GIVE_TRUTH, 0
#define TRUTHS CSM_WANT_TRUTH, CSM_GIVE_TRUTH, 0
#define WRITTEN CSM_WANT_WRITTEN, CSM_GIVE_TEXT, 0
#define OF_ROW(what) CSM_WANT_ROW, CSM_GIVE_##what, 0
#define ONE_OF_FROM(first) CSM_WANT_ANY, CSM_GIVE_ARGS, first

#define IGNORED "ignored; missing if all are"
#define MISSING "the result is missing"
#define FALSE "the result is false"

const struct csm_func csm_func_table[] = {
    {"SUM", "ADDITION", "sum", INFIX("+", SUM), NULL, 1, 0, NUMBERS, csm_eval_sum, NULL,
	IGNORED, "sum"},
    {"AVERAGE", "AVG", "average", CALLED, NULL, 1, 0, NUMBERS, csm_eval_average, NULL,
	"ignored and not counted; missing if all are", "mean"},
    {"MAX", "MAXIMUM", "max", CALLED, NULL, 1, 0, NUMBERS, csm_eval_max, NULL, IGNORED,
	"largest"},
    {"MIN", "MINIMUM", "min", CALLED, NULL, 1, 0, NUMBERS, csm_eval_min, NULL, IGNORED,
	"smallest"},
    {"SUBTRACTION", NULL, NULL, INFIX("-", SUM), NULL, 2, 0, NUMBERS,
	csm_eval_subtraction, NULL,
	"missing if the first is; a missing later one subtracts nothing",
	"first argument minus the others"},
    {"MULTIPLICATION", NULL, NULL, INFIX("*", PRODUCT), NULL, 2, 0, NUMBERS,
	csm_eval_multiplication, NULL, MISSING, "product"},
    {"DIVISION", NULL, NULL, INFIX("/", PRODUCT), NULL, 2, 2, NUMBERS,
	csm_eval_division, NULL, MISSING,
	"quotient; division by 0 is missing and counted"},
    {"POWER", NULL, "power", INFIX("^", POWER), NULL, 2, 2, NUMBERS, csm_eval_power,
	NULL, MISSING, "power; missing if not finite"},
    {"SIGN", NULL, "sign", CALLED, NULL, 1, 1, NUMBERS, csm_eval_sign, NULL, MISSING,
	"-1, 0 or 1"},
    {"LOG", "LN", "log", CALLED, NULL, 1, 2, NUMBERS, csm_eval_log, NULL, MISSING,
	"natural logarithm, or with base; missing for 0 or less"},
    {"LOG10", NULL, "log10", CALLED, NULL, 1, 1, NUMBERS, csm_eval_log10, NULL, MISSING,
	"decimal logarithm; missing for 0 or less"},
    {"SQRT", NULL, "sqrt", CALLED, NULL, 1, 1, NUMBERS, csm_eval_sqrt, NULL, MISSING,
	"square root; missing below 0"},
    {"ABS", NULL, "abs", CALLED, NULL, 1, 1, NUMBERS, csm_eval_abs, NULL, MISSING,
	"absolute value"},
    {"ROUND", NULL, "round", CALLED, NULL, 1, 1, NUMBERS, csm_eval_round, NULL, MISSING,
	"nearest whole number, halves away from 0"},
    {"DAYS_BETWEEN", NULL, "days_between", CALLED, NULL, 2, 2, CSM_WANT_DAY,
	CSM_GIVE_NUMBER, 0, csm_eval_days_between, NULL, MISSING,
	"days from the first day to the second"},
    {"WORKDAYS", NULL, "workdays", CALLED, NULL, 2, 2, CSM_WANT_DAY, CSM_GIVE_NUMBER, 0,
	csm_eval_workdays, NULL, MISSING,
	"work days after the first day up to the second, itself included"},
    {"IF", NULL, "if", CALLED, NULL, 3, 3, ONE_OF_FROM(1), NULL, csm_step_if,
	"a missing condition is false",
	"second argument if the first holds, else third"},
    {"CLAMP", NULL, "clamp", CALLED, NULL, 3, 3, NUMBERS, csm_eval_clamp, NULL, MISSING,
	"first argument held between the second and the third"},
    {"COALESCE", NULL, "coalesce", CALLED, NULL, 2, 0, ONE_OF_FROM(0), NULL,
	csm_step_coalesce, IGNORED, "first argument that has a value"},
    {"HAS_VALUE", NULL, "has_value", CALLED, "has value", 1, 1, CSM_WANT_ANY,
	CSM_GIVE_TRUTH, 0, csm_eval_has_value, NULL, FALSE,
	"true if the argument is not missing"},
    {"MORE_THAN", NULL, NULL, INFIX(">", COMPARE), "more than", 2, 2, COMPARES,
	csm_eval_more, NULL, FALSE, "greater"},
    {"LESS_THAN", NULL, NULL, INFIX("<", COMPARE), "less than", 2, 2, COMPARES,
	csm_eval_less, NULL, FALSE, "less"},
    {"EQUAL_TO", NULL, NULL, INFIX("=", COMPARE), "equal to", 2, 2, COMPARES,
	csm_eval_equal, NULL, FALSE, "equal"},
    {"NOT_EQUAL_TO", NULL, NULL, INFIX("!=", COMPARE), "not equal to", 2, 2, COMPARES,
	csm_eval_not_equal, NULL, FALSE, "both have a value and they differ"},
    {"AT_LEAST", NULL, NULL, INFIX(">=", COMPARE), "at least", 2, 2, COMPARES,
	csm_eval_at_least, NULL, FALSE, "greater or equal"},
    {"AT_MOST", NULL, NULL, INFIX("<=", COMPARE), "at most", 2, 2, COMPARES,
	csm_eval_at_most, NULL, FALSE, "less or equal"},
    {"IN", NULL, NULL, INFIX("in", COMPARE), NULL, 2, 0, COMPARES, csm_eval_in, NULL,
	FALSE, "equal to one of the list"},
    {"IN_LIST", NULL, "in_list", CALLED, NULL, 1, 3, CSM_WANT_ANY, CSM_GIVE_TRUTH, 0,
	csm_eval_in_list, NULL, FALSE,
	"id is among those of a file, such as csm-report list --freeze writes"},
    {"LIKE", NULL, NULL, INFIX("like", COMPARE), NULL, 2, 2, CSM_WANT_TEXT,
	CSM_GIVE_TRUTH, 0, csm_eval_like, NULL, FALSE, "text matches the pattern"},
    {"BETWEEN", NULL, NULL, INFIX("between", COMPARE), NULL, 3, 3, COMPARES,
	csm_eval_between, NULL, FALSE, "at least the second and at most the third"},
    {"AND", NULL, NULL, INFIX("and", AND), NULL, 2, 0, TRUTHS, NULL, csm_step_and,
	"counts as false", "all hold"},
    {"OR", NULL, NULL, INFIX("or", OR), NULL, 2, 0, TRUTHS, NULL, csm_step_or,
	"counts as false", "at least one holds"},
    {"NOT", NULL, NULL, INFIX("not", NOT), NULL, 1, 1, TRUTHS, csm_eval_not, NULL,
	"counts as false, so the result is true", "does not hold"},
    {"CONCAT", NULL, "concat", INFIX("||", SUM), NULL, 2, 0, CSM_WANT_ANY,
	CSM_GIVE_TEXT, 0, csm_eval_concat, NULL, MISSING, "texts joined"},
    {"LOWER", NULL, "lower", CALLED, NULL, 1, 1, WRITTEN, csm_eval_lower, NULL, MISSING,
	"text in small letters"},
    {"UPPER", NULL, "upper", CALLED, NULL, 1, 1, WRITTEN, csm_eval_upper, NULL, MISSING,
	"text in capital letters"},
    {"TRIM", NULL, "trim", CALLED, NULL, 1, 1, WRITTEN, csm_eval_trim, NULL, MISSING,
	"text without white space around it"},
    {"DOMAIN", NULL, "domain", CALLED, NULL, 1, 1, WRITTEN, csm_eval_domain, NULL,
	"the result is missing, also without an @", "what follows the last @"},
    {"PART", NULL, "part", CALLED, NULL, 3, 3, CSM_WANT_ANY, CSM_GIVE_TEXT, 0,
	csm_eval_part, NULL, "the result is missing, also where there are fewer parts",
	"n-th part of a text cut at a separator; from its end if n is negative"},
    {"REPLACE", NULL, "replace", CALLED, NULL, 3, 3, WRITTEN, csm_eval_replace, NULL,
	MISSING, "first argument with each second replaced by the third"},
    {"LEFT", NULL, "left", CALLED, NULL, 2, 2, CSM_WANT_ANY, CSM_GIVE_TEXT, 0,
	csm_eval_left, NULL, MISSING, "first n characters"},
    {"MATCH", NULL, "match", CALLED, NULL, 2, 3, CSM_WANT_PATTERN, CSM_GIVE_TEXT, 0,
	csm_eval_match, NULL, "the result is missing, also without a match",
	"what a POSIX extended regular expression matches, or its n-th group"},
    {"NUMBER", NULL, "number", CALLED, NULL, 1, 1, CSM_WANT_ANY, CSM_GIVE_NUMBER, 0,
	csm_eval_to_number, NULL, MISSING, "text as a number"},
    {"JSON", NULL, "json", CALLED, NULL, 2, 2, CSM_WANT_WRITTEN, CSM_GIVE_CELL, 0,
	csm_eval_json, NULL, "the result is missing, also without such a value",
	"value at a dotted path of a text that is JSON"},
    {"SECONDS_BETWEEN", NULL, "seconds_between", CALLED, NULL, 2, 2, OF_ROW(NUMBER),
	csm_eval_seconds_between, NULL, MISSING,
	"seconds from the first time to the second"},
    {"DAY", NULL, "day", CALLED, NULL, 1, 1, OF_ROW(DAY), csm_eval_day, NULL, MISSING,
	"the day of a time"},
    {"LOOKUP", NULL, "lookup", CALLED, NULL, 3, 5, OF_ROW(CELL), csm_eval_lookup, NULL,
	"the result is missing, also for a key that the file has not",
	"what another file has for a key"},
};

const size_t csm_func_count = sizeof csm_func_table / sizeof csm_func_table[0];

static int
func_same(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static int
same_word(const char *a, const char *b)
{
	return a != NULL && strcasecmp(a, b) == 0;
}

const struct csm_func *
csm_func_by_json(const char *name)
{
	for (size_t i = 0; i < csm_func_count; i++)
		if (func_same(csm_func_table[i].json, name) ||
		    func_same(csm_func_table[i].alias, name))
			return &csm_func_table[i];
	return NULL;
}

const struct csm_func *
csm_func_by_text(const char *name)
{
	for (size_t i = 0; i < csm_func_count; i++) {
		const struct csm_func *f = &csm_func_table[i];
		/* Published formulas have the names of JSON, in either case: a text
		 * takes them all. */
		if (same_word(f->text, name) || same_word(f->json, name) ||
		    same_word(f->alias, name))
			return f;
	}
	return NULL;
}

const struct csm_func *
csm_func_by_infix(const char *infix, enum csm_bind bind)
{
	for (size_t i = 0; i < csm_func_count; i++)
		/* The sign alone would do today; with its binding the parser asks for
		 * one level only. */
		if (csm_func_table[i].bind == bind &&
		    same_word(csm_func_table[i].infix, infix))
			return &csm_func_table[i];
	return NULL;
}

const struct csm_func *
csm_func_by_condition(const char *condition)
{
	for (size_t i = 0; i < csm_func_count; i++)
		if (func_same(csm_func_table[i].condition, condition))
			return &csm_func_table[i];
	return NULL;
}

int
csm_func_is(const struct csm_func *func, const char *json)
{
	return strcmp(func->json, json) == 0;
}
