#include "metric/walk.h"

#include "data.h"

#include <stdio.h>

/* "name:entities" of every company, '-' before those not listed. */
static const char *
walk_all(const char *rows, const char *companies)
{
	static char text[1024];
	struct csm_diag diag = data_diag();
	struct csm_points *points = data_points(rows, &diag);
	struct csm_fields *fields =
	    companies != NULL ? data_fields(CSM_MODEL_COMPANY, companies, &diag) : NULL;
	struct csm_walk *walk = csm_walk_new(points, fields);
	const struct csm_set *set;
	int listed, rc;
	size_t len = 0;

	text[0] = '\0';
	while ((rc = csm_walk_next(walk, &set, &listed, &diag)) == 1)
		len += (size_t)snprintf(text + len, sizeof text - len, "%s%s:%zu ",
		    listed ? "" : "-", set->company.s, set->entities);
	snprintf(text + len, sizeof text - len, "= %d, %zu + %zu", rc,
	    csm_walk_companies(walk), csm_walk_unlisted(walk));
	csm_walk_free(walk);
	csm_points_free(points);
	csm_fields_free(fields);
	csm_buf_fini(&data_messages);
	return text;
}

#define B "b,company,b,metrics.x,2026-11-01,1,\n"
#define B_USER "b,enduser,u,activities.x,2026-11-01,1,\n"
#define D "d,company,d,metrics.x,2026-11-01,1,\n"

START_TEST(without_fields_the_companies_are_those_of_the_points)
{
	ck_assert_str_eq(walk_all(B B_USER D, NULL), "b:2 d:1 = 0, 2 + 0");
	ck_assert_str_eq(walk_all("", NULL), "= 0, 0 + 0");
}
END_TEST

START_TEST(with_fields_the_companies_are_those_of_the_fields)
{
	ck_assert_str_eq(
	    walk_all(B B_USER D, "id,plan\nd,x\nb,y\n"), "b:2 d:1 = 0, 2 + 0");
	ck_assert_str_eq(walk_all("", "id,plan\nd,x\nb,y\n"), "b:0 d:0 = 0, 2 + 0");
}
END_TEST

START_TEST(companies_without_points_come_in_their_place)
{
	ck_assert_str_eq(
	    walk_all(B B_USER D, "id,plan\na,x\nb,x\nc,x\nd,x\ne,x\nf,x\n"),
	    "a:0 b:2 c:0 d:1 e:0 f:0 = 0, 6 + 0");
}
END_TEST

START_TEST(companies_without_fields_are_given_but_not_listed)
{
	ck_assert_str_eq(walk_all(B D, "id,plan\nc,x\n"), "-b:1 c:0 -d:1 = 0, 1 + 2");
	ck_assert_str_eq(walk_all(B D, "id,plan\n"), "-b:1 -d:1 = 0, 0 + 2");
}
END_TEST

START_TEST(a_point_twice_ends_the_walk)
{
	ck_assert_str_eq(walk_all(B B D, "id,plan\na,x\n"), "= -1, 0 + 0");
}
END_TEST

TEST_MAIN("walk", without_fields_the_companies_are_those_of_the_points,
    with_fields_the_companies_are_those_of_the_fields,
    companies_without_points_come_in_their_place,
    companies_without_fields_are_given_but_not_listed, a_point_twice_ends_the_walk)
