#include "score/compare.h"

#include "test.h"

#define ONE CSM_NUM_ONE

static void
add(struct csm_compare *c, const char *company, int a, int b, int64_t value)
{
	struct csm_pair *p = csm_compare_add(c, company, NULL);
	const int of[2] = {a, b};

	for (int i = 0; i < 2; i++) {
		p->score[i] = of[i] < 0 ? CSM_MISSING : of[i] * ONE;
		p->state[i] = of[i] < 0    ? CSM_PILLAR_UNKNOWN
			      : of[i] < 40 ? CSM_PILLAR_POOR
			      : of[i] < 70 ? CSM_PILLAR_AVERAGE
					   : CSM_PILLAR_GOOD;
	}
	p->value = value;
}

START_TEST(quantiles_lie_between_the_two_nearest_scores)
{
	struct csm_compare c = {.sets = 2};

	/* python3: statistics.quantiles([10, 20, 40, 90], n=4, method="inclusive")
	 * is [17.5, 30.0, 52.5] */
	add(&c, "a", 40, 40, 0);
	add(&c, "b", 10, -1, 0);
	add(&c, "c", 90, -1, 0);
	add(&c, "d", 20, -1, 0);
	struct csm_score_spread s = csm_compare_spread(&c, 0);
	ck_assert_uint_eq(s.scored, 4);
	ck_assert_int_eq(s.mean, 40 * ONE);
	ck_assert_int_eq(s.least, 10 * ONE);
	ck_assert_int_eq(s.quarter, 17500000);
	ck_assert_int_eq(s.median, 30 * ONE);
	ck_assert_int_eq(s.three_quarters, 52500000);
	ck_assert_int_eq(s.most, 90 * ONE);
	s = csm_compare_spread(&c, 1);
	ck_assert_uint_eq(s.scored, 1);
	ck_assert_uint_eq(s.count[CSM_PILLAR_UNKNOWN], 3);
	ck_assert_int_eq(s.median, 40 * ONE);
	csm_compare_fini(&c);
}
END_TEST

START_TEST(companies_and_their_value_are_told_by_both_states)
{
	struct csm_compare c = {.sets = 2};
	struct csm_matrix m;

	add(&c, "a", 30, 80, 5 * ONE);
	add(&c, "b", 35, 75, CSM_MISSING);
	add(&c, "c", 50, -1, 7 * ONE);
	csm_compare_matrix(&c, &m);
	ck_assert_uint_eq(m.count[CSM_PILLAR_POOR][CSM_PILLAR_GOOD], 2);
	ck_assert_int_eq(m.value[CSM_PILLAR_POOR][CSM_PILLAR_GOOD], 5 * ONE);
	ck_assert_uint_eq(m.count[CSM_PILLAR_AVERAGE][CSM_PILLAR_UNKNOWN], 1);
	csm_compare_fini(&c);
}
END_TEST

/* Two values that together are beyond 64 bits of millionths. */
START_TEST(a_sum_of_values_ends_at_the_largest_number_there_is)
{
	struct csm_compare c = {.sets = 2};
	struct csm_matrix m;

	add(&c, "a", 30, 80, INT64_C(8000000000000) * ONE);
	add(&c, "b", 35, 75, INT64_C(8000000000000) * ONE);
	csm_compare_matrix(&c, &m);
	ck_assert_int_eq(m.value[CSM_PILLAR_POOR][CSM_PILLAR_GOOD], CSM_NUM_LIMIT);
	ck_assert_int_eq(
	    csm_compare_spread(&c, 0).value[CSM_PILLAR_POOR], CSM_NUM_LIMIT);
	csm_compare_fini(&c);
}
END_TEST

START_TEST(the_largest_change_comes_first_whichever_way)
{
	struct csm_compare c = {.sets = 2};

	add(&c, "a", 50, 60, 0);
	add(&c, "b", 50, 20, 0);
	add(&c, "c", 50, 50, 0);
	add(&c, "d", -1, 50, 0);
	add(&c, "e", 40, 70, 0);
	ck_assert_uint_eq(csm_compare_movers(&c), 3);
	ck_assert_str_eq(c.pair[0].company, "b");
	ck_assert_str_eq(c.pair[1].company, "e");
	ck_assert_str_eq(c.pair[2].company, "a");
	csm_compare_fini(&c);
}
END_TEST

START_TEST(nobody_has_no_distribution)
{
	struct csm_compare c = {.sets = 2};
	struct csm_score_spread s = csm_compare_spread(&c, 0);

	ck_assert_uint_eq(s.scored, 0);
	ck_assert_int_eq(s.median, CSM_MISSING);
	ck_assert_uint_eq(csm_compare_movers(&c), 0);
	csm_compare_fini(&c);
}
END_TEST

TEST_MAIN("compare", quantiles_lie_between_the_two_nearest_scores,
    companies_and_their_value_are_told_by_both_states,
    a_sum_of_values_ends_at_the_largest_number_there_is,
    the_largest_change_comes_first_whichever_way, nobody_has_no_distribution)
