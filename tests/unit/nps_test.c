#include "stats/nps.h"

#include "base/num.h"
#include "test.h"

/* 10, 9, 8.9, 7, 6.9, 0: two promoters, two passives, two detractors; with one promoter
 * more 100 (3 - 2) / 7. */
START_TEST(net_promoter_score)
{
	static const int64_t score[] = {
	    10000000, 9000000, 8900000, 7000000, 6900000, 0};
	struct csm_nps nps = {0};

	ck_assert(csm_nps_score(&nps) == CSM_MISSING);
	for (size_t i = 0; i < 6; i++)
		csm_nps_add(&nps, score[i]);
	ck_assert_int_eq(csm_nps_score(&nps), 0);
	csm_nps_add(&nps, score[0]);
	ck_assert_int_eq(csm_nps_score(&nps), 14285714);
	ck_assert_uint_eq(csm_nps_answers(&nps), 7);
}
END_TEST

TEST_MAIN("nps", net_promoter_score)
