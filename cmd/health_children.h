/*
 * Children: health of companies from that of their end users, assets and projects, in one
 * run.  Before a company is scored those of its children are, on all days its formulas
 * look back to, and stand among its points as if an earlier run had left them.
 *
 * Ownership: what is made lives as long as the health.
 */
#ifndef CSM_CMD_HEALTH_CHILDREN_H
#define CSM_CMD_HEALTH_CHILDREN_H

#include "health.h"

/* Once names are resolved: does nothing where no formula looks at scores of children that
 * a profile makes.  -1 after a report. */
int csm_health_children_prepare(struct csm_health *h);
void csm_health_children_free(struct csm_health *h);

#endif
