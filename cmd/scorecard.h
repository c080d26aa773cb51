/* How a company's health score came about (csm-health --explain), as text. */
#ifndef CSM_CMD_SCORECARD_H
#define CSM_CMD_SCORECARD_H

#include "health.h"

/* The score of the company the engine is turned to, on the last day of the run. */
void csm_scorecard(struct csm_health *h, struct csm_text company);

#endif
