#include "time/zone.h"

#include "test.h"
#include "time/tzif.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char told[512];

static void
keep(void *ctx, const struct csm_message *m)
{
	(void)ctx;
	snprintf(told, sizeof told, "%s", m->text);
}

static struct csm_zone *
open_zone(const char *name)
{
	struct csm_diag d;
	struct csm_zone *zone;

	told[0] = '\0';
	csm_diag_init(&d, keep, NULL);
	zone = csm_zone_open(name, &d);
	ck_assert_uint_eq(d.count[CSM_E_CONFIG], zone == NULL);
	return zone;
}

static int
has_database(void)
{
	return access("/usr/share/zoneinfo/Europe/Stockholm", R_OK) == 0;
}

/* ---- zone files made by hand ---- */

static size_t
put32(unsigned char *p, int64_t n)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)((uint64_t)n >> (24 - 8 * i));
	return 4;
}

static size_t
put_header(unsigned char *p, char version, int leaps, int times, int types)
{
	memset(p, 0, 44);
	memcpy(p, "TZif", 4);
	p[4] = (unsigned char)version;
	put32(p + 28, leaps);
	put32(p + 32, times);
	put32(p + 36, types);
	put32(p + 40, 4);
	return 44;
}

/* Offset 0, or 1 h from `at` on (`wide` bytes an instant). */
static size_t
put_block(unsigned char *p, int wide, int64_t at)
{
	unsigned char *start = p;

	if (wide == 8)
		p += put32(p, at >> 32);
	p += put32(p, at);
	*p++ = 1;
	p += put32(p, 0), *p++ = 0, *p++ = 0;
	p += put32(p, 3600), *p++ = 0, *p++ = 0;
	memcpy(p, "ABC", 4);
	return (size_t)(p + 4 - start);
}

static size_t
make_file(unsigned char *p, char version, int64_t at, const char *footer)
{
	unsigned char *start = p;

	p += put_header(p, version, 0, 1, 2);
	p += put_block(p, 4, 0);
	if (version != 0) {
		p += put_header(p, version, 0, 1, 2);
		p += put_block(p, 8, at);
		p += sprintf((char *)p, "\n%s\n", footer);
	}
	return (size_t)(p - start);
}

static int32_t
offset_at(const struct csm_tzif *tz, int64_t t)
{
	int32_t offset = tz->first;

	for (size_t i = 0; i < tz->n && tz->change[i].at <= t; i++)
		offset = tz->change[i].offset;
	return offset;
}

START_TEST(utc_needs_no_file_and_has_no_offset)
{
	struct csm_zone *utc;

	setenv("TZDIR", "not-there", 1);
	utc = open_zone("UTC");
	unsetenv("TZDIR");
	ck_assert_ptr_nonnull(utc);
	ck_assert_str_eq(csm_zone_name(utc), "UTC");
	ck_assert_int_eq(csm_zone_offset(utc, 0), 0);
	ck_assert_int_eq(csm_zone_offset(utc, INT64_MAX), 0);
	ck_assert_int_eq(csm_zone_offset(utc, INT64_MIN), 0);
	ck_assert_int_eq(csm_zone_instant(utc, 1711850400), 1711850400);
	ck_assert_int_eq(csm_zone_day(utc, 86399), 0);
	ck_assert_int_eq(csm_zone_day(utc, 86400), 1);
	ck_assert_int_eq(csm_zone_day(utc, 0), 0);
	ck_assert_int_eq(csm_zone_day(utc, -1), -1);
	ck_assert_int_eq(csm_zone_day(utc, -86400), -1);
	ck_assert_int_eq(csm_zone_day(utc, -86401), -2);
	csm_zone_free(utc);
}
END_TEST

/*
 * Changes in the past, from python3's zoneinfo (fromtimestamp(t, zone).utcoffset(),
 * narrowed down to the second).
 */
START_TEST(known_changes_of_real_zones_happen_at_their_second)
{
	static const struct {
		const char *zone;
		int64_t at;
		int32_t before, after;
	} known[] = {{"Europe/Stockholm", 1711846800, 3600, 7200},
	    {"Europe/Stockholm", 1729990800, 7200, 3600},
	    {"America/New_York", 1143961200, -18000, -14400},
	    {"America/New_York", 1162101600, -14400, -18000},
	    {"America/New_York", 1173596400, -18000, -14400},
	    {"America/New_York", 1194156000, -14400, -18000},
	    {"Australia/Lord_Howe", 1680361200, 39600, 37800},
	    {"Australia/Lord_Howe", 1696087800, 37800, 39600},
	    {"America/St_Johns", 1299987060, -12600, -9000},
	    {"America/St_Johns", 1320553800, -9000, -12600},
	    {"Pacific/Apia", 1316872800, -39600, -36000},
	    {"Pacific/Apia", 1325239200, -36000, 50400},
	    {"Africa/Casablanca", 1679191200, 3600, 0},
	    {"Africa/Casablanca", 1682215200, 0, 3600},
	    {"Europe/Dublin", 1711846800, 0, 3600},
	    {"Africa/Monrovia", 63593070, -2670, 0}, {"Asia/Kolkata", 0, 19800, 19800},
	    {"Asia/Kolkata", 1711846800, 19800, 19800}};

	if (!has_database())
		return;
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		struct csm_zone *zone = open_zone(known[i].zone);

		ck_assert_msg(zone != NULL, "%s", told);
		ck_assert_int_eq(
		    csm_zone_offset(zone, known[i].at - 1), known[i].before);
		ck_assert_int_eq(csm_zone_offset(zone, known[i].at), known[i].after);
		ck_assert_int_eq(
		    csm_zone_offset(zone, known[i].at - 1), known[i].before);
		csm_zone_free(zone);
	}
}
END_TEST

/* Civil times and instants from python3: datetime(..., tzinfo=zone, fold=0). */
START_TEST(a_skipped_time_lands_after_the_gap_and_a_double_one_is_the_first)
{
	static const struct {
		const char *zone;
		int64_t local, utc;
	} known[] = {{"Europe/Stockholm", 1711850399, 1711846799}, /* 01:59:59 */
	    {"Europe/Stockholm", 1711850400, 1711846800},          /* 02:00 skipped */
	    {"Europe/Stockholm", 1711852200, 1711848600},          /* 02:30 skipped */
	    {"Europe/Stockholm", 1711854000, 1711846800},          /* 03:00 */
	    {"Europe/Stockholm", 1729994399, 1729987199},          /* 01:59:59 */
	    {"Europe/Stockholm", 1729996200, 1729989000},          /* 02:30, twice */
	    {"Europe/Stockholm", 1729998000, 1729994400},          /* 03:00 */
	    {"Australia/Lord_Howe", 1696126500, 1696088700},       /* 02:15 skipped */
	    {"Australia/Lord_Howe", 1680399900, 1680360300},       /* 01:45, twice */
	    {"Pacific/Apia", 1325246400, 1325282400},      /* the skipped day's noon */
	    {"Pacific/Apia", 1325289600, 1325239200},      /* 2011-12-31 00:00 */
	    {"America/Sao_Paulo", 1541289600, 1541300400}, /* no midnight */
	    {"America/St_Johns", 1299974430, 1299987030},
	    {"America/St_Johns", 1320535800, 1320544800}};

	if (!has_database())
		return;
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		struct csm_zone *zone = open_zone(known[i].zone);

		ck_assert_msg(zone != NULL, "%s", told);
		ck_assert_int_eq(csm_zone_instant(zone, known[i].local), known[i].utc);
		ck_assert_int_eq(
		    csm_zone_instant(zone, 0) + csm_zone_offset(zone, 0), 0);
		ck_assert_int_eq(csm_zone_instant(zone, known[i].local), known[i].utc);
		csm_zone_free(zone);
	}
}
END_TEST

START_TEST(the_day_apia_skipped_has_no_instants)
{
	struct csm_zone *zone;

	if (!has_database())
		return;
	zone = open_zone("Pacific/Apia");
	ck_assert_ptr_nonnull(zone);
	/* 2011-12-29 is day 15337; the next instant is on 2011-12-31 */
	ck_assert_int_eq(csm_zone_day(zone, 1325239199), 15337);
	ck_assert_int_eq(csm_zone_day(zone, 1325239200), 15339);
	csm_zone_free(zone);
}
END_TEST

/*
 * Rules far ahead, so that no later law changes them; from python3's
 * zoneinfo.ZoneInfo.from_file() on a file with no changes and that footer.  Those of
 * days counted from 0 are from TZ=... date -d @N, since python counts them from 1.
 */
START_TEST(the_footers_rule_holds_after_the_table)
{
	static const struct {
		const char *footer;
		int64_t at;
		int32_t before, after;
	} known[] = {{"CET-1CEST,M3.5.0,M10.5.0/3", 2216250000, 3600, 7200},
	    {"CET-1CEST,M3.5.0,M10.5.0/3", 2234998800, 7200, 3600},
	    {"CET-1CEST,M3.5.0,M10.5.0/3", 4254426000, 7200, 3600},
	    {"EST5EDT,M3.2.0,M11.1.0", 3982287600, -18000, -14400},
	    {"EST5EDT,M3.2.0,M11.1.0", 4255048800, -14400, -18000},
	    {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2216818800, 39600, 37800},
	    {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 4252577400, 37800, 39600},
	    {"IST-1GMT0,M10.5.0,M3.5.0/1", 2216250000, 0, 3600},
	    {"IST-1GMT0,M10.5.0,M3.5.0/1", 4254426000, 3600, 0},
	    {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 3983475600, -7200, -3600},
	    {"EET-2EEST,M3.4.4/50,M10.4.4/50", 3983385600, 7200, 10800},
	    {"EET-2EEST,M3.4.4/50,M10.4.4/50", 4254332400, 10800, 7200},
	    {"AAA3BBB,J60/0,J300", 2214183600, -10800, -7200},
	    {"AAA3BBB,J60/0,J300", 4254523200, -7200, -10800},
	    {"AAA3BBB,59/0,299", 2214097200, -10800, -7200},
	    {"AAA3BBB,59/0,299", 4254436800, -7200, -10800},
	    {"XXX3EDT4,0/0,J365/23", 2216250000, -14400, -14400},
	    {"XXX3EDT4,0/0,J365/23", 4102444800, -14400, -14400},
	    {"WWW-5:30:15VVV,M2.5.1/-167,M9.1.3/167", 2213292585, 19815, 23415},
	    {"WWW-5:30:15VVV,M2.5.1/-167,M9.1.3/167", 4250420985, 23415, 19815},
	    {"<+03>-3", 4102444800, 3600, 3600}, {"", 4102444800, 3600, 3600}};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		unsigned char file[512];
		struct csm_tzif tz;
		size_t len = make_file(file, '2', 1000000000, known[i].footer);
		const char *why = csm_tzif_decode(file, len, &tz);

		ck_assert_msg(why == NULL, "%s %s", known[i].footer, why);
		ck_assert_int_eq(offset_at(&tz, 999999999), 0);
		ck_assert_int_eq(offset_at(&tz, 1000000000), 3600);
		ck_assert_int_eq(offset_at(&tz, known[i].at - 1), known[i].before);
		ck_assert_int_eq(offset_at(&tz, known[i].at), known[i].after);
		csm_tzif_fini(&tz);
	}
}
END_TEST

START_TEST(a_footer_that_is_no_rule_is_refused)
{
	static const char *const bad[] = {"CET", "CET-", "CE-1", "<+03-3", "<+0>3",
	    "CET-25", "CET-1:60", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,",
	    "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M0.5.0,M10.5.0",
	    "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.0.0,M10.5.0",
	    "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J10", "CET-1CEST,J366,J10",
	    "CET-1CEST,366,10", "CET-1CEST,M3.5.0/168,M10.5.0",
	    "CET-1CEST,M3.5.0/-168,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0/3 ",
	    "CET-1CEST,M3.5.0,M10.5.0/3x", "CET-1CEST,M3.5,M10.5.0", " CET-1",
	    "CET-99999999999999999999", "CET-1CEST,M3.5.0/,M10.5.0"};
	unsigned char file[512];
	struct csm_tzif tz;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		size_t len = make_file(file, '3', 0, bad[i]);
		const char *why = csm_tzif_decode(file, len, &tz);

		ck_assert_msg(why != NULL, "%s", bad[i]);
		ck_assert_str_eq(why, "has a bad footer");
	}
}
END_TEST

START_TEST(version_1_and_later_versions_are_read)
{
	static const char versions[] = {0, '2', '3', '4', '5'};
	unsigned char file[512];
	struct csm_tzif tz;

	for (size_t i = 0; i < sizeof versions; i++) {
		size_t len = make_file(file, versions[i], 0, "ABC-1");

		ck_assert_ptr_null(csm_tzif_decode(file, len, &tz));
		ck_assert_uint_eq(tz.n, 1);
		ck_assert_int_eq(offset_at(&tz, -1), 0);
		ck_assert_int_eq(offset_at(&tz, 0), 3600);
		csm_tzif_fini(&tz);
	}
	ck_assert_str_eq(csm_tzif_decode(file, make_file(file, '1', 0, ""), &tz),
	    "has an unknown version");
}
END_TEST

START_TEST(every_truncation_of_a_file_is_refused_within_its_bounds)
{
	unsigned char file[512];
	size_t len = make_file(file, '2', 0, "CET-1CEST,M3.5.0,M10.5.0/3");

	for (size_t n = 0; n < len; n++) {
		/* a copy of exactly n bytes, so that a sanitizer sees any read past it
		 */
		unsigned char *copy = malloc(n == 0 ? 1 : n);
		struct csm_tzif tz;

		memcpy(copy, file, n);
		ck_assert_msg(csm_tzif_decode(copy, n, &tz) != NULL, "%zu bytes", n);
		ck_assert_ptr_null(tz.change);
		free(copy);
	}
}
END_TEST

START_TEST(damaged_bytes_never_lead_out_of_bounds)
{
	unsigned char file[512], *copy;
	size_t len = make_file(file, '2', 0, "CET-1CEST,M3.5.0,M10.5.0/3");
	uint32_t random = 1;

	copy = malloc(len);
	for (int round = 0; round < 20000; round++) {
		struct csm_tzif tz;

		memcpy(copy, file, len);
		for (int flips = 0; flips <= round % 4; flips++) {
			random = random * 1664525u + 1013904223u;
			copy[(random >> 8) % len] = (unsigned char)(random >> 24);
		}
		if (csm_tzif_decode(copy, len, &tz) == NULL)
			ck_assert_int_lt(abs(offset_at(&tz, 4000000000)), 100000);
		csm_tzif_fini(&tz);
	}
	free(copy);
}
END_TEST

START_TEST(damage_is_named)
{
	unsigned char file[512], copy[512];
	struct csm_tzif tz;
	size_t len = make_file(file, '2', 0, "");
	size_t block = 44 + 21 + 44; /* where the second data block starts */

	memcpy(copy, file, len);
	copy[0] = 't';
	ck_assert_str_eq(csm_tzif_decode(copy, len, &tz), "is not a time zone file");
	memcpy(copy, file, len);
	copy[block - 44] = 't';
	ck_assert_str_eq(csm_tzif_decode(copy, len, &tz), "is not a time zone file");
	memcpy(copy, file, len);
	copy[block - 44 + 39] = 0;
	ck_assert_ptr_nonnull(csm_tzif_decode(copy, len, &tz));
	memcpy(copy, file, len);
	copy[44 + 32 + 3] = 255; /* four billion changes */
	memset(copy + block - 12, 255, 4);
	ck_assert_str_eq(csm_tzif_decode(copy, len, &tz), "ends early");
	memcpy(copy, file, len);
	copy[block + 8] = 2;
	ck_assert_str_eq(
	    csm_tzif_decode(copy, len, &tz), "uses an offset it does not define");
	memcpy(copy, file, len);
	copy[block + 9] = 127;
	ck_assert_str_eq(csm_tzif_decode(copy, len, &tz), "has an impossible offset");
	memcpy(copy, file, len);
	copy[len - 2] = 'x';
	ck_assert_str_eq(csm_tzif_decode(copy, len, &tz), "has a bad footer");
}
END_TEST

START_TEST(an_unknown_zone_is_reported_with_the_nearest_name)
{
	static const struct {
		const char *name, *text;
	} bad[] = {{"Europe/Stokholm", "unknown time zone \"Europe/Stokholm\"; did you "
				       "mean \"Europe/Stockholm\"?"},
	    {"europe/stockholm", "unknown time zone \"europe/stockholm\"; did you mean "
				 "\"Europe/Stockholm\"?"},
	    {"Stockholm", "unknown time zone \"Stockholm\"; did you mean "
			  "\"Europe/Stockholm\"?"},
	    {"qqqqqqqqqqqq", "unknown time zone \"qqqqqqqqqqqq\""}};

	if (!has_database())
		return;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		ck_assert_ptr_null(open_zone(bad[i].name));
		ck_assert_str_eq(told, bad[i].text);
	}
}
END_TEST

START_TEST(a_name_that_leaves_the_database_is_refused)
{
	static const char *const bad[] = {"", "/etc/passwd", "../../../etc/passwd",
	    "..", "Europe/../Europe/Stockholm", "Europe/..", "./UTC", ".hidden",
	    "Europe//../x", "Europe/Stock holm", "Europe\\Stockholm", "Europe",
	    "Europe/Stockholm\n"};
	char longest[4096];

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		ck_assert_msg(open_zone(bad[i]) == NULL, "%s", bad[i]);
		ck_assert_ptr_nonnull(strstr(told, "unknown time zone"));
	}
	memset(longest, 'x', sizeof longest);
	longest[sizeof longest - 1] = '\0';
	ck_assert_ptr_null(open_zone(longest));
	csm_zone_free(NULL);
}
END_TEST

static void
write_file(const char *dir, const char *name, const void *bytes, size_t len)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	f = fopen(path, "wb");
	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(bytes, 1, len, f), len);
	ck_assert_int_eq(fclose(f), 0);
}

START_TEST(tzdir_names_another_database)
{
	static const char tab[] = "# comment\nXX\t+00+00\tOwn/Place\tremark\n";
	char dir[] = "/tmp/csm-zone-XXXXXX", path[256];
	unsigned char file[512];
	size_t len = make_file(file, '2', 0, "ABC-1");
	struct csm_zone *zone;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	setenv("TZDIR", dir, 1);
	write_file(dir, "Mine", file, len);
	write_file(dir, "Broken", file, len - 3);
	write_file(dir, "zone1970.tab", tab, sizeof tab - 1);
	zone = open_zone("Mine");
	ck_assert_ptr_nonnull(zone);
	ck_assert_int_eq(csm_zone_offset(zone, 1), 3600);
	csm_zone_free(zone);
	ck_assert_ptr_null(open_zone("Broken"));
	ck_assert_ptr_nonnull(strstr(told, "Broken ends early"));
	ck_assert_ptr_null(open_zone("Own/Plaice"));
	ck_assert_str_eq(
	    told, "unknown time zone \"Own/Plaice\"; did you mean \"Own/Place\"?");
	setenv("TZDIR", "not-there", 1);
	ck_assert_ptr_null(open_zone("Europe/Stockholm"));
	ck_assert_str_eq(told,
	    "unknown time zone \"Europe/Stockholm\"; there is no "
	    "time zone database in not-there: install tzdata, or set "
	    "TZDIR to where it is");
	unsetenv("TZDIR");
	for (int i = 0; i < 3; i++) {
		static const char *const names[] = {"Mine", "Broken", "zone1970.tab"};
		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		ck_assert_int_eq(remove(path), 0);
	}
	ck_assert_int_eq(rmdir(dir), 0);
}
END_TEST

START_TEST(a_file_that_counts_leap_seconds_is_refused)
{
	unsigned char file[512] = {0}, *p = file;
	struct csm_tzif tz;

	p += put_header(p, 0, 1, 1, 2);
	p += put_block(p, 4, 0);
	p += put32(p, 78796800);
	p += put32(p, 1);
	ck_assert_str_eq(
	    csm_tzif_decode(file, (size_t)(p - file), &tz), "counts leap seconds");
}
END_TEST

TEST_MAIN("zone", utc_needs_no_file_and_has_no_offset,
    known_changes_of_real_zones_happen_at_their_second,
    a_skipped_time_lands_after_the_gap_and_a_double_one_is_the_first,
    the_day_apia_skipped_has_no_instants, the_footers_rule_holds_after_the_table,
    a_footer_that_is_no_rule_is_refused, version_1_and_later_versions_are_read,
    every_truncation_of_a_file_is_refused_within_its_bounds,
    damaged_bytes_never_lead_out_of_bounds, damage_is_named,
    an_unknown_zone_is_reported_with_the_nearest_name,
    a_name_that_leaves_the_database_is_refused, tzdir_names_another_database,
    a_file_that_counts_leap_seconds_is_refused)
