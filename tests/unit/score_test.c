#include "sections/sections.h"
#include "score/score.h"

#include "data.h"

#include "test.h"

#define ONE CSM_NUM_ONE

/* A scorer turned to the first company of the points. */
struct bench {
	struct csm_arena arena;
	struct csm_config *conf;
	struct csm_profile *profile;
	struct csm_engine *engine;
	struct csm_scorer *scorer;
	struct csm_points *points;
	struct csm_fields *fields;
	struct csm_set set;
};

/* `health` is the section's list without brackets; days 20777 is 2026-11-20. */
static void
bench_init(struct bench *b, const char *health, const char *fields, const char *rows,
    int32_t since, int32_t until)
{
	struct csm_diag diag = data_diag();
	struct csm_buf text = {0};
	struct csm_engine_options eo = {.since = since, .until = until};
	size_t n;

	*b = (struct bench){.conf = csm_config_new(&csm_sections)};
	csm_buf_printf(&text, "{\"health\":[%s]}", health);
	ck_assert_int_eq(
	    csm_config_load_text(b->conf, "h.json", text.data, text.len, &diag), 0);
	ck_assert_int_eq(
	    csm_profiles_read(&b->arena, b->conf, &b->profile, &n, &diag), 0);
	b->fields = data_fields(CSM_MODEL_COMPANY, fields, &diag);
	eo.fields[CSM_MODEL_COMPANY] = b->fields;
	b->engine = csm_engine_new(&eo);
	b->scorer = csm_scorer_new(b->profile, n, b->engine);
	ck_assert_int_eq(csm_engine_prepare(b->engine, &diag), 0);
	b->points = data_points(rows, &diag);
	ck_assert_int_eq(data_set_next(&b->set, b->points, &diag), 1);
	csm_engine_company(b->engine, &b->set);
	ck_assert_str_eq(data_said(), "");
	csm_buf_fini(&text);
}

static void
bench_fini(struct bench *b)
{
	csm_scorer_free(b->scorer);
	csm_engine_free(b->engine);
	csm_set_fini(&b->set);
	csm_points_free(b->points);
	csm_fields_free(b->fields);
	csm_config_free(b->conf);
	csm_arena_fini(&b->arena);
	csm_buf_fini(&data_messages);
}

#define MORE(id, metric, value, impact)                                                \
	"{\"id\":\"" id "\",\"metric\":\"" metric "\",\"condition\":\"more than\","    \
	"\"value\":" value ",\"impact\":" impact "}"
#define PROFILE(id, where, start, factors)                                             \
	"{\"id\":\"" id "\",\"method\":\"points\"" where ",\"start\":" start           \
	",\"factors\":[" factors "]}"
#define NPS                                                                            \
	"{\"id\":\"nps\",\"metric\":\"last(nps.score, 90)\",\"condition\":\"linear\"," \
	"\"low\":[0,-5],\"high\":[10,5]}"
#define PLANS "id,plan\nacme,Pro\n"

START_TEST(parts_add_up_to_the_score)
{
	struct bench b;

	bench_init(&b,
	    PROFILE("p", "", "5",
		NPS "," MORE("seats", "last(metrics.seats, 1)", "3", "-0.25")),
	    PLANS,
	    "acme,company,acme,metrics.seats,2026-11-20,4,\n"
	    "acme,company,acme,nps.score,2026-11-10,7,\n",
	    20777, 20777);
	const struct csm_score *s = csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 0);
	ck_assert_uint_eq(s->parts, 2);
	ck_assert_int_eq(s->part[0].contribution, 2 * ONE);
	ck_assert_int_eq(s->part[1].contribution, -250000);
	ck_assert_int_eq(s->sum, 6750000);
	ck_assert_int_eq(s->value, 6750000);
	ck_assert_str_eq(s->band->state, "average");
	ck_assert_int_eq(s->coverage, ONE);
	ck_assert_double_eq(s->part[0].value.u.number, 7);
	bench_fini(&b);
}
END_TEST

START_TEST(a_score_is_kept_within_zero_and_ten)
{
	struct bench b;

	bench_init(&b,
	    PROFILE("p", "", "5", MORE("a", "last(metrics.seats, 1)", "0", "9")), PLANS,
	    "acme,company,acme,metrics.seats,2026-11-19,0,\n"
	    "acme,company,acme,metrics.seats,2026-11-20,1,\n",
	    20776, 20777);
	ck_assert_int_eq(
	    csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 0)->value, 5 * ONE);
	ck_assert_int_eq(
	    csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 1)->sum, 14 * ONE);
	ck_assert_int_eq(
	    csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 1)->value, 10 * ONE);
	ck_assert_str_eq(
	    csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 1)->band->state, "good");
	bench_fini(&b);
	bench_init(&b,
	    PROFILE("p", "", "5", MORE("a", "last(metrics.seats, 1)", "0", "-9")),
	    PLANS, "acme,company,acme,metrics.seats,2026-11-20,1,\n", 20777, 20777);
	ck_assert_int_eq(
	    csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 0)->sum, -4 * ONE);
	ck_assert_int_eq(csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 0)->value, 0);
	ck_assert_str_eq(
	    csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 0)->band->state, "poor");
	bench_fini(&b);
}
END_TEST

START_TEST(a_missing_value_adds_nothing_and_lowers_the_coverage)
{
	struct bench b;

	bench_init(&b,
	    PROFILE("p", "", "5",
		NPS "," MORE("a", "last(metrics.seats, 1)", "0", "1") "," MORE(
		    "b", "last(metrics.seats, 1)", "0", "1")),
	    PLANS, "acme,company,acme,metrics.seats,2026-11-20,1,\n", 20777, 20777);
	const struct csm_score *s = csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 0);
	ck_assert_int_eq(s->value, 7 * ONE);
	/* two of three, rounded */
	ck_assert_int_eq(s->coverage, 666667);
	ck_assert_int_eq(s->part[0].value.type, CSM_VALUE_MISSING);
	ck_assert_int_eq(s->part[0].contribution, 0);
	bench_fini(&b);
}
END_TEST

START_TEST(the_first_profile_that_fits_scores_the_company)
{
#define ANY MORE("a", "1", "0", "1")
#define WHERE(plan) ",\"where\":\"company.plan = '" plan "'\""
	struct bench b;
	const char *rows = "acme,company,acme,metrics.seats,2026-11-20,1,\n";

	bench_init(&b,
	    PROFILE("basic", WHERE("Basic"), "1", ANY) "," PROFILE("pro", WHERE("Pro"),
		"2", ANY) "," PROFILE("too", WHERE("Pro"), "3", ANY),
	    PLANS, rows, 20777, 20777);
	ck_assert_str_eq(
	    csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 0)->profile->id, "pro");
	ck_assert_int_eq(
	    csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 0)->value, 3 * ONE);
	bench_fini(&b);
	bench_init(&b,
	    PROFILE("basic", WHERE("Basic"), "1", ANY) "," PROFILE(
		"rest", "", "2", ANY),
	    PLANS, rows, 20777, 20777);
	ck_assert_str_eq(
	    csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 0)->profile->id, "rest");
	bench_fini(&b);
	bench_init(
	    &b, PROFILE("basic", WHERE("Basic"), "1", ANY), PLANS, rows, 20777, 20777);
	ck_assert_ptr_null(
	    csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 0)->profile);
	bench_fini(&b);
}
END_TEST

START_TEST(a_factor_judges_its_metric_rounded_to_six_places)
{
	struct bench b;

	/* 0.1 + 0.2 is 0.30000000000000004 as a double, 0.3 as a metric */
	bench_init(&b,
	    PROFILE("p", "", "5",
		MORE("a", "last(metrics.a, 1) + last(metrics.b, 1)", "0.3", "1")),
	    PLANS,
	    "acme,company,acme,metrics.a,2026-11-20,0.1,\n"
	    "acme,company,acme,metrics.b,2026-11-20,0.2,\n",
	    20777, 20777);
	ck_assert_int_eq(
	    csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 0)->value, 5 * ONE);
	bench_fini(&b);
}
END_TEST

START_TEST(staleness_is_that_of_the_newest_point_behind_any_part_with_a_value)
{
	struct bench b;

	/* The survey is 10 days old, seats 2; what is missing went into nothing. */
	bench_init(&b,
	    PROFILE("p", "", "5",
		NPS "," MORE("seats", "last(metrics.seats, 7)", "3", "1") "," MORE(
		    "gone", "last(metrics.new, 7) / last(metrics.none, 7)", "3", "1")),
	    PLANS,
	    "acme,company,acme,metrics.new,2026-11-20,4,\n"
	    "acme,company,acme,metrics.none,2026-10-20,4,\n"
	    "acme,company,acme,metrics.seats,2026-11-18,4,\n"
	    "acme,company,acme,nps.score,2026-11-10,7,\n",
	    20776, 20777);
	csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 1);
	ck_assert_int_eq(csm_scorer_part_staleness(b.scorer, 0), 10);
	ck_assert_int_eq(csm_scorer_part_staleness(b.scorer, 1), 2);
	ck_assert_int_eq(csm_scorer_part_staleness(b.scorer, 2), 0);
	ck_assert_int_eq(csm_scorer_staleness(b.scorer), 2);
	csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 0);
	ck_assert_int_eq(csm_scorer_staleness(b.scorer), 1);
	bench_fini(&b);
}
END_TEST

#define WEIGHED(id, metric, weight)                                                    \
	"{\"id\":\"" id "\",\"metric\":\"" metric "\",\"weight\":" weight              \
	",\"missing\":\"zero\",\"linear\":{\"low\":0,\"high\":10}}"

START_TEST(what_weighs_nothing_or_is_no_point_makes_no_score_fresh)
{
	struct bench b;

	bench_init(&b,
	    "{\"id\":\"w\",\"method\":\"weighted\",\"factors\":[" WEIGHED("none",
		"last(metrics.new, 7)",
		"0") "," WEIGHED("old", "last(metrics.old, 30)", "1") "]}",
	    PLANS,
	    "acme,company,acme,metrics.new,2026-11-20,4,\n"
	    "acme,company,acme,metrics.old,2026-11-01,4,\n",
	    20777, 20777);
	csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 0);
	ck_assert_int_eq(csm_scorer_part_staleness(b.scorer, 0), 0);
	ck_assert_int_eq(csm_scorer_staleness(b.scorer), 19);
	bench_fini(&b);
	bench_init(&b, PROFILE("p", "", "5", MORE("a", "company.seats", "3", "1")),
	    "id,seats\nacme,9\n", "acme,company,acme,metrics.a,2026-11-20,4,\n", 20777,
	    20777);
	ck_assert_int_eq(
	    csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 0)->value, 6 * ONE);
	ck_assert_int_eq(csm_scorer_staleness(b.scorer), -1);
	bench_fini(&b);
}
END_TEST

START_TEST(a_pillar_is_as_fresh_as_the_fresher_of_its_conditions)
{
	struct bench b;

	bench_init(&b,
	    "{\"id\":\"c\",\"method\":\"pillars\",\"pillars\":[{\"id\":\"a\","
	    "\"good\":\"last(metrics.a, 30) > 1\",\"poor\":\"last(metrics.b, 30) > "
	    "1\"},{\"id\":\"b\",\"poor\":\"last(metrics.c, 3) > 1\"}]}",
	    PLANS,
	    "acme,company,acme,metrics.a,2026-11-16,4,\n"
	    "acme,company,acme,metrics.b,2026-11-12,4,\n",
	    20777, 20777);
	csm_scorer_score(b.scorer, CSM_MODEL_COMPANY, 0, 0);
	ck_assert_int_eq(csm_scorer_part_staleness(b.scorer, 0), 4);
	ck_assert_int_eq(csm_scorer_part_staleness(b.scorer, 1), -1);
	ck_assert_int_eq(csm_scorer_staleness(b.scorer), 4);
	bench_fini(&b);
}
END_TEST

TEST_MAIN("score", staleness_is_that_of_the_newest_point_behind_any_part_with_a_value,
    what_weighs_nothing_or_is_no_point_makes_no_score_fresh,
    a_pillar_is_as_fresh_as_the_fresher_of_its_conditions, parts_add_up_to_the_score,
    a_score_is_kept_within_zero_and_ten,
    a_missing_value_adds_nothing_and_lowers_the_coverage,
    the_first_profile_that_fits_scores_the_company,
    a_factor_judges_its_metric_rounded_to_six_places)
