#include "sections/sections.h"
#include "unit/unit.h"

#include "base/num.h"
#include "table/state.h"

#include "fixture.h"

#include <string.h>

#define ONE CSM_NUM_ONE

/* The units of a configuration; what is wrong with them is appended to `said`. */
static int
read_units(struct csm_arena *arena, struct csm_config *conf, const char *text,
    int rated, struct csm_unit **units, size_t *n, struct csm_buf *said)
{
	struct csm_diag diag;

	fixture_diag(&diag, said, "%c %l:%k %p: %t\n");
	ck_assert_int_eq(
	    csm_config_load_text(conf, "u.json", text, strlen(text), &diag), 0);
	int rc = csm_units_read(arena, conf, rated, units, n, &diag);
	ck_assert_int_eq(diag.status, rc == 0 ? 0 : 2);
	return rc;
}

static void
expect_error(const char *text, const char *message)
{
	struct csm_arena arena = {0};
	struct csm_config *conf = csm_config_new(&csm_sections);
	struct csm_buf said = {0};
	struct csm_unit *units;
	size_t n;

	ck_assert_int_eq(read_units(&arena, conf, text, 0, &units, &n, &said), -1);
	ck_assert_str_eq(csm_buf_text(&said), message);
	csm_buf_fini(&said);
	csm_config_free(conf);
	csm_arena_fini(&arena);
}

/* The state of the only unit of a configuration. */
static const char *
judge(const char *text, int64_t value)
{
	struct csm_arena arena = {0};
	struct csm_config *conf = csm_config_new(&csm_sections);
	struct csm_buf said = {0};
	struct csm_unit *units;
	size_t n;

	ck_assert_int_eq(read_units(&arena, conf, text, 1, &units, &n, &said), 0);
	ck_assert_str_eq(csm_buf_text(&said), "");
	ck_assert_uint_eq(n, 1);
	enum csm_unit_state state = csm_unit_judge(&units[0], value);
	csm_buf_fini(&said);
	csm_config_free(conf);
	csm_arena_fini(&arena);
	return csm_unit_state_name(state);
}

#define ADOPTION "{\"units\":[{\"id\":\"a\",\"metric\":\"1\",\"low\":5,\"high\":10"

START_TEST(below_low_is_red_up_to_high_amber_above_green)
{
	ck_assert_str_eq(judge(ADOPTION "}]}", 5 * ONE - 1), "red");
	ck_assert_str_eq(judge(ADOPTION "}]}", 5 * ONE), "amber");
	ck_assert_str_eq(judge(ADOPTION "}]}", 10 * ONE), "amber");
	ck_assert_str_eq(judge(ADOPTION "}]}", 10 * ONE + 1), "green");
	ck_assert_str_eq(judge(ADOPTION "}]}", 0), "red");
	ck_assert_str_eq(judge(ADOPTION "}]}", -3 * ONE), "red");
}
END_TEST

START_TEST(lower_is_better_mirrors_the_colours)
{
#define MIRRORED ADOPTION ",\"lower_is_better\":true}]}"
	ck_assert_str_eq(judge(MIRRORED, 5 * ONE - 1), "green");
	ck_assert_str_eq(judge(MIRRORED, 5 * ONE), "amber");
	ck_assert_str_eq(judge(MIRRORED, 10 * ONE), "amber");
	ck_assert_str_eq(judge(MIRRORED, 10 * ONE + 1), "red");
}
END_TEST

START_TEST(a_missing_value_is_the_default_state_and_never_red)
{
	ck_assert_str_eq(judge(ADOPTION "}]}", CSM_MISSING), "na");
	ck_assert_str_eq(judge(ADOPTION ",\"default\":\"on\"}]}", CSM_MISSING), "on");
	ck_assert_str_eq(judge(ADOPTION ",\"default\":\"off\"}]}", CSM_MISSING), "off");
	ck_assert_str_eq(
	    judge(ADOPTION ",\"default\":\"unknown\"}]}", CSM_MISSING), "unknown");
	ck_assert_str_eq(judge(MIRRORED, CSM_MISSING), "na");
}
END_TEST

START_TEST(equal_thresholds_leave_amber_to_one_value)
{
#define NARROW "{\"units\":[{\"id\":\"a\",\"metric\":\"1\",\"low\":0.1,\"high\":0.1}]}"
	ck_assert_str_eq(judge(NARROW, 99999), "red");
	ck_assert_str_eq(judge(NARROW, 100000), "amber");
	ck_assert_str_eq(judge(NARROW, 100001), "green");
}
END_TEST

START_TEST(ratings_of_one_and_two_are_red_three_is_amber_four_and_five_green)
{
	static const char *const want[] = {"red", "red", "amber", "green", "green"};

	for (int i = 0; i < 5; i++)
		ck_assert_str_eq(
		    judge("{\"units\":[{\"id\":\"a\"}]}", (i + 1) * ONE), want[i]);
	ck_assert_str_eq(judge("{\"units\":[{\"id\":\"a\"}]}", CSM_MISSING), "na");
}
END_TEST

START_TEST(the_lowest_amber_and_green_rating_can_be_set)
{
#define STRICT "{\"units\":[{\"id\":\"a\",\"rating\":{\"amber\":2,\"green\":5}}]}"
	static const char *const want[] = {"red", "amber", "amber", "amber", "green"};
	for (int i = 0; i < 5; i++)
		ck_assert_str_eq(judge(STRICT, (i + 1) * ONE), want[i]);
		/* no amber at all */
#define TWO "{\"units\":[{\"id\":\"a\",\"rating\":{\"amber\":4}}]}"
	ck_assert_str_eq(judge(TWO, 3 * ONE), "red");
	ck_assert_str_eq(judge(TWO, 4 * ONE), "green");
	/* low and high say it as for a metric */
#define LOW "{\"units\":[{\"id\":\"a\",\"low\":2,\"high\":3}]}"
	ck_assert_str_eq(judge(LOW, 1 * ONE), "red");
	ck_assert_str_eq(judge(LOW, 2 * ONE), "amber");
	ck_assert_str_eq(judge(LOW, 4 * ONE), "green");
}
END_TEST

START_TEST(units_stand_in_order_of_sort_and_then_id)
{
	struct csm_arena arena = {0};
	struct csm_config *conf = csm_config_new(&csm_sections);
	struct csm_buf said = {0};
	struct csm_unit *u;
	size_t n;

	ck_assert_int_eq(
	    read_units(&arena, conf,
		"{\"units\":[{\"id\":\"b\",\"sort\":2},{\"id\":\"z\",\"sort\":1.5,"
		"\"name\":\"Zed\",\"description\":\"d\"},{\"id\":\"a\",\"sort\":2},"
		"{\"id\":\"n\",\"where\":\"company.plan = 'Pro'\"}]}",
		1, &u, &n, &said),
	    0);
	ck_assert_uint_eq(n, 4);
	ck_assert_str_eq(u[0].id, "n");
	ck_assert_ptr_nonnull(u[0].where);
	ck_assert_str_eq(u[0].name, "n");
	ck_assert_str_eq(u[1].id, "z");
	ck_assert_str_eq(u[1].name, "Zed");
	ck_assert_str_eq(u[1].description, "d");
	ck_assert_str_eq(u[2].id, "a");
	ck_assert_str_eq(u[3].id, "b");
	csm_config_free(conf);
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(no_units_are_no_error)
{
	struct csm_arena arena = {0};
	struct csm_config *conf = csm_config_new(&csm_sections);
	struct csm_buf said = {0};
	struct csm_unit *u;
	size_t n = 7;

	ck_assert_int_eq(read_units(&arena, conf, "{}", 0, &u, &n, &said), 0);
	ck_assert_uint_eq(n, 0);
	csm_config_free(conf);
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(thresholds_that_cannot_be_are_refused_with_their_place)
{
	expect_error("{\"units\":[{\"id\":\"a\",\"metric\":\"1\",\"low\":10,\"high\":"
		     "5}]}",
	    "E_CONFIG 1:40 units[0].low: low is above high: no value would be amber, "
	    "and some both red and green\n");
	expect_error("{\"units\":[{\"id\":\"a\",\"metric\":\"1\",\"low\":10}]}",
	    "E_CONFIG 1:11 units[0]: a unit with a \"metric\" wants \"low\" and "
	    "\"high\"\n");
	expect_error("{\"units\":[{\"id\":\"a\",\"metric\":\"1\"}]}",
	    "E_CONFIG 1:11 units[0]: a unit with a \"metric\" wants \"low\" and "
	    "\"high\"\n");
	expect_error(
	    "{\"units\":[{\"id\":\"a\",\"metric\":\"1\",\"low\":1e13,\"high\":2e13}]}",
	    "E_CONFIG 1:40 units[0].low: 1e+13 is out of range\n"
	    "E_CONFIG 1:52 units[0].high: 2e+13 is out of range\n");
	expect_error("{\"units\":[{\"id\":\"a\",\"metric\":\"'text'\",\"low\":1,"
		     "\"high\":2}]}",
	    "E_CONFIG 1:30 units[0].metric: a unit judges numbers; this is a text\n");
}
END_TEST

START_TEST(a_unit_with_neither_metric_nor_rating_is_refused)
{
	expect_error("{\"units\":[{\"id\":\"a\"}]}",
	    "E_CONFIG 1:11 units[0]: a unit with neither metric nor rating: give "
	    "\"metric\", or for a unit rated by hand its ratings (--ratings FILE) or a "
	    "\"default\"\n");
	expect_error("{\"units\":[{\"id\":\"a\",\"default\":\"na\",\"low\":5,\"high\":"
		     "10}]}",
	    "E_CONFIG 1:11 units[0]: a unit with neither metric nor rating: \"low\" "
	    "and \"high\" are no ratings from 1 to 5; is its \"metric\" missing?\n");
	/* said in one of the three ways it is fine */
	ck_assert_str_eq(
	    judge("{\"units\":[{\"id\":\"a\",\"default\":\"unknown\"}]}", CSM_MISSING),
	    "unknown");
}
END_TEST

START_TEST(a_unit_is_judged_in_one_way_only)
{
	expect_error("{\"units\":[{\"id\":\"a\",\"metric\":\"1\",\"low\":1,\"high\":2,"
		     "\"rating\":{\"amber\":3}}]}",
	    "E_CONFIG 1:60 units[0].rating: a unit is judged by its metric or rated by "
	    "hand, not both\n");
	expect_error("{\"units\":[{\"id\":\"a\",\"low\":1,\"rating\":{\"amber\":3}}]}",
	    "E_CONFIG 1:38 units[0].rating: \"rating\" and \"low\" or \"high\" say the "
	    "same thing twice\n");
	expect_error("{\"units\":[{\"id\":\"a\",\"rating\":{\"amber\":5,\"green\":3}}]"
		     "}",
	    "E_CONFIG 1:30 units[0].rating: amber begins above green: no rating would "
	    "be amber, and some both red and green\n");
}
END_TEST

START_TEST(all_errors_are_told_and_formula_errors_too)
{
	struct csm_arena arena = {0};
	struct csm_config *conf = csm_config_new(&csm_sections);
	struct csm_buf said = {0};
	struct csm_unit *u;
	size_t n;

	ck_assert_int_eq(read_units(&arena, conf,
			     "{\"units\":[{\"id\":\"a\",\"metric\":\"1 +\",\"low\":1,"
			     "\"high\":2},{\"id\":\"b\",\"metric\":\"1\",\"low\":3,"
			     "\"high\":2}]}",
			     0, &u, &n, &said),
	    -1);
	ck_assert_ptr_nonnull(strstr(csm_buf_text(&said), "E_FORMULA"));
	ck_assert_ptr_nonnull(strstr(csm_buf_text(&said), "units[1].low: low is "));
	csm_buf_fini(&said);
	csm_config_free(conf);
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(every_state_has_a_name_that_reports_know)
{
	for (enum csm_unit_state s = 0; s < CSM_UNIT_STATES; s++) {
		const char *name = csm_unit_state_name(s);
		size_t i = 0;
		ck_assert_int_eq(csm_unit_state_find(name, strlen(name)), s);
		while (
		    csm_state_at(i) != NULL && strcmp(csm_state_at(i)->name, name) != 0)
			i++;
		ck_assert_ptr_nonnull(csm_state_at(i));
	}
	ck_assert_int_eq(csm_unit_state_find("gree", 4), CSM_UNIT_STATES);
	ck_assert_int_eq(csm_unit_state_find("", 0), CSM_UNIT_STATES);
}
END_TEST

TEST_MAIN("unit", below_low_is_red_up_to_high_amber_above_green,
    lower_is_better_mirrors_the_colours,
    a_missing_value_is_the_default_state_and_never_red,
    equal_thresholds_leave_amber_to_one_value,
    ratings_of_one_and_two_are_red_three_is_amber_four_and_five_green,
    the_lowest_amber_and_green_rating_can_be_set,
    units_stand_in_order_of_sort_and_then_id, no_units_are_no_error,
    thresholds_that_cannot_be_are_refused_with_their_place,
    a_unit_with_neither_metric_nor_rating_is_refused, a_unit_is_judged_in_one_way_only,
    all_errors_are_told_and_formula_errors_too,
    every_state_has_a_name_that_reports_know)
