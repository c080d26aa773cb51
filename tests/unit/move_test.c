#include "score/move.h"

#include "health.h"

/* seats: 0..100 to -5..+5; idle: more than 14 takes 3. */
static const char points[] =
    "{\"id\":\"p\",\"method\":\"points\",\"start\":5,\"factors\":["
    "{\"id\":\"seats\",\"metric\":\"last(metrics.a, 1)\",\"condition\":\"linear\","
    "\"low\":[0,-5],\"high\":[100,5]},"
    "{\"id\":\"idle\",\"metric\":\"last(metrics.b, 1)\",\"condition\":\"more than\","
    "\"value\":14,\"impact\":-3}]}";
/* The same id, and one of its own; to 100. */
static const char weighted[] =
    "{\"id\":\"w\",\"method\":\"weighted\",\"scale\":100,\"factors\":["
    "{\"id\":\"seats\",\"metric\":\"last(metrics.a, 1)\","
    "\"linear\":{\"low\":0,\"high\":100}},"
    "{\"id\":\"nps\",\"metric\":\"last(metrics.c, 1)\","
    "\"linear\":{\"low\":0,\"high\":10}}]}";

static int64_t
sum(const struct csm_move *m, int side)
{
	int64_t all = 0;

	for (size_t i = 0; i < m->n; i++)
		all += m->term[i].adds[side];
	return all;
}

START_TEST(terms_add_up_to_both_scores)
{
	struct csm_move m = {.top = 10 * ONE};
	struct health_score s;
	struct health h;

	health_open(&h, points);
	csm_move_add(
	    &m, 0, health_score(&s, &h, 0, (int64_t[HEALTH_PARTS]){20 * ONE, 3 * ONE}));
	csm_move_add(&m, 1,
	    health_score(&s, &h, 0, (int64_t[HEALTH_PARTS]){80 * ONE, 15 * ONE}));
	ck_assert_uint_eq(m.n, 3);
	ck_assert_str_eq(m.term[0].id, "start");
	ck_assert_int_eq(m.term[0].adds[0], 5 * ONE);
	ck_assert_str_eq(m.term[1].id, "seats");
	ck_assert_int_eq(m.term[1].adds[0], -3 * ONE);
	ck_assert_int_eq(m.term[1].adds[1], 3 * ONE);
	ck_assert_double_eq(m.term[1].value[1].u.number, 80);
	ck_assert_int_eq(m.term[2].adds[0], 0);
	ck_assert_int_eq(m.term[2].adds[1], -3 * ONE);
	ck_assert_int_eq(m.value[0], 2 * ONE);
	ck_assert_int_eq(m.value[1], 5 * ONE);
	ck_assert_int_eq(sum(&m, 0), m.value[0]);
	ck_assert_int_eq(sum(&m, 1), m.value[1]);
	ck_assert_str_eq(m.state[0], "poor");
	ck_assert_str_eq(m.state[1], "average");
	csm_move_fini(&m);
	health_close(&h);
}
END_TEST

START_TEST(what_keeps_a_score_within_its_scale_is_a_term)
{
	struct csm_move m = {.top = 10 * ONE};
	struct health_score s;
	struct health h;

	health_open(&h, points);
	/* 5 - 5 - 3 = -3, kept at 0; 5 + 5 = 10, not kept */
	csm_move_add(
	    &m, 0, health_score(&s, &h, 0, (int64_t[HEALTH_PARTS]){0, 20 * ONE}));
	csm_move_add(
	    &m, 1, health_score(&s, &h, 0, (int64_t[HEALTH_PARTS]){100 * ONE, 0}));
	ck_assert_uint_eq(m.n, 4);
	ck_assert_str_eq(m.term[3].id, "limit");
	ck_assert_int_eq(m.term[3].adds[0], 3 * ONE);
	ck_assert_int_eq(m.term[3].there[1], 0);
	ck_assert_int_eq(sum(&m, 0), 0);
	ck_assert_int_eq(sum(&m, 1), 10 * ONE);
	csm_move_fini(&m);
	health_close(&h);
}
END_TEST

START_TEST(profiles_on_two_scales_are_shown_on_the_higher)
{
	struct csm_move m = {.top = 100 * ONE};
	struct health_score s;
	struct csm_buf both = {0};
	struct health h;

	csm_buf_printf(
	    &both, "{\"where\":\"company.x = 1\",%s,%s", points + 1, weighted);
	health_open(&h, both.data);
	csm_move_add(
	    &m, 0, health_score(&s, &h, 0, (int64_t[HEALTH_PARTS]){80 * ONE, 0}));
	/* 8 and 4, half the weight each: 40 + 20 */
	csm_move_add(
	    &m, 1, health_score(&s, &h, 1, (int64_t[HEALTH_PARTS]){80 * ONE, 4 * ONE}));
	ck_assert_uint_eq(m.n, 4);
	ck_assert_int_eq(m.value[0], 80 * ONE);
	ck_assert_int_eq(m.value[1], 60 * ONE);
	/* One term for both: the id is the same. */
	ck_assert_str_eq(m.term[1].id, "seats");
	ck_assert_int_eq(m.term[1].adds[0], 30 * ONE);
	ck_assert_int_eq(m.term[1].adds[1], 40 * ONE);
	ck_assert_str_eq(m.term[3].id, "nps");
	ck_assert_int_eq(m.term[3].there[0], 0);
	ck_assert_int_eq(m.term[3].adds[1], 20 * ONE);
	ck_assert_int_eq(sum(&m, 0), 80 * ONE);
	ck_assert_int_eq(sum(&m, 1), 60 * ONE);
	csm_move_fini(&m);
	csm_buf_fini(&both);
	health_close(&h);
}
END_TEST

TEST_MAIN("move", terms_add_up_to_both_scores,
    what_keeps_a_score_within_its_scale_is_a_term,
    profiles_on_two_scales_are_shown_on_the_higher)
