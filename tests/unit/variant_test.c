#include "score/variant.h"

#include "health.h"

static struct health h;
static struct csm_engine *engine;
static struct csm_variant *variant;
static size_t n;

static void
open_variants(const char *profiles)
{
	struct csm_engine_options options = {0};

	health_open(&h, profiles);
	engine = csm_engine_new(&options);
	variant = csm_variants_make(&h.arena, h.profile, h.n, engine, &n);
}

static void
close_variants(void)
{
	csm_engine_free(engine);
	health_close(&h);
}

/* The variant of a number and step; NULL: there is none. */
static const struct csm_variant *
find(const char *number, int percent)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(variant[i].number, number) == 0 &&
		    variant[i].percent == percent)
			return &variant[i];
	return NULL;
}

static void
expect(const char *number, int percent, double from, double to)
{
	const struct csm_variant *v = find(number, percent);

	ck_assert_msg(v != NULL, "no %s by %d", number, percent);
	ck_assert_double_eq_tol(v->from, from, 1e-12);
	ck_assert_double_eq_tol(v->to, to, 1e-12);
}

static const char points[] =
    "{\"id\":\"p\",\"method\":\"points\",\"start\":5,\"factors\":["
    "{\"id\":\"a\",\"metric\":\"last(metrics.a, 1)\",\"condition\":\"linear\","
    "\"low\":[0,-5],\"high\":[100,5]},"
    "{\"id\":\"b\",\"metric\":\"last(metrics.b, 1)\",\"condition\":\"more than\","
    "\"value\":14,\"impact\":-3}]}";

START_TEST(every_number_of_points_moves_by_four_steps)
{
	open_variants(points);
	/* start, a: low.impact, high.value, high.impact (low.value is 0), b: value,
	 * impact, and two edges of bands */
	ck_assert_uint_eq(n, 8 * CSM_VARIANT_STEPS);
	expect("start", -20, 5, 4);
	expect("start", 10, 5, 5.5);
	expect("a.low.impact", 20, -5, -6);
	expect("a.high.value", -10, 100, 90);
	expect("b.value", 10, 14, 15.4);
	expect("b.impact", -20, -3, -2.4);
	expect("bands.poor", 20, 4, 4.8);
	expect("bands.average", -20, 7, 5.6);
	ck_assert_ptr_null(find("a.low.value", 10));
	/* The profile itself is as it was. */
	ck_assert_double_eq(h.profile[0].start, 5);
	ck_assert_double_eq(h.profile[0].factor[1].impact, -3);
	ck_assert_int_eq(h.profile[0].band[0].below, 4 * ONE);
	close_variants();
}
END_TEST

START_TEST(moves_that_would_make_no_profile_are_left_out)
{
	open_variants(
	    "{\"id\":\"p\",\"method\":\"points\",\"factors\":["
	    "{\"id\":\"a\",\"metric\":\"last(metrics.a, 1)\",\"condition\":\"linear\","
	    "\"low\":[90,-5],\"high\":[100,5]}],"
	    "\"bands\":[{\"state\":\"poor\",\"below\":6},{\"state\":\"average\","
	    "\"below\":7},{\"state\":\"good\"}]}");
	/* 108 and 110 are not below 100, 80 and 90 not above 90 */
	expect("a.low.value", 10, 90, 99);
	ck_assert_ptr_null(find("a.low.value", 20));
	ck_assert_ptr_null(find("a.high.value", -20));
	ck_assert_ptr_null(find("a.high.value", -10));
	expect("a.high.value", 10, 100, 110);
	/* 6.6 is below 7, 7.2 is not; 6.3 is above 6, 5.6 is not */
	expect("bands.poor", 10, 6, 6.6);
	ck_assert_ptr_null(find("bands.poor", 20));
	expect("bands.average", -10, 7, 6.3);
	ck_assert_ptr_null(find("bands.average", -20));
	close_variants();
}
END_TEST

START_TEST(weights_and_thresholds_of_measures_move)
{
	open_variants(
	    "{\"id\":\"w\",\"method\":\"weighted\",\"groups\":["
	    "{\"id\":\"g\",\"weight\":2,\"factors\":[{\"id\":\"a\",\"weight\":3,"
	    "\"metric\":\"last(metrics.a, 1)\",\"linear\":{\"low\":10,\"high\":80}}]},"
	    "{\"id\":\"k\",\"weight\":1,\"factors\":[{\"id\":\"b\","
	    "\"metric\":\"last(metrics.b, 1)\",\"thresholds\":[{\"below\":15,"
	    "\"score\":10},{\"below\":45,\"score\":5},{\"score\":0}]}]}]}");
	expect("g.weight", 20, 2, 2.4);
	expect("a.weight", -10, 3, 2.7);
	expect("a.low", 10, 10, 11);
	expect("a.high", -20, 80, 64);
	expect("b.thresholds[0].below", 20, 15, 18);
	expect("b.thresholds[1].below", -20, 45, 36);
	ck_assert_double_eq(h.profile[0].group[0].weight, 2);
	ck_assert_double_eq(h.profile[0].factor[1].step[0].below, 15);
	close_variants();
}
END_TEST

START_TEST(numbers_that_pillars_compare_with_move)
{
	struct csm_buf text = {0};

	open_variants("{\"id\":\"c\",\"method\":\"pillars\",\"pillars\":[{\"id\":\"a\","
		      "\"good\":\"sum(activities.*, 14) >= 50\","
		      "\"poor\":\"sum(activities.*, 14) < 5\"}]}");
	/* The 14 is no threshold; without "weighted" there are no bands. */
	ck_assert_uint_eq(n, 2 * CSM_VARIANT_STEPS);
	expect("a.good", 10, 50, 55);
	expect("a.poor", -20, 5, 4);
	const struct csm_variant *v = find("a.poor", -20);
	ck_assert_int_eq(v->is_poor, 1);
	csm_node_print_text(v->condition->root, &text);
	ck_assert_str_eq(text.data, "sum(activities.*, 14) < 4");
	csm_buf_reset(&text);
	csm_node_print_text(h.profile[0].factor[0].poor->root, &text);
	ck_assert_str_eq(text.data, "sum(activities.*, 14) < 5");
	csm_buf_fini(&text);
	close_variants();
}
END_TEST

/* Scores 3.9 (left), 4.1 and 7 (stayed), by an impact of 10 at 10. */
START_TEST(trials_are_scored_again_by_the_variant)
{
	static const int64_t value[] = {3900000, 4100000, 7 * ONE};
	struct csm_variant_result r;
	struct csm_trials t = {0};
	struct health_score s;

	open_variants(
	    "{\"id\":\"p\",\"method\":\"points\",\"start\":0,\"factors\":["
	    "{\"id\":\"a\",\"metric\":\"last(metrics.a, 1)\",\"condition\":\"linear\","
	    "\"low\":[0,0],\"high\":[10,10]}]}");
	for (int i = 0; i < 3; i++)
		csm_trials_add(&t, "c", 0, i == 0,
		    health_score(&s, &h, 0, (int64_t[HEALTH_PARTS]){value[i]}));
	const struct csm_variant *v = find("a.high.impact", 10);
	csm_variant_apply(v, (size_t)(v - variant), h.profile, &t, &r);
	/* 4.29, 4.51, 7.7: the first is average now */
	ck_assert_uint_eq(r.count[CSM_PILLAR_POOR], 0);
	ck_assert_uint_eq(r.count[CSM_PILLAR_AVERAGE], 2);
	ck_assert_uint_eq(r.count[CSM_PILLAR_GOOD], 1);
	ck_assert_uint_eq(r.moved, 1);
	ck_assert_double_eq(r.auc.area, 1);
	v = find("bands.average", 10);
	csm_variant_apply(v, (size_t)(v - variant), h.profile, &t, &r);
	/* Good from 7.7 on: nobody is. */
	ck_assert_uint_eq(r.count[CSM_PILLAR_POOR], 1);
	ck_assert_uint_eq(r.count[CSM_PILLAR_AVERAGE], 2);
	ck_assert_uint_eq(r.count[CSM_PILLAR_GOOD], 0);
	ck_assert_uint_eq(r.moved, 1);
	csm_trials_fini(&t);
	close_variants();
}
END_TEST

TEST_MAIN("variant", every_number_of_points_moves_by_four_steps,
    moves_that_would_make_no_profile_are_left_out,
    weights_and_thresholds_of_measures_move, numbers_that_pillars_compare_with_move,
    trials_are_scored_again_by_the_variant)
