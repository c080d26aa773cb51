/* csm-calc: points to calculated metrics, which are points again. */
#include "base/xalloc.h"
#include "calc.h"
#include "explain.h"
#include "metric/lint.h"

#include <stdlib.h>
#include <string.h>

static int
prepare(struct csm_run *run, struct csm_calc *calc)
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
add_values(struct csm_run *run, struct csm_calc *calc, size_t m,
    struct csm_text company, size_t entity)
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
add_company(struct csm_run *run, struct csm_calc *calc, struct csm_text company)
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
calculate(struct csm_run *run, struct csm_calc *calc)
{
	int points = !csm_calc_options.wide && csm_calc_options.explain == NULL;
	const struct csm_set *set;
	int rc;

	calc->ev.only = csm_calc_options.explain;
	if (csm_evaluation_open(&calc->ev, points) != 0)
		return -1;
	if (csm_calc_options.wide && csm_calc_options.explain == NULL)
		calc->wide = csm_wide_new(
		    run->out, csm_run_format(run), calc->metric, calc->query, calc->n);
	while ((rc = csm_evaluation_next(&calc->ev, &set)) > 0) {
		if (csm_calc_options.explain != NULL) {
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
	if (rc == 0) {
		csm_evaluation_done(&calc->ev);
		if (run->common->verbose)
			csm_lint_run(calc->ev.engine, &run->diag);
	}
	return rc;
}

void
csm_calc_fini(struct csm_calc *calc)
{
	csm_wide_free(calc->wide);
	csm_evaluation_fini(&calc->ev);
	csm_library_close(&calc->library);
	free(calc->defined);
	free(calc->metric);
	free(calc->query);
}

static void
calc_run(struct csm_run *run)
{
	struct csm_calc calc = {0};

	if (csm_calc_options.schema) {
		struct csm_buf schema = {0};
		csm_conf_schema(&schema);
		if (csm_run_output(run) == 0)
			csm_out_write(run->out, schema.data, schema.len);
		csm_buf_fini(&schema);
		return;
	}
	if (csm_calc_options.library) {
		csm_calc_list(run);
		return;
	}
	if (csm_evaluation_begin(&calc.ev, run) == 0 &&
	    csm_calc_choose(run, &calc) == 0) {
		if (csm_calc_asks_only() && !run->common->check)
			csm_calc_ask(run, &calc);
		else if (prepare(run, &calc) == 0 && run->common->check)
			csm_lint_metrics(run->conf, calc.metric, calc.n, &run->diag);
		else if (!run->common->check && run->diag.status < 2)
			calculate(run, &calc);
	}
	csm_calc_fini(&calc);
}

int
main(int argc, char **argv)
{
	struct csm_run run;
	int first;
	int status = csm_options_parse(&csm_calc_program, argc, argv, &first);

	if (status >= 0)
		return status;
	csm_calc_options.common.reads_nothing = csm_calc_asks_only();
	if (csm_run_begin(&run, &csm_calc_program, argc, argv, first) == 0)
		calc_run(&run);
	return csm_run_end(&run);
}
