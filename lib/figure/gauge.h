/*
 * Gauge: a metric or formula asked for by name, whose days become a bucket's value
 * and whose companies become one, as its nature wants or as was asked.
 *
 * Ownership: a gauge lives in the context's arena.
 */
#ifndef CSM_FIGURE_GAUGE_H
#define CSM_FIGURE_GAUGE_H

#include "figure/context.h"

struct csm_gauge {
	size_t query;       /* of the context's engine of days */
	const char *metric; /* canonical name; NULL: a formula */
	enum csm_time_agg agg;
	enum csm_over over;
	int plain; /* 1: a formula with windows that were written without days */
};

/* `what` asks for it: "trend", "--metric".  -1 after a report: neither a metric's name
 * nor a formula, E_FORMULA. */
int csm_gauge_read(struct csm_context *context, const char *text, const char *what,
    struct csm_gauge *gauge);
/* How companies of a metric become one by its nature; whether those of a formula add up:
 * a sum, or a number of users. */
enum csm_over csm_gauge_over(const char *metric);
bool csm_gauge_adds_up(const struct csm_formula *formula);
/* The days since..until of the company evaluated last; days[until - since + 1]. */
void csm_gauge_days(
    const struct csm_context *context, const struct csm_gauge *gauge, int64_t *days);
/* A formula over a period of the company as one window, for those that are plain; after
 * that there are no days to be asked for. */
int64_t csm_gauge_period(const struct csm_context *context,
    const struct csm_gauge *gauge, const struct csm_set *set, int32_t from,
    int32_t until);
/* In a report's finish: -1 after reporting that no point has the metric. */
int csm_gauge_need(
    struct csm_context *context, const struct csm_gauge *gauge, const char *what);

#endif
