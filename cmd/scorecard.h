/* How a company's health score came about (csm-health --explain), as text. */
#ifndef CSM_CMD_SCORECARD_H
#define CSM_CMD_SCORECARD_H

#include "run.h"
#include "score/score.h"

/* The score of the company the engine is turned to, on the last day of the run. */
void csm_scorecard(struct csm_run *run, struct csm_scorer *scorer,
    struct csm_engine *engine, const struct csm_profile *profiles, size_t n);

#endif
