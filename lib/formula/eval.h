/*
 * Evaluators of the functions, for the rows of func.c; values compared and matched.
 *
 * Ownership: values borrow their texts from columns or from the arena of the evaluation.
 */
#ifndef CSM_FORMULA_EVAL_H
#define CSM_FORMULA_EVAL_H

#include "formula/func.h"

csm_func_eval csm_eval_sum, csm_eval_average, csm_eval_max, csm_eval_min,
    csm_eval_subtraction, csm_eval_multiplication, csm_eval_division, csm_eval_power,
    csm_eval_sign, csm_eval_log, csm_eval_log10, csm_eval_sqrt, csm_eval_abs,
    csm_eval_round, csm_eval_clamp, csm_eval_days_between, csm_eval_workdays;
csm_func_eval csm_eval_more, csm_eval_less, csm_eval_at_least, csm_eval_at_most,
    csm_eval_equal, csm_eval_not_equal, csm_eval_between, csm_eval_in, csm_eval_like,
    csm_eval_has_value, csm_eval_not;
csm_func_eval csm_eval_lower, csm_eval_upper, csm_eval_trim, csm_eval_domain,
    csm_eval_part, csm_eval_replace, csm_eval_match, csm_eval_in_list, csm_eval_concat,
    csm_eval_left, csm_eval_to_number, csm_eval_json, csm_eval_lookup,
    csm_eval_seconds_between, csm_eval_day;
csm_func_step csm_step_if, csm_step_and, csm_step_or, csm_step_coalesce;

/* A NUMBER, a BOOL as 1 or 0, or a cell that is read as one of them: 1 and *number set;
 * anything else: 0. */
int csm_value_number(const struct csm_value *v, double *number);

/* A value as it is written; `room` has CSM_NUM_TEXT bytes for it.  NULL if missing. */
const char *csm_value_spelling(const struct csm_value *v, char *room);
/* Tell that a text stands where a number is wanted. */
void csm_eval_not_number(struct csm_eval_counts *counts, const char *text);
/* The zone of times that name none. */
struct csm_zone *csm_eval_zone(const struct csm_eval_counts *counts);

/* A DAY, or a TEXT or cell that is one: 1 and *day set; anything else: 0. */
int csm_value_day(const struct csm_value *v, int32_t *day);

/* How two values stand to each other. */
enum csm_order {
	CSM_ORDER_LESS,
	CSM_ORDER_EQUAL,
	CSM_ORDER_MORE,
	CSM_ORDER_DIFFERENT, /* of kinds that cannot be compared: not equal, no order */
	CSM_ORDER_MISSING    /* one of them is missing: no comparison holds */
};
/*
 * Numbers and truths by value, texts by bytes, days by date; a text beside a number,
 * truth or day is read as one, if it is one.
 *
 * A cell is read as what stands beside it, and is missing if it is none.  Beside a text
 * that is a day, or of the type of the cell's column, it is read as that, and else
 * compared by bytes.  Two cells are read as what the column of either is; two of
 * columns of text as numbers, days or truths if both are.
 */
enum csm_order csm_value_order(const struct csm_value *a, const struct csm_value *b);
/* '%' any run of characters, '_' one character, '\' takes the next as it is. */
int csm_like(const char *text, const char *pattern);

#endif
