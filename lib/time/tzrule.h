/*
 * The rule that ends a time zone file: a POSIX TZ string with the extensions of RFC
 * 8536 ("CET-1CEST,M3.5.0,M10.5.0/3", "<+03>-3", times from -167 to 167 hours).
 *
 * Ownership: plain values, nothing to free.
 */
#ifndef CSM_TIME_TZRULE_H
#define CSM_TIME_TZRULE_H

#include <stddef.h>
#include <stdint.h>

struct csm_tzrule_day {
	enum {
		CSM_TZRULE_WEEKDAY, /* Mm.w.d: weekday d of week w of month m */
		CSM_TZRULE_JULIAN,  /* Jn: day 1..365, 29 February never counted */
		CSM_TZRULE_COUNT    /* n: day 0..365 */
	} kind;
	int month;    /* 1..12, WEEKDAY only */
	int week;     /* 1..5, 5 the last, WEEKDAY only */
	int day;      /* weekday 0 Sunday .. 6, or the day of the year */
	int32_t time; /* seconds after that day's 00:00 on the clocks before it */
};

struct csm_tzrule {
	int32_t standard; /* seconds east of UTC */
	int32_t summer;
	int has_summer; /* 0: standard all year; the rest then means nothing */
	struct csm_tzrule_day start, end; /* of summer time */
};

struct csm_tzchange {
	int64_t at;     /* seconds since the epoch */
	int32_t offset; /* seconds east of UTC from then on */
};

/* 0, or -1 if the text is not such a rule.  Summer time must name its days. */
int csm_tzrule_parse(const char *s, size_t len, struct csm_tzrule *rule);
/* The two changes of a year, in order of time; only for rules with summer time. */
void csm_tzrule_changes(
    const struct csm_tzrule *rule, int32_t year, struct csm_tzchange change[2]);

#endif
