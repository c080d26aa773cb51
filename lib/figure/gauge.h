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
};

/* `what` asks for it: "trend", "--metric".  -1 after a report: neither a metric's name
 * nor a formula, E_FORMULA. */
int csm_gauge_read(struct csm_context *context, const char *text, const char *what,
    struct csm_gauge *gauge);
/* The days since..until of the company evaluated last; days[until - since + 1]. */
void csm_gauge_days(
    const struct csm_context *context, const struct csm_gauge *gauge, int64_t *days);
/* In a report's finish: -1 after reporting that no point has the metric. */
int csm_gauge_need(
    struct csm_context *context, const struct csm_gauge *gauge, const char *what);

#endif
