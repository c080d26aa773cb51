#include "score/score.h"

#include "base/xalloc.h"

#include <stdlib.h>

struct ready {
	const struct csm_profile *profile;
	size_t where;  /* query, if profile->where */
	size_t *query; /* of each factor */
};

struct csm_scorer {
	struct csm_engine *engine;
	struct ready *ready;
	size_t n;
	struct csm_part *part; /* as many as the longest profile has */
	struct csm_score score;
};

struct csm_scorer *
csm_scorer_new(const struct csm_profile *profiles, size_t n, struct csm_engine *engine)
{
	struct csm_scorer *s = csm_xcalloc(1, sizeof *s);
	size_t most = 0;

	s->engine = engine;
	s->n = n;
	s->ready = csm_xcalloc(n, sizeof *s->ready);
	for (size_t i = 0; i < n; i++) {
		const struct csm_profile *p = &profiles[i];
		s->ready[i].profile = p;
		if (p->where != NULL)
			s->ready[i].where =
			    csm_engine_query(engine, CSM_MODEL_COMPANY, p->where);
		s->ready[i].query = csm_xcalloc(p->factors, sizeof(size_t));
		for (size_t f = 0; f < p->factors; f++)
			s->ready[i].query[f] = csm_engine_query(
			    engine, CSM_MODEL_COMPANY, p->factor[f].metric);
		if (p->factors > most)
			most = p->factors;
	}
	s->part = csm_xcalloc(most, sizeof *s->part);
	return s;
}

void
csm_scorer_free(struct csm_scorer *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++)
		free(s->ready[i].query);
	free(s->ready);
	free(s->part);
	free(s);
}

static const struct ready *
choose(const struct csm_scorer *s, size_t day)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->ready[i].profile->where == NULL ||
		    csm_value_true(
			&csm_engine_values(s->engine, s->ready[i].where, 0)[day]))
			return &s->ready[i];
	return NULL;
}

/* A factor judges what a calculated metric of its formula would carry: a number of six
 * places. */
static struct csm_value
rounded(struct csm_value v)
{
	if (v.type != CSM_VALUE_NUMBER)
		return v;
	int64_t micros = csm_value_micros(&v);
	if (micros == CSM_MISSING)
		return (struct csm_value){.type = CSM_VALUE_MISSING};
	v.u.number = csm_num_to_double(micros);
	return v;
}

/* The start and what the factors add to it. */
static void
combine_points(struct csm_score *score, struct csm_part *part)
{
	size_t present = 0;

	score->sum = csm_num_from_double(score->profile->start);
	for (size_t i = 0; i < score->parts; i++) {
		part[i].contribution =
		    csm_factor_impact(part[i].factor, &part[i].value);
		score->sum += part[i].contribution;
		present += part[i].value.type != CSM_VALUE_MISSING;
	}
	score->value = score->sum < 0               ? 0
		       : score->sum > CSM_SCORE_TOP ? CSM_SCORE_TOP
						    : score->sum;
	score->coverage = csm_num_from_double((double)present / (double)score->parts);
}

static void (*const combine[CSM_METHODS])(struct csm_score *, struct csm_part *) = {
    [CSM_METHOD_POINTS] = combine_points};

const struct csm_score *
csm_scorer_score(struct csm_scorer *s, size_t day)
{
	const struct ready *r = choose(s, day);

	s->score = (struct csm_score){0};
	if (r == NULL)
		return &s->score;
	s->score.profile = r->profile;
	s->score.part = s->part;
	s->score.parts = r->profile->factors;
	for (size_t f = 0; f < s->score.parts; f++)
		s->part[f] = (struct csm_part){.factor = &r->profile->factor[f],
		    .value =
			rounded(csm_engine_values(s->engine, r->query[f], 0)[day])};
	combine[r->profile->method](&s->score, s->part);
	s->score.band = csm_profile_band(r->profile, s->score.value);
	return &s->score;
}

size_t
csm_scorer_query(const struct csm_scorer *s, const struct csm_factor *factor)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t f = 0; f < s->ready[i].profile->factors; f++)
			if (&s->ready[i].profile->factor[f] == factor)
				return s->ready[i].query[f];
	return 0;
}
