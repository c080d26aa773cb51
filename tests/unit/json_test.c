#include "syntax/json.h"

#include "test.h"

#include <stdio.h>
#include <string.h>

/* Every message as "file:line:column: path: text\n"; parts not known are left out. */
static void
collect(void *ctx, const struct csm_message *m)
{
	struct csm_buf *said = ctx;

	csm_buf_printf(said, "%s:%u:%u: ", m->pos.file, (unsigned)m->pos.line,
	    (unsigned)m->pos.column);
	if (m->pos.path != NULL)
		csm_buf_printf(said, "%s: ", m->pos.path);
	csm_buf_printf(said, "%s\n", m->text);
}

static struct csm_arena arena;
static struct csm_buf said;
static struct csm_diag diag;

static struct csm_json *
parse_bytes(const char *text, size_t len)
{
	csm_arena_fini(&arena);
	csm_buf_fini(&said);
	csm_arena_init(&arena);
	said = (struct csm_buf){0};
	csm_diag_init(&diag, collect, &said);
	return csm_json_parse(&arena, "f", text, len, &diag);
}

static struct csm_json *
parse(const char *text)
{
	return parse_bytes(text, strlen(text));
}

static void
done(void)
{
	csm_arena_fini(&arena);
	csm_buf_fini(&said);
	said = (struct csm_buf){0};
}

static const char *
path_of(const struct csm_json *value)
{
	static char text[200];
	struct csm_buf buf = {0};

	csm_json_path(value, &buf);
	snprintf(text, sizeof text, "%s", csm_buf_text(&buf));
	csm_buf_fini(&buf);
	return text;
}

START_TEST(every_value_knows_its_line_column_and_path)
{
	struct csm_json *doc = parse("{\n"
				     "  \"a\": [1, {\"b c\" : null},\r\n"
				     "\t\"x\\\"y\" ],\n"
				     "  \"\xc3\xa9\":true, \"d\": {\"op\": {}}}");
	const struct csm_json *a, *v;

	ck_assert_ptr_nonnull(doc);
	ck_assert_int_eq(doc->type, CSM_JSON_OBJECT);
	ck_assert_uint_eq(doc->count, 3);
	ck_assert_uint_eq(doc->line, 1);
	ck_assert_uint_eq(doc->column, 1);
	ck_assert_str_eq(path_of(doc), "");
	a = csm_json_get(doc, "a");
	ck_assert_uint_eq(a->line, 2);
	ck_assert_uint_eq(a->column, 8);
	ck_assert_uint_eq(a->count, 3);
	v = a->child->next->child;
	ck_assert_uint_eq(v->line, 2);
	ck_assert_uint_eq(v->column, 21);
	ck_assert_str_eq(path_of(v), "a[1][\"b c\"]");
	v = a->child->next->next;
	ck_assert_uint_eq(v->line, 3);
	ck_assert_uint_eq(v->column, 2);
	ck_assert_str_eq(v->text, "x\"y");
	ck_assert_uint_eq(v->len, 3);
	ck_assert_uint_eq(v->index, 2);
	v = csm_json_get(doc, "\xc3\xa9");
	ck_assert_int_eq(v->type, CSM_JSON_TRUE);
	ck_assert_uint_eq(v->line, 4);
	ck_assert_uint_eq(v->column, 8); /* bytes, not characters */
	v = csm_json_get(csm_json_get(doc, "d"), "op");
	ck_assert_str_eq(path_of(v), "d.op");
	ck_assert_uint_eq(v->column, 26);
	ck_assert_ptr_null(v->child);
	ck_assert_ptr_null(v->next);
	ck_assert_ptr_null(csm_json_get(doc, "absent"));
	ck_assert_ptr_null(csm_json_get(a, "a"));
	ck_assert_ptr_null(csm_json_get(NULL, "a"));
	done();
}
END_TEST

START_TEST(members_keep_the_order_of_the_file)
{
	struct csm_json *doc =
	    parse("{\"z\":1,\"a\":2,\"m\":3,\"b\":4,\"y\":5,\"c\":6,\"x\":7,\"d\":8}");
	char order[9] = "";
	uint32_t i = 0;

	for (struct csm_json *m = doc->child; m != NULL; m = m->next) {
		ck_assert_uint_eq(m->index, i);
		ck_assert_double_eq(m->number, ++i);
		strcat(order, m->key);
	}
	ck_assert_str_eq(order, "zambycxd");
	done();
}
END_TEST

START_TEST(numbers_keep_the_text_they_were_written_with)
{
	struct csm_json *v =
	    parse("[1.50, -0, 1e3, 18446744073709551616, 0.1E-2]")->child;

	ck_assert_str_eq(v->text, "1.50");
	ck_assert_double_eq(v->number, 1.5);
	v = v->next;
	ck_assert_str_eq(v->text, "-0");
	v = v->next;
	ck_assert_str_eq(v->text, "1e3");
	ck_assert_double_eq(v->number, 1000);
	v = v->next;
	ck_assert_str_eq(v->text, "18446744073709551616");
	ck_assert_double_eq(v->number, 18446744073709551616.0);
	ck_assert_uint_eq(v->column, 17);
	v = v->next;
	ck_assert_double_eq(v->number, 0.001);
	done();
}
END_TEST

START_TEST(a_byte_order_mark_is_skipped_and_a_document_may_be_any_value)
{
	struct csm_json *v = parse("\xef\xbb\xbf \"\\u00e9\\n\"");

	ck_assert_str_eq(v->text, "\xc3\xa9\n");
	ck_assert_uint_eq(v->column, 2);
	ck_assert_int_eq(parse("null")->type, CSM_JSON_NULL);
	ck_assert_int_eq(parse("false")->type, CSM_JSON_FALSE);
	ck_assert_int_eq(parse("[ ]")->type, CSM_JSON_ARRAY);
	ck_assert_str_eq(csm_buf_text(&said), "");
	done();
}
END_TEST

static const struct {
	const char *text, *said;
} bad[] = {
    {"", "f:1:1: empty, wants JSON\n"},
    {" \n\t\n", "f:1:1: empty, wants JSON\n"},
    {"\xef\xbb\xbf", "f:1:1: empty, wants JSON\n"},
    {"{\n  \"a\": [1,\n  2, ]}",
	"f:3:6: unexpected token near \"]\"; no comma after the last member\n"},
    {"{\"a\": 1,}",
	"f:1:9: string or \"}\" expected near \"}\"; no comma after the last member\n"},
    {"{\"a\": 1\n \"b\": 2}", "f:2:2: \"}\" expected near \"b\"; a comma is missing\n"},
    {"[1 2]", "f:1:4: \"]\" expected near \"2\"\n"},
    {"{'a': 1}",
	"f:1:2: string or \"}\" expected near \"'a'\"; texts stand in double quotes\n"},
    {"{\n// note\n}",
	"f:2:1: string or \"}\" expected near \"//\"; JSON has no comments\n"},
    {"{\"a\" 1}", "f:1:6: \":\" expected near \"1\"\n"},
    {"{\"a\": nope}", "f:1:7: invalid token near \"nope\"\n"},
    {"[01]", "f:1:2: invalid token near \"01\"\n"},
    {"[1.]", "f:1:2: invalid token near \"1.\"\n"},
    {"[NaN]", "f:1:2: invalid token near \"NaN\"\n"},
    {"{} {}", "f:1:4: end of file expected near \"{\"\n"},
    {"{\"a\": 1, \"b\": 2,\n \"a\": 3}", "f:2:2: the same key twice: \"a\"\n"},
    {"[\"a\\u0000b\"]", "f:1:2: a text cannot hold \\u0000\n"},
    {"{\"a\\u0000\": 1}", "f:1:2: a text cannot hold \\u0000\n"},
    {"[\"\\ud800\"]", "f:1:2: invalid Unicode \"\\uD800\" near \"\\\\ud800\"\n"},
    {"[\"\\q\"]", "f:1:2: invalid escape near \"\\\\q\"\n"},
    {"[\"a\nb\"]", "f:1:2: unexpected newline near \"a\"\n"},
    {"[\"a\tb\"]", "f:1:2: control character 0x9 near \"a\\tb\"\n"},
    {"[1e999]", "f:1:2: number out of range: \"1e999\"\n"},
    {"[\"a\xff\"]", "f:1:4: not UTF-8: byte 0xff\n"},
    {"[\"\xed\xa0\x80\"]", "f:1:3: not UTF-8: byte 0xed\n"},
    {"\xff\xfe{", "f:1:1: UTF-16, wants UTF-8\n"},
    {"{\"a\": [\n1, 2",
	"f:2:5: the text ends too early; \"[\" of line 1 is still open\n"},
    {"{\n\"a\"", "f:2:4: the text ends too early; \"{\" of line 1 is still open\n"},
    {"{\"a\": {}, \"b\"",
	"f:1:14: the text ends too early; \"{\" of line 1 is still open\n"},
    {"[\"abc", "f:1:6: the text ends too early; \"[\" of line 1 is still open\n"},
    {"\"abc", "f:1:5: the text ends too early\n"},
};

START_TEST(what_is_not_json_is_said_with_its_place)
{
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		ck_assert_ptr_null(parse(bad[i].text));
		ck_assert_str_eq(csm_buf_text(&said), bad[i].said);
		ck_assert_int_eq(diag.status, 2);
	}
	ck_assert_ptr_null(parse_bytes("[1,\n\0]", 6));
	ck_assert_str_eq(said.data, "f:2:1: NUL byte\n");
	done();
}
END_TEST

START_TEST(every_beginning_of_a_document_is_refused_without_harm)
{
	static const char text[] =
	    "{\"a\": [1.5e3, {\"b\": \"x\\u00e9\\n\"}], \"c\": [true, null]}";

	for (size_t len = 0; len + 1 < sizeof text - 1; len++) {
		char *cut = malloc(len + 1);
		memcpy(cut, text, len);
		ck_assert_ptr_null(parse_bytes(cut, len));
		ck_assert_uint_eq(diag.count[CSM_E_CONFIG], 1);
		free(cut);
	}
	done();
}
END_TEST

static struct csm_json *
parse_nested(size_t levels, size_t closed)
{
	char *text = malloc(levels + closed + 1);
	struct csm_json *doc;

	memset(text, '[', levels);
	memset(text + levels, ']', closed);
	doc = parse_bytes(text, levels + closed);
	free(text);
	return doc;
}

START_TEST(nesting_is_bounded)
{
	ck_assert_ptr_nonnull(parse_nested(512, 512));
	ck_assert_ptr_null(parse_nested(513, 513));
	ck_assert_str_eq(said.data, "f:1:513: nested deeper than 512 levels\n");
	ck_assert_ptr_null(parse_nested(1000000, 1000000));
	ck_assert_ptr_nonnull(strstr(said.data, "nested deeper than 512 levels\n"));
	ck_assert_ptr_null(parse_nested(1000, 0));
	done();
}
END_TEST

START_TEST(a_long_number_is_a_number_and_a_longer_one_is_out_of_range)
{
	char text[1003];

	text[0] = '[';
	memset(text + 1, '7', 1000);
	text[1001] = ']';
	ck_assert_ptr_null(parse_bytes(text, 1002));
	ck_assert_ptr_nonnull(strstr(said.data, "f:1:2: number out of range: \"777"));
	text[301] = ']';
	ck_assert_uint_eq(parse_bytes(text, 302)->child->len, 300);
	done();
}
END_TEST

START_TEST(typed_members_are_there_or_absent_or_wrong)
{
	struct csm_json *doc =
	    parse("{\"t\": \"x\", \"n\": 2.5, \"w\": 7, \"b\": true,\n"
		  " \"a\": [], \"o\": {}, \"z\": null, \"h\": 1e300}");
	const struct csm_json *got = NULL;
	const char *text = "before";
	int64_t whole = -1;
	double number = -1;
	int truth = -1;

	ck_assert_int_eq(csm_json_text(doc, "absent", &text, &diag), 0);
	ck_assert_str_eq(text, "before");
	ck_assert_int_eq(csm_json_text(doc, "t", &text, &diag), 1);
	ck_assert_str_eq(text, "x");
	ck_assert_int_eq(csm_json_number(doc, "n", &number, &diag), 1);
	ck_assert_double_eq(number, 2.5);
	ck_assert_int_eq(csm_json_bool(doc, "b", &truth, &diag), 1);
	ck_assert_int_eq(truth, 1);
	ck_assert_int_eq(csm_json_whole(doc, "w", 1, 7, &whole, &diag), 1);
	ck_assert_int_eq(whole, 7);
	ck_assert_int_eq(csm_json_array(doc, "a", &got, &diag), 1);
	ck_assert_int_eq(got->type, CSM_JSON_ARRAY);
	ck_assert_int_eq(csm_json_object(doc, "o", &got, &diag), 1);
	ck_assert_int_eq(got->type, CSM_JSON_OBJECT);
	ck_assert_str_eq(csm_buf_text(&said), "");

	ck_assert_int_eq(csm_json_text(doc, "n", &text, &diag), -1);
	ck_assert_int_eq(csm_json_number(doc, "t", &number, &diag), -1);
	ck_assert_int_eq(csm_json_bool(doc, "w", &truth, &diag), -1);
	ck_assert_int_eq(csm_json_array(doc, "o", &got, &diag), -1);
	ck_assert_int_eq(csm_json_object(doc, "z", &got, &diag), -1);
	ck_assert_int_eq(csm_json_whole(doc, "n", 1, 7, &whole, &diag), -1);
	ck_assert_int_eq(csm_json_whole(doc, "w", 1, 6, &whole, &diag), -1);
	ck_assert_int_eq(csm_json_whole(doc, "h", 1, INT64_MAX, &whole, &diag), -1);
	ck_assert_str_eq(said.data,
	    "f:1:17: n: wants a text, has a number\n"
	    "f:1:7: t: wants a number, has a text\n"
	    "f:1:27: w: wants true or false, has a number\n"
	    "f:2:16: o: wants an array, has an object\n"
	    "f:2:25: z: wants an object, has null\n"
	    "f:1:17: n: wants a whole number from 1 to 7, has 2.5\n"
	    "f:1:27: w: wants a whole number from 1 to 6, has 7\n"
	    "f:2:36: h: wants a whole number from 1 to 9223372036854775807, has "
	    "1e300\n");
	ck_assert_str_eq(text, "x");
	done();
}
END_TEST

START_TEST(a_warning_does_not_fail)
{
	struct csm_json *doc = parse("[{\"a\": 1}]");

	ck_assert_int_eq(csm_json_warn(&diag, doc->child->child, CSM_W_UNKNOWN,
			     "unknown metric \"%s\"", "x"),
	    0);
	ck_assert_str_eq(said.data, "f:1:8: [0].a: unknown metric \"x\"\n");
	ck_assert_int_eq(diag.status, 0);
	done();
}
END_TEST

START_TEST(a_text_is_written_as_json)
{
	static const char raw[] = "a\"\\/\n\t\r\b\f\x01\x7f\xc3\xa9\xff\xfe\0z\xe2\x82";
	struct csm_buf out = {0};

	csm_json_put_text(&out, raw, sizeof raw - 1);
	ck_assert_str_eq(out.data, "\"a\\\"\\\\/\\n\\t\\r\\b\\f\\u0001\x7f\xc3\xa9"
				   "\xef\xbf\xbd\xef\xbf\xbd\\u0000z"
				   "\xef\xbf\xbd\xef\xbf\xbd\"");
	csm_buf_reset(&out);
	csm_json_put_text(&out, "", 0);
	ck_assert_str_eq(out.data, "\"\"");
	csm_buf_fini(&out);
}
END_TEST

TEST_MAIN("json", every_value_knows_its_line_column_and_path,
    members_keep_the_order_of_the_file, numbers_keep_the_text_they_were_written_with,
    a_byte_order_mark_is_skipped_and_a_document_may_be_any_value,
    what_is_not_json_is_said_with_its_place,
    every_beginning_of_a_document_is_refused_without_harm, nesting_is_bounded,
    a_long_number_is_a_number_and_a_longer_one_is_out_of_range,
    typed_members_are_there_or_absent_or_wrong, a_warning_does_not_fail,
    a_text_is_written_as_json)
