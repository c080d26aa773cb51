#include "score/override.h"

#include "base/num.h"

#include "data.h"

#include "test.h"

#define ONE CSM_NUM_ONE

static struct csm_overrides *
load(const char *text)
{
	char path[sizeof FIXTURE_PATH];
	struct csm_diag diag = data_diag();

	fixture_text(path, text);
	struct csm_overrides *o = csm_overrides_load(path, &diag);
	unlink(path);
	return o;
}

static const struct csm_override *
at(const struct csm_overrides *o, const char *company, const char *date)
{
	int32_t day;

	ck_assert_ptr_null(csm_date_parse(date, strlen(date), &day));
	return csm_overrides_at(o, (struct csm_text){company, strlen(company)}, day);
}

static void
done(struct csm_overrides *o)
{
	csm_overrides_free(o);
	csm_buf_fini(&data_messages);
}

START_TEST(a_row_holds_from_its_first_to_its_last_day)
{
	struct csm_overrides *o =
	    load("company,score_or_state,reason,by,from,until\n"
		 "acme,2.5,sponsor left,Ann,2026-11-10,2026-11-20\n");

	ck_assert_str_eq(data_said(), "");
	ck_assert_ptr_null(at(o, "acme", "2026-11-09"));
	ck_assert_ptr_nonnull(at(o, "acme", "2026-11-10"));
	const struct csm_override *row = at(o, "acme", "2026-11-20");
	ck_assert_ptr_nonnull(row);
	ck_assert_int_eq(row->score, 2500000);
	ck_assert_ptr_null(row->state);
	ck_assert_str_eq(row->reason, "sponsor left");
	ck_assert_str_eq(row->by, "Ann");
	ck_assert_ptr_null(at(o, "acme", "2026-11-21"));
	ck_assert_ptr_null(at(o, "globex", "2026-11-15"));
	done(o);
}
END_TEST

START_TEST(of_several_that_hold_the_last_row_counts)
{
	struct csm_overrides *o = load("company,score_or_state,until\n"
				       "a,1,\nb,9,\na,2,2026-11-10\n");

	ck_assert_int_eq(at(o, "a", "2026-11-10")->score, 2 * ONE);
	ck_assert_int_eq(at(o, "a", "2026-11-11")->score, ONE);
	ck_assert_str_eq(at(o, "a", "2026-11-11")->reason, "");
	done(o);
}
END_TEST

START_TEST(a_state_is_a_number_on_every_scale)
{
	struct csm_overrides *o =
	    load("company,score_or_state\na,good\nb,average\nc,poor\nd,11\n");

	ck_assert_str_eq(at(o, "a", "2026-11-10")->state, "good");
	ck_assert_int_eq(
	    csm_override_value(at(o, "a", "2026-11-10"), 10 * ONE), 10 * ONE);
	ck_assert_int_eq(
	    csm_override_value(at(o, "a", "2026-11-10"), 100 * ONE), 100 * ONE);
	ck_assert_int_eq(
	    csm_override_value(at(o, "b", "2026-11-10"), 10 * ONE), 5 * ONE);
	ck_assert_int_eq(csm_override_value(at(o, "c", "2026-11-10"), 100 * ONE), 0);
	/* 11 is beyond a scale to 10 and within one to 100. */
	ck_assert_int_eq(
	    csm_override_value(at(o, "d", "2026-11-10"), 10 * ONE), CSM_MISSING);
	ck_assert_int_eq(
	    csm_override_value(at(o, "d", "2026-11-10"), 100 * ONE), 11 * ONE);
	done(o);
}
END_TEST

START_TEST(what_is_neither_score_nor_state_is_refused)
{
	static const char *const wrong[] = {
	    "", "pink", "-1", "101", "NaN", "1e3", "5 "};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct csm_buf text = {0};
		csm_buf_printf(&text, "company,score_or_state\na,\"%s\"\n", wrong[i]);
		struct csm_overrides *o = load(text.data);
		ck_assert_msg(o == NULL, "\"%s\" was taken", wrong[i]);
		csm_buf_fini(&text);
	}
	ck_assert_ptr_null(load("company,score_or_state\na,pink\n"));
	ck_assert_str_eq(data_said(), "E_CONFIG: \"pink\" is neither a score nor good, "
				      "average, poor, green, amber "
				      "or red\n");
	ck_assert_ptr_null(load("company,reason\na,because\n"));
	ck_assert_ptr_nonnull(strstr(data_said(), "E_HEADER"));
	done(NULL);
}
END_TEST

START_TEST(a_row_without_company_or_day_is_rejected)
{
	struct csm_overrides *o = load("company,score_or_state,until\n"
				       ",1,\nb,2,2026-02-30\nc,3,\n");

	ck_assert_ptr_nonnull(strstr(data_said(), "E_COMPANY"));
	ck_assert_ptr_nonnull(strstr(data_said(), "E_DATE"));
	ck_assert_ptr_null(at(o, "b", "2026-01-01"));
	ck_assert_int_eq(at(o, "c", "2026-01-01")->score, 3 * ONE);
	done(o);
}
END_TEST

START_TEST(a_company_nobody_knows_is_told_with_the_nearest)
{
	struct csm_overrides *o = load("company,score_or_state\nacmee,1\nacme,1\n");
	struct csm_intern known = {0};
	struct csm_diag diag = data_diag();

	csm_intern_put(&known, "acme", 4);
	csm_overrides_finish(o, &known, &diag);
	ck_assert_str_eq(data_said(), "W_UNKNOWN: set by hand, but there is no company "
				      "\"acmee\"; did you mean \"acme\"?\n");
	csm_intern_fini(&known);
	done(o);
}
END_TEST

TEST_MAIN("override", a_row_holds_from_its_first_to_its_last_day,
    of_several_that_hold_the_last_row_counts, a_state_is_a_number_on_every_scale,
    what_is_neither_score_nor_state_is_refused,
    a_row_without_company_or_day_is_rejected,
    a_company_nobody_knows_is_told_with_the_nearest)
