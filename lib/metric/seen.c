#include "metric/seen.h"

#include "base/some.h"
#include "base/text.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

/* More names than this are not kept; they still count as seen.  A limit of some 10 MiB:
 * they are for "did you mean", and data with more have a column of ids taken for names. */
#define NAMES_KEPT 100000

struct seen_finding {
	struct csm_seen *seen;
	struct csm_use use;
};

/* Of a file that several formulas name the first tells. */
static void
seen_add_list(void *ctx, const struct csm_idlist *list, enum csm_model model,
    const struct csm_node *node)
{
	struct seen_finding *f = ctx;
	struct csm_seen *seen = f->seen;

	for (size_t i = 0; i < seen->lists; i++)
		if (seen->list[i].model == model &&
		    strcmp(seen->list[i].list->file, list->file) == 0)
			return;
	f->use.node = node;
	CSM_GROW(seen->list, seen->lists, &seen->list_cap);
	seen->list[seen->lists++] = (struct csm_seen_list){
	    list, model, f->use, csm_xcalloc(list->n + 1, sizeof(bool))};
}

static void
seen_mark(struct csm_seen_list *l, const char *id, const char *company)
{
	size_t at = csm_idlist_find(l->list, id, company);

	if (at != SIZE_MAX)
		l->occurs[at] = true;
}

static void
seen_mark_set(struct csm_seen_list *l, const struct csm_set *set)
{
	if (l->model == CSM_MODEL_COMPANY) {
		seen_mark(l, set->company.s, NULL);
		return;
	}
	for (size_t i = 0; i < set->entities; i++)
		if (set->entity[i].model == l->model)
			seen_mark(l, set->entity[i].id.s, set->company.s);
}

static void
seen_index(struct csm_seen *seen, const struct csm_plan *plan)
{
	seen->pattern = csm_xcalloc(plan->sources + 1, sizeof *seen->pattern);
	seen->first = csm_xcalloc(plan->sources + 1, sizeof *seen->first);
	seen->next = csm_xcalloc(plan->sources + 1, sizeof *seen->next);
	for (size_t i = 0; i < plan->sources; i++) {
		const char *name = plan->source[i].metric;
		uint32_t id;
		if (plan->source[i].pattern) {
			seen->pattern[seen->patterns++] = i;
			continue;
		}
		id = csm_intern_put(&seen->wanted, name, strlen(name));
		seen->next[i] = seen->first[id];
		seen->first[id] = i + 1;
	}
}

void
csm_seen_init(struct csm_seen *seen, const struct csm_plan *plan)
{
	*seen = (struct csm_seen){0};
	seen->models = csm_xcalloc(plan->sources, sizeof *seen->models);
	seen_index(seen, plan);
	for (size_t j = 0; j < plan->jobs; j++) {
		const struct csm_job *job = &plan->job[j];
		struct seen_finding f = {seen, {job->metric, job->formula, NULL}};
		csm_idlist_each(job->formula->root, seen_add_list, &f);
		f.use.formula = job->where;
		if (job->where != NULL)
			csm_idlist_each(job->where->root, seen_add_list, &f);
	}
}

void
csm_seen_fini(struct csm_seen *seen)
{
	for (int m = 0; m < CSM_MODELS; m++)
		csm_intern_fini(&seen->names[m]);
	csm_intern_fini(&seen->wanted);
	free(seen->pattern);
	free(seen->first);
	free(seen->next);
	free(seen->models);
	for (size_t i = 0; i < seen->lists; i++)
		free(seen->list[i].occurs);
	free(seen->list);
	*seen = (struct csm_seen){0};
}

bool
csm_seen_minds_members(const struct csm_seen *seen)
{
	for (size_t i = 0; i < seen->lists; i++)
		if (seen->list[i].model != CSM_MODEL_COMPANY)
			return true;
	return false;
}

/* Patterns one after another, of which there are few; a name is looked up. */
static void
seen_see(struct csm_seen *seen, const struct csm_plan *plan, enum csm_model model,
    struct csm_text name)
{
	uint32_t id = csm_intern_find(&seen->wanted, name.s, name.len);

	for (size_t i = 0; i < seen->patterns; i++) {
		const struct csm_operand *s = &plan->source[seen->pattern[i]];
		if (csm_operand_match(s->metric, name.s) &&
		    (s->named || model == s->model || csm_operand_rolls_up(name.s)))
			seen->models[seen->pattern[i]] |= 1U << model;
	}
	if (id == CSM_INTERN_NONE)
		return;
	for (size_t at = seen->first[id]; at != 0; at = seen->next[at - 1])
		seen->models[at - 1] |= 1U << model;
}

void
csm_seen_set(
    struct csm_seen *seen, const struct csm_plan *plan, const struct csm_set *set)
{
	for (size_t i = 0; i < seen->lists; i++)
		seen_mark_set(&seen->list[i], set);
	for (size_t i = 0; i < set->names; i++) {
		const struct csm_set_name *n = &set->name[i];
		struct csm_intern *names = &seen->names[n->model];
		size_t known = names->n;
		if (known >= NAMES_KEPT) {
			if (csm_intern_find(names, n->metric.s, n->metric.len) ==
			    CSM_INTERN_NONE)
				seen_see(seen, plan, n->model, n->metric);
			continue;
		}
		/* Only a name that is new is looked for among the sources. */
		csm_intern_put(names, n->metric.s, n->metric.len);
		if (names->n > known)
			seen_see(seen, plan, n->model, n->metric);
	}
}

static enum csm_model
lowest(unsigned models)
{
	int m = 0;

	while (!(models & 1U << m))
		m++;
	return (enum csm_model)m;
}

/* The nearest name among the points this source could take and the definitions. */
static void
seen_warn_unknown(const struct csm_seen *seen, const struct csm_plan *plan,
    const struct csm_operand *s, struct csm_diag *diag)
{
	struct csm_nearest near;
	struct csm_buf hint = {0};
	struct csm_arena arena = {0};

	csm_nearest_init(&near, s->metric);
	const bool shown = csm_diag_shows(diag, CSM_W_UNKNOWN);
	for (int m = 0; m < CSM_MODELS && shown; m++)
		for (size_t i = 0; s->models & 1U << m && i < seen->names[m].n; i++)
			csm_nearest_offer(&near, seen->names[m].text[i].s);
	if (csm_operand_calculated(s->metric) != NULL && shown)
		for (size_t i = 0; i < plan->ids.n; i++)
			csm_nearest_offer(
			    &near, csm_arena_printf(
				       &arena, "calculated.%s", plan->ids.text[i].s));
	csm_use_warn(&s->use, CSM_W_UNKNOWN, diag,
	    s->pattern ? "no metric of the data matches \"%s\"%s"
		       : "metric \"%s\" does not occur in the data%s",
	    s->metric, csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	csm_arena_fini(&arena);
}

static void
warn_model(const struct csm_operand *s, enum csm_model other, struct csm_diag *diag)
{
	const char *has = csm_operand_plural(other),
		   *wants = csm_operand_plural(s->model);

	if (s->named)
		wants = csm_operand_plural(lowest(s->models));
	if (s->model == CSM_MODEL_COMPANY)
		csm_use_warn(&s->use, CSM_W_UNKNOWN, diag,
		    "metric \"%s\" occurs for %s only, not for %s; did you mean "
		    "\"%s.%s\"?",
		    s->metric, has, wants, csm_model_name(other), s->metric);
	else
		csm_use_warn(&s->use, CSM_W_UNKNOWN, diag,
		    "metric \"%s\" occurs for %s only, not for %s", s->metric, has,
		    wants);
}

/* A question of the program's own: nobody wrote the name, nobody can mend it. */
static int
is_our_own(const struct csm_use *use)
{
	return use->formula->name == NULL;
}

static void
seen_warn_list(const struct csm_seen_list *l, struct csm_diag *diag)
{
	struct csm_some some = {0};
	struct csm_buf names = {0}, count = {0};

	for (size_t i = 0; i < l->list->n; i++)
		if (!l->occurs[i])
			csm_some_add(&some, l->list->entry[i].id);
	if (some.n > 0) {
		csm_some_put(&some, &names);
		csm_text_count(&count, some.n, csm_operand_plural(l->model));
		csm_use_warn(&l->use, CSM_W_UNKNOWN, diag,
		    "%s names %s that the data does not have: %s", l->list->file,
		    csm_buf_text(&count), csm_buf_text(&names));
	}
	csm_some_fini(&some);
	csm_buf_fini(&names);
	csm_buf_fini(&count);
}

void
csm_seen_warn_lists(
    struct csm_seen *seen, const struct csm_plan *plan, struct csm_diag *diag)
{
	for (size_t i = 0; i < seen->lists; i++) {
		struct csm_seen_list *l = &seen->list[i];
		const struct csm_fields *f = plan->fields[l->model];
		for (size_t e = 0; f != NULL && e < csm_fields_count(f); e++) {
			const struct csm_entity *of = csm_fields_entity(f, e);
			seen_mark(l, of->id,
			    l->model == CSM_MODEL_COMPANY ? NULL : of->company);
		}
		seen_warn_list(l, diag);
	}
}

/* Whether a metric's own points are there, so that those it is made of need not be. */
static bool
seen_is_made(const struct csm_seen *seen, const struct csm_plan *plan,
    const struct csm_metric *metric)
{
	size_t job = metric == NULL ? CSM_JOB_NONE : csm_plan_find(plan, metric->id);
	const char *points = job == CSM_JOB_NONE ? NULL : plan->job[job].points;

	return points != NULL && csm_intern_find(&seen->names[metric->model], points,
				     strlen(points)) != CSM_INTERN_NONE;
}

void
csm_seen_warn(const struct csm_seen *seen, const struct csm_plan *plan,
    const bool *looked, struct csm_diag *diag)
{
	size_t names = 0;

	for (int m = 0; m < CSM_MODELS; m++)
		names += seen->names[m].n;
	for (size_t i = 0; names > 0 && i < plan->sources; i++) {
		const struct csm_operand *s = &plan->source[i];
		if (s->kind != CSM_SOURCE_POINTS || csm_day_span_is_none(&s->span) ||
		    seen->models[i] & s->models || is_our_own(&s->use) ||
		    (looked != NULL && !looked[i]) ||
		    seen_is_made(seen, plan, s->use.metric))
			continue;
		if (seen->models[i] != 0)
			warn_model(s, lowest(seen->models[i]), diag);
		else
			seen_warn_unknown(seen, plan, s, diag);
	}
}
