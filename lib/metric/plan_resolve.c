/* What a plan is made of, once all formulas are known: names become sources and feeds. */
#include "metric/plan.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "formula/business.h"
#include "metric/rank.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The index of a key: a new one is the next. */
static size_t
index_of(struct csm_intern *keys, struct csm_buf *key)
{
	size_t i = csm_intern_put(keys, csm_buf_text(key), key->len);

	csm_buf_fini(key);
	return i;
}

static size_t
add_source(struct csm_plan *plan, const struct csm_operand *s)
{
	struct csm_buf key = {0};

	/* All that makes two sources differ: what is left out here would be shared by
	 * mistake. */
	csm_buf_printf(&key, "%d %d %u %d %d %d %d %d %d %d %d %d %d %zu %s",
	    (int)s->kind, (int)s->model, s->models, s->pattern, s->named, (int)s->fold,
	    (int)s->days, (int)s->distinct,
	    s->distinct > 0 && s->use.node->window.plain, s->names, s->states,
	    s->members, s->from_first, s->job, s->metric);
	size_t i = index_of(&plan->source_keys, &key);
	assert(i <= plan->sources && plan->source_keys.n <= plan->sources + 1);
	if (i == plan->sources) {
		CSM_GROW(plan->source, i, &plan->source_cap);
		plan->source[plan->sources++] = *s;
	}
	return i;
}

static size_t
plan_add_feed(struct csm_plan *plan, const struct csm_feed *f, struct csm_buf *key)
{
	size_t i = index_of(&plan->feed_keys, key);

	assert(i <= plan->feeds && plan->feed_keys.n <= plan->feeds + 1);
	if (i == plan->feeds) {
		CSM_GROW(plan->feed, i, &plan->feed_cap);
		plan->feed[plan->feeds++] = *f;
	}
	return i;
}

/* A pattern that takes in a defined metric: which points it would add up would depend
 * on what an earlier run left. */
static int
check_pattern(
    const struct csm_plan *plan, const struct csm_use *use, struct csm_diag *diag)
{
	static const char prefix[] = "calculated.";
	size_t literal = strcspn(use->node->metric, "*");
	struct csm_buf name = {0};
	int rc = 0;

	if (literal > sizeof prefix - 1)
		literal = sizeof prefix - 1;
	if (strncmp(use->node->metric, prefix, literal) != 0)
		return 0;
	for (size_t i = 0; i < plan->ids.n && rc == 0; i++) {
		csm_buf_reset(&name);
		csm_buf_printf(&name, "%s%s", prefix, plan->ids.text[i].s);
		if (csm_operand_match(use->node->metric, name.data))
			rc = csm_use_error(use, CSM_E_FORMULA, diag,
			    "\"%s\" would add up calculated metrics; name them one by "
			    "one",
			    use->node->metric);
	}
	csm_buf_fini(&name);
	return rc;
}

/* The job of a condition that entities are asked for: the same wherever it is asked. */
static size_t
plan_condition(struct csm_plan *plan, const struct csm_node *node)
{
	size_t known = plan->conditions.n, i;
	struct csm_buf key = {0};

	csm_buf_printf(&key, "%d ", (int)node->model);
	/* By its canonical text, in which two spellings of one condition are equal. */
	csm_formula_print_text(node->of, &key);
	i = index_of(&plan->conditions, &key);
	if (i == known) {
		CSM_GROW(plan->condition, i, &plan->condition_cap);
		plan->condition[i] = csm_plan_formula(plan, node->model, node->of);
		plan->job[plan->condition[i]].wants = CSM_VALUE_BOOL;
	}
	return plan->condition[i];
}

/* The job of a metric that csm defines, known from its first use on. */
static size_t
plan_made(struct csm_plan *plan, int made)
{
	size_t *job = &plan->made[made];

	if (*job == 0)
		*job = 1 + csm_plan_metric(plan, csm_system_made(&plan->arena, made));
	return *job - 1;
}

/* The job a window looks at, if it is not at points. */
static size_t
plan_job_of(struct csm_plan *plan, const struct csm_node *node)
{
	const char *id = csm_operand_calculated(node->metric);

	if (node->of != NULL)
		return plan_condition(plan, node);
	int made = node->pattern ? -1 : csm_system_made_find(node->metric);
	if (made >= 0)
		return plan_made(plan, made);
	return id != NULL && !node->pattern ? csm_plan_find(plan, id) : CSM_JOB_NONE;
}

static int
plan_find_column(const struct csm_fields *fields, const char *name)
{
	struct csm_buf custom = {0};
	int column = csm_fields_column(fields, name);

	if (column < 0) {
		csm_buf_printf(&custom, "custom.%s", name);
		column = csm_fields_column(fields, custom.data);
		csm_buf_fini(&custom);
	}
	return column;
}

struct csm_feed
csm_plan_field(const struct csm_plan *plan, enum csm_model model, const char *name)
{
	const struct csm_fields *fields = plan->fields[model];
	struct csm_feed f = {.is_field = 1, .model = model, .name = name, .column = -1};

	if (fields != NULL)
		f.column = plan_find_column(fields, name);
	/* A column called so wins: somebody wanted it. */
	f.is_id = f.column < 0 && strcmp(name, "id") == 0;
	f.is_day = f.column < 0 && strcmp(name, "today") == 0;
	f.dated = f.is_day || (f.column >= 0 && csm_fields_dated(fields));
	return f;
}

static enum csm_value_type
column_type(const struct csm_plan *plan, const struct csm_feed *f)
{
	return f->column < 0
		   ? CSM_VALUE_TEXT
		   : csm_fields_column_type(plan->fields[f->model], (size_t)f->column);
}

/* What a formula wants of a field: what its place in it says; beside another field what
 * the column of either is; alone what the result is to be, `root`. */
static enum csm_value_type
wanted(const struct csm_plan *plan, const struct csm_use *use, const struct csm_feed *f,
    enum csm_value_type root)
{
	const struct csm_node *node = use->node, *beside = node->beside;
	enum csm_value_type type = column_type(plan, f);

	if (node->want != CSM_VALUE_MISSING)
		return node->want;
	if (node == use->formula->root)
		return root;
	if (beside == NULL)
		return CSM_VALUE_MISSING;
	struct csm_feed other = csm_plan_field(plan, beside->model, beside->text);
	return type != CSM_VALUE_TEXT ? type : column_type(plan, &other);
}

static int
resolve_field(struct csm_plan *plan, enum csm_model model, const struct csm_use *use,
    enum csm_value_type root, size_t *feed, struct csm_diag *diag)
{
	enum csm_model owner = use->node->model;
	struct csm_buf key = {0};

	if (owner != model && owner != CSM_MODEL_COMPANY)
		return csm_use_error(use, CSM_E_FORMULA, diag,
		    "\"%s.%s\" in a formula of %s, which uses fields of %s%s",
		    csm_model_name(owner), use->node->text, csm_operand_plural(model),
		    model == CSM_MODEL_COMPANY ? "" : "their company and of ",
		    csm_operand_plural(model));
	struct csm_feed f = csm_plan_field(plan, owner, use->node->text);
	f.use = *use;
	csm_buf_printf(&key, "f %d %d %s", (int)model, (int)owner, use->node->text);
	*feed = plan_add_feed(plan, &f, &key);
	plan->feed[*feed].wants |= CSM_READS(wanted(plan, use, &f, root));
	return 0;
}

/* The field of a rank: a feed of its own, of which only texts are looked at. */
static int
resolve_by(struct csm_plan *plan, enum csm_model model, const struct csm_use *use,
    size_t *by, struct csm_diag *diag)
{
	const struct csm_use of = {use->metric, use->formula, use->node->by};

	return resolve_field(plan, model, &of, CSM_VALUE_MISSING, by, diag);
}

static int
resolve_window(struct csm_plan *plan, enum csm_model model, const struct csm_use *use,
    size_t *feed, struct csm_diag *diag)
{
	const struct csm_window *w = &use->node->window;
	size_t job = plan_job_of(plan, use->node);
	struct csm_operand s;
	struct csm_buf key = {0};

	if (use->node->pattern && check_pattern(plan, use, diag) != 0)
		return -1;
	if (csm_operand_find(&s, model, use,
		job == CSM_JOB_NONE ? NULL : plan->job[job].metric, diag) != 0)
		return -1;
	s.job = job;
	s.use = *use;
	struct csm_feed f = {.source = add_source(plan, &s), .window = *w, .use = *use};
	if (w->workdays)
		/* No company's window is longer; each has its own by its calendar. */
		f.window.calendar = csm_business_longest();
	f.by = CSM_FEED_NONE;
	if (use->node->by != NULL && resolve_by(plan, model, use, &f.by, diag) != 0)
		return -1;
	csm_buf_printf(&key, "w %zu %zu %d %d%s%s %d %d %d %d", f.source, f.by,
	    (int)w->op, (int)w->days, w->plain ? " plain" : "",
	    w->workdays ? " work" : "", (int)w->ago, (int)w->percent,
	    w->op == CSM_WINDOW_TREND ? (int)w->trend : 0, w->zero);
	*feed = plan_add_feed(plan, &f, &key);
	return 0;
}

/* Resolve the leaves of one formula of job j, whose result is read as `root`; edges go
 * to the graph's newest node.  Jobs may move. */
static int
resolve_formula(struct csm_plan *plan, size_t j, const struct csm_formula *formula,
    enum csm_value_type root, size_t *feed, struct csm_diag *diag)
{
	enum csm_model model = plan->job[j].model;
	struct csm_use use = {plan->job[j].metric, formula, NULL};
	int rc = 0;

	for (size_t i = 0; i < formula->leaves; i++) {
		use.node = formula->leaf[i];
		if (use.node->kind == CSM_NODE_FIELD) {
			rc |= resolve_field(plan, model, &use, root, &feed[i], diag);
			continue;
		}
		if (resolve_window(plan, model, &use, &feed[i], diag) != 0) {
			rc = -1;
			continue;
		}
		/* Of a rank and a state the window's integers are not the result. */
		if (formula->root == use.node &&
		    use.node->window.op != CSM_WINDOW_RANK &&
		    use.node->window.op != CSM_WINDOW_STATE)
			plan->feed[feed[i]].alone = 1;
		size_t used = plan->source[plan->feed[feed[i]].source].job;
		if (used != CSM_JOB_NONE)
			csm_graph_edge(&plan->graph, used);
	}
	return rc;
}

/* The value of a metric is a number, its condition a truth. */
static int
plan_check_types(const struct csm_job *job, struct csm_diag *diag)
{
	struct csm_use use = {job->metric, job->formula, job->formula->root};
	int rc = 0;

	if (job->metric == NULL)
		return 0;
	if (csm_formula_is_day(job->formula))
		rc = csm_use_error(&use, CSM_E_FORMULA, diag,
		    "a metric is a number, this is a day: days_between counts from it");
	if (csm_formula_type(job->formula) == CSM_FORMULA_TEXT)
		rc = csm_use_error(
		    &use, CSM_E_FORMULA, diag, "a metric is a number, this is a text");
	if (job->where == NULL || csm_formula_type(job->where) != CSM_FORMULA_TEXT)
		return rc;
	use = (struct csm_use){job->metric, job->where, job->where->root};
	return csm_use_error(
	    &use, CSM_E_FORMULA, diag, "a condition is wanted, this is a text");
}

static int
resolve_job(struct csm_plan *plan, size_t j, struct csm_diag *diag)
{
	struct csm_job *job = &plan->job[j];
	const struct csm_formula *formula = job->formula, *where = job->where;
	size_t all = formula->leaves + (where != NULL ? where->leaves : 0);
	size_t *feed = CSM_ARENA_ARRAY(&plan->arena, size_t, all);
	int rc = plan_check_types(job, diag);

	/* One node for each job and in their order, so that both have the same numbers.
	 */
	csm_graph_node(&plan->graph);
	job->feed = feed;
	rc |= resolve_formula(plan, j, formula, job->wants, feed, diag);
	if (where != NULL)
		rc |= resolve_formula(
		    plan, j, where, CSM_VALUE_BOOL, feed + formula->leaves, diag);
	/* A condition met on the way has become a job, and the array may have moved. */
	job = &plan->job[j];
	const size_t *used = plan->graph.to + plan->graph.start[j];
	size_t n = plan->graph.start[j + 1] - plan->graph.start[j];
	job->dep = CSM_ARENA_ARRAY(&plan->arena, size_t, n);
	for (size_t i = 0; i < n; i++)
		/* Those of other models are evaluated in scopes of their own, by
		 * rolling up. */
		if (plan->job[used[i]].model == job->model)
			job->dep[job->n_dep++] = used[i];
	return rc;
}

struct cycle {
	const struct csm_plan *plan;
	struct csm_diag *diag;
};

static void
report_cycle(void *ctx, const size_t *path, size_t n)
{
	const struct cycle *c = ctx;
	const struct csm_metric *first = c->plan->job[path[0]].metric;
	struct csm_buf text = {0};

	for (size_t i = 0; i < n; i++)
		csm_buf_printf(
		    &text, "calculated.%s -> ", c->plan->job[path[i]].metric->id);
	csm_buf_printf(&text, "calculated.%s", first->id);
	/* Those of -e have no place, and no name that another could use. */
	csm_json_error(
	    c->diag, first->at, CSM_E_CYCLE, "metrics use each other: %s", text.data);
	csm_buf_fini(&text);
}

/* Which jobs look through windows without days, themselves or through others: used ones first,
 * so that what they look at is known. */
static void
note_plain(struct csm_plan *plan)
{
	for (size_t i = 0; i < plan->jobs; i++) {
		struct csm_job *job = &plan->job[plan->order[i]];
		for (size_t k = 0; k < csm_plan_leaves(job); k++) {
			const struct csm_feed *f = &plan->feed[job->feed[k]];
			if (f->is_field)
				continue;
			size_t of = plan->source[f->source].job;
			job->plain |= f->window.plain ||
				      (of != CSM_JOB_NONE && plan->job[of].plain);
		}
	}
}

int
csm_plan_resolve(struct csm_plan *plan, struct csm_diag *diag)
{
	struct cycle c = {plan, diag};
	int rc = 0;

	/* The number grows: conditions that are counted are appended, and resolved in
	 * their turn. */
	size_t j = 0;
	for (; j < plan->jobs; j++)
		rc |= resolve_job(plan, j, diag);
	csm_plan_ask_holidays(plan);
	for (; j < plan->jobs; j++)
		rc |= resolve_job(plan, j, diag);
	plan->order = csm_xcalloc(plan->jobs, sizeof *plan->order);
	rc |= csm_graph_order(&plan->graph, plan->order, report_cycle, &c);
	/* In the order just found, of which there is none with a circle. */
	if (rc == 0) {
		note_plain(plan);
		rc = csm_plan_check_holidays(plan, diag);
	}
	return rc != 0 ? rc : csm_ranks_resolve(plan, diag);
}
