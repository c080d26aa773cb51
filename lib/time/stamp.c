#include "time/stamp.h"

#include "base/num.h"
#include "time/date.h"
#include "time/pattern.h"
#include "time/stamp_text.h"

#include <stdbool.h>
#include <string.h>

#define SECOND INT64_C(1000000) /* in microseconds */
#define DAY_SECONDS 86400
#define EXCEL_1970 25569 /* 1970-01-01 in a spreadsheet, which has a 1900-02-29 */
#define NOT_ISO "not an ISO date or time"

/* The range rule: the day is the local one.  *out is set on success only. */
static const char *
stamp_at(struct csm_zone *zone, int64_t utc, int32_t micros, struct csm_stamp *out,
    int *range)
{
	/* a day's slack each way for the offset; beyond it days would overflow */
	int32_t day = -1;

	if (utc >= -2 * DAY_SECONDS && utc <= (CSM_DAY_MAX + 2) * (int64_t)DAY_SECONDS)
		day = csm_zone_day(zone, utc);
	if (day < CSM_DAY_MIN || day > CSM_DAY_MAX) {
		*range = 1;
		return CSM_DATE_RANGE;
	}
	out->day = day;
	out->micros = utc * SECOND + micros;
	return NULL;
}

static const char *
check_clock(struct csm_clock *c)
{
	if (c->hour == 24)
		return "hour 24; write 00:00 of the next day";
	if (c->hour > 24)
		return "no such hour";
	if (c->minute > 59)
		return "no such minute";
	if (c->second > 60)
		return "no such second";
	/* A leap second has no instant of its own in the times of Unix: it keeps its
	 * minute. */
	if (c->second == 60)
		c->second = 59;
	return NULL;
}

const char *
csm_stamp_settle(const struct csm_civil *date, struct csm_clock *c,
    struct csm_zone *zone, struct csm_stamp *out, int *range)
{
	const char *why = csm_date_check(date->year, date->month, date->day);
	int64_t local;

	if (why != NULL || (why = check_clock(c)) != NULL)
		return why;
	local = csm_date_from_civil(date->year, date->month, date->day) *
		    (int64_t)DAY_SECONDS +
		c->hour * 3600 + c->minute * 60 + c->second;
	return stamp_at(zone,
	    c->has_zone ? local - c->offset : csm_zone_instant(zone, local), c->micros,
	    out, range);
}

/* [blank] Z, z, UTC, +HH, +HHMM or +HH:MM: all that is left. */
static const char *
scan_zone(const char *s, size_t len, struct csm_clock *c)
{
	unsigned bad = 0;
	int hours, minutes = 0;

	if (len != 0 && *s == ' ')
		s++, len--;
	c->has_zone = 1;
	if ((len == 1 && (*s == 'Z' || *s == 'z')) ||
	    (len == 3 && memcmp(s, "UTC", 3) == 0))
		return NULL;
	if (len < 3 || (*s != '+' && *s != '-'))
		return NOT_ISO;
	hours = csm_stamp_two(s + 1, &bad);
	if (len == 6 && s[3] == ':')
		minutes = csm_stamp_two(s + 4, &bad);
	else if (len == 5)
		minutes = csm_stamp_two(s + 3, &bad);
	else if (len != 3)
		return NOT_ISO;
	if (bad)
		return NOT_ISO;
	if (hours > 23 || minutes > 59)
		return "no such offset from UTC";
	c->offset = hours * 3600 + minutes * 60;
	if (*s == '-')
		c->offset = -c->offset;
	return NULL;
}

/* The digits after a second's point; places beyond the sixth are cut.  Returns how many
 * bytes they are. */
static size_t
scan_fraction(const char *s, size_t len, int32_t *micros)
{
	static const int32_t unit[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
	size_t n = 0;

	*micros = 0;
	for (; n < len && n < 6 && csm_stamp_is_digit(s[n]); n++)
		*micros = *micros * 10 + (s[n] - '0');
	*micros *= unit[n];
	while (n < len && csm_stamp_is_digit(s[n]))
		n++;
	return n;
}

/* HH:MM[:SS[.f...]][zone]: all that is left. */
static const char *
scan_clock(const char *s, size_t len, struct csm_clock *c)
{
	unsigned bad = 0;
	size_t n = 5;

	if (len < 5 || s[2] != ':')
		return NOT_ISO;
	c->hour = csm_stamp_two(s, &bad);
	c->minute = csm_stamp_two(s + 3, &bad);
	if (len >= 8 && s[5] == ':') {
		c->second = csm_stamp_two(s + 6, &bad);
		n = 8;
		if (len > 8 && (s[8] == '.' || s[8] == ',')) {
			size_t digits = scan_fraction(s + 9, len - 9, &c->micros);
			if (digits == 0)
				return NOT_ISO;
			n += 1 + digits;
		}
	}
	if (bad)
		return NOT_ISO;
	return n == len ? NULL : scan_zone(s + n, len - n, c);
}

static const char *parse_iso(struct csm_zone *zone, const char *s, size_t len,
    struct csm_stamp *out, int *range);

/* The basic form, 20261101T120000Z, as the extended one.  A day alone is not taken for
 * one: eight digits may be many other things. */
static const char *
parse_basic(
    struct csm_zone *zone, const char *s, size_t len, struct csm_stamp *out, int *range)
{
	static const char extended[] = "0123-45-67T89:ab:cd";
	char text[64];
	size_t digits = 0, n = 0;

	if (len < 13 || len > 40 || (s[8] != 'T' && s[8] != 't'))
		return NOT_ISO;
	for (size_t i = 0; i < len && i < 15 && (i == 8 || csm_stamp_is_digit(s[i]));
	     i++)
		digits += i != 8;
	if (digits != 12 && digits != 14)
		return NOT_ISO;
	for (size_t i = 0, next = 0; next < digits; i++) {
		bool mark = strchr("-:T", extended[i]) != NULL;
		text[n++] = mark ? extended[i] : s[next + (next >= 8)];
		next += !mark;
	}
	memcpy(text + n, s + digits + 1, len - digits - 1);
	return parse_iso(zone, text, n + len - digits - 1, out, range);
}

/*
 * The ordinary time of a row, 16 to 20 ns (x86-64, median, the calendar included), 30
 * ns when rows jump between summer and winter and miss the zone's cache; strptime and
 * timegm take over 120.
 */
static const char *
parse_iso(
    struct csm_zone *zone, const char *s, size_t len, struct csm_stamp *out, int *range)
{
	struct csm_clock c = {0};
	struct csm_civil date;
	unsigned bad = 0;
	const char *why;

	if (len < 10 || s[4] != '-' || s[7] != '-')
		return parse_basic(zone, s, len, out, range);
	date.year = csm_stamp_two(s, &bad) * 100 + csm_stamp_two(s + 2, &bad);
	date.month = csm_stamp_two(s + 5, &bad);
	date.day = csm_stamp_two(s + 8, &bad);
	if (bad)
		return NOT_ISO;
	if (len > 10) {
		if (s[10] != 'T' && s[10] != ' ' && s[10] != 't')
			return NOT_ISO;
		if ((why = scan_clock(s + 11, len - 11, &c)) != NULL)
			return why;
	}
	return csm_stamp_settle(&date, &c, zone, out, range);
}

static const char *
parse_epoch(struct csm_zone *zone, int64_t per_second, const char *s, size_t len,
    struct csm_stamp *out, int *range)
{
	int negative = len != 0 && s[0] == '-';
	size_t i = (size_t)negative, digits = 0;
	int64_t whole = 0, micros;
	int32_t part = 0;

	for (; i < len && csm_stamp_is_digit(s[i]); i++, digits++)
		if (whole < INT64_MAX / 100) /* else far out of range already */
			whole = whole * 10 + (s[i] - '0');
	if (digits != 0 && i + 1 < len && s[i] == '.')
		i += 1 + scan_fraction(s + i + 1, len - i - 1, &part);
	if (digits == 0 || i != len)
		return per_second == 1      ? "not a number of seconds"
		       : per_second == 1000 ? "not a number of milliseconds"
					    : "not a number of microseconds";
	if ((negative && (whole != 0 || part != 0)) ||
	    /* Checked before the product below, which it keeps within 64 bits. */
	    whole / per_second > (CSM_DAY_MAX + 2) * (int64_t)DAY_SECONDS) {
		*range = 1;
		return CSM_DATE_RANGE;
	}
	micros = whole * (SECOND / per_second) + part / per_second;
	return stamp_at(zone, micros / SECOND, (int32_t)(micros % SECOND), out, range);
}

/* Days since a day that is `epoch` days before 1970, on the zone's clocks.  Midnights of
 * a spreadsheet have no fraction; others are within a second of what was meant. */
static const char *
parse_days(struct csm_zone *zone, int32_t epoch, const char *s, size_t len,
    struct csm_stamp *out, int *range)
{
	int64_t micros, local;

	switch (csm_num_parse(s, len, &micros)) {
	case CSM_NUM_BAD:
		return "not a number of days";
	case CSM_NUM_RANGE:
		*range = 1;
		return CSM_DATE_RANGE;
	default:
		break;
	}
	micros -= epoch * CSM_NUM_ONE;
	if (micros < 0 || micros / CSM_NUM_ONE > CSM_DAY_MAX) {
		*range = 1;
		return CSM_DATE_RANGE;
	}
	/* six places of a day are a tenth of a second */
	local = micros / CSM_NUM_ONE * DAY_SECONDS +
		(micros % CSM_NUM_ONE * DAY_SECONDS + CSM_NUM_ONE / 2) / CSM_NUM_ONE;
	return stamp_at(zone, csm_zone_instant(zone, local), 0, out, range);
}

static const char *
parse_pattern(struct csm_zone *zone, const char *pattern, const char *s, size_t len,
    struct csm_stamp *out, int *range)
{
	struct csm_clock c;
	struct csm_civil date;
	const char *why = csm_pattern_read(pattern, s, len, &date, &c);

	return why != NULL ? why : csm_stamp_settle(&date, &c, zone, out, range);
}

int
csm_stamp_format_parse(const char *name, struct csm_stamp_format *format)
{
	static const struct {
		const char *name;
		enum csm_stamp_kind kind;
	} names[] = {{"iso", CSM_STAMP_ISO}, {"epoch", CSM_STAMP_EPOCH},
	    {"epoch_ms", CSM_STAMP_EPOCH_MS}, {"epoch_us", CSM_STAMP_EPOCH_US},
	    {"excel", CSM_STAMP_EXCEL}, {"days_1970", CSM_STAMP_DAYS_1970}};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(name, names[i].name) != 0)
			continue;
		*format = (struct csm_stamp_format){.kind = names[i].kind};
		return 0;
	}
	if (!csm_pattern_is_known(name))
		return -1;
	*format = (struct csm_stamp_format){.kind = CSM_STAMP_PATTERN, .pattern = name};
	return 0;
}

const char *
csm_stamp_parse(const struct csm_stamp_format *format, struct csm_zone *zone,
    const char *s, size_t len, struct csm_stamp *out, int *range)
{
	*range = 0;
	if (len == 0)
		return "empty";
	switch (format->kind) {
	case CSM_STAMP_EPOCH:
		return parse_epoch(zone, 1, s, len, out, range);
	case CSM_STAMP_EPOCH_MS:
		return parse_epoch(zone, 1000, s, len, out, range);
	case CSM_STAMP_EPOCH_US:
		return parse_epoch(zone, SECOND, s, len, out, range);
	case CSM_STAMP_EXCEL:
		return parse_days(zone, EXCEL_1970, s, len, out, range);
	case CSM_STAMP_DAYS_1970:
		return parse_days(zone, 0, s, len, out, range);
	case CSM_STAMP_PATTERN:
		return parse_pattern(zone, format->pattern, s, len, out, range);
	case CSM_STAMP_ISO:
	case CSM_STAMP_DETECT:
		break;
	}
	return parse_iso(zone, s, len, out, range);
}
