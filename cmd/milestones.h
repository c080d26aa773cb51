/* csm-units --milestones: which milestones companies met, when, and how long it took.
 */
#ifndef CSM_CMD_MILESTONES_H
#define CSM_CMD_MILESTONES_H

#include "run.h"

/* `resets` is the file of --resets, NULL: none.  `text`: for people, else in the format
 * of -t.  Errors are reported. */
void csm_milestones_run(struct csm_run *run, const char *resets, int text);

#endif
