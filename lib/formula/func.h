/*
 * Func: the group operators and functions of formulas, one row each.  Everything that
 * differs between two of them stands in its row: spellings, arity, types, evaluation.
 */
#ifndef CSM_FORMULA_FUNC_H
#define CSM_FORMULA_FUNC_H

#include "formula/formula.h"

/* How tightly the text spellings bind, loosest first. */
enum csm_bind {
	CSM_BIND_OR = 1,
	CSM_BIND_AND,
	CSM_BIND_NOT,
	CSM_BIND_COMPARE, /* does not chain */
	CSM_BIND_SUM,
	CSM_BIND_PRODUCT,
	CSM_BIND_MINUS, /* unary */
	CSM_BIND_POWER, /* to the right */
	CSM_BIND_PRIMARY
};

enum csm_func_want {
	CSM_WANT_NUMBER,  /* a text as an argument is an error */
	CSM_WANT_TRUTH,   /* as well */
	CSM_WANT_TEXT,    /* a number is */
	CSM_WANT_LIKE,    /* a text beside a number is */
	CSM_WANT_DAY,     /* days, or texts that are */
	CSM_WANT_WRITTEN, /* anything, as it is written, but a number where last */
	CSM_WANT_PATTERN, /* a text, a pattern written out, perhaps a number */
	CSM_WANT_ROW,     /* anything; only over a row of an export */
	CSM_WANT_ANY
};

enum csm_func_give {
	CSM_GIVE_NUMBER,
	CSM_GIVE_TRUTH,
	CSM_GIVE_TEXT,
	CSM_GIVE_DAY,
	CSM_GIVE_CELL, /* a text that is read as what is wanted of it */
	CSM_GIVE_ARGS  /* what its arguments from `results` on are */
};

/* One column of n values for each argument; sets out[0..n). */
typedef void csm_func_eval(const struct csm_value *const *arg, size_t argc, size_t n,
    struct csm_value *out, struct csm_eval_counts *counts);

/* What a function that does not need all its arguments does with the next one. */
enum csm_step {
	CSM_STEP_TAKE, /* its value is the result */
	CSM_STEP_NEXT, /* go on with the argument after it */
	CSM_STEP_SKIP  /* go on with the argument after that */
};
typedef enum csm_step csm_func_step(
    size_t i, size_t argc, const struct csm_value *value, struct csm_value *result);

struct csm_func {
	const char *json, *alias; /* "SUM", "ADDITION" or NULL */
	const char
	    *text; /* function name in the text spelling; NULL: none of its own */
	const char *infix;     /* "+", "and", "not" (before its argument); NULL: none */
	enum csm_bind bind;    /* of the infix spelling; CSM_BIND_PRIMARY without one */
	const char *condition; /* "more than": what IF calls it in JSON, or NULL */
	size_t least, most;    /* arguments; most 0: any number */
	enum csm_func_want want;
	enum csm_func_give give;
	size_t results; /* GIVE_ARGS: the first argument that can be the result; those
			   before are conditions */
	csm_func_eval *eval; /* NULL for those with a step */
	csm_func_step *step; /* decides row by row, so that only what is needed is
				evaluated */
	const char *missing; /* what a missing argument does, for the manual */
	const char *summary; /* one line for the manual and --help */
};

extern const struct csm_func csm_func_table[];
extern const size_t csm_func_count;

/* By JSON name or alias, case as written; NULL if there is none. */
const struct csm_func *csm_func_by_json(const char *name);
/* By function name of the text spelling, or the JSON name or alias in any case. */
const struct csm_func *csm_func_by_text(const char *name);
/* By infix spelling and binding; NULL if there is none. */
const struct csm_func *csm_func_by_infix(const char *infix, enum csm_bind bind);
/* By what IF calls it in JSON; NULL if there is none. */
const struct csm_func *csm_func_by_condition(const char *condition);

/* Rows the parser and the printer name themselves. */
#define CSM_FUNC_NOT "NOT"
#define CSM_FUNC_IF "IF"
#define CSM_FUNC_HAS_VALUE "HAS_VALUE"
#define CSM_FUNC_COALESCE "COALESCE"
#define CSM_FUNC_IN "IN"
#define CSM_FUNC_IN_LIST "IN_LIST"
#define CSM_FUNC_LIKE "LIKE"
#define CSM_FUNC_BETWEEN "BETWEEN"
#define CSM_FUNC_MULTIPLICATION "MULTIPLICATION"
#define CSM_FUNC_POWER "POWER"
#define CSM_FUNC_MATCH "MATCH"
#define CSM_FUNC_LOOKUP "LOOKUP"
#define CSM_FUNC_NOT_EQUAL "NOT_EQUAL_TO"
#define CSM_FUNC_MORE_THAN "MORE_THAN"
#define CSM_FUNC_WORKDAYS "WORKDAYS"
int csm_func_is(const struct csm_func *func, const char *json);

#endif
