#include "syntax/ndjson.h"

#include "base/buf.h"
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is read, as text: "LINE:field|field\n" for an object, "-" for an absent field,
 * "!CODE LINE:COLUMN text\n" for a message. */
static struct csm_buf seen;
static uint64_t rejected;

/* How to read. */
static int fast = 1;
static size_t block = 262144;

/* Read the fields of the comma-separated paths. */
static int
read_nd(const char *bytes, size_t len, int array, const char *paths)
{
	const struct csm_text *fields;
	struct csm_input *in;
	struct csm_ndjson *nd;
	struct csm_diag diag;
	char names[200];
	uint64_t line;
	size_t n;
	int rc;

	csm_buf_fini(&seen);
	rejected = 0;
	fixture_diag(&diag, &seen, "!%c %l:%k %t\n");
	ck_assert_int_eq(csm_input_open_memory(&in, "t", bytes, len, &diag), 0);
	nd = csm_ndjson_new(in, array);
	csm_ndjson_tune(nd, fast, block);
	snprintf(names, sizeof names, "%s", paths);
	for (char *p = strtok(names, ","); p != NULL; p = strtok(NULL, ","))
		csm_ndjson_path(nd, p);
	while ((rc = csm_ndjson_next(nd, &fields, &n, &line, &rejected, &diag)) == 1) {
		uint64_t byte, element = csm_diag_element_of(line, &byte);
		csm_buf_printf(&seen, "%d:", (int)(element != 0 ? element : line));
		for (size_t i = 0; i < n; i++) {
			csm_buf_puts(&seen, i > 0 ? "|" : "");
			if (fields[i].s == NULL && fields[i].len == 0)
				csm_buf_puts(&seen, "-");
			else
				csm_buf_put(&seen, fields[i].s, fields[i].len);
		}
		csm_buf_putc(&seen, '\n');
	}
	ck_assert_int_eq(csm_ndjson_next(nd, &fields, &n, &line, &rejected, &diag), rc);
	csm_ndjson_free(nd);
	return rc;
}

/* Both ways, in small pieces and in one. */
static void
expect(const char *bytes, int array, const char *paths, int rc, const char *want)
{
	for (int i = 0; i < 4; i++) {
		fast = i % 2;
		block = i < 2 ? 1 : 262144;
		ck_assert_int_eq(read_nd(bytes, strlen(bytes), array, paths), rc);
		ck_assert_str_eq(csm_buf_text(&seen), want);
	}
	csm_buf_fini(&seen);
}

START_TEST(each_line_is_an_object_and_blank_lines_are_skipped)
{
	expect("{\"a\":\"x\"}\n\n \t\r\n{\"a\":\"y\"}\r\n {\"a\":\"z\"} ", 0, "a", 0,
	    "1:x\n4:y\n5:z\n");
	expect("", 0, "a", 0, "");
	expect("\xef\xbb\xbf{\"a\":1}\n", 0, "a", 0, "1:1\n");
}
END_TEST

START_TEST(values_become_texts)
{
	expect("{\"a\":\"7\\u00e9\\n\",\"b\":true,\"c\":false,\"d\":null}\n", 0,
	    "a,b,c,d,e", 0, "1:7\xc3\xa9\n|true|false|-|-\n");
	expect("{\"a\":9223372036854775807,\"b\":-0,\"c\":-12}\n", 0, "a,b,c", 0,
	    "1:9223372036854775807|-0|-12\n");
	expect("{\"a\":0.1,\"b\":1.00,\"c\":1E300,\"d\":0.30000000000000004}\n", 0,
	    "a,b,c,d", 0, "1:0.1|1.00|1E300|0.30000000000000004\n");
	/* 19 digits, more than a double holds; not flat: a string with an escape */
	expect("{\"a\":8999999999999.999999,\"b\":-8999999999999.999999}\n", 0, "a,b",
	    0, "1:8999999999999.999999|-8999999999999.999999\n");
	expect("{\"1\":\"\\\"2, \\\\\",\"a\":{\"3\":[4.0,-5e0,\"6\"]},"
	       "\"b\":8999999999999.999999}\n",
	    0, "a,b", 0, "1:{\"3\":[4.0,-5e0,\"6\"]}|8999999999999.999999\n");
	expect("{\"a\":{\"k\": [1, 0.1 ,\"x\\\"y\", null,{}], \"b\":[]}}\n", 0, "a", 0,
	    "1:{\"k\":[1,0.1,\"x\\\"y\",null,{}],\"b\":[]}\n");
	expect("{\"a\":\"\"}\n", 0, "a", 0, "1:\n");
}
END_TEST

START_TEST(paths_go_into_objects_and_prefer_names_with_dots)
{
	expect("{\"a\":{\"b\":{\"c\":1}}}\n", 0, "a.b.c,a.b,a.x,a.b.c.d", 0,
	    "1:1|{\"c\":1}|-|-\n");
	expect("{\"a.b\":{\"c\":2},\"a\":{\"b\":{\"c\":1},\"d\":4},\"a.b.c\":3}\n", 0,
	    "a.b.c,a.d", 0, "1:3|4\n");
	expect("{\"a\":{\"b\":{\"c\":1}},\"a.b\":{\"c\":2}}\n", 0, "a.b.c", 0, "1:2\n");
	expect("{\"a.b\":5,\"a\":{\"b\":{\"c\":1}}}\n", 0, "a.b.c", 0, "1:1\n");
	expect("{\".\":1,\"\":2,\"a\":{\"b\":3}}\n", 0, ".,a.,.a", 0, "1:1|-|-\n");
}
END_TEST

START_TEST(a_number_in_a_path_is_an_element_of_a_list)
{
	expect("{\"g\":[\"x\",\"y\"]}\n{\"g\":\"z\"}\n{\"g\":[]}\n{\"g\":null}\n"
	       "{\"g\":{\"a\":1}}\n{\"g\":[{\"a\":7}]}\n{\"g.0\":1,\"g\":2}\n",
	    0, "g.0,g.1,g.0.a,g.0x,g.9999999999", 0,
	    "1:x|y|-|-|-\n2:z|-|-|-|-\n3:-|-|-|-|-\n4:-|-|-|-|-\n5:-|-|-|-|-\n"
	    "6:{\"a\":7}|-|7|-|-\n7:1|-|-|-|-\n");
}
END_TEST

START_TEST(a_line_that_is_no_object_is_rejected)
{
	expect("[1]\n5\n\"x\"\n{\"a\":1}\n", 0, "a", 0,
	    "!E_JSON 1:1 not an object: \"[1]\"; row rejected\n"
	    "!E_JSON 2:1 not an object: \"5\"; row rejected\n"
	    "!E_JSON 3:1 not an object: \"\\\"x\\\"\"; row rejected\n4:1\n");
	read_nd("{\"a\":1\n{\"a\":2}\n{\"a\":3} x\n", 25, 0, "a");
	ck_assert_uint_eq(rejected, 2);
	ck_assert_ptr_nonnull(strstr(seen.data, "\n2:2\n!E_JSON 3:"));
	read_nd("{\"a\":1,\"a\":2}\n", 14, 0, "a");
	ck_assert_uint_eq(rejected, 1);
	ck_assert_ptr_nonnull(strstr(seen.data, "duplicate"));
	read_nd("{\"a\":18446744073709551616,\"b\":{}}\n{\"a\":1e999}\n", 46, 0, "a");
	ck_assert_uint_eq(rejected, 0);
	ck_assert_ptr_nonnull(strstr(seen.data, "1:18446744073709551616\n2:1e999\n"));
	csm_buf_fini(&seen);
}
END_TEST

START_TEST(bytes_that_are_not_utf8_and_nul_bytes_have_codes_of_their_own)
{
	expect("{\"a\":\"\xff\"}\n{\"a\":\"\xed\xa0\x80\"}\n{\"a\":1}\n", 0, "a", 0,
	    "!E_UTF8 1:7 not UTF-8: \"{\\\"a\\\":\\\"\\xff\\\"}\"; row rejected\n"
	    "!E_UTF8 2:7 not UTF-8: \"{\\\"a\\\":\\\"\\xed\\xa0\\x80\\\"}\"; "
	    "row rejected\n3:1\n");
	read_nd("{\"a\":\"\0\"}\n{\"a\":\"\\u0000\"}\n{\"a\":1}\n", 33, 0, "a");
	ck_assert_uint_eq(rejected, 2);
	ck_assert_ptr_nonnull(strstr(seen.data, "!E_NUL 1:7"));
	ck_assert_ptr_nonnull(strstr(seen.data, "!E_NUL 2:"));
	ck_assert_ptr_nonnull(strstr(seen.data, "\n3:1\n"));
	csm_buf_fini(&seen);
}
END_TEST

START_TEST(nesting_too_deep_is_rejected_not_followed)
{
	struct csm_buf bytes = {0};

	for (int array = 0; array < 2; array++) {
		csm_buf_reset(&bytes);
		csm_buf_puts(&bytes, array ? "[{\"a\":" : "{\"a\":");
		for (int i = 0; i < 100000; i++)
			csm_buf_putc(&bytes, '[');
		for (int i = 0; i < 100000; i++)
			csm_buf_putc(&bytes, ']');
		csm_buf_puts(&bytes, array ? "},{\"a\":1}]" : "}\n{\"a\":1}\n");
		ck_assert_int_eq(read_nd(bytes.data, bytes.len, array, "a"), 0);
		ck_assert_uint_eq(rejected, 1);
		ck_assert_ptr_nonnull(
		    strstr(seen.data, array ? "!E_JSON [1]@2:" : "!E_JSON 1:"));
		ck_assert_ptr_nonnull(strstr(seen.data, "\n2:1\n"));
	}
	csm_buf_fini(&bytes);
	csm_buf_fini(&seen);
}
END_TEST

START_TEST(a_line_that_is_too_long_is_skipped)
{
	struct csm_buf bytes = {0};
	size_t len = (size_t)40 << 20;

	csm_buf_puts(&bytes, "{\"a\":1}\n{\"a\":\"");
	csm_buf_reserve(&bytes, len);
	memset(bytes.data + bytes.len, 'x', len);
	bytes.len += len;
	csm_buf_puts(&bytes, "\"}\n{\"a\":2}");
	read_nd(bytes.data, bytes.len, 0, "a");
	ck_assert_uint_eq(rejected, 1);
	ck_assert_int_eq(strncmp(seen.data, "1:1\n!E_LINE 2:0 ", 16), 0);
	ck_assert_ptr_nonnull(strstr(seen.data, "\n3:2\n"));
	csm_buf_fini(&bytes);
	csm_buf_fini(&seen);
}
END_TEST

START_TEST(an_array_is_read_element_by_element)
{
	expect("[{\"a\":\"]}\\\"\"},\n{\"a\":2}\n , {\"a\":[{}]} ]\n", 1, "a", 0,
	    "1:]}\"\n2:2\n3:[{}]\n");
	expect("[]", 1, "a", 0, "");
	expect(" \n", 1, "a", 0, "");
	expect("[\n{\n\"a\"\n:1},7,\"x,y\",null,{\"a\":1,\"a\":2},{\"a\":3}]", 1, "a",
	    0,
	    "1:1\n!E_JSON [2]@13:1 not an object: \"7\"; row rejected\n"
	    "!E_JSON [3]@15:1 not an object: \"\\\"x,y\\\"\"; row rejected\n"
	    "!E_JSON [4]@21:1 not an object: \"null\"; row rejected\n"
	    "!E_JSON [5]@26:10 bad JSON \"{\\\"a\\\":1,\\\"a\\\":2}\" "
	    "(duplicate object key near '\"a\"'); row rejected\n6:3\n");
	/* what is wrong inside of an element is its own matter */
	read_nd("[{\"a\":\"\\ud800\"},{\"a\":NaN},{\"a\" 1},{\"a\":4}]", 42, 1, "a");
	ck_assert_uint_eq(rejected, 3);
	ck_assert_ptr_nonnull(strstr(seen.data, "\n4:4\n"));
}
END_TEST

START_TEST(an_array_that_is_no_array_ends_the_reading)
{
	static const struct {
		const char *bytes, *says;
	} cases[] = {
	    {"{\"a\":1}", "'[' expected"},
	    {"[{\"a\":1}", "the array does not end"},
	    {"[", "the array does not end"},
	    {"[{\"a\":1},", "the array does not end"},
	    {"[{\"a\":1} {\"a\":2}]", "',' or ']' expected"},
	    {"[{\"a\":1}] x", "text after the end of the array"},
	    {"[{\"a\":1},]", "E_FORMAT [2]@10:0"},
	    {"[{\"a\":1],{}]", "E_FORMAT [1]@2:0"},
	    {"[\n\n{\"a\":\n]}]", "E_FORMAT [1]@4:0"},
	    {"[}]", "E_FORMAT"},
	    {"[,{}]", "E_FORMAT"},
	    {"[{\"a\":\"]", "E_FORMAT"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *b = cases[i].bytes;
		ck_assert_int_eq(read_nd(b, strlen(b), 1, "a"), -1);
		ck_assert_ptr_nonnull(strstr(seen.data, "!E_FORMAT"));
		ck_assert_msg(
		    strstr(seen.data, cases[i].says) != NULL, "%s: %s", b, seen.data);
	}
	csm_buf_fini(&seen);
}
END_TEST

START_TEST(the_same_path_asked_for_twice_is_one_field)
{
	struct csm_input *in;
	struct csm_diag diag;

	csm_diag_init(&diag, NULL, NULL);
	ck_assert_int_eq(csm_input_open_memory(&in, "t", "", 0, &diag), 0);
	struct csm_ndjson *nd = csm_ndjson_new(in, 0);
	ck_assert_uint_eq(csm_ndjson_path(nd, "a"), 0);
	ck_assert_uint_eq(csm_ndjson_path(nd, "b.c"), 1);
	ck_assert_uint_eq(csm_ndjson_path(nd, "a"), 0);
	csm_ndjson_free(nd);
	csm_ndjson_free(NULL);
}
END_TEST

/* xorshift64: the same lines everywhere. */
static uint64_t state = 20261120;

static unsigned
pick(unsigned n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state >> 33) % n;
}

static void
put_value(struct csm_buf *b)
{
	static const char *const values[] = {"\"x\"", "\"\"", "\"caf\xc3\xa9 \"", "0",
	    "-0", "7", "-12", "123456789012345678", "1234567890123456789",
	    "18446744073709551616", "0.5", "-0.5", "1.0", "1.50", "0.0", "-0.0",
	    "0.0001", "0.00001", "0.00012", "100000.0", "12345678901234.5",
	    "123456789012345.5", "1e3", "1E-7", "1e999", "01", "-", "1.", ".5", "+1",
	    "true", "false", "null", "nul", "\"a\\nb\"", "\"\\u00e9\"", "\"tab\there\"",
	    "\"\xff\"", "{}", "{\"a\":1}", "[1, 2.50]", "\"a\" \"b\"", "tru", "NaN",
	    "\"open"};

	/* mostly the ordinary ones */
	csm_buf_puts(b, values[pick(4) > 0 ? pick(22) : pick(45)]);
}

static void
put_line(struct csm_buf *b)
{
	static const char *const keys[] = {"a", "b", "a.b", "c", "long_name", "",
	    "\xc3\xa9", "x1", "x2", "x3", "x4", "x5", "\\u0061"};
	static const char *const spaces[] = {"", "", "", " ", "\t", " \r"};
	unsigned n = pick(40) == 0 ? pick(70) : pick(6);

	csm_buf_puts(b, pick(200) == 0 ? "[" : "{");
	for (unsigned i = 0; i < n; i++) {
		csm_buf_puts(b, i > 0 ? "," : "");
		csm_buf_puts(b, spaces[pick(6)]);
		if (n > 6)
			csm_buf_printf(b, "\"k%u\"", i);
		else
			csm_buf_printf(b, "\"%s\"", keys[pick(13)]);
		csm_buf_puts(b, spaces[pick(6)]);
		csm_buf_puts(b, pick(300) == 0 ? "" : ":");
		csm_buf_puts(b, spaces[pick(6)]);
		put_value(b);
		csm_buf_puts(b, spaces[pick(6)]);
	}
	csm_buf_puts(b, pick(200) == 0 ? "" : "}");
	csm_buf_puts(b, pick(200) == 0 ? "x\n" : "\n");
}

/* The next lines, by jansson and the short way. */
static void
compare_lines(const size_t *blocks, size_t n)
{
	static const char paths[] =
	    "a,b,a.b,c,long_name,k3,k55,\xc3\xa9,x4,a.0,a.b.0,.0";
	struct csm_buf bytes = {0}, want = {0};
	uint64_t want_rejected;

	for (int i = 0; i < 100000; i++)
		put_line(&bytes);
	fast = 0;
	block = 262144;
	read_nd(bytes.data, bytes.len, 0, paths);
	csm_buf_put(&want, seen.data, seen.len);
	want_rejected = rejected;
	ck_assert_uint_gt(want_rejected, 1000);
	ck_assert_uint_lt(want_rejected, 80000);
	for (size_t i = 0; i < n; i++) {
		fast = 1;
		block = blocks[i];
		read_nd(bytes.data, bytes.len, 0, paths);
		ck_assert_uint_eq(rejected, want_rejected);
		ck_assert_uint_eq(seen.len, want.len);
		ck_assert_int_eq(memcmp(seen.data, want.data, want.len), 0);
	}
	csm_buf_fini(&bytes);
	csm_buf_fini(&want);
	csm_buf_fini(&seen);
}

/* A million lines. */
START_TEST(the_short_way_gives_what_jansson_gives)
{
	static const size_t blocks[] = {262144, 1, 512};
	unsigned rounds = getenv("CSM_WATCHED") != NULL ? 1 : 10;

	for (unsigned round = 0; round < rounds; round++)
		compare_lines(blocks, round == 0 ? 3 : 1);
}
END_TEST

TEST_MAIN("ndjson", the_short_way_gives_what_jansson_gives,
    each_line_is_an_object_and_blank_lines_are_skipped, values_become_texts,
    paths_go_into_objects_and_prefer_names_with_dots,
    a_number_in_a_path_is_an_element_of_a_list, a_line_that_is_no_object_is_rejected,
    bytes_that_are_not_utf8_and_nul_bytes_have_codes_of_their_own,
    nesting_too_deep_is_rejected_not_followed, a_line_that_is_too_long_is_skipped,
    an_array_is_read_element_by_element, an_array_that_is_no_array_ends_the_reading,
    the_same_path_asked_for_twice_is_one_field)
