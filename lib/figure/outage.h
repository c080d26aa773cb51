/*
 * Outage: days on which the activity of the whole fleet fell at once, so that data are
 * missing rather than customers.
 *
 * A day is one if fewer than a quarter of the companies had any activity that usually
 * have on that day of the week: the median of the four newest of the eight weeks before
 * that were none themselves.  Usually fewer than five is too few to tell; such a day
 * belongs to an outage if the day before did and nobody was active.
 *
 * Ownership: it owns what it counts.
 */
#ifndef CSM_FIGURE_OUTAGE_H
#define CSM_FIGURE_OUTAGE_H

#include "series/set.h"

#include <stdbool.h>

struct csm_outage;

/* until: the last day that is looked at. */
struct csm_outage *csm_outage_new(int32_t until);
void csm_outage_free(struct csm_outage *outage);
/* Count a company; each of them once. */
void csm_outage_count(struct csm_outage *outage, const struct csm_set *set);
/* All companies were counted: from here on days can be asked for. */
void csm_outage_close(struct csm_outage *outage);
bool csm_outage_closed(const struct csm_outage *outage);
bool csm_outage_on(const struct csm_outage *outage, int32_t day);

/* The newest run of such days that reaches into from..to, and companies active on its
 * last day; usual: that day, or the first where nothing is usual of it any more. */
struct csm_outage_run {
	int32_t from, to;
	size_t active, usual;
};
/* 0 if there is none. */
int csm_outage_newest(const struct csm_outage *outage, int32_t from, int32_t to,
    struct csm_outage_run *run);
/* "2 of usually 40 companies were active on 2026-11-20, and few from 2026-11-18 on" */
void csm_outage_put(const struct csm_outage_run *run, struct csm_buf *out);

#endif
