/*
 * Times written by a strptime(3) pattern, read in the C locale whatever the program's
 * is.
 *
 * Ownership: nothing is kept.
 */
#ifndef CSM_TIME_PATTERN_H
#define CSM_TIME_PATTERN_H

#include "time/date.h"

#include <stddef.h>
#include <stdint.h>

/* A time of day as it was written. */
struct csm_clock {
	int hour, minute, second; /* second 60 is possible */
	int32_t micros;
	int has_zone;   /* 1: it says its offset, else it is on local clocks */
	int32_t offset; /* seconds east of UTC, if has_zone */
};

/*
 * 1 if the pattern has conversions and strptime keeps the meaning of each.  Not: %Z,
 * whose text it skips; %G, %g and %V, which it reads and forgets; %E and %O, which mean
 * nothing in the C locale; what other languages add, such as %f.
 */
int csm_pattern_is_known(const char *pattern);
/*
 * Read a text that matches a known pattern to its end: NULL, or the reason as a phrase.
 * The date need not exist.  What the pattern leaves out is the first: January, day 1,
 * midnight; the year must be there.  Texts over 200 bytes are refused.
 */
const char *csm_pattern_read(const char *pattern, const char *s, size_t len,
    struct csm_civil *date, struct csm_clock *clock);

#endif
