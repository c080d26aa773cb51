/* csm-report: points and fields to something a person reads, or the next program. */
#include "base/text.h"
#include "common/document.h"
#include "common/option_table.h"
#include "metric/walk.h"
#include "page/reports.h"
#include "report_writer.h"
#include "common/run.h"
#include "split.h"

#include <stdlib.h>
#include <string.h>

struct cmd_report_options {
	struct csm_common common; /* first */
	struct csm_list part, mail_to, metric;
	const char *x, *y, *size, *paint;
	const char *format, *columns, *sort, *top, *bottom, *owner, *model, *by, *page,
	    *mail_from, *split_by, *resets;
	int unassigned, bucket, agg, over, compare, interactive, outliers;
	int fresh, open, replay, exit_code, left;
	long limit, window;
};

static struct cmd_report_options options = {.limit = -1, .window = -1};

#define AT(member) offsetof(struct cmd_report_options, member)

static const struct csm_option report_group[] = {
    {'t', "to", "FORMAT", CSM_OPTION_WORD, AT(format),
	"format of the output (default: as FILE of -o is named; page: html; text on a "
	"terminal; else csv)",
	&csm_writer_words},
    {0, "part", "NAME", CSM_OPTION_LIST, AT(part),
	"only this part of the report; may be repeated", NULL},
    {0, "owner", "NAME", CSM_OPTION_TEXT, AT(owner), "only companies of this owner",
	NULL},
    {0, "unassigned", NULL, CSM_OPTION_FLAG, AT(unassigned),
	"only companies without an owner; with --owner these as well", NULL},
    {0, "limit", "N", CSM_OPTION_WHOLE, AT(limit),
	"at most N rows, or accounts of a page", NULL},
    {0, "columns", "A,B,C", CSM_OPTION_TEXT, AT(columns),
	"these columns; list: fields, metrics or formulas, each perhaps with "
	"\"as TITLE\"",
	NULL},
    {0, "sort", "KEY", CSM_OPTION_TEXT, AT(sort),
	"by this column (list: or formula); -KEY for the largest first", NULL},
    {0, "top", "N|P%", CSM_OPTION_TEXT, AT(top), "only the rows largest by --sort",
	NULL},
    {0, "bottom", "N|P%", CSM_OPTION_TEXT, AT(bottom),
	"only the rows smallest by --sort", NULL},
    {0, "model", "MODEL", CSM_OPTION_TEXT, AT(model),
	"list: company (default), enduser, asset or project", NULL},
    {0, "bucket", "SIZE", CSM_OPTION_CHOICE, AT(bucket),
	"trend: days in one row (default: by the length of the range)",
	&csm_range_words},
    {0, "agg", "HOW", CSM_OPTION_CHOICE, AT(agg),
	"trend: how the days of a company become one", &csm_time_agg_words},
    {0, "over", "HOW", CSM_OPTION_CHOICE, AT(over),
	"trend: how the companies become one", &csm_over_words},
    {0, "by", "FIELD", CSM_OPTION_TEXT, AT(by),
	"trend: a line for each value of a company field", NULL},
    {0, "compare", "WITH", CSM_OPTION_CHOICE, AT(compare),
	"trend: beside each bucket the one as many buckets earlier",
	&csm_compare_words},
    {0, "new", NULL, CSM_OPTION_FLAG, AT(fresh),
	"alerts: only those that were not open the day before; risks: only companies "
	"with a reason they did not have the day before --since (default: the as-of "
	"day)",
	NULL},
    {0, "open", NULL, CSM_OPTION_FLAG, AT(open),
	"alerts: all that are open, whether they fire on the day or not", NULL},
    {0, "replay", NULL, CSM_OPTION_FLAG, AT(replay),
	"alerts: how often each would have fired from --since to --until", NULL},
    {0, "left", NULL, CSM_OPTION_FLAG, AT(left),
	"accounts: also companies that left: that paid, and do not on the day", NULL},
    {0, "exit-code", NULL, CSM_OPTION_FLAG, AT(exit_code),
	"alerts, risks, doctor: end with status 1 if there is an alert, a risk or a "
	"finding",
	NULL},
    {0, "window", "DAYS", CSM_OPTION_WHOLE, AT(window),
	"adoption: days looked at (default 30); revenue, risks: days ahead in which a "
	"renewal is due (default 90)",
	NULL},
    {0, "metric", "METRIC", CSM_OPTION_LIST, AT(metric),
	"cohort: a metric or formula instead of retention; account: one more in the "
	"timeline, may be repeated",
	NULL},
    {0, "x", "KEY", CSM_OPTION_TEXT, AT(x),
	"bubble: across, a field, metric or formula (default: events in 30 days)",
	NULL},
    {0, "y", "KEY", CSM_OPTION_TEXT, AT(y), "bubble: upwards (default: health)", NULL},
    {0, "size", "KEY", CSM_OPTION_TEXT, AT(size), "bubble: area (default: revenue.mrr)",
	NULL},
    {0, "paint", "KEY", CSM_OPTION_TEXT, AT(paint), "bubble: colour (default: health)",
	NULL},
    {0, "outliers", "HOW", CSM_OPTION_CHOICE, AT(outliers),
	"bubble: who is far from the others (default iqr)", &csm_outliers_words},
    {0, "resets", "FILE", CSM_OPTION_TEXT, AT(resets),
	"account, playbooks, page: milestones that start again: company, milestone, "
	"date",
	NULL},
    {0, "mail-to", "ADDRESS", CSM_OPTION_LIST, AT(mail_to),
	"mime: to whom; may be repeated", NULL},
    {0, "mail-from", "ADDRESS", CSM_OPTION_TEXT, AT(mail_from), "mime: from whom",
	NULL},
    {0, "split-by", "COLUMN", CSM_OPTION_TEXT, AT(split_by),
	"a file for each value of this column, such as owner, into the directory of -o",
	NULL},
    {0, "page", "ID", CSM_OPTION_TEXT, AT(page), "page: this one of the configuration",
	NULL},
    {0, "interactive", "HOW", CSM_OPTION_CHOICE, AT(interactive),
	"html: what works in the page: charts drawn by the chart library, tables and "
	"accounts by script, nothing (default: charts in a page, if it is installed)",
	&csm_interactive_words},
    {0}};

static const struct csm_option *const groups[] = {csm_common_group, csm_fields_group,
    csm_asof_group, csm_range_group, csm_select_group, report_group, NULL};

static void
about_reports(struct csm_buf *out)
{
	for (size_t i = 0; csm_reports[i] != NULL; i++) {
		const struct csm_report *r = csm_reports[i];
		csm_buf_printf(out, "  %-13s %-6s  %s\n", r->name,
		    r->arg == NULL ? "" : r->arg, r->summary);
	}
}

static void
name_reports(struct csm_buf *out)
{
	for (size_t i = 0; csm_reports[i] != NULL; i++)
		csm_buf_printf(out, "%s%s", i == 0 ? "" : " ", csm_reports[i]->name);
}

static const struct csm_program program = {.name = "csm-report",
    .summary = "Reports about companies and their users, from points and fields:",
    .about = about_reports,
    .usage = "REPORT [options] [FILE...]",
    .purpose =
	"For people who look at accounts, and for the next program: each report is a "
	"table or more,\nin any format; csm-report REPORT --help tells of one.\n",
    .examples = "  csm-report portfolio -F company=accounts.csv night.csv.zst\n"
		"  csm-report risks -c conf -a yesterday -o risks.xlsx night.csv.zst\n",
    .operands = name_reports,
    .groups = groups,
    .options = &options};

/* Whether a report looks at an option: those only some take are named in what they take. */
static bool
report_shows(const void *ctx, const struct csm_option *option)
{
	bool some = false;

	for (size_t i = 0; csm_reports[i] != NULL; i++)
		some |= csm_report_takes(csm_reports[i], option->name) != 0;
	return !some || csm_report_takes(ctx, option->name);
}

/* `csm-report trend --help` tells of the report: its exit status; -1: not asked. */
static int
report_help(int argc, char **argv)
{
	const struct csm_report *report = NULL;
	struct csm_buf usage = {0}, about = {0};
	bool asked_for = false;
	int status;

	for (int i = 1; i < argc; i++)
		asked_for |=
		    strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0;
	for (size_t i = 0; argc > 1 && asked_for && csm_reports[i] != NULL; i++)
		if (strcmp(csm_reports[i]->name, argv[1]) == 0)
			report = csm_reports[i];
	if (report == NULL)
		return -1;
	csm_buf_printf(&usage, "%s %s%s[options] [FILE...]", report->name,
	    report->arg == NULL ? "" : report->arg, report->arg == NULL ? "" : " ");
	csm_buf_printf(&about, "%s: %s.\n", report->name, report->summary);
	status =
	    csm_options_help(&program, usage.data, about.data, report_shows, report);
	csm_buf_fini(&usage);
	csm_buf_fini(&about);
	return status;
}

/* An option that the report would not look at is a mistake. */
static int
cmd_report_check_options(struct csm_run *run, const struct csm_report *report)
{
	const struct {
		const char *name;
		int given;
	} uses[] = {{"columns", options.columns != NULL},
	    {"sort", options.sort != NULL}, {"top", options.top != NULL},
	    {"bottom", options.bottom != NULL}, {"model", options.model != NULL},
	    {"limit", options.limit >= 0}, {"bucket", options.bucket != 0},
	    {"agg", options.agg != 0}, {"over", options.over != 0},
	    {"by", options.by != NULL}, {"compare", options.compare != 0},
	    {"since", options.common.since != NULL}, {"new", options.fresh},
	    {"open", options.open}, {"replay", options.replay},
	    {"exit-code", options.exit_code}, {"left", options.left},
	    {"window", options.window >= 0}, {"metric", options.metric.n > 0},
	    {"x", options.x != NULL}, {"y", options.y != NULL},
	    {"size", options.size != NULL}, {"paint", options.paint != NULL},
	    {"outliers", options.outliers != 0}, {"page", options.page != NULL},
	    {"resets", options.resets != NULL}};
	struct csm_buf names = {0};

	for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++) {
		if (!uses[i].given || csm_report_takes(report, uses[i].name))
			continue;
		csm_report_names(csm_reports, &names, uses[i].name);
		csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "%s does not take --%s; it is for %s", report->name, uses[i].name,
		    csm_buf_text(&names));
		csm_buf_fini(&names);
		return -1;
	}
	return 0;
}

static struct csm_report_options
asked(const struct csm_run *run, const char *arg)
{
	const struct csm_common *c = run->common;
	const struct csm_json *week = csm_config_setting(run->conf, "week_start");

	return (struct csm_report_options){.arg = arg,
	    .reports = csm_reports,
	    .page = options.page,
	    .resets = options.resets,
	    .columns = options.columns,
	    .sort = options.sort,
	    .top = options.top,
	    .bottom = options.bottom,
	    .owner = options.owner,
	    .unassigned = options.unassigned,
	    .model = options.model,
	    .limit = options.limit,
	    .by = options.by,
	    .bucket = options.bucket,
	    .agg = options.agg,
	    .over = options.over,
	    .compare = options.compare,
	    .ranged = c->since != NULL,
	    .fresh = options.fresh,
	    .open = options.open,
	    .replay = options.replay,
	    .left = options.left,
	    .verbose = c->verbose,
	    .window = options.window,
	    .x = options.x,
	    .y = options.y,
	    .size = options.size,
	    .paint = options.paint,
	    .outliers = options.outliers,
	    .metric = options.metric.item,
	    .metrics = options.metric.n,
	    .sunday =
		week != NULL && week->text != NULL && strcmp(week->text, "sunday") == 0,
	    .where = c->where.item,
	    .wheres = c->where.n,
	    .segment = c->segment.item,
	    .segments = c->segment.n};
}

static int
select_parts(struct csm_run *run, struct csm_doc *doc)
{
	struct csm_nearest near;
	struct csm_buf hint = {0};
	const char *bad = NULL;

	if (csm_doc_select(doc, options.part.item, options.part.n, &bad) == 0)
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

/* What ranks are made of, from all companies before the first. */
static int
cmd_report_rank(
    struct csm_run *run, struct csm_context *context, struct csm_points *points)
{
	const struct csm_set *set;
	int listed, status;

	while (csm_context_ranking(context)) {
		struct csm_walk *w =
		    csm_walk_new(points, run->fields[CSM_MODEL_COMPANY]);
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
	return context->report->needs_found && context->found == 0 && !options.replay &&
	       writer->mail;
}

static void
write_document(struct csm_run *run, const struct csm_context *context,
    struct csm_doc *doc, const struct csm_writer *writer,
    const struct csm_writer_options *how)
{
	if (cmd_report_is_idle(context, writer)) {
		csm_output_abort(run->out);
		run->out = NULL;
	} else if (options.split_by != NULL) {
		csm_split_write(run, doc, options.split_by, writer, how);
	} else {
		if (!writer->exact)
			csm_doc_for_eyes(doc);
		csm_document_write(run, doc, writer, how);
	}
	if (options.exit_code && context->found > 0 && run->diag.status == 0)
		run->diag.status = 1;
}

static void
cmd_report_make(struct csm_run *run, struct csm_context *context,
    const struct csm_writer *writer, const struct csm_writer_options *how)
{
	struct csm_doc doc = {0};

	run->again = csm_context_has_ranks(context);
	struct csm_points *points = csm_run_points(run);

	if (points != NULL && (options.split_by != NULL || csm_run_output(run) == 0) &&
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
	    run, report, options.format, options.split_by != NULL);
	struct csm_report_options o = asked(run, arg);
	const struct csm_fields *fields[CSM_MODELS];
	struct csm_writer_options how = {.excel = options.common.excel};
	struct csm_context *context = NULL;
	char *charts = NULL;

	memcpy(fields, run->fields, sizeof fields);
	if (writer != NULL && cmd_report_check_options(run, report) == 0 &&
	    (options.split_by == NULL || csm_split_check(run) == 0) &&
	    csm_writerchoice_mail(
		run, writer, &options.mail_to, options.mail_from, &how) == 0 &&
	    csm_writerchoice_interactive(
		run, report, writer, options.interactive, &how, &charts) == 0 &&
	    csm_run_days(run) == 0)
		context = csm_context_new(report, &o, run->conf, fields, &run->diag);
	if (context != NULL && run->common->check)
		csm_context_lint(context, &run->diag);
	else if (context != NULL)
		cmd_report_make(run, context, writer, &how);
	csm_context_free(context);
	free(charts);
}

/* The words before the files: the report and what it is about. */
static const struct csm_report *
read_words(int argc, char **argv, int *first, const char **arg)
{
	struct csm_messages messages = {
	    .program = program.name, .json = options.common.errors == CSM_ERRORS_JSON};
	struct csm_diag diag;
	const struct csm_report *report;
	struct csm_buf names = {0};

	csm_diag_init(&diag, csm_messages_emit, &messages);
	*arg = NULL;
	if (*first == argc) {
		csm_report_names(csm_reports, &names, NULL);
		csm_usage(&program, "name a report; there are %s", names.data);
		csm_buf_fini(&names);
		return NULL;
	}
	report = csm_report_find(csm_reports, argv[*first], &diag);
	if (report == NULL)
		return NULL;
	++*first;
	if (report->arg == NULL)
		return report;
	if (*first == argc) {
		csm_usage(&program, "%s wants %s: csm-report %s %s", report->name,
		    report->arg, report->name, report->arg);
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
	int first, status = report_help(argc, argv);

	if (status < 0)
		status = csm_options_parse(&program, argc, argv, &first);
	if (status >= 0)
		return status;
	report = read_words(argc, argv, &first, &arg);
	if (report == NULL) {
		csm_options_fini(&program);
		return 2;
	}
	if (csm_run_begin(&run, &program, argc, argv, first) == 0)
		report_run(&run, report, arg);
	return csm_run_end(&run);
}
