/* Gaps and drops of points, day by day: '.' no point, '0' a point that is 0, '1' one
 * that is not; the last character is the as-of day. */
#include "test.h"

#include "report/doctor.h"
#include "time/date.h"

#include <string.h>

#define UNTIL 20000

static struct csm_doctor_pile
pile_of(const char *days, unsigned char day[CSM_DOCTOR_DAYS])
{
	size_t n = strlen(days), skip = CSM_DOCTOR_DAYS - n;
	struct csm_doctor_pile pile = {.first = CSM_DAY_NONE, .newest = CSM_DAY_NONE};

	memset(day, 0, CSM_DOCTOR_DAYS);
	for (size_t i = 0; i < n; i++) {
		int32_t at = UNTIL - (int32_t)n + 1 + (int32_t)i;
		if (days[i] == '.')
			continue;
		day[skip + i] = days[i] == '0' ? 1 : 3;
		if (pile.first == CSM_DAY_NONE)
			pile.first = at;
		pile.newest = at;
		pile.day = day;
	}
	return pile;
}

START_TEST(gaps_lie_between_the_first_and_the_newest_day)
{
	unsigned char day[CSM_DOCTOR_DAYS];
	struct csm_doctor_pile pile = pile_of("..1.0..1..", day);
	struct csm_gaps g = csm_doctor_gaps(&pile, UNTIL);

	ck_assert_uint_eq(g.days, 6);
	ck_assert_uint_eq(g.gaps, 3);
	ck_assert_uint_eq(g.longest, 2);
	ck_assert_int_eq(g.from, UNTIL - 4);
	pile = pile_of("..........", day);
	g = csm_doctor_gaps(&pile, UNTIL);
	ck_assert_uint_eq(g.days, 0);
	ck_assert_int_eq(g.from, CSM_DAY_NONE);
}
END_TEST

START_TEST(a_pile_older_than_what_is_looked_at_has_all_its_days)
{
	unsigned char day[CSM_DOCTOR_DAYS];
	struct csm_doctor_pile pile = pile_of("1.1", day);

	pile.first = UNTIL - 500;
	struct csm_gaps g = csm_doctor_gaps(&pile, UNTIL);
	ck_assert_uint_eq(g.days, 90);
	ck_assert_uint_eq(g.gaps, 88);
	ck_assert_uint_eq(g.longest, 87);
	ck_assert_int_eq(g.from, UNTIL - 89);
}
END_TEST

START_TEST(a_drop_is_three_days_after_twenty_of_twenty_eight)
{
	static const struct {
		const char *days;
		int32_t
		    back; /* days before the as-of day on which it begins; -1 none */
	} drops[] = {{"11111111111111111111........1...", 2},
	    {"1111111111111111111........1...", 2},
	    {"111111111111111111.........1...", -1},
	    {"1111111111111111111111111111...", 2},
	    {"1111111111111111111111111111000", 2},
	    {"1111111111111111111111111111..", -1},
	    {"1111111111111111111111111111.0.1", -1},
	    {"1111111111111111111111111111.0.0.", 4}, {"...", -1}};

	for (size_t i = 0; i < sizeof drops / sizeof drops[0]; i++) {
		unsigned char day[CSM_DOCTOR_DAYS];
		struct csm_doctor_pile pile = pile_of(drops[i].days, day);
		ck_assert_int_eq(csm_doctor_drop(&pile, UNTIL),
		    drops[i].back < 0 ? CSM_DAY_NONE : UNTIL - drops[i].back);
	}
}
END_TEST

TEST_MAIN("report_doctor", gaps_lie_between_the_first_and_the_newest_day,
    a_pile_older_than_what_is_looked_at_has_all_its_days,
    a_drop_is_three_days_after_twenty_of_twenty_eight)
