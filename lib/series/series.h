/*
 * Series: the points of one entity and metric, ascending unique days.  A day that is
 * not there is missing, never 0.
 *
 * Ownership: a csm_series borrows its arrays (from a set, or from a builder's arena).
 */
#ifndef CSM_SERIES_SERIES_H
#define CSM_SERIES_SERIES_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct csm_series {
	const int32_t *day;   /* ascending, unique */
	const int64_t *value; /* micros; never CSM_MISSING */
	size_t n;
};

/* Index of the first entry with day >= `day`; n if none. */
size_t csm_series_at(const struct csm_series *s, int32_t day);
/* Whether it has each of the days from..until; *at: where the first of them is. */
bool csm_series_covers(
    const struct csm_series *s, int32_t from, int32_t until, size_t *at);
/* How the values of one day become one. */
enum csm_series_fold {
	CSM_FOLD_SUM,
	CSM_FOLD_AVG, /* over those with a value; floor(x*1e6+0.5), in exact integers */
	CSM_FOLD_MAX,
	CSM_FOLD_MIN,
	CSM_FOLD_COUNT, /* how many have a value that day, in whole units */
	CSM_FOLD_ANY    /* 1 if any of them is not 0, else 0 */
};
/*
 * Day by day over n series on the days from..until, a day present in any of them.  A day
 * whose sum is beyond CSM_NUM_LIMIT is missing.  The arrays come from the arena; n == 1
 * and not COUNT borrows those of the one, with all its days; of ANY that is not 0 where
 * that one is not.
 */
struct csm_series csm_series_combine(struct csm_arena *arena,
    const struct csm_series *const *of, size_t n, enum csm_series_fold fold,
    int32_t from, int32_t until);

#endif
