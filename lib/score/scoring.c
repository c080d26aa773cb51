#include "score/scoring.h"

#include "score/measure.h"

#include <stdbool.h>

/* The running total is rounded, not each part, so that the contributions add up to the
 * rounded whole. */
static void
add_step(struct csm_part *part, double total, struct csm_score *score)
{
	part->contribution = csm_num_from_double(total) - score->sum;
	score->sum += part->contribution;
}

void
csm_scoring_points(
    const struct csm_profile *p, struct csm_part *part, struct csm_score *score)
{
	double total = p->start;
	size_t known = 0;

	score->base = score->sum = csm_num_from_double(total);
	for (size_t i = 0; i < score->parts; i++) {
		part[i].score = CSM_MISSING;
		total += csm_factor_impact(part[i].factor, &part[i].value);
		add_step(&part[i], total, score);
		known += part[i].known != 0;
	}
	score->value = score->sum < 0 ? 0 : score->sum > p->top ? p->top : score->sum;
	score->coverage = csm_num_from_double((double)known / (double)score->parts);
}

/* Contributions of parts whose share is set. */
static void
add_shares(const struct csm_profile *p, struct csm_part *part, struct csm_score *score)
{
	double scale = (double)(p->top / CSM_MEASURE_TOP), total = 0;

	score->sum = 0;
	for (size_t i = 0; i < score->parts; i++) {
		part[i].contribution = 0;
		if (part[i].score == CSM_MISSING || part[i].share == 0)
			continue;
		total += part[i].share * part[i].exact * scale;
		add_step(&part[i], total, score);
	}
	score->value = score->sum;
}

/* Share each part has of the weight of those that `counts` says, and the sum of these
 * shares of the weight of all.  Groups of which no part counts give their weight to the
 * others. */
static double
share_out(const struct csm_profile *p, struct csm_part *part, size_t n,
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
is_known(const struct csm_part *part)
{
	return part->known;
}

static bool
is_scored(const struct csm_part *part)
{
	return part->score != CSM_MISSING;
}

static int
any_share(const struct csm_part *part, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (part[i].share > 0)
			return 1;
	return 0;
}

void
csm_scoring_weighted(
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
	score->coverage =
	    csm_num_from_double(share_out(p, part, score->parts, is_known));
	share_out(p, part, score->parts, is_scored);
	add_shares(p, part, score);
	if (unknown || !any_share(part, score->parts))
		score->value = CSM_MISSING;
}

/* By a rule: how the number of the overall state moves as each pillar joins. */
static void
add_states(const struct csm_profile *p, struct csm_part *part, struct csm_score *score)
{
	size_t count[CSM_PILLAR_UNKNOWN] = {0};
	enum csm_pillar_state state = CSM_PILLAR_UNKNOWN;

	score->base = score->sum = csm_pillar_number(CSM_PILLAR_GOOD);
	for (size_t i = 0; i < score->parts; i++) {
		part[i].contribution = 0;
		if (part[i].state == CSM_PILLAR_UNKNOWN)
			continue;
		count[part[i].state]++;
		state = csm_overall_state(p->overall, count);
		part[i].contribution = csm_pillar_number(state) - score->sum;
		score->sum += part[i].contribution;
	}
	score->value = csm_pillar_number(state);
}

void
csm_scoring_pillars(
    const struct csm_profile *p, struct csm_part *part, struct csm_score *score)
{
	double weight = 0, known = 0;

	for (size_t i = 0; i < score->parts; i++) {
		part[i].state =
		    csm_pillar_judge(part[i].known, part[i].good, part[i].poor);
		part[i].known = part[i].state != CSM_PILLAR_UNKNOWN;
		part[i].score = csm_pillar_number(part[i].state);
		part[i].exact = csm_num_to_double(part[i].score);
		weight += part[i].factor->weight;
		known += part[i].known ? part[i].factor->weight : 0;
	}
	score->coverage = csm_num_from_double(known / weight);
	if (p->overall != CSM_OVERALL_WEIGHTED) {
		add_states(p, part, score);
		return;
	}
	score->base = 0;
	for (size_t i = 0; i < score->parts; i++)
		part[i].share =
		    part[i].known && known > 0 ? part[i].factor->weight / known : 0;
	add_shares(p, part, score);
	if (!(known > 0))
		score->value = CSM_MISSING;
}
