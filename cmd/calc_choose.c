/* Which metrics csm-calc evaluates. */
#include "sections/sections.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "calc.h"
#include "syntax/json_repair.h"
#include "metric/operand.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static void
calc_choose_choose(struct csm_calc *calc, const struct csm_metric *metric)
{
	CSM_GROW(calc->metric, calc->n, &calc->cap);
	calc->metric[calc->n++] = metric;
}

/* The configured metric of that id, NULL with a hint if there is none. */
static const struct csm_metric *
find_configured(const struct csm_calc *calc, const char *id, struct csm_buf *hint)
{
	struct csm_nearest near;

	csm_nearest_init(&near, id);
	for (size_t i = 0; i < calc->ev.metrics; i++) {
		csm_nearest_offer(&near, calc->ev.metric[i].id);
		if (strcmp(calc->ev.metric[i].id, id) == 0)
			return &calc->ev.metric[i];
	}
	csm_nearest_hint(&near, hint);
	return NULL;
}

static int
choose_only(struct csm_run *run, struct csm_calc *calc, const char *id)
{
	struct csm_buf hint = {0};
	const struct csm_metric *m = find_configured(calc, id, &hint);

	if (m != NULL)
		calc_choose_choose(calc, m);
	else
		csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--only: there is no metric \"%s\"%s", id, csm_buf_text(&hint));
	csm_buf_fini(&hint);
	return m != NULL ? 0 : -1;
}

static void define_ready(struct csm_calc *calc, const struct csm_metric *m);

/* Those of the library that a formula uses.  A metric of the library may stand on
 * others, which the configuration need not have. */
static void
define_used(struct csm_calc *calc, const struct csm_formula *f)
{
	struct csm_buf hint = {0};

	for (size_t i = 0; f != NULL && i < f->leaves; i++) {
		const struct csm_node *leaf = f->leaf[i];
		if (leaf->kind != CSM_NODE_WINDOW)
			continue;
		const char *id = csm_operand_calculated(leaf->metric);
		const struct csm_metric *used =
		    id == NULL ? NULL : csm_library_find(&calc->library, id, &hint);
		if (used != NULL)
			define_ready(calc, used);
		define_used(calc, leaf->of);
	}
	csm_buf_fini(&hint);
}

/* Make a metric of the library known, and those of the library it uses. */
static void
define_ready(struct csm_calc *calc, const struct csm_metric *m)
{
	size_t place = (size_t)(m - calc->library.metric);

	/* Also ends the recursion: formulas of the library are free of circles, and
	 * would be refused later if they were not. */
	if (calc->defined[place]++)
		return;
	csm_engine_metric(calc->ev.engine, m);
	define_used(calc, m->formula);
	define_used(calc, m->where);
}

static int
choose_ready(struct csm_run *run, struct csm_calc *calc, const char *id)
{
	struct csm_buf hint = {0};
	const struct csm_metric *m = csm_library_find(&calc->library, id, &hint);
	int rc = 0;

	if (m == NULL)
		rc = csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--use: there is no metric \"%s\" in the library%s", id,
		    csm_buf_text(&hint));
	/* Two metrics of one id would both be calculated.ID. */
	else if (find_configured(calc, id, &hint) != NULL)
		rc = csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--use: \"%s\" is a metric of the configuration as well; --only "
		    "takes that one",
		    id);
	if (rc == 0) {
		define_ready(calc, m);
		calc_choose_choose(calc, m);
	}
	csm_buf_fini(&hint);
	return rc;
}

/* Calls `take` for each of the ids of the option. */
static int
each_id(struct csm_run *run, struct csm_calc *calc, const struct csm_list *ids,
    int (*take)(struct csm_run *run, struct csm_calc *calc, const char *id))
{
	for (size_t i = 0; i < ids->n; i++) {
		char *rest = NULL, *list = csm_arena_strdup(&run->arena, ids->item[i]);
		for (char *id = strtok_r(list, ",", &rest); id != NULL;
		     id = strtok_r(NULL, ",", &rest))
			if (take(run, calc, id) != 0)
				return -1;
	}
	return 0;
}

static struct csm_metric *
read_expression(struct csm_run *run, const char *id, const char *text)
{
	struct csm_pos at = {.file = "-e"};

	size_t len = strlen(text);

	if (run->common->lenient)
		text = csm_json_repair(&run->arena, at.file, text, &len, &run->diag);
	return csm_metric_from_text(&run->arena, id, text, &at, &run->diag);
}

static int
choose_expressions(struct csm_run *run, struct csm_calc *calc)
{
	const struct csm_list *expr = &csm_calc_options.expr;
	enum csm_model model = CSM_MODEL_COMPANY;
	const char *name = csm_calc_options.model;

	if (name != NULL && csm_model_parse(name, strlen(name), &model) != 0)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--model wants company, asset, enduser or project, not \"%s\"",
		    name);
	for (size_t i = 0; i < expr->n; i++) {
		const char *id =
		    /* A single one is called e, so that its points have a name that is
		     * easily asked for. */
		    i == 0 ? "e" : csm_arena_printf(&run->arena, "e%zu", i + 1);
		struct csm_metric *m = read_expression(run, id, expr->item[i]);
		if (m == NULL)
			return -1;
		m->model = model;
		calc_choose_choose(calc, m);
	}
	return 0;
}

static int
calc_choose_by_id(const void *a, const void *b)
{
	const struct csm_metric *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

int
csm_calc_choose(struct csm_run *run, struct csm_calc *calc)
{
	const struct csm_calc_options *o = &csm_calc_options;

	if (o->wide && run->common->pass)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "-p passes points through, but --wide writes none");
	/* Read only for --use, which alone names metrics of it. */
	if (o->use.n != 0) {
		if (csm_library_open(&calc->library, &csm_sections,
			csm_calc_share(&run->arena), &run->diag) != 0)
			return -1;
		calc->defined = csm_xcalloc(calc->library.n + 1, 1);
	}
	if (choose_expressions(run, calc) != 0 ||
	    each_id(run, calc, &o->only, choose_only) != 0 ||
	    each_id(run, calc, &o->use, choose_ready) != 0)
		return -1;
	if (o->expr.n == 0 && o->only.n == 0 && o->use.n == 0)
		for (size_t i = 0; i < calc->ev.metrics; i++)
			calc_choose_choose(calc, &calc->ev.metric[i]);
	/* Checking a configuration of other sections alone is no mistake. */
	if (calc->n == 0 && !(run->common->check && !csm_config_is_empty(run->conf)))
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "no metric to evaluate: give -c FILE with metrics, or -e EXPR");
	if (calc->n > 0)
		qsort(calc->metric, calc->n, sizeof(struct csm_metric *),
		    calc_choose_by_id);
	return 0;
}
