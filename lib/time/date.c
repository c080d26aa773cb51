#include "time/date.h"

#include <assert.h>

/*
 * Years are counted from March, so that the leap day is the last of its year; 400 years
 * ("an era") have 146097 days.  Algorithm: Howard Hinnant, "chrono-compatible low-level
 * date algorithms".
 */
#define ERA_DAYS 146097
#define DAYS_TO_1970 719468 /* from 0000-03-01 to 1970-01-01 */

int32_t
csm_date_from_civil(int32_t year, int month, int day)
{
	int32_t y = month <= 2 ? year - 1 : year;
	int32_t era = (y >= 0 ? y : y - 399) / 400;
	int32_t of_era = y - era * 400;
	/* Five months from March on have 153 days, whichever five: their lengths
	 * repeat. */
	int32_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
	       DAYS_TO_1970;
}

struct csm_civil
csm_date_to_civil(int32_t day)
{
	int32_t z = day + DAYS_TO_1970;
	int32_t era = (z >= 0 ? z : z - (ERA_DAYS - 1)) / ERA_DAYS;
	int32_t n = z - era * ERA_DAYS;
	int32_t of_era = (n - n / 1460 + n / 36524 - n / (ERA_DAYS - 1)) / 365;
	int32_t of_year = n - (365 * of_era + of_era / 4 - of_era / 100);
	int32_t march_month = (5 * of_year + 2) / 153;
	struct csm_civil c = {.year = of_era + era * 400,
	    .month = march_month < 10 ? march_month + 3 : march_month - 9,
	    .day = of_year - (153 * march_month + 2) / 5 + 1};

	if (c.month <= 2)
		c.year++;
	return c;
}

int
csm_date_days_in_month(int32_t year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	assert(month >= 1 && month <= 12);
	return days[month - 1] + (month == 2 && leap);
}

static int
date_digits(const char *s, size_t n, int *value)
{
	*value = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		*value = *value * 10 + (s[i] - '0');
	}
	return 0;
}

const char *
csm_date_check(int32_t year, int month, int day)
{
#define TEN(t)                                                                         \
	"month " t "0", "month " t "1", "month " t "2", "month " t "3",                \
	    "month " t "4", "month " t "5", "month " t "6", "month " t "7",            \
	    "month " t "8", "month " t "9"
	/* A reason is a constant text, so that no caller has to own it; two digits say
	 * a hundred. */
	static const char bad_month[100][9] = {TEN("0"), TEN("1"), TEN("2"), TEN("3"),
	    TEN("4"), TEN("5"), TEN("6"), TEN("7"), TEN("8"), TEN("9")};
#undef TEN

	if (month < 1 || month > 12)
		return month < 0 || month > 99 ? "no such month" : bad_month[month];
	if (day < 1 || day > csm_date_days_in_month(year, month))
		return "no such day";
	return NULL;
}

const char *
csm_date_parse(const char *s, size_t len, int32_t *day)
{
	int y, m, d;
	const char *why;

	if (len != 10 || s[4] != '-' || s[7] != '-' || date_digits(s, 4, &y) != 0 ||
	    date_digits(s + 5, 2, &m) != 0 || date_digits(s + 8, 2, &d) != 0)
		return "not a date YYYY-MM-DD";
	if ((why = csm_date_check(y, m, d)) != NULL)
		return why;
	int32_t n = csm_date_from_civil(y, m, d);
	if (n < CSM_DAY_MIN || n > CSM_DAY_MAX)
		return CSM_DATE_RANGE;
	*day = n;
	return NULL;
}

static char *
put2(char *p, int n)
{
	p[0] = (char)('0' + n / 10);
	p[1] = (char)('0' + n % 10);
	return p + 2;
}

size_t
csm_date_format(int32_t day, char text[CSM_DAY_TEXT])
{
	struct csm_civil c = csm_date_to_civil(day);
	char *p = text;

	assert(day >= CSM_DAY_MIN && day <= CSM_DAY_MAX);
	p = put2(p, c.year / 100);
	p = put2(p, c.year % 100);
	*p++ = '-';
	p = put2(p, c.month);
	*p++ = '-';
	p = put2(p, c.day);
	*p = '\0';
	return (size_t)(p - text);
}

int
csm_date_weekday(int32_t day)
{
	/* 1970-01-01 was a Thursday */
	int n = (day % 7 + 3) % 7;

	return n < 0 ? n + 7 : n;
}

int
csm_date_iso_week(int32_t day, int32_t *year)
{
	/* a week belongs to the year its Thursday is in */
	int32_t thursday = day - csm_date_weekday(day) + 3;

	*year = csm_date_to_civil(thursday).year;
	return (thursday - csm_date_from_civil(*year, 1, 1)) / 7 + 1;
}
