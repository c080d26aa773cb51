/*
 * Span: the days something is needed for, as far as they can be told before a company
 * is read.
 *
 * from..until; and with back >= 0 also from `back` days before the company's first
 * point on, for operators that look at every day there is.
 */
#ifndef CSM_METRIC_DAY_SPAN_H
#define CSM_METRIC_DAY_SPAN_H

#include "series/window.h"

struct csm_day_span {
	int32_t from, until, back;
};

/* No day at all. */
struct csm_day_span csm_day_span_none(void);
int csm_day_span_is_none(const struct csm_day_span *span);
/* Make `span` cover `other` too. */
void csm_day_span_add(struct csm_day_span *span, const struct csm_day_span *other);
/* The days a window looks at when it is wanted for the days of `span`. */
struct csm_day_span csm_day_span_of_window(
    const struct csm_day_span *span, const struct csm_window *w);
/* What a span comes to for a company whose first point is on `first` (CSM_DAY_NONE: it
 * has none): *from..*until; returns how many days. */
size_t csm_day_span_days(
    const struct csm_day_span *span, int32_t first, int32_t *from, int32_t *until);

#endif
