#include "score/score.h"

#include "base/xalloc.h"

#include <stdlib.h>

struct ready {
	const struct csm_profile *profile;
	size_t where; /* query, if profile->where */
	struct csm_asked *asked;
};

/* An entity on a day. */
struct whose {
	struct csm_engine *engine;
	size_t entity, day;
};

struct csm_scorer {
	struct csm_engine *engine;
	struct csm_arena arena;
	struct ready *ready;
	size_t n;
	struct csm_part *part; /* as many as the longest profile has: */
	size_t most;
	struct csm_score score;
	struct whose whose; /* of the score given last */
	/* needed after the score was given: staleness is asked for by whoever shows it
	 */
	const struct ready *with; /* its profile, NULL: none */
};

/* Without a name: what is to be said of it is said of the condition. */
static size_t
ask_known(struct csm_scorer *s, enum csm_model model, const struct csm_formula *f)
{
	return csm_engine_query(s->engine, model, csm_formula_known(&s->arena, f));
}

/* Conditions before what is asked about them: a warning names the first to ask. */
static void
ask_factor(struct csm_scorer *s, enum csm_model model, const struct csm_factor *f,
    struct csm_asked *a)
{
	if (f->metric != NULL)
		/* Only a cell that is wanted as a number and is none is worth a
		 * warning. */
		a->metric = csm_factor_wants(f) == CSM_VALUE_NUMBER
				? csm_engine_query_number(s->engine, model, f->metric)
				: csm_engine_query(s->engine, model, f->metric);
	if (f->poor != NULL)
		a->poor = csm_engine_query_truth(s->engine, model, f->poor);
	if (f->good != NULL)
		a->good = csm_engine_query_truth(s->engine, model, f->good);
	if (f->poor != NULL)
		a->poor_known = ask_known(s, model, f->poor);
	if (f->good != NULL)
		a->good_known = ask_known(s, model, f->good);
}

static void
ask_profile(struct csm_scorer *s, const struct csm_profile *p, struct ready *r)
{
	r->profile = p;
	if (p->where != NULL)
		r->where = csm_engine_query_truth(s->engine, p->model, p->where);
	r->asked = CSM_ARENA_ARRAY(&s->arena, struct csm_asked, p->factors);
	for (size_t f = 0; f < p->factors; f++)
		ask_factor(s, p->model, &p->factor[f], &r->asked[f]);
}

struct csm_scorer *
csm_scorer_new(const struct csm_profile *profiles, size_t n, struct csm_engine *engine)
{
	struct csm_scorer *s = csm_xcalloc(1, sizeof *s);

	s->engine = engine;
	s->n = n;
	s->ready = CSM_ARENA_ARRAY(&s->arena, struct ready, n);
	for (size_t i = 0; i < n; i++) {
		ask_profile(s, &profiles[i], &s->ready[i]);
		if (profiles[i].factors > s->most)
			s->most = profiles[i].factors;
	}
	s->part = csm_xcalloc(s->most, sizeof *s->part);
	return s;
}

/* Queries have the same numbers in a fork of the engine, so `ready` is shared; parts
 * are written by each thread. */
struct csm_scorer *
csm_scorer_fork(const struct csm_scorer *scorer, struct csm_engine *engine)
{
	struct csm_scorer *s = csm_xcalloc(1, sizeof *s);

	s->engine = engine;
	s->ready = scorer->ready;
	s->n = scorer->n;
	s->most = scorer->most;
	s->part = csm_xcalloc(s->most, sizeof *s->part);
	return s;
}

void
csm_scorer_free(struct csm_scorer *s)
{
	if (s == NULL)
		return;
	csm_arena_fini(&s->arena);
	free(s->part);
	free(s);
}

bool
csm_scorer_scores(const struct csm_scorer *s, enum csm_model model)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->ready[i].profile->model == model)
			return 1;
	return 0;
}

static const struct csm_value *
value(const struct whose *w, size_t query)
{
	return &csm_engine_values(w->engine, query, w->entity)[w->day];
}

/* In priority order: the first whose condition holds on that day, so a company may
 * change profiles as it changes plans. */
static const struct ready *
score_choose(const struct csm_scorer *s, enum csm_model model, const struct whose *w)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct ready *r = &s->ready[i];
		if (r->profile->model == model &&
		    (r->profile->where == NULL || csm_value_true(value(w, r->where))))
			return r;
	}
	return NULL;
}

/* A factor judges what a calculated metric of its formula would carry: a number of six
 * places; and a field's cell as what it compares with. */
static struct csm_value
score_rounded(const struct whose *w, size_t query, enum csm_value_type wanted)
{
	struct csm_value v = csm_value_as(value(w, query), wanted);

	if (v.type != CSM_VALUE_NUMBER)
		return v;
	int64_t micros = csm_engine_micros(w->engine, query, w->entity)[w->day];
	/* A result beyond the range of millionths is missing as a metric, and must be
	 * missing here. */
	if (micros == CSM_MISSING)
		return (struct csm_value){.type = CSM_VALUE_MISSING};
	v.u.number = csm_num_to_double(micros);
	return v;
}

static struct csm_part
score_look(const struct whose *w, const struct csm_factor *f, const struct csm_asked *a)
{
	struct csm_part part = {.factor = f};

	if (f->metric != NULL) {
		part.value = score_rounded(w, a->metric, csm_factor_wants(f));
		part.known = part.value.type != CSM_VALUE_MISSING;
		return part;
	}
	part.poor = f->poor != NULL && csm_value_true(value(w, a->poor));
	part.good = f->good != NULL && csm_value_true(value(w, a->good));
	part.known = (f->poor != NULL && csm_value_true(value(w, a->poor_known))) ||
		     (f->good != NULL && csm_value_true(value(w, a->good_known)));
	return part;
}

const struct csm_score *
csm_scorer_score(struct csm_scorer *s, enum csm_model model, size_t i, size_t day)
{
	const struct whose w = {s->engine, i, day};
	const struct ready *r = score_choose(s, model, &w);

	s->score = (struct csm_score){0};
	s->whose = w;
	s->with = r;
	if (r == NULL)
		return &s->score;
	for (size_t f = 0; f < r->profile->factors; f++)
		s->part[f] = score_look(&w, &r->profile->factor[f], &r->asked[f]);
	csm_method_score(r->profile, s->part, &s->score);
	return &s->score;
}

static int32_t
score_newest(const struct whose *w, size_t query)
{
	return csm_engine_newest(w->engine, query, w->entity, w->day);
}

/* The newest day behind a part, CSM_DAY_NONE if there is none. */
static int32_t
part_newest(const struct csm_scorer *s, size_t part)
{
	const struct csm_factor *f = s->part[part].factor;
	const struct csm_asked *a = &s->with->asked[part];
	int32_t day = CSM_DAY_NONE, other;

	if (f->metric != NULL)
		return score_newest(&s->whose, a->metric);
	if (f->poor != NULL)
		day = score_newest(&s->whose, a->poor);
	if (f->good != NULL && (other = score_newest(&s->whose, a->good)) > day)
		day = other;
	return day;
}

static int32_t
staleness(const struct csm_scorer *s, int32_t newest_day)
{
	if (newest_day == CSM_DAY_NONE)
		return -1;
	return csm_engine_since(s->engine) + (int32_t)s->whose.day - newest_day;
}

int32_t
csm_scorer_part_staleness(struct csm_scorer *s, size_t part)
{
	return staleness(s, part_newest(s, part));
}

int32_t
csm_scorer_staleness(struct csm_scorer *s)
{
	int32_t day = CSM_DAY_NONE;

	for (size_t i = 0; i < s->score.parts; i++) {
		const struct csm_part *part = &s->part[i];
		int32_t of;
		/* A factor that stands in for what is missing, or weighs nothing, keeps
		 * no score fresh. */
		if (!part->known ||
		    (csm_profile_shares(s->score.profile) && part->share == 0))
			continue;
		of = part_newest(s, i);
		/* CSM_DAY_NONE is before every day */
		day = of > day ? of : day;
	}
	return staleness(s, day);
}

size_t
csm_scorer_query(
    const struct csm_scorer *s, const struct csm_factor *factor, int second)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct csm_profile *p = s->ready[i].profile;
		for (size_t f = 0; f < p->factors; f++) {
			const struct csm_asked *a = &s->ready[i].asked[f];
			if (&p->factor[f] != factor)
				continue;
			if (factor->metric != NULL)
				return a->metric;
			return second ? a->good : a->poor;
		}
	}
	return 0;
}

const struct csm_asked *
csm_scorer_asked(const struct csm_scorer *s, size_t profile, size_t *where)
{
	*where = s->ready[profile].where;
	return s->ready[profile].asked;
}
