#include "formula/eval.h"

#include "test.h"

#include <math.h>
#include <string.h>

#define M                                                                              \
	{                                                                              \
		.type = CSM_VALUE_MISSING                                              \
	}
#define N(x)                                                                           \
	{                                                                              \
		.type = CSM_VALUE_NUMBER, .u.number = (x)                              \
	}

static struct csm_arena arena, scratch;

static struct csm_formula *
parse(const char *text)
{
	struct csm_diag diag;
	struct csm_formula *f;

	csm_diag_init(&diag, NULL, NULL);
	f = csm_formula_parse(&arena, text, strlen(text), NULL, &diag);
	ck_assert_msg(f != NULL, "%s", text);
	return f;
}

static void
end(void)
{
	csm_arena_fini(&arena);
	csm_arena_fini(&scratch);
}

START_TEST(a_whole_column_is_computed_with_constants_beside_it)
{
	const struct csm_value logins[] = {N(10), M, N(0), N(7)}, seats[] = {N(4)};
	const struct csm_column leaf[] = {{logins, 0}, {seats, 1}};
	struct csm_value out[4];
	struct csm_eval_counts counts = {0};

	csm_formula_eval(parse("sum(activities.login, 7) / company.seats"), leaf, 4,
	    out, &scratch, &counts);
	ck_assert_double_eq(out[0].u.number, 2.5);
	ck_assert_int_eq(out[1].type, CSM_VALUE_MISSING);
	ck_assert_double_eq(out[2].u.number, 0);
	ck_assert_double_eq(out[3].u.number, 1.75);
	ck_assert_uint_eq(counts.divisions_by_zero, 0);
	end();
}
END_TEST

START_TEST(each_day_takes_its_own_branch_and_counts_only_its_own_divisions)
{
	const struct csm_value a[] = {N(0), N(1), M, N(2), N(0), N(4)};
	const struct csm_column leaf[] = {{a, 0}, {a, 0}, {a, 0}, {a, 0}};
	struct csm_value out[6];
	struct csm_eval_counts counts = {0};

	/* 0: 1/0; 1: 1; missing: the comparison is false, 8 * missing; 2: 16; ... */
	csm_formula_eval(parse("if(metrics.a < 2, 1 / metrics.a, 8 * metrics.a)"), leaf,
	    6, out, &scratch, &counts);
	ck_assert_int_eq(out[0].type, CSM_VALUE_MISSING);
	ck_assert_double_eq(out[1].u.number, 1);
	ck_assert_int_eq(out[2].type, CSM_VALUE_MISSING);
	ck_assert_double_eq(out[3].u.number, 16);
	ck_assert_int_eq(out[4].type, CSM_VALUE_MISSING);
	ck_assert_double_eq(out[5].u.number, 32);
	ck_assert_uint_eq(counts.divisions_by_zero, 2);

	counts.divisions_by_zero = 0;
	csm_formula_eval(parse("metrics.a = 0 or 4 / metrics.a = 2 or metrics.a = 4"),
	    leaf, 6, out, &scratch, &counts);
	for (int i = 0; i < 6; i++) {
		ck_assert_int_eq(out[i].type, CSM_VALUE_BOOL);
		ck_assert_int_eq(out[i].u.truth, i == 0 || i >= 3);
	}
	ck_assert_uint_eq(counts.divisions_by_zero, 0);
	end();
}
END_TEST

START_TEST(no_days_are_no_work)
{
	csm_formula_eval(parse("if(1 > 0, 1 / 0, 2)"), NULL, 0, NULL, &scratch, NULL);
	end();
}
END_TEST

static void
note(void *ctx, const struct csm_node *node, int depth, int taken,
    const struct csm_value *value)
{
	struct csm_buf *out = ctx;
	char text[CSM_NUM_TEXT] = "missing";
	int64_t micros = csm_value_micros(value);

	if (micros != CSM_MISSING)
		csm_num_format(micros, text);
	csm_buf_printf(out, "%*s", depth, "");
	csm_node_print_text(node, out);
	csm_buf_printf(out, "%s%s\n", taken ? " = " : " not taken", taken ? text : "");
}

START_TEST(the_explanation_names_every_node_and_what_was_not_needed)
{
	const struct csm_value seats = N(4), logins = N(10), none = M;
	const struct csm_column leaf[] = {{&seats, 1}, {&logins, 0}, {&none, 0}};
	struct csm_buf out = {0};

	csm_formula_explain(
	    parse("if(company.seats > 3 or 1 / 0 > 1, sum(activities.a, 7) + 1, "
		  "coalesce(metrics.b, 2))"),
	    leaf, &scratch, NULL, note, &out);
	ck_assert_str_eq(out.data,
	    "if(company.seats > 3 or 1 / 0 > 1, sum(activities.a, 7) + 1, "
	    "coalesce(last(metrics.b, 1), 2)) = 11\n"
	    " company.seats > 3 or 1 / 0 > 1 = 1\n"
	    "  company.seats > 3 = 1\n"
	    "   company.seats = 4\n"
	    "   3 = 3\n"
	    "  1 / 0 > 1 not taken\n"
	    "   1 / 0 not taken\n"
	    "    1 not taken\n"
	    "    0 not taken\n"
	    "   1 not taken\n"
	    " sum(activities.a, 7) + 1 = 11\n"
	    "  sum(activities.a, 7) = 10\n"
	    "  1 = 1\n"
	    " coalesce(last(metrics.b, 1), 2) not taken\n"
	    "  last(metrics.b, 1) not taken\n"
	    "  2 not taken\n");
	csm_buf_fini(&out);
	end();
}
END_TEST

START_TEST(a_result_is_rounded_to_millionths_once)
{
	const struct csm_value third = N(1.0 / 3), half = N(-0.0000005), huge = N(9e12),
			       nan = N(NAN), none = M;
	const struct csm_value yes = {.type = CSM_VALUE_BOOL, .u.truth = 1},
			       text = {.type = CSM_VALUE_TEXT, .u.text = "5"};

	ck_assert_int_eq(csm_value_micros(&third), 333333);
	ck_assert_int_eq(csm_value_micros(&half), 0); /* floor(-0.5 + 0.5) */
	ck_assert_int_eq(csm_value_micros(&yes), 1000000);
	ck_assert_int_eq(csm_value_micros(&huge), CSM_MISSING);
	ck_assert_int_eq(csm_value_micros(&nan), CSM_MISSING);
	ck_assert_int_eq(csm_value_micros(&none), CSM_MISSING);
	ck_assert_int_eq(csm_value_micros(&text), CSM_MISSING);
}
END_TEST

START_TEST(a_pattern_of_many_percents_does_not_take_forever)
{
	char text[2001], pattern[4002] = "";

	memset(text, 'a', 2000);
	text[2000] = '\0';
	for (int i = 0; i < 2000; i++)
		memcpy(pattern + 2 * i, "%a", 3);
	ck_assert_int_eq(csm_like(text, pattern), 1);
	pattern[4000] = 'b';
	pattern[4001] = '\0';
	ck_assert_int_eq(csm_like(text, pattern), 0);
	ck_assert_int_eq(csm_like("", "%%%"), 1);
	ck_assert_int_eq(csm_like("", ""), 1);
	ck_assert_int_eq(csm_like("", "_"), 0);
	ck_assert_int_eq(csm_like("a\\", "a\\"), 1);
	ck_assert_int_eq(csm_like("a_", "a\\_"), 1);
	ck_assert_int_eq(csm_like("ab", "a\\_"), 0);
	ck_assert_int_eq(csm_like("\xe2\x82\xac", "_"), 1);
	ck_assert_int_eq(csm_like("\xe2\x82\xac", "__"), 0);
	ck_assert_int_eq(csm_like("\xe2\x82", "\xe2\x82\xac"), 0);
}
END_TEST

START_TEST(rows_of_the_table_are_complete_and_unambiguous)
{
	for (size_t i = 0; i < csm_func_count; i++) {
		const struct csm_func *f = &csm_func_table[i];
		ck_assert_ptr_eq(csm_func_by_json(f->json), f);
		ck_assert_ptr_eq(csm_func_by_text(f->json), f);
		ck_assert(f->alias == NULL || csm_func_by_json(f->alias) == f);
		ck_assert(f->text == NULL || csm_func_by_text(f->text) == f);
		ck_assert((f->eval == NULL) != (f->step == NULL));
		ck_assert(f->text != NULL || f->infix != NULL);
		ck_assert((f->infix == NULL) == (f->bind == CSM_BIND_PRIMARY));
		ck_assert(f->missing != NULL && f->summary != NULL && f->least > 0);
		/* the printer has only the infix spelling for these */
		ck_assert(f->text != NULL || f->least > 1 || f->bind == CSM_BIND_NOT);
	}
}
END_TEST

TEST_MAIN("formula eval", a_whole_column_is_computed_with_constants_beside_it,
    each_day_takes_its_own_branch_and_counts_only_its_own_divisions,
    no_days_are_no_work, the_explanation_names_every_node_and_what_was_not_needed,
    a_result_is_rounded_to_millionths_once,
    a_pattern_of_many_percents_does_not_take_forever,
    rows_of_the_table_are_complete_and_unambiguous)
