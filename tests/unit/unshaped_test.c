/* What the shape of the configuration refuses and keeps, given to its readers all the same:
 * they rely on no other's check. */
#include "filter/filter.h"
#include "metric/metric.h"
#include "score/profile.h"
#include "sections/sections.h"
#include "unit/milestone.h"
#include "unit/unit.h"

#include "fixture.h"
#include "test.h"

#include <string.h>

static int
read_section(struct csm_arena *arena, struct csm_config *conf, const char *text,
    struct csm_diag *diag)
{
	struct csm_metric *metric;
	struct csm_segment *segment;
	struct csm_milestone *milestone;
	struct csm_unit *unit;
	struct csm_profile *profile;
	size_t n;

	switch (text[2]) {
	case 'm':
		return text[3] == 'e'
			   ? csm_metrics_read(arena, conf, &metric, &n, diag)
			   : csm_milestones_read(arena, conf, &milestone, &n, diag);
	case 's':
		return csm_segments_read(arena, conf, &segment, &n, diag);
	case 'u':
		return csm_units_read(arena, conf, 0, &unit, &n, diag);
	default:
		return csm_profiles_read(arena, conf, &profile, &n, diag);
	}
}

static void
expect_refused(const char *text, const char *message)
{
	struct csm_arena arena = {0};
	struct csm_config *conf = csm_config_new(&csm_sections);
	struct csm_buf said = {0};
	struct csm_diag shape, diag;

	csm_diag_init(&shape, NULL, NULL);
	csm_config_load_text(conf, "c.json", text, strlen(text), &shape);
	fixture_diag(&diag, &said, "%c %p: %t\n");
	ck_assert_int_eq(read_section(&arena, conf, text, &diag), -1);
	ck_assert_int_eq(diag.status, 2);
	ck_assert_str_eq(csm_buf_text(&said), message);
	csm_buf_fini(&said);
	csm_config_free(conf);
	csm_arena_fini(&arena);
}

START_TEST(entries_that_are_none_or_have_no_name_are_refused)
{
	expect_refused("{\"metrics\":[5]}",
	    "E_CONFIG metrics[0]: a metric wants an object, has a number\n");
	expect_refused("{\"metrics\":[{\"formula\":\"1\"}]}",
	    "E_CONFIG metrics[0]: a metric wants an \"id\"\n");
	expect_refused("{\"metrics\":[{\"id\":\"\",\"formula\":\"1\"}]}",
	    "E_CONFIG metrics[0].id: is empty\n");
	expect_refused("{\"metrics\":[{\"id\":\"a\\tb\",\"formula\":\"1\"}]}",
	    "E_CONFIG metrics[0].id: holds a control character\n");
	expect_refused("{\"segments\":[5]}",
	    "E_CONFIG segments[0]: a segment wants an object, has a number\n");
	expect_refused("{\"segments\":[{\"where\":\"true\"}]}",
	    "E_CONFIG segments[0]: a segment wants an \"id\"\n");
	expect_refused("{\"milestones\":[{\"when\":\"true\"}]}",
	    "E_CONFIG milestones[0]: a milestone wants an \"id\"\n");
	expect_refused("{\"units\":[{\"metric\":\"1\",\"low\":1,\"high\":2}]}",
	    "E_CONFIG units[0]: a unit wants an \"id\"\n");
	expect_refused("{\"health\":[{\"method\":\"points\"}]}",
	    "E_CONFIG health[0]: a profile wants an \"id\"\n");
	expect_refused("{\"segments\":[{\"id\":\"\",\"where\":\"true\"}]}",
	    "E_CONFIG segments[0].id: is empty\n");
	expect_refused("{\"milestones\":[{\"id\":\"\",\"when\":\"true\"}]}",
	    "E_CONFIG milestones[0].id: is empty\n");
	expect_refused(
	    "{\"units\":[{\"id\":\"\",\"metric\":\"1\",\"low\":1,\"high\":2}]}",
	    "E_CONFIG units[0].id: is empty\n");
	expect_refused("{\"health\":[{\"id\":\"\",\"method\":\"points\"}]}",
	    "E_CONFIG health[0].id: is empty\n");
}
END_TEST

START_TEST(entries_without_what_they_are_about_are_refused)
{
	expect_refused("{\"metrics\":[{\"id\":\"m\"}]}",
	    "E_CONFIG metrics[0]: a metric without formula\n");
	expect_refused(
	    "{\"metrics\":[{\"id\":\"m\",\"model\":\"compny\",\"formula\":\"1\"}]}",
	    "E_CONFIG metrics[0].model: unknown model \"compny\"; did you mean "
	    "\"company\"?\n");
	expect_refused("{\"segments\":[{\"id\":\"s\"}]}",
	    "E_CONFIG segments[0]: a segment without where\n");
	expect_refused("{\"segments\":[{\"id\":\"s\",\"where\":\"'x'\"}]}",
	    "E_FORMULA segments[0].where: a condition is wanted, this is a text\n");
	expect_refused(
	    "{\"milestones\":[{\"id\":\"m\",\"when\":\"true\",\"segment\":\"s\"}],"
	    "\"segments\":[{\"id\":\"s\"}]}",
	    "E_CONFIG segments[0]: lacks the key \"where\"\n");
	expect_refused("{\"milestones\":[{\"id\":\"m\"}]}",
	    "E_CONFIG milestones[0]: lacks the key \"when\"\n");
	expect_refused(
	    "{\"units\":[{\"id\":\"u\",\"metric\":\"1\",\"low\":1,\"high\":2,"
	    "\"default\":\"green\"}]}",
	    "E_CONFIG units[0].default: a default is na, on, off or unknown, not "
	    "\"green\"\n");
	expect_refused("{\"health\":[{\"id\":\"p\"}]}",
	    "E_CONFIG health[0]: a profile wants a \"method\"\n");
	expect_refused("{\"health\":[{\"id\":\"p\",\"method\":\"pints\"}]}",
	    "E_CONFIG health[0].method: unknown method \"pints\"\n");
}
END_TEST

#define FACTOR(method, rest)                                                           \
	"{\"health\":[{\"id\":\"p\",\"method\":\"" method "\",\"factors\":[{" rest     \
	"}]}]}"
#define POINTS(rest)                                                                   \
	FACTOR("points", rest ",\"condition\":\"more than\",\"value\":1,\"impact\":1")
#define WEIGHTED(rest) FACTOR("weighted", "\"id\":\"f\",\"metric\":\"1\"" rest)

START_TEST(factors_without_what_they_need_are_refused)
{
	expect_refused(POINTS("\"metric\":\"1\""),
	    "E_CONFIG health[0].factors[0]: a factor wants an \"id\"\n");
	expect_refused(POINTS("\"id\":\"f\""),
	    "E_CONFIG health[0].factors[0]: a factor wants a \"metric\"\n");
	expect_refused(
	    FACTOR("points", "\"id\":\"f\",\"metric\":\"1\",\"condition\":\"mor than\","
			     "\"value\":1,\"impact\":1"),
	    "E_CONFIG health[0].factors[0].condition: unknown condition \"mor than\"; "
	    "did "
	    "you mean \"more than\"?\n");
	expect_refused(FACTOR("points",
			   "\"id\":\"f\",\"metric\":\"1\",\"condition\":\"more than\","
			   "\"value\":[1],\"impact\":1"),
	    "E_CONFIG health[0].factors[0].value: wants a number, a text or true or "
	    "false\n");
	expect_refused(
	    FACTOR("points", "\"id\":\"f\",\"metric\":\"1\",\"condition\":\"linear\","
			     "\"low\":[1,2],\"high\":[3]"),
	    "E_CONFIG health[0].factors[0].high: wants two numbers, [value, impact]\n");
	expect_refused(WEIGHTED(",\"linear\":{\"low\":1}"),
	    "E_CONFIG health[0].factors[0].linear: a linear scale wants a \"low\" and "
	    "a "
	    "\"high\"\n");
	expect_refused(
	    WEIGHTED(",\"linear\":{\"low\":1,\"high\":2},\"missing\":\"never\""),
	    "E_CONFIG health[0].factors[0].missing: unknown value \"never\"\n");
	expect_refused(
	    "{\"health\":[{\"id\":\"p\",\"method\":\"weighted\",\"factors\":[{\"id\":"
	    "\"f\",\"metric\":\"'x'\",\"linear\":{\"low\":1,\"high\":2}}]}]}",
	    "E_CONFIG health[0].factors[0].metric: a number is wanted; this is a "
	    "text\n");
}
END_TEST

START_TEST(thresholds_groups_pillars_and_bands_that_cannot_be_are_refused)
{
	expect_refused(WEIGHTED(",\"thresholds\":[]"),
	    "E_CONFIG health[0].factors[0].thresholds: no threshold\n");
	expect_refused(WEIGHTED(",\"thresholds\":[{\"below\":1},{\"score\":2}]"),
	    "E_CONFIG health[0].factors[0].thresholds[0]: a threshold wants a "
	    "\"score\"\n");
	expect_refused(WEIGHTED(",\"thresholds\":[{\"score\":1},{\"score\":2}]"),
	    "E_CONFIG health[0].factors[0].thresholds[0]: thresholds overlap: one "
	    "without "
	    "\"below\" that is not the last takes every value\n");
	expect_refused(
	    WEIGHTED(",\"thresholds\":[{\"score\":1,\"below\":1},{\"score\":12}]"),
	    "E_CONFIG health[0].factors[0].thresholds[1].score: 12 is not a score from "
	    "0 "
	    "to 10\n");
	expect_refused("{\"health\":[{\"id\":\"p\",\"method\":\"weighted\"}]}",
	    "E_CONFIG health[0]: a profile of the method \"weighted\" wants either "
	    "\"groups\" or \"factors\"\n");
	expect_refused(
	    "{\"health\":[{\"id\":\"p\",\"method\":\"weighted\",\"groups\":[{\"id\":"
	    "\"g\",\"factors\":[]}]}]}",
	    "E_CONFIG health[0].groups[0].factors: a group without factors\n");
	expect_refused(
	    "{\"health\":[{\"id\":\"p\",\"method\":\"weighted\",\"groups\":[{"
	    "\"factors\":[{\"id\":\"f\",\"metric\":\"1\",\"linear\":{\"low\":1,"
	    "\"high\":2}}]}]}]}",
	    "E_CONFIG health[0].groups[0]: a group wants an \"id\"\n");
	expect_refused(
	    "{\"health\":[{\"id\":\"p\",\"method\":\"weighted\",\"groups\":[{\"id\":"
	    "\"g\"}]}]}",
	    "E_CONFIG health[0].groups[0]: a group without factors\n");
	expect_refused(
	    "{\"health\":[{\"id\":\"p\",\"method\":\"pillars\",\"overall\":\"any\","
	    "\"pillars\":[{\"id\":\"a\",\"good\":\"1 > 0\"}]}]}",
	    "E_CONFIG health[0].overall: unknown value \"any\"\n");
	expect_refused(
	    "{\"health\":[{\"id\":\"p\",\"method\":\"pillars\",\"pillars\":[{\"id\":"
	    "\"a\",\"good\":\"'x'\"}]}]}",
	    "E_CONFIG health[0].pillars[0].good: a condition is wanted, this is a "
	    "text\n");
	expect_refused(
	    "{\"health\":[{\"id\":\"p\",\"method\":\"points\",\"factors\":[{\"id\":"
	    "\"f\",\"metric\":\"1\",\"condition\":\"more than\",\"value\":1,"
	    "\"impact\":1}],\"bands\":[{\"below\":3},{\"state\":\"good\"}]}]}",
	    "E_CONFIG health[0].bands[0]: a band wants a \"state\"\n");
}
END_TEST

TEST_MAIN("unshaped", entries_that_are_none_or_have_no_name_are_refused,
    entries_without_what_they_are_about_are_refused,
    factors_without_what_they_need_are_refused,
    thresholds_groups_pillars_and_bands_that_cannot_be_are_refused)
