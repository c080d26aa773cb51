/*
 * Points of several files as one stream in canonical order.
 *
 * Files in canonical order are merged as they are read, in bounded memory.  A file out
 * of order is sorted first: disorder is looked for in its first 64 MiB; a file that
 * only loses its order after that is refused (E_FORMAT, naming the line and the remedy,
 * csm-ingest -k points), because what came before is already on its way.  Files too
 * long to be read ahead within half the memory are sorted too, on disk if need be.
 *
 * Ownership: a point is borrowed until the next call.
 */
#ifndef CSM_POINT_POINTS_H
#define CSM_POINT_POINTS_H

#include "point/point.h"
#include "time/newest.h"
#include "point/sort.h"

#include <stdbool.h>

struct csm_points_options {
	struct csm_reader_options reader;
	size_t memory_bytes; /* 0: a quarter of physical memory */
	int fold;            /* 0: two points with one key are an error, E_KEY, that
				names both places */
	int32_t today;   /* later days are told, and are not the newest; 0: none are */
	int need_newest; /* 1: read everything before the first point is given out */
	bool written;    /* points tell how they are written, where that is known */
	int again;       /* 1: csm_points_rewind will be called: what is given out is
			    kept, in memory up to half of memory_bytes, else on disk */
};

struct csm_points;

/* No path: standard input.  NULL after a report.  `diag` is kept, and told by
 * csm_points_free of rows that were read and not given out. */
struct csm_points *csm_points_open(const char *const *paths, size_t n,
    const struct csm_points_options *options, struct csm_diag *diag);
void csm_points_free(struct csm_points *ps);
/* 1, 0, or -1 after a report.  With `fold` equal keys are given out one after another,
 * in order of file and line; the caller folds. */
int csm_points_next(
    struct csm_points *ps, struct csm_point *point, struct csm_diag *diag);
/* As csm_point_reader_more; points of a run were given out, too. */
size_t csm_points_more(struct csm_points *ps, struct csm_point_run *run);
/* As csm_point_reader_rows, with `today` of the options. */
size_t csm_points_rows(
    struct csm_points *ps, struct csm_point_rows *rows, struct csm_diag *diag);
/* Whether points tell how they are written. */
bool csm_points_written(const struct csm_points *ps);
/* Which of the paths the last point given out is of. */
size_t csm_points_place(const struct csm_points *ps);
/* As messages name it. */
const char *csm_points_file(const struct csm_points *ps, size_t place);
/* With `again`, after the last point: they are given out once more, without the place
 * where they were read.  -1 after a report. */
int csm_points_rewind(struct csm_points *ps, struct csm_diag *diag);
/* Newest day: of all points with need_newest, else of those given out so far. */
int32_t csm_points_newest(const struct csm_points *ps);
/* Of the points given out, for csm_newest_tell; borrowed. */
const struct csm_newest *csm_points_told(const struct csm_points *ps);
/* Of all files, so far. */
struct csm_point_counts csm_points_counts(const struct csm_points *ps);

#endif
