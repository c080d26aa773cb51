/* csm-report: points and fields to something a person reads, or the next program. */
#include "base/text.h"
#include "common/document.h"
#include "metric/walk.h"
#include "page/reports.h"
#include "report.h"
#include "report_writer.h"
#include "common/run.h"
#include "split.h"

#include <stdlib.h>
#include <string.h>

static int
select_parts(struct csm_run *run, struct csm_doc *doc)
{
	struct csm_nearest near;
	struct csm_buf hint = {0};
	const char *bad = NULL;

	if (csm_doc_select(doc, csm_reportcli.part.item, csm_reportcli.part.n, &bad) ==
	    0)
		return 0;
	csm_nearest_init(&near, bad);
	for (const struct csm_table *t = doc->first; t != NULL; t = t->next)
		csm_nearest_offer(&near, t->name);
	csm_error(&run->diag, CSM_E_USAGE, NULL,
	    "--part: the report has no part \"%s\"%s", bad,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	return -1;
}

/* What ranks are made of, from all companies before the first.  Ranks of ranks want
 * one pass each. */
static int
cmd_report_rank(
    struct csm_run *run, struct csm_context *context, struct csm_points *points)
{
	const struct csm_set *set;
	int listed, status;

	while (csm_context_ranking(context)) {
		struct csm_walk *w =
		    csm_walk_new(points, run->fields[CSM_MODEL_COMPANY]);
		csm_walk_hide_users(w, run->hide);
		while ((status = csm_walk_next(w, &set, &listed, &run->diag)) == 1)
			if (listed)
				csm_context_rank(context, set);
		csm_walk_free(w);
		if (status != 0 || csm_points_rewind(points, &run->diag) != 0)
			return -1;
		csm_context_ranked(context);
	}
	return 0;
}

/* All companies through the context. */
static int
walk(struct csm_run *run, struct csm_context *context, struct csm_points *points)
{
	struct csm_walk *w = csm_walk_new(points, run->fields[CSM_MODEL_COMPANY]);
	const struct csm_set *set;
	int listed, status;
	int failed = 0;

	csm_walk_hide_users(w, run->hide);
	while (!failed && (status = csm_walk_next(w, &set, &listed, &run->diag)) == 1) {
		if (listed)
			failed = csm_context_company(context, set) != 0;
		csm_run_progress(run, "companies", csm_walk_companies(w));
	}
	csm_run_count(run, "companies", csm_walk_companies(w), 0);
	csm_walk_tell(w, &run->diag);
	csm_run_count(run, "companies without fields", csm_walk_unlisted(w), 1);
	csm_walk_free(w);
	return failed || status != 0 ? -1 : 0;
}

/* A message that says that there is nothing to say is not written, nor its file. */
static bool
cmd_report_is_idle(const struct csm_context *context, const struct csm_writer *writer)
{
	return context->report->needs_found && context->found == 0 &&
	       !csm_reportcli.replay && writer->mail;
}

static void
write_document(struct csm_run *run, const struct csm_context *context,
    struct csm_doc *doc, const struct csm_writer *writer,
    const struct csm_writer_options *how)
{
	/* A mail every morning that says nothing is soon not read. */
	if (cmd_report_is_idle(context, writer)) {
		csm_output_abort(run->out);
		run->out = NULL;
	} else if (csm_reportcli.split_by != NULL) {
		csm_split_write(run, doc, csm_reportcli.split_by, writer, how);
	} else {
		/* Rounded for people only; the next program wants all places. */
		if (!writer->exact)
			csm_doc_for_eyes(doc);
		csm_document_write(run, doc, writer, how);
	}
	/* A failure of its own goes before what was found. */
	if (csm_reportcli.exit_code && context->found > 0 && run->diag.status == 0)
		run->diag.status = 1;
}

static void
cmd_report_make(struct csm_run *run, struct csm_context *context,
    const struct csm_writer *writer, const struct csm_writer_options *how)
{
	struct csm_doc doc = {0};

	run->again = csm_context_has_ranks(context);
	struct csm_points *points = csm_run_points(run);

	if (points != NULL &&
	    (csm_reportcli.split_by != NULL || csm_run_output(run) == 0) &&
	    csm_context_days(context,
		run->common->since == NULL ? CSM_DAY_NONE : run->since,
		run->until) == 0 &&
	    cmd_report_rank(run, context, points) == 0 &&
	    walk(run, context, points) == 0) {
		csm_run_points_done(run, points);
		csm_run_check_rejects(run);
		if (csm_context_finish(context, &doc) == 0 &&
		    select_parts(run, &doc) == 0)
			write_document(run, context, &doc, writer, how);
	}
	csm_doc_fini(&doc);
	csm_points_free(points);
}

static void
report_run(struct csm_run *run, const struct csm_report *report, const char *arg)
{
	const struct csm_writer *writer = csm_writerchoice_writer(
	    run, report, csm_reportcli.format, csm_reportcli.split_by != NULL);
	struct csm_report_options o = csm_reportcli_asked(run, arg);
	const struct csm_fields *fields[CSM_MODELS];
	struct csm_writer_options how = {.excel = csm_reportcli.common.excel};
	struct csm_context *context = NULL;
	char *charts = NULL;

	memcpy(fields, run->fields, sizeof fields);
	/* What is wrong with the command line is told before anything is read. */
	if (writer != NULL && csm_reportcli_check(run, report) == 0 &&
	    (csm_reportcli.split_by == NULL || csm_split_check(run) == 0) &&
	    csm_writerchoice_mail(run, writer, &csm_reportcli.mail_to,
		csm_reportcli.mail_from, &how) == 0 &&
	    csm_writerchoice_interactive(
		run, report, writer, csm_reportcli.interactive, &how, &charts) == 0 &&
	    csm_run_days(run) == 0)
		context = csm_context_new(report, &o, run->conf, fields, &run->diag);
	if (context != NULL && run->common->check)
		csm_context_lint(context, &run->diag);
	else if (context != NULL)
		cmd_report_make(run, context, writer, &how);
	csm_context_free(context);
	free(charts);
}

/* The words before the files: the report and what it is about.  In front of the run,
 * which wants to know where the files begin; so it has a diag of its own. */
static const struct csm_report *
read_words(int argc, char **argv, int *first, const char **arg)
{
	struct csm_messages messages = {.program = csm_reportcli_program.name,
	    .json = csm_reportcli.common.errors == CSM_ERRORS_JSON};
	struct csm_diag diag;
	const struct csm_report *report;
	struct csm_buf names = {0};

	csm_diag_init(&diag, csm_messages_emit, &messages);
	*arg = NULL;
	if (*first == argc) {
		csm_report_names(csm_reports, &names, NULL);
		csm_usage(
		    &csm_reportcli_program, "name a report; there are %s", names.data);
		csm_buf_fini(&names);
		return NULL;
	}
	report = csm_report_find(csm_reports, argv[*first], &diag);
	if (report == NULL)
		return NULL;
	++*first;
	if (report->arg == NULL ||
	    /* trend --bands is about no metric. */
	    (csm_reportcli.bands && csm_report_takes(report, "bands")))
		return report;
	if (*first == argc) {
		csm_usage(&csm_reportcli_program, "%s wants %s: csm-report %s %s",
		    report->name, report->arg, report->name, report->arg);
		return NULL;
	}
	*arg = argv[(*first)++];
	return report;
}

int
main(int argc, char **argv)
{
	struct csm_run run;
	const struct csm_report *report;
	const char *arg;
	/* csm-report NAME --help is about the report: before options are parsed, which
	 * would answer for the program. */
	int first, status = csm_reportcli_help(argc, argv);

	if (status < 0)
		status = csm_options_parse(&csm_reportcli_program, argc, argv, &first);
	if (status >= 0)
		return status;
	report = read_words(argc, argv, &first, &arg);
	if (report == NULL) {
		csm_options_fini(&csm_reportcli_program);
		return 2;
	}
	if (csm_run_begin(&run, &csm_reportcli_program, argc, argv, first) == 0)
		report_run(&run, report, arg);
	return csm_run_end(&run);
}
