#include "stats/quantile.h"

#include "base/num.h"
#include "test.h"

/* R: quantile(c(1, 2, 4, 8), c(0, 1/4, 1/2, 3/4, 1), type = 7) is 1 1.75 3 5 8. */
START_TEST(quantiles_are_of_type_7)
{
	static const int64_t want[] = {1000000, 1750000, 3000000, 5000000, 8000000};
	int64_t value[] = {8000000, 1000000, 4000000, 2000000};

	csm_stats_sort(value, 4);
	for (size_t k = 0; k <= 4; k++)
		ck_assert_int_eq(csm_stats_quantile(value, 4, k, 4), want[k]);
	ck_assert_int_eq(csm_stats_quantile(value, 1, 1, 2), 1000000);
	ck_assert(csm_stats_quantile(value, 0, 1, 2) == CSM_MISSING);
}
END_TEST

/* Of 1, 2, 3, 4: two thirds of the way from 1 is 3 and of all are 2.67, reached by 3; of
 * 1, 2: the way goes to 1.67, of which the lower is 1, and 1.33 of both are reached by 2. */
START_TEST(values_that_occur)
{
	static const int64_t v[] = {1, 2, 3, 4};

	ck_assert_int_eq(csm_stats_lower(v, 4, 2, 3), 3);
	ck_assert_int_eq(csm_stats_reached(v, 4, 2, 3), 3);
	ck_assert_int_eq(csm_stats_lower(v, 2, 2, 3), 1);
	ck_assert_int_eq(csm_stats_reached(v, 2, 2, 3), 2);
	ck_assert_int_eq(csm_stats_reached(v, 4, 3, 3), 4);
	ck_assert_int_eq(csm_stats_lower(v, 1, 1, 3), 1);
}
END_TEST

TEST_MAIN("quantile", quantiles_are_of_type_7, values_that_occur)
