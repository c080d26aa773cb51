/* csm-calc: points to calculated metrics, which are points again. */
#include "base/text.h"
#include "base/xalloc.h"
#include "filter/filter.h"
#include "metric/engine.h"
#include "metric/walk.h"
#include "run.h"
#include "wide.h"

#include <stdlib.h>
#include <string.h>

enum { PRINT_NONE, PRINT_JSON, PRINT_TEXT };

struct options {
	struct csm_common common; /* first */
	struct csm_list expr, only;
	const char *model, *explain;
	int wide, print, schema;
};

static struct options options;

#define AT(member) offsetof(struct options, member)

static const struct csm_option calc_group[] = {
    {'e', "expr", "EXPR", CSM_OPTION_LIST, AT(expr),
	"evaluate this formula instead of the configured metrics; may be repeated",
	NULL},
    {0, "model", "MODEL", CSM_OPTION_TEXT, AT(model),
	"model the formulas of -e are for (default: company)", NULL},
    {0, "only", "ID,...", CSM_OPTION_LIST, AT(only), "evaluate only these metrics",
	NULL},
    {0, "wide", NULL, CSM_OPTION_FLAG, AT(wide),
	"one row an entity and day, one column a metric", NULL},
    {0, "explain", "COMPANY", CSM_OPTION_TEXT, AT(explain),
	"show how the company's values on the last day came about", NULL},
    {0, "print", "FORM", CSM_OPTION_CHOICE, AT(print),
	"print the formulas and read no data", "json text"},
    {0, "schema", NULL, CSM_OPTION_FLAG, AT(schema),
	"print the JSON Schema of the configuration", NULL},
    {0}};

static const struct csm_option *const groups[] = {csm_common_group, csm_to_group,
    csm_fields_group, csm_asof_group, csm_range_group, csm_select_group, csm_pass_group,
    calc_group, NULL};

static const struct csm_program program = {.name = "csm-calc",
    .summary = "Evaluate calculated metrics over points.",
    .usage = "[options] [FILE...]",
    .groups = groups,
    .options = &options};

/* What is evaluated: metrics in byte order of their ids, with their query. */
struct calc {
	struct csm_metric *known; /* of the configuration */
	size_t n_known;
	const struct csm_metric **metric;
	size_t *query;
	size_t n, cap;
	struct csm_engine *engine;
	struct csm_filter *filter;
	struct csm_point_writer *writer; /* NULL with --wide */
	struct csm_wide *wide;
	struct csm_point *point; /* results of one company */
	size_t points, points_cap;
	uint64_t written;
	int explained;
};

static void
choose(struct calc *calc, const struct csm_metric *metric)
{
	CSM_GROW(calc->metric, calc->n, &calc->cap);
	calc->metric[calc->n++] = metric;
}

static int
choose_only(struct csm_run *run, struct calc *calc, const char *ids)
{
	char *rest = NULL, *list = csm_arena_strdup(&run->arena, ids);

	for (char *id = strtok_r(list, ",", &rest); id != NULL;
	     id = strtok_r(NULL, ",", &rest)) {
		struct csm_suggest near;
		struct csm_buf hint = {0};
		size_t before = calc->n;
		csm_suggest_init(&near, id);
		for (size_t i = 0; i < calc->n_known; i++) {
			csm_suggest_offer(&near, calc->known[i].id);
			if (strcmp(calc->known[i].id, id) == 0)
				choose(calc, &calc->known[i]);
		}
		if (calc->n == before)
			csm_error(&run->diag, CSM_E_USAGE, NULL,
			    "--only: there is no metric \"%s\"%s", id,
			    csm_suggest_hint(&near, &hint));
		csm_buf_fini(&hint);
		if (calc->n == before)
			return -1;
	}
	return 0;
}

static int
choose_expressions(struct csm_run *run, struct calc *calc)
{
	enum csm_model model = CSM_MODEL_COMPANY;
	const char *name = options.model;

	if (name != NULL && csm_model_parse(name, strlen(name), &model) != 0)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--model wants company, asset, enduser or project, not \"%s\"",
		    name);
	for (size_t i = 0; i < options.expr.n; i++) {
		struct csm_pos at = {.file = "-e"};
		const char *id =
		    i == 0 ? "e" : csm_arena_printf(&run->arena, "e%zu", i + 1);
		struct csm_metric *m = csm_metric_from_text(
		    &run->arena, id, options.expr.item[i], &at, &run->diag);
		if (m == NULL)
			return -1;
		m->model = model;
		choose(calc, m);
	}
	return 0;
}

static int
by_id(const void *a, const void *b)
{
	const struct csm_metric *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

static int
choose_metrics(struct csm_run *run, struct calc *calc)
{
	if (csm_metrics_read(
		&run->arena, run->conf, &calc->known, &calc->n_known, &run->diag) != 0)
		return -1;
	if (options.expr.n != 0 && choose_expressions(run, calc) != 0)
		return -1;
	for (size_t i = 0; i < options.only.n; i++)
		if (choose_only(run, calc, options.only.item[i]) != 0)
			return -1;
	if (options.expr.n == 0 && options.only.n == 0)
		for (size_t i = 0; i < calc->n_known; i++)
			choose(calc, &calc->known[i]);
	if (calc->n == 0)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "no metric to evaluate: give -c FILE with metrics, or -e EXPR");
	qsort(calc->metric, calc->n, sizeof(struct csm_metric *), by_id);
	return 0;
}

/* --print: one formula a line; with its id where there is more than one. */
static int
print_formulas(struct csm_run *run, const struct calc *calc)
{
	struct csm_buf text = {0};

	for (size_t i = 0; i < calc->n; i++) {
		if (calc->n > 1 && options.print == PRINT_TEXT)
			csm_buf_printf(&text, "# %s\n", calc->metric[i]->id);
		if (options.print == PRINT_JSON)
			csm_formula_print_json(calc->metric[i]->formula, &text);
		else
			csm_formula_print_text(calc->metric[i]->formula, &text);
		csm_buf_putc(&text, '\n');
	}
	csm_out_write(run->out, text.data, text.len);
	csm_buf_fini(&text);
	return 0;
}

static int
prepare(struct csm_run *run, struct calc *calc)
{
	struct csm_engine_options eo = {.since = run->since, .until = run->until};

	memcpy(eo.fields, run->fields, sizeof eo.fields);
	calc->engine = csm_engine_new(&eo);
	for (size_t i = 0; i < calc->n_known; i++)
		csm_engine_metric(calc->engine, &calc->known[i]);
	calc->query = csm_xcalloc(calc->n, sizeof *calc->query);
	for (size_t i = 0; i < calc->n; i++)
		calc->query[i] = csm_engine_query_metric(calc->engine, calc->metric[i]);
	calc->filter = csm_filter_read(&run->arena, run->conf, run->common->where.item,
	    run->common->where.n, run->common->segment.item, run->common->segment.n,
	    &run->diag);
	if (calc->filter == NULL)
		return -1;
	csm_filter_query(calc->filter, calc->engine);
	return csm_engine_prepare(calc->engine, &run->diag);
}

static void
collect_values(struct csm_run *run, struct calc *calc, size_t m,
    struct csm_text company, struct csm_text id, struct csm_text name, size_t entity)
{
	const struct csm_value *v =
	    csm_engine_values(calc->engine, calc->query[m], entity);

	for (int32_t day = run->since; day <= run->until; day++, v++) {
		int64_t micros = csm_value_micros(v);
		if (micros == CSM_MISSING)
			continue;
		CSM_GROW(calc->point, calc->points, &calc->points_cap);
		calc->point[calc->points++] = (struct csm_point){.company = company,
		    .model = calc->metric[m]->model,
		    .id = id,
		    .metric = name,
		    .day = day,
		    .value = micros};
	}
}

/* The company's results in canonical order: model, entity, metric, day. */
static void
collect(struct csm_run *run, struct calc *calc, struct csm_text company,
    const struct csm_text *name)
{
	calc->points = 0;
	for (enum csm_model model = 0; model < CSM_MODELS; model++) {
		size_t entities = csm_engine_entities(calc->engine, model);
		for (size_t i = 0; i < entities; i++)
			for (size_t m = 0; m < calc->n; m++)
				if (calc->metric[m]->model == model)
					collect_values(run, calc, m, company,
					    csm_engine_entity(calc->engine, model, i),
					    name[m], i);
	}
}

static void
output(struct csm_run *run, struct calc *calc, const struct csm_set *set)
{
	calc->written += calc->points;
	if (calc->wide != NULL)
		csm_wide_company(calc->wide, run, calc->engine, set->company);
	else if (run->common->pass)
		csm_set_write(set, calc->point, calc->points, calc->writer);
	else
		for (size_t i = 0; i < calc->points; i++)
			csm_point_write(calc->writer, &calc->point[i]);
}

static void
company(struct csm_run *run, struct calc *calc, const struct csm_set *set,
    const struct csm_text *name)
{
	csm_engine_company(calc->engine, set);
	calc->points = 0;
	if (csm_filter_match(calc->filter, calc->engine)) {
		if (options.explain != NULL) {
			if (csm_text_is(
				options.explain, set->company.s, set->company.len)) {
				csm_explain(run, calc->engine, calc->metric,
				    calc->query, calc->n);
				calc->explained = 1;
			}
			return;
		}
		collect(run, calc, set->company, name);
		output(run, calc, set);
	} else if (run->common->pass && calc->writer != NULL) {
		output(run, calc, set);
	}
}

static int
evaluate(struct csm_run *run, struct calc *calc, struct csm_points *points)
{
	struct csm_text *name = CSM_ARENA_ARRAY(&run->arena, struct csm_text, calc->n);
	struct csm_walk *walk = csm_walk_new(points, run->fields[CSM_MODEL_COMPANY]);
	const struct csm_set *set;
	int rc, listed;

	for (size_t m = 0; m < calc->n; m++) {
		name[m].s =
		    csm_arena_printf(&run->arena, "calculated.%s", calc->metric[m]->id);
		name[m].len = strlen(name[m].s);
	}
	while ((rc = csm_walk_next(walk, &set, &listed, &run->diag)) > 0) {
		if (listed)
			company(run, calc, set, name);
		else if (run->common->pass && calc->writer != NULL)
			csm_set_write(set, NULL, 0, calc->writer);
		csm_run_progress(run, "companies", csm_walk_companies(walk));
	}
	csm_run_count(run, "companies", csm_walk_companies(walk), 0);
	csm_run_count(
	    run, "companies not in the fields file", csm_walk_unlisted(walk), 1);
	csm_walk_free(walk);
	return rc;
}

static int
calculate(struct csm_run *run, struct calc *calc)
{
	struct csm_points *points = csm_run_points(run);

	if (points == NULL || prepare(run, calc) != 0 || csm_run_output(run) != 0) {
		csm_points_free(points);
		return -1;
	}
	if (options.wide && options.explain == NULL)
		calc->wide = csm_wide_new(
		    run->out, csm_run_format(run), calc->metric, calc->query, calc->n);
	else if (options.explain == NULL)
		calc->writer = csm_point_writer_new(run->out, csm_run_format(run));
	int rc = evaluate(run, calc, points);
	if (rc == 0) {
		csm_run_points_done(run, points);
		csm_engine_finish(calc->engine, &run->diag);
		csm_run_count(run, "values", calc->written, 0);
		csm_run_count(run, "divisions by zero",
		    csm_engine_counts(calc->engine).divisions_by_zero, 0);
		csm_run_check_rejects(run, csm_points_counts(points).rows);
	}
	if (rc == 0 && options.explain != NULL && !calc->explained)
		rc = csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--explain: no company \"%s\" in this run", options.explain);
	if (calc->writer != NULL)
		csm_point_writer_free(calc->writer);
	csm_wide_free(calc->wide);
	csm_points_free(points);
	return rc;
}

static void
calc_run(struct csm_run *run)
{
	struct calc calc = {0};

	if (options.schema) {
		struct csm_buf schema = {0};
		csm_conf_schema(&schema);
		if (csm_run_output(run) == 0)
			csm_out_write(run->out, schema.data, schema.len);
		csm_buf_fini(&schema);
		return;
	}
	if (csm_run_days(run) == 0 && choose_metrics(run, &calc) == 0) {
		if (run->common->check)
			prepare(run, &calc);
		else if (options.print == PRINT_NONE)
			calculate(run, &calc);
		else if (csm_run_output(run) == 0)
			print_formulas(run, &calc);
	}
	csm_engine_free(calc.engine);
	free(calc.metric);
	free(calc.query);
	free(calc.point);
}

int
main(int argc, char **argv)
{
	struct csm_run run;
	int first;
	int status = csm_options_parse(&program, argc, argv, &first);

	if (status >= 0)
		return status;
	if (options.print != PRINT_NONE || options.schema)
		options.common.reads_nothing = 1;
	if (csm_run_begin(&run, &program, argc, argv, first) == 0)
		calc_run(&run);
	return csm_run_end(&run, 0);
}
