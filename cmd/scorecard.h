/* How a company's health score came about (csm-health --explain): a page for people,
 * rows for programs. */
#ifndef CSM_CMD_SCORECARD_H
#define CSM_CMD_SCORECARD_H

#include "health.h"

/* The score of the company the engine is turned to, on the last day of the run. */
void csm_scorecard(struct csm_health *h, struct csm_text company);
/* The same as a table: a row for the start, each factor and pillar, each input of
 * their formulas, what keeps the sum within its scale, the score, and the score set by
 * hand.  The column `adds` of all but the last two adds up to that of the score. */
void csm_scorecard_rows(struct csm_health *h, struct csm_text company);

#endif
