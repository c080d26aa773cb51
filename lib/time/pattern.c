#define _DEFAULT_SOURCE 1 /* tm_gmtoff */
#include "time/pattern.h"

#include <locale.h>
#include <string.h>
#include <time.h>

/* Of a time: a limit, for what a pattern can match has some 40. */
#define TEXT_BYTES 200
/* 19 digits may already pass 2^63, where strptime wraps around without a word. */
#define SECONDS_DIGITS 18
#define NO_YEAR (-20000) /* no pattern reads it */
#define FAR_YEAR 28000   /* a multiple of 400 years, far past every supported day */

int
csm_pattern_is_known(const char *pattern)
{
	static const char known[] = "aAbBcCdDeFhHIjklmMnpPrRsStTuUwWxXyYz%";

	for (const char *p = strchr(pattern, '%'); p != NULL; p = strchr(p + 2, '%'))
		if (p[1] == '\0' || strchr(known, p[1]) == NULL)
			return 0;
	return strchr(pattern, '%') != NULL;
}

/* strptime(3) in the C locale, whatever the program's is. */
static const char *
match(const char *text, const char *pattern, struct tm *tm)
{
	locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0), old;
	const char *rest;

	if (c == (locale_t)0)
		return NULL;
	old = uselocale(c);
	rest = strptime(text, pattern, tm);
	uselocale(old);
	freelocale(c);
	return rest;
}

/* 1 if the pattern has the conversion %which. */
static int
converts(const char *pattern, char which)
{
	for (const char *p = strchr(pattern, '%'); p != NULL; p = strchr(p + 2, '%')) {
		if (p[1] == which)
			return 1;
		if (p[1] == '\0')
			break;
	}
	return 0;
}

/* 1 if the text has more digits in a row than %s counts to: it would wrap around. */
static int
pattern_wraps(const char *text)
{
	for (size_t n; *text != '\0'; text += n + (n == 0)) {
		n = strspn(text, "0123456789");
		if (n > SECONDS_DIGITS)
			return 1;
	}
	return 0;
}

/* The calendar's year; %s reads instants of years that calendars here do not count to:
 * they become one just as long. */
static int32_t
pattern_year_of(const struct tm *tm)
{
	int64_t year = (int64_t)tm->tm_year + 1900;

	return year < FAR_YEAR ? (int32_t)year : FAR_YEAR + (int32_t)(year % 400);
}

const char *
csm_pattern_read(const char *pattern, const char *s, size_t len, struct csm_civil *date,
    struct csm_clock *clock)
{
	/* What the pattern does not set stays: the first of January, midnight, and no
	 * year. */
	struct tm tm = {.tm_year = NO_YEAR, .tm_mday = 1};
	char text[TEXT_BYTES + 1];
	const char *rest;

	if (len > TEXT_BYTES)
		return "longer than 200 bytes";
	if (memchr(s, '\0', len) != NULL)
		return "NUL byte";
	memcpy(text, s, len);
	text[len] = '\0';
	if (converts(pattern, 's') && pattern_wraps(text))
		return "number of seconds too large";
	rest = match(text, pattern, &tm);
	if (rest == NULL || *rest != '\0')
		return "does not match the time format";
	if (tm.tm_year == NO_YEAR)
		return "the time format gives no year";
	/* weeks and days of the year past its end leave an impossible month */
	if (tm.tm_mon < 0 || tm.tm_mon > 11)
		return "no such day";
	*date = (struct csm_civil){pattern_year_of(&tm), tm.tm_mon + 1, tm.tm_mday};
	*clock = (struct csm_clock){
	    .hour = tm.tm_hour, .minute = tm.tm_min, .second = tm.tm_sec};
	/* of the conversions only these two set an offset */
	clock->has_zone = converts(pattern, 'z') || converts(pattern, 's');
	if (clock->has_zone)
		clock->offset = (int32_t)tm.tm_gmtoff;
	return NULL;
}
