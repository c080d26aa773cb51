#include "ingest/mapping.h"

#include "base/buf.h"
#include "ingest/kind.h"
#include "ingest/preset.h"
#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct csm_arena arena;
static struct csm_buf messages;
static struct csm_diag diag;

static void
begin(void)
{
	fixture_diag(&diag, &messages, "%t [%c]\n");
}

static void
end(void)
{
	csm_arena_fini(&arena);
	csm_buf_fini(&messages);
}

static struct csm_mapping *
from(const char *text)
{
	const struct csm_json *json =
	    csm_json_parse(&arena, "m.json", text, strlen(text), &diag);

	ck_assert_ptr_nonnull(json);
	return csm_mapping_from_json(&arena, json, &diag);
}

START_TEST(the_mapping_of_the_manual_is_understood)
{
	begin();
	struct csm_mapping *m = from(
	    "{\"kind\":\"activities\", \"format\":\"csv\", \"time\":\"occurred_at\","
	    "\"time_format\":\"iso\", \"user\":\"user_id\", \"company\":{\"lookup\":"
	    "\"users.csv\",\"from\":\"user_id\",\"key\":\"id\",\"take\":\"company_id\"}"
	    ","
	    "\"name\":\"event_name\", \"count\":null, \"where\":\"a = 1\","
	    "\"rename\":{\"login\":\"Logged in\"}, \"id\":\"event_id\","
	    "\"agg\":{\"*\":\"sum\",\"seats\":\"max\"}, \"zero\":\"null\"}");
	ck_assert_ptr_nonnull(m);
	ck_assert_str_eq(m->kind, "activities");
	ck_assert_int_eq(m->format, CSM_FORMAT_CSV);
	ck_assert_str_eq(m->role[CSM_ROLE_TIME]->text, "occurred_at");
	const struct csm_source *c = m->role[CSM_ROLE_COMPANY];
	ck_assert_int_eq(c->kind, CSM_SOURCE_LOOKUP);
	ck_assert_str_eq(c->file, "users.csv");
	ck_assert_str_eq(c->key, "id");
	ck_assert_str_eq(c->take, "company_id");
	ck_assert_str_eq(c->from->text, "user_id");
	ck_assert_ptr_null(m->role[CSM_ROLE_COUNT]);
	ck_assert_str_eq(m->where_json->text, "a = 1");
	ck_assert_str_eq(csm_rule_find(m->rename, "login", 5)->to, "Logged in");
	ck_assert_ptr_null(csm_rule_find(m->rename, "logi", 4));
	ck_assert_int_eq(csm_rule_find(m->agg, "seats", 5)->choice, CSM_AGG_MAX);
	ck_assert_int_eq(csm_rule_find(m->agg, "x", 1)->choice, CSM_AGG_SUM);
	ck_assert_int_eq(csm_rule_find(m->zero, "x", 1)->choice, CSM_ZERO_NULL);
	end();
}
END_TEST

START_TEST(columns_are_a_list_or_an_object_that_renames)
{
	begin();
	struct csm_mapping *m = from("{\"columns\":[\"seats\",\"storage gb\"]}");
	ck_assert_uint_eq(m->columns, 2);
	ck_assert_str_eq(m->column[1].name, "storage gb");
	m = from("{\"columns\":{\"s\":\"seats\"}}");
	ck_assert_str_eq(m->column[0].source->text, "s");
	ck_assert_str_eq(m->column[0].name, "seats");
	end();
}
END_TEST

static void
expect_error(const char *json, const char *message)
{
	csm_buf_reset(&messages);
	ck_assert_ptr_null(from(json));
	ck_assert_str_eq(csm_buf_text(&messages), message);
}

START_TEST(every_preset_is_a_mapping_its_kind_can_use)
{
	static const struct {
		const char *name, *kind;
	} c[] = {{"segment", "activities"}, {"planhat", "activities"},
	    {"planhat", "metrics"}, {"customersuccessbox", "activities"},
	    {"mixpanel", "activities"}, {"amplitude", "activities"},
	    {"points", "points"}};

	begin();
	for (size_t i = 0; i < sizeof c / sizeof c[0]; i++) {
		struct csm_mapping *m =
		    csm_preset_mapping(&arena, c[i].name, c[i].kind, NULL, &diag);
		ck_assert_ptr_nonnull(m);
		const struct csm_kind *kind = csm_kind_find(m->kind, &diag);
		ck_assert_int_eq(csm_kind_check(kind, m, &diag), 0);
	}
	ck_assert_str_eq(csm_buf_text(&messages), "");
	end();
}
END_TEST

START_TEST(what_a_source_says_is_laid_over_its_preset)
{
	begin();
	struct csm_mapping *m =
	    from("{\"preset\":\"mixpanel\",\"company\":\"properties.org\","
		 "\"id\":null}");
	ck_assert_str_eq(m->kind, "activities");
	ck_assert_str_eq(m->role[CSM_ROLE_NAME]->text, "event");
	ck_assert_str_eq(m->role[CSM_ROLE_COMPANY]->text, "properties.org");
	ck_assert_ptr_null(m->role[CSM_ROLE_ID]);
	end();
}
END_TEST

START_TEST(of_several_sources_the_first_with_a_text_counts)
{
	struct csm_text field[3] = {{"", 0}, {"b", 1}, {"c", 1}}, out;
	struct csm_record record = {.field = field, .n = 3};

	begin();
	struct csm_source *s = csm_source_from_text(
	    &arena, "company", "[\"x\",\"y\",\"z\",{\"const\":\"k\"}]", &diag);
	ck_assert_int_eq(s->kind, CSM_SOURCE_FIRST);
	s->from->column = 0;
	s->from->next->column = -1; /* the input lacks it */
	s->from->next->next->column = 2;
	ck_assert_ptr_null(csm_source_get(s, &record, &out));
	ck_assert_int_eq(memcmp(out.s, "c", 1), 0);
	field[2].len = 0;
	ck_assert_ptr_null(csm_source_get(s, &record, &out));
	ck_assert_int_eq(memcmp(out.s, "k", 1), 0);
	field[0] = (struct csm_text){"7.0", 3};
	csm_source_integer(s);
	ck_assert_ptr_null(csm_source_get(s, &record, &out));
	ck_assert_uint_eq(out.len, 1);
	ck_assert_ptr_eq(csm_source_column(s), s->from);
	end();
}
END_TEST

START_TEST(words_that_are_wrong_are_named)
{
	begin();
	expect_error("{\"compny\":\"x\"}",
	    "unknown word \"compny\"; did you mean \"company\"? [E_CONFIG]\n");
	expect_error("{\"time\":3}",
	    "wants a column, {\"const\": text}, a lookup or a list of these "
	    "[E_CONFIG]\n");
	expect_error("{\"time\":\"\"}",
	    "wants a column, {\"const\": text}, a lookup or a list of these "
	    "[E_CONFIG]\n");
	expect_error("{\"time\":[]}", "the list of sources is empty [E_CONFIG]\n");
	expect_error("{\"time\":[[\"a\"]]}", "a list in a list [E_CONFIG]\n");
	expect_error("{\"preset\":\"segmen\"}",
	    "unknown preset \"segmen\"; did you mean \"segment\"? [E_USAGE]\n");
	expect_error("{\"preset\":\"planhat\",\"kind\":\"nps\"}",
	    "preset planhat has no kind nps; it has activities, metrics, "
	    "fields, revenue, conversations [E_USAGE]\n");
	expect_error("{\"company\":{\"lookup\":\"f\",\"take\":\"x\"}}",
	    "a lookup wants \"from\" and \"take\" [E_CONFIG]\n");
	expect_error("{\"company\":{\"lookup\":\"f\",\"tak\":\"x\"}}",
	    "unknown key; a source is a column, {\"const\": ...} or {\"lookup\", "
	    "\"from\", \"key\", \"take\"} [E_CONFIG]\n");
	expect_error("{\"time_format\":\"ISO\"}",
	    "wants iso, epoch, epoch_ms, epoch_us, excel, days_1970 or a pattern such "
	    "as %d-%m-%Y "
	    "[E_CONFIG]\n");
	expect_error("{\"agg\":{\"x\":\"mean\"}}", "\"mean\" is no agg [E_CONFIG]\n");
	expect_error("{\"zero\":\"nil\"}", "\"nil\" is no zero [E_CONFIG]\n");
	expect_error("{\"rename\":\"x\"}", "wants an object [E_CONFIG]\n");
	expect_error("{\"rename\":{\"x\":5}}", "wants a text [E_CONFIG]\n");
	expect_error(
	    "{\"columns\":5}", "wants a list of columns or an object [E_CONFIG]\n");
	end();
}
END_TEST

START_TEST(an_option_names_a_column_a_constant_or_a_lookup)
{
	begin();
	struct csm_source *s = csm_source_from_text(&arena, "name", "event", &diag);
	ck_assert_int_eq(s->kind, CSM_SOURCE_COLUMN);
	s = csm_source_from_text(&arena, "name", "=log in", &diag);
	ck_assert_int_eq(s->kind, CSM_SOURCE_CONST);
	ck_assert_str_eq(s->text, "log in");
	s = csm_source_from_text(&arena, "company", "uid@users.csv:cid", &diag);
	ck_assert_str_eq(s->key, "uid");
	ck_assert_str_eq(s->take, "cid");
	ck_assert_str_eq(s->file, "users.csv");
	s = csm_source_from_text(&arena, "company", "a@f.csv:k:t@dir/g.csv:u", &diag);
	ck_assert_str_eq(s->file, "dir/g.csv");
	ck_assert_str_eq(s->key, "t");
	ck_assert_str_eq(s->take, "u");
	ck_assert_str_eq(s->from->file, "f.csv");
	ck_assert_str_eq(s->from->key, "k");
	ck_assert_str_eq(s->from->from->text, "a");
	s = csm_source_from_text(&arena, "company", "{\"const\":\"@:\"}", &diag);
	ck_assert_str_eq(s->text, "@:");
	ck_assert_uint_eq(messages.len, 0);
	end();
}
END_TEST

START_TEST(an_option_that_is_no_source_is_refused)
{
	static const char *const bad[] = {
	    "", "a@", "a@f", "a@f:", "@f:x", "a@:x", "{", "{\"const\":null}", "{}"};

	begin();
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		csm_buf_reset(&messages);
		ck_assert_ptr_null(
		    csm_source_from_text(&arena, "company", bad[i], &diag));
		ck_assert_uint_gt(messages.len, 0);
	}
	end();
}
END_TEST

START_TEST(options_win_over_the_configuration)
{
	begin();
	struct csm_mapping *m = from("{\"time\":\"a\",\"agg\":\"sum\"}");
	ck_assert_int_eq(csm_mapping_set(m, &arena, "time", "b", &diag), 0);
	ck_assert_int_eq(csm_mapping_set(m, &arena, "agg", "max", &diag), 0);
	ck_assert_int_eq(csm_mapping_set(m, &arena, "agg", "a=b=min", &diag), 0);
	ck_assert_str_eq(m->role[CSM_ROLE_TIME]->text, "b");
	ck_assert_int_eq(csm_rule_find(m->agg, "q", 1)->choice, CSM_AGG_MAX);
	ck_assert_int_eq(csm_rule_find(m->agg, "a=b", 3)->choice, CSM_AGG_MIN);
	ck_assert_int_eq(csm_mapping_set(m, &arena, "rename", "x", &diag), -1);
	ck_assert_int_eq(csm_mapping_set(m, &arena, "level", "user", &diag), -1);
	ck_assert_str_eq(csm_buf_text(&messages),
	    "--rename wants FROM=TO, not \"x\" [E_USAGE]\n"
	    "--level wants enduser or company, not \"user\" [E_USAGE]\n");
	end();
}
END_TEST

START_TEST(a_lookup_keeps_the_first_of_two_values)
{
	char path[sizeof FIXTURE_PATH];
	struct csm_text out;

	begin();
	fixture_text(
	    path, "id,team,x\n1,red,\n2,blue,\n1,green,\n2,blue,\n,no,\n3,,\n");
	struct csm_lookup *l = csm_lookup_load(path, "id", "team", 0, &diag);
	ck_assert_ptr_nonnull(l);
	ck_assert_str_eq(csm_buf_text(&messages),
	    "key \"1\" again, with \"green\"; the first, \"red\", holds "
	    "[W_DUPLICATE]\n");
	ck_assert_int_eq(
	    csm_lookup_find(l, (struct csm_text){"1", 1}, CSM_DAY_NONE, &out), 1);
	ck_assert_int_eq(memcmp(out.s, "red", 3), 0);
	ck_assert_int_eq(
	    csm_lookup_find(l, (struct csm_text){"3", 1}, CSM_DAY_NONE, &out), 1);
	ck_assert_uint_eq(out.len, 0);
	ck_assert_int_eq(
	    csm_lookup_find(l, (struct csm_text){"4", 1}, CSM_DAY_NONE, &out), 0);
	ck_assert_int_eq(
	    csm_lookup_find(l, (struct csm_text){"", 0}, CSM_DAY_NONE, &out), 0);
	csm_lookup_free(l);
	ck_assert_ptr_null(csm_lookup_load(path, "id", "tem", 0, &diag));
	unlink(path);
	ck_assert_ptr_null(csm_lookup_load(path, "id", "team", 0, &diag));
	end();
}
END_TEST

START_TEST(a_chain_of_lookups_finds_its_end_or_says_which_key_failed)
{
	char first[32], second[32], text[128];
	struct csm_text field[1] = {{"u2.0", 4}}, out;
	struct csm_record record = {.field = field, .n = 1};

	begin();
	fixture_text(first, "use,sub\nu1,s1\nu2.0,12.0\nu3,s9\n");
	fixture_text(second, "sub,account\ns1,a1\n12,a2\n");
	snprintf(text, sizeof text, "use@%s:sub@%s:account", first, second);
	struct csm_source *s = csm_source_from_text(&arena, "company", text, &diag);
	csm_source_integer(s);
	ck_assert_int_eq(csm_source_load(s, NULL, &diag), 0);
	s->from->from->column = 0;
	ck_assert_ptr_null(csm_source_get(s, &record, &out));
	ck_assert_int_eq(memcmp(out.s, "a2", 2), 0);
	field[0] = (struct csm_text){"u3", 2};
	ck_assert_ptr_eq(csm_source_get(s, &record, &out), s);
	ck_assert_uint_eq(s->absent_rows, 0); /* something may follow */
	csm_source_reject(s, out, (struct csm_pos){0}, &diag);
	ck_assert_uint_eq(s->absent_rows, 1);
	field[0] = (struct csm_text){NULL, 0};
	ck_assert_ptr_null(csm_source_get(s, &record, &out));
	ck_assert_uint_eq(out.len, 0);
	csm_source_unload(s);
	unlink(first);
	unlink(second);
	end();
}
END_TEST

TEST_MAIN("mapping", the_mapping_of_the_manual_is_understood,
    columns_are_a_list_or_an_object_that_renames,
    every_preset_is_a_mapping_its_kind_can_use,
    what_a_source_says_is_laid_over_its_preset,
    of_several_sources_the_first_with_a_text_counts, words_that_are_wrong_are_named,
    an_option_names_a_column_a_constant_or_a_lookup,
    an_option_that_is_no_source_is_refused, options_win_over_the_configuration,
    a_lookup_keeps_the_first_of_two_values,
    a_chain_of_lookups_finds_its_end_or_says_which_key_failed)
