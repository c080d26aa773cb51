#include "formula/formula.h"

#include "test.h"

#include <string.h>

static struct csm_arena arena;
static struct csm_diag diag;

static void
begin(void)
{
	csm_arena_fini(&arena);
	csm_diag_init(&diag, NULL, NULL);
}

static struct csm_formula *
parse(const char *text, size_t len)
{
	return csm_formula_parse(&arena, text, len, NULL, &diag);
}

/* A generator of its own, so that the same trees are made everywhere. */
static uint64_t state = 1;

static uint32_t
draw(uint32_t n)
{
	return test_draw(&state, n);
}

static const char *
pick(const char *const *of, size_t n)
{
	return of[draw((uint32_t)n)];
}
#define PICK(array) pick((array), sizeof(array) / sizeof(array)[0])

/* Leaves that may stand where a number is needed. */
static void
put_leaf(struct csm_buf *out)
{
	static const char *const leaves[] = {"{\"type\":\"rawNumber\",\"value\":7}",
	    "{\"type\":\"rawNumber\",\"value\":-0.250}",
	    "{\"type\":\"rawNumber\",\"value\":1e-3}", "12", "true",
	    "{\"type\":\"rawValue\",\"value\":false}",
	    "{\"type\":\"propertyValue\",\"prop\":\"company.plan\"}",
	    "{\"type\":\"propertyValue\",\"prop\":\"company.custom.metrics.x\"}",
	    "{\"type\":\"propertyValue\",\"prop\":\"enduser.a..b \\\"c\\\"\"}",
	    "{\"type\":\"propertyValue\",\"prop\":\"company.custom\"}",
	    "{\"type\":\"metricOverTime\",\"prop\":\"activities.log in\"}",
	    "{\"type\":\"metricOverTime\",\"prop\":\"activities.*\",\"days\":365,"
	    "\"op\":\"AVG\"}",
	    "{\"type\":\"metricOverTime\",\"prop\":\"enduser.task.a*b\",\"days\":7,"
	    "\"op\":\"MAXIMUM\",\"rollup\":\"count\"}",
	    "{\"type\":\"metricOverTime\",\"prop\":\"calculated.62a6\",\"days\":36500,"
	    "\"op\":\"TREND\",\"mode\":\"difference\",\"offset\":9}",
	    "{\"type\":\"metricOverTime\",\"prop\":\"custom.x-y\",\"days\":2,"
	    "\"op\":\"COUNT\",\"missing\":\"zero\"}",
	    "{\"type\":\"daysSince\",\"prop\":\"asset.health.\\u00f6.x\"}",
	    "{\"type\":\"totalSum\",\"prop\":\"units.42\",\"op\":\"SUM\"}"};

	csm_buf_puts(out, PICK(leaves));
}

static void put_tree(struct csm_buf *out, int depth);

static void
put_text_test(struct csm_buf *out)
{
	static const char *const tests[] = {
	    "[\"EQUAL_TO\",{\"type\":\"propertyValue\",\"prop\":\"company.plan\"},"
	    "{\"type\":\"rawValue\",\"value\":\"it's \\\"so\\\"\\n\"}]",
	    "[\"IN\",{\"type\":\"propertyValue\",\"prop\":\"company.plan\"},"
	    "{\"type\":\"rawValue\",\"value\":\"\"},5]",
	    "[\"LIKE\",{\"type\":\"propertyValue\",\"prop\":\"project.x\"},"
	    "{\"type\":\"rawValue\",\"value\":\"%_\\\\%\"}]"};

	csm_buf_puts(out, PICK(tests));
}

static void
put_group(struct csm_buf *out, const char *name, uint32_t args, int depth)
{
	csm_buf_printf(out, "[\"%s\"", name);
	for (uint32_t i = 0; i < args; i++) {
		csm_buf_putc(out, ',');
		put_tree(out, depth);
	}
	csm_buf_putc(out, ']');
}

static void
put_if(struct csm_buf *out, int depth)
{
	static const char *const between[] = {"more than", "less than", "equal to",
	    "not equal to", "at least", "at most"};
	static const char *const after[] = {"has value", "has no value"};
	uint32_t form = draw(3);

	csm_buf_puts(out, "[\"IF\",");
	put_tree(out, depth);
	if (form > 0)
		csm_buf_printf(out, ",\"%s\"", form == 1 ? PICK(between) : PICK(after));
	for (int i = form == 1 ? 0 : 1; i < 3; i++) {
		csm_buf_putc(out, ',');
		put_tree(out, depth);
	}
	csm_buf_putc(out, ']');
}

static void
put_tree(struct csm_buf *out, int depth)
{
	static const char *const many[] = {"SUM", "SUBTRACTION", "MULTIPLICATION",
	    "MAX", "MIN", "AVERAGE", "AND", "OR", "COALESCE", "IN"};
	static const char *const two[] = {"DIVISION", "POWER", "LOG", "MORE_THAN",
	    "LESS_THAN", "EQUAL_TO", "NOT_EQUAL_TO", "AT_LEAST", "AT_MOST"};
	static const char *const one[] = {"SIGN", "LOG", "LOG10", "SQRT", "ABS",
	    "ROUND", "NOT", "HAS_VALUE", "SUM", "AVG"};
	static const char *const three[] = {"CLAMP", "BETWEEN"};

	switch (depth <= 0 ? draw(2) : 1 + draw(7)) {
	case 0:
	case 1:
		put_leaf(out);
		break;
	case 2:
		put_group(out, PICK(one), 1, depth - 1);
		break;
	case 3:
		put_group(out, PICK(two), 2, depth - 1);
		break;
	case 4:
		put_group(out, PICK(three), 3, depth - 1);
		break;
	case 5:
		put_if(out, depth - 1);
		break;
	case 6:
		csm_buf_puts(out, "[\"NOT\",");
		put_text_test(out);
		csm_buf_puts(out, "]");
		break;
	default:
		put_group(out, PICK(many), 2 + draw(2), depth - 1);
		break;
	}
}

static struct csm_formula *
again(const struct csm_formula *f,
    void (*print)(const struct csm_formula *f, struct csm_buf *out),
    struct csm_buf *out)
{
	csm_buf_reset(out);
	print(f, out);
	return parse(csm_buf_text(out), out->len);
}

START_TEST(random_trees_survive_both_spellings)
{
	struct csm_buf json = {0}, text = {0}, text2 = {0}, json2 = {0};

	for (int i = 0; i < 3000; i++) {
		begin();
		csm_buf_reset(&json);
		put_tree(&json, (int)draw(6));
		struct csm_formula *f = parse(json.data, json.len), *t, *j;
		ck_assert_msg(f != NULL, "%s", json.data);
		t = again(f, csm_formula_print_text, &text);
		ck_assert_msg(t != NULL && csm_formula_equal(f, t), "%s\n%s", json.data,
		    text.data);
		j = again(t, csm_formula_print_json, &json2);
		ck_assert_msg(j != NULL && csm_formula_equal(f, j), "%s\n%s", json.data,
		    json2.data);
		again(j, csm_formula_print_text, &text2);
		ck_assert_str_eq(text.data, text2.data);
	}
	csm_buf_fini(&json);
	csm_buf_fini(&text);
	csm_buf_fini(&text2);
	csm_buf_fini(&json2);
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(random_words_are_refused_or_survive)
{
	static const char *const words[] = {"(", ")", ",", "+", "-", "*", "/", "^", "=",
	    "<", ">=", "<>", " and ", " or ", " not ", " in ", " like ", " between ",
	    "1", "2.5", "'x'", "true", "company.a", "metrics.b", "activities.*", "sum(",
	    "last(", "max(", "if(", "zero(", "has_value(", " ago 3", "trend(", "\"",
	    ".", "\n", "#", "\xc3\xb6", "\xff"};
	struct csm_buf text = {0}, printed = {0};

	for (int i = 0; i < 20000; i++) {
		begin();
		csm_buf_reset(&text);
		for (uint32_t n = 1 + draw(9); n > 0; n--)
			csm_buf_puts(&text, PICK(words));
		struct csm_formula *f = parse(text.data, text.len), *g;
		ck_assert_msg(
		    (f == NULL) == (diag.count[CSM_E_FORMULA] == 1), "%s", text.data);
		if (f == NULL)
			continue;
		g = again(f, csm_formula_print_text, &printed);
		ck_assert_msg(g != NULL && csm_formula_equal(f, g), "%s\n%s", text.data,
		    printed.data);
	}
	csm_buf_fini(&text);
	csm_buf_fini(&printed);
	csm_arena_fini(&arena);
}
END_TEST

static struct csm_formula *
repeated(const char *what, size_t times, const char *end)
{
	struct csm_buf text = {0};
	struct csm_formula *f;

	begin();
	for (size_t i = 0; i < times; i++)
		csm_buf_puts(&text, what);
	csm_buf_puts(&text, end);
	f = parse(text.data, text.len);
	csm_buf_fini(&text);
	return f;
}

START_TEST(a_megabyte_of_openings_is_one_error)
{
	static const char *const openings[] = {"(", "-", "not ", "2^", "abs(", "1-1+",
	    "if(1,", "1 in(", "[", "[[1],", "{", "{\"type\":", "\"", "company.", "1,",
	    "max(metrics.a,"};

	for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
		size_t n = 1000000 / strlen(openings[i]);
		ck_assert_ptr_null(repeated(openings[i], n, ""));
		ck_assert_uint_eq(
		    diag.count[CSM_E_FORMULA] + diag.count[CSM_E_CONFIG], 1);
	}
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(two_hundred_levels_are_accepted_and_one_more_is_not)
{
	struct csm_buf json = {0};

	/* 199 calls around a number are 200 levels */
	ck_assert_ptr_nonnull(repeated("1-(1-", 99,
	    "1"
	    ")))))))))))))))))))))))))))))))))"
	    ")))))))))))))))))))))))))))))))))"
	    ")))))))))))))))))))))))))))))))))"));
	for (int levels = 200; levels <= 201; levels++) {
		begin();
		csm_buf_reset(&json);
		for (int i = 1; i < levels; i++)
			csm_buf_puts(&json, "[\"SUBTRACTION\",5,");
		csm_buf_puts(&json, "1");
		for (int i = 1; i < levels; i++)
			csm_buf_putc(&json, ']');
		struct csm_formula *f = parse(json.data, json.len);
		ck_assert_int_eq(f != NULL, levels == 200);
		if (f != NULL) {
			struct csm_buf text = {0};
			struct csm_formula *t = again(f, csm_formula_print_text, &text);
			ck_assert(t != NULL && csm_formula_equal(f, t));
			csm_buf_fini(&text);
		}
	}
	csm_buf_fini(&json);
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(bytes_that_are_no_text_are_refused)
{
	begin();
	ck_assert_ptr_null(parse("1 + \xff", 5));
	ck_assert_ptr_null(parse("1\0+ 1", 5));
	ck_assert_ptr_null(parse("", 0));
	ck_assert_ptr_null(parse(" \n# nothing", 11));
	ck_assert_uint_eq(diag.count[CSM_E_FORMULA], 4);
	ck_assert_int_eq(diag.status, 2);
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(leaves_are_listed_from_left_to_right)
{
	struct csm_buf text = {0};
	const char *f_text = "company.b + sum(activities.a, 7) * company.b";

	begin();
	struct csm_formula *f = parse(f_text, strlen(f_text));
	ck_assert_uint_eq(f->leaves, 3);
	for (size_t i = 0; i < f->leaves; i++) {
		ck_assert_uint_eq(f->leaf[i]->leaf, i);
		csm_node_print_text(f->leaf[i], &text);
		csm_buf_putc(&text, ';');
	}
	ck_assert_str_eq(text.data, "company.b;sum(activities.a, 7);company.b;");
	ck_assert_uint_eq(f->leaf[1]->line, 1);
	ck_assert_uint_eq(f->leaf[1]->column, 13);
	csm_buf_fini(&text);
	csm_arena_fini(&arena);
}
END_TEST

static enum csm_formula_type
type_of(const char *text)
{
	const struct csm_formula *f;

	begin();
	f = parse(text, strlen(text));
	ck_assert_msg(f != NULL, "%s", text);
	return csm_formula_type(f);
}

START_TEST(the_type_is_told_as_far_as_it_is_known)
{
	ck_assert_int_eq(type_of("1 + company.a"), CSM_FORMULA_NUMBER);
	ck_assert_int_eq(type_of("metrics.a"), CSM_FORMULA_NUMBER);
	ck_assert_int_eq(type_of("company.a > 1"), CSM_FORMULA_TRUTH);
	ck_assert_int_eq(type_of("true"), CSM_FORMULA_TRUTH);
	ck_assert_int_eq(type_of("'a'"), CSM_FORMULA_TEXT);
	ck_assert_int_eq(type_of("company.a"), CSM_FORMULA_UNKNOWN);
	ck_assert_int_eq(type_of("if(true, 1, 2)"), CSM_FORMULA_NUMBER);
	ck_assert_int_eq(type_of("if(true, 'a', 'b')"), CSM_FORMULA_TEXT);
	ck_assert_int_eq(type_of("if(true, 1, 'b')"), CSM_FORMULA_UNKNOWN);
	ck_assert_int_eq(type_of("coalesce(company.a, 1)"), CSM_FORMULA_UNKNOWN);
	csm_arena_fini(&arena);
}
END_TEST

static struct csm_pos reported;

static void
remember(void *ctx, const struct csm_message *m)
{
	(void)ctx;
	reported = m->pos;
	reported.path = NULL;
}

START_TEST(a_text_inside_a_file_is_reported_where_it_stands)
{
	struct csm_pos at = {.file = "metrics.json",
	    .line = 12,
	    .column = 30,
	    .path = "metrics[3].where"};

	begin();
	csm_diag_init(&diag, remember, NULL);
	ck_assert_ptr_null(csm_formula_parse(&arena, "1 +", 3, &at, &diag));
	ck_assert_str_eq(reported.file, "metrics.json");
	ck_assert_uint_eq(reported.line, 12);
	ck_assert_uint_eq(reported.column, 30);
	ck_assert_ptr_null(csm_formula_parse(&arena, "1 +\n+", 5, NULL, &diag));
	ck_assert_ptr_null(reported.file);
	ck_assert_uint_eq(reported.line, 2);
	ck_assert_uint_eq(reported.column, 1);
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(columns_are_printed_with_the_quotes_they_need)
{
	static const struct {
		const char *text, *printed;
	} pairs[] = {{"\"event_type\" = 'x'", "event_type = 'x'"}, {"\"*\"", "\"*\""},
	    {"\"7\"", "\"7\""}, {"\"not\"", "\"not\""}, {"\"True\"", "\"True\""},
	    {"\"a b\"", "\"a b\""}, {"\"a.\"\"b\"", "\"a.\"\"b\""}, {"a.7", "a.7"},
	    {"\"and.so on\"", "\"and.so on\""}, {"metrics.x", "metrics.x"},
	    {"max((metrics.x), -1)", "max(metrics.x, -1)"},
	    {"sum(metrics.x, 7)", "metrics.x + 7"}};
	struct csm_buf text = {0};

	begin();
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		const char *s = pairs[i].text;
		struct csm_formula *f =
		    csm_formula_parse_columns(&arena, s, strlen(s), NULL, &diag);
		ck_assert_msg(f != NULL, "%s", s);
		csm_buf_reset(&text);
		csm_formula_print_text(f, &text);
		ck_assert_str_eq(text.data, pairs[i].printed);
		ck_assert(csm_formula_equal(f, csm_formula_parse_columns(&arena,
						   text.data, text.len, NULL, &diag)));
	}
	csm_buf_fini(&text);
	csm_arena_fini(&arena);
}
END_TEST

/* Each differs from each other in one thing that trees are made of. */
START_TEST(what_differs_anywhere_is_not_equal)
{
	static const char *const texts[] = {"1", "2", "true", "'a'", "'b'", "company.a",
	    "enduser.a", "company.custom.a", "company.b", "sum(metrics.x, 7)",
	    "sum(metrics.x, 8)", "average(metrics.x, 7)", "sum(metrics.y, 7)",
	    "sum(metrics.x, workdays 7)", "sum(metrics.x, 7, ago 1)",
	    "sum(zero(metrics.x), 7)", "percentile(metrics.x, 7, 10)",
	    "percentile(metrics.x, 7, 20)", "rank(metrics.x)",
	    "rank(metrics.x, by company.a)", "rank(metrics.x, by company.b)",
	    "count(enduser)", "count(asset)", "count(enduser, metrics.x > 1)",
	    "count(enduser, metrics.x > 2)", "max(1, 2)", "max(1, 2, 3)", "max(1, 3)",
	    "min(1, 2)"};
	const size_t n = sizeof texts / sizeof texts[0];
	struct csm_formula *f[sizeof texts / sizeof texts[0]];

	begin();
	for (size_t i = 0; i < n; i++) {
		f[i] = parse(texts[i], strlen(texts[i]));
		ck_assert_msg(f[i] != NULL, "%s", texts[i]);
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			ck_assert_msg(csm_formula_equal(f[i], f[k]) == (i == k),
			    "%s and %s", texts[i], texts[k]);
	csm_arena_fini(&arena);
}
END_TEST

TEST_MAIN("formula tree", what_differs_anywhere_is_not_equal,
    random_trees_survive_both_spellings, random_words_are_refused_or_survive,
    a_megabyte_of_openings_is_one_error,
    two_hundred_levels_are_accepted_and_one_more_is_not,
    bytes_that_are_no_text_are_refused, leaves_are_listed_from_left_to_right,
    the_type_is_told_as_far_as_it_is_known,
    a_text_inside_a_file_is_reported_where_it_stands,
    columns_are_printed_with_the_quotes_they_need)
