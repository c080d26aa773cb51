#include "record/time_column.h"

#include "test.h"
#include "time/date.h"

#include <string.h>

static struct csm_diag diag;

static struct csm_text
text(const char *s)
{
	return (struct csm_text){s, strlen(s)};
}

static int32_t
day_of(struct csm_time_column *when, const char *s)
{
	struct csm_stamp stamp;
	int range = 0;

	ck_assert_ptr_null(csm_time_column_read(when, text(s), &stamp, &range));
	return stamp.day;
}

static int32_t
day(const char *s)
{
	int32_t d;

	ck_assert_ptr_null(csm_date_parse(s, 10, &d));
	return d;
}

START_TEST(the_order_is_open_until_a_thirteen_in_one_place_proves_it)
{
	struct csm_zone *utc = csm_zone_open("UTC", &diag);
	struct csm_time_column w;

	ck_assert_int_eq(csm_time_column_init(&w, NULL, utc, utc), 0);
	ck_assert_int_eq(
	    csm_time_column_look(&w, text("2026-01-02")), CSM_TIME_COLUMN_READABLE);
	ck_assert_int_eq(csm_time_column_look(&w, text("")), CSM_TIME_COLUMN_READABLE);
	ck_assert_int_eq(
	    csm_time_column_look(&w, text("01-02-2026")), CSM_TIME_COLUMN_OPEN);
	ck_assert_int_eq(
	    csm_time_column_look(&w, text("13-13-2026")), CSM_TIME_COLUMN_OPEN);
	ck_assert_int_eq(
	    csm_time_column_look(&w, text("32-01-2026")), CSM_TIME_COLUMN_OPEN);
	ck_assert_int_eq(
	    csm_time_column_look(&w, text("0-13-2026")), CSM_TIME_COLUMN_OPEN);
	ck_assert_int_eq(csm_time_column_look(&w, text("1/13/2026 10:00")),
	    CSM_TIME_COLUMN_READABLE);
	ck_assert_int_eq(w.proved, 1);
	ck_assert_int_eq(day_of(&w, "01-02-2026"), day("2026-01-02"));
	ck_assert_int_eq(
	    csm_time_column_look(&w, text("13/1/2026")), CSM_TIME_COLUMN_CONFLICT);
	ck_assert_int_eq(w.proved, 0);
	csm_zone_free(utc);
}
END_TEST

START_TEST(a_named_format_needs_no_proof)
{
	struct csm_zone *utc = csm_zone_open("UTC", &diag);
	struct csm_time_column w;

	ck_assert_int_eq(csm_time_column_init(&w, "nothing", utc, utc), -1);
	ck_assert_int_eq(csm_time_column_init(&w, "%d-%m-%Y", utc, utc), 0);
	ck_assert_int_eq(
	    csm_time_column_look(&w, text("01-02-2026")), CSM_TIME_COLUMN_READABLE);
	ck_assert_int_eq(day_of(&w, "01-02-2026"), day("2026-02-01"));
	csm_zone_free(utc);
}
END_TEST

START_TEST(times_on_another_zones_clocks_fall_on_the_days_of_ours)
{
	struct csm_zone *days = csm_zone_open("Asia/Tokyo", &diag);
	struct csm_zone *clock = csm_zone_open("America/New_York", &diag);
	struct csm_time_column w;

	ck_assert_int_eq(csm_time_column_init(&w, NULL, days, clock), 0);
	/* 09:59 in New York is 23:59 in Tokyo in January, 10:00 is the next day */
	ck_assert_int_eq(day_of(&w, "2026-01-05 09:59"), day("2026-01-05"));
	ck_assert_int_eq(day_of(&w, "2026-01-05 10:00"), day("2026-01-06"));
	ck_assert_int_eq(day_of(&w, "2026-01-05T15:00Z"), day("2026-01-06"));
	ck_assert_int_eq(day_of(&w, "2026-01-05"), day("2026-01-05"));
	ck_assert_int_eq(csm_time_column_init(&w, "epoch", days, clock), 0);
	ck_assert_int_eq(day_of(&w, "54000"), 1); /* 15:00 UTC on the first day */
	ck_assert_int_eq(day_of(&w, "53999"), 0);
	csm_zone_free(days);
	csm_zone_free(clock);
}
END_TEST

START_TEST(a_text_read_again_gives_the_same)
{
	struct csm_zone *utc = csm_zone_open("UTC", &diag);
	struct csm_time_column w;
	struct csm_stamp a, b;
	int range = 0;

	ck_assert_int_eq(csm_time_column_init(&w, NULL, utc, utc), 0);
	ck_assert_ptr_null(
	    csm_time_column_read(&w, text("2026-01-05 09:59"), &a, &range));
	ck_assert_ptr_null(
	    csm_time_column_read(&w, text("2026-01-05 09:59"), &b, &range));
	ck_assert_int_eq(a.day, b.day);
	ck_assert_int_eq(a.micros, b.micros);
	ck_assert_str_eq(
	    csm_time_column_read(&w, text("2026-02-30"), &b, &range), "no such day");
	ck_assert_str_eq(
	    csm_time_column_read(&w, text("2026-02-30"), &b, &range), "no such day");
	csm_zone_free(utc);
}
END_TEST

TEST_MAIN("when", the_order_is_open_until_a_thirteen_in_one_place_proves_it,
    a_named_format_needs_no_proof,
    times_on_another_zones_clocks_fall_on_the_days_of_ours,
    a_text_read_again_gives_the_same)
