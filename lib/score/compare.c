#include "score/compare.h"

#include "base/xalloc.h"
#include "stats/quantile.h"
#include "stats/total.h"

#include <stdlib.h>
#include <string.h>

void
csm_compare_fini(struct csm_compare *c)
{
	csm_arena_fini(&c->arena);
	free(c->pair);
	*c = (struct csm_compare){0};
}

struct csm_pair *
csm_compare_add(struct csm_compare *c, const char *company, const char *name)
{
	struct csm_pair *p;

	CSM_GROW(c->pair, c->n, &c->cap);
	p = &c->pair[c->n++];
	*p = (struct csm_pair){.company = csm_arena_strdup(&c->arena, company),
	    .score = CSM_ARENA_ARRAY(&c->arena, int64_t, c->sets),
	    .state = CSM_ARENA_ARRAY(&c->arena, enum csm_pillar_state, c->sets)};
	if (name != NULL)
		p->name = csm_arena_strdup(&c->arena, name);
	return p;
}

struct csm_score_spread
csm_compare_spread(const struct csm_compare *c, size_t which)
{
	struct csm_score_spread s = {.mean = CSM_MISSING,
	    .least = CSM_MISSING,
	    .quarter = CSM_MISSING,
	    .median = CSM_MISSING,
	    .three_quarters = CSM_MISSING,
	    .most = CSM_MISSING};
	int64_t *sorted = csm_xcalloc(c->n + 1, sizeof *sorted), sum = 0;

	for (size_t i = 0; i < c->n; i++) {
		const struct csm_pair *p = &c->pair[i];
		s.count[p->state[which]]++;
		if (p->value != CSM_MISSING)
			csm_stats_add(&s.value[p->state[which]], p->value);
		/* It counts in `unknown`, with what it is worth, and in no quantile. */
		if (p->score[which] == CSM_MISSING)
			continue;
		sorted[s.scored++] = p->score[which];
		sum += p->score[which];
	}
	if (s.scored > 0) {
		csm_stats_sort(sorted, s.scored);
		s.mean = csm_stats_mean(sum, s.scored);
		s.least = sorted[0];
		s.quarter = csm_stats_quantile(sorted, s.scored, 1, 4);
		s.median = csm_stats_quantile(sorted, s.scored, 1, 2);
		s.three_quarters = csm_stats_quantile(sorted, s.scored, 3, 4);
		s.most = sorted[s.scored - 1];
	}
	free(sorted);
	return s;
}

void
csm_compare_matrix(const struct csm_compare *c, struct csm_matrix *m)
{
	memset(m, 0, sizeof *m);
	for (size_t i = 0; i < c->n; i++) {
		const struct csm_pair *p = &c->pair[i];
		m->count[p->state[0]][p->state[1]]++;
		if (p->value != CSM_MISSING)
			csm_stats_add(&m->value[p->state[0]][p->state[1]], p->value);
	}
}

static int64_t
compare_distance(const struct csm_compare *c, const struct csm_pair *p)
{
	int64_t least = 0, most = 0;
	size_t n = 0;

	for (size_t i = 0; i < c->sets; i++) {
		int64_t score = p->score[i];
		if (score == CSM_MISSING)
			continue;
		if (n == 0 || score < least)
			least = score;
		if (n == 0 || score > most)
			most = score;
		n++;
	}
	return n < 2 ? -1 : most - least;
}

static int
by_change(const void *a, const void *b)
{
	const struct csm_pair *x = a, *y = b;

	if (x->distance != y->distance)
		return x->distance > y->distance ? -1 : 1;
	return strcmp(x->company, y->company);
}

size_t
csm_compare_movers(struct csm_compare *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		c->pair[i].distance = compare_distance(c, &c->pair[i]);
	if (c->n > 0)
		qsort(c->pair, c->n, sizeof *c->pair, by_change);
	while (n < c->n && c->pair[n].distance > 0)
		n++;
	return n;
}
