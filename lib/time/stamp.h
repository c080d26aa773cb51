/*
 * Times as exports write them, to instants and days.  Nothing is guessed: a format is
 * named, or it is ISO.
 */
#ifndef CSM_TIME_STAMP_H
#define CSM_TIME_STAMP_H

#include "base/diag.h"
#include "time/zone.h"

#include <stddef.h>
#include <stdint.h>

enum csm_stamp_kind {
	CSM_STAMP_ISO,   /* RFC 3339 and the usual SQL shapes */
	CSM_STAMP_EPOCH, /* seconds; in all three a fraction is allowed */
	CSM_STAMP_EPOCH_MS,
	CSM_STAMP_EPOCH_US,
	CSM_STAMP_EXCEL,     /* days of a spreadsheet, 1 being 1900-01-01, with a
				fraction for the time */
	CSM_STAMP_DAYS_1970, /* days since 1970-01-01, the same */
	CSM_STAMP_PATTERN,   /* strptime(3), C locale; the whole text must match */
	CSM_STAMP_DETECT /* ISO; or NN-NN-NNNN shapes whose order the column must prove
			  */
};

struct csm_stamp_format {
	enum csm_stamp_kind kind;
	const char *pattern; /* PATTERN; borrowed */
};

/*
 * "iso", "epoch", "epoch_ms", "epoch_us", "excel", "days_1970", or a pattern with a '%'.  -1: none of these.
 * Also -1: a pattern with a conversion strptime would skip or not know (%Z, %G, %V, %E,
 * %O, %f).  A pattern is borrowed, not copied.
 */
int csm_stamp_format_parse(const char *name, struct csm_stamp_format *format);

struct csm_stamp {
	int32_t day;    /* civil day in the run's zone */
	int64_t micros; /* instant, microseconds since the epoch, for "last by time" */
};

/*
 * Read a time.  A time without a zone is on `zone`'s clocks, one with a zone is
 * converted.  A date alone is its midnight.  Second 60 is the last second before the
 * minute's end (the day stays).  NULL on success; else the reason as a phrase ("no such
 * day", "month 13", "outside 1970-01-01 to 2105-12-31", "not an ISO date or time",
 * ...). *range is set to 1 when only the supported range was missed.
 *
 * ISO shapes: YYYY-MM-DD, then optionally 'T', 't' or a blank and
 * HH:MM[:SS[(.|,)f...]], or YYYYMMDDTHHMM[SS[(.|,)f...]]; and after a time optionally [blank] Z, z, UTC, +HH, +HHMM,
 * +HH:MM (and -).  Places of a fraction beyond microseconds are cut.  24:00 is refused:
 * exports that write it mean either end of the day.
 *
 * Patterns: what they leave out is the first (January, day 1, midnight), but not the
 * year.  DETECT reads ISO here; the caller asks csm_stamp_ambiguous first.
 */
const char *csm_stamp_parse(const struct csm_stamp_format *format,
    struct csm_zone *zone, const char *s, size_t len, struct csm_stamp *out,
    int *range);

/* The format that would read s, as csm_stamp_format_parse takes it, with a day from 1990
 * to 2059; NULL: none of those that are tried. */
const char *csm_stamp_propose(struct csm_zone *zone, const char *s, size_t len);

/*
 * The shape whose order of day and month is open: two numbers of one or two digits and
 * a four-digit year, joined by two of '-', '/' or '.', then maybe a blank or 'T' and a
 * time HH:MM[:SS], its hour of one or two digits.  Numbers may be out of range. Returns
 * 1 and the two numbers if s has it, else 0.
 */
int csm_stamp_ambiguous(const char *s, size_t len, int *first, int *second);
/* Read such a text once the order is known: day_first 1 or 0.  As csm_stamp_parse. */
const char *csm_stamp_parse_ordered(int day_first, struct csm_zone *zone, const char *s,
    size_t len, struct csm_stamp *out, int *range);

#endif
