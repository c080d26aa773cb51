#include "stats/auc.h"

#include "test.h"

#include <math.h>

/* The definition: every pair looked at, and DeLong's variance from the placements. */
static double
area_by_pairs(const int64_t *score, const unsigned char *left, size_t n, double *se)
{
	double area = 0, m = 0, k = 0, v10 = 0, v01 = 0;

	for (size_t i = 0; i < n; i++)
		left[i] ? m++ : k++;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			if (left[i] && !left[j])
				area += score[i] < score[j]    ? 1
					: score[i] == score[j] ? 0.5
							       : 0;
	area /= m * k;
	for (size_t i = 0; i < n; i++) {
		double place = 0;
		for (size_t j = 0; j < n; j++) {
			if (left[i] == left[j])
				continue;
			int64_t x = left[i] ? score[i] : score[j];
			int64_t y = left[i] ? score[j] : score[i];
			place += x < y ? 1 : x == y ? 0.5 : 0;
		}
		place /= left[i] ? k : m;
		*(left[i] ? &v10 : &v01) += (place - area) * (place - area);
	}
	*se = sqrt(v10 / (m - 1) / m + v01 / (k - 1) / k);
	return area;
}

START_TEST(the_area_is_the_share_of_pairs_told_apart)
{
	/* Pairs: 1 below 2, 5, 5; 3 below 5, 5; 2 (left) below 5, 5 and tied with 2:
	 * 3 + 2 + 2.5 of 9. */
	const int64_t score[] = {1, 3, 2, 2, 5, 5};
	const unsigned char left[] = {1, 1, 1, 0, 0, 0};
	struct csm_auc auc = csm_auc(score, left, 6);

	ck_assert(auc.known);
	ck_assert_uint_eq(auc.left, 3);
	ck_assert_uint_eq(auc.stayed, 3);
	ck_assert_double_eq_tol(auc.area, 7.5 / 9, 1e-12);
	ck_assert(!auc.has_interval);
}
END_TEST

START_TEST(the_interval_is_that_of_delong_over_all_pairs)
{
	int64_t score[240];
	unsigned char left[240];
	uint32_t seed = 1;

	for (int round = 0; round < 30; round++) {
		size_t n = 90 + (size_t)round * 5;
		double area, se;
		for (size_t i = 0; i < n; i++) {
			seed = seed * 1103515245u + 12345u;
			left[i] = i % 3 == 0;
			score[i] = (int64_t)(seed >> 16) % (round % 2 ? 10 : 1000) +
				   (left[i] ? 0 : 2);
		}
		struct csm_auc auc = csm_auc(score, left, n);
		area = area_by_pairs(score, left, n, &se);
		ck_assert_double_eq_tol(auc.area, area, 1e-12);
		ck_assert_double_eq_tol(auc.se, se, 1e-12);
		ck_assert(auc.has_interval);
		ck_assert_double_eq_tol(
		    auc.low, fmax(0, area - 1.959963984540054 * se), 1e-12);
		ck_assert_double_eq_tol(
		    auc.high, fmin(1, area + 1.959963984540054 * se), 1e-12);
	}
}
END_TEST

/* 12 that left, 40 that stayed, all told apart: 0.025^(1/12) = e^(ln 0.025 / 12). */
START_TEST(an_area_of_0_or_1_has_an_exact_interval)
{
	int64_t score[52];
	unsigned char left[52];

	for (size_t i = 0; i < 52; i++) {
		left[i] = i < 12;
		score[i] = left[i] ? 0 : 1;
	}
	struct csm_auc auc = csm_auc(score, left, 52);
	ck_assert_double_eq(auc.area, 1);
	ck_assert_double_eq_tol(auc.low, exp(log(0.025) / 12), 1e-12);
	ck_assert_double_eq(auc.high, 1);
	for (size_t i = 0; i < 52; i++)
		score[i] = -score[i];
	auc = csm_auc(score, left, 52);
	ck_assert_double_eq(auc.low, 0);
	ck_assert_double_eq_tol(auc.high, 1 - exp(log(0.025) / 12), 1e-12);
}
END_TEST

START_TEST(two_scores_differ_beyond_chance_or_they_do_not)
{
	int64_t blind[40], knowing[40], noisy[40];
	unsigned char left[40];

	for (size_t i = 0; i < 40; i++) {
		left[i] = i % 2;
		blind[i] = 5;
		knowing[i] = left[i] ? 0 : 10;
		noisy[i] = (int64_t)(i * 7 % 11);
	}
	ck_assert(csm_auc_differ(blind, knowing, left, 40));
	ck_assert(csm_auc_differ(knowing, noisy, left, 40));
	ck_assert(!csm_auc_differ(blind, noisy, left, 40));
	ck_assert(!csm_auc_differ(knowing, knowing, left, 40));
	ck_assert(!csm_auc_differ(blind, knowing, left, 18)); /* 9 of each */
}
END_TEST

START_TEST(one_side_alone_has_no_area)
{
	const int64_t score[] = {1, 2};
	const unsigned char left[] = {1, 1};

	ck_assert(!csm_auc(score, left, 2).known);
	ck_assert(!csm_auc(score, left, 0).known);
	ck_assert_uint_eq(csm_auc(score, left, 2).left, 2);
}
END_TEST

START_TEST(scores_that_are_all_one_are_chance)
{
	int64_t score[40] = {0};
	unsigned char left[40] = {0};

	for (int i = 0; i < 15; i++)
		left[i] = 1;
	struct csm_auc auc = csm_auc(score, left, 40);
	ck_assert_double_eq(auc.area, 0.5);
	ck_assert_double_eq(auc.se, 0);
}
END_TEST

TEST_MAIN("auc", the_area_is_the_share_of_pairs_told_apart,
    the_interval_is_that_of_delong_over_all_pairs,
    an_area_of_0_or_1_has_an_exact_interval,
    two_scores_differ_beyond_chance_or_they_do_not, one_side_alone_has_no_area,
    scores_that_are_all_one_are_chance)
