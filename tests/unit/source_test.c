#include "metric/operand.h"

#include "test.h"

#include <string.h>

START_TEST(a_star_is_any_run_of_characters)
{
	static const struct {
		const char *pattern, *name;
		int match;
	} c[] = {
	    {"activities.*", "activities.login", 1},
	    {"activities.*", "activities.", 1},
	    {"activities.*", "activities", 0},
	    {"activities.*", "metrics.login", 0},
	    {"*", "", 1},
	    {"*", "anything.at all", 1},
	    {"activities.*.create", "activities.crm.create", 1},
	    {"activities.*.create", "activities.crm.created", 0},
	    {"a*b*c", "aXbYbZc", 1},
	    {"a*b*c", "aXcYb", 0},
	    {"a**b", "ab", 1},
	    {"a*b", "ab*b", 1},
	    {"metrics.a", "metrics.a", 1},
	    {"metrics.a", "metrics.ab", 0},
	    {"metrics.ab", "metrics.a", 0},
	    {"tasks.*", "tasks.call", 1},
	    {"tasks.*", "tasks.call.open", 0},
	    {"tasks.*.open", "tasks.call.open", 1},
	    {"tasks.call.*", "tasks.call.open", 1},
	    {"tasks.*", "tasks.", 1},
	    {"", "", 1},
	    {"", "a", 0},
	};

	for (size_t i = 0; i < sizeof c / sizeof c[0]; i++)
		ck_assert_msg(csm_operand_match(c[i].pattern, c[i].name) == c[i].match,
		    "%s %s", c[i].pattern, c[i].name);
}
END_TEST

START_TEST(a_hostile_pattern_ends)
{
	/* Exponential for a matcher that tries every way. */
	char name[4001];

	memset(name, 'a', 4000);
	name[4000] = '\0';
	ck_assert_int_eq(csm_operand_match("*a*a*a*a*a*a*a*a*a*a*a*a*b", name), 0);
}
END_TEST

START_TEST(events_roll_up_and_measurements_do_not)
{
	ck_assert_int_eq(csm_operand_rolls_up("activities.x"), 1);
	ck_assert_int_eq(csm_operand_rolls_up("conversations.call"), 1);
	ck_assert_int_eq(csm_operand_rolls_up("tasks.x"), 1);
	ck_assert_int_eq(csm_operand_rolls_up("modules.x"), 1);
	ck_assert_int_eq(csm_operand_rolls_up("metrics.x"), 0);
	ck_assert_int_eq(csm_operand_rolls_up("nps.score"), 0);
	ck_assert_int_eq(csm_operand_rolls_up("activities"), 0);
}
END_TEST

START_TEST(the_id_of_a_calculated_metric_is_the_rest_of_its_name)
{
	ck_assert_str_eq(csm_operand_calculated("calculated.a.b"), "a.b");
	ck_assert_ptr_null(csm_operand_calculated("calculated"));
	ck_assert_ptr_null(csm_operand_calculated("metrics.calculated.a"));
}
END_TEST

static struct csm_day_span
look(struct csm_day_span span, enum csm_window_op op, int32_t days, int32_t ago)
{
	const struct csm_window w = {.op = op, .days = days, .ago = ago};

	return csm_day_span_of_window(&span, &w);
}

START_TEST(a_window_wants_the_days_it_covers)
{
	struct csm_day_span day = {1000, 1000, -1}, range = {1000, 1009, -1};

	struct csm_day_span s = look(day, CSM_WINDOW_SUM, 7, 0);
	ck_assert_int_eq(s.from, 994);
	ck_assert_int_eq(s.until, 1000);
	ck_assert_int_eq(s.back, -1);
	s = look(range, CSM_WINDOW_LAST, 1, 30);
	ck_assert_int_eq(s.from, 970);
	ck_assert_int_eq(s.until, 979);
	s = look(range, CSM_WINDOW_TREND, 7, 0);
	ck_assert_int_eq(s.from, 993);
}
END_TEST

START_TEST(an_unbounded_operator_wants_all_days_since_the_first_point)
{
	struct csm_day_span range = {1000, 1009, -1}, s, t;
	int32_t from, until;

	s = look(range, CSM_WINDOW_TOTAL, 0, 2);
	ck_assert_uint_eq(csm_day_span_days(&s, 900, &from, &until), 108);
	ck_assert_int_eq(from, 900);
	ck_assert_int_eq(until, 1007);
	ck_assert_uint_eq(csm_day_span_days(&s, 2000, &from, &until), 0);
	ck_assert_uint_eq(csm_day_span_days(&s, CSM_DAY_NONE, &from, &until), 0);
	/* What such days look at reaches back from the first point in turn. */
	t = look(s, CSM_WINDOW_SUM, 10, 5);
	ck_assert_uint_eq(csm_day_span_days(&t, 900, &from, &until), 117);
	ck_assert_int_eq(from, 886);
	ck_assert_int_eq(until, 1002);
	ck_assert_uint_eq(csm_day_span_days(&t, 3, &from, &until), 1003);
}
END_TEST

START_TEST(spans_join_and_none_is_nothing)
{
	struct csm_day_span s = csm_day_span_none(), a = {5, 9, -1}, b = {7, 12, 3};
	int32_t from, until;

	ck_assert_int_eq(csm_day_span_is_none(&s), 1);
	ck_assert_uint_eq(csm_day_span_days(&s, 0, &from, &until), 0);
	csm_day_span_add(&s, &a);
	csm_day_span_add(&s, &b);
	ck_assert_int_eq(s.from, 5);
	ck_assert_int_eq(s.until, 12);
	ck_assert_int_eq(s.back, 3);
	ck_assert_uint_eq(csm_day_span_days(&s, 100, &from, &until), 8);
	s = csm_day_span_none();
	struct csm_day_span w = look(s, CSM_WINDOW_SUM, 7, 0);
	ck_assert_int_eq(csm_day_span_is_none(&w), 1);
}
END_TEST

TEST_MAIN("source", a_star_is_any_run_of_characters, a_hostile_pattern_ends,
    events_roll_up_and_measurements_do_not,
    the_id_of_a_calculated_metric_is_the_rest_of_its_name,
    a_window_wants_the_days_it_covers,
    an_unbounded_operator_wants_all_days_since_the_first_point,
    spans_join_and_none_is_nothing)
