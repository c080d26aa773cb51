/*
 * Resets: from which day on a milestone is looked for again: a file with the columns
 * company, milestone and date; others are for people and not read.
 */
#ifndef CSM_UNIT_RESET_H
#define CSM_UNIT_RESET_H

#include "unit/ledger.h"
#include "unit/milestone.h"

/* Load into a ledger whose entries are of a place among the milestones and have no
 * value.  -1 after E_OPEN, E_HEADER or E_READ; a row without company, milestone or a
 * good date is rejected, an unknown milestone warned about.  csm_ledger_fini in any
 * case. */
int csm_resets_load(struct csm_ledger *resets, const char *path,
    const struct csm_milestone *milestones, size_t n, struct csm_diag *diag);

#endif
