#include "sections/sections.h"
#include "score/measure.h"
#include "score/method.h"

#include "fixture.h"

#include <string.h>

#define ONE CSM_NUM_ONE

struct health {
	struct csm_arena arena;
	struct csm_config *conf;
	struct csm_buf said;
	struct csm_profile *profile;
	size_t n;
	int rc;
	struct csm_part part[8];
	struct csm_score score;
};

static void
health_init(struct health *h, const char *profile)
{
	struct csm_buf text = {0};
	struct csm_diag diag;

	*h = (struct health){.conf = csm_config_new(&csm_sections)};
	csm_buf_printf(&text, "{\"health\":[%s]}", profile);
	fixture_diag(&diag, &h->said, "%p: %t\n");
	ck_assert_int_eq(
	    csm_config_load_text(h->conf, "h.json", text.data, text.len, &diag), 0);
	h->rc = csm_profiles_read(&h->arena, h->conf, &h->profile, &h->n, &diag);
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
expect_error(const char *profile, const char *message)
{
	struct health h;

	health_init(&h, profile);
	ck_assert_int_eq(h.rc, -1);
	ck_assert_str_eq(csm_buf_text(&h.said), message);
	health_fini(&h);
}

static void
score(struct health *h)
{
	ck_assert_str_eq(csm_buf_text(&h->said), "");
	for (size_t i = 0; i < h->profile->factors; i++)
		h->part[i].factor = &h->profile->factor[i];
	csm_method_score(h->profile, h->part, &h->score);
}

/* Values of a weighted profile's factors; -1 is missing. */
static void
weigh(struct health *h, const double *value)
{
	for (size_t i = 0; i < h->profile->factors; i++) {
		h->part[i] = (struct csm_part){0};
		if (value[i] < 0)
			continue;
		h->part[i].value.type = CSM_VALUE_NUMBER;
		h->part[i].value.u.number = value[i];
		h->part[i].known = 1;
	}
	score(h);
}

#define WEIGHTED(rest) "{\"id\":\"p\",\"method\":\"weighted\"," rest "}"
#define F(id, rest) "{\"id\":\"" id "\",\"metric\":\"1\"," rest "}"
#define LINE "\"linear\":{\"low\":0,\"high\":100}"

START_TEST(weights_share_out_what_is_missing)
{
	struct health h;

	/* Groups 2 : 1; in the first 1 : 3. */
	health_init(
	    &h, WEIGHTED("\"groups\":["
			 "{\"id\":\"g\",\"weight\":2,\"factors\":[" F("a", LINE) "," F(
			     "b", "\"weight\":3," LINE) "]},"
							"{\"id\":\"k\",\"factors\":[" F(
							    "c", LINE) "]}]"));
	weigh(&h, (double[]){40, 80, 100});
	/* (2 * (4 + 3 * 8) / 4 + 10) / 3 */
	ck_assert_int_eq(h.score.value, 8 * ONE);
	ck_assert_int_eq(h.score.coverage, ONE);
	weigh(&h, (double[]){40, -1, 100});
	ck_assert_int_eq(h.score.value, 6 * ONE);
	/* (2 * 1/4 + 1) / 3 */
	ck_assert_int_eq(h.score.coverage, 500000);
	weigh(&h, (double[]){40, 80, -1});
	ck_assert_int_eq(h.score.value, 7 * ONE);
	ck_assert_int_eq(h.score.coverage, 666667);
	weigh(&h, (double[]){-1, -1, -1});
	ck_assert_int_eq(h.score.value, CSM_MISSING);
	ck_assert_ptr_null(h.score.band);
	ck_assert_int_eq(h.score.coverage, 0);
	health_fini(&h);
}
END_TEST

START_TEST(contributions_add_up_to_the_score)
{
	struct health h;
	int64_t sum = 0;

	health_init(&h, WEIGHTED("\"factors\":[" F("a", LINE) "," F("b", LINE) "," F(
			    "c", LINE) "]"));
	weigh(&h, (double[]){100, 100, 100});
	for (int i = 0; i < 3; i++)
		sum += h.part[i].contribution;
	/* Three thirds of 10, each rounded. */
	ck_assert_int_eq(h.part[0].contribution, 3333333);
	ck_assert_int_eq(h.score.value, 10 * ONE);
	ck_assert_int_eq(sum, h.score.value);
	health_fini(&h);
}
END_TEST

/* The score of one factor without a value. */
static int64_t
missing(const char *rule, const char *scale)
{
	struct csm_buf text = {0};
	struct health h;

	csm_buf_printf(&text,
	    "{\"id\":\"p\",\"method\":\"weighted\",\"scale\":100,\"factors\":[" F(
		"a", LINE) ",{\"id\":\"b\",\"metric\":\"1\",\"missing\":\"%s\",%s}]}",
	    rule, scale);
	health_init(&h, text.data);
	weigh(&h, (double[]){50, -1});
	csm_buf_fini(&text);
	health_fini(&h);
	return h.score.value;
}

START_TEST(a_missing_value_is_never_silent)
{
#define STEPS                                                                          \
	"\"thresholds\":[{\"below\":1,\"score\":3},{\"below\":2,\"score\":7},"         \
	"{\"score\":9}]"
	ck_assert_int_eq(missing("skip", LINE), 50 * ONE);
	ck_assert_int_eq(missing("zero", LINE), 25 * ONE);
	ck_assert_int_eq(missing("neutral", STEPS), 50 * ONE);
	/* The worst of 3, 7, 9; inverted of 7, 3, 1. */
	ck_assert_int_eq(missing("worst", STEPS), 40 * ONE);
	ck_assert_int_eq(missing("worst", STEPS ",\"invert\":true"), 30 * ONE);
	ck_assert_int_eq(missing("worst", LINE), 25 * ONE);
	ck_assert_int_eq(missing("unknown", LINE), CSM_MISSING);
}
END_TEST

/* In millionths. */
static int64_t
measured(const struct csm_factor *f, const struct csm_value *v)
{
	double score;

	ck_assert(csm_measure_score(f, v, &score));
	return csm_num_from_double(score);
}

START_TEST(measures_map_values_by_lines_and_steps)
{
	static const struct {
		double value;
		int64_t line, steps, inverted;
	} want[] = {{-5, 0, 3, 7}, {0.999999, 100000, 3, 7}, {1, 100000, 7, 3},
	    {2, 200000, 9, 1}, {50, 5000000, 9, 1}, {1000, 10000000, 9, 1}};
	struct health h;

	health_init(&h, WEIGHTED("\"factors\":[" F("a", LINE) "," F("b", STEPS) "," F(
			    "c", STEPS ",\"invert\":true") "]"));
	for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
		struct csm_value v = {
		    .type = CSM_VALUE_NUMBER, .u.number = want[i].value};
		const struct csm_factor *f = h.profile->factor;
		ck_assert_int_eq(measured(&f[0], &v), want[i].line);
		ck_assert_int_eq(measured(&f[1], &v), want[i].steps * ONE);
		ck_assert_int_eq(measured(&f[2], &v), want[i].inverted * ONE);
	}
	health_fini(&h);
}
END_TEST

/* g good, a average, p poor, u unknown. */
static void
judge(struct health *h, const char *states)
{
	for (size_t i = 0; states[i] != '\0'; i++)
		h->part[i] = (struct csm_part){.known = states[i] != 'u',
		    .good = states[i] == 'g' || states[i] == 'p',
		    .poor = states[i] == 'p'};
	score(h);
}

#define PILLAR(id, rest) "{\"id\":\"" id "\",\"good\":\"true\"" rest "}"
#define FOUR PILLAR("a", "") "," PILLAR("b", "") "," PILLAR("c", "") "," PILLAR("d", "")
#define PILLARS(rest, list)                                                            \
	"{\"id\":\"p\",\"method\":\"pillars\"" rest ",\"pillars\":[" list "]}"

START_TEST(pillars_become_one_state_by_a_rule)
{
	static const struct {
		const char *states;
		int64_t any, majority; /* -1: unknown */
	} want[] = {{"gggg", 10, 10}, {"ggga", 5, 10}, {"gggp", 0, 10},
	    {"gguu", 10, 10}, {"aauu", 5, 5}, {"uuuu", -1, -1}, {"ggpp", 0, 0},
	    {"gaap", 0, 5}, {"ggaa", 5, 5}};

	for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
		static const char *const rules[] = {
		    "", ",\"overall\":\"worst\"", ",\"overall\":\"majority\""};
		for (int rule = 0; rule < 3; rule++) {
			struct csm_buf text = {0};
			struct health h;
			int64_t number = rule == 2 ? want[i].majority : want[i].any;
			csm_buf_printf(&text, PILLARS("%s", FOUR), rules[rule]);
			health_init(&h, text.data);
			judge(&h, want[i].states);
			ck_assert_int_eq(
			    h.score.value, number < 0 ? CSM_MISSING : number * ONE);
			int64_t sum = h.score.base;
			for (int k = 0; number >= 0 && k < 4; k++)
				sum += h.part[k].contribution;
			ck_assert(number < 0 || sum == h.score.value);
			csm_buf_fini(&text);
			health_fini(&h);
		}
	}
}
END_TEST

START_TEST(pillars_can_be_weighed)
{
	struct health h;

	health_init(&h,
	    PILLARS(",\"overall\":\"weighted\"",
		PILLAR("a", ",\"weight\":3") "," PILLAR("b", "") "," PILLAR("c", "")));
	judge(&h, "gap");
	/* (3 * 10 + 5 + 0) / 5 */
	ck_assert_int_eq(h.score.value, 7 * ONE);
	ck_assert_str_eq(h.score.band->state, "good");
	judge(&h, "uap");
	ck_assert_int_eq(h.score.value, 2500000);
	ck_assert_int_eq(h.score.coverage, 400000);
	health_fini(&h);
}
END_TEST

START_TEST(poor_wins_over_good)
{
	ck_assert_int_eq(csm_pillar_judge(1, 1, 1), CSM_PILLAR_POOR);
	ck_assert_int_eq(csm_pillar_judge(1, 1, 0), CSM_PILLAR_GOOD);
	ck_assert_int_eq(csm_pillar_judge(1, 0, 0), CSM_PILLAR_AVERAGE);
	ck_assert_int_eq(csm_pillar_judge(0, 0, 0), CSM_PILLAR_UNKNOWN);
}
END_TEST

START_TEST(what_cannot_be_weighed_is_refused_in_its_place)
{
	expect_error(WEIGHTED("\"factors\":[" F("a", "\"weight\":0," LINE) "]"),
	    "health[0].factors: the weights add up to 0\n");
	expect_error(WEIGHTED("\"groups\":[{\"id\":\"g\",\"weight\":0,\"factors\":[" F(
			 "a", LINE) "]}]"),
	    "health[0].groups: the weights of the groups add up to 0\n");
	expect_error(WEIGHTED("\"scale\":50,\"factors\":[" F("a", LINE) "]"),
	    "health[0].scale: a scale goes to 10 or to 100, not to 50\n");
	expect_error(
	    WEIGHTED("\"factors\":[" F("a", "\"linear\":{\"low\":5,\"high\":5}") "]"),
	    "health[0].factors[0].linear.low: low is not below high; for the lower the "
	    "better say \"invert\": true\n");
	expect_error(WEIGHTED("\"factors\":[" F("a",
			 "\"thresholds\":[{\"below\":3,\"score\":1},"
			 "{\"below\":2,\"score\":1},{\"score\":1}]") "]"),
	    "health[0].factors[0].thresholds[1].below: thresholds overlap: 2 is not "
	    "above the one before\n");
	expect_error(WEIGHTED("\"factors\":[" F(
			 "a", "\"thresholds\":[{\"below\":3,\"score\":1}]") "]"),
	    "health[0].factors[0].thresholds[0]: thresholds leave a gap: the last has "
	    "a "
	    "\"below\", values from there on no score\n");
	expect_error(WEIGHTED("\"factors\":[" F("a", LINE "," STEPS) "]"),
	    "health[0].factors[0]: a factor of the method \"weighted\" wants either "
	    "\"linear\" or \"thresholds\"\n");
	expect_error(WEIGHTED("\"start\":5,\"factors\":[" F("a", LINE) "]"),
	    "health[0].start: not a key of the method \"weighted\"\n");
	expect_error(PILLARS("", "{\"id\":\"a\"}"),
	    "health[0].pillars[0]: a pillar wants a condition for \"good\", for "
	    "\"poor\" or both\n");
	expect_error(PILLARS("", PILLAR("a", ",\"weight\":2")),
	    "health[0].pillars[0].weight: not a key of a pillar unless \"overall\" is "
	    "\"weighted\"\n");
}
END_TEST

START_TEST(bands_of_a_scale_to_100_go_to_100)
{
	struct health h;

	health_init(&h, WEIGHTED("\"scale\":100,\"factors\":[" F("a", LINE) "]"));
	weigh(&h, (double[]){39});
	ck_assert_str_eq(h.score.band->state, "poor");
	weigh(&h, (double[]){40});
	ck_assert_str_eq(h.score.band->state, "average");
	health_fini(&h);
	expect_error(WEIGHTED("\"scale\":100,\"factors\":[" F(
			 "a", LINE) "],"
				    "\"bands\":[{\"state\":\"poor\",\"below\":101},"
				    "{\"state\":\"good\"}]"),
	    "health[0].bands[0].below: scores go from 0 to 100: 101 divides nothing\n");
}
END_TEST

TEST_MAIN("method", weights_share_out_what_is_missing,
    contributions_add_up_to_the_score, a_missing_value_is_never_silent,
    measures_map_values_by_lines_and_steps, pillars_become_one_state_by_a_rule,
    pillars_can_be_weighed, poor_wins_over_good,
    what_cannot_be_weighed_is_refused_in_its_place, bands_of_a_scale_to_100_go_to_100)
