/*
 * Tally: how often what is counted a day (features, conversations) happened, over a
 * company and all its end users.
 *
 * Ownership: a tally lives in the arena given.
 */
#ifndef CSM_FIGURE_TALLY_H
#define CSM_FIGURE_TALLY_H

#include "figure/context.h"

struct csm_tally {
	const char *name; /* without the prefix */
	int64_t count;    /* in the window, micros; CSM_MISSING: none */
	int32_t last;     /* newest day that is not 0; CSM_DAY_NONE */
};

/* Metrics that begin with `prefix`, by count, most first, then by name; *n of them. */
struct csm_tally *csm_tally_read(struct csm_arena *arena, const struct csm_set *set,
    const char *prefix, int32_t until, int32_t days, size_t *n);

/* What one end user did, over all activities.*, and when somebody talked to him. */
struct csm_person {
	const char *id;
	int32_t last;    /* CSM_DAY_NONE: never active */
	int32_t touch;   /* newest day with a conversation; CSM_DAY_NONE: none */
	size_t days;     /* active days of the window */
	int64_t count;   /* events in it; CSM_MISSING: none */
	int64_t *series; /* a number a day of the window */
};

/* End users with points and those of the fields file, most recently active first, then
 * by events, then by id. */
struct csm_person *csm_tally_people(struct csm_context *context,
    struct csm_arena *arena, const struct csm_set *set, int32_t days, size_t *n);

#endif
