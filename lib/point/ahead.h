/*
 * Ahead: the files of a run, each read ahead to learn whether it is in order and which
 * day is its newest.
 *
 * Ownership: plain memory of the caller's, in which _fini frees what it holds; points
 * are borrowed until the next call, names of files until _fini.
 */
#ifndef CSM_POINT_AHEAD_H
#define CSM_POINT_AHEAD_H

#include "base/intern.h"
#include "point/point.h"
#include "point/sort.h"
#include "point/spill.h"
#include "time/newest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct csm_ahead_file {
	struct csm_ahead *of;
	size_t index;
	const char *name;
	struct csm_spill *run;           /* what was read ahead; NULL: given out */
	struct csm_point_reader *reader; /* what follows; NULL: nothing */
	struct csm_point_counts counts;  /* once the reader is gone */
	uint64_t given;                  /* points that were looked at */
	bool brief;                      /* most of its series have one point */
};

struct csm_ahead {
	struct csm_reader_options reader;
	bool written;     /* points and runs tell how they are written */
	bool whole;       /* each file is read to its end before points are given out */
	size_t memory;    /* for runs; as much again for the sorter */
	size_t run_bytes; /* of the runs complete so far */
	struct csm_intern names;
	struct csm_ahead_file *at; /* with room for every file */
	size_t n;
	struct csm_sorter *sorter; /* NULL: no file needed it */
	struct csm_newest newest;  /* of the points kept or sorted */
	struct csm_diag *diag;     /* is told of the rows of each file */
};

/* Open the next file, NULL or "-" being standard input, and read ahead.  -1 after a
 * report. */
int csm_ahead_open(struct csm_ahead *a, const char *path, struct csm_diag *diag);
/* Tells of files that were not read to their end, and of points nobody looked at. */
void csm_ahead_fini(struct csm_ahead *a);
/* The next point of a file (ctx) that has a run; its order is the file's place: what
 * csm_merge asks. */
int csm_ahead_next(
    void *ctx, struct csm_point *point, int64_t *order, struct csm_diag *diag);
/* As csm_point_reader_more, of such a file. */
size_t csm_ahead_more(void *ctx, int32_t before, struct csm_point_run *run);
/* As csm_point_reader_rows, of such a file. */
size_t csm_ahead_rows(void *ctx, struct csm_point_rows *rows, struct csm_diag *diag);
/* Of all files, so far. */
struct csm_point_counts csm_ahead_counts(const struct csm_ahead *a);

/* Remember the day of a point. */
static inline void
csm_ahead_saw(struct csm_newest *newest, const struct csm_point *point)
{
	if (point->day <= newest->today || !csm_point_may_lie(point->metric))
		csm_newest_saw(newest, point->day);
}

#endif
