#include "record/time_column.h"

#include "time/date.h"

#include <string.h>

int
csm_time_column_init(struct csm_time_column *when, const char *format,
    struct csm_zone *zone, struct csm_zone *clock)
{
	*when = (struct csm_time_column){
	    .format = {.kind = CSM_STAMP_DETECT}, .zone = zone, .clock = clock};
	return format == NULL ? 0 : csm_stamp_format_parse(format, &when->format);
}

int
csm_time_column_init_all(struct csm_time_column *when, const char *const *format,
    size_t n, struct csm_zone *zone, struct csm_zone *clock)
{
	if (csm_time_column_init(when, n == 0 ? NULL : format[0], zone, clock) != 0 ||
	    n > CSM_TIME_COLUMN_OTHERS + 1)
		return -1;
	for (size_t i = 1; i < n; i++)
		if (csm_stamp_format_parse(format[i], &when->other[when->others++]) !=
		    0)
			return -1;
	return 0;
}

static enum csm_time_column_order
proof(int first, int second)
{
	/* A number over 12 proves nothing unless the pair is a date that way. */
	if (first > 12 && first <= 31 && second >= 1 && second <= 12)
		return CSM_TIME_COLUMN_DAY_FIRST;
	if (second > 12 && second <= 31 && first >= 1 && first <= 12)
		return CSM_TIME_COLUMN_MONTH_FIRST;
	return CSM_TIME_COLUMN_UNKNOWN;
}

/* 1 if it was read just now: what held then holds still. */
static int
remembered(const struct csm_time_column *when, struct csm_text text)
{
	return when->memo_len != 0 && when->memo_len == text.len &&
	       memcmp(when->memo, text.s, text.len) == 0;
}

enum csm_time_column_look
csm_time_column_look(struct csm_time_column *when, struct csm_text text)
{
	int first, second;
	enum csm_time_column_order order;

	when->proved = 0;
	/* Rows of one export often have the time of the row before: it was looked at
	 * then. */
	if (when->format.kind != CSM_STAMP_DETECT || text.len == 0 ||
	    remembered(when, text) ||
	    !csm_stamp_ambiguous(text.s, text.len, &first, &second))
		return CSM_TIME_COLUMN_READABLE;
	order = proof(first, second);
	if (order == CSM_TIME_COLUMN_UNKNOWN)
		/* a text wrong both ways is for csm_time_column_read to refuse */
		return when->order == CSM_TIME_COLUMN_UNKNOWN
			   ? CSM_TIME_COLUMN_OPEN
			   : CSM_TIME_COLUMN_READABLE;
	if (when->order == CSM_TIME_COLUMN_UNKNOWN) {
		when->order = order;
		when->proved = 1;
	}
	return when->order == order ? CSM_TIME_COLUMN_READABLE
				    : CSM_TIME_COLUMN_CONFLICT;
}

/* Seconds and the like are instants: only the day is asked for. */
static struct csm_zone *
time_column_clock(
    const struct csm_time_column *when, const struct csm_stamp_format *format)
{
	return format->kind == CSM_STAMP_EPOCH || format->kind == CSM_STAMP_EPOCH_MS ||
		       format->kind == CSM_STAMP_EPOCH_US
		   ? when->zone
		   : when->clock;
}

static const char *
time_column_read_text(struct csm_time_column *when, struct csm_text text,
    struct csm_stamp *out, int *range)
{
	int first, second;
	struct csm_zone *clock = time_column_clock(when, &when->format);
	const char *why;

	if (when->format.kind == CSM_STAMP_DETECT &&
	    csm_stamp_ambiguous(text.s, text.len, &first, &second))
		/* An order still unknown is for texts wrong both ways: either reading
		 * refuses them. */
		return csm_stamp_parse_ordered(
		    when->order != CSM_TIME_COLUMN_MONTH_FIRST, clock, text.s, text.len,
		    out, range);
	why = csm_stamp_parse(&when->format, clock, text.s, text.len, out, range);
	for (size_t i = 0; why != NULL && i < when->others; i++)
		if (csm_stamp_parse(&when->other[i],
			time_column_clock(when, &when->other[i]), text.s, text.len, out,
			&(int){0}) == NULL)
			return NULL;
	if (why == NULL || when->others == 0)
		return why;
	/* Another format might have had the day in range: it is a bad time, not a far
	 * one. */
	*range = 0;
	return "in none of its formats";
}

#define SECOND INT64_C(1000000) /* in microseconds */

/* The day, in the zone of days, of a time read on another zone's clocks. */
static const char *
move_day(const struct csm_time_column *when, struct csm_text text,
    struct csm_stamp *stamp, int *range)
{
	int64_t micros = stamp->micros;
	int32_t day;

	/* Without a clock time it is a date, which is the same day in every zone. */
	if (when->clock == when->zone || memchr(text.s, ':', text.len) == NULL)
		return NULL;
	/* Down, not towards zero: an instant just before 1970 belongs to the second
	 * before. */
	day =
	    csm_zone_day(when->zone, (micros - (micros < 0 ? SECOND - 1 : 0)) / SECOND);
	if (day < CSM_DAY_MIN || day > CSM_DAY_MAX) {
		*range = 1;
		return CSM_DATE_RANGE;
	}
	stamp->day = day;
	return NULL;
}

const char *
csm_time_column_read(struct csm_time_column *when, struct csm_text text,
    struct csm_stamp *out, int *range)
{
	const char *why;

	if (remembered(when, text)) {
		*out = when->memo_stamp;
		return NULL;
	}
	why = time_column_read_text(when, text, out, range);
	if (why == NULL)
		why = move_day(when, text, out, range);
	if (why == NULL && text.len <= sizeof when->memo) {
		memcpy(when->memo, text.s, text.len);
		when->memo_len = text.len;
		when->memo_stamp = *out;
	}
	return why;
}
