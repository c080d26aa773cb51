/*
 * Health of companies from that of their end users, assets and projects, in one run: before
 * a company is scored those of its children are, on all days its formulas look back to,
 * and stand among its points as if an earlier run had left them.
 */
#include "lab/lab.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "metric/plan.h"
#include "metric/reach.h"
#include "score/shown.h"

#include <stdlib.h>
#include <string.h>

/* What the points of a profile's scores, or of a part of them, are called. */
struct children_name {
	const struct csm_profile *profile;
	const struct csm_factor *factor; /* NULL: of the whole */
	const char *text;                /* NULL: no formula looks at it */
};

struct csm_lab_children {
	const struct csm_lab *lab;
	const struct csm_engine *run; /* of the days that are evaluated */
	struct csm_engine *engine;    /* of days of its own, company by company */
	struct csm_scorer *scorer;
	unsigned models; /* 1 << model of those scored */
	int32_t back;    /* days before the first one that are looked at */
	struct csm_set set;
	struct children_name *name;
	size_t names, name_cap;
	struct csm_arena texts; /* of the points of a company */
	struct csm_point *point;
	size_t n, cap;
};

/* Whether a source takes scores of children. */
static bool
children_are_source(const struct csm_operand *s, unsigned models)
{
	size_t literal = strcspn(s->metric, "*");

	if (s->kind != CSM_SOURCE_POINTS || s->model != CSM_MODEL_COMPANY ||
	    (s->models & models) == 0)
		return false;
	if (s->pattern)
		return csm_operand_match(s->metric, "system.health") ||
		       strncmp(s->metric, "health.", literal < 7 ? literal : 7) == 0;
	return strcmp(s->metric, "system.health") == 0 ||
	       strncmp(s->metric, "health.", 7) == 0;
}

/* exists(project, system.health < 4) is a condition of projects. */
static bool
children_are_members(const struct csm_plan *plan, size_t source, unsigned models)
{
	struct csm_operand s = plan->source[source];

	if (s.model == CSM_MODEL_COMPANY || (1U << s.model & models) == 0)
		return false;
	s.models = models;
	s.model = CSM_MODEL_COMPANY;
	return children_are_source(&s, models);
}

static bool
children_are_counted(const struct csm_plan *plan, enum csm_model model)
{
	for (size_t i = 0; i < plan->sources; i++)
		if (plan->source[i].members && plan->source[i].models & 1U << model)
			return true;
	return false;
}

/* How many days back scores of children are looked at; -1: none are. */
static int32_t
children_back(const struct csm_plan *plan, unsigned models)
{
	struct csm_reach *reach = csm_reach_new(plan);
	int32_t back = -1;

	for (size_t j = 0; j < plan->jobs; j++)
		for (size_t i = 0; i < reach[j].n; i++) {
			const struct csm_stretch *s = &reach[j].stretch[i];
			enum csm_model of = plan->source[s->source].model;
			if (!children_are_source(&plan->source[s->source], models) &&
			    !(children_are_counted(plan, of) &&
				children_are_members(plan, s->source, models)))
				continue;
			if (s->oldest > back)
				back = s->oldest;
		}
	csm_reach_free(reach, plan->jobs);
	return back;
}

static bool
children_are_asked_by(
    const struct csm_plan *plan, enum csm_model model, const char *metric)
{
	for (size_t i = 0; i < plan->sources; i++) {
		const struct csm_operand *s = &plan->source[i];
		if (s->kind == CSM_SOURCE_POINTS &&
		    (s->model == model || s->models & 1U << model) &&
		    csm_operand_match(s->metric, metric))
			return true;
	}
	return false;
}

/* Whether any formula looks at a metric of children, of those compared with, too. */
static bool
children_are_asked(const struct csm_lab *lab, enum csm_model model, const char *metric)
{
	bool asked = children_are_asked_by(csm_engine_plan(lab->engine), model, metric);

	for (size_t i = 0; i < lab->others && !asked; i++)
		asked = children_are_asked_by(
		    csm_engine_plan(lab->other[i].engine), model, metric);
	return asked;
}

/* Names are found out once: points are as many as children and days, and what nobody
 * looks at is not worth its memory. */
static const char *
children_name(struct csm_lab_children *c, const struct csm_profile *profile,
    const struct csm_factor *factor)
{
	struct children_name name = {.profile = profile, .factor = factor};
	const char *text;

	for (size_t i = 0; i < c->names; i++)
		if (c->name[i].profile == profile && c->name[i].factor == factor)
			return c->name[i].text;
	text = factor == NULL
		   ? csm_arena_printf(c->lab->arena, "health.%s", profile->id)
		   : csm_arena_printf(
			 c->lab->arena, "health.%s.%s", profile->id, factor->id);
	if (children_are_asked(c->lab, profile->model, text))
		name.text = text;
	CSM_GROW(c->name, c->names, &c->name_cap);
	c->name[c->names++] = name;
	return name.text;
}

static void
children_put(struct csm_lab_children *c, struct csm_point *p, const char *metric,
    int64_t value, const char *state)
{
	if (metric == NULL)
		return;
	p->metric = (struct csm_text){metric, strlen(metric)};
	p->value = value;
	p->state = (struct csm_text){state, strlen(state)};
	CSM_GROW(c->point, c->n, &c->cap);
	c->point[c->n++] = *p;
}

/* The score of a day under its names, and its parts. */
static void
children_put_score(
    struct csm_lab_children *c, struct csm_point *p, const struct csm_score *score)
{
	const struct csm_profile *profile = score->profile;
	const char *state = csm_shown_state(score);
	bool pillars = profile->method->parts == CSM_PARTS_PILLARS;

	children_put(c, p, "system.health", score->value, state);
	children_put(c, p, children_name(c, profile, NULL), score->value, state);
	for (size_t i = 0; i < score->parts; i++) {
		const struct csm_part *part = &score->part[i];
		children_put(c, p, children_name(c, profile, part->factor),
		    pillars ? part->score : part->contribution,
		    pillars       ? csm_pillar_state_name(part->state)
		    : part->known ? ""
				  : "unknown");
	}
}

/* What an earlier run found on days before those of this one stays. */
static bool
children_is_there(const struct csm_entity_points *e, int32_t day)
{
	const struct csm_metric_points *m =
	    e == NULL ? NULL : csm_set_find(e, "system.health");
	size_t low = 0, high = m == NULL ? 0 : m->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (m->day[mid] == day)
			return true;
		if (m->day[mid] < day)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

/* The points of an entity, NULL if it has none, from *next on: the engine's entities are
 * those of the set and of the fields, in one order. */
static const struct csm_entity_points *
children_points(
    const struct csm_set *set, enum csm_model model, struct csm_text id, size_t *next)
{
	for (; *next < set->entities; ++*next) {
		const struct csm_entity_points *e = &set->entity[*next];
		int order = e->model != model
				? (e->model > model) - (e->model < model)
				: csm_bytes_cmp(e->id.s, e->id.len, id.s, id.len);
		if (order >= 0)
			return order == 0 ? e : NULL;
	}
	return NULL;
}

static void
children_score_model(struct csm_lab_children *c, const struct csm_set *set,
    enum csm_model model, int32_t since)
{
	int32_t first = csm_engine_since(c->run);
	int32_t until = first + (int32_t)csm_engine_days(c->run) - 1;
	size_t n = csm_engine_entities(c->engine, model), next = 0;

	for (size_t i = 0; i < n; i++) {
		struct csm_point p = {.company = set->company, .model = model};
		struct csm_text id = csm_engine_entity(c->engine, model, i);
		const struct csm_entity_points *points =
		    children_points(set, model, id, &next);
		p.id =
		    (struct csm_text){csm_arena_text(&c->texts, id.s, id.len), id.len};
		for (p.day = since; p.day <= until; p.day++) {
			const struct csm_score *score;
			if (p.day < first && children_is_there(points, p.day))
				continue;
			score = csm_scorer_score(
			    c->scorer, model, i, (size_t)(p.day - since));
			if (score->profile != NULL)
				children_put_score(c, &p, score);
		}
	}
}

/* The first day whose scores are looked at, none before the company's first point. */
static int32_t
children_since(const struct csm_lab_children *c, const struct csm_set *set)
{
	int32_t since = csm_engine_since(c->run), first = since;

	for (size_t e = 0; e < set->entities; e++)
		if (set->entity[e].first_day != CSM_DAY_NONE &&
		    set->entity[e].first_day < first)
			first = set->entity[e].first_day;
	if (c->back != CSM_REACH_ALL && since - c->back > first)
		first = since - c->back;
	return first;
}

static int
children_by_order(const void *a, const void *b)
{
	return csm_point_cmp(a, b);
}

/* The company's points with the scores of its children. */
const struct csm_set *
csm_lab_children_add(void *ctx, const struct csm_set *set)
{
	struct csm_lab_children *c = ctx;
	int32_t since = children_since(c, set);
	int32_t until = csm_engine_since(c->run) + (int32_t)csm_engine_days(c->run) - 1;

	c->n = 0;
	csm_arena_reset(&c->texts);
	csm_engine_range(c->engine, since, until);
	csm_engine_company(c->engine, set);
	for (int m = 0; m < CSM_MODELS; m++)
		if (c->models & 1U << m)
			children_score_model(c, set, (enum csm_model)m, since);
	if (c->n == 0)
		return set;
	qsort(c->point, c->n, sizeof *c->point, children_by_order);
	csm_set_merge(&c->set, set, c->point, c->n);
	return &c->set;
}

/* The profiles of children alone: those of companies look at what is being made. */
static struct csm_scorer *
children_scorer(struct csm_lab *lab, struct csm_engine *engine)
{
	struct csm_profile *own =
	    CSM_ARENA_ARRAY(lab->arena, struct csm_profile, lab->profiles);
	size_t n = 0;

	for (size_t i = 0; i < lab->profiles; i++)
		if (lab->profile[i].model != CSM_MODEL_COMPANY)
			own[n++] = lab->profile[i];
	return csm_scorer_new(own, n, engine);
}

static int
children_engine(struct csm_lab *lab, struct csm_lab_children *c,
    const struct csm_engine_options *options, const struct csm_metric *metric, size_t n)
{
	struct csm_diag quiet;

	c->engine = csm_engine_new(options);
	for (size_t i = 0; i < n; i++)
		csm_engine_metric(c->engine, &metric[i]);
	c->scorer = children_scorer(lab, c->engine);
	csm_engine_refuse_ranks(c->engine);
	/* what is wrong with names the run's own engine has told */
	csm_diag_init(&quiet, NULL, NULL);
	if (csm_engine_prepare(c->engine, &quiet) == 0)
		return 0;
	return csm_error(lab->diag, CSM_E_FORMULA, NULL,
	    "scores of companies look at those of a profile that ranks; give its "
	    "scores as points: csm-health -p of that profile alone, and then one "
	    "without it");
}

/* How far back the run or those it is compared with look at scores of children. */
static int32_t
children_back_of_all(const struct csm_lab *lab, unsigned models)
{
	int32_t back = children_back(csm_engine_plan(lab->engine), models);

	for (size_t i = 0; i < lab->others; i++) {
		int32_t other =
		    children_back(csm_engine_plan(lab->other[i].engine), models);
		if (other > back)
			back = other;
	}
	return back;
}

static struct csm_lab_children *
children_new(const struct csm_lab_children *like)
{
	struct csm_lab_children *c = csm_xcalloc(1, sizeof *c);

	*c = *like;
	return c;
}

int
csm_lab_children_prepare(struct csm_lab *lab, const struct csm_engine_options *options,
    const struct csm_metric *metric, size_t n)
{
	struct csm_engine_options known = *options; /* of the scored day */
	struct csm_lab_children all;
	unsigned models = 0;
	int32_t back;

	for (int m = 0; m < CSM_MODELS; m++)
		if (m != CSM_MODEL_COMPANY &&
		    csm_scorer_scores(lab->scorer, (enum csm_model)m))
			models |= 1U << m;
	if (models == 0 || (back = children_back_of_all(lab, models)) < 0)
		return 0;
	all = (struct csm_lab_children){
	    .lab = lab, .run = lab->engine, .models = models, .back = back};
	lab->children = children_new(&all);
	if (children_engine(lab, lab->children, options, metric, n) != 0)
		return -1;
	if (lab->then.engine == NULL)
		return 0;
	known.then = 1;
	memcpy(known.fields, lab->then.fields, sizeof known.fields);
	all.run = lab->then.engine;
	lab->then.children = children_new(&all);
	return children_engine(lab, lab->then.children, &known, metric, n);
}

void
csm_lab_children_free(struct csm_lab_children *c)
{
	if (c == NULL)
		return;
	csm_scorer_free(c->scorer);
	csm_engine_free(c->engine);
	csm_set_fini(&c->set);
	csm_arena_fini(&c->texts);
	free(c->name);
	free(c->point);
	free(c);
}
