#include "base/num.h"
#include "base/xalloc.h"
#include "series/window_slide.h"

#include <assert.h>
#include <stdlib.h>

/* Up to, but not including, a day: the sum of the values, and how many there are. */
struct upto {
	int64_t sum, n;
};

/* Days that need no allocation: 16 KiB of the stack, two years and a window of one. */
#define FEW 1024

static int
window_sum_fits(const struct csm_series *s, size_t begin, size_t end)
{
	uint64_t all = 0;

	for (size_t i = begin; i < end; i++) {
		all += (uint64_t)(s->value[i] < 0 ? -s->value[i] : s->value[i]);
		/* The sum of all magnitudes bounds every partial sum: each is then
		 * exact as a double. */
		if (all > (uint64_t)CSM_NUM_EXACT)
			return 0;
	}
	return 1;
}

/* upto[k] for the `days` days from `from` on, and for the one after them. */
static void
window_sum_add_up(const struct csm_series *s, size_t begin, size_t end, int32_t from,
    size_t days, struct upto *upto)
{
	struct upto now = {0, 0};
	size_t k = 0;

	for (size_t i = begin; i < end; i++) {
		assert(s->day[i] >= from && (size_t)(s->day[i] - from) <= days);
		size_t day = (size_t)(s->day[i] - from);
		while (k <= day)
			upto[k++] = now;
		now.sum += s->value[i];
		now.n++;
	}
	while (k <= days)
		upto[k++] = now;
}

int
csm_window_sums(const struct csm_series *s, const struct csm_window *w, int32_t since,
    int32_t until, struct csm_value *out, int64_t *micros)
{
	size_t n = (size_t)(until - since) + 1, window = (size_t)w->days,
	       days = n + window - 1;
	int32_t from = since - w->ago - w->days + 1;
	struct upto few[FEW], *upto = few;

	assert(until >= since && w->days > 0);
	/* A few days of a long window: adding all its days up would cost more than the
	 * slide.  Four was chosen, not measured. */
	if (days > 4 * n)
		return 0;
	size_t begin = csm_series_at(s, from),
	       end = csm_series_at(s, until - w->ago + 1);
	if (!window_sum_fits(s, begin, end))
		return 0;
	if (days >= FEW)
		upto = csm_xcalloc(days + 1, sizeof *upto);
	window_sum_add_up(s, begin, end, from, days, upto);
	/* all + each * count is 1e6, or 1e6 * count, without a branch */
	double each = w->op == CSM_WINDOW_AVERAGE ? 1e6 : 0;
	double all = w->op == CSM_WINDOW_AVERAGE ? 0 : 1e6;
	for (size_t i = 0; i < n; i++) {
		int64_t sum = upto[i + window].sum - upto[i].sum;
		double count = (double)(upto[i + window].n - upto[i].n);
		int there = count > 0;
		double x = (double)sum / (all + each * count);
		out[i].type = there ? CSM_VALUE_NUMBER : CSM_VALUE_MISSING;
		out[i].u.number = there ? x : 0;
		if (micros != NULL)
			micros[i] = !there                    ? CSM_MISSING
				    : w->op == CSM_WINDOW_SUM ? sum
							      : csm_num_from_double(x);
	}
	if (upto != few)
		free(upto);
	return 1;
}
