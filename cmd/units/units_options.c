#include "units/units.h"

#include "common/statement.h"
#include "common/terminal.h"
#include "time/date.h"

#include <stddef.h>

struct csm_unitscli csm_unitscli = {
    .common = {.expect_rows = CSM_ANY_ROWS}, .suggest = {.lead = 30, .window = 90}};

#define AT(member) offsetof(struct csm_unitscli, member)

static const struct csm_option units_group[] = {
    {'t', "to", "FORMAT", CSM_OPTION_CHOICE, offsetof(struct csm_common, to),
	"format of the output (default: text on a terminal, else csv)",
	&csm_to_table_words},
    {0, "ratings", "FILE", CSM_OPTION_TEXT, AT(ratings),
	"ratings by hand: company, unit, rating from 1 to 5, na or off, and perhaps "
	"date",
	NULL},
    {0, "wide", NULL, CSM_OPTION_FLAG, AT(wide),
	"one row a company and day, two columns a unit: state and value", NULL},
    {0, "sql", "DIALECT", CSM_OPTION_WORD, AT(sql),
	"print a statement that computes the same in a database",
	&csm_sql_dialect_words},
    {0, "cluster", "NAME", CSM_OPTION_TEXT, AT(cluster),
	"--sql: views of it on every node of a cluster, and one over all of them",
	NULL},
    {0, "milestones", NULL, CSM_OPTION_FLAG, AT(want_milestones),
	"milestones instead of units: when each company met them; points with -p",
	NULL},
    {0, "resets", "FILE", CSM_OPTION_TEXT, AT(milestones.resets),
	"milestones that start again: company, milestone, date", NULL},
    {0, "funnel", NULL, CSM_OPTION_FLAG, AT(milestones.funnel),
	"--milestones: how many companies met each, and the median of their days",
	NULL},
    {0, "suggest", "FILE", CSM_OPTION_TEXT, AT(suggest.churns),
	"features that separate companies that stayed from those that left, by "
	"FILE of company and date",
	NULL},
    {0, "lead", "DAYS", CSM_OPTION_WHOLE, AT(suggest.lead),
	"how long before it left a company's use is looked at (default: 30)", NULL},
    {0, "window", "DAYS", CSM_OPTION_WHOLE, AT(suggest.window),
	"days of use that are looked at (default: 90)", NULL},
    {0}};

static const struct csm_option *const groups[] = {csm_common_group, csm_fields_group,
    csm_asof_group, csm_range_group, csm_select_group, csm_pass_group, units_group,
    NULL};

const struct csm_program csm_unitscli_program = {.name = "csm-units",
    .summary =
	"Show success units: one traffic light a company, from metrics or rated.",
    .usage = "[options] [FILE...]",
    .purpose = "For a light a question: red, amber or green, from a metric and two "
	       "thresholds or by hand.\n",
    .examples = "  csm-units -c conf -a yesterday points.csv.zst\n"
		"  csm-units -c conf --milestones points.csv.zst\n",
    .groups = groups,
    .options = &csm_unitscli};

static const char *
units_instead(void)
{
	return csm_unitscli.want_milestones          ? "--milestones"
	       : csm_unitscli.suggest.churns != NULL ? "--suggest"
						     : NULL;
}

int
csm_unitscli_clash(struct csm_run *run, const char *a, const char *b, const char *why)
{
	return csm_error(
	    &run->diag, CSM_E_USAGE, NULL, "%s does not go with %s: %s", a, b, why);
}

/* Each of these looks back from one day and has a table of its own. */
static int
check_instead(struct csm_run *run, const char *what)
{
	const struct csm_common *c = run->common;

	if (csm_unitscli.want_milestones && csm_unitscli.suggest.churns != NULL)
		return csm_unitscli_clash(
		    run, "--suggest", what, "ask for one of them");
	if (csm_unitscli.sql != NULL)
		return csm_unitscli_clash(
		    run, "--sql", what, "it gives points of units alone");
	if (csm_unitscli.wide)
		return csm_unitscli_clash(
		    run, "--wide", what, "it has a column a unit");
	if (csm_unitscli.ratings != NULL)
		return csm_unitscli_clash(run, "--ratings", what, "they are of units");
	if (c->since != NULL || c->until != NULL)
		return csm_unitscli_clash(run, c->since != NULL ? "--since" : "--until",
		    what, "it looks back from one day, that of -a");
	if (c->pass && !csm_unitscli.want_milestones)
		return csm_unitscli_clash(run, "-p", what, "it writes no points");
	if (c->pass && csm_unitscli.milestones.funnel)
		return csm_unitscli_clash(run, "-p", "--funnel", "it writes no points");
	if (c->pass && c->to == CSM_TO_TEXT)
		return csm_unitscli_clash(run, "-p", "-t text", "it writes points");
	return 0;
}

/* In front of everything that reads. */
int
csm_unitscli_check(struct csm_run *run)
{
	const struct csm_suggest_options *s = &csm_unitscli.suggest;
	const char *what = units_instead();

	if ((csm_unitscli.milestones.resets != NULL ||
		csm_unitscli.milestones.funnel) &&
	    !csm_unitscli.want_milestones)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "%s is about milestones: give --milestones too",
		    csm_unitscli.milestones.funnel ? "--funnel" : "--resets");
	if (s->window < 1 || s->window > CSM_DAY_MAX || s->lead > CSM_DAY_MAX)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "%s takes days, from %d to %d",
		    s->lead > CSM_DAY_MAX ? "--lead" : "--window",
		    s->lead > CSM_DAY_MAX ? 0 : 1, CSM_DAY_MAX);
	if (csm_unitscli.cluster != NULL && csm_unitscli.sql == NULL)
		return csm_error(
		    &run->diag, CSM_E_USAGE, NULL, "--cluster is about --sql");
	if (what != NULL)
		return check_instead(run, what);
	if (csm_unitscli.wide && run->common->to == CSM_TO_TEXT)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--wide is for programs, -t text for people: give one of them");
	if (run->common->pass && (csm_unitscli.wide || run->common->to == CSM_TO_TEXT))
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "-p passes points through, but %s writes none",
		    csm_unitscli.wide ? "--wide" : "-t text");
	return 0;
}
