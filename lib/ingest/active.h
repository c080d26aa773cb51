/*
 * Active: the system.users_* points of one company after the other, from the sorted
 * days of each of its users.  Exact, in one step per active day and one per day
 * written.
 *
 * Ownership: texts are borrowed for the length of the call.
 */
#ifndef CSM_INGEST_ACTIVE_H
#define CSM_INGEST_ACTIVE_H

#include "point/point.h"

#define CSM_ACTIVE_SERIES 6

/* All zero, but for the days, is valid. */
struct csm_active {
	int32_t first, until; /* no day before or after counts or is written */
	int32_t since;        /* none before is written; CSM_DAY_NONE: all are */
	int32_t *change[CSM_ACTIVE_SERIES]; /* by day, from `first` */
	size_t cap;
};

void csm_active_fini(struct csm_active *a);
/* A company begins. */
void csm_active_begin(struct csm_active *a);
/* A day on which a user was active, and the one after it; CSM_DAY_NONE: none.
 * is_first: it is the user's first. */
void csm_active_day(struct csm_active *a, int32_t day, int32_t next, int is_first);
/* The points of the company, from its first active day to `until`; how many. */
int64_t csm_active_write(const struct csm_active *a, struct csm_text company,
    struct csm_point_writer *writer);

#endif
