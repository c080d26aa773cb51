/*
 * Months: dates "YYYY-MM-DD" to days, by the months seen before: a year of points has
 * twelve.
 *
 * Ownership: it holds no memory.
 */
#ifndef CSM_POINT_MONTHS_H
#define CSM_POINT_MONTHS_H

#include "base/text.h"

#include <stdint.h>
#include <string.h>

/* A power of two, so that the months of a year have each their place. */
#define CSM_MONTHS 16

/* All zero is valid: no month is known. */
struct csm_months {
	struct csm_month {
		char text[8];  /* "YYYY-MM-" */
		int32_t first; /* its first day */
		int days;      /* 0: no month yet */
	} month[CSM_MONTHS];   /* seen last, by the number of the month */
};

/* Read a date of any month, which is known from then on: NULL, or what is wrong with it. */
const char *csm_months_read(
    struct csm_months *days, struct csm_text date, int32_t *day);

/* Where the month of a date is kept.  Its bytes need not be digits: any place will do,
 * since the text is compared. */
static inline size_t
csm_months_place(struct csm_text date)
{
	return (size_t)(date.s[5] * 10 + date.s[6]) % CSM_MONTHS;
}

/* A day of a month seen before, or -1. */
static inline int32_t
csm_months_find(const struct csm_months *days, struct csm_text date)
{
	if (date.len != 10)
		return -1;
	const struct csm_month *month = &days->month[csm_months_place(date)];
	if (memcmp(date.s, month->text, sizeof month->text) != 0)
		return -1;
	unsigned tens = (unsigned)(date.s[8] - '0'), ones = (unsigned)(date.s[9] - '0');
	int day = (int)(tens * 10 + ones);
	if (tens > 9 || ones > 9 || day < 1 || day > month->days)
		return -1;
	return month->first + day - 1;
}

#endif
