#include "stats/proportion.h"

#include "test.h"

#define NEAR 0.00005 /* four places are printed in the papers */

static void
expect_share(size_t k, size_t n, double low, double high)
{
	struct csm_share s = csm_share_of(k, n);

	ck_assert_double_eq_tol(s.low, low, NEAR);
	ck_assert_double_eq_tol(s.high, high, NEAR);
}

static void
expect_difference(size_t a, size_t m, size_t b, size_t n, double low, double high)
{
	struct csm_share d =
	    csm_share_difference(csm_share_of(a, m), csm_share_of(b, n));

	ck_assert_double_eq_tol(d.low, low, NEAR);
	ck_assert_double_eq_tol(d.high, high, NEAR);
}

/* Newcombe 1998, Statistics in Medicine 17, 857, table I, method 3. */
START_TEST(shares_have_the_intervals_of_wilson)
{
	expect_share(81, 263, 0.2553, 0.3662);
	expect_share(15, 148, 0.0624, 0.1605);
	expect_share(0, 20, 0.0000, 0.1611);
	expect_share(1, 29, 0.0061, 0.1718);
}
END_TEST

/* Newcombe 1998, Statistics in Medicine 17, 873, table II, method 10. */
START_TEST(differences_have_the_intervals_of_newcombe)
{
	expect_difference(56, 70, 48, 80, 0.0524, 0.3339);
	expect_difference(9, 10, 3, 10, 0.1705, 0.8090);
	expect_difference(6, 7, 2, 7, 0.0582, 0.8062);
	expect_difference(5, 56, 0, 29, -0.0381, 0.1926);
	expect_difference(0, 10, 0, 20, -0.1611, 0.2775);
	expect_difference(0, 10, 0, 10, -0.2775, 0.2775);
	expect_difference(10, 10, 0, 20, 0.6791, 1.0000);
	expect_difference(10, 10, 0, 10, 0.6075, 1.0000);
}
END_TEST

START_TEST(none_and_all_are_within_0_and_1)
{
	ck_assert_double_eq(csm_share_of(0, 7).low, 0);
	ck_assert_double_eq(csm_share_of(7, 7).high, 1);
	ck_assert_double_eq(csm_share_of(1, 4).value, 0.25);
	ck_assert_double_lt(csm_share_of(7, 7).low, 1);
	/* 1 of 1: python3 -c "z = 1.959964; print(1 / (1 + z * z))". */
	ck_assert_double_eq_tol(csm_share_of(1, 1).low, 0.2065, NEAR);
}
END_TEST

TEST_MAIN("share", shares_have_the_intervals_of_wilson,
    differences_have_the_intervals_of_newcombe, none_and_all_are_within_0_and_1)
