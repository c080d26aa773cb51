/*
 * The day of a row: rows that follow one another mostly have one day.
 *
 * Ownership: nothing is kept but the last date, in the thread's state.
 */
#ifndef CSM_INGEST_FAST_FAST_DAY_H
#define CSM_INGEST_FAST_FAST_DAY_H

#include "ingest/fast/fast_state.h"

#include <string.h>

/*
 * Seconds of "hh:mm:ss", all eight digits at once: less its zeros and colons each byte
 * is a small number.  0 if it is not one.
 */
static inline int
csm_fast_day_seconds(const char *s, int *seconds)
{
	static const char zeros[8] = {'0', '0', ':', '0', '0', ':', '0', '0'},
			  spare[8] = {118, 118, 127, 118, 118, 127, 118, 118};
	uint64_t text, zero, more;
	unsigned char d[8];

	memcpy(&text, s, 8);
	memcpy(&zero, zeros, 8);
	memcpy(&more, spare, 8);
	/* bytes below '0' or ':' borrow, which sets the upper bit of some byte */
	uint64_t x = text - zero;
	memcpy(d, &x, 8);
	int hour = d[0] * 10 + d[1], minute = d[3] * 10 + d[4],
	    second = d[6] * 10 + d[7];
	*seconds = hour * 3600 + minute * 60 + second;
	return (((text & UINT64_C(0x8080808080808080)) | x | (x + more)) &
		   UINT64_C(0x8080808080808080)) == 0 &&
	       hour < 24 && minute < 60 && second < 60;
}

static inline int
csm_fast_day_same(const char *a, const char *b)
{
	uint64_t x, y;
	uint16_t u, v;

	memcpy(&x, a, 8);
	memcpy(&y, b, 8);
	memcpy(&u, a + 8, 2);
	memcpy(&v, b + 8, 2);
	return x == y && u == v;
}

/* The day of a time like 2026-01-31T12:00:00Z, whose date was the last one too. */
static inline int
csm_fast_day_again(struct csm_fast_worker *w, struct csm_text t, int32_t *day)
{
	int seconds;

	if (t.len != 20 || w->date_day == CSM_DAY_NONE ||
	    !csm_fast_day_same(t.s, w->date) || (t.s[10] != 'T' && t.s[10] != ' ') ||
	    t.s[19] != 'Z' || !csm_fast_day_seconds(t.s + 11, &seconds))
		return 0;
	*day = w->date_day;
	if (w->utc)
		return 1;
	*day = csm_zone_day(w->when.zone, *day * INT64_C(86400) + seconds);
	return *day >= CSM_DAY_MIN && *day <= CSM_DAY_MAX;
}

/* Whether a time is written in a way that leaves nothing open, and its day; once
 * csm_fast_day_again has said no. */
int csm_fast_day_read(struct csm_fast_worker *w, struct csm_text t, int32_t *day);

#endif
