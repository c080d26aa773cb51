#include "score/measure.h"
#include "score/method.h"

#include <stdbool.h>

/* The factors of a group, into the profile's list after those of the groups before. */
static int
weighted_read_group(struct csm_arena *arena, const struct csm_json *list,
    struct csm_profile *p, struct csm_diag *diag)
{
	size_t first = p->factors;
	int failed = 0;

	for (const struct csm_json *at = list->child; at != NULL; at = at->next) {
		struct csm_factor *f = &p->factor[p->factors++];
		/* the group has been counted before its factors are read */
		f->group = p->groups - 1;
		failed |= csm_measure_read(arena, at, f, diag);
	}
	if (list->count == 0)
		return csm_json_error(
		    diag, list, CSM_E_CONFIG, "a group without factors");
	failed |=
	    csm_method_check_weights(p->factor + first, p->factors - first, list, diag);
	return failed;
}

static int
weighted_read_groups(struct csm_arena *arena, const struct csm_json *list,
    struct csm_profile *p, struct csm_diag *diag)
{
	size_t factors = 0;
	double sum = 0;
	int failed = 0;

	/* All factors stand in one array, since parts and points are by factor, not by
	 * group. */
	for (const struct csm_json *at = list->child; at != NULL; at = at->next) {
		const struct csm_json *of = csm_json_get(at, "factors");
		if (of == NULL) /* told where the shape was checked, or is here */
			return csm_json_error(
			    diag, at, CSM_E_CONFIG, "a group without factors");
		factors += of->count;
	}
	p->factor = CSM_ARENA_ARRAY(arena, struct csm_factor, factors);
	p->group = CSM_ARENA_ARRAY(arena, struct csm_factor_group, list->count);
	for (const struct csm_json *at = list->child; at != NULL; at = at->next) {
		struct csm_factor_group *g = &p->group[p->groups++];
		g->weight = 1;
		failed |= csm_config_id_of(at, "a group", &g->id, diag);
		g->name = g->id;
		failed |= csm_json_text(at, "name", &g->name, diag) < 0;
		failed |= csm_json_number(at, "weight", &g->weight, diag) < 0;
		if (csm_json_get(at, "weight") != NULL)
			failed |= csm_factor_check_points(
			    csm_json_get(at, "weight"), g->weight, diag);
		failed |=
		    weighted_read_group(arena, csm_json_get(at, "factors"), p, diag);
		sum += g->weight;
	}
	if (list->count > 0 && !(sum > 0))
		failed = csm_json_error(
		    diag, list, CSM_E_CONFIG, "the weights of the groups add up to 0");
	return failed;
}

/* Only scales that others turn into exactly: groups, moves and trials compare scores of
 * several profiles. */
static int
weighted_read_top(
    const struct csm_json *entry, struct csm_profile *p, struct csm_diag *diag)
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
weighted_read(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_profile *p, struct csm_diag *diag)
{
	static const char *const others[] = {"pillars", "overall", "start", NULL};
	const struct csm_json *groups = NULL, *factors = NULL;
	int failed = csm_factor_refuse(entry, others, "the method \"weighted\"", diag);

	if (csm_json_array(entry, "groups", &groups, diag) < 0 ||
	    csm_json_array(entry, "factors", &factors, diag) < 0)
		return -1;
	failed |= weighted_read_top(entry, p, diag);
	if ((groups == NULL) == (factors == NULL) ||
	    (groups != NULL ? groups : factors)->count == 0)
		return csm_json_error(diag, entry, CSM_E_CONFIG,
		    "a profile of the method \"weighted\" wants either \"groups\" or "
		    "\"factors\"");
	if (groups != NULL)
		return weighted_read_groups(arena, groups, p, diag) | failed;
	p->factor = CSM_ARENA_ARRAY(arena, struct csm_factor, factors->count);
	/* Factors without groups are one group without a name, so that sharing knows
	 * one case. */
	p->group = CSM_ARENA_NEW(arena, struct csm_factor_group);
	p->groups = 1;
	p->group->weight = 1;
	return weighted_read_group(arena, factors, p, diag) | failed;
}

/* Share each part has of the weight of those that `counts` says, and the sum of these
 * shares of the weight of all.  Groups of which no part counts give their weight to the
 * others. */
static double
weighted_share(const struct csm_profile *p, struct csm_part *part, size_t n,
    bool (*counts)(const struct csm_part *part))
{
	double groups = 0, all = 0, covered = 0;

	for (size_t g = 0; g < p->groups; g++) {
		double in = 0, of = 0;
		for (size_t i = 0; i < n; i++) {
			if (part[i].factor->group != g)
				continue;
			of += part[i].factor->weight;
			if (counts(&part[i]))
				in += part[i].factor->weight;
		}
		all += p->group[g].weight;
		/* of > 0: csm_method_check_weights */
		covered += p->group[g].weight * (in / of);
		if (in > 0)
			groups += p->group[g].weight;
		for (size_t i = 0; i < n; i++)
			if (part[i].factor->group == g)
				part[i].share = in > 0 && counts(&part[i])
						    ? part[i].factor->weight / in *
							  p->group[g].weight
						    : 0;
	}
	for (size_t i = 0; i < n && groups > 0; i++)
		part[i].share /= groups;
	return covered / all;
}

static bool
part_is_known(const struct csm_part *part)
{
	return part->known;
}

static bool
part_is_scored(const struct csm_part *part)
{
	return part->score != CSM_MISSING;
}

static int
part_has_share(const struct csm_part *part, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (part[i].share > 0)
			return 1;
	return 0;
}

static void
weighted_combine(
    const struct csm_profile *p, struct csm_part *part, struct csm_score *score)
{
	int unknown = 0;

	score->base = 0;
	for (size_t i = 0; i < score->parts; i++) {
		const struct csm_factor *f = part[i].factor;
		part[i].known = csm_measure_score(f, &part[i].value, &part[i].exact);
		if (part[i].known) {
			part[i].score = csm_num_from_double(part[i].exact);
			continue;
		}
		part[i].score = csm_measure_default(f);
		part[i].exact = csm_num_to_double(part[i].score);
		unknown |= f->missing == CSM_MISSING_UNKNOWN;
	}
	/* Twice: coverage is of what was known, the score of what stands in for the
	 * rest, too.  The second call leaves the shares that count. */
	score->coverage =
	    csm_num_from_double(weighted_share(p, part, score->parts, part_is_known));
	weighted_share(p, part, score->parts, part_is_scored);
	csm_method_add_shares(p, part, score);
	/* Nothing known, or only what weighs nothing: a score of 0 would be the worst
	 * there is. */
	if (unknown || !part_has_share(part, score->parts))
		score->value = CSM_MISSING;
}

const struct csm_method csm_method_weighted = {
    CSM_PARTS_MEASURES, weighted_read, weighted_combine};
