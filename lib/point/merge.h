/*
 * Merge: several streams of points in canonical order as one.  Points with the same key
 * come by their order, then by the place of their stream in the list.
 *
 * Ownership: the sources are borrowed; a point is borrowed until the next call.
 */
#ifndef CSM_POINT_MERGE_H
#define CSM_POINT_MERGE_H

#include "point/point.h"

struct csm_merge_source {
	/* 1, 0 at the end, -1 after a report; the point holds until the next call. */
	int (*next)(
	    void *ctx, struct csm_point *point, int64_t *order, struct csm_diag *diag);
	void *ctx;
	/* As csm_point_reader_more; NULL: 0. */
	size_t (*more)(void *ctx, int32_t before, struct csm_point_run *run);
	/* As csm_point_reader_rows, up to the day its file knows; NULL: 0. */
	size_t (*rows)(void *ctx, struct csm_point_rows *rows, struct csm_diag *diag);
};

struct csm_merge;

/* The list is copied. */
struct csm_merge *csm_merge_new(const struct csm_merge_source *sources, size_t n);
void csm_merge_free(struct csm_merge *m); /* NULL allowed */
/* 1, 0, or -1 after a report. */
int csm_merge_next(struct csm_merge *m, struct csm_point *point, int64_t *order,
    struct csm_diag *diag);
/* As csm_point_reader_more, of the stream whose point was given last, as far as its series
 * is before the points of the others. */
size_t csm_merge_more(struct csm_merge *m, struct csm_point_run *run);
/* As csm_point_reader_rows, if there is but one stream. */
size_t csm_merge_rows(
    struct csm_merge *m, struct csm_point_rows *rows, struct csm_diag *diag);

#endif
