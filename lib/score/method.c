#include "score/method.h"

#include "score/scoring.h"
#include "score/measure.h"

#include <assert.h>
#include <stdbool.h>

static int
read_points(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_profile *p, struct csm_diag *diag)
{
	static const char *const others[] = {
	    "pillars", "groups", "overall", "scale", NULL};
	const struct csm_json *list = NULL, *start = csm_json_get(entry, "start");
	int failed = csm_factor_refuse(entry, others, "the method \"points\"", diag);

	p->start = 5;
	if (csm_json_number(entry, "start", &p->start, diag) < 0 ||
	    csm_json_array(entry, "factors", &list, diag) < 0)
		return -1;
	if (start != NULL)
		failed |= csm_factor_check_points(start, p->start, diag);
	if (list == NULL || list->count == 0)
		return csm_json_error(
		    diag, entry, CSM_E_CONFIG, "a profile without \"factors\"");
	p->factor = CSM_ARENA_ARRAY(arena, struct csm_factor, list->count);
	for (const struct csm_json *at = list->child; at != NULL; at = at->next)
		failed |= csm_factor_read(arena, at, &p->factor[p->factors++], diag);
	return failed;
}

/* Weights of some factors: none too large to compute with, and not all of them 0. */
static int
check_weights(const struct csm_factor *factor, size_t n, const struct csm_json *at,
    struct csm_diag *diag)
{
	double sum = 0;
	int failed = 0;

	for (size_t i = 0; i < n; i++) {
		const struct csm_json *w = csm_json_get(factor[i].at, "weight");
		sum += factor[i].weight;
		if (w != NULL)
			failed |= csm_factor_check_points(w, factor[i].weight, diag);
	}
	if (n > 0 && !(sum > 0))
		failed =
		    csm_json_error(diag, at, CSM_E_CONFIG, "the weights add up to 0");
	return failed;
}

static int
read_pillars(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_profile *p, struct csm_diag *diag)
{
	static const char *const others[] = {
	    "factors", "groups", "start", "scale", NULL};
	static const char *const bands[] = {"bands", NULL};
	const struct csm_json *list = NULL;
	int failed = csm_factor_refuse(entry, others, "the method \"pillars\"", diag);

	failed |= csm_overall_read(entry, &p->overall, diag);
	if (!failed && p->overall != CSM_OVERALL_WEIGHTED)
		failed |= csm_factor_refuse(entry, bands,
		    "the method \"pillars\" unless \"overall\" is \"weighted\"", diag);
	if (csm_json_array(entry, "pillars", &list, diag) < 0)
		return -1;
	if (list == NULL || list->count == 0)
		return csm_json_error(
		    diag, entry, CSM_E_CONFIG, "a profile without \"pillars\"");
	p->factor = CSM_ARENA_ARRAY(arena, struct csm_factor, list->count);
	for (const struct csm_json *at = list->child; at != NULL; at = at->next)
		failed |= csm_pillar_read(arena, at, p->overall == CSM_OVERALL_WEIGHTED,
		    &p->factor[p->factors++], diag);
	failed |= check_weights(p->factor, p->factors, list, diag);
	return failed;
}

/* The factors of a group, into the profile's list after those of the groups before. */
static int
method_read_group(struct csm_arena *arena, const struct csm_json *list,
    struct csm_profile *p, struct csm_diag *diag)
{
	size_t first = p->factors;
	int failed = 0;

	for (const struct csm_json *at = list->child; at != NULL; at = at->next) {
		struct csm_factor *f = &p->factor[p->factors++];
		f->group = p->groups - 1;
		failed |= csm_measure_read(arena, at, f, diag);
	}
	if (list->count == 0)
		return csm_json_error(
		    diag, list, CSM_E_CONFIG, "a group without factors");
	failed |= check_weights(p->factor + first, p->factors - first, list, diag);
	return failed;
}

static int
read_groups(struct csm_arena *arena, const struct csm_json *list, struct csm_profile *p,
    struct csm_diag *diag)
{
	size_t factors = 0;
	double sum = 0;
	int failed = 0;

	for (const struct csm_json *at = list->child; at != NULL; at = at->next)
		factors += csm_json_get(at, "factors")->count;
	p->factor = CSM_ARENA_ARRAY(arena, struct csm_factor, factors);
	p->group = CSM_ARENA_ARRAY(arena, struct csm_factor_group, list->count);
	for (const struct csm_json *at = list->child; at != NULL; at = at->next) {
		struct csm_factor_group *g = &p->group[p->groups++];
		g->weight = 1;
		failed |= csm_json_text(at, "id", &g->id, diag) < 0;
		g->name = g->id;
		failed |= csm_json_text(at, "name", &g->name, diag) < 0;
		failed |= csm_json_number(at, "weight", &g->weight, diag) < 0;
		if (csm_json_get(at, "weight") != NULL)
			failed |= csm_factor_check_points(
			    csm_json_get(at, "weight"), g->weight, diag);
		failed |=
		    method_read_group(arena, csm_json_get(at, "factors"), p, diag);
		sum += g->weight;
	}
	if (list->count > 0 && !(sum > 0))
		failed = csm_json_error(
		    diag, list, CSM_E_CONFIG, "the weights of the groups add up to 0");
	return failed;
}

static int
read_top(const struct csm_json *entry, struct csm_profile *p, struct csm_diag *diag)
{
	double scale = 10;

	if (csm_json_number(entry, "scale", &scale, diag) < 0)
		return -1;
	p->top = csm_num_from_double(scale);
	if (scale == 10 || scale == 100)
		return 0;
	return csm_json_error(diag, csm_json_get(entry, "scale"), CSM_E_CONFIG,
	    "a scale goes to 10 or to 100, not to %g", scale);
}

static int
read_weighted(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_profile *p, struct csm_diag *diag)
{
	static const char *const others[] = {"pillars", "overall", "start", NULL};
	const struct csm_json *groups = NULL, *factors = NULL;
	int failed = csm_factor_refuse(entry, others, "the method \"weighted\"", diag);

	if (csm_json_array(entry, "groups", &groups, diag) < 0 ||
	    csm_json_array(entry, "factors", &factors, diag) < 0)
		return -1;
	failed |= read_top(entry, p, diag);
	if ((groups == NULL) == (factors == NULL) ||
	    (groups != NULL ? groups : factors)->count == 0)
		return csm_json_error(diag, entry, CSM_E_CONFIG,
		    "a profile of the method \"weighted\" wants either \"groups\" or "
		    "\"factors\"");
	if (groups != NULL)
		return read_groups(arena, groups, p, diag) | failed;
	p->factor = CSM_ARENA_ARRAY(arena, struct csm_factor, factors->count);
	p->group = CSM_ARENA_NEW(arena, struct csm_factor_group);
	p->groups = 1;
	p->group->weight = 1;
	return method_read_group(arena, factors, p, diag) | failed;
}

static const struct csm_method methods[] = {
    {"points", CSM_PARTS_IMPACTS, read_points, csm_scoring_points},
    {"pillars", CSM_PARTS_PILLARS, read_pillars, csm_scoring_pillars},
    {"weighted", CSM_PARTS_MEASURES, read_weighted, csm_scoring_weighted},
    {.name = NULL}};
const struct csm_words csm_method_words = CSM_WORDS(methods);

int
csm_method_read(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_profile *p, struct csm_diag *diag)
{
	const char *name;
	int found = csm_json_text(entry, "method", &name, diag);

	p->top = CSM_SCORE_TOP;
	if (found == 0)
		csm_json_error(
		    diag, entry, CSM_E_CONFIG, "a profile wants a \"method\"");
	if (found != 1)
		return -1;
	p->method = csm_words_find(&csm_method_words, name);
	if (p->method != NULL)
		return p->method->read(arena, entry, p, diag);
	return csm_json_error(diag, csm_json_get(entry, "method"), CSM_E_CONFIG,
	    "unknown method \"%s\"", name);
}

/* What every table and card of a score relies on. */
static bool
method_adds_up(const struct csm_score *score)
{
	int64_t sum = score->base;

	for (size_t i = 0; i < score->parts; i++)
		sum += score->part[i].contribution;
	return sum == score->sum;
}

void
csm_method_score(
    const struct csm_profile *profile, struct csm_part *part, struct csm_score *score)
{
	*score = (struct csm_score){
	    .profile = profile, .part = part, .parts = profile->factors};
	profile->method->combine(profile, part, score);
	assert(score->value == CSM_MISSING || method_adds_up(score));
	if (score->value == CSM_MISSING) {
		score->sum = CSM_MISSING;
		for (size_t i = 0; i < score->parts; i++)
			part[i].contribution = CSM_MISSING;
	} else {
		score->band = csm_profile_band(profile, score->value);
	}
}
