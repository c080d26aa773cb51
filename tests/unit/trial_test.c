#include "score/trial.h"

#include "health.h"

#include <stdio.h>

/* The score is the value; the usual bands: poor below 4, average below 7. */
static const char plain[] =
    "{\"id\":\"p\",\"method\":\"points\",\"start\":0,\"factors\":["
    "{\"id\":\"a\",\"metric\":\"last(metrics.a, 1)\",\"condition\":\"linear\","
    "\"low\":[0,0],\"high\":[10,10]},"
    "{\"id\":\"b\",\"metric\":\"last(metrics.b, 1)\",\"condition\":\"more than\","
    "\"value\":0,\"impact\":0}]}";

static struct health h;

static struct csm_trial *
add(struct csm_trials *t, const char *company, int32_t day, int left, int64_t a,
    int64_t b)
{
	struct health_score s;

	return csm_trials_add(t, company, day, left,
	    health_score(&s, &h, 0, (int64_t[HEALTH_PARTS]){a, b}));
}

START_TEST(scores_are_kept_of_100_with_their_state)
{
	struct csm_trials t = {0};

	health_open(&h, plain);
	const struct csm_trial *trial = add(&t, "a", 7, 1, 4500000, ONE);
	ck_assert_int_eq(trial->score, 45 * ONE);
	ck_assert_int_eq(trial->state, CSM_PILLAR_AVERAGE);
	ck_assert_int_eq(trial->day, 7);
	ck_assert_str_eq(trial->company, "a");
	ck_assert_double_eq(trial->part[0].value.u.number, 4.5);
	csm_trials_fini(&t);
	health_close(&h);
}
END_TEST

START_TEST(scores_that_say_nothing_are_counted_and_left_out)
{
	struct csm_trials t = {0};
	struct csm_score none = {0};

	health_open(&h, plain);
	ck_assert_ptr_null(add(&t, "a", 0, 0, CSM_MISSING, CSM_MISSING));
	ck_assert_ptr_null(csm_trials_add(&t, "b", 0, 0, &none));
	ck_assert_ptr_nonnull(add(&t, "c", 0, 0, CSM_MISSING, ONE));
	ck_assert_uint_eq(t.no_data, 1);
	ck_assert_uint_eq(t.unscored, 1);
	ck_assert_uint_eq(t.n, 1);
	csm_trials_fini(&t);
	health_close(&h);
}
END_TEST

/* Left: 1, 3, 5.  Stayed: 3, 6, 8, 9. */
static void
add_seven(struct csm_trials *t)
{
	static const int left[] = {1, 3, 5}, stayed[] = {3, 6, 8, 9};

	for (size_t i = 0; i < 3; i++)
		add(t, "l", 100 + 31 * (int32_t)i, 1, left[i] * ONE, CSM_MISSING);
	for (size_t i = 0; i < 4; i++)
		add(t, "s", 100, 0, stayed[i] * ONE, i < 2 ? ONE : CSM_MISSING);
}

START_TEST(bands_have_precision_recall_and_lift)
{
	struct csm_trial_band band[CSM_PILLAR_UNKNOWN];
	struct csm_trials t = {0};

	health_open(&h, plain);
	add_seven(&t);
	csm_trials_bands(&t, band);
	/* Poor: 1 and 3 left, 3 stayed; of all 3 of 7 left. */
	ck_assert_uint_eq(band[CSM_PILLAR_POOR].left, 2);
	ck_assert_uint_eq(band[CSM_PILLAR_POOR].stayed, 1);
	ck_assert_double_eq_tol(band[CSM_PILLAR_POOR].precision, 2.0 / 3, 1e-12);
	ck_assert_double_eq_tol(band[CSM_PILLAR_POOR].recall, 2.0 / 3, 1e-12);
	ck_assert_double_eq_tol(band[CSM_PILLAR_POOR].lift, 14.0 / 9, 1e-12);
	/* Average: 5 left, 6 stayed. */
	ck_assert_double_eq_tol(band[CSM_PILLAR_AVERAGE].precision, 0.5, 1e-12);
	ck_assert_double_eq_tol(band[CSM_PILLAR_AVERAGE].recall, 1.0 / 3, 1e-12);
	ck_assert_double_eq_tol(band[CSM_PILLAR_AVERAGE].lift, 7.0 / 6, 1e-12);
	/* Good: 8 and 9 stayed. */
	ck_assert_double_eq_tol(band[CSM_PILLAR_GOOD].precision, 0, 1e-12);
	ck_assert_double_eq_tol(band[CSM_PILLAR_GOOD].recall, 0, 1e-12);
	csm_trials_fini(&t);
	health_close(&h);
}
END_TEST

START_TEST(without_anybody_there_is_nothing_to_tell)
{
	struct csm_trial_band band[CSM_PILLAR_UNKNOWN];
	struct csm_trials t = {0};
	int32_t month;

	csm_trials_bands(&t, band);
	for (int s = 0; s < CSM_PILLAR_UNKNOWN; s++) {
		ck_assert_double_eq(band[s].precision, -1);
		ck_assert_double_eq(band[s].recall, -1);
		ck_assert_double_eq(band[s].lift, -1);
	}
	ck_assert_int_eq(csm_trials_auc(&t).known, 0);
	ck_assert_int_eq(csm_trials_next_month(&t, CSM_DAY_NONE, &month), 0);
	csm_trials_fini(&t);
}
END_TEST

START_TEST(the_area_counts_pairs_in_which_the_one_that_left_scored_below)
{
	struct csm_trials t = {0};

	health_open(&h, plain);
	add_seven(&t);
	/* 1 is below 4, 3 below 3 and equal to 1, 5 below 3: (4 + 3.5 + 3) / 12 */
	struct csm_auc auc = csm_trials_auc(&t);
	ck_assert_uint_eq(auc.left, 3);
	ck_assert_uint_eq(auc.stayed, 4);
	ck_assert_double_eq_tol(auc.area, 0.875, 1e-12);
	csm_trials_fini(&t);
	health_close(&h);
}
END_TEST

START_TEST(a_factor_alone_is_judged_by_those_it_is_known_of)
{
	struct csm_trials t = {0};

	health_open(&h, plain);
	add_seven(&t);
	struct csm_auc a = csm_trials_factor_auc(&t, &h.profile[0], 0);
	struct csm_auc b = csm_trials_factor_auc(&t, &h.profile[0], 1);
	ck_assert_double_eq_tol(a.area, 0.875, 1e-12);
	ck_assert_uint_eq(b.left, 0);
	ck_assert_uint_eq(b.stayed, 2);
	ck_assert_int_eq(b.known, 0);
	csm_trials_fini(&t);
	health_close(&h);
}
END_TEST

/* Days 100, 131 and 162 after 1970-01-01 are of April, May and June; April begins on
 * day 90, May on 120, June on 151. */
START_TEST(months_are_those_of_the_scored_days)
{
	struct csm_trials t = {0};
	int32_t month;

	health_open(&h, plain);
	add_seven(&t);
	ck_assert_int_eq(csm_trials_next_month(&t, CSM_DAY_NONE, &month), 1);
	ck_assert_int_eq(month, 90);
	struct csm_auc auc = csm_trials_month_auc(&t, 90);
	ck_assert_uint_eq(auc.left, 1);
	ck_assert_uint_eq(auc.stayed, 4);
	ck_assert_double_eq(auc.area, 1);
	ck_assert_int_eq(csm_trials_next_month(&t, month, &month), 1);
	ck_assert_int_eq(month, 120);
	ck_assert_int_eq(csm_trials_month_auc(&t, 120).known, 0);
	ck_assert_int_eq(csm_trials_next_month(&t, month, &month), 1);
	ck_assert_int_eq(month, 151);
	ck_assert_int_eq(csm_trials_next_month(&t, month, &month), 0);
	csm_trials_fini(&t);
	health_close(&h);
}
END_TEST

TEST_MAIN("trial", scores_are_kept_of_100_with_their_state,
    scores_that_say_nothing_are_counted_and_left_out,
    bands_have_precision_recall_and_lift, without_anybody_there_is_nothing_to_tell,
    the_area_counts_pairs_in_which_the_one_that_left_scored_below,
    a_factor_alone_is_judged_by_those_it_is_known_of,
    months_are_those_of_the_scored_days)
