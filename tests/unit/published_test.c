/*
 * Examples of scores that platforms publish in their documentation, done by the methods
 * that follow them.
 */
#include "health.h"

static int64_t
score(const char *profile, const int64_t value[HEALTH_PARTS])
{
	struct health_score s;
	struct health h;
	int64_t got;

	health_open(&h, profile);
	got = health_score(&s, &h, 0, value)->value;
	health_close(&h);
	return got;
}

#define LINE(id, rest)                                                                 \
	"{\"id\":\"" id "\",\"metric\":\"last(metrics." id ", 1)\"," rest              \
	"\"linear\":{\"low\":0,\"high\":100}}"
#define ENABLED(id)                                                                    \
	"{\"id\":\"" id "\",\"metric\":\"last(metrics." id ", 1)\",\"thresholds\":["   \
	"{\"below\":1,\"score\":0},{\"score\":10}]}"

/* support.gainsight.com, Calculation of Measure Group Scores and Overall Score: weights
 * 20, 15 and 22 of 47, 59 and 21 are 2287 / 57 = 40.122. */
START_TEST(a_group_of_measures_as_gainsight_works_it_out)
{
	int64_t got = score(
	    "{\"id\":\"g\",\"method\":\"weighted\",\"scale\":100,\"factors\":[" LINE(
		"a", "\"weight\":20,") "," LINE("b", "\"weight\":15,") "," LINE("c",
		"\"weight\":22,") "]}",
	    (int64_t[HEALTH_PARTS]){47 * ONE, 59 * ONE, 21 * ONE});

	ck_assert_int_eq(got, 40122807);
}
END_TEST

/* docs.vitally.io, How a health score is calculated: two integrations of three enabled
 * are (10 + 10 + 0) / 3. */
START_TEST(three_integrations_as_vitally_works_them_out)
{
	static const char three[] =
	    "{\"id\":\"v\",\"method\":\"weighted\","
	    "\"factors\":[" ENABLED("a") "," ENABLED("b") "," ENABLED("c") "]}";

	ck_assert_int_eq(score(three, (int64_t[HEALTH_PARTS]){ONE, ONE, 0}), 6666667);
	/* A metric without a value is ignored. */
	ck_assert_int_eq(
	    score(three, (int64_t[HEALTH_PARTS]){ONE, CSM_MISSING, 0}), 5 * ONE);
}
END_TEST

/* support.totango.com, Configure profiles for multidimensional health: good is 100,
 * average 60, poor 0; by weights of 50, 30 and 20 good, average and poor are 68. */
START_TEST(a_dimension_as_totango_works_it_out)
{
#define RANK(id, weight)                                                               \
	"{\"id\":\"" id "\",\"weight\":" weight ",\"metric\":\"last(metrics." id       \
	", 1)\",\"thresholds\":[{\"below\":1,\"score\":0},{\"below\":2,\"score\":6},"  \
	"{\"score\":10}]}"
	int64_t got = score(
	    "{\"id\":\"t\",\"method\":\"weighted\",\"scale\":100,\"factors\":[" RANK(
		"a", "50") "," RANK("b", "30") "," RANK("c", "20") "]}",
	    (int64_t[HEALTH_PARTS]){2 * ONE, ONE, 0});

	ck_assert_int_eq(got, 68 * ONE);
}
END_TEST

/* support.planhat.com, How health is calculated: from 5, points added and taken, at
 * most 10 and at least 0.  Its groups are in group_test.c. */
START_TEST(points_as_planhat_counts_them)
{
#define MORE(id, impact)                                                               \
	"{\"id\":\"" id "\",\"metric\":\"last(metrics." id                             \
	", 1)\",\"condition\":\"more than\",\"value\":0,\"impact\":" impact "}"
	static const char profile[] =
	    "{\"id\":\"p\",\"method\":\"points\",\"factors\":[" MORE("a", "2") "," MORE(
		"b", "-4") "," MORE("c", "9") "]}";

	ck_assert_int_eq(score(profile, (int64_t[HEALTH_PARTS]){0, 0, 0}), 5 * ONE);
	ck_assert_int_eq(score(profile, (int64_t[HEALTH_PARTS]){ONE, ONE, 0}), 3 * ONE);
	ck_assert_int_eq(
	    score(profile, (int64_t[HEALTH_PARTS]){ONE, 0, ONE}), 10 * ONE);
}
END_TEST

TEST_MAIN("published", a_group_of_measures_as_gainsight_works_it_out,
    three_integrations_as_vitally_works_them_out, a_dimension_as_totango_works_it_out,
    points_as_planhat_counts_them)
