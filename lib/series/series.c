#include "series/series.h"

#include "base/num.h"
#include "base/xalloc.h"

#include <stdlib.h>

size_t
csm_series_at(const struct csm_series *s, int32_t day)
{
	size_t lo = 0, hi = s->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (s->day[mid] < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Two values just below the limit do not fit into 64 bits together. */
__extension__ typedef __int128 wide;

/* What one day's values have come to. */
struct cell {
	wide sum;
	int64_t max, min;
	uint32_t n; /* 0: the other members are not set yet */
};

/* floor(a / n + 1/2) */
static wide
rounded_mean(wide a, uint32_t n)
{
	wide num = 2 * a + n, den = 2 * (wide)n, q = num / den;

	return q - (num % den < 0);
}

/* The cell's value, CSM_MISSING if it is out of range. */
static int64_t
cell_value(const struct cell *c, enum csm_series_fold fold)
{
	wide v = 0;

	switch (fold) {
	case CSM_FOLD_SUM:
		v = c->sum;
		break;
	case CSM_FOLD_AVG:
		v = rounded_mean(c->sum, c->n);
		break;
	case CSM_FOLD_MAX:
		v = c->max;
		break;
	case CSM_FOLD_MIN:
		v = c->min;
		break;
	case CSM_FOLD_COUNT:
		v = (wide)c->n * CSM_NUM_ONE;
		break;
	}
	return v > -CSM_NUM_LIMIT && v < CSM_NUM_LIMIT ? (int64_t)v : CSM_MISSING;
}

static void
add_series(struct cell *cells, int32_t first, const struct csm_series *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct cell *c = &cells[s->day[i] - first];
		int64_t v = s->value[i];
		if (c->n++ == 0)
			c->max = c->min = v;
		c->max = v > c->max ? v : c->max;
		c->min = v < c->min ? v : c->min;
		c->sum += v;
	}
}

static struct csm_series
from_cells(struct csm_arena *arena, const struct cell *cells, size_t days,
    int32_t first, enum csm_series_fold fold)
{
	size_t n = 0, used = 0;

	for (size_t i = 0; i < days; i++)
		used += cells[i].n != 0;
	int32_t *day = CSM_ARENA_ARRAY(arena, int32_t, used);
	int64_t *value = CSM_ARENA_ARRAY(arena, int64_t, used);
	for (size_t i = 0; i < days; i++) {
		int64_t v = CSM_MISSING;
		if (cells[i].n != 0)
			v = cell_value(&cells[i], fold);
		if (v == CSM_MISSING)
			continue;
		day[n] = first + (int32_t)i;
		value[n++] = v;
	}
	return (struct csm_series){day, value, n};
}

struct csm_series
csm_series_combine(struct csm_arena *arena, const struct csm_series *const *of,
    size_t n, enum csm_series_fold fold)
{
	int32_t first = INT32_MAX, last = INT32_MIN;

	if (n == 1 && fold != CSM_FOLD_COUNT)
		return *of[0];
	for (size_t i = 0; i < n; i++) {
		if (of[i]->n == 0)
			continue;
		if (of[i]->day[0] < first)
			first = of[i]->day[0];
		if (of[i]->day[of[i]->n - 1] > last)
			last = of[i]->day[of[i]->n - 1];
	}
	if (first > last)
		return (struct csm_series){0};
	/* One cell a day: cheaper than a merge, and there are below 50,000 days. */
	size_t days = (size_t)(last - first) + 1;
	struct cell *cells = csm_xcalloc(days, sizeof *cells);
	for (size_t i = 0; i < n; i++)
		add_series(cells, first, of[i]);
	struct csm_series out = from_cells(arena, cells, days, first, fold);
	free(cells);
	return out;
}
