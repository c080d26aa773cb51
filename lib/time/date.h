/*
 * Civil days as numbers: days since 1970-01-01 in the proleptic Gregorian calendar.
 * Supported: 1970-01-01 (0) to 2105-12-31 (CSM_DAY_MAX).
 */
#ifndef CSM_TIME_DATE_H
#define CSM_TIME_DATE_H

#include <stddef.h>
#include <stdint.h>

/* 1970-01-01 to 2105-12-31: what every format of time that is read can say. */
#define CSM_DAY_MIN 0
#define CSM_DAY_MAX 49672
#define CSM_DAY_NONE INT32_MIN
#define CSM_DAY_TEXT 11 /* "YYYY-MM-DD" and its NUL, for supported days */

struct csm_civil {
	int32_t year;
	int month; /* 1..12 */
	int day;   /* 1..31 */
};

/* Any year in -32767..32767; the civil date must exist. */
int32_t csm_date_from_civil(int32_t year, int month, int day);
struct csm_civil csm_date_to_civil(int32_t day);
int csm_date_days_in_month(int32_t year, int month);

/*
 * Why a date is refused, as a phrase for messages ("no such day", "month 13"); NULL
 * when the civil date exists.  Static text; any year.
 */
const char *csm_date_check(int32_t year, int month, int day);
/* The reason for a day that exists but is not supported. */
#define CSM_DATE_RANGE "outside 1970-01-01 to 2105-12-31"
/* Exactly "YYYY-MM-DD": NULL and *day set, else the reason. */
const char *csm_date_parse(const char *s, size_t len, int32_t *day);
/* "YYYY-MM-DD" into text; returns its length.  `day` within the supported range. */
size_t csm_date_format(int32_t day, char text[CSM_DAY_TEXT]);
/* 0 Monday .. 6 Sunday (ISO 8601). */
int csm_date_weekday(int32_t day);
/* ISO 8601 week number 1..53 and the year it belongs to. */
int csm_date_iso_week(int32_t day, int32_t *year);

#endif
