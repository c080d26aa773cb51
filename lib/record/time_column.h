/*
 * Time column: reads the times of the columns of one run.  Times whose order of day and month is open
 * (03-04-2024) cannot be read until some row proves the order for all of them: a 13 or
 * higher in one place only.
 *
 * A time that names no zone is on `clock`; its day is that of `zone`.  A date alone is
 * that day, whatever the zones.
 *
 * Ownership: borrows the zones and the pattern; frees nothing.
 */
#ifndef CSM_RECORD_TIME_COLUMN_H
#define CSM_RECORD_TIME_COLUMN_H

#include "record/record.h"
#include "time/stamp.h"

enum csm_time_column_order {
	CSM_TIME_COLUMN_UNKNOWN,
	CSM_TIME_COLUMN_DAY_FIRST,
	CSM_TIME_COLUMN_MONTH_FIRST
};

/* So many formats of a mixed column at most, after the first. */
#define CSM_TIME_COLUMN_OTHERS 7

struct csm_time_column {
	struct csm_stamp_format format;
	struct csm_stamp_format other[CSM_TIME_COLUMN_OTHERS]; /* tried after it */
	size_t others;
	struct csm_zone *zone;            /* of the days */
	struct csm_zone *clock;           /* of times that name no zone */
	enum csm_time_column_order order; /* stays UNKNOWN unless format is DETECT */
	int proved;      /* 1: the last csm_time_column_look found the proof */
	char memo[40];   /* the last text read, and what it gave */
	size_t memo_len; /* 0: none */
	struct csm_stamp memo_stamp;
};

/* format: a name for csm_stamp_format_parse, NULL to detect; -1: not a format. */
int csm_time_column_init(struct csm_time_column *when, const char *format,
    struct csm_zone *zone, struct csm_zone *clock);

/* The same of n formats, which are tried in order, 0 to detect; -1 also if there are too
 * many. */
int csm_time_column_init_all(struct csm_time_column *when, const char *const *format,
    size_t n, struct csm_zone *zone, struct csm_zone *clock);

enum csm_time_column_look {
	CSM_TIME_COLUMN_READABLE, /* csm_time_column_read may be called */
	CSM_TIME_COLUMN_OPEN,     /* the order is not known yet: keep the row */
	CSM_TIME_COLUMN_CONFLICT  /* proves the other order than a row before */
};
/* Look at a text before it is read; learns the order. */
enum csm_time_column_look csm_time_column_look(
    struct csm_time_column *when, struct csm_text text);
/* As csm_stamp_parse: NULL on success, else the reason. */
const char *csm_time_column_read(struct csm_time_column *when, struct csm_text text,
    struct csm_stamp *out, int *range);

#endif
