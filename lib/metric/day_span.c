#include "metric/day_span.h"

#include "time/date.h"

#include <assert.h>

struct csm_day_span
csm_day_span_none(void)
{
	/* So that adding a span to none gives that span. */
	return (struct csm_day_span){INT32_MAX, INT32_MIN, -1};
}

int
csm_day_span_is_none(const struct csm_day_span *span)
{
	return span->until == INT32_MIN;
}

void
csm_day_span_add(struct csm_day_span *span, const struct csm_day_span *other)
{
	if (other->from < span->from)
		span->from = other->from;
	if (other->until > span->until)
		span->until = other->until;
	if (other->back > span->back)
		span->back = other->back;
}

struct csm_day_span
csm_day_span_of_window(const struct csm_day_span *span, const struct csm_window *w)
{
	struct csm_day_span s = csm_day_span_none();

	if (csm_day_span_is_none(span))
		return s;
	s.until = span->until - w->ago;
	/* Every day up to its last: from the company's first point on, which is known
	 * only then. */
	if (w->days == 0) {
		s.back = 0;
		return s;
	}
	/* A span may consist of its open part alone. */
	if (span->from <= span->until)
		s.from = csm_window_from(w, span->from);
	assert(s.from >= CSM_DAY_MIN); /* what is evaluated are days there are */
	if (span->back >= 0)
		s.back = span->back + csm_window_reach(w);
	/* There are no more days than that; a chain of long windows would else
	 * overflow. */
	if (s.back > CSM_DAY_MAX)
		s.back = CSM_DAY_MAX;
	return s;
}

size_t
csm_day_span_days(
    const struct csm_day_span *span, int32_t first, int32_t *from, int32_t *until)
{
	*from = span->from;
	*until = span->until;
	if (span->back >= 0 && first != CSM_DAY_NONE) {
		int32_t open = first - span->back;
		if (open < CSM_DAY_MIN)
			open = CSM_DAY_MIN;
		if (open < *from)
			*from = open;
	}
	return *from > *until ? 0 : (size_t)(*until - *from) + 1;
}
