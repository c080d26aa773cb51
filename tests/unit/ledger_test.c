#include "unit/ledger.h"

#include "base/buf.h"
#include "base/diag.h"
#include "time/date.h"
#include "unit/churn.h"

#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NOV_20 20777 /* 2026-11-20 */

static struct csm_text
name(const char *s)
{
	return (struct csm_text){s, strlen(s)};
}

/* The day of the newest entry not after `day`; -1 if there is none. */
static int32_t
at(const struct csm_ledger *l, const char *company, uint32_t of, int32_t day)
{
	const struct csm_ledger_entry *e = csm_ledger_at(l, name(company), of, day);

	return e == NULL ? -1 : e->day;
}

START_TEST(the_newest_entry_not_after_the_day_is_found)
{
	struct csm_ledger l = {0};

	csm_ledger_add(&l, name("b"), 0, NOV_20, 1, 2);
	csm_ledger_add(&l, name("a"), 1, NOV_20 - 5, 2, 3);
	csm_ledger_add(&l, name("a"), 1, NOV_20 + 5, 3, 4);
	csm_ledger_add(&l, name("a"), 0, NOV_20, 4, 5);
	csm_ledger_sort(&l);
	ck_assert_int_eq(at(&l, "a", 1, NOV_20), NOV_20 - 5);
	ck_assert_int_eq(at(&l, "a", 1, NOV_20 + 5), NOV_20 + 5);
	ck_assert_int_eq(at(&l, "a", 1, NOV_20 - 6), -1);
	ck_assert_int_eq(at(&l, "a", 0, NOV_20), NOV_20);
	ck_assert_int_eq(at(&l, "b", 1, NOV_20), -1);
	ck_assert_int_eq(at(&l, "c", 0, NOV_20), -1);
	csm_ledger_fini(&l);
}
END_TEST

START_TEST(of_two_entries_of_one_day_the_later_holds)
{
	struct csm_ledger l = {0};

	csm_ledger_add(&l, name("a"), 0, NOV_20, 7, 2);
	csm_ledger_add(&l, name("a"), 0, NOV_20, 8, 3);
	csm_ledger_add(&l, name("a"), 0, CSM_DAY_NONE, 9, 4);
	csm_ledger_sort(&l);
	ck_assert_int_eq(csm_ledger_at(&l, name("a"), 0, NOV_20)->value, 8);
	ck_assert_int_eq(csm_ledger_at(&l, name("a"), 0, NOV_20 - 1)->value, 9);
	csm_ledger_fini(&l);
}
END_TEST

START_TEST(an_empty_ledger_has_nothing)
{
	struct csm_ledger l = {0};

	csm_ledger_sort(&l);
	ck_assert_ptr_null(csm_ledger_at(&l, name("a"), 0, NOV_20));
	csm_ledger_fini(&l);
}
END_TEST

START_TEST(churns_without_company_or_day_are_rejected)
{
	const char *text = "date,company,reason\n"
			   "2026-11-20,acme,\"price\nand more\"\n"
			   ",bolt,\n"
			   "2026-02-30,cog,\n"
			   "2026-11-01,,\n"
			   "2026-11-01,dyn,\n";
	char path[sizeof FIXTURE_PATH];
	struct csm_buf said = {0};
	struct csm_ledger l = {0};
	struct csm_diag diag;

	fixture_text(path, text);
	fixture_diag(&diag, &said, "%c %l:%k %p: %t\n");
	ck_assert_int_eq(csm_churns_load(&l, path, &diag), 0);
	unlink(path);
	ck_assert_str_eq(csm_buf_text(&said),
	    "E_MISSING 4:1 date: no date; row rejected\n"
	    "E_DATE 5:1 date: bad date \"2026-02-30\" (no such day); row rejected\n"
	    "E_COMPANY 6:2 company: no company; row rejected\n");
	ck_assert_uint_eq(l.n, 2);
	ck_assert_int_eq(at(&l, "acme", 0, NOV_20), NOV_20);
	ck_assert_int_eq(at(&l, "dyn", 0, NOV_20), NOV_20 - 19);

	csm_buf_reset(&said);
	struct csm_intern known = {0};
	csm_intern_put(&known, "acme", 4);
	csm_intern_put(&known, "dyna", 4);
	csm_ledger_finish(&l, &known, "churned", &diag);
	ck_assert_str_eq(csm_buf_text(&said),
	    "W_UNKNOWN 7:0 company: churned, but there is no company \"dyn\"; did you "
	    "mean \"dyna\"?\n");
	csm_intern_fini(&known);
	csm_ledger_fini(&l);
	csm_buf_fini(&said);
}
END_TEST

TEST_MAIN("ledger", the_newest_entry_not_after_the_day_is_found,
    of_two_entries_of_one_day_the_later_holds, an_empty_ledger_has_nothing,
    churns_without_company_or_day_are_rejected)
