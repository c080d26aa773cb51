/* The format that would have read a time. */
#include "time/date.h"
#include "time/stamp.h"

#include <string.h>

/* Customers' doings of other years are rather a number misread. */
#define EARLIEST 7305 /* 1990-01-01 */
#define LATEST 32872  /* 2059-12-31 */

/* None with day and month as numbers in doubtful order: 03/04/2026 is the column's to
 * prove. */
static const char *const patterns[] = {"%Y/%m/%d", "%Y.%m.%d", "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M", "%B %d, %Y", "%d %B %Y", "%d-%b-%Y", "%d/%b/%Y", "%a, %d %b %Y",
    "%a %b %d %Y"};

static int
reads(const char *name, struct csm_zone *zone, const char *s, size_t len)
{
	struct csm_stamp_format format;
	struct csm_stamp out;
	int range;

	return csm_stamp_format_parse(name, &format) == 0 &&
	       csm_stamp_parse(&format, zone, s, len, &out, &range) == NULL &&
	       out.day >= EARLIEST && out.day <= LATEST;
}

/* By the number of its digits: a number of days, or seconds and their parts. */
static const char *
format_of_digits(struct csm_zone *zone, const char *s, size_t len)
{
	static const char *const numbers[] = {
	    "%Y%m%d", "epoch", "epoch_ms", "epoch_us", "excel", "days_1970"};

	/* Eight digits are a date before they are seconds, which had so many until
	 * 1973. */
	for (size_t i = len == 8 ? 0 : 1; i < sizeof numbers / sizeof numbers[0]; i++)
		if (reads(numbers[i], zone, s, len))
			return numbers[i];
	return NULL;
}

const char *
csm_stamp_propose(struct csm_zone *zone, const char *s, size_t len)
{
	if (len == 0 || len > 64)
		return NULL;
	if (strspn(s, "0123456789.") >= len)
		return format_of_digits(zone, s, len);
	for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++)
		if (reads(patterns[i], zone, s, len))
			return patterns[i];
	return NULL;
}
