/* Dates whose order of day and month somebody has to say: 03/04/2026. */
#include "time/stamp.h"
#include "time/stamp_text.h"

#include <string.h>

/* One or two digits; 0 if there are none or more. */
static size_t
one_or_two(const char *s, size_t len, int *value)
{
	size_t n = 0;

	for (*value = 0; n < len && n < 3 && csm_stamp_is_digit(s[n]); n++)
		*value = *value * 10 + (s[n] - '0');
	return n > 2 ? 0 : n;
}

struct open_order {
	int first, second, year;
	struct csm_clock clock;
};

/* 1 if s has the shape. */
static int
scan_open(const char *s, size_t len, struct open_order *o)
{
	unsigned bad = 0;
	size_t n = one_or_two(s, len, &o->first), m, h;
	char joint;

	if (n == 0 || n >= len || memchr("-/.", s[n], 3) == NULL)
		return 0;
	joint = s[n++];
	m = one_or_two(s + n, len - n, &o->second);
	n += m;
	/* 1-2/2026 is no date of anybody: both joints are the same. */
	if (m == 0 || len - n < 5 || s[n++] != joint)
		return 0;
	o->year = csm_stamp_two(s + n, &bad) * 100 + csm_stamp_two(s + n + 2, &bad);
	n += 4;
	if (bad || n == len)
		return !bad;
	if (s[n] != ' ' && s[n] != 'T')
		return 0;
	n++;
	h = one_or_two(s + n, len - n, &o->clock.hour);
	n += h;
	/* To the end of the text: with a fraction or a zone behind it, it is none
	 * of the shapes that are known. */
	if (h == 0 || (len - n != 3 && len - n != 6) || s[n] != ':')
		return 0;
	o->clock.minute = csm_stamp_two(s + n + 1, &bad);
	if (len - n == 6) {
		bad |= s[n + 3] != ':';
		o->clock.second = csm_stamp_two(s + n + 4, &bad);
	}
	return !bad;
}

int
csm_stamp_ambiguous(const char *s, size_t len, int *first, int *second)
{
	struct open_order o = {0};

	if (!scan_open(s, len, &o))
		return 0;
	*first = o.first;
	*second = o.second;
	return 1;
}

const char *
csm_stamp_parse_ordered(int day_first, struct csm_zone *zone, const char *s, size_t len,
    struct csm_stamp *out, int *range)
{
	struct open_order o = {0};

	*range = 0;
	if (!scan_open(s, len, &o))
		return day_first ? "not a date day-month-year"
				 : "not a date month-day-year";
	struct csm_civil date = {
	    o.year, day_first ? o.second : o.first, day_first ? o.first : o.second};
	return csm_stamp_settle(&date, &o.clock, zone, out, range);
}
