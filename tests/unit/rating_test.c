#include "unit/rating.h"

#include "base/num.h"
#include "formula/formula.h"

#include "fixture.h"

#define MESSAGE "%c %l:%k %p: %t\n"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ONE CSM_NUM_ONE
#define NOV_20 20777 /* 2026-11-20 */

static struct csm_formula formula;
static const struct csm_unit units[] = {
    {.id = "sponsor"}, {.id = "trust"}, {.id = "adoption", .metric = &formula}};

/* Load from a file that holds `text`; messages are appended to said. */
static struct csm_ratings *
load(const char *text, struct csm_buf *said)
{
	char path[sizeof FIXTURE_PATH];
	struct csm_diag diag;

	fixture_text(path, text);
	fixture_diag(&diag, said, MESSAGE);
	struct csm_ratings *r = csm_ratings_load(path, units, 3, NULL, &diag);
	unlink(path);
	return r;
}

static struct csm_text
name(const char *s)
{
	return (struct csm_text){s, strlen(s)};
}

static void
expect(const char *text, int loads, const char *messages)
{
	struct csm_buf said = {0};
	struct csm_ratings *r = load(text, &said);

	ck_assert_int_eq(r != NULL, loads);
	ck_assert_str_eq(csm_buf_text(&said), messages);
	csm_ratings_free(r);
	csm_buf_fini(&said);
}

START_TEST(the_newest_rating_not_after_the_day_holds)
{
	struct csm_buf said = {0};
	struct csm_ratings *r = load("company,unit,rating,date,by,note\n"
				     "acme,sponsor,2,2026-11-20,ann,\"a\nb\"\n"
				     "acme,sponsor,5,2026-11-01,,\n"
				     "acme,trust,4,,,\n"
				     "bolt,sponsor,1,2026-11-22,,\n",
	    &said);

	ck_assert_str_eq(csm_buf_text(&said), "");
	ck_assert_int_eq(csm_ratings_at(r, name("acme"), 0, NOV_20), 2 * ONE);
	ck_assert_int_eq(csm_ratings_at(r, name("acme"), 0, NOV_20 - 1), 5 * ONE);
	ck_assert_int_eq(csm_ratings_at(r, name("acme"), 0, NOV_20 - 19), 5 * ONE);
	ck_assert_int_eq(csm_ratings_at(r, name("acme"), 0, NOV_20 - 20), CSM_MISSING);
	ck_assert_int_eq(csm_ratings_at(r, name("acme"), 1, 0), 4 * ONE);
	ck_assert_int_eq(csm_ratings_at(r, name("bolt"), 0, NOV_20), CSM_MISSING);
	ck_assert_int_eq(csm_ratings_at(r, name("bolt"), 0, NOV_20 + 2), 1 * ONE);
	ck_assert_int_eq(csm_ratings_at(r, name("bolt"), 1, NOV_20 + 2), CSM_MISSING);
	ck_assert_int_eq(csm_ratings_at(r, name("none"), 0, NOV_20), CSM_MISSING);
	csm_ratings_free(r);
	csm_buf_fini(&said);
}
END_TEST

START_TEST(of_two_ratings_of_one_day_the_later_row_holds)
{
	struct csm_buf said = {0};
	struct csm_ratings *r = load("rating,unit,company,date\n"
				     "1,sponsor,acme,2026-11-20\n"
				     "4,sponsor,acme,2026-11-20\n"
				     "3,trust,acme,\n"
				     "2,trust,acme,\n",
	    &said);

	ck_assert_int_eq(csm_ratings_at(r, name("acme"), 0, NOV_20), 4 * ONE);
	ck_assert_int_eq(csm_ratings_at(r, name("acme"), 1, NOV_20), 2 * ONE);
	csm_ratings_free(r);
	csm_buf_fini(&said);
}
END_TEST

START_TEST(ratings_are_read_from_json_lines_too)
{
	struct csm_buf said = {0};
	struct csm_ratings *r =
	    load("{\"company\":\"acme\",\"unit\":\"trust\",\"rating\":5}\n", &said);

	ck_assert_str_eq(csm_buf_text(&said), "");
	ck_assert_int_eq(csm_ratings_at(r, name("acme"), 1, NOV_20), 5 * ONE);
	csm_ratings_free(r);
	csm_buf_fini(&said);
}
END_TEST

START_TEST(a_rating_that_is_no_whole_number_from_one_to_five_stops_the_run)
{
	expect("company,unit,rating\n"
	       "acme,sponsor,6\n"
	       "acme,sponsor,0\n"
	       "acme,sponsor,3.5\n"
	       "acme,sponsor,\n"
	       "acme,sponsor,good\n"
	       "acme,sponsor,-1\n"
	       "acme,sponsor,1e999\n"
	       "acme,sponsor,4.0\n",
	    0,
	    "E_RATING 2:3 rating: \"6\" is not a whole number from 1 to 5, na or off\n"
	    "E_RATING 3:3 rating: \"0\" is not a whole number from 1 to 5, na or off\n"
	    "E_RATING 4:3 rating: \"3.5\" is not a whole number from 1 to 5, na or "
	    "off\n"
	    "E_RATING 5:3 rating: \"\" is not a whole number from 1 to 5, na or off\n"
	    "E_RATING 6:3 rating: \"good\" is not a whole number from 1 to 5, na or "
	    "off\n"
	    "E_RATING 7:3 rating: \"-1\" is not a whole number from 1 to 5, na or off\n"
	    "E_RATING 8:3 rating: \"1e999\" is not a whole number from 1 to 5, na or "
	    "off\n");
}
END_TEST

START_TEST(bad_rows_are_rejected_and_the_others_kept)
{
	expect("company,unit,rating,date\n"
	       ",sponsor,3,\n"
	       "acme,,3,\n"
	       "acme,sponsor,3,2026-02-30\n"
	       "acme,sponsor,3\n"
	       "acme,sponsor,3,2026-02-28\n",
	    1,
	    "E_COMPANY 2:1 company: no company; row rejected\n"
	    "E_MISSING 3:2 unit: no unit; row rejected\n"
	    "E_DATE 4:4 date: bad date \"2026-02-30\" (no such day); row rejected\n"
	    "E_FIELDS 5:0 -: row has 3 columns, the header 4; row rejected\n");
}
END_TEST

START_TEST(an_unknown_unit_is_told_with_the_nearest)
{
	expect("company,unit,rating\n"
	       "acme,sponser,3\n"
	       "acme,adoption,3\n",
	    1,
	    "W_UNKNOWN 2:2 unit: rating left out: there is no unit \"sponser\"; did "
	    "you mean "
	    "\"sponsor\"?\n"
	    "W_OTHER 3:2 unit: rating left out: the unit \"adoption\" is judged by its "
	    "metric\n");
}
END_TEST

START_TEST(a_file_without_a_needed_column_is_refused)
{
	struct csm_buf said = {0};

	ck_assert_ptr_null(load("company,rating\nacme,3\n", &said));
	ck_assert_ptr_nonnull(strstr(csm_buf_text(&said), "E_HEADER"));
	ck_assert_ptr_nonnull(strstr(csm_buf_text(&said), "\"unit\""));
	csm_buf_fini(&said);
	ck_assert_ptr_null(load("", &said));
	csm_buf_fini(&said);
	expect("company,unit,rating\n", 1, "");
}
END_TEST

START_TEST(a_rated_company_that_does_not_exist_is_told_with_the_nearest)
{
	struct csm_buf said = {0};
	struct csm_ratings *r = load("company,unit,rating\n"
				     "acme,sponsor,3\n"
				     "bolt,sponsor,3\n"
				     "blot,sponsor,3\n"
				     "blot,trust,3\n"
				     "globex,trust,3\n",
	    &said);
	struct csm_intern known = {0};
	struct csm_diag diag;

	csm_intern_put(&known, "acme", 4);
	csm_intern_put(&known, "bolt", 4);
	csm_intern_put(&known, "unrated", 7);
	fixture_diag(&diag, &said, MESSAGE);
	csm_ratings_finish(r, &known, &diag);
	ck_assert_str_eq(csm_buf_text(&said),
	    "W_UNKNOWN 4:0 company: rated, but there is no company \"blot\"; did you "
	    "mean "
	    "\"bolt\"?\n"
	    "W_UNKNOWN 6:0 company: rated, but there is no company \"globex\"\n");
	ck_assert_int_eq(diag.status, 0);
	csm_intern_fini(&known);
	csm_ratings_free(r);
	csm_buf_fini(&said);
}
END_TEST

TEST_MAIN("rating", the_newest_rating_not_after_the_day_holds,
    of_two_ratings_of_one_day_the_later_row_holds, ratings_are_read_from_json_lines_too,
    a_rating_that_is_no_whole_number_from_one_to_five_stops_the_run,
    bad_rows_are_rejected_and_the_others_kept, an_unknown_unit_is_told_with_the_nearest,
    a_file_without_a_needed_column_is_refused,
    a_rated_company_that_does_not_exist_is_told_with_the_nearest)
