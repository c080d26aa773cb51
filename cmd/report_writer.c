#include "report_writer.h"
#include "page/reports.h"

#include "base/text.h"
#include "document/mail_text.h"

#include "io/input.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
to_terminal(const struct csm_run *run)
{
	const char *file = run->common->output;

	return (file == NULL || strcmp(file, "-") == 0) && isatty(STDOUT_FILENO);
}

/* The option, the ending of -o, what the report always is, what suits where it goes. */
static const struct csm_writer *
report_writer_choose(
    const struct csm_run *run, const struct csm_report *report, const char *format)
{
	const struct csm_writer *writer = NULL;

	if (format != NULL)
		return csm_writer_find(format);
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
	csm_report_names(csm_reports, &names, "chart");
	csm_error(&run->diag, CSM_E_USAGE, NULL,
	    "%s has no chart to write as %s; there is one in %s", report->name,
	    writer->name, csm_buf_text(&names));
	csm_buf_fini(&names);
	return -1;
}

/* A misspelt ending would be another format than was meant. */
static int
report_writer_check_ending(struct csm_run *run)
{
	const char *file = run->common->output, *ending;
	struct csm_buf known = {0}, quoted = {0};

	if (file == NULL || csm_writer_for(file) != NULL)
		return 0;
	ending = csm_writer_ending(&run->arena, file);
	if (ending == NULL)
		return 0;
	csm_writer_endings(&known);
	csm_text_quote(&quoted, ending, strlen(ending));
	csm_error(&run->diag, CSM_E_USAGE, NULL,
	    "-o: no format has the ending %s; there are %s, and -t names one for any "
	    "file",
	    quoted.data, csm_buf_text(&known));
	csm_buf_fini(&known);
	csm_buf_fini(&quoted);
	return -1;
}

const struct csm_writer *
csm_writerchoice_writer(struct csm_run *run, const struct csm_report *report,
    const char *format, bool directory)
{
	const struct csm_writer *writer = report_writer_choose(run, report, format);

	if (format == NULL && !directory && report_writer_check_ending(run) != 0)
		return NULL;
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

static const struct csm_choice interactive[] = {{"auto", CSM_INTERACTIVE_AUTO},
    {"charts", CSM_INTERACTIVE_CHARTS}, {"script", CSM_INTERACTIVE_SCRIPT},
    {"none", CSM_INTERACTIVE_NONE}, {NULL, 0}};
const struct csm_words csm_interactive_words = CSM_WORDS(interactive);

int
csm_writerchoice_interactive(struct csm_run *run, const struct csm_report *report,
    const struct csm_writer *writer, int how, struct csm_writer_options *options,
    char **charts)
{
	int html = writer->script;
	/* as make assets builds it and make install installs it */
	const char *path = csm_run_share(&run->arena, "page/charts.js");
	size_t len;

	*charts = NULL;
	if (how != 0 && !html)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--interactive is for html, not for %s", writer->name);
	options->script = html && how != CSM_INTERACTIVE_NONE;
	if (how == 0 || how == CSM_INTERACTIVE_AUTO)
		/* Charts by the library where it is installed, in pages only: a table
		 * needs none. */
		how = html && report->format != NULL && access(path, R_OK) == 0
			  ? CSM_INTERACTIVE_CHARTS
			  : CSM_INTERACTIVE_SCRIPT;
	if (how == CSM_INTERACTIVE_CHARTS)
		*charts = csm_input_slurp(path, &len, &run->diag);
	options->charts = *charts;
	return how == CSM_INTERACTIVE_CHARTS && *charts == NULL ? -1 : 0;
}

/* Asked of what writes the mail, but now: a mistake would be told after the data are
 * read. */
static int
check_address(struct csm_run *run, const char *option, const char *text)
{
	struct csm_buf out = {0}, quoted = {0};
	int status = csm_mailtext_address(&out, text);

	if (status != 0) {
		csm_text_quote(&quoted, text, strlen(text));
		csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--%s: %s is not an address; wants ann@example.org or Ann Lee "
		    "<ann@example.org>",
		    option, quoted.data);
	}
	csm_buf_fini(&out);
	csm_buf_fini(&quoted);
	return status;
}

int
csm_writerchoice_mail(struct csm_run *run, const struct csm_writer *writer,
    const struct csm_list *to, const char *from, struct csm_writer_options *how)
{
	if ((to->n > 0 || from != NULL) && !writer->mail)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--%s is for -t mime, not for %s",
		    to->n > 0 ? "mail-to" : "mail-from", writer->name);
	for (size_t i = 0; i < to->n; i++)
		if (check_address(run, "mail-to", to->item[i]) != 0)
			return -1;
	if (from != NULL && check_address(run, "mail-from", from) != 0)
		return -1;
	how->mail.to = to->item;
	how->mail.tos = to->n;
	how->mail.from = from;
	return 0;
}
