#include "score/variant.h"

#include "score/method.h"
#include "base/xalloc.h"
#include "formula/func.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A choice: steps somebody would try by hand. */
static const int variant_percent[CSM_VARIANT_STEPS] = {-20, -10, 10, 20};

/* A profile of which every number may be changed, and the number looked for. */
struct seek {
	struct csm_arena *arena;
	struct csm_profile *p; /* a copy */
	size_t wanted, at;     /* which number; how many have gone by */
	int percent;
	struct csm_variant *found; /* NULL until it has been changed */
	struct csm_variant *into;
};

/* Offer a number; changes it if it is the one.  Numbers are counted as they go by, in
 * one fixed order, so that one walk both finds out how many there are and changes the
 * wanted one. */
static void
variant_offer(struct seek *s, double *x, const char *factor, const char *name)
{
	if (s->at++ != s->wanted)
		return;
	s->found = s->into;
	s->found->number = csm_arena_printf(s->arena, "%s%s%s",
	    factor == NULL ? "" : factor, factor == NULL ? "" : ".", name);
	s->found->from = *x;
	*x = *x * (100 + s->percent) / 100;
	s->found->to = *x;
}

/* Only numbers that something is compared with are thresholds; the 14 of a window is
 * another question. */
static bool
is_comparison(const struct csm_node *node)
{
	return node->kind == CSM_NODE_CALL && node->func->bind == CSM_BIND_COMPARE;
}

/* As a formula spells it. */
static const char *
write_number(struct csm_arena *arena, double x)
{
	char text[CSM_NUM_TEXT];

	csm_num_format(csm_num_from_double(x), text);
	return csm_arena_strdup(arena, text);
}

/* The tree with the number looked for changed: a copy of the way down to it.  The
 * leaves are the same.  The way down is copied and the rest shared: other variants and
 * the profile itself go on using it. */
static struct csm_node *
offer_node(struct seek *s, struct csm_node *node, const char *factor, const char *name)
{
	if (node->kind != CSM_NODE_CALL)
		return node;
	for (size_t i = 0; i < node->argc && s->found == NULL; i++) {
		struct csm_node *arg = node->arg[i], *changed = arg;
		if (arg->kind == CSM_NODE_NUMBER && is_comparison(node)) {
			double x = arg->number;
			variant_offer(s, &x, factor, name);
			if (s->found != NULL) {
				changed = CSM_ARENA_NEW(s->arena, struct csm_node);
				*changed = *arg;
				changed->number = x;
				changed->text = write_number(s->arena, x);
			}
		} else {
			changed = offer_node(s, arg, factor, name);
		}
		if (changed == arg)
			continue;
		struct csm_node *copy = CSM_ARENA_NEW(s->arena, struct csm_node);
		*copy = *node;
		copy->arg = CSM_ARENA_ARRAY(s->arena, struct csm_node *, node->argc);
		memcpy(copy->arg, node->arg, node->argc * sizeof *node->arg);
		copy->arg[i] = changed;
		return copy;
	}
	return node;
}

static void
offer_condition(struct seek *s, size_t factor, int is_poor)
{
	struct csm_factor *f = &s->p->factor[factor];
	struct csm_formula **condition = is_poor ? &f->poor : &f->good;
	struct csm_node *root;

	if (*condition == NULL || s->found != NULL)
		return;
	root = offer_node(s, (*condition)->root, f->id, is_poor ? "poor" : "good");
	if (s->found == NULL)
		return;
	struct csm_formula *copy = CSM_ARENA_NEW(s->arena, struct csm_formula);
	*copy = **condition;
	copy->root = root;
	/* The text it was parsed from says another number: it is printed from the tree.
	 */
	copy->name = copy->source = NULL;
	*condition = s->found->condition = copy;
	s->found->factor = factor;
	s->found->is_poor = is_poor;
}

static void
offer_points(struct seek *s, struct csm_factor *f)
{
	if (csm_condition_linear(f->condition)) {
		variant_offer(s, &f->low[0], f->id, "low.value");
		variant_offer(s, &f->low[1], f->id, "low.impact");
		variant_offer(s, &f->high[0], f->id, "high.value");
		variant_offer(s, &f->high[1], f->id, "high.impact");
		return;
	}
	if (f->value.type == CSM_VALUE_NUMBER)
		variant_offer(s, &f->value.u.number, f->id, "value");
	variant_offer(s, &f->impact, f->id, "impact");
}

static void
offer_measure(struct seek *s, struct csm_factor *f)
{
	struct csm_threshold *step =
	    CSM_ARENA_ARRAY(s->arena, struct csm_threshold, f->steps);

	variant_offer(s, &f->weight, f->id, "weight");
	if (f->steps == 0) {
		variant_offer(s, &f->low[0], f->id, "low");
		variant_offer(s, &f->high[0], f->id, "high");
		return;
	}
	/* the factors were copied flat: without this all variants would change one list
	 */
	memcpy(step, f->step, f->steps * sizeof *step);
	f->step = step;
	for (size_t i = 0; i + 1 < f->steps; i++) {
		char name[64] = "below";
		/* With one edge there is nothing to tell it from. */
		if (f->steps > 2)
			snprintf(name, sizeof name, "thresholds[%zu].below", i);
		variant_offer(s, &step[i].below, f->id, name);
	}
}

/* By a rule of pillars a score is 0, 5 or 10, and no edge matters. */
static void
offer_bands(struct seek *s)
{
	struct csm_band *band = CSM_ARENA_ARRAY(s->arena, struct csm_band, s->p->bands);

	if (s->p->method->parts == CSM_PARTS_PILLARS &&
	    s->p->overall != CSM_OVERALL_WEIGHTED)
		return;
	memcpy(band, s->p->band, s->p->bands * sizeof *band);
	s->p->band = band;
	for (size_t i = 0; i + 1 < s->p->bands; i++) {
		double below = csm_num_to_double(band[i].below);
		variant_offer(s, &below, "bands", band[i].state);
		band[i].below = csm_num_from_double(below);
	}
}

static void
offer_all(struct seek *s)
{
	struct csm_profile *p = s->p;

	if (p->method->parts == CSM_PARTS_IMPACTS)
		variant_offer(s, &p->start, NULL, "start");
	for (size_t g = 0; p->method->parts == CSM_PARTS_MEASURES && g < p->groups; g++)
		if (p->groups > 1)
			variant_offer(s, &p->group[g].weight, p->group[g].id, "weight");
	for (size_t i = 0; i < p->factors; i++) {
		struct csm_factor *f = &p->factor[i];
		if (p->method->parts == CSM_PARTS_IMPACTS) {
			offer_points(s, f);
		} else if (p->method->parts == CSM_PARTS_MEASURES) {
			offer_measure(s, f);
		} else {
			if (p->overall == CSM_OVERALL_WEIGHTED)
				variant_offer(s, &f->weight, f->id, "weight");
			offer_condition(s, i, 1);
			offer_condition(s, i, 0);
		}
	}
	offer_bands(s);
}

/* Whether a changed profile still is one. */
static bool
is_possible(const struct csm_profile *p)
{
	for (size_t i = 0; i < p->factors; i++) {
		const struct csm_factor *f = &p->factor[i];
		int linear = p->method->parts == CSM_PARTS_MEASURES
				 ? f->steps == 0
				 : p->method->parts == CSM_PARTS_IMPACTS &&
				       csm_condition_linear(f->condition);
		if (linear && f->low[0] >= f->high[0])
			return 0;
		for (size_t k = 1; k + 1 < f->steps; k++)
			if (f->step[k].below <= f->step[k - 1].below)
				return 0;
	}
	for (size_t i = 1; i + 1 < p->bands; i++)
		if (p->band[i].below <= p->band[i - 1].below)
			return 0;
	/* the last edge there is: above it a band would be empty */
	return p->bands < 2 || p->band[p->bands - 2].below <= p->top;
}

/* Variant `wanted` of a profile: 1; 0 if it has no such number; -1 if it has, but it
 * cannot be moved. */
static int
variant_make(struct csm_arena *arena, const struct csm_profile *p, size_t wanted,
    int percent, struct csm_variant *v)
{
	struct csm_profile *copy = &v->changed;
	struct seek s = {
	    .arena = arena, .p = copy, .wanted = wanted, .percent = percent, .into = v};

	*v = (struct csm_variant){.percent = percent, .changed = *p};
	copy->factor = CSM_ARENA_ARRAY(arena, struct csm_factor, p->factors);
	memcpy(copy->factor, p->factor, p->factors * sizeof *copy->factor);
	copy->group = CSM_ARENA_ARRAY(arena, struct csm_factor_group, p->groups);
	if (p->groups > 0)
		memcpy(copy->group, p->group, p->groups * sizeof *copy->group);
	offer_all(&s);
	if (s.found == NULL)
		return 0;
	/* percents of 0 are 0 */
	return v->from != 0 && is_possible(copy) ? 1 : -1;
}

struct csm_variant *
csm_variants_make(struct csm_arena *arena, const struct csm_profile *profiles, size_t n,
    struct csm_engine *engine, size_t *variants)
{
	struct csm_variant *list = NULL, *kept, v;
	size_t count = 0, cap = 0;
	int got;

	for (size_t i = 0; i < n; i++) {
		if (profiles[i].model != CSM_MODEL_COMPANY)
			continue;
		for (size_t k = 0;; k++) {
			got = 0;
			for (int step = 0; step < CSM_VARIANT_STEPS; step++) {
				got = variant_make(
				    arena, &profiles[i], k, variant_percent[step], &v);
				if (got <= 0)
					continue;
				v.profile = i;
				if (v.condition != NULL)
					v.query = csm_engine_query(
					    engine, CSM_MODEL_COMPANY, v.condition);
				CSM_GROW(list, count, &cap);
				list[count++] = v;
			}
			/* The number exists for every step or for none, so the last
			 * step tells. */
			if (got == 0)
				break;
		}
	}
	kept = CSM_ARENA_ARRAY(arena, struct csm_variant, count);
	if (count > 0)
		memcpy(kept, list, count * sizeof *kept);
	free(list);
	*variants = count;
	return kept;
}

/* Conditions cannot be evaluated later: the engine goes on to the next company.  All
 * other numbers are in the parts. */
void
csm_variants_look(const struct csm_variant *variant, size_t n,
    struct csm_engine *engine, const struct csm_profile *profiles, size_t day,
    struct csm_trials *trials, struct csm_trial *trial)
{
	trial->truth = csm_arena_alloc(&trials->arena, n + 1);
	for (size_t i = 0; i < n; i++)
		if (variant[i].condition != NULL &&
		    trial->profile == &profiles[variant[i].profile])
			trial->truth[i] = (unsigned char)csm_value_true(
			    &csm_engine_values(engine, variant[i].query, 0)[day]);
}

/* The trial scored by the variant of its profile. */
static void
score_again(const struct csm_variant *v, size_t i, const struct csm_trial *t,
    struct csm_part *part, struct csm_score *score)
{
	for (size_t f = 0; f < t->parts; f++) {
		part[f] = t->part[f];
		part[f].factor = &v->changed.factor[f];
		if (v->condition == NULL || f != v->factor)
			continue;
		if (v->is_poor)
			part[f].poor = t->truth[i];
		else
			part[f].good = t->truth[i];
	}
	csm_method_score(&v->changed, part, score);
}

void
csm_variant_apply(const struct csm_variant *v, size_t i,
    const struct csm_profile *profiles, const struct csm_trials *t,
    struct csm_variant_result *r)
{
	struct csm_part *part = csm_xcalloc(v->changed.factors + 1, sizeof *part);
	int64_t *value = csm_xcalloc(t->n + 1, sizeof *value);
	unsigned char *left = csm_xcalloc(t->n + 1, 1);
	size_t n = 0;

	*r = (struct csm_variant_result){0};
	for (size_t k = 0; k < t->n; k++) {
		const struct csm_trial *at = &t->trial[k];
		enum csm_pillar_state state = at->state;
		value[n] = at->score;
		if (at->profile == &profiles[v->profile]) {
			struct csm_score score;
			score_again(v, i, at, part, &score);
			value[n] = csm_trial_scale(&v->changed, score.value);
			state = csm_trial_state(&score);
		}
		r->count[state]++;
		r->moved += state != at->state;
		/* A variant may leave a trial without a score; the area is over the
		 * rest, states count it as unknown. */
		if (value[n] != CSM_MISSING)
			left[n++] = (unsigned char)at->left;
	}
	r->auc = csm_auc(value, left, n);
	free(part);
	free(value);
	free(left);
}
