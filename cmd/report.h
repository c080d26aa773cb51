/*
 * csm-report from inside: its options, and what they ask of a report.
 *
 * Ownership: texts point into argv.
 */
#ifndef CSM_CMD_REPORT_H
#define CSM_CMD_REPORT_H

#include "common/run.h"
#include "figure/report.h"

struct csm_reportcli {
	struct csm_common common; /* first */
	struct csm_list part, mail_to, metric;
	const char *x, *y, *size, *paint;
	const char *format, *columns, *sort, *top, *bottom, *owner, *model, *by, *page,
	    *mail_from, *split_by, *resets, *freeze, *title;
	int unassigned, bucket, agg, over, compare, interactive, outliers;
	int fresh, open, replay, exit_code, left, bands;
	long limit, window;
};

extern struct csm_reportcli csm_reportcli;
extern const struct csm_program csm_reportcli_program;
/* `csm-report trend --help` tells of the report: its exit status; -1: not asked. */
int csm_reportcli_help(int argc, char **argv);
/* An option that the report would not look at is a mistake: -1 after E_USAGE. */
int csm_reportcli_check(struct csm_run *run, const struct csm_report *report);
/* What is asked of the report; arg: the word after its name, or NULL. */
struct csm_report_options csm_reportcli_asked(
    const struct csm_run *run, const char *arg);

#endif
