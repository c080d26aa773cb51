/* Formulas in either spelling: what is read is printed, read again and the same. */
#ifndef FUZZ_FORMULA_H
#define FUZZ_FORMULA_H

#include "fuzz.h"

#include "formula/formula.h"

static inline struct csm_formula *
formula_from_json(
    struct csm_arena *arena, const char *text, size_t len, struct csm_diag *diag)
{
	const struct csm_json *json = csm_json_parse(arena, "f", text, len, diag);

	return json == NULL ? NULL : csm_formula_from_json(arena, json, diag);
}

/* Print, read, compare, print: nothing changes any more. */
static inline void
formula_check_prints(struct csm_arena *arena, const struct csm_formula *f)
{
	struct csm_buf text = {0}, json = {0}, again = {0};
	struct csm_formula *t, *j;
	struct csm_diag diag;

	csm_diag_init(&diag, NULL, NULL);
	csm_formula_print_text(f, &text);
	csm_formula_print_json(f, &json);
	t = csm_formula_parse(arena, text.data, text.len, NULL, &diag);
	j = formula_from_json(arena, json.data, json.len, &diag);
	if (t == NULL || j == NULL || !csm_formula_equal(f, t) ||
	    !csm_formula_equal(f, j)) {
		fprintf(stderr, "%s\n%s\n", text.data, json.data);
		abort();
	}
	csm_formula_print_text(j, &again);
	fuzz_same("texts", &text, &again);
	csm_buf_reset(&again);
	csm_formula_print_json(t, &again);
	fuzz_same("JSON", &json, &again);
	csm_buf_fini(&text);
	csm_buf_fini(&json);
	csm_buf_fini(&again);
}

#define FORMULA_ROWS 12

/* Leaves of every type. */
static inline struct csm_value
formula_value(size_t i)
{
	static const struct csm_value values[] = {{CSM_VALUE_MISSING, {0}},
	    {CSM_VALUE_NUMBER, {.number = 3}}, {CSM_VALUE_NUMBER, {.number = -0.5}},
	    {CSM_VALUE_NUMBER, {.number = 1e300}}, {CSM_VALUE_NUMBER, {.number = 0}},
	    {CSM_VALUE_BOOL, {.truth = 1}}, {CSM_VALUE_TEXT, {.text = ""}},
	    {CSM_VALUE_TEXT, {.text = "2026-11-20"}}, {CSM_VALUE_TEXT, {.text = "a*"}},
	    {CSM_VALUE_DAY, {.day = 20000}}, {CSM_VALUE_DAY, {.day = 0}}};

	return values[i % (sizeof values / sizeof values[0])];
}

/* Of a column, and of one value that holds for every day. */
static inline struct csm_column
formula_column(struct csm_arena *arena, size_t leaf, int constant)
{
	struct csm_value *value =
	    CSM_ARENA_ARRAY(arena, struct csm_value, FORMULA_ROWS);

	for (size_t i = 0; i < FORMULA_ROWS; i++)
		value[i] = formula_value(constant ? leaf : leaf * 5 + i);
	return (struct csm_column){value, constant};
}

static inline int
formula_same_value(struct csm_value a, struct csm_value b)
{
	if (a.type != b.type)
		return 0;
	switch (a.type) {
	case CSM_VALUE_NUMBER:
		return a.u.number == b.u.number;
	case CSM_VALUE_BOOL:
		return a.u.truth == b.u.truth;
	case CSM_VALUE_TEXT:
		return strcmp(a.u.text, b.u.text) == 0;
	case CSM_VALUE_DAY:
		return a.u.day == b.u.day;
	case CSM_VALUE_CELL:
		return strcmp(a.u.cell->text, b.u.cell->text) == 0;
	case CSM_VALUE_MISSING:
		break;
	}
	return 1;
}

static inline void
formula_visit(void *ctx, const struct csm_node *node, int depth, int taken,
    const struct csm_value *value)
{
	struct csm_value *root = ctx;

	(void)node;
	if (depth == 0 && taken)
		*root = *value;
}

/* A day in a run of days has the value it has alone, and the explanation ends in it. */
static inline void
formula_check_eval(struct csm_arena *arena, const struct csm_formula *f)
{
	struct csm_column *all =
	    CSM_ARENA_ARRAY(arena, struct csm_column, f->leaves + 1);
	struct csm_column *one =
	    CSM_ARENA_ARRAY(arena, struct csm_column, f->leaves + 1);
	struct csm_value out[FORMULA_ROWS], alone, told = {CSM_VALUE_MISSING, {0}};
	struct csm_eval_counts counts = {0}, single = {0};

	for (size_t i = 0; i < f->leaves; i++)
		one[i] = all[i] = formula_column(arena, i, i % 3 == 2);
	csm_formula_eval(f, all, FORMULA_ROWS, out, arena, &counts);
	for (size_t day = 0; day < FORMULA_ROWS; day++) {
		csm_formula_eval(f, one, 1, &alone, arena, &single);
		FUZZ_MUST(formula_same_value(out[day], alone));
		FUZZ_MUST(alone.type != CSM_VALUE_NUMBER ||
			  (alone.u.number - alone.u.number == 0));
		if (day % 6 == 0) {
			csm_formula_explain(f, one, arena, NULL, formula_visit, &told);
			FUZZ_MUST(formula_same_value(told, alone));
		}
		for (size_t i = 0; i < f->leaves; i++)
			one[i].value += !one[i].constant;
	}
	FUZZ_MUST(counts.divisions_by_zero == single.divisions_by_zero);
}

static inline void
formula_check(struct csm_arena *arena, const struct csm_formula *f)
{
	FUZZ_MUST(f->root->depth <= CSM_FORMULA_DEPTH);
	csm_formula_type(f);
	formula_check_prints(arena, f);
	formula_check_eval(arena, f);
}

#endif
