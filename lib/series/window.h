/*
 * Windows: what a formula asks of a series, as data, and its value for a run of days.
 *
 * The window of n days at day D is D-n+1 .. D, shifted back by `ago`; that of n work days
 * begins on the n-th of them back from D.  Only days with a
 * value count; no such day: missing.  Cost is O(1) a day whatever the length: running
 * sums of integers (exact, so they never drift) and monotonic queues; of percentiles it
 * is O(log n), n the days with a value.
 *
 * Ownership: series and window are borrowed for the call alone.
 */
#ifndef CSM_SERIES_WINDOW_H
#define CSM_SERIES_WINDOW_H

#include "base/value.h"
#include "series/series.h"
#include "time/calendar.h"

#include <stddef.h>
#include <stdint.h>

enum csm_window_op {
	CSM_WINDOW_SUM,
	CSM_WINDOW_AVERAGE, /* sum / number of days with a value */
	CSM_WINDOW_MAX,
	CSM_WINDOW_MIN,
	CSM_WINDOW_LAST,       /* newest value in the window */
	CSM_WINDOW_TREND,      /* value at D against value at D-n, see enum csm_trend */
	CSM_WINDOW_COUNT,      /* days with a value; 0 if none */
	CSM_WINDOW_TOTAL,      /* sum of all points up to D (totalSum): unbounded */
	CSM_WINDOW_DAYS_SINCE, /* days from the newest point that is not 0 to D:
				  unbounded */
	CSM_WINDOW_FIRST,      /* oldest value in the window */
	CSM_WINDOW_MEDIAN,     /* PERCENTILE 50 */
	CSM_WINDOW_PERCENTILE, /* linear interpolation: type 7 of Hyndman and Fan */
	CSM_WINDOW_STDDEV,     /* of a sample: n-1; missing below two values */
	CSM_WINDOW_SLOPE,      /* least squares over the days with a value, per day;
				  missing below two */
	CSM_WINDOW_STREAK, /* days in a row with a value that is not 0, up to D; 0 if D
			      has none; without days from the first one on */
	CSM_WINDOW_ZSCORE, /* value at D against mean and sample deviation of the n days
			      before; missing below two of those, or if they are all
			      the same */
	CSM_WINDOW_UNIQUES, /* distinct end users with a value that is not 0: the series
			       is their number for the window that ends on each day,
			       series/distinct.h */
	CSM_WINDOW_DISTINCT, /* metrics with a value that is not 0: the series is their
				number for the window that ends on each day; 0 if none */
	CSM_WINDOW_ACTIVE_DAYS, /* days on which any of the series is not 0, 0 if none */
	CSM_WINDOW_FIRST_DAY,   /* the day of the first value that is not 0, */
	CSM_WINDOW_LAST_DAY,    /* of the newest: unbounded */
	CSM_WINDOW_RANK,  /* percent of the entities of a run that have less, half of
			       those with as much counted in: here the value at D, of
			       which metric/rank.h makes that */
	CSM_WINDOW_STATE, /* newest state in the window: here its number, of which
			     metric/stated.h makes the word */
	CSM_WINDOW_DAYS_IN_STATE, /* days in a row with the state that D has; missing if
				     it has none; without days from the first one on */
	CSM_WINDOW_MEMBERS, /* entities of a model that fulfil a condition: the series
			       is their number; 0 if none */
	CSM_WINDOW_OPS
};

enum csm_trend { CSM_TREND_RATIO, CSM_TREND_DIFFERENCE, CSM_TREND_PERCENT };

/* How the children's values of one day become the parent's. */
enum csm_rollup {
	CSM_ROLLUP_SUM,
	CSM_ROLLUP_AVG,
	CSM_ROLLUP_MAX,
	CSM_ROLLUP_MIN,
	CSM_ROLLUP_COUNT
};

/* A century, so that sums of so many values fit 128 bits; and hundredths of a percent. */
#define CSM_WINDOW_DAYS_MAX 36500
#define CSM_WINDOW_PERCENT_MAX 10000

struct csm_window {
	enum csm_window_op op;
	int32_t days;    /* 1..CSM_WINDOW_DAYS_MAX; 0: every day up to D */
	int32_t ago;     /* days the window is shifted back, 0..CSM_WINDOW_DAYS_MAX */
	int32_t percent; /* PERCENTILE only: hundredths of a percent, at most
			    CSM_WINDOW_PERCENT_MAX; else 0 */
	enum csm_trend trend;   /* TREND only */
	enum csm_rollup rollup; /* when the series belongs to children */
	int zero;               /* 1: a day without a value is 0 from `first` on */
	int workdays; /* 1: `days` are work days, and those between count with them; */
	const struct csm_calendar *calendar; /* by this calendar, else NULL */
	int plain; /* 1: an operator that takes days was written without, so that they are
		      1, or the bucket where there is one */
};

/* One row per operator, in the order of the enum: the only place that knows the names.
 */
struct csm_window_info {
	const char *json;  /* "SUM" */
	const char *alias; /* "AVG", "MAXIMUM", or NULL */
	const char *text;  /* function name in the text spelling: "sum", "days_since" */
	const char *summary; /* one line for the manual and --help */
	int unbounded;       /* looks at every day up to D: takes no number of days */
	int one_day;         /* looks at D alone: takes no number of days */
	int open;           /* without a number of days it looks at every day up to D */
	int is_day;         /* its value is a day */
	int of_states;      /* looks at the states of points, not at their values */
	const char *counts; /* what it counts, whatever their values: it has neither a
				rollup nor zero(); NULL: it has */
};
extern const struct csm_window_info csm_window_info[CSM_WINDOW_OPS];
/* The days of an operator that is written without: 1, or 0 for every day up to D. */
int32_t csm_window_days_usual(enum csm_window_op op);
/* 1 if what is written without days is `plain`. */
int csm_window_may_be_plain(enum csm_window_op op);

/*
 * Value of the window for each day since..until (until - since + 1 values, each a
 * NUMBER or MISSING) into out.  `first` is the entity's first day with a point (for
 * w->zero); CSM_DAY_NONE if it has none.  Sums, values of the series, differences of
 * two and counts are exact integers, and as doubles csm_num_to_double of them; AVERAGE
 * is double(S) / double(1000000 * n), and beyond CSM_NUM_EXACT its whole part and the
 * rest apart, as the manual states, so that every engine agrees; TREND is
 * double(a)/double(b) or double(100*(a-b))/double(b).  csm-formula(5) has those of the
 * rest.  A result of 9e12 or more either way is missing, as every number of the toolkit.
 * micros (NULL: not wanted) gets the same values as results of a metric, the exact ones
 * as they are, or CSM_MISSING.  *divisions_by_zero grows by the TRENDs and ZSCOREs whose
 * divisor was 0.
 */
void csm_window_eval(const struct csm_series *series, const struct csm_window *w,
    int32_t first, int32_t since, int32_t until, struct csm_value *out, int64_t *micros,
    uint64_t *divisions_by_zero);
/* Oldest day whose value can matter to the window at day D: what a calculated input
 * must be evaluated from.  CSM_DAY_MIN for the unbounded operators; never before it. */
int32_t csm_window_from(const struct csm_window *w, int32_t day);
/* How far before a day D that is at most; of a bounded operator. */
int32_t csm_window_reach(const struct csm_window *w);
/* Days of the window at D that have a value (TREND: of the two it compares), and the
 * window's first and last day, for --explain.  For unbounded operators the first day is
 * the series' first.  A window that lies before CSM_DAY_MIN is cut off there. */
size_t csm_window_covered(const struct csm_series *series, const struct csm_window *w,
    int32_t day, int32_t *from, int32_t *to);

#endif
