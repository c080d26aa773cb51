/* Rows in other dialects and encodings, as the reader of records gives them. */
#include "record/record.h"

#include "base/buf.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

static void
on_message(void *ctx, const struct csm_message *m)
{
	struct csm_buf *out = ctx;

	csm_buf_printf(
	    out, "!%s %d %s\n", csm_code_name(m->code), (int)m->pos.line, m->text);
}

/* The records as "LINE a|b|c", with the messages among them, read in small pieces. */
static void
read_all(const char *bytes, size_t len, const struct csm_reader_options *o,
    size_t block, struct csm_buf *out)
{
	const struct csm_record *r;
	struct csm_input *in;
	struct csm_reader *reader;
	struct csm_diag diag;

	csm_diag_init(&diag, on_message, out);
	if (csm_input_open_memory(&in, "f", bytes, len, &diag) != 0)
		return;
	reader = csm_reader_over(in, o, &diag);
	if (reader == NULL)
		return;
	csm_reader_tune(reader, block);
	while (csm_reader_next(reader, &r, &diag) == 1) {
		csm_buf_printf(out, "%d ", (int)r->line);
		for (size_t i = 0; i < r->n; i++) {
			csm_buf_puts(out, i > 0 ? "|" : "");
			csm_buf_put(out, r->field[i].s, r->field[i].len);
		}
		csm_buf_putc(out, '\n');
	}
	csm_reader_free(reader);
}

static void
expect(const char *bytes, size_t len, struct csm_reader_options o, const char *want)
{
	static const size_t blocks[] = {1, 3, 4096};

	for (size_t i = 0; i < 3; i++) {
		struct csm_buf out = {0};
		read_all(bytes, len, &o, blocks[i], &out);
		ck_assert_str_eq(csm_buf_text(&out), want);
		csm_buf_fini(&out);
	}
}
#define EXPECT(bytes, want, ...)                                                       \
	expect(bytes, sizeof(bytes) - 1, (struct csm_reader_options){__VA_ARGS__}, want)

START_TEST(text_of_copy_has_escapes_and_no_quotes)
{
	EXPECT(
	    "id\tname\tn\n1\ta\\tb \"q\"\t\\N\n2\tx\\\\y\t\\\\N\n3\tl\\nm\tN\n4\t \t\n",
	    "2 1|a\tb \"q\"|\n3 2|x\\y|\\N\n4 3|l m|N\n5 4| |\n",
	    .format = CSM_FORMAT_COPY);
	EXPECT("a\tb\n1\t\\b\\f\\v\\r\\t.\n", "2 1|\b\f\v \t.\n",
	    .format = CSM_FORMAT_COPY);
	/* the last line without its end, and with one of Windows */
	EXPECT("a\tb\r\n1\t2\r\n3\t4", "2 1|2\n3 3|4\n", .format = CSM_FORMAT_COPY);
}
END_TEST

/* Line 3 ends in a line end that is escaped: the row after it stands in line 5. */
START_TEST(a_line_end_that_is_escaped_keeps_the_lines_below_it_in_place)
{
	EXPECT("a\tb\n1\t2\n3\\\n4\t5\n6\t7\n", "2 1|2\n3 3 4|5\n5 6|7\n",
	    .format = CSM_FORMAT_COPY);
}
END_TEST

START_TEST(without_quotes_each_one_is_text)
{
	EXPECT("a,b\n\"x,y\n5\" pipe,\"\"\n", "2 \"x|y\n3 5\" pipe|\"\"\n",
	    .format = CSM_FORMAT_CSV, .dialect.quote = CSM_QUOTE_NONE);
}
END_TEST

START_TEST(another_quote_and_an_escape_are_understood)
{
	EXPECT("a,b\n'x,''y',\"\n'it\\'s',\\,\n", "2 x,'y|\"\n3 it's|,\n",
	    .format = CSM_FORMAT_CSV, .dialect.quote = '\'', .dialect.escape = '\\');
}
END_TEST

START_TEST(comments_and_lines_before_the_header_keep_their_numbers)
{
	EXPECT(
	    "Report of \"May\n\n# made by x\na,b\n1,\"p\n# no comment\"\n# c, d\n2,z\n",
	    "5 1|p\n# no comment\n8 2|z\n", .format = CSM_FORMAT_CSV,
	    .dialect.comment = '#', .dialect.skip_lines = 1);
}
END_TEST

START_TEST(names_given_stand_for_a_header)
{
	static const char *const names[] = {"a", "b"};

	EXPECT("1,2\n3\n", "1 1|2\n2 3|\n", .format = CSM_FORMAT_CSV, .name = names,
	    .names = 2, .pad = 1);
	EXPECT("1,2\n3\n",
	    "1 1|2\n!E_FIELDS 2 row has 1 column, the header 2; row rejected\n",
	    .format = CSM_FORMAT_CSV, .name = names, .names = 2);
}
END_TEST

/* Bytes and characters: the table of windows-1252 as Unicode publishes it. */
START_TEST(other_encodings_become_utf8)
{
	EXPECT("a,b\n\x80,\xfc\xdf\n", "2 €|üß\n", .encoding = "windows-1252");
	EXPECT("a,b\n\xa4,\xfc\n", "2 ¤|ü\n", .encoding = "latin1");
	EXPECT("a\0,\0b\0\n\0\x3d\xd8\x00\xde,\0x\0\n\0", "2 😀|x\n",
	    .encoding = "utf-16le");
}
END_TEST

START_TEST(what_is_none_of_the_encoding_ends_the_run)
{
	EXPECT("a,b\n1,\x81\n",
	    "!E_FORMAT 0 byte 6, 0x81, is not windows-1252; what is it (--encoding)?\n",
	    .encoding = "windows-1252");
	EXPECT("a,b\n1,2\n",
	    "!E_USAGE 0 unknown encoding \"utf-99\"; known are utf-8, "
	    "utf-16, windows-1252, latin1 and all that iconv -l lists\n",
	    .encoding = "utf-99");
}
END_TEST

TEST_MAIN("csv_dialect", text_of_copy_has_escapes_and_no_quotes,
    a_line_end_that_is_escaped_keeps_the_lines_below_it_in_place,
    without_quotes_each_one_is_text, another_quote_and_an_escape_are_understood,
    comments_and_lines_before_the_header_keep_their_numbers,
    names_given_stand_for_a_header, other_encodings_become_utf8,
    what_is_none_of_the_encoding_ends_the_run)
