/*
 * Cuts: rows that were looked at and are not given out yet, cut by company.
 *
 * Ownership: plain memory of the caller's, in which _fini frees what it holds; the rows
 * themselves are elsewhere.
 */
#ifndef CSM_POINT_CUTS_H
#define CSM_POINT_CUTS_H

#include "point/point.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Rows behind one another, all of one company, which those of the next may be of, too. */
struct csm_cut {
	uint32_t bytes, n;
	int32_t newest; /* day up to the one asked for; CSM_DAY_NONE: none */
	int32_t oldest; /* of all days */
	bool begins;    /* the company, and none of them was given out */
};

/* All zero is valid: none. */
struct csm_cuts {
	struct csm_cut *at;
	size_t n, cap, next;
	uint64_t rows; /* that are left */
};

void csm_cuts_fini(struct csm_cuts *cuts);
/* Rows that follow those put before. */
void csm_cuts_put(struct csm_cuts *cuts, const struct csm_point_rows *rows);
/* Whether they take much beside the so many bytes of rows: companies have few of them, and
 * nothing is won by leaving these unread. */
bool csm_cuts_are_dear(const struct csm_cuts *cuts, size_t bytes);
/* The next ones, which stand at `row`, but for their last, if they are of the company that was
 * given out last: how many bytes; 0: they are not. */
size_t csm_cuts_rest(
    const struct csm_cuts *cuts, const char *row, struct csm_point_rows *rows);
/* The first so many bytes, which are so many whole rows, are given out. */
void csm_cuts_use(struct csm_cuts *cuts, size_t bytes, size_t rows);

/* What is left of the first with rows that are left; NULL: none is. */
static inline const struct csm_cut *
csm_cuts_next(const struct csm_cuts *cuts)
{
	return cuts->next == cuts->n ? NULL : &cuts->at[cuts->next];
}

static inline size_t
csm_cuts_bytes(const struct csm_cuts *cuts)
{
	return cuts->n * sizeof *cuts->at;
}

#endif
