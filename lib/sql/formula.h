/*
 * Formula: the operators and functions of formulas as nodes; what a missing argument does
 * is said here.  formula_number.c has those of numbers, formula_choice.c choices,
 * comparisons and connectives; the table is in formula.c.
 *
 * Ownership: see build.h.
 */
#ifndef CSM_SQL_FORMULA_H
#define CSM_SQL_FORMULA_H

#include "sql/build.h"

/* Doubles from here on could be none in some engine: they reach from 2e-308 to 2e308, so a
 * last place that engines differ by, or a half, leaves no result that is infinite or 0. */
#define CSM_SQL_MOST 1e300
#define CSM_SQL_LEAST 1e-290

struct csm_sql_call {
	struct csm_sql_build *b;
	struct csm_sql_graph *g;
	const struct csm_node *node;
	const struct csm_sql_value *arg;
	size_t argc;
};

struct csm_sql_value csm_sql_formula_sum(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_average(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_max(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_min(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_subtraction(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_multiplication(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_division(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_power(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_sign(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_log(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_log10(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_sqrt(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_abs(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_round(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_clamp(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_days_between(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_if(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_coalesce(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_has_value(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_between(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_in(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_like(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_and(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_or(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_not(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_more(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_less(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_equal(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_at_least(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_at_most(const struct csm_sql_call *call);
struct csm_sql_value csm_sql_formula_not_equal(const struct csm_sql_call *call);

#endif
