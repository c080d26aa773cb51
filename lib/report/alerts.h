/*
 * Alerts a month: how many opened, how many closed and how many are open at its end, by
 * alert and by the owner of the company.
 *
 * Ownership: the counts live in the context's arena, but for the names of owners, which
 * csm_alertmonths_free frees.
 */
#ifndef CSM_REPORT_ALERTS_H
#define CSM_REPORT_ALERTS_H

#include "figure/alert.h"

struct csm_alertmonths;

/* For the days of the context, which are known. */
struct csm_alertmonths *csm_alertmonths_new(struct csm_context *context);
void csm_alertmonths_free(struct csm_alertmonths *m);
/* What the i-th alert does on a day of a company; owner: NULL: nobody. */
void csm_alertmonths_add(struct csm_alertmonths *m, size_t i, const char *owner,
    int32_t day, const struct csm_alert_day *does);
/* The tables "months" and, where companies have owners, "owners". */
void csm_alertmonths_put(struct csm_alertmonths *m, struct csm_doc *doc);

#endif
