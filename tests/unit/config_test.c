#include "sections/sections.h"
#include "config/config.h"
#include "config/path.h"

#include "test.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct csm_config *conf;
static struct csm_buf said;
static struct csm_diag diag;

/* Every message as "file:line:column: path: text\n"; parts not known are left out. */
static void
collect(void *ctx, const struct csm_message *m)
{
	(void)ctx;
	csm_buf_printf(&said, "%s:", m->pos.file);
	if (m->pos.line > 0)
		csm_buf_printf(
		    &said, "%u:%u:", (unsigned)m->pos.line, (unsigned)m->pos.column);
	if (m->pos.path != NULL)
		csm_buf_printf(&said, " %s:", m->pos.path);
	csm_buf_printf(&said, " %s\n", m->text);
}

static void
done(void)
{
	csm_config_free(conf);
	csm_buf_fini(&said);
	conf = NULL;
	said = (struct csm_buf){0};
}

static void
start(void)
{
	done();
	conf = csm_config_new(&csm_sections);
	csm_diag_init(&diag, collect, NULL);
}

static int
load(const char *name, const char *text)
{
	return csm_config_load_text(conf, name, text, strlen(text), &diag);
}

/* The complete example of csm-config(5). */
/* clang-format off */
static const char example[] =
    "{\n"
    "  \"$schema\": \"/usr/local/share/csm/csm.schema.json\",\n"
    "  \"settings\": {\n"
    "    \"tz\": \"Europe/Stockholm\", \"week_start\": \"monday\",\n"
    "    \"fields\": {\"company\": {\"file\": \"companies.csv\", \"id\": \"account_id\"}}\n"
    "  },\n"
    "  \"sources\": {\n"
    "    \"usage\": {\n"
    "      \"kind\": \"activities\", \"time\": \"occurred_at\", \"user\": \"user_id\",\n"
    "      \"company\": {\"lookup\": \"users.csv\", \"from\": \"user_id\",\n"
    "                  \"key\": \"user_id\", \"take\": \"company_id\"},\n"
    "      \"name\": \"event_name\", \"rename\": {\"login\": \"Logged in\"},\n"
    "      \"id\": \"event_id\", \"agg\": {\"*\": \"sum\"}\n"
    "    }\n"
    "  },\n"
    "  \"catalog\": [\n"
    "    {\"feature\": \"create_lead\", \"module\": \"pipeline\", \"valuable\": true}\n"
    "  ],\n"
    "  \"segments\": [\n"
    "    {\"id\": \"enterprise\", \"where\": \"company.plan = 'Enterprise'\"}\n"
    "  ],\n"
    "  \"metrics\": [\n"
    "    {\"id\": \"logins_wow\", \"name\": \"Logins, this week by the week before\",\n"
    "     \"formula\": \"sum(activities.login, 7) / sum(activities.login, 7, ago 7)\",\n"
    "     \"round\": 2},\n"
    "    {\"id\": \"seat_use\", \"model\": \"company\", \"nulls\": false,\n"
    "     \"formula\": [\"DIVISION\",\n"
    "       {\"type\": \"metricOverTime\", \"prop\": \"metrics.seats\", \"op\": \"LAST\"},\n"
    "       {\"type\": \"propertyValue\", \"prop\": \"company.custom.seats\"}]}\n"
    "  ],\n"
    "  \"health\": [\n"
    "    {\"id\": \"basic\", \"method\": \"pillars\", \"where\": \"company.plan = 'Basic'\",\n"
    "     \"pillars\": [\n"
    "       {\"id\": \"adoption\", \"good\": \"sum(activities.*, 14) >= 50\",\n"
    "        \"poor\": \"sum(activities.*, 14) < 5\"}]},\n"
    "    {\"id\": \"enterprise\", \"method\": \"weighted\",\n"
    "     \"where\": \"company.plan = 'Enterprise'\",\n"
    "     \"groups\": [{\"id\": \"usage\", \"weight\": 2, \"factors\": [\n"
    "       {\"id\": \"active\", \"metric\": \"last(calculated.seat_use, 1)\",\n"
    "        \"linear\": {\"low\": 0, \"high\": 0.8}, \"missing\": \"skip\"},\n"
    "       {\"id\": \"touch\", \"metric\": \"days_since(conversations.*)\",\n"
    "        \"thresholds\": [{\"below\": 15, \"score\": 10},\n"
    "                       {\"below\": 45, \"score\": 5}, {\"score\": 0}]}]}]},\n"
    "    {\"id\": \"default\", \"method\": \"points\", \"start\": 5,\n"
    "     \"factors\": [\n"
    "       {\"id\": \"nps\", \"metric\": \"last(nps.score, 90)\",\n"
    "        \"condition\": \"linear\", \"low\": [0, -5], \"high\": [10, 5]},\n"
    "       {\"id\": \"idle\", \"metric\": \"days_since(activities.*)\",\n"
    "        \"condition\": \"more than\", \"value\": 14, \"impact\": -3}],\n"
    "     \"bands\": [{\"state\": \"poor\", \"below\": 4},\n"
    "               {\"state\": \"average\", \"below\": 7}, {\"state\": \"good\"}]}\n"
    "  ],\n"
    "  \"units\": [\n"
    "    {\"id\": \"adoption\", \"sort\": 1, \"metric\": \"calculated.seat_use\",\n"
    "     \"low\": 0.3, \"high\": 0.7, \"default\": \"unknown\"},\n"
    "    {\"id\": \"sentiment\", \"sort\": 2, \"comment\": \"rated by hand\"}\n"
    "  ],\n"
    "  \"milestones\": [\n"
    "    {\"id\": \"first_lead\", \"order\": 1, \"valuable\": true,\n"
    "     \"when\": \"total(activities.create_lead) >= 1\"}\n"
    "  ],\n"
    "  \"alerts\": [\n"
    "    {\"id\": \"silent\", \"type\": \"risk\", \"segment\": \"enterprise\",\n"
    "     \"when\": \"days_since(activities.*) > 14\", \"on\": \"enter\",\n"
    "     \"message\": \"{company.name} has been silent for two weeks\"}\n"
    "  ],\n"
    "  \"pages\": [\n"
    "    {\"id\": \"morning\", \"title\": \"Good morning\", \"elements\": [\n"
    "      {\"type\": \"report\", \"report\": \"portfolio\", \"width\": 8},\n"
    "      {\"type\": \"number\", \"title\": \"Recurring value\", \"width\": 4,\n"
    "       \"metric\": \"revenue.mrr\", \"over\": \"sum\"},\n"
    "      {\"type\": \"chart\", \"chart\": \"line\", \"metric\": \"activities.login\",\n"
    "       \"bucket\": \"week\", \"days\": 180, \"by\": \"plan\"}]}\n"
    "  ]\n"
    "}\n";
/* clang-format on */

START_TEST(the_example_of_the_manual_is_valid)
{
	start();
	ck_assert_int_eq(load("example.json", example), 0);
	ck_assert_str_eq(csm_buf_text(&said), "");
	done();
}
END_TEST

static const struct {
	const char *text, *said;
} bad[] = {
    {"[]", "f:1:1: wants an object, has an array\n"},
    {"{\"metric\": []}",
	"f:1:12: metric: unknown section \"metric\"; did you mean \"metrics\"?\n"},
    {"{\"zzz\": 1}",
	"f:1:9: zzz: unknown section \"zzz\"; there are: $schema, settings, sources, "
	"catalog, segments, metrics, health, units, milestones, alerts, pages\n"},
    {"{\"metrics\": {}}", "f:1:13: metrics: wants an array, has an object\n"},
    {"{\"metrics\": [7]}", "f:1:14: metrics[0]: wants an object, has a number\n"},
    {"{\"metrics\": [{\"id\": \"a\", \"formula\": 1, \"nulls\": 0}]}",
	"f:1:49: metrics[0].nulls: wants true or false, has a number\n"},
    {"{\"metrics\": [{\"id\": \"a\", \"formula\": null}]}",
	"f:1:37: metrics[0].formula: wants a formula (a text, a number, an array or an "
	"object), has null\n"},
    {"{\"metrics\": [{\"id\": \"a\", \"formula\": 1, \"nuls\": true}]}",
	"f:1:48: metrics[0].nuls: unknown key \"nuls\"; did you mean \"nulls\"?\n"},
    {"{\"metrics\": [\n {\"name\": \"a\"}]}",
	"f:2:2: metrics[0]: lacks the key \"id\"\n"
	"f:2:2: metrics[0]: lacks the key \"formula\"\n"},
    {"{\"metrics\": [{\"id\": \"a\", \"formula\": 1, \"model\": \"endusers\"}]}",
	"f:1:49: metrics[0].model: unknown value \"endusers\"; did you mean "
	"\"enduser\"?\n"},
    {"{\"metrics\": [{\"id\": \"a\", \"formula\": 1, \"round\": 2.5}]}",
	"f:1:49: metrics[0].round: wants a whole number from 0 to 6, has 2.5\n"},
    {"{\"metrics\": [{\"id\": \"\", \"formula\": 1}]}",
	"f:1:21: metrics[0].id: is empty\n"},
    {"{\"metrics\": [{\"id\": \"a\\nb\", \"formula\": 1}]}",
	"f:1:21: metrics[0].id: holds a control character\n"},
    {"{\"metrics\": [{\"id\": \"a\", \"formula\": 1, \"//\": \"x\"}]}",
	"f:1:46: metrics[0][\"//\"]: unknown key \"//\"; for a remark use "
	"\"comment\"\n"},
    {"{\"metrics\": [{\"id\": \"a\", \"formula\": 1, \"comment\": 1}]}",
	"f:1:51: metrics[0].comment: wants a text, has a number\n"},
    {"{\"settings\": {\"threads\": 0, \"memory\": true}}",
	"f:1:26: settings.threads: wants a whole number from 1 to 1024, has 0\n"
	"f:1:39: settings.memory: wants a number or a text, has true\n"},
    {"{\"settings\": {\"week_start\": \"friday\"}}",
	"f:1:29: settings.week_start: unknown value \"friday\"; wants one of "
	"\"monday\", \"sunday\"\n"},
    {"{\"sources\": {\"u\": {\"company\": {\"lookup\": \"f\", \"from\": "
     "{\"form\": \"x\"}}}}}",
	"f:1:64: sources.u.company.from.form: unknown key \"form\"; did you mean "
	"\"from\"?\n"},
    {"{\"sources\": {\"u\": {\"agg\": {\"*\": \"mean\"}, \"zero\": \"nul\"}}}",
	"f:1:33: sources.u.agg.*: unknown value \"mean\"; wants one of \"sum\", "
	"\"min\", \"max\", \"avg\", \"last\", \"count\"\n"
	"f:1:50: sources.u.zero: unknown value \"nul\"; did you mean \"null\"?\n"},
    {"{\"health\": [{\"id\": \"h\", \"method\": \"points\", \"factors\": "
     "[{\"id\": \"n\", \"metric\": \"x\", \"low\": [0]}]}]}",
	"f:1:91: health[0].factors[0].low: wants 2 elements, has 1\n"},
    {"{\"health\": [{\"id\": \"h\", \"method\": \"weighted\", \"groups\": "
     "[{\"id\": \"g\", \"weight\": -1, \"factors\": []}]}]}",
	"f:1:80: health[0].groups[0].weight: wants a number of at least 0, has -1\n"},
    {"{\"settings\": {\"tz\": \"UTC\"", /* the JSON itself */
	"f:1:26: the text ends too early; \"{\" of line 1 is still open\n"},
};

START_TEST(what_is_wrong_is_said_with_file_line_path_and_the_likely_spelling)
{
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		start();
		ck_assert_int_eq(load("f", bad[i].text), -1);
		ck_assert_str_eq(csm_buf_text(&said), bad[i].said);
		ck_assert_int_eq(diag.status, 2);
	}
	done();
}
END_TEST

START_TEST(all_errors_are_reported_not_only_the_first)
{
	start();
	ck_assert_int_eq(load("f", "{\"unit\": [], \"metrics\": [{\"id\": 7},\n"
				   "  {\"id\": \"a\", \"formula\": true, \"x\": 1}],\n"
				   " \"$schema\": \"csm.schema.json\"}"),
	    -1);
	ck_assert_str_eq(said.data,
	    "f:1:10: unit: unknown section \"unit\"; did you mean \"units\"?\n"
	    "f:1:33: metrics[0].id: wants a text, has a number\n"
	    "f:1:26: metrics[0]: lacks the key \"formula\"\n"
	    "f:2:26: metrics[1].formula: wants a formula (a text, a number, an array "
	    "or "
	    "an object), has true\n"
	    "f:2:37: metrics[1].x: unknown key \"x\"; there are: id, name, "
	    "description, model, formula, nulls, where, round, unit\n");
	done();
}
END_TEST

START_TEST(the_same_id_twice_names_both_places)
{
	start();
	ck_assert_int_eq(load("a", "{\"metrics\": [{\"id\": \"m\", \"formula\": 1},\n"
				   " {\"id\": \"n\", \"formula\": 1},\n"
				   " {\"id\": \"m\", \"formula\": 2}]}"),
	    -1);
	ck_assert_int_eq(load("b", "{\"metrics\": [{\"id\": \"n\", \"formula\": 1}],\n"
				   " \"units\": [{\"id\": \"n\"}]}"),
	    -1);
	ck_assert_str_eq(said.data,
	    "a:3:9: metrics[2].id: \"m\" is already at a:1:21\n"
	    "b:1:21: metrics[0].id: \"n\" is already at a:2:9\n");
	start();
	ck_assert_int_eq(load("a", "{\"catalog\": [{\"feature\": \"f\"}],"
				   " \"sources\": {\"s\": {}}}"),
	    0);
	ck_assert_int_eq(load("b", "{\"catalog\": [{\"feature\": \"f\"}],"
				   " \"sources\": {\"s\": {}}}"),
	    -1);
	ck_assert_str_eq(said.data,
	    "b:1:26: catalog[0].feature: \"f\" is already at a:1:26\n"
	    "b:1:50: sources.s: \"s\" is already at a:1:50\n");
	done();
}
END_TEST

START_TEST(factors_differ_within_a_profile_and_may_return_in_another)
{
	static const char profile[] =
	    "{\"health\": [{\"id\": \"%s\", \"method\": \"weighted\", \"groups\": ["
	    "{\"id\": \"g\", \"factors\": [{\"id\": \"f\", \"metric\": 1}]},"
	    "{\"id\": \"h\", \"factors\": [{\"id\": \"%s\", \"metric\": 1}]}]}]}";
	char text[400];

	start();
	snprintf(text, sizeof text, profile, "p", "e");
	ck_assert_int_eq(load("a", text), 0);
	snprintf(text, sizeof text, profile, "q", "e");
	ck_assert_int_eq(load("b", text), 0);
	snprintf(text, sizeof text, profile, "r", "f");
	ck_assert_int_eq(load("c", text), -1);
	ck_assert_str_eq(said.data, "c:1:140: health[0].groups[1].factors[0].id: \"f\" "
				    "is already at c:1:89\n");
	done();
}
END_TEST

START_TEST(sections_are_walked_over_all_files_in_order)
{
	const struct csm_json *e = NULL;
	char order[8] = "";

	start();
	ck_assert_int_eq(load("a", "{\"metrics\": [{\"id\": \"1\", \"formula\": 1},"
				   "{\"id\": \"2\", \"formula\": 1}],"
				   "\"settings\": {\"tz\": \"UTC\", \"threads\": 2},"
				   "\"sources\": {\"s\": {\"kind\": \"nps\"}}}"),
	    0);
	ck_assert_int_eq(load("b", "{\"metrics\": []}"), 0);
	ck_assert_int_eq(load("c", "{\"metrics\": [{\"id\": \"3\", \"formula\": 1}],"
				   "\"settings\": {\"tz\": \"Europe/Stockholm\"},"
				   "\"sources\": {\"t\": {}}}"),
	    0);
	while ((e = csm_config_each(conf, "metrics", e)) != NULL)
		strcat(order, csm_json_get(e, "id")->text);
	ck_assert_str_eq(order, "123");
	ck_assert_ptr_null(csm_config_each(conf, "units", NULL));
	ck_assert_ptr_null(csm_config_each(conf, "sources", NULL));
	order[0] = '\0';
	while ((e = csm_config_each_entry(conf, "sources", e)) != NULL)
		strcat(order, e->key);
	ck_assert_str_eq(order, "st");
	e = csm_config_entry(conf, "sources", "s");
	ck_assert_str_eq(csm_json_get(e, "kind")->text, "nps");
	ck_assert_ptr_nonnull(csm_config_entry(conf, "sources", "t"));
	ck_assert_ptr_null(csm_config_entry(conf, "sources", "u"));
	ck_assert_str_eq(csm_config_setting(conf, "tz")->text, "Europe/Stockholm");
	ck_assert_str_eq(csm_config_setting(conf, "threads")->text, "2");
	ck_assert_ptr_null(csm_config_setting(conf, "memory"));
	done();
}
END_TEST

static char dir[] = "/tmp/csm-conf-XXXXXX";

static const char *
put_file(const char *name, const char *text)
{
	static char path[64];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	if (text == NULL) {
		unlink(path);
		return path;
	}
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	fputs(text, f);
	fclose(f);
	return path;
}

START_TEST(a_directory_is_read_in_byte_order_of_its_json_files)
{
	const struct csm_json *e = NULL;
	char order[8] = "", text[300];

	ck_assert_ptr_nonnull(mkdtemp(dir));
	put_file("b.json", "{\"units\": [{\"id\": \"2\"}]}");
	put_file("B.json", "{\"units\": [{\"id\": \"1\"}]}");
	put_file("b2.json", "{\"units\": [{\"id\": \"3\"}]}");
	put_file(".c.json", "no JSON");
	put_file("README", "no JSON");
	start();
	ck_assert_int_eq(csm_config_load(conf, dir, &diag), 0);
	while ((e = csm_config_each(conf, "units", e)) != NULL)
		strcat(order, csm_json_get(e, "id")->text);
	/* '.' sorts before '2', capitals before small letters */
	ck_assert_str_eq(order, "123");

	put_file("b.json", "{\"units\": [");
	put_file("b2.json", "[]");
	start();
	ck_assert_int_eq(csm_config_load(conf, dir, &diag), -1);
	snprintf(text, sizeof text,
	    "%s/b.json:1:12: the text ends too early; \"[\" of line 1 is still open\n"
	    "%s/b2.json:1:1: wants an object, has an array\n",
	    dir, dir);
	ck_assert_str_eq(said.data, text);

	start();
	ck_assert_int_eq(csm_config_load(conf, put_file("b2.json", "{}"), &diag), 0);
	put_file("b.json", NULL);
	put_file("B.json", NULL);
	put_file("b2.json", NULL);
	start();
	ck_assert_int_eq(csm_config_load(conf, dir, &diag), -1);
	snprintf(text, sizeof text, "%s: a directory without a *.json file\n", dir);
	ck_assert_str_eq(said.data, text);
	ck_assert_int_eq(diag.status, 2);

	start();
	ck_assert_int_eq(
	    csm_config_load(conf, put_file("absent.json", NULL), &diag), -1);
	ck_assert_uint_eq(diag.count[CSM_E_OPEN], 1);
	put_file(".c.json", NULL);
	put_file("README", NULL);
	rmdir(dir);
	done();
}
END_TEST

static void
check_references(json_t *value, json_t *defs)
{
	const char *key, *target;
	json_t *member;
	size_t i;

	if (json_is_object(value)) {
		json_object_foreach(value, key, member)
		{
			check_references(member, defs);
			if (strcmp(key, "$ref") != 0)
				continue;
			target = json_string_value(member);
			ck_assert_int_eq(strncmp(target, "#/definitions/", 14), 0);
			ck_assert(json_is_object(json_object_get(defs, target + 14)));
		}
	}
	json_array_foreach(value, i, member)
	{
		check_references(member, defs);
	}
}

START_TEST(the_schema_is_json_whose_references_resolve)
{
	struct csm_buf out = {0};
	json_t *schema, *metric;

	csm_config_schema(&csm_sections, &out);
	schema = json_loadb(out.data, out.len, JSON_REJECT_DUPLICATES, NULL);
	ck_assert_ptr_nonnull(schema);
	check_references(schema, json_object_get(schema, "definitions"));
	metric = json_object_get(
	    json_object_get(
		json_object_get(json_object_get(schema, "properties"), "metrics"),
		"items"),
	    "properties");
	ck_assert_str_eq(
	    json_string_value(json_object_get(json_object_get(metric, "id"), "type")),
	    "string");
	ck_assert_ptr_nonnull(
	    json_object_get(json_object_get(metric, "nulls"), "description"));
	json_decref(schema);
	csm_buf_fini(&out);
}
END_TEST

static void
touch(const char *path)
{
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	fclose(f);
}

/* Of a directory and one whose name begins as its does. */
START_TEST(what_is_inside_the_directory_of_a_configuration_is_known)
{
	static const char *const in[] = {"c/x.csv", "c/x.csv:code:rate", "c/none.csv",
	    "c/./x.csv", "c2/../c/x.csv", "c/x:y.csv", "c/../c/none.csv:a"};
	static const char *const out[] = {"c2/y.csv", "c/../c2/y.csv:code",
	    "c/link.csv", "c/link.csv:code", "none/x.csv", "x.csv", "c2/none.csv"};
	char top[] = "/tmp/csm-conf-XXXXXX", here[4096];

	ck_assert_ptr_nonnull(getcwd(here, sizeof here));
	ck_assert_ptr_nonnull(mkdtemp(top));
	ck_assert_int_eq(chdir(top), 0);
	ck_assert_int_eq(mkdir("c", 0700) | mkdir("c2", 0700), 0);
	touch("c/conf.json");
	touch("c/x.csv");
	touch("c/x:y.csv");
	touch("c2/y.csv");
	ck_assert_int_eq(symlink("../c2/y.csv", "c/link.csv"), 0);
	for (size_t i = 0; i < sizeof in / sizeof in[0]; i++)
		ck_assert_msg(
		    csm_config_path_is_inside("c/conf.json", in[i]), "%s", in[i]);
	for (size_t i = 0; i < sizeof out / sizeof out[0]; i++)
		ck_assert_msg(
		    !csm_config_path_is_inside("c/conf.json", out[i]), "%s", out[i]);
	ck_assert(csm_config_path_is_inside("/conf.json", "c2/y.csv"));
	ck_assert(!csm_config_path_is_inside("none/conf.json", "c/x.csv"));
	ck_assert_int_eq(unlink("c/conf.json") | unlink("c/x.csv") |
			     unlink("c/x:y.csv") | unlink("c2/y.csv") |
			     unlink("c/link.csv") | rmdir("c") | rmdir("c2") |
			     rmdir(top),
	    0);
	ck_assert_int_eq(chdir(here), 0);
}
END_TEST

TEST_MAIN("conf", what_is_inside_the_directory_of_a_configuration_is_known,
    the_example_of_the_manual_is_valid,
    what_is_wrong_is_said_with_file_line_path_and_the_likely_spelling,
    all_errors_are_reported_not_only_the_first, the_same_id_twice_names_both_places,
    factors_differ_within_a_profile_and_may_return_in_another,
    sections_are_walked_over_all_files_in_order,
    a_directory_is_read_in_byte_order_of_its_json_files,
    the_schema_is_json_whose_references_resolve)
