/* csm-health: points to health scores, which are points again, and why. */
#include "health.h"
#include "health_lab.h"
#include "common/statement.h"

#include <stdlib.h>
#include <string.h>

static struct csm_health_options options = {.common = {.expect_rows = CSM_ANY_ROWS}};

#define AT(member) offsetof(struct csm_health_options, member)

/* A table may be for people, and one of them is a picture. */
static const struct csm_choice health_to[] = {{"csv", CSM_TO_CSV}, {"tsv", CSM_TO_TSV},
    {"ndjson", CSM_TO_NDJSON}, {"text", CSM_TO_TEXT}, {"svg", CSM_TO_SVG}, {NULL, 0}};
static const struct csm_words health_to_words = CSM_WORDS(health_to);

static const struct csm_option health_group[] = {
    {'t', "to", "FORMAT", CSM_OPTION_CHOICE, offsetof(struct csm_common, to),
	"format of the output (default: csv; on a terminal, and of --explain, text); "
	"svg: --compare of several as a picture",
	&health_to_words},
    {0, "wide", NULL, CSM_OPTION_FLAG, AT(wide),
	"one row a score, with coverage, staleness, profile and who set it by hand",
	NULL},
    {0, "parts", NULL, CSM_OPTION_FLAG, AT(parts),
	"write what each factor contributed or each pillar is, too", NULL},
    {0, "round", NULL, CSM_OPTION_FLAG, AT(round),
	"write whole numbers, halves away from zero; states are those of exact scores",
	NULL},
    {0, "override", "FILE", CSM_OPTION_TEXT, AT(override),
	"scores set by hand: company, score_or_state, and perhaps reason, by, until",
	NULL},
    {0, "rollup", "HOW", CSM_OPTION_TEXT, AT(rollup),
	"score groups of companies, too: mean, min, or a metric that weighs", NULL},
    {0, "parent", "FIELD", CSM_OPTION_TEXT, AT(parent),
	"company field that names the parent (default: settings.parent, else parent)",
	NULL},
    {0, "explain", "WHO", CSM_OPTION_TEXT, AT(explain),
	"show how the score of a company, end user, asset or project came about; with "
	"--since, what moved it",
	NULL},
    {0, "compare", "FILE", CSM_OPTION_LIST, AT(compare),
	"another configuration: how its profiles would score; may be repeated", NULL},
    {0, "backtest", "FILE", CSM_OPTION_TEXT, AT(backtest),
	"who left (company, date): whether scores told so", NULL},
    {0, "lead", "DAYS,...", CSM_OPTION_TEXT, AT(lead),
	"--backtest: how many days before (default: 30,60,90)", NULL},
    {0, "part", "NAME", CSM_OPTION_LIST, AT(part),
	"--compare, --backtest: only this table; may be repeated", NULL},
    {0, "exit-code", NULL, CSM_OPTION_FLAG, AT(exit_code),
	"--backtest: end with status 1 if scores leak", NULL},
    {0, "sql", "DIALECT", CSM_OPTION_WORD, AT(sql),
	"print a statement that computes the same where the data is, and read nothing",
	&csm_sql_dialect_words},
    {0, "cluster", "NAME", CSM_OPTION_TEXT, AT(cluster),
	"--sql: views of it on every node of a cluster, and one over all of them",
	NULL},
    {0, "sensitivity", NULL, CSM_OPTION_FLAG, AT(sensitivity),
	"what becomes of scores if one number of a profile is moved", NULL},
    {0}};

static const struct csm_option *const groups[] = {csm_common_group, csm_fields_group,
    csm_asof_group, csm_range_group, csm_select_group, csm_pass_group, health_group,
    NULL};

static const struct csm_program program = {.name = "csm-health",
    .summary = "Score the health of companies by profiles.",
    .usage = "[options] [FILE...]",
    .purpose =
	"For one number that says how a company is, and the parts it is made of.\n",
    .examples =
	"  csm-health -c conf -F company=accounts.csv -a yesterday points.csv.zst\n"
	"  csm-health -c conf --explain acme points.csv.zst\n",
    .groups = groups,
    .options = &options};

/* What the program can be asked for.  One table instead of questions in every step: a
 * mode is what the options come to. */
static const struct mode {
	int (*prepare)(struct csm_health *h); /* NULL: nothing to do */
	int (*begin)(struct csm_health *h);
	/* NULL: all of them at once, csm_health_points_all */
	void (*company)(struct csm_health *h, const struct csm_set *set);
	void (*finish)(struct csm_health *h); /* NULL: nothing to do */
} points = {csm_health_points_prepare, csm_health_points_begin, NULL,
    csm_health_points_finish},
  rows = {NULL, csm_health_rows_begin, csm_health_rows_company, csm_health_rows_finish},
  card = {NULL, csm_health_card_begin, csm_health_card_company, NULL},
  move = {csm_health_move_prepare, csm_health_move_begin, csm_health_move_company,
      NULL},
  compare = {csm_health_compare_prepare, csm_health_move_begin,
      csm_health_compare_company, csm_health_compare_finish},
  backtest = {csm_health_backtest_prepare, csm_health_backtest_begin,
      csm_health_backtest_company, csm_health_backtest_finish};

/* From the most particular: --explain with --since is about a move, without it a
 * card. */
static const struct mode *
choose_mode(const struct csm_run *run)
{
	/* On a terminal rows are for people, unless something was asked for that only
	 * points have. */
	int points_only = options.parts || options.rollup != NULL || run->common->pass;

	if (options.explain != NULL)
		return options.common.since != NULL ? &move : &card;
	if (options.compare.n > 0)
		return &compare;
	if (options.backtest != NULL || options.sensitivity)
		return &backtest;
	if (options.wide || run->common->to == CSM_TO_TEXT)
		return &rows;
	if (options.sql != NULL)
		return &points;
	return csm_health_lab_text(run, 0) && !points_only ? &rows : &points;
}

/* Options that do not go together: why, or NULL.  Refused and not ignored: whoever
 * gives an option expects something of it. */
static const char *
conflict(const struct mode *mode)
{
	const struct csm_common *c = &options.common;

	if (options.wide && c->to == CSM_TO_TEXT)
		return "--wide is for programs, -t text for people: give one of them";
	if (c->to == CSM_TO_SVG && (mode != &compare || options.compare.n < 2))
		return "-t svg draws several sets of profiles side by side: give "
		       "--compare more than once";
	if (options.wide && mode != &rows)
		return "--wide is about scores: --explain, --compare, --backtest and "
		       "--sensitivity have tables of their own";
	if (mode == &rows && options.parts)
		return "--parts writes points; --wide and -t text have a row a score";
	if (mode != &points && c->pass)
		return "-p passes points through, but here none are written";
	if (mode != &points && options.rollup != NULL)
		return "--rollup is about points: it goes alone";
	if (mode != &points && mode != &rows && mode != &card &&
	    options.override != NULL)
		return "--override does not go with questions about profiles";
	if (mode == &card && options.compare.n > 0)
		return "--explain with --compare tells a change: give --since, too";
	if (mode == &move && options.compare.n > 1)
		return "--explain tells a change from one configuration: give "
		       "--compare "
		       "once";
	if (mode == &move || mode == &compare || mode == &card)
		if (options.backtest != NULL || options.sensitivity)
			return "--backtest and --sensitivity go without --explain and "
			       "--compare";
	if (options.lead != NULL && options.backtest == NULL)
		return "--lead is about --backtest";
	if (options.exit_code && options.backtest == NULL)
		return "--exit-code is about --backtest";
	if (options.part.n > 0 && mode != &compare && mode != &backtest)
		return "--part is about --compare, --backtest and --sensitivity";
	if (options.cluster != NULL && options.sql == NULL)
		return "--cluster is about --sql";
	if (options.parent != NULL && options.rollup == NULL)
		return "--parent is about --rollup";
	return NULL;
}

/* What a statement cannot do, which is points of profiles alone. */
static const char *
no_statement(const struct mode *mode)
{
	if (options.sql == NULL)
		return NULL;
	if (mode == &rows)
		return "--sql gives points: without --wide and -t text";
	if (mode != &points)
		return "--sql gives points: without --explain, --compare, --backtest "
		       "and --sensitivity";
	if (options.override != NULL)
		return "--sql gives what profiles say: without --override, whose file "
		       "no table holds";
	if (options.rollup != NULL)
		return "--sql gives what profiles say of each entity: without --rollup";
	return options.common.pass ? "--sql gives points of health alone: without -p"
				   : NULL;
}

static int
one_by_one(struct csm_health *h, const struct mode *mode)
{
	const struct csm_set *set;
	int rc;

	while ((rc = csm_evaluation_next(&h->ev, &set)) > 0)
		mode->company(h, set);
	return rc;
}

static int
score_all(struct csm_health *h, const struct mode *mode)
{
	int rc;

	if (options.explain != NULL &&
	    csm_lab_who_find(h->lab, h->run->fields, options.explain) != 0)
		return -1;
	h->ev.only = h->lab->company;
	if (mode->begin(h) != 0)
		return -1;
	rc = mode->company != NULL ? one_by_one(h, mode) : csm_health_points_all(h);
	if (rc != 0)
		return rc;
	if (mode->finish != NULL)
		mode->finish(h);
	csm_evaluation_done(&h->ev);
	if (h->overrides != NULL)
		csm_overrides_finish(h->overrides, &h->companies, &h->run->diag);
	csm_run_count(h->run, "companies without a profile", h->unscored, 2);
	csm_run_count(h->run, "others without a profile", h->others_unscored, 2);
	csm_run_count(h->run, "companies with a score set by hand", h->by_hand, 1);
	csm_run_count(h->run, "scores set by hand above the scale", h->beyond, 1);
	return 0;
}

static int
load_overrides(struct csm_health *h)
{
	if (options.override == NULL)
		return 0;
	h->ev.known = &h->companies;
	h->overrides = csm_overrides_load(options.override, &h->run->diag);
	if (h->overrides == NULL)
		return -1;
	return csm_overrides_name(
	    h->overrides, h->run->fields[CSM_MODEL_COMPANY], &h->run->diag);
}

/* Whether calculated metrics are taken from the points: another configuration may define them
 * otherwise, and the past is judged by what was known then. */
static bool
health_takes(void)
{
	return options.compare.n == 0 && options.backtest == NULL &&
	       !options.sensitivity;
}

static int
health_children(struct csm_health *h)
{
	struct csm_engine_options days = {.since = h->run->since,
	    .until = h->run->until,
	    .taken = health_takes() ? CSM_TAKEN_FIRST : CSM_TAKEN_NOT};

	memcpy(days.fields, h->run->fields, sizeof days.fields);
	if (csm_lab_children_prepare(h->lab, &days, h->ev.metric, h->ev.metrics) != 0)
		return -1;
	if (h->lab->children == NULL)
		return 0;
	h->ev.more = csm_lab_children_add;
	h->ev.more_of = h->lab->children;
	h->ev.more_beside = h->lab->then.children;
	return options.sql == NULL
		   ? 0
		   : csm_error(&h->run->diag, CSM_E_USAGE, NULL,
			 "scores of companies look at those of their children, which a "
			 "statement cannot make on the way: one for the children "
			 "first, and one over what it gave");
}

/* Whether nothing is asked of companies but what makes their scores; NDJSON tells of the newest
 * point behind one. */
static bool
health_only_values(const struct csm_health *h, const struct mode *mode)
{
	bool others = false;

	for (int m = 0; m < CSM_MODELS; m++)
		others |= m != CSM_MODEL_COMPANY &&
			  csm_scorer_scores(h->scorer, (enum csm_model)m);
	return mode == &points && csm_run_format(h->run) == CSM_FORMAT_CSV && !others &&
	       h->ev.fallen == NULL;
}

static int
health_prepare(struct csm_health *h, const struct mode *mode)
{
	struct csm_run *run = h->run;
	const char *why = conflict(mode);
	int failed;

	if (why == NULL)
		why = no_statement(mode);
	if (why != NULL)
		return csm_error(&run->diag, CSM_E_USAGE, NULL, "%s", why);
	failed = csm_evaluation_begin(&h->ev, run, health_takes());
	/* After a failure too, so that all mistakes of a configuration are told in one
	 * run. */
	failed |= csm_profiles_read(
	    &run->arena, run->conf, &h->profile, &h->profiles, &run->diag);
	if (failed)
		return -1;
	if (h->profiles == 0 &&
	    !(run->common->check && !csm_config_is_empty(run->conf)))
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "no profile to score by: give -c FILE with a section \"health\"");
	/* Before the mode prepares: compare and backtest ask the engine for what
	 * profiles need. */
	h->scorer = csm_scorer_new(h->profile, h->profiles, h->ev.engine);
	h->lab->engine = h->ev.engine;
	h->lab->scorer = h->scorer;
	h->lab->profile = h->profile;
	h->lab->profiles = h->profiles;
	h->lab->arena = &run->arena;
	h->lab->diag = &run->diag;
	if (csm_health_lab_parts(h) != 0)
		return -1;
	if (mode->prepare != NULL && mode->prepare(h) != 0)
		return -1;
	if (health_only_values(h, mode))
		csm_engine_only_values(h->ev.engine);
	csm_evaluation_tell(&h->ev, "health");
	if (csm_evaluation_prepare(&h->ev) != 0 || health_children(h) != 0)
		return -1;
	if (run->common->check)
		csm_evaluation_lint(&h->ev, CSM_LINT_METRICS | CSM_LINT_OTHERS);
	/* Last: its rows are checked against companies that are only known when all
	 * have been read. */
	return load_overrides(h);
}

static void
health_sql(struct csm_health *h)
{
	struct csm_sql_query query =
	    csm_statement_query(&h->ev, options.sql, options.cluster);
	struct csm_sql_scores scores = {.scorer = h->scorer,
	    .profile = h->profile,
	    .profiles = h->profiles,
	    .parts = options.parts,
	    .round = options.round};

	query.scores = &scores;
	csm_statement_write(h->run, &query);
}

static void
health_run(struct csm_run *run)
{
	struct csm_health h = {.run = run, .options = &options, .lab = csm_lab_new()};
	const struct mode *mode = choose_mode(run);

	if (health_prepare(&h, mode) == 0 && !run->common->check) {
		if (options.sql != NULL)
			health_sql(&h);
		else
			score_all(&h, mode);
	}
	csm_lab_free(h.lab);
	csm_scorer_free(h.scorer);
	csm_overrides_free(h.overrides);
	csm_groups_free(h.groups);
	csm_health_rows_free(h.rows);
	csm_intern_fini(&h.companies);
	csm_arena_fini(&h.texts);
	free(h.kept);
	csm_evaluation_fini(&h.ev);
}

int
main(int argc, char **argv)
{
	struct csm_run run;
	int first;
	int status = csm_options_parse(&program, argc, argv, &first);

	if (status >= 0)
		return status;
	/* A terminal as standard input is then no mistake. */
	options.common.reads_nothing = options.sql != NULL;
	if (csm_run_begin(&run, &program, argc, argv, first) == 0)
		health_run(&run);
	return csm_run_end(&run);
}
