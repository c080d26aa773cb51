/*
 * Distinct: of many series brought one after another, how many have a value that is not
 * 0 in the window of n days that ends on a day.
 *
 * Cost: O(1) a value and a day, whatever n: each series adds 1 where one of its windows
 * begins to hold such a value and takes it off where it ceases to.
 *
 * Ownership: a distinct owns its cells.
 */
#ifndef CSM_SERIES_DISTINCT_H
#define CSM_SERIES_DISTINCT_H

#include "series/series.h"

struct csm_distinct_cell;

struct csm_distinct {
	struct csm_distinct_cell *cell; /* one a day of first..last, and one after */
	int32_t first, last, n;
};

/* For windows of n days over what happened on first..last; first > last is empty. */
void csm_distinct_init(
    struct csm_distinct *distinct, int32_t n, int32_t first, int32_t last);
void csm_distinct_fini(struct csm_distinct *distinct);
/* Add a series; days outside first..last do not count. */
void csm_distinct_add(struct csm_distinct *distinct, const struct csm_series *s);
/* The same of a thing that has several series, one after another, such as a metric that
 * many end users have: csm_distinct_note each, then csm_distinct_close. */
void csm_distinct_note(struct csm_distinct *distinct, const struct csm_series *s);
void csm_distinct_close(struct csm_distinct *distinct);
/* What it has come to, in whole units: on the days whose window holds a value of any
 * series, be it 0. */
struct csm_series csm_distinct_series(
    const struct csm_distinct *distinct, struct csm_arena *arena);
/* The days on which any series has a value, each with 0. */
struct csm_series csm_distinct_days(
    const struct csm_distinct *distinct, struct csm_arena *arena);

#endif
