#include "unit/funnel.h"

#include "base/num.h"

#include "test.h"

static void
add(struct csm_funnel *f, size_t milestone, int met, int days)
{
	struct csm_met m = {1, met ? 100 : CSM_DAY_NONE};

	csm_funnel_add(
	    f, milestone, &m, days == 999 ? CSM_MISSING : days * CSM_NUM_ONE);
}

START_TEST(the_median_is_of_those_that_met_it_and_have_a_start)
{
	struct csm_funnel *f = csm_funnel_new(2);

	add(f, 0, 1, 30);
	add(f, 0, 1, 3);
	add(f, 0, 1, 999);
	add(f, 0, 0, 999);
	add(f, 0, 1, 10);
	struct csm_funnel_step s = csm_funnel_step(f, 0);
	ck_assert_uint_eq(s.companies, 5);
	ck_assert_uint_eq(s.met, 4);
	ck_assert_int_eq(s.median, 10 * CSM_NUM_ONE);
	/* 3, 10, 25, 30: in the middle 10 and 25 */
	add(f, 0, 1, 25);
	ck_assert_int_eq(csm_funnel_step(f, 0).median, 17500000);
	s = csm_funnel_step(f, 1);
	ck_assert_uint_eq(s.companies, 0);
	ck_assert_int_eq(s.median, CSM_MISSING);
	csm_funnel_free(f);
}
END_TEST

START_TEST(days_before_the_start_are_below_0)
{
	struct csm_funnel *f = csm_funnel_new(1);

	add(f, 0, 1, -16);
	add(f, 0, 1, 1);
	ck_assert_int_eq(csm_funnel_step(f, 0).median, -7500000);
	csm_funnel_free(f);
}
END_TEST

TEST_MAIN("funnel", the_median_is_of_those_that_met_it_and_have_a_start,
    days_before_the_start_are_below_0)
