/* csm-units --suggest: which features separate companies that stayed from those that
 * left. */
#ifndef CSM_CMD_SUGGEST_H
#define CSM_CMD_SUGGEST_H

#include "common/run.h"

struct csm_suggest_options {
	const char *churns; /* the file of --suggest */
	long lead, window;  /* days */
	int text;           /* for people, else in the format of -t */
};

/* Errors are reported. */
void csm_suggest_run(struct csm_run *run, const struct csm_suggest_options *options);

#endif
