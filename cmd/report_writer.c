#include "report_writer.h"

#include "io/input.h"
#include "sharedir.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
to_terminal(const struct csm_run *run)
{
	const char *file = run->common->output;

	return (file == NULL || strcmp(file, "-") == 0) && isatty(STDOUT_FILENO);
}

static const struct csm_writer *
choose(const struct csm_run *run, const struct csm_report *report)
{
	const struct csm_writer *writer = NULL;
	char name[32];

	if (run->common->to != 0 &&
	    csm_choice_name(CSM_REPORT_FORMATS, run->common->to - 1, name) == 0)
		return csm_writer_find(name);
	if (run->common->output != NULL)
		writer = csm_writer_for(run->common->output);
	if (writer != NULL)
		return writer;
	if (report->format != NULL)
		return csm_writer_find(report->format);
	return csm_writer_find(to_terminal(run) ? "text" : "csv");
}

/* A report that comes in one format, a chart of a report without one. */
static int
suits(struct csm_run *run, const struct csm_report *report,
    const struct csm_writer *writer)
{
	struct csm_buf names = {0};

	if (report->format != NULL && strcmp(writer->name, report->format) != 0)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "%s is always written as %s, not as %s", report->name,
		    report->format, writer->name);
	if (!writer->chart || csm_report_takes(report, "chart"))
		return 0;
	csm_report_names(&names, "chart");
	csm_error(&run->diag, CSM_E_USAGE, NULL,
	    "%s has no chart to write as %s; there is one in %s", report->name,
	    writer->name, csm_buf_text(&names));
	csm_buf_fini(&names);
	return -1;
}

const struct csm_writer *
csm_report_writer(struct csm_run *run, const struct csm_report *report)
{
	const struct csm_writer *writer = choose(run, report);

	if (suits(run, report, writer) != 0)
		return NULL;
	if (writer->binary && to_terminal(run)) {
		csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "%s is not for a terminal: write it to a file with -o",
		    writer->name);
		return NULL;
	}
	return writer;
}

/* The chart library, as make assets builds it and make install installs it. */
static void
charts_path(struct csm_buf *path)
{
	const char *share = getenv("CSM_SHARE");

	if (share == NULL || *share == '\0')
		share = CSM_SHAREDIR;
	csm_buf_printf(path, "%s/page/charts.js", share);
}

int
csm_report_interactive(struct csm_run *run, const struct csm_report *report,
    const struct csm_writer *writer, int how, struct csm_writer_options *options,
    char **charts)
{
	int html = strcmp(writer->name, "html") == 0;
	struct csm_buf path = {0};
	size_t len;

	*charts = NULL;
	if (how != 0 && !html)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--interactive is for html, not for %s", writer->name);
	options->script = html && how != CSM_INTERACTIVE_NONE;
	charts_path(&path);
	if (how == 0 || how == CSM_INTERACTIVE_AUTO)
		how = html && report->format != NULL && access(path.data, R_OK) == 0
			  ? CSM_INTERACTIVE_CHARTS
			  : CSM_INTERACTIVE_SCRIPT;
	if (how == CSM_INTERACTIVE_CHARTS)
		*charts = csm_input_slurp(path.data, &len, &run->diag);
	options->charts = *charts;
	csm_buf_fini(&path);
	return how == CSM_INTERACTIVE_CHARTS && *charts == NULL ? -1 : 0;
}
