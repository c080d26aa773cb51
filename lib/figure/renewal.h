/*
 * Renewal: the day a company is to renew, as known on a day.
 *
 * Ownership: nothing here owns memory.
 */
#ifndef CSM_FIGURE_RENEWAL_H
#define CSM_FIGURE_RENEWAL_H

#include "figure/context.h"

/* The column of the field renewal_date (or renewal, renewal_on, contract_end,
 * contract_end_date); -1: there is none. */
int csm_renewal_column(const struct csm_context *context);
/* The same, telling which of its cells are no days. */
int csm_renewal_ask(const struct csm_context *context);
/* CSM_DAY_NONE if it is not known. */
int32_t csm_renewal_day(
    struct csm_context *context, int column, const char *company, int32_t day);

#endif
