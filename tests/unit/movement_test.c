#include "stats/movement.h"

#include "base/num.h"
#include "test.h"

#define M CSM_NUM_ONE

START_TEST(start_and_what_happened_is_end)
{
	struct csm_movement m = {0};

	csm_movement_add(&m, 100 * M, 100 * M, 1);
	csm_movement_add(&m, 100 * M, 130 * M, 1); /* up 30 */
	csm_movement_add(&m, 100 * M, 90 * M, 1);  /* down 10 */
	csm_movement_add(&m, 100 * M, 0, 1);       /* lost 100 */
	csm_movement_add(&m, 0, 50 * M, 0);        /* new */
	csm_movement_add(&m, 0, 20 * M, 1);        /* back */
	csm_movement_add(&m, 0, 0, 1);             /* left long ago */
	ck_assert_int_eq(m.start, 400 * M);
	ck_assert_int_eq(m.gained, 70 * M);
	ck_assert_int_eq(m.regained, 20 * M);
	ck_assert_int_eq(m.up, 30 * M);
	ck_assert_int_eq(m.down, 10 * M);
	ck_assert_int_eq(m.lost, 100 * M);
	ck_assert_int_eq(m.end, 390 * M);
	ck_assert_int_eq(m.start + m.gained + m.up - m.down - m.lost, m.end);
	ck_assert_uint_eq(m.starts, 4);
	ck_assert_uint_eq(m.gains, 2);
	ck_assert_uint_eq(m.ends, 5);
	/* (400 + 30 - 10 - 100) / 400, (400 - 10 - 100) / 400, 3 / 4 */
	ck_assert_int_eq(csm_movement_net(&m), 80 * M);
	ck_assert_int_eq(csm_movement_gross(&m), 72500000);
	ck_assert_int_eq(csm_movement_kept(&m), 75 * M);
}
END_TEST

START_TEST(of_nothing_nothing_is_kept)
{
	struct csm_movement m = {0};

	csm_movement_add(&m, 0, 50 * M, 0);
	ck_assert_int_eq(csm_movement_net(&m), CSM_MISSING);
	ck_assert_int_eq(csm_movement_gross(&m), CSM_MISSING);
	ck_assert_int_eq(csm_movement_kept(&m), CSM_MISSING);
}
END_TEST

/* What is kept of sums near the limit is more than 64 bits hold on the way. */
START_TEST(sums_near_the_limit_do_not_wrap_around)
{
	struct csm_movement m = {0};

	csm_movement_add(&m, 8000000000000 * M, 8000000000000 * M, 1);
	csm_movement_add(&m, 0, 0, 1);
	csm_movement_add(&m, 500000000000 * M, 8500000000000 * M, 1); /* up 8e12 */
	/* (8.5e12 + 8e12) / 8.5e12 = 33 / 17 */
	ck_assert_int_eq(csm_movement_net(&m), 194117647);
	ck_assert_int_eq(csm_movement_gross(&m), 100 * M);
}
END_TEST

TEST_MAIN("movement", start_and_what_happened_is_end, of_nothing_nothing_is_kept,
    sums_near_the_limit_do_not_wrap_around)
