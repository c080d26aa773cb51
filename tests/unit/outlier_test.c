#include "stats/outlier.h"

#include "base/num.h"
#include "test.h"

#define M CSM_NUM_ONE

START_TEST(quartiles_lie_between_the_values)
{
	/* 1 2 4 8 16: at 1, 2, 3; 1 2 4 8: at 0.75, 1.5, 2.25 */
	int64_t five[] = {16 * M, 1 * M, 8 * M, 2 * M, 4 * M};
	int64_t four[] = {8 * M, 4 * M, 2 * M, 1 * M};
	struct csm_fence f = csm_fence_iqr(five, 5);

	ck_assert_int_eq(f.lower, 2 * M);
	ck_assert_int_eq(f.middle, 4 * M);
	ck_assert_int_eq(f.upper, 8 * M);
	ck_assert_int_eq(f.low, -7 * M);
	ck_assert_int_eq(f.high, 17 * M);
	f = csm_fence_iqr(four, 4);
	ck_assert_int_eq(f.lower, 1750000);
	ck_assert_int_eq(f.middle, 3 * M);
	ck_assert_int_eq(f.upper, 5 * M);
	ck_assert_int_eq(f.low, -3125000);
	ck_assert_int_eq(f.high, 9875000);
}
END_TEST

START_TEST(what_is_beyond_a_limit_is_far_and_the_limit_is_not)
{
	int64_t v[] = {1 * M, 2 * M, 4 * M, 8 * M, 16 * M};
	struct csm_fence f = csm_fence_iqr(v, 5);

	ck_assert_int_eq(csm_fence_side(&f, 17 * M), 0);
	ck_assert_int_eq(csm_fence_side(&f, 17 * M + 1), 1);
	ck_assert_int_eq(csm_fence_side(&f, -7 * M), 0);
	ck_assert_int_eq(csm_fence_side(&f, -7 * M - 1), -1);
	ck_assert_int_eq(csm_fence_side(&f, CSM_MISSING), 0);
}
END_TEST

START_TEST(the_deviation_is_that_of_a_sample)
{
	/* 2 4 4 4 5 5 7 9: mean 5, squares 32, 32 / 7 = 4.571428.., root 2.138090 */
	int64_t v[] = {2 * M, 4 * M, 4 * M, 4 * M, 5 * M, 5 * M, 7 * M, 9 * M};
	struct csm_fence f = csm_fence_z(v, 8);

	ck_assert_int_eq(f.middle, 5 * M);
	ck_assert_int_eq(f.deviation, 2138090);
	ck_assert_int_eq(f.low, 5 * M - 3 * 2138090);
	ck_assert_int_eq(f.high, 5 * M + 3 * 2138090);
}
END_TEST

START_TEST(of_few_or_equal_values_none_is_far)
{
	int64_t few[] = {1, 2, 1000 * M}, equal[] = {3, 3, 3, 3, 3}, one[] = {7};
	struct csm_fence f = csm_fence_iqr(few, 3);

	ck_assert_int_eq(csm_fence_side(&f, 1000 * M), 0);
	f = csm_fence_z(few, 3);
	ck_assert_int_eq(csm_fence_side(&f, 1000 * M), 0);
	f = csm_fence_iqr(equal, 5);
	ck_assert_int_eq(csm_fence_side(&f, 9), 0);
	f = csm_fence_z(equal, 5);
	ck_assert_int_eq(csm_fence_side(&f, 9), 0);
	f = csm_fence_z(one, 1);
	ck_assert_int_eq(f.middle, 7);
	f = csm_fence_iqr(one, 0);
	ck_assert_uint_eq(f.n, 0);
}
END_TEST

START_TEST(the_largest_numbers_do_not_overflow)
{
	int64_t v[] = {-CSM_NUM_LIMIT + 1, -CSM_NUM_LIMIT + 1, CSM_NUM_LIMIT - 1,
	    CSM_NUM_LIMIT - 1, 0};
	struct csm_fence f = csm_fence_iqr(v, 5);

	ck_assert_int_eq(f.low, -CSM_NUM_LIMIT);
	ck_assert_int_eq(f.high, CSM_NUM_LIMIT);
	f = csm_fence_z(v, 5);
	ck_assert_int_eq(f.middle, 0);
}
END_TEST

TEST_MAIN("outlier", quartiles_lie_between_the_values,
    what_is_beyond_a_limit_is_far_and_the_limit_is_not,
    the_deviation_is_that_of_a_sample, of_few_or_equal_values_none_is_far,
    the_largest_numbers_do_not_overflow)
