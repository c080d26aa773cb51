/* csm-units --milestones: which milestones companies met, when, and how long it took.
 */
#ifndef CSM_CMD_MILESTONES_H
#define CSM_CMD_MILESTONES_H

#include "common/run.h"

struct csm_cli_milestones_options {
	const char *resets; /* file; NULL: none */
	int funnel;         /* how many met each milestone, instead of who */
	int text;           /* for people, else in the format of -t */
};

/* Errors are reported. */
void csm_cli_milestones_run(
    struct csm_run *run, const struct csm_cli_milestones_options *options);

#endif
