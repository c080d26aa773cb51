#include "series/distinct.h"

#include "base/num.h"
#include "base/xalloc.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

struct csm_distinct_cell {
	int32_t step; /* how the number changes on that day */
	bool present; /* some series has a value */
	bool noted;   /* one of the thing at hand has one that is not 0 */
};

static size_t
distinct_days_of(const struct csm_distinct *d)
{
	return d->first > d->last ? 0 : (size_t)(d->last - d->first) + 1;
}

void
csm_distinct_init(struct csm_distinct *d, int32_t n, int32_t first, int32_t last)
{
	assert(n > 0);
	*d = (struct csm_distinct){.first = first, .last = last, .n = n};
	/* The one more takes the steps down of windows that go on past the last day. */
	d->cell = csm_xcalloc(distinct_days_of(d) + 1, sizeof *d->cell);
}

void
csm_distinct_fini(struct csm_distinct *d)
{
	free(d->cell);
	*d = (struct csm_distinct){0};
}

/* A day of a series, as its place in cell[], on which it is not 0; *end is until when it
 * counts already, itself not included. */
static void
distinct_step(struct csm_distinct *d, int32_t at, int32_t *end)
{
	const int32_t days = (int32_t)distinct_days_of(d);

	assert(at >= 0 && at < days && *end <= days);
	/* A series that counts still goes on doing so: the end moves. */
	d->cell[*end > at ? *end : at].step++;
	*end = d->n < days - at ? at + d->n : days;
	d->cell[*end].step--;
}

void
csm_distinct_add(struct csm_distinct *d, const struct csm_series *s)
{
	int32_t end = 0;

	for (size_t i = csm_series_at(s, d->first); i < s->n; i++) {
		int32_t at = s->day[i] - d->first;
		if (s->day[i] > d->last)
			break;
		d->cell[at].present = true;
		if (s->value[i] != 0)
			distinct_step(d, at, &end);
	}
}

void
csm_distinct_note(struct csm_distinct *d, const struct csm_series *s)
{
	for (size_t i = csm_series_at(s, d->first); i < s->n && s->day[i] <= d->last;
	     i++) {
		struct csm_distinct_cell *cell = &d->cell[s->day[i] - d->first];
		cell->present = true;
		cell->noted |= s->value[i] != 0;
	}
}

void
csm_distinct_close(struct csm_distinct *d)
{
	const int32_t days = (int32_t)distinct_days_of(d);
	int32_t end = 0;

	for (int32_t at = 0; at < days; at++) {
		if (!d->cell[at].noted)
			continue;
		/* Cleared on the way, so that the next thing begins anew without
		 * another pass. */
		d->cell[at].noted = false;
		distinct_step(d, at, &end);
	}
}

struct csm_series
csm_distinct_series(const struct csm_distinct *d, struct csm_arena *arena)
{
	size_t days = distinct_days_of(d), n = 0;
	int32_t *day = CSM_ARENA_ARRAY(arena, int32_t, days);
	int64_t *value = CSM_ARENA_ARRAY(arena, int64_t, days);
	int64_t number = 0, since = d->n; /* days since one had a value */

	for (size_t i = 0; i < days; i++) {
		number += d->cell[i].step;
		since = d->cell[i].present ? 0 : since + 1;
		/* No series has a value in this window: missing, where a window of
		 * zeros is 0. */
		if (since >= d->n)
			continue;
		day[n] = d->first + (int32_t)i;
		value[n++] = number * CSM_NUM_ONE;
	}
	return (struct csm_series){day, value, n};
}

struct csm_series
csm_distinct_days(const struct csm_distinct *d, struct csm_arena *arena)
{
	size_t days = distinct_days_of(d), n = 0;
	int32_t *day = CSM_ARENA_ARRAY(arena, int32_t, days);
	int64_t *value = CSM_ARENA_ARRAY(arena, int64_t, days);

	for (size_t i = 0; i < days; i++)
		if (d->cell[i].present)
			day[n++] = d->first + (int32_t)i;
	return (struct csm_series){day, value, n};
}
