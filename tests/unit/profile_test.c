#include "sections/sections.h"
#include "score/profile.h"

#include "base/num.h"

#include "fixture.h"

#include <string.h>

#define ONE CSM_NUM_ONE

/* The profiles of "health": [TEXT]. */
struct health {
	struct csm_arena arena;
	struct csm_config *conf;
	struct csm_buf said;
	struct csm_profile *profile;
	size_t n;
	int rc;
};

static void
health_init(struct health *h, const char *profiles)
{
	struct csm_buf text = {0};
	struct csm_diag diag;

	*h = (struct health){.conf = csm_config_new(&csm_sections)};
	csm_buf_printf(&text, "{\"health\":[%s]}", profiles);
	fixture_diag(&diag, &h->said, "%c %p: %t\n");
	ck_assert_int_eq(
	    csm_config_load_text(h->conf, "h.json", text.data, text.len, &diag), 0);
	h->rc = csm_profiles_read(&h->arena, h->conf, &h->profile, &h->n, &diag);
	ck_assert_int_eq(diag.status, h->rc == 0 ? 0 : 2);
	csm_buf_fini(&text);
}

static void
health_fini(struct health *h)
{
	csm_buf_fini(&h->said);
	csm_config_free(h->conf);
	csm_arena_fini(&h->arena);
}

static void
expect_error(const char *profiles, const char *message)
{
	struct health h;

	health_init(&h, profiles);
	ck_assert_int_eq(h.rc, -1);
	ck_assert_str_eq(csm_buf_text(&h.said), message);
	health_fini(&h);
}

#define FACTOR(rest) "{\"id\":\"f\",\"metric\":\"1\"," rest "}"
#define MORE FACTOR("\"condition\":\"more than\",\"value\":1,\"impact\":2")
#define PROFILE(id, rest)                                                              \
	"{\"id\":\"" id "\",\"method\":\"points\",\"factors\":[" MORE "]" rest "}"

/* A factor's error in the only profile. */
static void
expect_factor_error(const char *factor, const char *message)
{
	struct csm_buf text = {0};

	csm_buf_printf(
	    &text, "{\"id\":\"p\",\"method\":\"points\",\"factors\":[%s]}", factor);
	expect_error(text.data, message);
	csm_buf_fini(&text);
}

/* What a factor adds for a number, in micros. */
static int64_t
impact(const char *factor, struct csm_value value)
{
	struct csm_buf text = {0};
	struct health h;

	csm_buf_printf(
	    &text, "{\"id\":\"p\",\"method\":\"points\",\"factors\":[%s]}", factor);
	health_init(&h, text.data);
	ck_assert_str_eq(csm_buf_text(&h.said), "");
	ck_assert_int_eq(h.rc, 0);
	int64_t micros =
	    csm_num_from_double(csm_factor_impact(&h.profile[0].factor[0], &value));
	health_fini(&h);
	csm_buf_fini(&text);
	return micros;
}

static struct csm_value
number(double x)
{
	return (struct csm_value){.type = CSM_VALUE_NUMBER, .u.number = x};
}

static struct csm_value
truth(int x)
{
	return (struct csm_value){.type = CSM_VALUE_BOOL, .u.truth = x};
}

static struct csm_value
text(const char *s)
{
	return (struct csm_value){.type = CSM_VALUE_TEXT, .u.text = s};
}

#define NPS FACTOR("\"condition\":\"linear\",\"low\":[0,-5],\"high\":[10,5]")
#define BOUNDED                                                                        \
	FACTOR("\"condition\":\"linear bounded\",\"low\":[0,-5],\"high\":[10,5]")

START_TEST(a_linear_condition_is_held_at_its_ends)
{
	ck_assert_int_eq(impact(NPS, number(0)), -5 * ONE);
	ck_assert_int_eq(impact(NPS, number(7)), 2 * ONE);
	ck_assert_int_eq(impact(NPS, number(10)), 5 * ONE);
	ck_assert_int_eq(impact(NPS, number(11)), 5 * ONE);
	ck_assert_int_eq(impact(NPS, number(-3)), -5 * ONE);
	ck_assert_int_eq(impact(NPS, number(2.5)), -2500000);
	ck_assert_int_eq(impact(NPS, truth(1)), -4 * ONE);
	ck_assert_int_eq(impact(NPS, text("7")), 0);
	ck_assert_int_eq(impact(NPS, (struct csm_value){0}), 0);
}
END_TEST

START_TEST(a_bounded_linear_condition_adds_nothing_outside)
{
	ck_assert_int_eq(impact(BOUNDED, number(0)), -5 * ONE);
	ck_assert_int_eq(impact(BOUNDED, number(7)), 2 * ONE);
	ck_assert_int_eq(impact(BOUNDED, number(10)), 5 * ONE);
	ck_assert_int_eq(impact(BOUNDED, number(11)), 0);
	ck_assert_int_eq(impact(BOUNDED, number(-0.000001)), 0);
}
END_TEST

START_TEST(a_falling_line_is_linear_too)
{
#define FALLING FACTOR("\"condition\":\"linear\",\"low\":[0,1],\"high\":[3,-1]")
	ck_assert_int_eq(impact(FALLING, number(0)), ONE);
	ck_assert_int_eq(impact(FALLING, number(3)), -ONE);
	/* 1 - 2/3 and 1 - 4/3, rounded to six places */
	ck_assert_int_eq(impact(FALLING, number(1)), 333333);
	ck_assert_int_eq(impact(FALLING, number(2)), -333333);
}
END_TEST

START_TEST(a_condition_adds_its_impact_if_it_holds)
{
	static const struct {
		const char *condition;
		int below, at, above; /* holds for 13, 14, 15 against 14 */
	} want[] = {{"less than", 1, 0, 0}, {"more than", 0, 0, 1},
	    {"equal to", 0, 1, 0}, {"not equal to", 1, 0, 1}, {"at least", 0, 1, 1},
	    {"at most", 1, 1, 0}};

	for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
		struct csm_buf f = {0};
		csm_buf_printf(&f,
		    "{\"id\":\"f\",\"metric\":\"1\",\"condition\":\"%s\",\"value\":14,"
		    "\"impact\":-3}",
		    want[i].condition);
		ck_assert_int_eq(impact(f.data, number(13)), -3 * ONE * want[i].below);
		ck_assert_int_eq(impact(f.data, number(14)), -3 * ONE * want[i].at);
		ck_assert_int_eq(impact(f.data, number(15)), -3 * ONE * want[i].above);
		ck_assert_int_eq(impact(f.data, (struct csm_value){0}), 0);
		csm_buf_fini(&f);
	}
}
END_TEST

START_TEST(texts_days_and_truths_can_be_equal)
{
#define EQUAL(value)                                                                   \
	FACTOR("\"condition\":\"equal to\",\"value\":" value ",\"impact\":1.5")
#define OTHER(value)                                                                   \
	FACTOR("\"condition\":\"not equal to\",\"value\":" value ",\"impact\":1.5")
	const struct csm_value day = {.type = CSM_VALUE_DAY, .u.day = 20777};

	ck_assert_int_eq(impact(EQUAL("\"Pro\""), text("Pro")), 1500000);
	ck_assert_int_eq(impact(EQUAL("\"Pro\""), text("pro")), 0);
	ck_assert_int_eq(impact(OTHER("\"Pro\""), text("pro")), 1500000);
	ck_assert_int_eq(impact(EQUAL("\"Pro\""), number(1)), 0);
	ck_assert_int_eq(impact(EQUAL("\"2026-11-20\""), day), 1500000);
	ck_assert_int_eq(impact(EQUAL("\"2026-11-21\""), day), 0);
	ck_assert_int_eq(impact(EQUAL("true"), truth(1)), 1500000);
	ck_assert_int_eq(impact(EQUAL("true"), number(1)), 1500000);
	ck_assert_int_eq(impact(EQUAL("false"), truth(1)), 0);
	ck_assert_int_eq(impact(OTHER("1"), (struct csm_value){0}), 0);
}
END_TEST

START_TEST(bands_are_entered_at_their_lower_edge)
{
	struct health h;

	health_init(&h, PROFILE("p", ""));
	ck_assert_int_eq(h.rc, 0);
	const struct csm_profile *p = &h.profile[0];
	ck_assert_str_eq(csm_profile_band(p, 0)->state, "poor");
	ck_assert_str_eq(csm_profile_band(p, 4 * ONE - 1)->state, "poor");
	ck_assert_str_eq(csm_profile_band(p, 4 * ONE)->state, "average");
	ck_assert_str_eq(csm_profile_band(p, 7 * ONE - 1)->state, "average");
	ck_assert_str_eq(csm_profile_band(p, 7 * ONE)->state, "good");
	ck_assert_str_eq(csm_profile_band(p, 10 * ONE)->state, "good");
	health_fini(&h);
	health_init(&h, PROFILE("p", ",\"bands\":[{\"state\":\"poor\",\"below\":2.5},"
				     "{\"state\":\"good\"}]"));
	ck_assert_str_eq(csm_profile_band(&h.profile[0], 2499999)->state, "poor");
	ck_assert_str_eq(csm_profile_band(&h.profile[0], 2500000)->state, "good");
	health_fini(&h);
}
END_TEST

START_TEST(bands_that_overlap_or_leave_a_gap_are_refused)
{
	expect_error(
	    PROFILE("p", ",\"bands\":[]"), "E_CONFIG health[0].bands: no band\n");
	expect_error(PROFILE("p", ",\"bands\":[{\"state\":\"poor\",\"below\":7},"
				  "{\"state\":\"average\",\"below\":4},"
				  "{\"state\":\"good\"}]"),
	    "E_CONFIG health[0].bands[1].below: bands overlap: 4 is not above the band "
	    "before\n");
	expect_error(PROFILE("p", ",\"bands\":[{\"state\":\"poor\",\"below\":7},"
				  "{\"state\":\"average\",\"below\":7},"
				  "{\"state\":\"good\"}]"),
	    "E_CONFIG health[0].bands[1].below: bands overlap: 7 is not above the band "
	    "before\n");
	expect_error(
	    PROFILE("p", ",\"bands\":[{\"state\":\"poor\"},{\"state\":\"good\"}]"),
	    "E_CONFIG health[0].bands[0]: bands overlap: one without \"below\" that is "
	    "not the last takes every score\n");
	expect_error(PROFILE("p", ",\"bands\":[{\"state\":\"poor\",\"below\":4},"
				  "{\"state\":\"good\",\"below\":9}]"),
	    "E_CONFIG health[0].bands[1]: bands leave a gap: the last has a "
	    "\"below\", scores from there on no state\n");
	expect_error(PROFILE("p", ",\"bands\":[{\"state\":\"poor\",\"below\":40},"
				  "{\"state\":\"good\"}]"),
	    "E_CONFIG health[0].bands[0].below: scores go from 0 to 10: 40 divides "
	    "nothing\n");
}
END_TEST

START_TEST(a_factor_says_all_its_condition_needs_and_no_more)
{
	expect_factor_error(FACTOR("\"condition\":\"linear\",\"low\":[0,-5]"),
	    "E_CONFIG health[0].factors[0]: a linear condition wants \"low\" and "
	    "\"high\", each a pair [value, impact]\n");
	expect_factor_error(
	    FACTOR("\"condition\":\"linear\",\"low\":[10,-5],\"high\":[10,5]"),
	    "E_CONFIG health[0].factors[0].low: low is not below high\n");
	expect_factor_error(FACTOR("\"condition\":\"linear\",\"low\":[0,1],\"high\":"
				   "[1,2],\"impact\":3"),
	    "E_CONFIG health[0].factors[0].impact: not a key of a linear condition\n");
	expect_factor_error(FACTOR("\"condition\":\"more than\",\"value\":3"),
	    "E_CONFIG health[0].factors[0]: \"more than\" wants a \"value\" and an "
	    "\"impact\"\n");
	expect_factor_error(FACTOR("\"condition\":\"more than\",\"impact\":3"),
	    "E_CONFIG health[0].factors[0]: \"more than\" wants a \"value\" and an "
	    "\"impact\"\n");
	expect_factor_error(
	    FACTOR("\"condition\":\"more than\",\"value\":\"3\",\"impact\":3"),
	    "E_CONFIG health[0].factors[0].value: \"more than\" compares with a number "
	    "only\n");
	expect_factor_error(FACTOR("\"condition\":\"at least\",\"value\":3,\"impact\":"
				   "3,\"low\":[0,1]"),
	    "E_CONFIG health[0].factors[0].low: not a key of a condition that is not "
	    "linear\n");
	expect_factor_error(FACTOR("\"value\":3,\"impact\":3"),
	    "E_CONFIG health[0].factors[0]: a factor of the method \"points\" wants a "
	    "\"condition\"\n");
	expect_factor_error(FACTOR("\"condition\":\"at least\",\"value\":3,\"impact\":"
				   "3,\"weight\":2"),
	    "E_CONFIG health[0].factors[0].weight: not a key of a factor of the method "
	    "\"points\"\n");
	expect_factor_error(
	    FACTOR("\"condition\":\"at least\",\"value\":3,\"impact\":1e7"),
	    "E_CONFIG health[0].factors[0].impact: 1e+07 points are out of range, "
	    "-1000000 to 1000000\n");
	expect_factor_error("{\"id\":\"f\",\"metric\":\"'Pro'\",\"condition\":"
			    "\"at least\",\"value\":3,\"impact\":1}",
	    "E_CONFIG health[0].factors[0].metric: \"at least\" judges numbers; this "
	    "is a text\n");
}
END_TEST

START_TEST(a_profile_says_all_its_method_needs_and_no_more)
{
	expect_error("{\"id\":\"p\",\"method\":\"points\"}",
	    "E_CONFIG health[0]: a profile without \"factors\"\n");
	expect_error("{\"id\":\"p\",\"method\":\"points\",\"factors\":[]}",
	    "E_CONFIG health[0]: a profile without \"factors\"\n");
	expect_error(PROFILE("p", ",\"scale\":100"),
	    "E_CONFIG health[0].scale: not a key of the method \"points\"\n");
	expect_error(PROFILE("p", ",\"start\":1e300"),
	    "E_CONFIG health[0].start: 1e+300 points are out of range, -1000000 to "
	    "1000000\n");
	expect_error("{\"id\":\"p\",\"method\":\"pillars\"}",
	    "E_CONFIG health[0]: a profile without \"pillars\"\n");
	expect_error(PROFILE("p", ",\"where\":\"'Pro'\""),
	    "E_CONFIG health[0].where: a condition is wanted, this is a text\n");
}
END_TEST

START_TEST(a_profile_nobody_would_reach_is_refused)
{
	struct health h;

	expect_error(PROFILE("a", "") "," PROFILE("b", ",\"where\":\"true\""),
	    "E_CONFIG health[0]: a profile without \"where\" or \"segment\" takes "
	    "every company; "
	    "those after it would never be used\n");
	health_init(&h, PROFILE("a", ",\"where\":\"true\"") "," PROFILE("b", ""));
	ck_assert_int_eq(h.rc, 0);
	ck_assert_uint_eq(h.n, 2);
	ck_assert_ptr_nonnull(h.profile[0].where);
	ck_assert_ptr_null(h.profile[1].where);
	ck_assert_double_eq(h.profile[1].start, 5);
	health_fini(&h);
}
END_TEST

START_TEST(two_parts_never_have_one_name)
{
	/* profile a, factor f  and  profile a.f */
	expect_error(PROFILE("a", ",\"where\":\"true\"") "," PROFILE("a.f", ""),
	    "E_CONFIG health[1]: two profiles or factors would both be "
	    "\"health.a.f\"\n");
}
END_TEST

START_TEST(the_hash_changes_with_the_text_and_not_with_its_layout)
{
	struct health a, b, c;

	health_init(&a, PROFILE("p", ",\"start\":5"));
	health_init(&b, "\n " PROFILE("p", ",\n \"start\" : 5.0"));
	health_init(&c, PROFILE("p", ",\"start\":6"));
	ck_assert(a.profile[0].hash == b.profile[0].hash);
	ck_assert(a.profile[0].hash != c.profile[0].hash);
	health_fini(&a);
	health_fini(&b);
	health_fini(&c);
}
END_TEST

TEST_MAIN("profile", a_linear_condition_is_held_at_its_ends,
    a_bounded_linear_condition_adds_nothing_outside, a_falling_line_is_linear_too,
    a_condition_adds_its_impact_if_it_holds, texts_days_and_truths_can_be_equal,
    bands_are_entered_at_their_lower_edge,
    bands_that_overlap_or_leave_a_gap_are_refused,
    a_factor_says_all_its_condition_needs_and_no_more,
    a_profile_says_all_its_method_needs_and_no_more,
    a_profile_nobody_would_reach_is_refused, two_parts_never_have_one_name,
    the_hash_changes_with_the_text_and_not_with_its_layout)
