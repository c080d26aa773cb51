/*
 * Churns: which companies left, and when: a file with the columns company and date;
 * others (reason, by) are for people and not read.
 */
#ifndef CSM_UNIT_CHURN_H
#define CSM_UNIT_CHURN_H

#include "unit/ledger.h"

/* Load into a ledger whose entries have no value.  -1 after E_OPEN, E_HEADER or
 * E_READ; a row without company or a good date is rejected.  csm_ledger_fini in any
 * case. */
int csm_churns_load(struct csm_ledger *churns, const char *path, struct csm_diag *diag);

#endif
