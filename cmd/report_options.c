#include "report.h"

#include "common/option_table.h"
#include "page/reports.h"
#include "report_writer.h"

#include <stdbool.h>
#include <string.h>

struct csm_reportcli csm_reportcli = {
    .common = {.expect_rows = CSM_ANY_ROWS}, .limit = -1, .window = -1};

#define AT(member) offsetof(struct csm_reportcli, member)

/* Of all reports; segments have others beside, one for each model. */
static const struct report_part {
	const char *name;
} report_parts[] = {{"accounts"}, {"activity"}, {"alerts"}, {"backlog"}, {"bands"},
    {"bubbles"}, {"by"}, {"chart"}, {"chart_metrics"}, {"chart_modules"},
    {"chart_users"}, {"cohorts"}, {"companies"}, {"conversations"}, {"customers"},
    {"days"}, {"distribution"}, {"extremes"}, {"families"}, {"features"}, {"fields"},
    {"findings"}, {"flow"}, {"funnel"}, {"glance"}, {"headline"}, {"health"}, {"kinds"},
    {"limits"}, {"lines"}, {"list"}, {"metrics"}, {"milestones"}, {"modules"},
    {"months"}, {"moved"}, {"movement"}, {"movers"}, {"owners"}, {"parts"}, {"people"},
    {"pillars"}, {"quadrants"}, {"reasons"}, {"renewals"}, {"revenue"}, {"risks"},
    {"segments"}, {"story"}, {"subscriptions"}, {"summary"}, {"tasks"}, {"timeline"},
    {"trend"}, {"types"}, {"units"}, {"value"}, {"weeks"}, {NULL}};
static const struct csm_words part_words = CSM_WORDS(report_parts);

static const struct csm_option report_group[] = {
    {'t', "to", "FORMAT", CSM_OPTION_WORD, AT(format),
	"format of the output (default: as FILE of -o is named; page: html; text on a "
	"terminal; else csv)",
	&csm_writer_words},
    {0, "part", "NAME", CSM_OPTION_LIST, AT(part),
	"only this part of the report; may be repeated", &part_words},
    {0, "owner", "NAME", CSM_OPTION_TEXT, AT(owner), "only companies of this owner",
	NULL},
    {0, "unassigned", NULL, CSM_OPTION_FLAG, AT(unassigned),
	"only companies without an owner; with --owner these as well", NULL},
    {0, "limit", "N", CSM_OPTION_WHOLE, AT(limit),
	"at most N rows, or accounts of a page", NULL},
    {0, "columns", "A,B,C", CSM_OPTION_TEXT, AT(columns),
	"these columns, each perhaps with \"as TITLE\"; list, accounts: also fields, "
	"metrics or formulas",
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
	"trend, bubble: how the companies become one", &csm_over_words},
    {0, "by", "FIELD", CSM_OPTION_TEXT, AT(by),
	"trend: a line for each value of a company field, or for each name; portfolio: "
	"bands and value at risk for each; bubble: a bubble; parent: each with its "
	"children",
	NULL},
    {0, "bands", NULL, CSM_OPTION_FLAG, AT(bands),
	"trend: companies by health band over time, without METRIC; --metric "
	"health.PROFILE or units.UNIT: by its states",
	NULL},
    {0, "title", "TEXT", CSM_OPTION_TEXT, AT(title), "heading of the report", NULL},
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
	"timeline; trend: one line more; may be repeated; accounts: what the sparkline "
	"is of",
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
    {0, "freeze", "FILE", CSM_OPTION_TEXT, AT(freeze),
	"list: write whom it has to FILE, for in_list('FILE') of any condition", NULL},
    {0, "hash-users", "FILE", CSM_OPTION_TEXT, AT(common.hash_users),
	"show end users by pseudonyms alone, made with the key in FILE (env: in the "
	"variable CSM_HASH_KEY), and leave out their names and addresses",
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

const struct csm_program csm_reportcli_program = {.name = "csm-report",
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
    .options = &csm_reportcli};

/* Whether a report looks at an option: those only some take are named in what they
 * take.  Options that every report takes are nobody's in particular. */
static bool
report_shows(const void *ctx, const struct csm_option *option)
{
	bool some = false;

	for (size_t i = 0; csm_reports[i] != NULL; i++)
		some |= csm_report_takes(csm_reports[i], option->name) != 0;
	return !some || csm_report_takes(ctx, option->name);
}

int
csm_reportcli_help(int argc, char **argv)
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
	status = csm_options_help(
	    &csm_reportcli_program, usage.data, about.data, report_shows, report);
	csm_buf_fini(&usage);
	csm_buf_fini(&about);
	return status;
}

/* A report would ignore what it does not look at: refused, with those that do. */
int
csm_reportcli_check(struct csm_run *run, const struct csm_report *report)
{
	const struct {
		const char *name;
		int given;
	} uses[] = {{"columns", csm_reportcli.columns != NULL},
	    {"sort", csm_reportcli.sort != NULL}, {"top", csm_reportcli.top != NULL},
	    {"bottom", csm_reportcli.bottom != NULL},
	    {"model", csm_reportcli.model != NULL}, {"limit", csm_reportcli.limit >= 0},
	    {"bucket", csm_reportcli.bucket != 0}, {"agg", csm_reportcli.agg != 0},
	    {"over", csm_reportcli.over != 0}, {"by", csm_reportcli.by != NULL},
	    {"compare", csm_reportcli.compare != 0},
	    {"since", csm_reportcli.common.since != NULL}, {"new", csm_reportcli.fresh},
	    {"open", csm_reportcli.open}, {"replay", csm_reportcli.replay},
	    {"exit-code", csm_reportcli.exit_code}, {"left", csm_reportcli.left},
	    {"bands", csm_reportcli.bands}, {"window", csm_reportcli.window >= 0},
	    {"metric", csm_reportcli.metric.n > 0}, {"x", csm_reportcli.x != NULL},
	    {"y", csm_reportcli.y != NULL}, {"size", csm_reportcli.size != NULL},
	    {"paint", csm_reportcli.paint != NULL},
	    {"outliers", csm_reportcli.outliers != 0},
	    {"page", csm_reportcli.page != NULL},
	    {"resets", csm_reportcli.resets != NULL},
	    {"freeze", csm_reportcli.freeze != NULL}};
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

struct csm_report_options
csm_reportcli_asked(const struct csm_run *run, const char *arg)
{
	const struct csm_common *c = run->common;
	const struct csm_json *week = csm_config_setting(run->conf, "week_start");

	return (struct csm_report_options){.arg = arg,
	    .reports = csm_reports,
	    .page = csm_reportcli.page,
	    .resets = csm_reportcli.resets,
	    .freeze = csm_reportcli.freeze,
	    .columns = csm_reportcli.columns,
	    .sort = csm_reportcli.sort,
	    .top = csm_reportcli.top,
	    .bottom = csm_reportcli.bottom,
	    .owner = csm_reportcli.owner,
	    .unassigned = csm_reportcli.unassigned,
	    .model = csm_reportcli.model,
	    .limit = csm_reportcli.limit,
	    .by = csm_reportcli.by,
	    .bucket = csm_reportcli.bucket,
	    .agg = csm_reportcli.agg,
	    .over = csm_reportcli.over,
	    .compare = csm_reportcli.compare,
	    .ranged = c->since != NULL,
	    .fresh = csm_reportcli.fresh,
	    .open = csm_reportcli.open,
	    .replay = csm_reportcli.replay,
	    .left = csm_reportcli.left,
	    .bands = csm_reportcli.bands,
	    .title = csm_reportcli.title,
	    .verbose = c->verbose,
	    .window = csm_reportcli.window,
	    .x = csm_reportcli.x,
	    .y = csm_reportcli.y,
	    .size = csm_reportcli.size,
	    .paint = csm_reportcli.paint,
	    .outliers = csm_reportcli.outliers,
	    .metric = csm_reportcli.metric.item,
	    .metrics = csm_reportcli.metric.n,
	    .sunday =
		week != NULL && week->text != NULL && strcmp(week->text, "sunday") == 0,
	    .where = c->where.item,
	    .wheres = c->where.n,
	    .segment = c->segment.item,
	    .segments = c->segment.n};
}
