/*
 * csm-units from inside: its options, and which of them go together.
 *
 * Ownership: texts point into argv.
 */
#ifndef CSM_CMD_UNITS_H
#define CSM_CMD_UNITS_H

#include "common/run.h"
#include "units/milestones.h"
#include "units/suggest.h"

struct csm_unitscli {
	struct csm_common common; /* first */
	const char *ratings;
	int wide, want_milestones;
	const char *sql, *cluster;
	struct csm_cli_milestones_options milestones;
	struct csm_suggest_options suggest;
};

extern struct csm_unitscli csm_unitscli;
extern const struct csm_program csm_unitscli_program;
/* -1 after E_USAGE: some do not go together. */
int csm_unitscli_check(struct csm_run *run);
/* -1, after reporting that the first of two options does not go with the second: why. */
int csm_unitscli_clash(
    struct csm_run *run, const char *a, const char *b, const char *why);

#endif
