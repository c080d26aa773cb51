/*
 * Newest: the newest day of rows or points that can be believed.  A day after today is
 * counted apart: one clock that runs ten years ahead must not make old data fresh.
 *
 * Ownership: plain values, nothing to free.
 */
#ifndef CSM_TIME_NEWEST_H
#define CSM_TIME_NEWEST_H

#include "base/diag.h"
#include "time/date.h"

/* today: the last day that is believed. */
struct csm_newest {
	int32_t today;
	int32_t day;    /* the newest up to today; CSM_DAY_NONE: none */
	int32_t late;   /* the newest after it; CSM_DAY_NONE: none */
	uint64_t lates; /* how many there are after it */
};

static inline struct csm_newest
csm_newest_begin(int32_t today)
{
	return (struct csm_newest){today, CSM_DAY_NONE, CSM_DAY_NONE, 0};
}

static inline void
csm_newest_saw(struct csm_newest *n, int32_t day)
{
	if (day <= n->today) {
		if (day > n->day)
			n->day = day;
	} else {
		if (day > n->late)
			n->late = day;
		n->lates++;
	}
}

void csm_newest_merge(struct csm_newest *n, const struct csm_newest *other);
/* The newest day believed; if all lie after today, the newest of these. */
int32_t csm_newest_day(const struct csm_newest *n);
/* Warn (W_FUTURE) of days after today, and of a newest day before 1990, which is what
 * times in another unit look like.  what: "rows", "points". */
void csm_newest_tell(
    const struct csm_newest *n, const char *what, struct csm_diag *diag);

#endif
