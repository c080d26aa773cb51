#include "series/fold.h"

#include "base/int128.h"
#include "base/num.h"
#include "base/xalloc.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

/* What one day's values have come to. */
struct csm_fold_cell {
	csm_int128 sum; /* two values just below the limit exceed 64 bits together */
	int64_t max, min;
	uint32_t n; /* 0: the other members are not set yet */
	bool any;   /* one is not 0 */
};

/* floor(a / n + 1/2) */
static csm_int128
rounded_mean(csm_int128 a, uint32_t n)
{
	csm_int128 num = 2 * a + n, den = 2 * (csm_int128)n, q = num / den;

	return q - (num % den < 0);
}

/* The cell's value, CSM_MISSING if it is out of range. */
static int64_t
cell_value(const struct csm_fold_cell *c, enum csm_series_fold fold)
{
	csm_int128 v = 0;

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
		v = (csm_int128)c->n * CSM_NUM_ONE;
		break;
	case CSM_FOLD_ANY:
		v = c->any ? CSM_NUM_ONE : 0;
		break;
	}
	return v > -CSM_NUM_LIMIT && v < CSM_NUM_LIMIT ? (int64_t)v : CSM_MISSING;
}

void
csm_fold_init(struct csm_fold *fold, int32_t first, int32_t last)
{
	fold->first = first;
	fold->days = first > last ? 0 : (size_t)(last - first) + 1;
	fold->cell = csm_xcalloc(fold->days, sizeof *fold->cell);
}

void
csm_fold_fini(struct csm_fold *fold)
{
	free(fold->cell);
	*fold = (struct csm_fold){0};
}

void
csm_fold_add(struct csm_fold *fold, const struct csm_series *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct csm_fold_cell *c = &fold->cell[s->day[i] - fold->first];
		assert(s->day[i] >= fold->first &&
		       (size_t)(s->day[i] - fold->first) < fold->days);
		int64_t v = s->value[i];
		if (c->n++ == 0)
			c->max = c->min = v;
		c->max = v > c->max ? v : c->max;
		c->min = v < c->min ? v : c->min;
		c->sum += v;
		c->any |= v != 0;
	}
}

struct csm_series
csm_fold_series(
    const struct csm_fold *fold, struct csm_arena *arena, enum csm_series_fold how)
{
	size_t n = 0, used = 0;

	for (size_t i = 0; i < fold->days; i++)
		/* Counted first: most series have few of the days they span. */
		used += fold->cell[i].n != 0;
	int32_t *day = CSM_ARENA_ARRAY(arena, int32_t, used);
	int64_t *value = CSM_ARENA_ARRAY(arena, int64_t, used);
	for (size_t i = 0; i < fold->days; i++) {
		int64_t v = CSM_MISSING;
		if (fold->cell[i].n != 0)
			v = cell_value(&fold->cell[i], how);
		/* Out of range, too: a day that cannot be told is missing, and not its
		 * limit. */
		if (v == CSM_MISSING)
			continue;
		day[n] = fold->first + (int32_t)i;
		value[n++] = v;
	}
	assert(n <= used);
	return (struct csm_series){day, value, n};
}
