/* csm-units: points to success units, which are points again. */
#include "common/evaluate.h"
#include "common/statement.h"
#include "common/document.h"
#include "common/terminal.h"
#include "units/units.h"
#include "unit/rating.h"
#include "view/unit_table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct units {
	struct csm_evaluation ev; /* first */
	struct csm_unit *unit;    /* in the order people see them */
	size_t n;
	size_t *order; /* in byte order of ids: that of points */
	size_t *value, *where;
	struct csm_text *metric; /* "units.<id>" */
	struct csm_verdict *verdict;
	struct csm_ratings *ratings;
	struct csm_intern companies; /* all there are, if some are rated */
	struct csm_unittable *table; /* NULL: points are written */
};

/* How the company stands with unit i on a day.  A rating goes over the metric, for as
 * long as it says so. */
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

/* In the order of points, which is that of bytes; people see units in the order of the
 * configuration. */
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
		return !csm_unitscli.wide && !run->common->pass &&
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

static void
units_points_company(void *whose, const struct csm_set *set)
{
	struct units *u = whose;

	add_points(u->ev.run, u, set->company);
	csm_evaluation_write(&u->ev, set);
}

/* A copy has all it needs.  Units, order and ratings are only read. */
static void
units_points_fork(void *copy)
{
	(void)copy;
}

static void
units_points_join(void *whose, void *copy)
{
	(void)whose;
	(void)copy;
}

static int
units_write_points(struct units *u)
{
	static const struct csm_evaluation_work work = {.size = sizeof(struct units),
	    .fork = units_points_fork,
	    .join = units_points_join,
	    .company = units_points_company};

	return csm_evaluation_each(&u->ev, &work, false);
}

static int
units_write_table(struct csm_run *run, struct units *u)
{
	const struct csm_set *set;
	int rc;

	u->table = units_table(run, u);
	while ((rc = csm_evaluation_next(&u->ev, &set)) > 0)
		units_put_rows(run, u, set->company);
	return rc;
}

static int
judge_all(struct csm_run *run, struct units *u)
{
	int rc, rows = csm_unitscli.wide || is_text(run);

	if (csm_evaluation_open(&u->ev, !rows) != 0)
		return -1;
	rc = rows ? units_write_table(run, u) : units_write_points(u);
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
		/* Units are a handful: insertion is shorter than a comparison
		 * function. */
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

static int
units_prepare(struct csm_run *run, struct units *u)
{
	int failed = csm_evaluation_begin(&u->ev, run, true);

	failed |= csm_units_read(&run->arena, run->conf, csm_unitscli.ratings != NULL,
	    &u->unit, &u->n, &run->diag);
	if (failed)
		return -1;
	if (u->n == 0 && !(run->common->check && !csm_config_is_empty(run->conf)))
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "no unit to judge: give -c FILE with a section \"units\"");
	/* Two columns of one name would be one to who reads them. */
	if (csm_unitscli.wide && csm_unittable_check(u->unit, u->n, &run->diag) != 0)
		return -1;
	units_ask(run, u);
	if (u->ev.fallen == NULL)
		csm_engine_only_values(u->ev.engine);
	csm_evaluation_tell(&u->ev, "units");
	if (csm_evaluation_prepare(&u->ev) != 0)
		return -1;
	if (run->common->check)
		csm_evaluation_lint(&u->ev, CSM_LINT_METRICS | CSM_LINT_OTHERS);
	if (csm_unitscli.ratings == NULL)
		return 0;
	u->ev.known = &u->companies;
	const uint64_t before = run->messages.rejected;
	u->ratings = csm_ratings_load(csm_unitscli.ratings, u->unit, u->n,
	    run->fields[CSM_MODEL_COMPANY], &run->diag);
	csm_run_count(run, "ratings rejected", run->messages.rejected - before, 1);
	return u->ratings == NULL ? -1 : 0;
}

/* What a statement cannot do for want of data, or of rows. */
static int
units_sql_check(struct csm_run *run)
{
	const char *with = csm_unitscli.ratings != NULL     ? "--ratings"
			   : csm_unitscli.wide              ? "--wide"
			   : run->common->pass              ? "-p"
			   : run->common->to == CSM_TO_TEXT ? "-t text"
							    : NULL;

	if (with != NULL)
		return csm_unitscli_clash(
		    run, "--sql", with, "it gives points of units alone");
	return 0;
}

static struct csm_sql_grade
units_grade(const struct units *u, size_t i)
{
	const struct csm_unit *unit = &u->unit[i];
	/* By the judge itself, a millionth beyond each threshold, so that the statement
	 * says of its ends what csm-units says. */
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
	struct csm_sql_query query =
	    csm_statement_query(&u->ev, csm_unitscli.sql, csm_unitscli.cluster);
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
		if (csm_unitscli.sql != NULL)
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
	int status = csm_options_parse(&csm_unitscli_program, argc, argv, &first);

	if (status >= 0)
		return status;
	csm_unitscli.common.reads_nothing = csm_unitscli.sql != NULL;
	if (csm_run_begin(&run, &csm_unitscli_program, argc, argv, first) != 0 ||
	    csm_unitscli_check(&run) != 0)
		return csm_run_end(&run);
	csm_unitscli.suggest.text = csm_unitscli.milestones.text = is_text(&run);
	if (csm_unitscli.suggest.churns != NULL)
		csm_suggest_run(&run, &csm_unitscli.suggest);
	else if (csm_unitscli.want_milestones)
		csm_cli_milestones_run(&run, &csm_unitscli.milestones);
	else
		units_run(&run);
	return csm_run_end(&run);
}
