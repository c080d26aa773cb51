/*
 * Trend: what the files of the report `trend METRIC` share: lines over time, a number
 * each of a company and bucket, and how many companies are in each state.
 *
 * Ownership: a trend is the work of its context; panels are freed by the report's end.
 */
#ifndef CSM_REPORT_TREND_H
#define CSM_REPORT_TREND_H

#include "base/intern.h"
#include "figure/buckets.h"
#include "figure/dimension.h"
#include "figure/gauge.h"
#include "figure/panel.h"

#define CSM_TREND_METRICS 12 /* at once: more lines than can be told apart */

/* A metric or formula asked for. */
struct csm_trend_metric {
	const char *title;
	struct csm_gauge gauge;
	int windows;             /* 1: a bucket is a window of the formula */
	struct csm_panel spread; /* buckets, then those they are compared with */
	int64_t *days;           /* of one company, as many as are evaluated */
};

/* How many companies are in a state at the end of each bucket. */
struct csm_trend_state {
	const struct csm_state *state; /* NULL: in none */
	const char *name, *word;
	size_t *companies;
};

#define CSM_TREND_STATES 24 /* told apart; more count as the last */

struct csm_trend_work {
	struct csm_buckets in;
	int whole;                 /* 1: the range is one bucket */
	struct csm_period *before; /* what each bucket is compared with */
	int compare;
	struct csm_dimension by;
	struct csm_intern names; /* of --by name: those that are lines */
	struct csm_trend_metric metric[CSM_TREND_METRICS];
	size_t metrics;
	const char *stated; /* of --bands: the metric whose states are counted */
	struct csm_trend_state state[CSM_TREND_STATES];
	size_t states, companies;
	size_t *moved; /* companies with another profile than the bucket before */
};

/* A bucket. */
struct csm_trend_row {
	const struct csm_trend_work *trend;
	size_t bucket;
	const struct csm_panel_group *group; /* of --by */
	struct csm_cell ends;
	int64_t value, before, change;
	size_t companies, days;
};

/* The table of the report, its column of buckets made. */
struct csm_table *csm_trend_table(struct csm_context *context, struct csm_doc *doc,
    const char *title, const char *note);
/* A row of it, its values missing. */
struct csm_trend_row csm_trend_row(struct csm_context *context, size_t bucket);
extern const struct csm_table_column csm_trend_days;

/* Parts of the report; the last three are of --bands. */
void csm_trend_put(struct csm_context *context, struct csm_doc *doc);
int csm_trend_bands_begin(struct csm_context *context);
void csm_trend_bands_range(struct csm_context *context);
void csm_trend_bands_company(struct csm_context *context, const struct csm_set *set);
void csm_trend_bands_put(struct csm_context *context, struct csm_doc *doc);

#endif
