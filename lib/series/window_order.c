#include "series/window_slide.h"

#include "base/num.h"
#include "base/xalloc.h"

#include <assert.h>
#include <stdlib.h>

/* A binary indexed tree over all entries in order of their values: which of them are in
 * the window. */
struct csm_window_order {
	size_t begin, n, top; /* top: the greatest power of 2 up to n */
	struct entry {
		int64_t value;
		size_t i; /* from begin on */
	} * sorted;
	size_t *rank;     /* by entry, from 1 */
	uint32_t *tree;   /* 1..n */
	size_t negatives; /* of all entries */
};

static int
window_order_compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

struct csm_window_order *
csm_window_order_new(const struct csm_series *s, size_t begin, size_t end)
{
	struct csm_window_order *o = csm_xcalloc(1, sizeof *o);

	o->begin = begin;
	o->n = end - begin;
	o->sorted = csm_xcalloc(o->n + 1, sizeof *o->sorted);
	o->rank = csm_xcalloc(o->n + 1, sizeof *o->rank);
	o->tree = csm_xcalloc(o->n + 1, sizeof *o->tree);
	for (o->top = 1; o->top * 2 <= o->n; o->top *= 2)
		continue;
	for (size_t i = 0; i < o->n; i++)
		o->sorted[i] = (struct entry){s->value[begin + i], i};
	qsort(o->sorted, o->n, sizeof *o->sorted, window_order_compare);
	for (size_t k = 0; k < o->n; k++) {
		o->rank[o->sorted[k].i] = k + 1;
		o->negatives += o->sorted[k].value < 0;
	}
	return o;
}

void
csm_window_order_free(struct csm_window_order *order)
{
	if (order == NULL)
		return;
	free(order->sorted);
	free(order->rank);
	free(order->tree);
	free(order);
}

void
csm_slide_enter_order(struct csm_slide *c, size_t i)
{
	struct csm_window_order *o = c->order;

	assert(i >= o->begin && i - o->begin < o->n);
	for (size_t r = o->rank[i - o->begin]; r <= o->n; r += r & -r)
		o->tree[r]++;
}

void
csm_slide_leave_order(struct csm_slide *c, size_t i)
{
	struct csm_window_order *o = c->order;

	assert(i >= o->begin && i - o->begin < o->n);
	for (size_t r = o->rank[i - o->begin]; r <= o->n; r += r & -r)
		o->tree[r]--;
}

/* How many in the window have a value below 0. */
static size_t
negatives(const struct csm_window_order *o)
{
	size_t n = 0;

	for (size_t r = o->negatives; r > 0; r -= r & -r)
		n += o->tree[r];
	return n;
}

/* The k-th smallest entry in the window, from 0. */
static int64_t
smallest(const struct csm_window_order *o, size_t k)
{
	size_t at = 0;

	for (size_t step = o->top; step > 0; step /= 2)
		/* Down the tree by powers of 2, so that the k-th is found without a
		 * search over sums. */
		if (at + step <= o->n && o->tree[at + step] <= k) {
			at += step;
			k -= o->tree[at];
		}
	assert(at < o->n); /* there are more than k */
	return o->sorted[at].value;
}

/* The same among all days with a value, `zeros` of them without an entry. */
static int64_t
smallest_day(const struct csm_window_order *o, size_t k, size_t zeros)
{
	size_t below = zeros > 0 ? negatives(o) : 0;

	if (zeros == 0 || k < below)
		return smallest(o, k);
	/* Zeros without an entry stand between what is negative and the rest; an entry
	 * of 0 is equal to them, whichever comes first. */
	return k < below + zeros ? 0 : smallest(o, k - zeros);
}

struct csm_value
csm_slide_percentile(const struct csm_slide *c)
{
	int32_t percent =
	    c->w->op == CSM_WINDOW_MEDIAN ? CSM_WINDOW_PERCENT_MAX / 2 : c->w->percent;
	size_t n = (size_t)csm_slide_days(c), zeros = n - (c->hi - c->lo);

	if (n == 0)
		return (struct csm_value){0};
	uint64_t at = (n - 1) * (uint64_t)percent;
	size_t k = at / CSM_WINDOW_PERCENT_MAX;
	int32_t part = (int32_t)(at % CSM_WINDOW_PERCENT_MAX);
	int64_t a = smallest_day(c->order, k, zeros);
	/* Also where k is the last: there is no next one to mix with. */
	if (part == 0)
		return csm_slide_ratio(a, CSM_NUM_ONE);
	csm_int128 x = (csm_int128)a * (CSM_WINDOW_PERCENT_MAX - part) +
		       (csm_int128)smallest_day(c->order, k + 1, zeros) * part;
	return csm_slide_ratio(x, CSM_NUM_ONE * CSM_WINDOW_PERCENT_MAX);
}
