#include "audit/lint.h"

#include "audit/scales.h"
#include "base/text.h"
#include "audit/silence.h"
#include "base/intern.h"
#include "base/xalloc.h"
#include "formula/func.h"
#include "config/formulas.h"
#include "metric/engine_work.h"
#include "point/family.h"
#include "time/date.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct lint {
	const struct csm_config *conf;
	struct csm_use use;                     /* the formula looked at */
	const struct csm_metric *const *metric; /* that are known */
	size_t metrics;
	struct csm_diag *diag;
};

/* Metrics whose value of a day is what there is, not what happened.  A final '*' stands
 * for any end. */
static const char *const levels[] = {"revenue.mrr", "revenue.arr", "revenue.rrvalue",
    "system.users_*", "system.health*", "system.csm_score", "health.*", "units.*"};

/* A rule "agg": {"metrics.seats": "last"} names the metric with or without prefix; the
 * bare name, "*" as well, is one of metrics.* alone. */
static int
folds_by_last(const struct csm_config *conf, const char *metric)
{
	const struct csm_json *source = NULL;
	const char *dot = strchr(metric, '.');

	while ((source = csm_config_each_entry(conf, "sources", source)) != NULL) {
		const struct csm_json *agg = csm_json_get(source, "agg"), *rule;
		if (agg == NULL || agg->type != CSM_JSON_OBJECT)
			continue;
		rule = csm_json_get(agg, metric);
		if (rule == NULL && dot != NULL &&
		    strncmp(metric, "metrics.", strlen("metrics.")) == 0)
			rule = csm_json_get(agg, dot + 1);
		if (rule != NULL && rule->type == CSM_JSON_STRING &&
		    strcmp(rule->text, "last") == 0)
			return 1;
	}
	return 0;
}

static int
is_level(const struct csm_config *conf, const char *metric)
{
	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
		if (csm_operand_match(levels[i], metric))
			return 1;
	/* From CSM_FAMILY_OPEN on they are what there is on a day; opened and closed
	 * are events. */
	if (csm_family_state(metric, strlen(metric)) >= CSM_FAMILY_OPEN)
		return 1;
	return folds_by_last(conf, metric);
}

static int
counts_events(const char *metric)
{
	return csm_operand_rolls_up(metric) ||
	       strcmp(metric, "system.activity_count") == 0;
}

static int
is_sum_of(const struct csm_node *node, const char *metric)
{
	return node->kind == CSM_NODE_WINDOW && node->window.op == CSM_WINDOW_SUM &&
	       strcmp(node->metric, metric) == 0;
}

/* A part of sum - sum, which is what a day or a few of them hold, or of sum / number,
 * which is a mean. */
static int
is_means(const struct csm_node *parent, const struct csm_node *node)
{
	if (parent == NULL || parent->kind != CSM_NODE_CALL)
		return 0;
	if (csm_func_is(parent->func, "DIVISION"))
		return parent->arg[0] == node &&
		       parent->arg[1]->kind == CSM_NODE_NUMBER;
	if (!csm_func_is(parent->func, "SUBTRACTION"))
		return 0;
	for (size_t i = 0; i < parent->argc; i++)
		if (!is_sum_of(parent->arg[i], node->metric))
			return 0;
	return 1;
}

/* Whether a metric is calculated with sums over days. */
static bool
sums_days(const struct lint *l, const char *metric)
{
	const char *id = csm_operand_calculated(metric);

	for (size_t i = 0; id != NULL && i < l->metrics; i++) {
		const struct csm_formula *f = l->metric[i]->formula;
		if (strcmp(l->metric[i]->id, id) != 0)
			continue;
		for (size_t k = 0; k < f->leaves; k++)
			if (f->leaf[k]->kind == CSM_NODE_WINDOW &&
			    f->leaf[k]->window.op == CSM_WINDOW_SUM &&
			    f->leaf[k]->window.days > 1)
				return true;
	}
	return false;
}

/* SUM over whatever days. */
static void
lint_sum(struct lint *l, const struct csm_node *node)
{
	if (node->window.days > 1 && sums_days(l, node->metric))
		csm_use_warn(&l->use, CSM_W_LINT, l->diag,
		    "\"%s\" is a sum over days, and its sum counts a day many times; "
		    "last",
		    node->metric);
}

/* "events < 5" does not hold for those that have none. */
static void
lint_silent(void *ctx, const struct csm_silence *found)
{
	struct lint *l = ctx;

	l->use.node = found->operand;
	csm_use_warn(
	    &l->use, CSM_W_LINT, l->diag, "%s: write %s", found->why, found->instead);
}

static void
lint_call(struct lint *l, const struct csm_node *node)
{
	csm_scales_lint(l->conf, &l->use, node, l->diag);
	if (!csm_func_is(node->func, "AVERAGE") || node->argc != 1)
		return;
	l->use.node = node;
	csm_use_warn(&l->use, CSM_W_LINT, l->diag,
	    "the average of a single value is that value; over days it is "
	    "average(METRIC, DAYS)");
}

static void
lint_window(struct lint *l, const struct csm_node *parent, const struct csm_node *node)
{
	const struct csm_window *w = &node->window;

	l->use.node = node;
	if (w->op == CSM_WINDOW_SUM)
		lint_sum(l, node);
	if (w->op == CSM_WINDOW_AVERAGE && w->days == 1)
		csm_use_warn(&l->use, CSM_W_LINT, l->diag,
		    "the average of \"%s\" over one day is its value", node->metric);
	/* The rest is about days that are added up. */
	if (w->days < 2)
		return;
	if (w->op == CSM_WINDOW_AVERAGE && !w->zero && counts_events(node->metric))
		csm_use_warn(&l->use, CSM_W_LINT, l->diag,
		    "average of \"%s\" counts only days that have any; sum / %d is per "
		    "day",
		    node->metric, (int)w->days);
	else if (w->op == CSM_WINDOW_SUM && is_level(l->conf, node->metric) &&
		 !is_means(parent, node))
		csm_use_warn(&l->use, CSM_W_LINT, l->diag,
		    "\"%s\" is a level, and its sum counts it once a day; average or "
		    "last",
		    node->metric);
}

static void lint_formula(struct lint *l, const struct csm_metric *m,
    const struct csm_json *at, const struct csm_formula *formula);

/* Formulas are at most CSM_FORMULA_DEPTH deep. */
static void
lint_node(struct lint *l, const struct csm_node *parent, const struct csm_node *node)
{
	if (node->kind == CSM_NODE_WINDOW && node->of != NULL)
		/* The condition of a count is a formula of its own, in the same metric.
		 */
		lint_formula(l, l->use.metric, NULL, node->of);
	else if (node->kind == CSM_NODE_WINDOW)
		lint_window(l, parent, node);
	else if (node->kind == CSM_NODE_CALL)
		lint_call(l, node);
	for (size_t i = 0; node->kind == CSM_NODE_CALL && i < node->argc; i++)
		lint_node(l, node, node->arg[i]);
}

/* at: of the configuration; NULL: the formula does not stand in an entry that compares
 * it with something. */
static void
lint_formula(struct lint *l, const struct csm_metric *m, const struct csm_json *at,
    const struct csm_formula *formula)
{
	struct csm_arena arena = {0};
	struct csm_silence_search silence = {.arena = &arena,
	    .metric = l->metric,
	    .metrics = l->metrics,
	    .visit = lint_silent,
	    .ctx = l};
	/* Put back at the end: a formula within a formula is looked at by this as well.
	 */
	struct csm_use outer = l->use;

	if (formula == NULL)
		return;
	l->use = (struct csm_use){m, formula, NULL};
	lint_node(l, NULL, formula->root);
	csm_silence_formula(&silence, formula);
	if (at != NULL)
		csm_silence_entry(&silence, at, formula);
	l->use = outer;
	csm_arena_fini(&arena);
}

static void
warn_metric(const struct csm_metric *m, enum csm_code code, struct csm_diag *diag,
    const char *text)
{
	struct csm_pos pos = {.file = m->formula->name};

	if (m->at != NULL)
		csm_json_warn(diag, m->at, code, "%s", text);
	else
		csm_warn(diag, code, &pos, "%s", text);
}

/* What two metrics that are the same have in common, as a text. */
static void
put_meaning(struct csm_buf *out, const struct csm_metric *m)
{
	/* What changes the values though the formula is the same. */
	csm_buf_printf(out, "%d %d ", (int)m->model, m->nulls);
	/* The spelling of JSON, in which blanks, brackets and aliases of the text are
	 * gone. */
	csm_formula_print_json(m->formula, out);
	csm_buf_putc(out, '\0');
	if (m->where != NULL)
		csm_formula_print_json(m->where, out);
}

static void
lint_same(const struct csm_metric *const *metric, size_t n, struct csm_diag *diag)
{
	struct csm_intern meanings = {0};
	size_t *first = csm_xcalloc(n + 1, sizeof *first);
	struct csm_buf text = {0};

	for (size_t i = 0; i < n; i++) {
		csm_buf_reset(&text);
		put_meaning(&text, metric[i]);
		size_t known = meanings.n;
		uint32_t id = csm_intern_put(&meanings, text.data, text.len);
		if (id == known) {
			first[id] = i;
			continue;
		}
		csm_buf_reset(&text);
		csm_buf_printf(&text, "\"%s\" is the same as \"%s\"", metric[i]->id,
		    metric[first[id]]->id);
		warn_metric(metric[i], CSM_W_LINT, diag, text.data);
	}
	csm_buf_fini(&text);
	csm_intern_fini(&meanings);
	free(first);
}

void
csm_lint_metrics(const struct csm_config *conf, const struct csm_metric *const *metric,
    size_t n, struct csm_diag *diag)
{
	struct lint l = {.conf = conf, .diag = diag, .metric = metric, .metrics = n};

	for (size_t i = 0; i < n; i++) {
		lint_formula(&l, metric[i], NULL, metric[i]->formula);
		lint_formula(&l, metric[i], NULL, metric[i]->where);
	}
	lint_same(metric, n, diag);
}

/* A formula of another section: a unit, factor, condition, alert.  Conditions of
 * sources are over columns, and have no windows. */
static void
lint_other(void *ctx, const struct csm_json *json)
{
	struct lint *l = ctx;
	struct csm_arena arena = {0};

	if (strcmp(csm_config_section_of(json), "sources") == 0)
		csm_formula_columns_from_json(&arena, json, l->diag);
	else
		lint_formula(
		    l, NULL, json, csm_formula_from_json(&arena, json, l->diag));
	csm_arena_fini(&arena);
}

void
csm_lint_condition(const struct csm_config *conf,
    const struct csm_metric *const *metric, size_t n,
    const struct csm_formula *condition, struct csm_diag *diag)
{
	struct lint l = {.conf = conf, .diag = diag, .metric = metric, .metrics = n};

	lint_formula(&l, NULL, NULL, condition);
}

void
csm_lint_others(const struct csm_config *conf, const struct csm_metric *const *metric,
    size_t n, struct csm_diag *diag)
{
	struct lint l = {.conf = conf, .diag = diag, .metric = metric, .metrics = n};

	csm_config_formulas(conf, "metrics", lint_other, &l);
}

static void
lint_history(const struct csm_engine *engine, struct csm_diag *diag)
{
	const struct csm_plan *plan = engine->plan;
	const struct csm_work *work = engine->work;
	char from[CSM_DAY_TEXT], first[CSM_DAY_TEXT];

	for (size_t i = 0; i < plan->feeds; i++) {
		const struct csm_feed *f = &plan->feed[i];
		/* Fields have no first day, and windows over all days begin with the
		 * data by definition; a calculated metric is told by its own windows.
		 */
		if (f->is_field || csm_day_span_is_none(&f->span) ||
		    f->window.days == 0 ||
		    plan->source[f->source].kind == CSM_SOURCE_CALCULATED)
			continue;
		int32_t reach = csm_window_from(&f->window, work->until);
		if (reach >= work->first)
			continue;
		csm_date_format(reach, from);
		csm_date_format(work->first, first);
		csm_use_warn(&f->use, CSM_W_LINT, diag,
		    "the window reaches back to %s, and the data begin on %s", from,
		    first);
	}
}

/* Divisions by zero of a job: its own, and those of its windows. */
static uint64_t
divisions(const struct csm_engine *engine, size_t j)
{
	const struct csm_job *job = &engine->plan->job[j];
	uint64_t n = engine->work->divided[j];

	for (size_t k = 0; k < csm_plan_leaves(job); k++) {
		size_t before = 0; /* a window that stands there twice counts once */
		while (job->feed[before] != job->feed[k])
			before++;
		if (before == k)
			n += engine->work->divided_feed[job->feed[k]];
	}
	return n;
}

void
csm_lint_run(const struct csm_engine *engine, struct csm_diag *diag)
{
	const struct csm_plan *plan = engine->plan;
	struct csm_buf text = {0};

	if (engine->work->first != CSM_DAY_NONE)
		lint_history(engine, diag);
	for (size_t j = 0; j < plan->jobs; j++) {
		const struct csm_metric *m = plan->job[j].metric;
		uint64_t n = divisions(engine, j);
		if (n == 0 || m == NULL)
			continue;
		csm_buf_reset(&text);
		csm_buf_printf(&text, "\"%s\" was divided by zero ", m->id);
		csm_text_count(&text, n, "times");
		csm_buf_puts(&text, "; the quotient is missing there");
		warn_metric(m, CSM_W_LINT, diag, text.data);
	}
	csm_buf_fini(&text);
}
