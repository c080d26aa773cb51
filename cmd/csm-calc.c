/* csm-calc: points to calculated metrics, which are points again. */
#include "base/text.h"
#include "base/xalloc.h"
#include "evaluate.h"
#include "explain.h"
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
	struct csm_evaluation ev;
	const struct csm_metric **metric;
	struct csm_text *name; /* "calculated.<id>" */
	size_t *query;
	size_t n, cap;
	struct csm_wide *wide;
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
		for (size_t i = 0; i < calc->ev.metrics; i++) {
			csm_suggest_offer(&near, calc->ev.metric[i].id);
			if (strcmp(calc->ev.metric[i].id, id) == 0)
				choose(calc, &calc->ev.metric[i]);
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
	if (options.wide && run->common->pass)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "-p passes points through, but --wide writes none");
	if (options.expr.n != 0 && choose_expressions(run, calc) != 0)
		return -1;
	for (size_t i = 0; i < options.only.n; i++)
		if (choose_only(run, calc, options.only.item[i]) != 0)
			return -1;
	if (options.expr.n == 0 && options.only.n == 0)
		for (size_t i = 0; i < calc->ev.metrics; i++)
			choose(calc, &calc->ev.metric[i]);
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

	if (csm_run_output(run) != 0)
		return -1;
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
	calc->query = csm_xcalloc(calc->n, sizeof *calc->query);
	calc->name = CSM_ARENA_ARRAY(&run->arena, struct csm_text, calc->n);
	for (size_t m = 0; m < calc->n; m++) {
		calc->query[m] =
		    csm_engine_query_metric(calc->ev.engine, calc->metric[m]);
		calc->name[m].s =
		    csm_arena_printf(&run->arena, "calculated.%s", calc->metric[m]->id);
		calc->name[m].len = strlen(calc->name[m].s);
	}
	return csm_evaluation_prepare(&calc->ev);
}

static void
add_values(struct csm_run *run, struct calc *calc, size_t m, struct csm_text company,
    size_t entity)
{
	const int64_t *v = csm_engine_micros(calc->ev.engine, calc->query[m], entity);
	struct csm_point p = {.company = company,
	    .model = calc->metric[m]->model,
	    .id = csm_engine_entity(calc->ev.engine, calc->metric[m]->model, entity),
	    .metric = calc->name[m]};

	for (p.day = run->since; p.day <= run->until; p.day++) {
		p.value = v[p.day - run->since];
		if (p.value != CSM_MISSING)
			csm_evaluation_add(&calc->ev, &p);
	}
}

/* The company's results in canonical order: model, entity, metric, day. */
static void
add_company(struct csm_run *run, struct calc *calc, struct csm_text company)
{
	for (enum csm_model model = 0; model < CSM_MODELS; model++) {
		size_t entities = csm_engine_entities(calc->ev.engine, model);
		for (size_t i = 0; i < entities; i++)
			for (size_t m = 0; m < calc->n; m++)
				if (calc->metric[m]->model == model)
					add_values(run, calc, m, company, i);
	}
}

static int
calculate(struct csm_run *run, struct calc *calc)
{
	int points = !options.wide && options.explain == NULL;
	const struct csm_set *set;
	int rc;

	calc->ev.only = options.explain;
	if (csm_evaluation_open(&calc->ev, points) != 0)
		return -1;
	if (options.wide && options.explain == NULL)
		calc->wide = csm_wide_new(
		    run->out, csm_run_format(run), calc->metric, calc->query, calc->n);
	while ((rc = csm_evaluation_next(&calc->ev, &set)) > 0) {
		if (options.explain != NULL) {
			csm_explain_metrics(
			    run, calc->ev.engine, calc->metric, calc->query, calc->n);
			continue;
		}
		if (calc->wide != NULL) {
			csm_wide_company(
			    calc->wide, run, calc->ev.engine, set->company);
			continue;
		}
		add_company(run, calc, set->company);
		csm_evaluation_write(&calc->ev, set);
	}
	if (rc == 0)
		csm_evaluation_done(&calc->ev);
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
	if (csm_evaluation_begin(&calc.ev, run) == 0 &&
	    choose_metrics(run, &calc) == 0) {
		if (options.print != PRINT_NONE && !run->common->check)
			print_formulas(run, &calc);
		else if (prepare(run, &calc) == 0 && !run->common->check)
			calculate(run, &calc);
	}
	csm_wide_free(calc.wide);
	csm_evaluation_fini(&calc.ev);
	free(calc.metric);
	free(calc.query);
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
	return csm_run_end(&run);
}
