#include "base/case.h"
#include "table/clean_text.h"
#include "chart/svg.h"
#include "document/writer.h"
#include "table/markup_text.h"

#include "test.h"

static void
is_plain(const char *from, const char *to)
{
	struct csm_buf out = {0};

	csm_cleantext_put(&out, from);
	ck_assert_str_eq(csm_buf_text(&out), to);
	csm_buf_fini(&out);
}

START_TEST(a_plain_text_is_one_line_of_valid_utf_8)
{
	is_plain("", "");
	is_plain("Åsa 日本 😀", "Åsa 日本 😀");
	is_plain("a\tb\nc\rd", "a b c d");
	is_plain("\x1b[31m\x7f", "\ufffd[31m\ufffd");
	is_plain("\xc2\x85", "\ufffd");                         /* U+0085 */
	is_plain("\xef\xbf\xbf|\xef\xbf\xbd", "\ufffd|\ufffd"); /* U+FFFF, U+FFFD */
	is_plain("\xff|\xc3", "\ufffd|\ufffd");
	is_plain("\xe2\x82", "\ufffd\ufffd");           /* the rest is missing */
	is_plain("\xed\xa0\x80", "\ufffd\ufffd\ufffd"); /* a surrogate */
}
END_TEST

START_TEST(marks_that_turn_the_direction_are_known)
{
	ck_assert_uint_eq(csm_cleantext_turns("\u202egnp"), 0x202e);
	ck_assert_uint_eq(csm_cleantext_turns("\u061c"), 0x61c);
	ck_assert_uint_eq(csm_cleantext_turns("\u2069"), 0x2069);
	ck_assert_uint_eq(csm_cleantext_turns("\u2028"), 0);
	ck_assert_uint_eq(csm_cleantext_turns("a"), 0);
	ck_assert_uint_eq(csm_cleantext_turns(""), 0);
}
END_TEST

START_TEST(bytes_that_are_no_utf_8_are_not_escaped_into_markup)
{
	struct csm_buf out = {0};

	csm_markup_escape(&out, "<\xc3\"\xe2\x82>");
	ck_assert_str_eq(csm_buf_text(&out), "&lt;\ufffd&quot;\ufffd\ufffd&gt;");
	csm_buf_fini(&out);
}
END_TEST

static void
is_for(const char *path, const char *format)
{
	const struct csm_writer *writer = csm_writer_for(path);

	if (format == NULL) {
		ck_assert_ptr_null(writer);
		return;
	}
	ck_assert_ptr_nonnull(writer);
	ck_assert_str_eq(writer->name, format);
}

START_TEST(the_name_of_a_file_tells_its_format)
{
	is_for("a.csv", "csv");
	is_for("dir.html/a.tsv", "tsv");
	is_for("a.ndjson.zst", "ndjson");
	is_for("a.HTM.GZ", "html");
	is_for("a.md", "markdown");
	is_for("html", NULL);
	is_for(".html", NULL);
	is_for("a.html.bak", NULL);
	is_for(".gz", NULL);
	is_for("", NULL);
	is_for("-", NULL);
}
END_TEST

/* Of one to four bytes; a letter's other case may have another length, and a byte that is
 * no UTF-8 stays. */
START_TEST(letters_of_any_length_have_another_case)
{
	struct csm_arena arena = {0};
	const char *s = "a\u00e9\u023a\u1e01\uff41\U00010428\xff";

	ck_assert_str_eq(csm_case_upper(&arena, s, strlen(s)),
	    "A\u00c9\u023a\u1e00\uff21\U00010400\xff");
	s = "A\u00c9\u023a\u1e00\uff21\U00010400\xff";
	ck_assert_str_eq(csm_case_lower(&arena, s, strlen(s)),
	    "a\u00e9\u2c65\u1e01\uff41\U00010428\xff");
	csm_arena_fini(&arena);
}
END_TEST

TEST_MAIN("report_plain", letters_of_any_length_have_another_case,
    a_plain_text_is_one_line_of_valid_utf_8, marks_that_turn_the_direction_are_known,
    bytes_that_are_no_utf_8_are_not_escaped_into_markup,
    the_name_of_a_file_tells_its_format)
