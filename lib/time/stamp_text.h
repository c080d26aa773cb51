/* What the files that read times as texts share. */
#ifndef CSM_TIME_STAMP_TEXT_H
#define CSM_TIME_STAMP_TEXT_H

#include "time/pattern.h"
#include "time/stamp.h"

static inline int
csm_stamp_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Two digits; *bad becomes 1 if they are not. */
static inline int
csm_stamp_two(const char *s, unsigned *bad)
{
	unsigned a = (unsigned)(unsigned char)s[0] - '0';
	unsigned b = (unsigned)(unsigned char)s[1] - '0';

	*bad |= (a > 9) | (b > 9);
	return (int)(a * 10 + b);
}

/*
 * Date and time of day as they were written, in their own zone or on `zone`'s clocks, to
 * a stamp; second 60 becomes 59.  Result and *range as of csm_stamp_parse.
 */
const char *csm_stamp_settle(const struct csm_civil *date, struct csm_clock *clock,
    struct csm_zone *zone, struct csm_stamp *out, int *range);

#endif
