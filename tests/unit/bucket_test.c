#include "time/bucket.h"

#include "test.h"
#include "time/date.h"

#include <string.h>

static int32_t
day_of(const char *text)
{
	int32_t day = CSM_DAY_NONE;

	ck_assert_ptr_null(csm_date_parse(text, strlen(text), &day));
	return day;
}

/*
 * From python3, over every day d from 1970-01-01 to 2105-12-31 in order, with days
 * counted from 1970-01-01: starts = (starts * 31 + x) % 2**64 for x in the first days
 * of d's ISO week (d - (isocalendar().weekday - 1)), Sunday week, month
 * (d.replace(day=1)), quarter and year; nexts the same with the first days of the
 * following ones.
 */
START_TEST(starts_and_nexts_of_every_day_agree_with_an_independent_calendar)
{
	static const enum csm_bucket each[] = {CSM_BUCKET_WEEK, CSM_BUCKET_WEEK_SUNDAY,
	    CSM_BUCKET_MONTH, CSM_BUCKET_QUARTER, CSM_BUCKET_YEAR};
	uint64_t starts = 0, nexts = 0;

	for (int32_t day = CSM_DAY_MIN; day <= CSM_DAY_MAX; day++) {
		for (size_t i = 0; i < sizeof each / sizeof each[0]; i++) {
			int64_t start = csm_bucket_start(each[i], day);
			int64_t next = csm_bucket_next(each[i], day);

			starts = starts * 31 + (uint64_t)start;
			nexts = nexts * 31 + (uint64_t)next;
		}
		ck_assert_int_eq(csm_bucket_start(CSM_BUCKET_DAY, day), day);
		ck_assert_int_eq(csm_bucket_next(CSM_BUCKET_DAY, day), day + 1);
	}
	ck_assert_uint_eq(starts, UINT64_C(3015113111773560200));
	ck_assert_uint_eq(nexts, UINT64_C(3844461139216953723));
}
END_TEST

START_TEST(the_next_bucket_starts_where_this_one_ends)
{
	for (int b = CSM_BUCKET_DAY; b <= CSM_BUCKET_WEEK_SUNDAY; b++) {
		for (int32_t day = CSM_DAY_MIN; day <= CSM_DAY_MAX; day += 5) {
			enum csm_bucket bucket = (enum csm_bucket)b;
			int32_t next = csm_bucket_next(bucket, day);

			ck_assert_int_le(csm_bucket_start(bucket, day), day);
			ck_assert_int_gt(next, day);
			ck_assert_int_eq(csm_bucket_start(bucket, next), next);
			ck_assert_int_eq(csm_bucket_start(bucket, next - 1),
			    csm_bucket_start(bucket, day));
		}
	}
}
END_TEST

/* ISO weeks from python3's isocalendar(), Sundays from a calendar. */
START_TEST(labels_are_written_as_documented)
{
	static const struct {
		enum csm_bucket bucket;
		const char *day, *label;
	} known[] = {{CSM_BUCKET_DAY, "2026-11-20", "2026-11-20"},
	    {CSM_BUCKET_WEEK, "2026-11-20", "2026-W47"},
	    {CSM_BUCKET_WEEK, "2027-01-03", "2026-W53"},
	    {CSM_BUCKET_WEEK, "2024-12-30", "2025-W01"},
	    {CSM_BUCKET_WEEK, "2105-12-31", "2105-W53"},
	    {CSM_BUCKET_WEEK_SUNDAY, "2026-11-20", "2026-11-15"},
	    {CSM_BUCKET_WEEK_SUNDAY, "2026-11-15", "2026-11-15"},
	    {CSM_BUCKET_WEEK_SUNDAY, "1970-01-01", "1969-12-28"},
	    {CSM_BUCKET_MONTH, "2026-11-20", "2026-11"},
	    {CSM_BUCKET_QUARTER, "2026-11-20", "2026-Q4"},
	    {CSM_BUCKET_QUARTER, "2026-03-31", "2026-Q1"},
	    {CSM_BUCKET_QUARTER, "2026-04-01", "2026-Q2"},
	    {CSM_BUCKET_YEAR, "2026-11-20", "2026"}};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		char label[CSM_BUCKET_LABEL];
		size_t len =
		    csm_bucket_label(known[i].bucket, day_of(known[i].day), label);

		ck_assert_str_eq(label, known[i].label);
		ck_assert_uint_eq(len, strlen(known[i].label));
	}
}
END_TEST

/* From a calendar: eleven months before November 2026 are December 2025; the first bucket
 * there is begins with, or holds, 1970-01-01, a Thursday. */
START_TEST(steps_back_end_with_the_first_bucket)
{
	ck_assert_int_eq(csm_bucket_back(CSM_BUCKET_MONTH, day_of("2026-11-20"), 11),
	    day_of("2025-12-01"));
	ck_assert_int_eq(csm_bucket_back(CSM_BUCKET_QUARTER, day_of("2026-11-20"), 3),
	    day_of("2026-01-01"));
	ck_assert_int_eq(csm_bucket_back(CSM_BUCKET_WEEK, day_of("2026-11-20"), 0),
	    day_of("2026-11-16"));
	ck_assert_int_eq(csm_bucket_back(CSM_BUCKET_YEAR, day_of("1972-05-05"), 11), 0);
	ck_assert_int_eq(
	    csm_bucket_back(CSM_BUCKET_WEEK, day_of("1970-01-20"), 11), -3);
}
END_TEST

TEST_MAIN("bucket", starts_and_nexts_of_every_day_agree_with_an_independent_calendar,
    the_next_bucket_starts_where_this_one_ends, labels_are_written_as_documented,
    steps_back_end_with_the_first_bucket)
