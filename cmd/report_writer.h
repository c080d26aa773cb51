/*
 * Report writer: which of the formats csm-report writes, told by -t, else by the name
 * of -o, else by the report and by where it goes.
 *
 * Ownership: writers are constant; texts of options are borrowed; see *charts.
 */
#ifndef CSM_REPORT_WRITER_CHOICE_H
#define CSM_REPORT_WRITER_CHOICE_H

#include "figure/report.h"
#include "document/writer.h"
#include "common/run.h"

/* format: of -t, or NULL; directory: -o names one.  NULL after reporting E_USAGE: the
 * report does not come in that format, it is not one for a terminal, or the ending of -o
 * is that of none. */
const struct csm_writer *csm_writerchoice_writer(struct csm_run *run,
    const struct csm_report *report, const char *format, bool directory);

/* Of --interactive; 0: not given, which is the first. */
extern const struct csm_words csm_interactive_words;
enum csm_interactive {
	CSM_INTERACTIVE_AUTO = 1, /* a page: charts, if the library is installed */
	CSM_INTERACTIVE_CHARTS,
	CSM_INTERACTIVE_SCRIPT,
	CSM_INTERACTIVE_NONE
};

/* How much of a script an HTML report gets: options->script and charts, of which the
 * caller frees *charts.  -1 after a report: E_USAGE, E_OPEN. */
int csm_writerchoice_interactive(struct csm_run *run, const struct csm_report *report,
    const struct csm_writer *writer, int how, struct csm_writer_options *options,
    char **charts);
/* --mail-to and --mail-from into the writer's options; -1 after reporting E_USAGE: no
 * address, or not for this format. */
int csm_writerchoice_mail(struct csm_run *run, const struct csm_writer *writer,
    const struct csm_list *to, const char *from, struct csm_writer_options *how);

#endif
