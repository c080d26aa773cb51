/* csm-units: points to success units, which are points again. */
#include "common/evaluate.h"
#include "common/statement.h"
#include "suggest.h"
#include "milestones.h"
#include "common/document.h"
#include "common/terminal.h"
#include "unit/rating.h"
#include "view/unit_table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct units_options {
	struct csm_common common; /* first */
	const char *ratings;
	int wide, want_milestones;
	const char *sql;
	struct csm_cli_milestones_options milestones;
	struct csm_suggest_options suggest;
};

static struct units_options options = {.suggest = {.lead = 30, .window = 90}};

#define AT(member) offsetof(struct units_options, member)

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

static const struct csm_program program = {.name = "csm-units",
    .summary =
	"Show success units: one traffic light a company, from metrics or rated.",
    .usage = "[options] [FILE...]",
    .purpose = "For a light a question: red, amber or green, from a metric and two "
	       "thresholds or by hand.\n",
    .examples = "  csm-units -c conf -a yesterday points.csv.zst\n"
		"  csm-units -c conf --milestones points.csv.zst\n",
    .groups = groups,
    .options = &options};

struct units {
	struct csm_evaluation ev;
	struct csm_unit *unit; /* in the order people see them */
	size_t n;
	size_t *order; /* in byte order of ids: that of points */
	size_t *value, *where;
	struct csm_text *metric; /* "units.<id>" */
	struct csm_verdict *verdict;
	struct csm_ratings *ratings;
	struct csm_intern companies; /* all there are, if some are rated */
	struct csm_unittable *table; /* NULL: points are written */
};

/* How the company stands with unit i on a day. */
static struct csm_verdict
units_judge(const struct csm_run *run, const struct units *u, struct csm_text company,
    size_t i, int32_t day)
{
	const struct csm_unit *unit = &u->unit[i];
	size_t at = (size_t)(day - run->since);
	struct csm_verdict v = {.there = 1, .value = CSM_MISSING};

	if (unit->where != NULL)
		v.there = csm_value_true(
		    &csm_engine_values(u->ev.engine, u->where[i], 0)[at]);
	if (unit->metric != NULL)
		v.value = csm_engine_micros(u->ev.engine, u->value[i], 0)[at];
	else if (u->ratings != NULL)
		v.value = csm_ratings_at(u->ratings, company, i, day);
	v.state = csm_unit_judge(unit, v.value);
	if (u->ratings != NULL &&
	    csm_ratings_state(u->ratings, company, i, day, &v.state))
		v.value = CSM_MISSING;
	return v;
}

static void
add_points(struct csm_run *run, struct units *u, struct csm_text company)
{
	for (size_t k = 0; k < u->n; k++) {
		size_t i = u->order[k];
		for (int32_t day = run->since; day <= run->until; day++) {
			struct csm_verdict v = units_judge(run, u, company, i, day);
			const char *state = csm_unit_state_name(v.state);
			struct csm_point p = {.company = company,
			    .id = company,
			    .metric = u->metric[i],
			    .state = {state, strlen(state)},
			    .day = day,
			    .value = v.value};
			if (v.there)
				csm_evaluation_add(&u->ev, &p);
		}
	}
}

static void
units_put_rows(struct csm_run *run, struct units *u, struct csm_text company)
{
	for (int32_t day = run->since; day <= run->until; day++) {
		struct csm_value name =
		    csm_engine_field(u->ev.engine, CSM_MODEL_COMPANY, 0, "name", day);
		struct csm_unittable_row row = {.company = company,
		    .name = csm_value_text(&name),
		    .day = day,
		    .verdict = u->verdict};
		for (size_t i = 0; i < u->n; i++)
			u->verdict[i] = units_judge(run, u, company, i, day);
		csm_unittable_put(u->table, &row);
	}
}

static bool
is_text(const struct csm_run *run)
{
	if (run->common->to == CSM_TO_DEFAULT)
		return !options.wide && !run->common->pass &&
		       run->common->output == NULL && isatty(STDOUT_FILENO);
	return run->common->to == CSM_TO_TEXT;
}

static struct csm_unittable *
units_table(struct csm_run *run, const struct units *u)
{
	const struct csm_fields *fields = run->fields[CSM_MODEL_COMPANY];
	struct csm_unittable_options o = {.text = is_text(run),
	    .out = run->out,
	    .format = csm_run_format(run),
	    .names = fields != NULL && csm_fields_column(fields, "name") >= 0,
	    .days = run->since != run->until,
	    .utf8 = csm_terminal_utf8()};

	return csm_unittable_new(&o, u->unit, u->n);
}

static int
judge_all(struct csm_run *run, struct units *u)
{
	const struct csm_set *set;
	int rc, rows = options.wide || is_text(run);

	if (csm_evaluation_open(&u->ev, !rows) != 0)
		return -1;
	if (rows)
		u->table = units_table(run, u);
	while ((rc = csm_evaluation_next(&u->ev, &set)) > 0) {
		if (rows) {
			units_put_rows(run, u, set->company);
			continue;
		}
		add_points(run, u, set->company);
		csm_evaluation_write(&u->ev, set);
	}
	if (rc == 0 && rows && is_text(run))
		csm_document_write(
		    run, csm_unittable_doc(u->table), csm_writer_find("text"), NULL);
	if (rc == 0)
		csm_evaluation_done(&u->ev);
	if (rc == 0 && u->ratings != NULL)
		csm_ratings_finish(u->ratings, &u->companies, &run->diag);
	return rc;
}

/* The places of the units in byte order of their ids. */
static void
order(struct units *u)
{
	for (size_t i = 0; i < u->n; i++) {
		size_t k = i;
		for (; k > 0 && strcmp(u->unit[i].id, u->unit[u->order[k - 1]].id) < 0;
		     k--)
			u->order[k] = u->order[k - 1];
		u->order[k] = i;
	}
}

static void
units_ask(struct csm_run *run, struct units *u)
{
	u->order = CSM_ARENA_ARRAY(&run->arena, size_t, u->n);
	u->value = CSM_ARENA_ARRAY(&run->arena, size_t, u->n);
	u->where = CSM_ARENA_ARRAY(&run->arena, size_t, u->n);
	u->metric = CSM_ARENA_ARRAY(&run->arena, struct csm_text, u->n);
	u->verdict = CSM_ARENA_ARRAY(&run->arena, struct csm_verdict, u->n);
	order(u);
	for (size_t i = 0; i < u->n; i++) {
		const struct csm_unit *unit = &u->unit[i];
		u->metric[i].s = csm_arena_printf(&run->arena, "units.%s", unit->id);
		u->metric[i].len = strlen(u->metric[i].s);
		if (unit->metric != NULL)
			u->value[i] = csm_engine_query_number(
			    u->ev.engine, CSM_MODEL_COMPANY, unit->metric);
		if (unit->where != NULL)
			u->where[i] = csm_engine_query_truth(
			    u->ev.engine, CSM_MODEL_COMPANY, unit->where);
	}
}

/* What is asked for instead of units, NULL: nothing. */
static const char *
instead(void)
{
	return options.want_milestones          ? "--milestones"
	       : options.suggest.churns != NULL ? "--suggest"
						: NULL;
}

/* Two options, the first of which does not go with the second: why. */
static int
clash(struct csm_run *run, const char *a, const char *b, const char *why)
{
	return csm_error(
	    &run->diag, CSM_E_USAGE, NULL, "%s does not go with %s: %s", a, b, why);
}

static int
check_instead(struct csm_run *run, const char *what)
{
	const struct csm_common *c = run->common;

	if (options.want_milestones && options.suggest.churns != NULL)
		return clash(run, "--suggest", what, "ask for one of them");
	if (options.wide)
		return clash(run, "--wide", what, "it has a column a unit");
	if (options.ratings != NULL)
		return clash(run, "--ratings", what, "they are of units");
	if (c->since != NULL || c->until != NULL)
		return clash(run, c->since != NULL ? "--since" : "--until", what,
		    "it looks back from one day, that of -a");
	if (c->pass && !options.want_milestones)
		return clash(run, "-p", what, "it writes no points");
	if (c->pass && options.milestones.funnel)
		return clash(run, "-p", "--funnel", "it writes no points");
	if (c->pass && c->to == CSM_TO_TEXT)
		return clash(run, "-p", "-t text", "it writes points");
	return 0;
}

static int
units_check_options(struct csm_run *run)
{
	const struct csm_suggest_options *s = &options.suggest;
	const char *what = instead();

	if ((options.milestones.resets != NULL || options.milestones.funnel) &&
	    !options.want_milestones)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "%s is about milestones: give --milestones too",
		    options.milestones.funnel ? "--funnel" : "--resets");
	if (s->window < 1 || s->window > CSM_DAY_MAX || s->lead > CSM_DAY_MAX)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "%s takes days, from %d to %d",
		    s->lead > CSM_DAY_MAX ? "--lead" : "--window",
		    s->lead > CSM_DAY_MAX ? 0 : 1, CSM_DAY_MAX);
	if (what != NULL)
		return check_instead(run, what);
	if (options.wide && run->common->to == CSM_TO_TEXT)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--wide is for programs, -t text for people: give one of them");
	if (run->common->pass && (options.wide || run->common->to == CSM_TO_TEXT))
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "-p passes points through, but %s writes none",
		    options.wide ? "--wide" : "-t text");
	return 0;
}

static int
units_prepare(struct csm_run *run, struct units *u)
{
	int failed = csm_evaluation_begin(&u->ev, run);

	failed |= csm_units_read(&run->arena, run->conf, options.ratings != NULL,
	    &u->unit, &u->n, &run->diag);
	if (failed)
		return -1;
	if (u->n == 0 && !(run->common->check && csm_evaluation_has_formulas(run)))
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "no unit to judge: give -c FILE with a section \"units\"");
	if (options.wide && csm_unittable_check(u->unit, u->n, &run->diag) != 0)
		return -1;
	units_ask(run, u);
	csm_evaluation_tell(&u->ev, "units");
	if (csm_evaluation_prepare(&u->ev) != 0)
		return -1;
	if (run->common->check)
		csm_evaluation_lint(&u->ev, CSM_LINT_METRICS | CSM_LINT_OTHERS);
	if (options.ratings == NULL)
		return 0;
	u->ev.known = &u->companies;
	u->ratings = csm_ratings_load(options.ratings, u->unit, u->n, &run->diag);
	csm_run_count(run, "ratings rejected", run->messages.rejected, 1);
	return u->ratings == NULL ? -1 : 0;
}

/* What a statement cannot do for want of data, or of rows. */
static int
units_sql_check(struct csm_run *run)
{
	const char *with = options.ratings != NULL ? "--ratings"
			   : options.wide          ? "--wide"
			   : run->common->pass     ? "-p"
						   : instead();

	if (with != NULL)
		return clash(run, "--sql", with, "it gives points of units alone");
	return 0;
}

static struct csm_sql_grade
units_grade(const struct units *u, size_t i)
{
	const struct csm_unit *unit = &u->unit[i];
	enum csm_unit_state below = csm_unit_judge(unit, unit->low - 1),
			    above = csm_unit_judge(unit, unit->high + 1);

	return (struct csm_sql_grade){.low = unit->low,
	    .high = unit->high,
	    .below = csm_unit_state_name(below),
	    .within = csm_unit_state_name(CSM_UNIT_AMBER),
	    .above = csm_unit_state_name(above),
	    .none = csm_unit_state_name(unit->otherwise),
	    .has_where = unit->where != NULL,
	    .where = u->where[i]};
}

static int
units_sql(struct csm_run *run, struct units *u)
{
	struct csm_sql_query query = csm_statement_query(&u->ev, options.sql);
	struct csm_sql_grade *grade =
	    CSM_ARENA_ARRAY(&run->arena, struct csm_sql_grade, u->n);

	if (units_sql_check(run) != 0)
		return -1;
	for (size_t i = 0; i < u->n; i++) {
		grade[i] = units_grade(u, i);
		if (u->unit[i].metric == NULL)
			return csm_json_error(&run->diag, u->unit[i].at, CSM_E_CONFIG,
			    "a unit that is rated by hand cannot be said in a "
			    "statement");
	}
	query.job = u->value;
	query.name = u->metric;
	query.n = u->n;
	query.grade = grade;
	return csm_statement_write(run, &query);
}

static void
units_run(struct csm_run *run)
{
	struct units u = {0};

	if (units_prepare(run, &u) == 0 && !run->common->check) {
		if (options.sql != NULL)
			units_sql(run, &u);
		else
			judge_all(run, &u);
	}
	csm_unittable_free(u.table);
	csm_ratings_free(u.ratings);
	csm_intern_fini(&u.companies);
	csm_evaluation_fini(&u.ev);
}

int
main(int argc, char **argv)
{
	struct csm_run run;
	int first;
	int status = csm_options_parse(&program, argc, argv, &first);

	if (status >= 0)
		return status;
	options.common.reads_nothing = options.sql != NULL;
	if (csm_run_begin(&run, &program, argc, argv, first) != 0 ||
	    units_check_options(&run) != 0)
		return csm_run_end(&run);
	options.suggest.text = options.milestones.text = is_text(&run);
	if (options.suggest.churns != NULL)
		csm_suggest_run(&run, &options.suggest);
	else if (options.want_milestones)
		csm_cli_milestones_run(&run, &options.milestones);
	else
		units_run(&run);
	return csm_run_end(&run);
}
