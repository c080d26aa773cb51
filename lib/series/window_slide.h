/*
 * Slide: a window as it moves over a series day by day, and the operators whose running
 * state is more than a sum; of window.c and window_op.c alone.
 *
 * Ownership: a slide borrows the series and the window.
 */
#ifndef CSM_SERIES_WINDOW_SLIDE_H
#define CSM_SERIES_WINDOW_SLIDE_H

#include "base/int128.h"
#include "series/window.h"

#include <stdbool.h>

/* hi * 2^64 + lo: 36500 squares of such values need 142 bits. */
struct csm_squares {
	csm_int128 hi;
	uint64_t lo;
};

struct csm_window_order;

/* Series entries [lo, hi) lie in the window. */
struct csm_slide {
	const struct csm_series *s;
	const struct csm_window *w;
	int32_t first;    /* w->zero: a day from here on has a value; else INT32_MAX */
	int32_t from, to; /* the window's days; from is INT32_MIN when unbounded */
	size_t lo, hi;
	csm_int128
	    sum; /* of the values in it: 36500 below 9e18 exceed 64 bits together */
	size_t active; /* 1 + the newest entry with a value that is not 0; 0 if none */
	int32_t run;   /* STREAK: the first day of those in a row that end there */
	/* Entries that can still become the extreme, the current one at head: days
	 * ascend, values strictly descend (MIN: ascend). */
	size_t *queue, head, tail;
	struct csm_squares squares;     /* STDDEV, ZSCORE: of the values in it */
	csm_int128 moment;              /* SLOPE: day times value, */
	int64_t days_sum;               /* days; ACTIVE_DAYS: how many; */
	int64_t days_square;            /* and their squares */
	struct csm_window_order *order; /* MEDIAN, PERCENTILE */
	uint64_t *divisions_by_zero;
};

/* A NUMBER, or MISSING if it is out of the range of numbers. */
struct csm_value csm_slide_number(double x);
/* x / unit of large integers, as csm_num_to_double: one rounding up to CSM_NUM_EXACT,
 * beyond it the whole part and the rest apart. */
struct csm_value csm_slide_ratio(csm_int128 x, int64_t unit);
/* Days of the window that have a value. */
int32_t csm_slide_days(const struct csm_slide *c);
/* Value of one day at the window's edge: entry i, if it is that day's, or 0 if a day
 * without one is; 1 / 0. */
int csm_slide_at(const struct csm_slide *c, size_t i, int32_t day, int64_t *value);

/*
 * SUM and AVERAGE of many days by sums from the first day on, in plain integers: the
 * same bits as a slide's, for a fraction of the cost, since no branch depends on which
 * days have a value.  0, and nothing done, where that does not pay: for few days of a
 * long window; and where values are so large that a sum could be beyond CSM_NUM_EXACT.
 */
int csm_window_sums(const struct csm_series *s, const struct csm_window *w,
    int32_t since, int32_t until, struct csm_value *out, int64_t *micros);

/* Entry i enters or leaves the window. */
typedef void csm_slide_move(struct csm_slide *c, size_t i);
typedef struct csm_value csm_slide_value(const struct csm_slide *c);

csm_slide_move csm_slide_enter_squares, csm_slide_leave_squares;
csm_slide_value csm_slide_stddev, csm_slide_zscore;
csm_slide_move csm_slide_enter_slope, csm_slide_leave_slope;
csm_slide_value csm_slide_slope;

/* How an operator keeps up with entries that enter and leave (NULL: no need to), and its
 * value: an exact one, or else one computed in doubles. */
struct csm_window_slide {
	csm_slide_move *enter, *leave;
	int64_t (*exact)(const struct csm_slide *c);
	csm_slide_value *value;
	bool
	    by_day; /* it can change from day to day although nothing enters or leaves */
};
extern const struct csm_window_slide csm_window_slides[CSM_WINDOW_OPS];
/* TREND as a difference. */
extern const struct csm_window_slide csm_window_slide_difference;

/* For entries [begin, end) of the series: O(n log n), then O(log n) each move and
 * value. */
struct csm_window_order *csm_window_order_new(
    const struct csm_series *s, size_t begin, size_t end);
void csm_window_order_free(struct csm_window_order *order);
csm_slide_move csm_slide_enter_order, csm_slide_leave_order;
csm_slide_value csm_slide_percentile;

#endif
