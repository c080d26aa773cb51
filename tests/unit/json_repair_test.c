#include "data.h"
#include "fixture.h"
#include "syntax/json_repair.h"

static struct csm_arena arena;

/* What becomes of the text, and "line:column" of the notes. */
static struct csm_buf places;

static void
expect(const char *text, const char *want, const char *at)
{
	struct csm_diag diag;
	size_t len = strlen(text);

	csm_buf_reset(&places);
	fixture_diag(&diag, &places, "%l:%k ");
	const char *got = csm_json_repair(&arena, "f", text, &len, &diag);
	ck_assert_str_eq(got, want);
	ck_assert_uint_eq(len, strlen(want));
	ck_assert_str_eq(csm_buf_text(&places), at);
	csm_arena_fini(&arena);
	csm_buf_fini(&places);
}

START_TEST(what_is_in_order_stays_as_it_is)
{
	expect("", "", "");
	expect(" \n", " \n", "");
	expect(
	    "[\"SUM\", {\"a\": \"]\\\"}\"}]\n", "[\"SUM\", {\"a\": \"]\\\"}\"}]\n", "");
	expect("sum(activities.login, 7]", "sum(activities.login, 7]", "");
}
END_TEST

START_TEST(brackets_at_the_end_are_added_or_left_out)
{
	expect("[1, [2, {\"a\": 3", "[1, [2, {\"a\": 3}]]", "1:16 1:17 1:18 ");
	expect("[1]]\n", "[1] \n", "1:4 ");
	expect("{\"a\": [1}\n", "{\"a\": [1]}\n", "1:9 ");
	expect("{\"a\": [1]], \"b\": 2}", "{\"a\": [1] , \"b\": 2}", "1:10 ");
	expect("[{\"a\": [1\n}]", "[{\"a\": [1]\n}]", "1:10 ");
}
END_TEST

START_TEST(comment_lines_become_blank)
{
	expect("// a ]\n[1,\n  # b\r\n2]", "      \n[1,\n      \n2]", "1:1 3:3 ");
	expect("[\"a\",\n\"# no\"]", "[\"a\",\n\"# no\"]", "");
	expect("# only", "      ", "1:1 ");
}
END_TEST

START_TEST(rubbish_ends_with_what_it_is)
{
	struct csm_buf many = {0};
	struct csm_diag diag;
	size_t len = 1000;

	expect("[1] x", "[1] x", "");
	expect("[\"open", "[\"open", "");
	for (size_t i = 0; i < len; i++)
		csm_buf_putc(&many, i % 2 ? ']' : '{');
	csm_diag_init(&diag, NULL, NULL);
	csm_json_repair(&arena, "f", many.data, &len, &diag);
	ck_assert_uint_le(diag.count[CSM_N_NOTE], 100);
	csm_buf_fini(&many);
	csm_arena_fini(&arena);
}
END_TEST

TEST_MAIN("mend", what_is_in_order_stays_as_it_is,
    brackets_at_the_end_are_added_or_left_out, comment_lines_become_blank,
    rubbish_ends_with_what_it_is)
