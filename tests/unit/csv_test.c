#include "syntax/csv.h"

#include "base/buf.h"
#include "fixture.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROW_BYTES ((size_t)16 << 20)

/* What is read, as text: "LINE:field|field\n" for a row, "!CODE LINE:COLUMN text\n" for
 * a message. */
static struct csm_buf seen;
static uint64_t rejected;

struct setting {
	char delimiter;
	int fast;
	size_t block, row;
	int lines; /* show line numbers */
};

/* Read all of it; the last result of csm_csv_next. */
static int
read_csv(const void *bytes, size_t len, struct setting s)
{
	const struct csm_text *fields;
	struct csm_input *in;
	struct csm_csv *csv;
	struct csm_diag diag;
	uint64_t line;
	size_t n;
	int rc;

	csm_buf_reset(&seen);
	rejected = 0;
	fixture_diag(&diag, &seen, "!%c %l:%k %t\n");
	ck_assert_int_eq(csm_input_open_memory(&in, "t.csv", bytes, len, &diag), 0);
	csv = csm_csv_new(in, s.delimiter);
	csm_csv_tune(csv, s.fast, s.block, s.row);
	while ((rc = csm_csv_next(csv, &fields, &n, &line, &rejected, &diag)) == 1) {
		if (s.lines)
			csm_buf_printf(&seen, "%d:", (int)line);
		for (size_t i = 0; i < n; i++) {
			csm_buf_puts(&seen, i > 0 ? "|" : "");
			csm_buf_put(&seen, fields[i].s, fields[i].len);
		}
		csm_buf_putc(&seen, '\n');
	}
	csm_csv_free(csv);
	return rc;
}

/* Both ways, at several block sizes. */
static void
expect_row_bytes(const char *bytes, size_t len, const char *want, size_t row_bytes)
{
	static const size_t blocks[] = {1, 2, 3, 7, 16, 17, 64, 262144};

	for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
		for (int fast = 0; fast < 2; fast++) {
			int rc = read_csv(bytes, len,
			    (struct setting){',', fast, blocks[i], row_bytes, 1});
			ck_assert_str_eq(csm_buf_text(&seen), want);
			ck_assert_int_eq(rc, strstr(want, "E_FORMAT") != NULL ? -1 : 0);
		}
	csm_buf_fini(&seen);
}

static void
expect(const char *bytes, const char *want)
{
	expect_row_bytes(bytes, strlen(bytes), want, ROW_BYTES);
}

START_TEST(rows_end_with_lf_or_crlf_or_cr_or_the_input)
{
	expect("a,b\n1,2\r\n3,4\r5,6", "1:a|b\n2:1|2\n3:3|4\n4:5|6\n");
	expect("a,b\n1,2\r", "1:a|b\n2:1|2\n");
	expect("", "");
}
END_TEST

START_TEST(blank_lines_are_no_rows_but_count_as_lines)
{
	expect("\n\r\n \t \na,b\n\n\n1,2\n  ", "4:a|b\n7:1|2\n");
	expect("\"\"\n", "1:\n");
}
END_TEST

START_TEST(blanks_around_an_unquoted_field_are_no_part_of_it)
{
	expect(" a , b c\t,\" d \" , \n", "1:a|b c| d |\n");
	expect("a, \r\n", "1:a|\n");
}
END_TEST

START_TEST(empty_fields_are_kept)
{
	expect(",,\n", "1:||\n");
	expect("a,", "1:a|\n");
	expect(",\"\"\n", "1:|\n");
}
END_TEST

START_TEST(quoted_fields_hold_delimiters_quotes_and_line_ends)
{
	expect("\"a,b\",\"say \"\"hi\"\"\"\n", "1:a,b|say \"hi\"\n");
	expect("x,\"1\n2\r\n3\"\ny,z\n", "1:x|1\n2\r\n3\n4:y|z\n");
	expect("\"a\"", "1:a\n");
}
END_TEST

START_TEST(an_unterminated_quote_rejects_its_own_line_only)
{
	expect("a,b\n1,\"2\n3,4\n5,6\n",
	    "1:a|b\n!E_QUOTE 2:2 unterminated quote in \"1,\\\"2\"; row rejected\n"
	    "3:3|4\n4:5|6\n");
	/* the quote that opens line 2 meets the one in line 3, which is no end */
	expect("1,\"2\n3,\"4\"\n5,6\n",
	    "!E_QUOTE 1:2 unterminated quote in \"1,\\\"2\"; row rejected\n"
	    "2:3|4\n3:5|6\n");
	/* a field over two lines is fine; the quote that never ends is in the second */
	expect("\"1\n2\",\"3\n4,5\n",
	    "!E_QUOTE 2:2 unterminated quote in \"2\\\",\\\"3\"; row rejected\n"
	    "3:4|5\n");
	expect("\"", "!E_QUOTE 1:1 unterminated quote in \"\\\"\"; row rejected\n");
	expect("a\n\"b",
	    "1:a\n!E_QUOTE 2:1 unterminated quote in \"\\\"b\"; row rejected\n");
	ck_assert_uint_eq(rejected, 1);
}
END_TEST

START_TEST(a_stray_quote_rejects_the_row)
{
	expect("a\"b,c\n1,2\n",
	    "!E_QUOTE 1:1 stray quote in \"a\\\"b,c\"; row rejected\n2:1|2\n");
	expect("1,\"a\"b\n3,4\n",
	    "!E_QUOTE 1:2 stray quote in \"1,\\\"a\\\"b\"; row rejected\n2:3|4\n");
	expect("\"a\" \"b\"\r\n3,4\r\n", "!E_QUOTE 1:1 stray quote in \"\\\"a\\\" "
					 "\\\"b\\\"\"; row rejected\n2:3|4\n");
}
END_TEST

START_TEST(text_that_is_not_utf8_or_has_a_nul_rejects_the_row)
{
	expect("a,M\xc3\xbcller\nb,M\xfcller\nc,d\n",
	    "1:a|M\xc3\xbcller\n!E_UTF8 2:2 not UTF-8: \"M\\xfcller\"; row rejected\n"
	    "3:c|d\n");
	expect("\"x\",\"\xc3\"\n1\n",
	    "!E_UTF8 1:2 not UTF-8: \"\\xc3\"; row rejected\n2:1\n");
	expect_row_bytes("header\na,b\0c\n1,2\n", 17,
	    "1:header\n!E_NUL 2:2 NUL byte in \"b\\x00c\"; row rejected\n3:1|2\n",
	    ROW_BYTES);
}
END_TEST

START_TEST(a_byte_order_mark_is_skipped_and_other_encodings_are_refused)
{
	static const char what[] = "!E_FORMAT 0:0 not UTF-8 but UTF-16 or UTF-32; "
				   "convert it first (iconv -f UTF-16 -t UTF-8)\n";

	expect("\xef\xbb\xbf"
	       "a,b\n",
	    "1:a|b\n");
	expect("\xef\xbb\xbf\"a\",b\n", "1:a|b\n");
	expect("\xef\xbb\xbf", "");
	expect_row_bytes("\xff\xfe"
			 "a\0,\0b\0\n\0",
	    10, what, ROW_BYTES);
	expect_row_bytes("\xfe\xff\0a\0,\0b\0\n", 10, what, ROW_BYTES);
	expect_row_bytes("a\0,\0b\0\n\0", 8, what, ROW_BYTES);
	expect_row_bytes("\0\0\xfe\xff\0\0\0a", 8, what, ROW_BYTES);
}
END_TEST

START_TEST(a_line_longer_than_allowed_is_rejected_and_skipped)
{
	expect_row_bytes("a,b\n0123456789abcdef\n1,2\n", 25,
	    "1:a|b\n!E_LINE 2:0 line too long: \"0123456789\"; row rejected\n3:1|2\n",
	    10);
	expect_row_bytes("0123456789\n\"123456789\"\n", 23,
	    "1:0123456789\n!E_LINE 2:0 line too long: \"\\\"123456789\"; row "
	    "rejected\n",
	    10);
	expect_row_bytes(
	    "0123456789\r\n0123456789", 22, "1:0123456789\n2:0123456789\n", 10);
}
END_TEST

START_TEST(an_open_quote_is_not_followed_for_ever)
{
	expect_row_bytes("a,\"b\n12345\n12345\n\"\n1\n", 21,
	    "!E_LINE 1:2 quoted text is unterminated or too long in \"a,\\\"b\"; "
	    "row rejected\n2:12345\n3:12345\n"
	    "!E_QUOTE 4:1 unterminated quote in \"\\\"\"; row rejected\n5:1\n",
	    12);
	/* as long as it may be and CR, then LF and the end of the input */
	expect_row_bytes("1\na,\"b\r\n", 8,
	    "1:1\n!E_QUOTE 2:2 unterminated quote in \"a,\\\"b\"; row rejected\n", 4);
}
END_TEST

START_TEST(tabs_may_be_the_delimiter)
{
	read_csv(
	    "a\t b \t\t\"c\td\"\n", 13, (struct setting){'\t', 1, 64, ROW_BYTES, 0});
	ck_assert_str_eq(csm_buf_text(&seen), "a|b||c\td\n");
	csm_buf_fini(&seen);
}
END_TEST

START_TEST(a_reader_that_failed_stays_failed)
{
	static const unsigned char cut[] = {0x1f, 0x8b, 0x08, 0x00};
	const struct csm_text *fields;
	struct csm_input *in;
	struct csm_csv *csv;
	struct csm_diag diag;
	uint64_t line;
	size_t n;

	csm_diag_init(&diag, NULL, NULL);
	ck_assert_int_eq(csm_input_open_memory(&in, "x", cut, sizeof cut, &diag), 0);
	csv = csm_csv_new(in, ',');
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(
		    csm_csv_next(csv, &fields, &n, &line, &rejected, &diag), -1);
	ck_assert_uint_eq(diag.count[CSM_E_TRUNCATED], 1);
	csm_csv_free(csv);
	csm_csv_free(NULL);
}
END_TEST

/* xorshift64: the same rows everywhere. */
static uint64_t state;

static unsigned
pick(unsigned n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state >> 33) % n;
}

static void
put_piece(struct csm_buf *b, int clean)
{
	static const char *const pieces[] = {"a", "bc", "2026-11-20", " ", "\t", "  x",
	    "\xc3\xa9", "\xe2\x82\xac", "0.5", "a long field that spans several steps ",
	    "\x01", "\x7f", "", "", "-", "\xf0\x9f\x98\x80"};
	static const char *const dirt[] = {
	    "\"", "\"\"", "\xff", "\r", "\n", ",", "\" ", "\",\""};

	if (!clean && pick(40) == 0)
		csm_buf_puts(b, dirt[pick(8)]);
	else if (!clean && pick(2000) == 0)
		csm_buf_putc(b, '\0');
	else
		csm_buf_puts(b, pieces[pick(16)]);
}

static void
put_field(struct csm_buf *b, char delimiter, int clean)
{
	static const char *const inside[] = {
	    "\"\"", "\n", "\r\n", "\r", ",", "\t", " "};
	int quoted = pick(8) == 0;

	for (unsigned i = pick(3); i > 0; i--)
		csm_buf_putc(b, delimiter == '\t' ? ' ' : " \t"[pick(2)]);
	csm_buf_puts(b, quoted ? "\"" : "");
	for (unsigned i = pick(4); i > 0; i--) {
		if (quoted && pick(2) == 0)
			csm_buf_puts(b, inside[pick(7)]);
		else if (delimiter == '\t' && !quoted)
			csm_buf_puts(b, pick(2) ? "x y" : "7");
		else
			put_piece(b, clean);
	}
	csm_buf_puts(b, quoted ? "\"" : "");
	if (pick(4) == 0)
		csm_buf_putc(b, ' ');
}

static void
put_rows(struct csm_buf *b, unsigned rows, char delimiter, int clean)
{
	static const char *const ends[] = {
	    "\n", "\n", "\n", "\r\n", "\r", "\n\n", " \n"};

	for (unsigned i = 0; i < rows; i++) {
		for (unsigned k = pick(6); k > 0; k--) {
			put_field(b, delimiter, clean);
			csm_buf_putc(b, delimiter);
		}
		put_field(b, delimiter, clean);
		if (pick(500) == 0) {
			csm_buf_putc(b, delimiter);
			for (unsigned k = pick(3000); k > 0; k--)
				csm_buf_putc(b, 'z');
		}
		csm_buf_puts(b, ends[pick(7)]);
	}
}

struct oracle {
	struct csm_buf text;
	int fields;
};

static void
oracle_field(void *s, size_t len, void *ctx)
{
	struct oracle *o = ctx;

	csm_buf_puts(&o->text, o->fields++ > 0 ? "|" : "");
	csm_buf_put(&o->text, s, len);
}

static void
oracle_row(int c, void *ctx)
{
	struct oracle *o = ctx;

	(void)c;
	o->fields = 0;
	csm_buf_putc(&o->text, '\n');
}

/* All of it by libcsv at once. */
static void
read_oracle(struct oracle *o, const struct csm_buf *bytes, char delimiter)
{
	struct csv_parser parser;

	csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_delim(&parser, (unsigned char)delimiter);
	ck_assert_uint_eq(
	    csv_parse(&parser, bytes->data, bytes->len, oracle_field, oracle_row, o),
	    bytes->len);
	ck_assert_int_eq(csv_fini(&parser, oracle_field, oracle_row, o), 0);
	csv_free(&parser);
}

/* Rows of one seed, by libcsv and the short way. */
static void
compare_rows(uint64_t seed, char delimiter, const size_t *blocks, size_t n)
{
	struct csm_buf bytes = {0};
	struct oracle o = {0};

	state = seed;
	put_rows(&bytes, 100000, delimiter, 1);
	read_oracle(&o, &bytes, delimiter);
	for (size_t i = 0; i < n; i++) {
		read_csv(bytes.data, bytes.len,
		    (struct setting){delimiter, 1, blocks[i], ROW_BYTES, 0});
		ck_assert_uint_eq(rejected, 0);
		ck_assert_uint_eq(seen.len, o.text.len);
		ck_assert_int_eq(memcmp(seen.data, o.text.data, seen.len), 0);
	}
	csm_buf_fini(&bytes);
	csm_buf_fini(&o.text);
	csm_buf_fini(&seen);
}

/* A million rows with commas, and as many with tabs. */
START_TEST(the_short_way_gives_what_libcsv_gives)
{
	static const size_t blocks[] = {262144, 1, 5, 64, 4096};
	unsigned rounds = getenv("CSM_WATCHED") != NULL ? 1 : 10;

	for (unsigned round = 0; round < rounds; round++)
		for (int tsv = 0; tsv < 2; tsv++)
			compare_rows(20261120 + round, tsv ? '\t' : ',', blocks,
			    round == 0 ? 5 : 1);
}
END_TEST

START_TEST(both_ways_reject_the_same_and_count_the_same_lines)
{
	static const size_t blocks[] = {1, 16, 333, 262144};
	struct csm_buf bytes = {0}, want = {0};
	uint64_t want_rejected;

	state = 7;
	put_rows(&bytes, 50000, ',', 0);
	for (size_t row = 200; row <= ROW_BYTES; row *= 400) {
		read_csv(bytes.data, bytes.len, (struct setting){',', 0, 4096, row, 1});
		csm_buf_reset(&want);
		csm_buf_put(&want, seen.data, seen.len);
		want_rejected = rejected;
		ck_assert_uint_gt(want_rejected, 100);
		for (size_t i = 0; i < 4; i++) {
			read_csv(bytes.data, bytes.len,
			    (struct setting){',', 1, blocks[i], row, 1});
			ck_assert_uint_eq(rejected, want_rejected);
			ck_assert_uint_eq(seen.len, want.len);
			ck_assert_int_eq(memcmp(seen.data, want.data, want.len), 0);
		}
	}
	csm_buf_fini(&bytes);
	csm_buf_fini(&want);
	csm_buf_fini(&seen);
}
END_TEST

static void
expect_put(const char *s, char delimiter, const char *want)
{
	struct csm_buf b = {0};

	csm_csv_put(&b, s, strlen(s), delimiter);
	ck_assert_str_eq(csm_buf_text(&b), want);
	csm_buf_fini(&b);
}

START_TEST(a_field_is_quoted_only_if_it_must_be)
{
	expect_put("plain text", ',', "plain text");
	expect_put("", ',', "");
	expect_put("a,b", ',', "\"a,b\"");
	expect_put("a,b", '\t', "a,b");
	expect_put("a\tb", '\t', "\"a\tb\"");
	expect_put("\"", ',', "\"\"\"\"");
	expect_put("say \"hi\" now", ',', "\"say \"\"hi\"\" now\"");
	expect_put("two\nlines", ',', "\"two\nlines\"");
	expect_put("cr\r", ',', "\"cr\r\"");
	expect_put(" a", ',', "\" a\"");
	expect_put("a\t", ',', "\"a\t\"");
}
END_TEST

TEST_MAIN("csv", rows_end_with_lf_or_crlf_or_cr_or_the_input,
    blank_lines_are_no_rows_but_count_as_lines,
    blanks_around_an_unquoted_field_are_no_part_of_it, empty_fields_are_kept,
    quoted_fields_hold_delimiters_quotes_and_line_ends,
    an_unterminated_quote_rejects_its_own_line_only, a_stray_quote_rejects_the_row,
    text_that_is_not_utf8_or_has_a_nul_rejects_the_row,
    a_byte_order_mark_is_skipped_and_other_encodings_are_refused,
    a_line_longer_than_allowed_is_rejected_and_skipped,
    an_open_quote_is_not_followed_for_ever, tabs_may_be_the_delimiter,
    a_reader_that_failed_stays_failed, the_short_way_gives_what_libcsv_gives,
    both_ways_reject_the_same_and_count_the_same_lines,
    a_field_is_quoted_only_if_it_must_be)
