#include "time/stamp.h"

#include "test.h"
#include "time/date.h"

#include <string.h>
#include <unistd.h>

/* 2026-11-20 as a day, its midnight and its 10:20:30 in microseconds (python3). */
#define DAY 20777
#define MIDNIGHT INT64_C(1795132800000000)
#define MORNING INT64_C(1795170030000000)
#define HOUR INT64_C(3600000000)
#define OUTSIDE CSM_DATE_RANGE

static struct csm_zone *
zone_of(const char *name)
{
	struct csm_diag d;
	struct csm_zone *zone;

	csm_diag_init(&d, NULL, NULL);
	zone = csm_zone_open(name, &d);
	ck_assert_ptr_nonnull(zone);
	return zone;
}

/* Exactly the text's bytes on the heap, so that a sanitizer sees a read past them. */
static const char *
parse(const char *format, struct csm_zone *zone, const char *s, size_t len,
    struct csm_stamp *out, int *range)
{
	struct csm_stamp_format f;
	char *copy = malloc(len == 0 ? 1 : len);
	const char *why;

	memcpy(copy, s, len);
	ck_assert_int_eq(csm_stamp_format_parse(format, &f), 0);
	why = csm_stamp_parse(&f, zone, copy, len, out, range);
	free(copy);
	return why;
}

struct good {
	const char *text;
	int32_t day;
	int64_t micros;
};

static void
check_good(const char *format, struct csm_zone *zone, const struct good *good, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct csm_stamp stamp = {0};
		int range = 9;
		const char *why = parse(
		    format, zone, good[i].text, strlen(good[i].text), &stamp, &range);

		ck_assert_msg(why == NULL, "%s: %s", good[i].text, why);
		ck_assert_msg(
		    stamp.day == good[i].day, "%s: %d", good[i].text, stamp.day);
		ck_assert_msg(stamp.micros == good[i].micros, "%s: %lld", good[i].text,
		    (long long)stamp.micros);
		ck_assert_int_eq(range, 0);
	}
}

struct bad {
	const char *text, *why;
};

static void
check_bad(const char *format, struct csm_zone *zone, const struct bad *bad, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct csm_stamp stamp = {.day = 77, .micros = 77};
		int range = 9;
		const char *why = parse(
		    format, zone, bad[i].text, strlen(bad[i].text), &stamp, &range);

		ck_assert_msg(why != NULL, "%s: accepted", bad[i].text);
		ck_assert_msg(strcmp(why, bad[i].why) == 0, "%s: %s", bad[i].text, why);
		ck_assert_msg(range == (strcmp(why, OUTSIDE) == 0), "%s", bad[i].text);
		ck_assert_int_eq(stamp.day, 77);
		ck_assert_int_eq(stamp.micros, 77);
	}
}

#define LENGTH(a) (sizeof(a) / sizeof(a)[0])

START_TEST(every_iso_shape_is_read)
{
	static const struct good good[] = {{"2026-11-20", DAY, MIDNIGHT},
	    {"2026-11-20T10:20", DAY, MORNING - 30000000},
	    {"2026-11-20 10:20:30", DAY, MORNING},
	    {"2026-11-20T10:20:30", DAY, MORNING},
	    {"2026-11-20t10:20:30z", DAY, MORNING},
	    {"2026-11-20T10:20:30Z", DAY, MORNING},
	    {"2026-11-20 10:20:30 UTC", DAY, MORNING},
	    {"2026-11-20 10:20:30UTC", DAY, MORNING},
	    {"2026-11-20T10:20:30.1Z", DAY, MORNING + 100000},
	    {"2026-11-20T10:20:30,123456", DAY, MORNING + 123456},
	    {"2026-11-20T10:20:30.123456789Z", DAY, MORNING + 123456},
	    {"2026-11-20T10:20:30.0000009Z", DAY, MORNING},
	    {"2026-11-20T10:20:30+00", DAY, MORNING},
	    {"2026-11-20T10:20:30-00:00", DAY, MORNING},
	    {"2026-11-20T12:20:30+02", DAY, MORNING},
	    {"2026-11-20T12:20:30+0200", DAY, MORNING},
	    {"2026-11-20T12:20:30+02:00", DAY, MORNING},
	    {"2026-11-20 12:20:30.000 +02:00", DAY, MORNING},
	    {"2026-11-20T04:50:30-05:30", DAY, MORNING},
	    {"2026-11-20T12:20+02:00", DAY, MORNING - 30000000},
	    {"2026-11-21T00:00:00+00:01", DAY, MIDNIGHT + 24 * HOUR - 60000000},
	    {"2026-11-19T23:00:00-01:00", DAY, MIDNIGHT},
	    {"2024-02-29T12:00Z", 19782, INT64_C(1709208000000000)},
	    {"1970-01-01", 0, 0}, {"1969-12-31T23:00:00-01:00", 0, 0},
	    {"2105-12-31T23:59:59Z", 49672, INT64_C(4291747199000000)},
	    {"2106-01-01T00:59:59+01:00", 49672, INT64_C(4291747199000000)}};
	struct csm_zone *utc = zone_of("UTC");

	check_good("iso", utc, good, LENGTH(good));
	csm_zone_free(utc);
}
END_TEST

START_TEST(a_leap_second_stays_in_its_minute_and_day)
{
	static const struct good good[] = {
	    {"2016-12-31T23:59:60Z", 17166, INT64_C(1483228799000000)},
	    {"2017-01-01T08:59:60+09:00", 17166, INT64_C(1483228799000000)}};
	struct csm_zone *utc = zone_of("UTC");

	check_good("iso", utc, good, LENGTH(good));
	check_good("%Y-%m-%dT%H:%M:%SZ", utc, good, 1);
	csm_zone_free(utc);
}
END_TEST

START_TEST(what_is_not_iso_is_refused_with_its_reason)
{
	static const char not_iso[] = "not an ISO date or time";
	static const struct bad bad[] = {{"", "empty"}, {" ", not_iso}, {"20", not_iso},
	    {"2026-11-2", not_iso}, {"2026-1-20", not_iso}, {"20261120", not_iso},
	    {"2026/11/20", not_iso}, {" 2026-11-20", not_iso}, {"2026-11-20 ", not_iso},
	    {"2026-11-20T", not_iso}, {"2026-11-20T10", not_iso},
	    {"2026-11-20T10:2", not_iso}, {"2026-11-20T10:20:", not_iso},
	    {"2026-11-20T10:20:3", not_iso}, {"2026-11-20T10:20:30.", not_iso},
	    {"2026-11-20T10:20:30.Z", not_iso}, {"2026-11-20T10:20:30 ", not_iso},
	    {"2026-11-20T10:20:30  Z", not_iso}, {"2026-11-20T10:20:30ZZ", not_iso},
	    {"2026-11-20T10:20:30 CET", not_iso}, {"2026-11-20T10:20:30+2", not_iso},
	    {"2026-11-20T10:20:30+02:", not_iso}, {"2026-11-20T10:20:30+02:0", not_iso},
	    {"2026-11-20T10:20:30+02000", not_iso}, {"2026-11-20T10:20:30+0a", not_iso},
	    {"2026-11-20_10:20:30", not_iso}, {"2026-11-20Z", not_iso},
	    {"2026-11-20+02:00", not_iso}, {"2o26-11-20", not_iso},
	    {"2026-11-20T1o:20", not_iso}, {"-026-11-20", not_iso},
	    {"2026-11-20T10:20:-3", not_iso}, {"1795170030", not_iso},
	    {"20-11-2026", not_iso}, {"2026-11-20T10.20.30", not_iso},
	    {"2026-13-20", "month 13"}, {"2026-00-20", "month 00"},
	    {"2026-11-31", "no such day"}, {"2026-11-00", "no such day"},
	    {"2023-02-29T10:00Z", "no such day"},
	    {"2026-11-20T24:00:00", "hour 24; write 00:00 of the next day"},
	    {"2026-11-20T25:00:00", "no such hour"},
	    {"2026-11-20T10:60", "no such minute"},
	    {"2026-11-20T10:20:61", "no such second"},
	    {"2026-11-20T10:20:30+24:00", "no such offset from UTC"},
	    {"2026-11-20T10:20:30+02:60", "no such offset from UTC"},
	    {"1969-12-31", OUTSIDE}, {"1969-12-31T23:59:59Z", OUTSIDE},
	    {"1970-01-01T00:59:59+01:00", OUTSIDE}, {"2106-01-01", OUTSIDE},
	    {"2105-12-31T23:59:59-00:01", OUTSIDE}, {"0000-01-01", OUTSIDE},
	    {"9999-12-31", OUTSIDE}};
	struct csm_zone *utc = zone_of("UTC");
	struct csm_stamp stamp;
	int range;

	check_bad("iso", utc, bad, LENGTH(bad));
	ck_assert_ptr_nonnull(parse("iso", utc, "2026-11-20\0", 11, &stamp, &range));
	ck_assert_ptr_nonnull(
	    parse("iso", utc, "2026-11-20T10:20:3\0", 19, &stamp, &range));
	csm_zone_free(utc);
}
END_TEST

START_TEST(every_truncation_of_a_time_stays_within_its_bytes)
{
	static const char text[] = "2026-11-20T10:20:30.123456 +02:00";
	struct csm_zone *utc = zone_of("UTC");
	struct csm_stamp stamp;
	int range;

	for (size_t n = 0; n < sizeof text; n++) {
		static const char *const formats[] = {
		    "iso", "epoch", "epoch_ms", "%Y-%m-%dT%H:%M:%S"};
		for (size_t f = 0; f < LENGTH(formats); f++)
			parse(formats[f], utc, text, n, &stamp, &range);
	}
	csm_zone_free(utc);
}
END_TEST

/* Instants from python3's zoneinfo. */
START_TEST(a_time_without_a_zone_is_on_the_runs_clocks)
{
	static const struct good good[] = {
	    {"2024-03-31 01:59:59", 19813, INT64_C(1711846799000000)},
	    {"2024-03-31 02:30", 19813, INT64_C(1711848600000000)}, /* skipped */
	    {"2024-10-27 02:30", 20023, INT64_C(1729989000000000)}, /* twice */
	    {"2024-10-27T02:30+01:00", 20023, INT64_C(1729992600000000)},
	    {"2024-10-27T22:59:59Z", 20023, INT64_C(1730069999000000)},
	    {"2024-10-27T23:00:00Z", 20024, INT64_C(1730070000000000)},
	    {"2026-11-20", DAY, MIDNIGHT - HOUR}, {"1970-01-01", 0, -HOUR},
	    {"1969-12-31T23:30Z", 0, -HOUR / 2}};
	static const struct bad bad[] = {
	    {"1969-12-31T22:59:59Z", OUTSIDE}, {"2105-12-31T23:00:00Z", OUTSIDE}};
	struct csm_zone *zone;

	if (access("/usr/share/zoneinfo/Europe/Stockholm", R_OK) != 0)
		return;
	zone = zone_of("Europe/Stockholm");
	check_good("iso", zone, good, LENGTH(good));
	check_bad("iso", zone, bad, LENGTH(bad));
	csm_zone_free(zone);
}
END_TEST

START_TEST(a_date_that_a_zone_skipped_is_the_day_after)
{
	/* its midnight lands after the gap: 2011-12-30T10:00Z, the 31st in Apia */
	static const struct good good[] = {
	    {"2011-12-30", 15339, INT64_C(1325239200000000)},
	    {"2011-12-31", 15339, INT64_C(1325239200000000)}};
	struct csm_zone *zone;

	if (access("/usr/share/zoneinfo/Pacific/Apia", R_OK) != 0)
		return;
	zone = zone_of("Pacific/Apia");
	check_good("iso", zone, good, LENGTH(good));
	csm_zone_free(zone);
}
END_TEST

START_TEST(epochs_are_read_in_their_unit)
{
	static const struct good s[] = {{"1795170030", DAY, MORNING},
	    {"1795170030.5", DAY, MORNING + 500000},
	    {"1795170030.1234567", DAY, MORNING + 123456},
	    {"1795170030.0", DAY, MORNING}, {"0", 0, 0}, {"-0", 0, 0},
	    {"0000000000000000001", 0, 1000000},
	    {"4291747199", 49672, INT64_C(4291747199000000)}};
	static const struct good ms[] = {{"1795170030000", DAY, MORNING},
	    {"1795170030001", DAY, MORNING + 1000},
	    {"1795170030001.25", DAY, MORNING + 1250},
	    {"1795170030000.0", DAY, MORNING}};
	static const struct good us[] = {{"1795170030000001", DAY, MORNING + 1},
	    {"1795170030000001.9", DAY, MORNING + 1}};
	static const struct bad bad[] = {{"", "empty"},
	    {"-", "not a number of seconds"}, {".5", "not a number of seconds"},
	    {"5.", "not a number of seconds"}, {"+5", "not a number of seconds"},
	    {" 5", "not a number of seconds"}, {"5 ", "not a number of seconds"},
	    {"1e9", "not a number of seconds"}, {"0x10", "not a number of seconds"},
	    {"1,5", "not a number of seconds"},
	    {"2026-11-20", "not a number of seconds"},
	    {"NaN", "not a number of seconds"}, {"1.2.3", "not a number of seconds"},
	    {"-1", OUTSIDE}, {"-0.5", OUTSIDE}, {"4291747200", OUTSIDE},
	    {"1795170030000", OUTSIDE}, {"9223372036854775807", OUTSIDE},
	    {"9223372036854775808", OUTSIDE}, {"-9223372036854775809", OUTSIDE},
	    {"99999999999999999999999999999999999999999", OUTSIDE}};
	static const struct bad bad_ms[] = {{"x", "not a number of milliseconds"},
	    {"-1", OUTSIDE}, {"9223372036854775807", OUTSIDE},
	    {"1795170030000000", OUTSIDE}};
	static const struct bad bad_us[] = {{"x", "not a number of microseconds"},
	    {"-1", OUTSIDE}, {"9223372036854775807", OUTSIDE},
	    {"99999999999999999999", OUTSIDE}};
	struct csm_zone *utc = zone_of("UTC");

	check_good("epoch", utc, s, LENGTH(s));
	check_good("epoch_ms", utc, ms, LENGTH(ms));
	check_good("epoch_us", utc, us, LENGTH(us));
	check_bad("epoch", utc, bad, LENGTH(bad));
	check_bad("epoch_ms", utc, bad_ms, LENGTH(bad_ms));
	check_bad("epoch_us", utc, bad_us, LENGTH(bad_us));
	csm_zone_free(utc);
}
END_TEST

/* Days from python3's datetime.strptime with the same pattern. */
START_TEST(patterns_are_those_of_strptime)
{
	static const struct {
		const char *pattern;
		struct good good;
	} known[] = {{"%d-%m-%Y", {"20-11-2026", DAY, MIDNIGHT}},
	    {"%d.%m.%Y %H:%M:%S", {"20.11.2026 10:20:30", DAY, MORNING}},
	    {"%m/%d/%Y %I:%M:%S %p", {"11/20/2026 10:20:30 AM", DAY, MORNING}},
	    {"%m/%d/%Y %I:%M:%S %p",
		{"11/20/2026 10:20:30 PM", DAY, MORNING + 12 * HOUR}},
	    {"%A, %d %B %Y %H:%M", {"Friday, 20 November 2026 00:00", DAY, MIDNIGHT}},
	    {"%d %b %Y", {"20 nov 2026", DAY, MIDNIGHT}},
	    {"%Y %j", {"2024 060", 19782, INT64_C(1709164800000000)}},
	    {"%Y %U %w", {"2026 46 5", DAY, MIDNIGHT}},
	    {"%Y-%m", {"2026-11", 20758, INT64_C(1793491200000000)}},
	    {"%y%m%d", {"261120", DAY, MIDNIGHT}},
	    {"%F%%%T", {"2026-11-20%10:20:30", DAY, MORNING}},
	    {"%d/%b/%Y:%T %z", {"20/Nov/2026:12:20:30 +0200", DAY, MORNING}},
	    {"%Y-%m-%dT%H:%M:%S%z", {"2026-11-20T04:50:30-05:30", DAY, MORNING}},
	    {"at %s", {"at 1795170030", DAY, MORNING}}};
	struct csm_zone *utc = zone_of("UTC");

	for (size_t i = 0; i < LENGTH(known); i++)
		check_good(known[i].pattern, utc, &known[i].good, 1);
	csm_zone_free(utc);
}
END_TEST

START_TEST(a_pattern_with_an_offset_is_converted_and_one_without_is_not)
{
	static const struct good with[] = {{"2026-11-20 10:20:30 +0000", DAY, MORNING},
	    {"2026-11-20 23:30:00 +0000", DAY + 1, MIDNIGHT + 23 * HOUR + HOUR / 2}};
	static const struct good without[] = {{"2026-11-20 11:20:30", DAY, MORNING},
	    {"2026-11-20 23:30:00", DAY, MIDNIGHT + 22 * HOUR + HOUR / 2}};
	struct csm_zone *zone;

	if (access("/usr/share/zoneinfo/Europe/Stockholm", R_OK) != 0)
		return;
	/* the process's own zone must not matter, not even to %s */
	setenv("TZ", "America/New_York", 1);
	zone = zone_of("Europe/Stockholm");
	check_good("%Y-%m-%d %H:%M:%S %z", zone, with, LENGTH(with));
	check_good("%Y-%m-%d %H:%M:%S", zone, without, LENGTH(without));
	check_good("%s", zone, &(struct good){"1795170030", DAY, MORNING}, 1);
	unsetenv("TZ");
	csm_zone_free(zone);
}
END_TEST

START_TEST(a_text_that_does_not_match_its_pattern_is_refused)
{
	static const char no_match[] = "does not match the time format";
	static const struct bad bad[] = {{"", "empty"}, {"20-11-2026x", no_match},
	    {"20-11-2026 ", no_match}, {"20-11-", no_match}, {"x20-11-2026", no_match},
	    {"2026-11-20", no_match}, {"20-13-2026", no_match},
	    {"32-01-2026", no_match}, {"31-11-2026", "no such day"},
	    {"29-02-2023", "no such day"}, {"00-11-2026", no_match},
	    {"20-11-1969", OUTSIDE}, {"01-01-2106", OUTSIDE}};
	static const struct {
		const char *pattern;
		struct bad bad;
	} known[] = {{"%H:%M", {"10:20", "the time format gives no year"}},
	    {"%d %b", {"20 Nov", "the time format gives no year"}},
	    {"%Y %j", {"2023 366", "no such day"}},
	    {"%Y-%m-%d %H", {"2026-11-20 24", no_match}},
	    {"%Y-%m-%d %H:%M:%S", {"2026-11-20 10:20:61", "no such second"}},
	    {"%Y-%m-%d %z", {"2026-11-20", no_match}}, {"%s", {"-1", no_match}},
	    {"%s", {"99999999999", OUTSIDE}}, {"%s", {"3524352424352428", OUTSIDE}},
	    {"%s", {"67767976233532799", OUTSIDE}},
	    {"%s", {"999999999999999999", no_match}},
	    /* strptime itself reads this one as 2026-11-20: it is 2^64 seconds more */
	    {"%s", {"18446744075504721646", "number of seconds too large"}},
	    {"%s", {"37686678327636678320000", "number of seconds too large"}},
	    {"%s", {"99999999999999", OUTSIDE}}};
	struct csm_zone *utc = zone_of("UTC");

	check_bad("%d-%m-%Y", utc, bad, LENGTH(bad));
	for (size_t i = 0; i < LENGTH(known); i++)
		check_bad(known[i].pattern, utc, &known[i].bad, 1);
	csm_zone_free(utc);
}
END_TEST

START_TEST(a_text_too_long_or_with_nul_is_refused_before_a_pattern_is_tried)
{
	struct csm_zone *utc = zone_of("UTC");
	struct csm_stamp stamp;
	char text[201];
	int range;

	memset(text, ' ', sizeof text);
	memcpy(text + 190, "20-11-2026", 10);
	ck_assert_ptr_null(parse("%n%d-%m-%Y", utc, text, 200, &stamp, &range));
	ck_assert_int_eq(stamp.day, DAY);
	ck_assert_str_eq(parse("%n%d-%m-%Y", utc, text, 201, &stamp, &range),
	    "longer than 200 bytes");
	ck_assert_str_eq(
	    parse("%d-%m-%Y", utc, "20-11-2026\0", 11, &stamp, &range), "NUL byte");
	csm_zone_free(utc);
}
END_TEST

START_TEST(formats_are_the_four_words_or_a_pattern_strptime_keeps)
{
	static const char *const bad[] = {"", "ISO", "iso8601", "epoch_ns",
	    "dd-mm-yyyy", "%", "%Y-%", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %Z",
	    "%G-W%V-%u", "%Ey", "%Od", "%Q", "%5Y", "%-d"};
	struct csm_stamp_format f = {0};

	for (size_t i = 0; i < LENGTH(bad); i++)
		ck_assert_msg(csm_stamp_format_parse(bad[i], &f) == -1, "%s", bad[i]);
	ck_assert_int_eq(csm_stamp_format_parse("iso", &f), 0);
	ck_assert_int_eq(f.kind, CSM_STAMP_ISO);
	ck_assert_int_eq(csm_stamp_format_parse("epoch_us", &f), 0);
	ck_assert_int_eq(f.kind, CSM_STAMP_EPOCH_US);
	ck_assert_int_eq(csm_stamp_format_parse("%Y%%", &f), 0);
	ck_assert_int_eq(f.kind, CSM_STAMP_PATTERN);
	ck_assert_str_eq(f.pattern, "%Y%%");
}
END_TEST

START_TEST(detection_reads_iso)
{
	struct csm_stamp_format f = {.kind = CSM_STAMP_DETECT};
	struct csm_zone *utc = zone_of("UTC");
	struct csm_stamp stamp;
	int range;

	ck_assert_ptr_null(
	    csm_stamp_parse(&f, utc, "2026-11-20T10:20:30Z", 20, &stamp, &range));
	ck_assert_int_eq(stamp.day, DAY);
	ck_assert_ptr_nonnull(
	    csm_stamp_parse(&f, utc, "20-11-2026", 10, &stamp, &range));
	csm_zone_free(utc);
}
END_TEST

START_TEST(the_ambiguous_shape_is_recognised_and_nothing_else)
{
	static const struct {
		const char *text;
		int is, first, second;
	} known[] = {{"03-04-2026", 1, 3, 4}, {"3/4/2026", 1, 3, 4},
	    {"03.04.2026 10:20", 1, 3, 4}, {"13/04/2026 10:20:30", 1, 13, 4},
	    {"3/4/2026T9:05", 1, 3, 4}, {"99-99-2026", 1, 99, 99},
	    {"3/4/2026 25:61", 1, 3, 4}, {"", 0, 0, 0}, {"3", 0, 0, 0}, {"3/", 0, 0, 0},
	    {"3/4", 0, 0, 0}, {"3/4/", 0, 0, 0}, {"3/4/26", 0, 0, 0},
	    {"3/4/20267", 0, 0, 0}, {"003/4/2026", 0, 0, 0}, {"3/004/2026", 0, 0, 0},
	    {"3/4-2026", 0, 0, 0}, {"3 4 2026", 0, 0, 0}, {"/4/2026", 0, 0, 0},
	    {"3//2026", 0, 0, 0}, {"2026-03-04", 0, 0, 0}, {"3/4/2026 ", 0, 0, 0},
	    {"3/4/2026 10", 0, 0, 0}, {"3/4/2026 10:2", 0, 0, 0},
	    {"3/4/2026 10:20:", 0, 0, 0}, {"3/4/2026 10:20x30", 0, 0, 0},
	    {"3/4/2026 10:20:3x", 0, 0, 0}, {"3/4/2026x10:20", 0, 0, 0},
	    {"3/4/2o26", 0, 0, 0}, {" 3/4/2026", 0, 0, 0}, {"-3/4/2026", 0, 0, 0}};

	for (size_t i = 0; i < LENGTH(known); i++) {
		size_t len = strlen(known[i].text);
		char *copy = malloc(len == 0 ? 1 : len);
		int first = 0, second = 0;

		memcpy(copy, known[i].text, len);
		ck_assert_msg(
		    csm_stamp_ambiguous(copy, len, &first, &second) == known[i].is,
		    "%s", known[i].text);
		ck_assert_int_eq(first, known[i].first);
		ck_assert_int_eq(second, known[i].second);
		free(copy);
	}
}
END_TEST

START_TEST(once_the_order_is_known_the_ambiguous_shape_is_a_time)
{
	static const struct {
		int day_first;
		struct good good;
	} known[] = {{1, {"20-11-2026", DAY, MIDNIGHT}},
	    {0, {"11/20/2026", DAY, MIDNIGHT}},
	    {1, {"20.11.2026 10:20:30", DAY, MORNING}},
	    {0, {"11/20/2026 9:00", DAY, MIDNIGHT + 9 * HOUR}}};
	static const struct {
		int day_first;
		struct bad bad;
	} wrong[] = {{1, {"11/20/2026", "month 20"}}, {0, {"20/11/2026", "month 20"}},
	    {1, {"31/11/2026", "no such day"}}, {1, {"0/11/2026", "no such day"}},
	    {1, {"20/11/2026 24:00", "hour 24; write 00:00 of the next day"}},
	    {1, {"20/11/1969", OUTSIDE}},
	    {1, {"2026-11-20", "not a date day-month-year"}},
	    {0, {"2026-11-20", "not a date month-day-year"}}};
	struct csm_zone *utc = zone_of("UTC");
	struct csm_stamp stamp;
	int range;

	for (size_t i = 0; i < LENGTH(known); i++) {
		const char *text = known[i].good.text;

		ck_assert_ptr_null(csm_stamp_parse_ordered(
		    known[i].day_first, utc, text, strlen(text), &stamp, &range));
		ck_assert_int_eq(stamp.day, known[i].good.day);
		ck_assert_int_eq(stamp.micros, known[i].good.micros);
	}
	for (size_t i = 0; i < LENGTH(wrong); i++) {
		const char *text = wrong[i].bad.text;
		const char *why = csm_stamp_parse_ordered(
		    wrong[i].day_first, utc, text, strlen(text), &stamp, &range);

		ck_assert_msg(why != NULL, "%s", text);
		ck_assert_str_eq(why, wrong[i].bad.why);
		ck_assert_int_eq(range, strcmp(why, OUTSIDE) == 0);
	}
	csm_zone_free(utc);
}
END_TEST

TEST_MAIN("stamp", every_iso_shape_is_read, a_leap_second_stays_in_its_minute_and_day,
    what_is_not_iso_is_refused_with_its_reason,
    every_truncation_of_a_time_stays_within_its_bytes,
    a_time_without_a_zone_is_on_the_runs_clocks,
    a_date_that_a_zone_skipped_is_the_day_after, epochs_are_read_in_their_unit,
    patterns_are_those_of_strptime,
    a_pattern_with_an_offset_is_converted_and_one_without_is_not,
    a_text_that_does_not_match_its_pattern_is_refused,
    a_text_too_long_or_with_nul_is_refused_before_a_pattern_is_tried,
    formats_are_the_four_words_or_a_pattern_strptime_keeps, detection_reads_iso,
    the_ambiguous_shape_is_recognised_and_nothing_else,
    once_the_order_is_known_the_ambiguous_shape_is_a_time)
