/* A line that matches a form is what the flat parser makes of it. */
#include "base/text.h"
#include "syntax/chunk.h"
#include "syntax/line_template.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static struct csm_line_template form;
static struct csm_flatjson flat;
static char text[4096 + CSM_CHUNK_PAD];
static struct csm_text value[CSM_LINE_TEMPLATE_MEMBERS];

/* Put the line, with an LF, where it may be matched; how long it is. */
static size_t
put(const char *line)
{
	size_t len = strlen(line);

	memset(text, 0, sizeof text);
	memcpy(text, line, len);
	text[len] = '\n';
	return len + 1;
}

static int
learn(const char *line)
{
	size_t len = put(line) - 1;

	ck_assert_int_eq(csm_flatjson_parse(&flat, text, len), 1);
	return csm_line_template_learn(&form, &flat, text, len);
}

static int
match(const char *line)
{
	size_t len = put(line);
	const char *end = csm_line_template_match(&form, text, text + len, value);

	if (end != NULL)
		ck_assert_ptr_eq(end, text + len);
	return end != NULL;
}

static void
is(size_t i, const char *s)
{
	ck_assert_uint_eq(value[i].len, strlen(s));
	ck_assert_mem_eq(value[i].s, s, strlen(s));
}

START_TEST(other_values_of_the_same_members_are_found)
{
	ck_assert_int_eq(learn("{\"t\":\"x\", \"n\" : 12,\"b\":true,\"e\":\"\"}"), 1);
	ck_assert_int_eq(
	    match("{\"t\":\"a longer text than before\", \"n\" : -0.5,\"b\":false,"
		  "\"e\":\"caf\xc3\xa9\"}"),
	    1);
	is(0, "a longer text than before");
	is(1, "-0.5");
	is(2, "false");
	is(3, "caf\xc3\xa9");
	ck_assert_int_eq(match("{\"t\":\"\", \"n\" : null,\"b\":0,\"e\":\"\"}"), 1);
	ck_assert_ptr_null(value[1].s);
	is(0, "");
}
END_TEST

START_TEST(another_line_does_not_match)
{
	static const char *const others[] = {"{\"t\":\"x\",\"n\":12}",
	    "{\"t\":\"x\", \"m\":12}", "{\"t\":\"a\\\"b\", \"n\":12}",
	    "{\"t\":\"x\", \"n\":12} ", "{\"t\":\"x\", \"n\":\"12\"}",
	    "{\"t\":\"x\", \"n\":012}", "{\"t\":\"x\", \"n\":1e5}",
	    "{\"t\":\"x\", \"n\":}", "{\"t\":\"x\", \"n\":12,\"t\":\"y\"}",
	    "{\"t\":\"tab\there\", \"n\":12}", "{\"t\":null, \"n\":12}",
	    "{\"t\":\"x\", \"n\":12", "{\"t\":\"x", "{", "", "{\"t\":\"x\", \"n\":[1]}",
	    "{\"t\":\"x\", \"n\":1234567890123456789}"};

	ck_assert_int_eq(learn("{\"t\":\"x\", \"n\":12}"), 1);
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		ck_assert_msg(!match(others[i]), "%s", others[i]);
	ck_assert_int_eq(match("{\"t\":\"x\", \"n\":12}"), 1);
}
END_TEST

START_TEST(what_cannot_be_learnt_is_not)
{
	char line[400] = "{\"", key[200];

	ck_assert_int_eq(learn("{\"a\":null}"), 0);
	memset(key, 'k', sizeof key);
	key[CSM_LINE_TEMPLATE_BYTES] = '\0';
	strcat(strcat(line, key), "\":1}");
	ck_assert_int_eq(learn(line), 0);
	ck_assert_int_eq(match(line), 0);
	strcpy(line, "{");
	for (int i = 0; i <= CSM_LINE_TEMPLATE_MEMBERS; i++)
		sprintf(line + strlen(line), "%s\"k%d\":%d", i ? "," : "", i, i);
	strcat(line, "}");
	ck_assert_int_eq(learn(line), 0);
}
END_TEST

START_TEST(a_changed_line_matches_only_if_the_flat_parser_agrees)
{
	static const char bytes[] = "\"\\{}[]:, \r\t01e.-xt\xc3\xa9\x01";
	uint64_t state = 88172645463325252u;
	unsigned matched = 0;

	ck_assert_int_eq(
	    learn("{\"time\":\"2026-01-31\",\"n\":-1.5,\"ok\":true ,\"id\":\"x\"}\r"),
	    1);
	for (int i = 0; i < 200000; i++) {
		size_t len = put(
		    "{\"time\":\"2026-01-31\",\"n\":-1.5,\"ok\":true ,\"id\":\"x\"}\r");
		for (int k = 0; k < 1 + i % 3; k++) {
			state = state * 6364136223846793005u + 1442695040888963407u;
			text[(state >> 33) % (len - 1)] =
			    bytes[(state >> 50) % (sizeof bytes - 1)];
		}
		if (csm_text_utf8(text, len) != len ||
		    csm_line_template_match(&form, text, text + len, value) == NULL)
			continue;
		matched++;
		ck_assert_int_eq(csm_flatjson_parse(&flat, text, len - 1), 1);
		for (size_t m = 0; m < flat.n; m++) {
			ck_assert_ptr_eq(value[m].s, flat.at[m].value.s);
			ck_assert_uint_eq(value[m].len, flat.at[m].value.len);
		}
	}
	ck_assert_uint_gt(matched, 1000);
}
END_TEST

TEST_MAIN("form", other_values_of_the_same_members_are_found,
    another_line_does_not_match, what_cannot_be_learnt_is_not,
    a_changed_line_matches_only_if_the_flat_parser_agrees)
