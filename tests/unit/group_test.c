#include "score/group.h"

#include "base/num.h"

#include "data.h"

#include "test.h"

#define ONE CSM_NUM_ONE

static struct csm_text
name(const char *s)
{
	return (struct csm_text){s, strlen(s)};
}

/* A company with a score in tenths and a weight, of one day; -1: none. */
static void
add(struct csm_groups *g, const char *company, const char *parent, int tenths,
    int weight)
{
	csm_groups_add(g, name(company), parent);
	csm_groups_score(g, 0, tenths < 0 ? CSM_MISSING : tenths * (ONE / 10),
	    CSM_SCORE_TOP, weight < 0 ? CSM_MISSING : weight * ONE, NULL);
}

static struct csm_groups *
finish(struct csm_groups *g)
{
	static const char *const ids[] = {"a", "b", "c", "d", "e", "elsewhere"};
	struct csm_intern known = {0};
	struct csm_diag diag = data_diag();

	for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
		csm_intern_put(&known, ids[i], strlen(ids[i]));
	csm_groups_finish(g, &known, &diag);
	csm_intern_fini(&known);
	return g;
}

/* -1: no group; else its score in millionths, *members set. */
static int64_t
value(const struct csm_groups *g, const char *company, size_t day, size_t *members)
{
	struct csm_group_score s;

	if (csm_groups_value(g, name(company), day, &s) != 0)
		return -1;
	*members = s.members;
	return s.value;
}

static void
done(struct csm_groups *g)
{
	csm_groups_free(g);
	csm_buf_fini(&data_messages);
}

START_TEST(the_mean_of_parent_and_children_is_planhats)
{
	size_t members = 0;
	struct csm_groups *g = csm_groups_new(CSM_GROUP_MEAN, 1);

	/* The published example: (10 + 5 + 5 + 5) / 4 = 6.25. */
	add(g, "a", NULL, 100, -1);
	add(g, "b", "a", 50, -1);
	add(g, "c", "a", 50, -1);
	add(g, "d", "a", 50, -1);
	finish(g);
	ck_assert_int_eq(value(g, "a", 0, &members), 6250000);
	ck_assert_uint_eq(members, 4);
	ck_assert_int_eq(value(g, "b", 0, &members), -1);
	done(g);
	/* And (0 + 5 + 5 + 5) / 4 = 3.75. */
	g = csm_groups_new(CSM_GROUP_MEAN, 1);
	add(g, "a", "", 0, -1);
	add(g, "b", "a", 50, -1);
	add(g, "c", "a", 50, -1);
	add(g, "d", "a", 50, -1);
	finish(g);
	ck_assert_int_eq(value(g, "a", 0, &members), 3750000);
	ck_assert_str_eq(data_said(), "");
	done(g);
}
END_TEST

START_TEST(those_below_those_below_belong_to_the_group_too)
{
	size_t members = 0;
	struct csm_groups *g = csm_groups_new(CSM_GROUP_MEAN, 1);

	add(g, "a", NULL, 20, -1);
	add(g, "b", "a", 40, -1);
	add(g, "c", "b", 90, -1);
	finish(g);
	/* (2 + 4 + 9) / 3 and (4 + 9) / 2 */
	ck_assert_int_eq(value(g, "a", 0, &members), 5 * ONE);
	ck_assert_int_eq(value(g, "b", 0, &members), 6500000);
	ck_assert_int_eq(value(g, "c", 0, &members), -1);
	done(g);
}
END_TEST

START_TEST(who_has_no_score_does_not_count)
{
	size_t members = 9;
	struct csm_groups *g = csm_groups_new(CSM_GROUP_MIN, 1);

	add(g, "a", NULL, -1, -1);
	add(g, "b", "a", 70, -1);
	add(g, "c", "a", 30, -1);
	finish(g);
	ck_assert_int_eq(value(g, "a", 0, &members), 3 * ONE);
	ck_assert_uint_eq(members, 2);
	done(g);
	g = csm_groups_new(CSM_GROUP_MEAN, 1);
	add(g, "a", NULL, -1, -1);
	add(g, "b", "a", -1, -1);
	finish(g);
	ck_assert_int_eq(value(g, "a", 0, &members), CSM_MISSING);
	ck_assert_uint_eq(members, 0);
	done(g);
}
END_TEST

START_TEST(weights_above_0_weigh)
{
	size_t members = 0;
	struct csm_groups *g = csm_groups_new(CSM_GROUP_WEIGHTED, 1);

	/* (300 * 2 + 100 * 8) / 400 = 3.5 */
	add(g, "a", NULL, 20, 300);
	add(g, "b", "a", 80, 100);
	add(g, "c", "a", 100, 0);
	add(g, "d", "a", 100, -1);
	finish(g);
	ck_assert_int_eq(value(g, "a", 0, &members), 3500000);
	ck_assert_uint_eq(members, 2);
	done(g);
}
END_TEST

START_TEST(each_day_is_a_group_of_its_own)
{
	size_t members = 0;
	struct csm_groups *g = csm_groups_new(CSM_GROUP_MEAN, 2);

	csm_groups_add(g, name("a"), NULL);
	csm_groups_score(g, 0, 2 * ONE, CSM_SCORE_TOP, CSM_MISSING, NULL);
	csm_groups_score(g, 1, 4 * ONE, CSM_SCORE_TOP, CSM_MISSING, NULL);
	csm_groups_add(g, name("b"), "a");
	csm_groups_score(g, 1, 5 * ONE, CSM_SCORE_TOP, CSM_MISSING, NULL);
	finish(g);
	ck_assert_int_eq(value(g, "a", 0, &members), 2 * ONE);
	ck_assert_int_eq(value(g, "a", 1, &members), 4500000);
	done(g);
}
END_TEST

START_TEST(a_circle_is_cut_and_each_of_it_named)
{
	size_t members = 0;
	struct csm_groups *g = csm_groups_new(CSM_GROUP_MEAN, 1);

	add(g, "a", "b", 10, -1);
	add(g, "b", "a", 20, -1);
	add(g, "c", "c", 30, -1);
	add(g, "d", "a", 40, -1);
	finish(g);
	ck_assert_str_eq(data_said(),
	    "W_OTHER: --rollup: the company \"a\" is above itself; its parent is left "
	    "out\n"
	    "W_OTHER: --rollup: the company \"b\" is above itself; its parent is left "
	    "out\n"
	    "W_OTHER: --rollup: the company \"c\" is above itself; its parent is left "
	    "out\n");
	/* (1 + 4) / 2 */
	ck_assert_int_eq(value(g, "a", 0, &members), 2500000);
	ck_assert_int_eq(value(g, "b", 0, &members), -1);
	done(g);
}
END_TEST

START_TEST(a_parent_nobody_knows_is_told_with_the_nearest)
{
	size_t members = 0;
	struct csm_groups *g = csm_groups_new(CSM_GROUP_MEAN, 1);

	add(g, "a", "elsewher", 10, -1);
	/* Known, but not among those scored: no group, and nothing to say. */
	add(g, "b", "elsewhere", 10, -1);
	finish(g);
	ck_assert_str_eq(data_said(),
	    "W_UNKNOWN: --rollup: the parent \"elsewher\" of \"a\" is no company; did "
	    "you mean \"elsewhere\"?\n");
	ck_assert_int_eq(value(g, "elsewhere", 0, &members), -1);
	done(g);
}
END_TEST

TEST_MAIN("group", the_mean_of_parent_and_children_is_planhats,
    those_below_those_below_belong_to_the_group_too, who_has_no_score_does_not_count,
    weights_above_0_weigh, each_day_is_a_group_of_its_own,
    a_circle_is_cut_and_each_of_it_named,
    a_parent_nobody_knows_is_told_with_the_nearest)
