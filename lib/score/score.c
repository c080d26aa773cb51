#include "score/score.h"

#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

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

static int64_t
linear(const struct csm_factor *f, double v)
{
	if (v < f->low[0] || v > f->high[0]) {
		if (f->condition == CSM_CONDITION_LINEAR_BOUNDED)
			return 0;
		return csm_num_from_double(v < f->low[0] ? f->low[1] : f->high[1]);
	}
	double at = (v - f->low[0]) / (f->high[0] - f->low[0]);
	return csm_num_from_double(f->low[1] + at * (f->high[1] - f->low[1]));
}

/* Numbers compare with truths as 1 and 0; a day compares with its text. */
static int
equal(const struct csm_value *a, const struct csm_value *b)
{
	char day[CSM_DAY_TEXT];

	if (a->type == CSM_VALUE_TEXT && b->type == CSM_VALUE_TEXT)
		return strcmp(a->u.text, b->u.text) == 0;
	if (a->type == CSM_VALUE_DAY && b->type == CSM_VALUE_TEXT) {
		csm_date_format(a->u.day, day);
		return strcmp(day, b->u.text) == 0;
	}
	int64_t x = csm_value_micros(a), y = csm_value_micros(b);
	return x != CSM_MISSING && x == y;
}

static int
holds(const struct csm_factor *f, const struct csm_value *v)
{
	double x, y;

	if (f->condition == CSM_CONDITION_EQUAL ||
	    f->condition == CSM_CONDITION_NOT_EQUAL)
		return equal(v, &f->value) == (f->condition == CSM_CONDITION_EQUAL);
	if (v->type == CSM_VALUE_NUMBER)
		x = v->u.number;
	else if (v->type == CSM_VALUE_BOOL)
		x = v->u.truth;
	else
		return 0;
	y = f->value.u.number;
	switch (f->condition) {
	case CSM_CONDITION_LESS:
		return x < y;
	case CSM_CONDITION_MORE:
		return x > y;
	case CSM_CONDITION_AT_LEAST:
		return x >= y;
	default:
		return x <= y;
	}
}

int64_t
csm_factor_impact(const struct csm_factor *f, const struct csm_value *v)
{
	if (v->type == CSM_VALUE_MISSING)
		return 0;
	if (f->condition == CSM_CONDITION_LINEAR ||
	    f->condition == CSM_CONDITION_LINEAR_BOUNDED) {
		if (v->type == CSM_VALUE_NUMBER)
			return linear(f, v->u.number);
		return v->type == CSM_VALUE_BOOL ? linear(f, v->u.truth) : 0;
	}
	return holds(f, v) ? csm_num_from_double(f->impact) : 0;
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

const struct csm_score *
csm_scorer_score(struct csm_scorer *s, size_t day)
{
	const struct ready *r = choose(s, day);
	int64_t present = 0;

	s->score = (struct csm_score){0};
	if (r == NULL)
		return &s->score;
	s->score.profile = r->profile;
	s->score.part = s->part;
	s->score.parts = r->profile->factors;
	s->score.sum = csm_num_from_double(r->profile->start);
	for (size_t f = 0; f < s->score.parts; f++) {
		struct csm_part *part = &s->part[f];
		part->factor = &r->profile->factor[f];
		part->value = csm_engine_values(s->engine, r->query[f], 0)[day];
		part->contribution = csm_factor_impact(part->factor, &part->value);
		s->score.sum += part->contribution;
		present += part->value.type != CSM_VALUE_MISSING;
	}
	s->score.value = s->score.sum < 0               ? 0
			 : s->score.sum > CSM_SCORE_TOP ? CSM_SCORE_TOP
							: s->score.sum;
	s->score.state = csm_profile_band(r->profile, s->score.value);
	s->score.coverage = present * CSM_NUM_ONE / (int64_t)s->score.parts;
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
