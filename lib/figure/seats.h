/*
 * Seats: how many a company bought, and how many people use the product.
 *
 * Ownership: nothing here owns memory.
 */
#ifndef CSM_FIGURE_SEATS_H
#define CSM_FIGURE_SEATS_H

#include "figure/context.h"

/* The company field that tells: seats, licenses, licences, seats_bought or
 * seats_purchased; -1: none, then metrics.seats does. */
int csm_seats_column(const struct csm_context *context);
/* The same, telling which of its cells are no numbers. */
int csm_seats_ask(const struct csm_context *context);
/* Seats of the company as known on the day: the field, without one the newest
 * metrics.seats; CSM_MISSING if there is none above 0. */
int64_t csm_seats_bought(const struct csm_context *context, int column,
    const struct csm_set *set, int32_t day);

#endif
