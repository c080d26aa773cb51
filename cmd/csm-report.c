/* csm-report: points and fields to something a person reads, or the next program. */
#include "base/text.h"
#include "common/batch.h"
#include "common/document.h"
#include "metric/walk.h"
#include "page/reports.h"
#include "report.h"
#include "report_lanes.h"
#include "report_writer.h"
#include "common/run.h"
#include "split.h"

#include <stdlib.h>
#include <string.h>

#define MOST 16 /* reports of one run: each evaluates its own formulas */

/* The reports asked for, in their order. */
struct cmd_reports {
	const struct csm_report *report[MOST];
	const char *arg[MOST];
	struct csm_context *context[MOST];
	struct csm_doc doc[MOST];
	size_t n;
};

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

/* All companies through the contexts; the walk is read to its end, unless -1 is returned
 * after a report. */
static int
cmd_report_show(struct csm_run *run, struct cmd_reports *r, struct csm_walk *w,
    csm_lanes_show *alone, int (*show)(struct csm_context *, const struct csm_set *))
{
	const struct csm_set *set;
	int listed, status, threads = csm_batch_threads(run);

	if (threads > 1)
		return csm_lanes_run(run, w, r->context, r->n, alone, threads);
	csm_walk_hide_users(w, run->hide);
	while ((status = csm_walk_next(w, &set, &listed, &run->diag)) == 1) {
		for (size_t i = 0; listed && i < r->n; i++)
			if (show(r->context[i], set) != 0)
				return -1;
		csm_run_progress(run, "companies", csm_walk_companies(w));
	}
	return status;
}

static bool
cmd_report_ranking(const struct cmd_reports *r)
{
	bool more = false;

	for (size_t i = 0; i < r->n; i++)
		more |= csm_context_ranking(r->context[i]) != 0;
	return more;
}

/* What ranks are made of, from all companies before the first.  Ranks of ranks want
 * one pass each. */
static int
cmd_report_rank(struct csm_run *run, struct cmd_reports *r, struct csm_points *points)
{
	while (cmd_report_ranking(r)) {
		struct csm_walk *w =
		    csm_walk_new(points, run->fields[CSM_MODEL_COMPANY]);
		int status = cmd_report_show(
		    run, r, w, csm_context_rank_alone, csm_context_rank);
		csm_walk_free(w);
		if (status != 0 || csm_points_rewind(points, &run->diag) != 0)
			return -1;
		for (size_t i = 0; i < r->n; i++)
			csm_context_ranked(r->context[i]);
	}
	return 0;
}

static int
walk(struct csm_run *run, struct cmd_reports *r, struct csm_points *points)
{
	struct csm_walk *w = csm_walk_new(points, run->fields[CSM_MODEL_COMPANY]);
	int status =
	    cmd_report_show(run, r, w, csm_context_company_alone, csm_context_company);

	csm_run_count(run, "companies", csm_walk_companies(w), 0);
	csm_walk_tell(w, &run->diag);
	csm_run_count(run, "companies without fields", csm_walk_unlisted(w), 1);
	csm_walk_free(w);
	return status;
}

/* A message that says that there is nothing to say is not written, nor its file. */
static bool
cmd_report_is_idle(const struct csm_context *context, const struct csm_writer *writer)
{
	return context->report->needs_found && context->found == 0 &&
	       !csm_reportcli.replay && writer->mail;
}

static void
write_document(struct csm_run *run, struct cmd_reports *r,
    const struct csm_writer *writer, const struct csm_writer_options *how)
{
	const struct csm_context *context = r->context[0];

	/* A mail every morning that says nothing is soon not read. */
	if (cmd_report_is_idle(context, writer)) {
		csm_output_abort(run->out);
		run->out = NULL;
	} else if (csm_reportcli.split_by != NULL) {
		csm_split_write(run, r->doc, csm_reportcli.split_by, writer, how);
	} else {
		/* Rounded for people only; the next program wants all places. */
		for (size_t i = 0; i < r->n && !writer->exact; i++)
			csm_doc_for_eyes(&r->doc[i]);
		csm_document_write(run, r->doc, writer, how);
	}
	/* A failure of its own goes before what was found. */
	for (size_t i = 0; i < r->n; i++)
		if (csm_reportcli.exit_code && r->context[i]->found > 0 &&
		    run->diag.status == 0)
			run->diag.status = 1;
}

/* Before the first company: which days, and the passes for ranks. */
static int
cmd_report_prepare(
    struct csm_run *run, struct cmd_reports *r, struct csm_points *points)
{
	for (size_t i = 0; i < r->n; i++)
		if (csm_context_days(r->context[i],
			run->common->since == NULL ? CSM_DAY_NONE : run->since,
			run->until) != 0)
			return -1;
	return cmd_report_rank(run, r, points);
}

static int
cmd_report_finish(struct csm_run *run, struct cmd_reports *r)
{
	for (size_t i = 0; i < r->n; i++) {
		if (csm_context_finish(r->context[i], &r->doc[i]) != 0 ||
		    select_parts(run, &r->doc[i]) != 0)
			return -1;
		r->doc[i].next = i + 1 < r->n ? &r->doc[i + 1] : NULL;
	}
	return 0;
}

static void
cmd_report_make(struct csm_run *run, struct cmd_reports *r,
    const struct csm_writer *writer, const struct csm_writer_options *how)
{
	for (size_t i = 0; i < r->n; i++)
		run->again |= csm_context_has_ranks(r->context[i]);
	struct csm_points *points = csm_run_points(run);

	if (points != NULL &&
	    (csm_reportcli.split_by != NULL || csm_run_output(run) == 0) &&
	    cmd_report_prepare(run, r, points) == 0 && walk(run, r, points) == 0) {
		csm_run_points_done(run, points);
		csm_run_check_rejects(run);
		if (cmd_report_finish(run, r) == 0)
			write_document(run, r, writer, how);
	}
	for (size_t i = 0; i < r->n; i++)
		csm_doc_fini(&r->doc[i]);
	csm_points_free(points);
}

/* The same tables twice. */
static int
cmd_report_check_twice(struct csm_run *run, const struct cmd_reports *r)
{
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < i; k++)
			if (r->report[i] == r->report[k] &&
			    (r->arg[i] == NULL || r->arg[k] == NULL ||
				strcmp(r->arg[i], r->arg[k]) == 0))
				return csm_error(&run->diag, CSM_E_USAGE, NULL,
				    "%s%s%s is named twice", r->report[i]->name,
				    r->arg[i] == NULL ? "" : " ",
				    r->arg[i] == NULL ? "" : r->arg[i]);
	return 0;
}

static int
cmd_report_check_parts(struct csm_run *run, const struct csm_report *report)
{
	struct csm_buf hint = {0};
	int bad = 0;

	for (size_t i = 0; i < csm_reportcli.part.n && !bad; i++)
		if (!csm_report_has_part(report, csm_reportcli.part.item[i], &hint))
			bad = csm_error(&run->diag, CSM_E_USAGE, NULL,
			    "--part: the report has no part \"%s\"%s",
			    csm_reportcli.part.item[i], csm_buf_text(&hint));
	csm_buf_fini(&hint);
	return bad;
}

/* What one file cannot hold is refused before anything is read. */
static int
cmd_report_check_several(
    struct csm_run *run, const struct cmd_reports *r, const struct csm_writer *writer)
{
	const char *option = csm_reportcli.split_by != NULL ? "--split-by"
			     : csm_reportcli.part.n > 0     ? "--part"
							    : NULL;

	if (r->n < 2)
		return cmd_report_check_parts(run, r->report[0]);
	if (cmd_report_check_twice(run, r) != 0)
		return -1;
	if (!writer->several)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "%s holds one report; several go into a workbook (-o FILE.xlsx), "
		    "text "
		    "or markdown, or run csm-report once for each",
		    writer->name);
	if (option != NULL)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "%s is for one report: run csm-report once for each", option);
	return 0;
}

/* What is wrong with the command line is told before anything is read. */
static const struct csm_writer *
cmd_report_check(struct csm_run *run, const struct cmd_reports *r)
{
	const struct csm_writer *writer = NULL;

	for (size_t i = 0; i < r->n; i++) {
		writer = csm_writerchoice_writer(run, r->report[i],
		    csm_reportcli.format, csm_reportcli.split_by != NULL);
		if (writer == NULL || csm_reportcli_check(run, r->report[i]) != 0)
			return NULL;
	}
	return cmd_report_check_several(run, r, writer) == 0 ? writer : NULL;
}

/* Formulas are the configuration's, the same for each report. */
static void
cmd_report_lint(struct csm_run *run, struct cmd_reports *r)
{
	csm_context_lint(r->context[0], &run->diag);
	for (size_t i = 0; i < r->n; i++)
		if (r->report[i]->lint != NULL)
			r->report[i]->lint(r->context[i]);
}

static void
report_run(struct csm_run *run, struct cmd_reports *r)
{
	const struct csm_writer *writer = cmd_report_check(run, r);
	struct csm_report_options o[MOST];
	const struct csm_fields *fields[CSM_MODELS];
	struct csm_writer_options how = {.excel = csm_reportcli.common.excel};
	char *charts = NULL;
	bool ready = writer != NULL &&
		     (csm_reportcli.split_by == NULL || csm_split_check(run) == 0) &&
		     csm_writerchoice_mail(run, writer, &csm_reportcli.mail_to,
			 csm_reportcli.mail_from, &how) == 0 &&
		     csm_writerchoice_interactive(run, r->report[0], writer,
			 csm_reportcli.interactive, &how, &charts) == 0 &&
		     csm_run_days(run) == 0;

	memcpy(fields, run->fields, sizeof fields);
	for (size_t i = 0; i < r->n && ready; i++) {
		o[i] = csm_reportcli_asked(run, r->arg[i]);
		r->context[i] =
		    csm_context_new(r->report[i], &o[i], run->conf, fields, &run->diag);
		ready = r->context[i] != NULL;
	}
	if (ready && run->common->check)
		cmd_report_lint(run, r);
	else if (ready)
		cmd_report_make(run, r, writer, &how);
	for (size_t i = 0; i < r->n; i++)
		csm_context_free(r->context[i]);
	free(charts);
}

/* What a report is about, if it is about something: the next word. */
static int
cmd_report_read_arg(struct cmd_reports *r, int argc, char **argv, int *first)
{
	const struct csm_report *report = r->report[r->n];

	if (report->arg == NULL ||
	    /* trend --bands is about no metric. */
	    (csm_reportcli.bands && csm_report_takes(report, "bands")))
		return 0;
	if (*first == argc) {
		csm_usage(&csm_reportcli_program, "%s wants %s: csm-report %s %s",
		    report->name, report->arg, report->name, report->arg);
		return -1;
	}
	r->arg[r->n] = argv[(*first)++];
	return 0;
}

/* The words before the files: the reports, "accounts,risks", and what they are about.  In
 * front of the run, which wants to know where the files begin; so it has a diag of its
 * own. */
static int
read_words(int argc, char **argv, int *first, struct cmd_reports *r)
{
	struct csm_messages messages = {.program = csm_reportcli_program.name,
	    .json = csm_reportcli.common.errors == CSM_ERRORS_JSON};
	struct csm_diag diag;
	struct csm_buf names = {0};
	char *name, *comma;

	csm_diag_init(&diag, csm_messages_emit, &messages);
	if (*first == argc) {
		csm_report_names(csm_reports, &names, NULL);
		csm_usage(
		    &csm_reportcli_program, "name a report; there are %s", names.data);
		csm_buf_fini(&names);
		return -1;
	}
	/* in place: nobody reads the word again */
	for (name = argv[(*first)++]; name != NULL; name = comma) {
		comma = strchr(name, ',');
		if (comma != NULL)
			*comma++ = '\0';
		if (r->n == MOST)
			return csm_error(&diag, CSM_E_USAGE, NULL,
			    "at most %d reports in one run", MOST);
		r->report[r->n] = csm_report_find(csm_reports, name, &diag);
		if (r->report[r->n] == NULL ||
		    cmd_report_read_arg(r, argc, argv, first) != 0)
			return -1;
		r->n++;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	struct csm_run run;
	struct cmd_reports reports = {0};
	/* csm-report NAME --help is about the report: before options are parsed, which
	 * would answer for the program. */
	int first, status = csm_reportcli_help(argc, argv);

	if (status < 0)
		status = csm_options_parse(&csm_reportcli_program, argc, argv, &first);
	if (status >= 0)
		return status;
	if (read_words(argc, argv, &first, &reports) != 0) {
		csm_options_fini(&csm_reportcli_program);
		return 2;
	}
	if (csm_run_begin(&run, &csm_reportcli_program, argc, argv, first) == 0)
		report_run(&run, &reports);
	return csm_run_end(&run);
}
