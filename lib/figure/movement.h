/*
 * Revenue: how recurring value moved from one bucket's end to the next.
 *
 * The value of a company on a day is its point revenue.mrr of that day; without one, or
 * if it is not above 0, the company does not pay.
 *
 * Ownership: nothing here owns memory.
 */
#ifndef CSM_FIGURE_MOVEMENT_H
#define CSM_FIGURE_MOVEMENT_H

#include "figure/context.h"

/* What a bucket did to all companies; start + gained + up - down - lost is end. */
struct csm_movement {
	int64_t start, gained, regained, up, down, lost, end;    /* micros; regained is
								    part of gained */
	size_t starts, gains, regains, ups, downs, losses, ends; /* companies */
};

/* Add a company worth `from` when the bucket began and `to` at its end, both 0 or more;
 * paid_before: it had paid before the bucket began. */
void csm_movement_add(
    struct csm_movement *m, int64_t from, int64_t to, int paid_before);
/* Percent of the value at the start that is left, with what was added (net) and
 * without (gross); CSM_MISSING if there was none. */
int64_t csm_movement_net(const struct csm_movement *m);
int64_t csm_movement_gross(const struct csm_movement *m);
/* Percent of the companies at the start that still pay. */
int64_t csm_movement_kept(const struct csm_movement *m);

/* The day a company is to renew, as known on a day: its field renewal_date (or
 * renewal, renewal_on, contract_end, contract_end_date); CSM_DAY_NONE. */
int csm_renewal_column(const struct csm_context *context);
int32_t csm_renewal_day(
    struct csm_context *context, int column, const char *company, int32_t day);

#endif
