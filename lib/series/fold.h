/*
 * Fold: series of many brought together day by day, one after another, so that none has
 * to be kept: one cell a day, below 50,000 days.
 *
 * Ownership: the fold owns its cells.
 */
#ifndef CSM_SERIES_FOLD_H
#define CSM_SERIES_FOLD_H

#include "series/series.h"

struct csm_fold_cell;

struct csm_fold {
	struct csm_fold_cell *cell;
	int32_t first;
	size_t days;
};

/* For days first..last; first > last is an empty fold. */
void csm_fold_init(struct csm_fold *fold, int32_t first, int32_t last);
void csm_fold_fini(struct csm_fold *fold);
/* Add a series; all its days lie in first..last. */
void csm_fold_add(struct csm_fold *fold, const struct csm_series *s);
/* What it has come to: the days some series had a value; a value beyond the range of
 * numbers is missing. */
struct csm_series csm_fold_series(
    const struct csm_fold *fold, struct csm_arena *arena, enum csm_series_fold how);

#endif
