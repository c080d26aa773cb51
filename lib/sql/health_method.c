/* The methods of scores, as score/method.h has them. */
#include "sql/health.h"

#include "base/num.h"
#include "score/measure.h"

/* A running total: within what any engine has.  Scores have few digits: bounds are set
 * far outside, so that a hundred parts are not refused for what they could come to. */
static csm_sql
method_total(struct csm_sql_graph *g, csm_sql total, csm_sql more)
{
	return csm_sql_settle(
	    g, csm_sql_within(g, csm_sql_add(g, total, more), 1e-200, 1e12));
}

static csm_sql
method_rounded(struct csm_sql_graph *g, csm_sql total)
{
	return csm_sql_settle(g, csm_sql_from_double(g, total));
}

static csm_sql
method_known(struct csm_sql_graph *g, csm_sql known)
{
	return csm_sql_if(
	    g, known, csm_sql_string(g, ""), csm_sql_string(g, "unknown"));
}

static csm_sql
method_points(struct csm_sql_chain *c, const struct csm_profile *p,
    const struct csm_asked *asked, struct csm_sql_part *part)
{
	struct csm_sql_graph *g = &c->graph;
	csm_sql total = csm_sql_real(g, p->start), sum = method_rounded(g, total);
	csm_sql zero = csm_sql_int(g, 0), top = csm_sql_int(g, p->top);

	for (size_t i = 0; i < p->factors; i++) {
		const struct csm_factor *f = &p->factor[i];
		struct csm_sql_judged judged = csm_sql_judge(c, f, asked[i].metric);
		csm_sql before = sum;
		total = method_total(g, total, csm_sql_impact(&c->build, f, &judged));
		sum = method_rounded(g, total);
		part[i].value = csm_sql_sub(g, sum, before);
		part[i].state = method_known(g, judged.known);
	}
	return csm_sql_if(g, csm_sql_lt(g, sum, zero), zero,
	    csm_sql_if(g, csm_sql_lt(g, top, sum), top, sum));
}

/* Parts with a share of the weight. */
struct method_share {
	csm_sql score;  /* 0..10; NULL: it does not count */
	csm_sql counts; /* TRUTH */
	csm_sql share;
};

/* csm_method_add_shares: of which the value is missing unless `valid`. */
static csm_sql
method_add_shares(struct csm_sql_graph *g, const struct csm_profile *p,
    const struct method_share *of, csm_sql valid, struct csm_sql_part *part)
{
	csm_sql zero = csm_sql_real(g, 0), total = zero, sum = csm_sql_int(g, 0);
	csm_sql scale = csm_sql_real(g, (double)(p->top / CSM_MEASURE_TOP));

	for (size_t i = 0; i < p->factors; i++) {
		csm_sql before = sum;
		csm_sql more =
		    csm_sql_mul(g, csm_sql_mul(g, of[i].share, of[i].score), scale);
		/* A part that does not count adds 0, so that the order of additions is
		 * the same in all rows. */
		total = method_total(g, total, csm_sql_if(g, of[i].counts, more, zero));
		sum = method_rounded(g, total);
		part[i].value = csm_sql_where(g, valid, csm_sql_sub(g, sum, before));
	}
	return csm_sql_where(g, valid, sum);
}

/* The sum of the weights that count, of one group or of all; what it can be is known. */
static csm_sql
method_weights(struct csm_sql_graph *g, const struct csm_profile *p,
    const struct method_share *of, size_t group)
{
	csm_sql zero = csm_sql_real(g, 0), sum = zero;
	double least = 0, all = 0;

	for (size_t i = 0; i < p->factors; i++) {
		double weight = p->factor[i].weight;
		if (group != SIZE_MAX && p->factor[i].group != group)
			continue;
		sum = csm_sql_add(
		    g, sum, csm_sql_if(g, of[i].counts, csm_sql_real(g, weight), zero));
		/* The sum is either 0, which is guarded, or at least the smallest
		 * weight. */
		if (weight > 0 && (least == 0 || weight < least))
			least = weight;
		all += weight;
	}
	return csm_sql_settle(g, csm_sql_within(g, sum, least / 2, all * 2));
}

/* weighted_share: groups of which no part counts give their weight to the others. */
static void
method_shares(
    struct csm_sql_graph *g, const struct csm_profile *p, struct method_share *of)
{
	csm_sql zero = csm_sql_real(g, 0), groups = zero;
	double least = 0, all = 0;

	for (size_t k = 0; k < p->groups; k++) {
		csm_sql in = method_weights(g, p, of, k);
		csm_sql some = csm_sql_lt(g, zero, in),
			weight = csm_sql_real(g, p->group[k].weight);
		groups = csm_sql_add(g, groups, csm_sql_if(g, some, weight, zero));
		if (p->group[k].weight > 0 &&
		    (least == 0 || p->group[k].weight < least))
			least = p->group[k].weight;
		all += p->group[k].weight;
		for (size_t i = 0; i < p->factors; i++)
			if (p->factor[i].group == k)
				of[i].share = csm_sql_if(g,
				    csm_sql_and(g, some, of[i].counts),
				    csm_sql_mul(g,
					csm_sql_op2(g, CSM_SQL_DIV,
					    csm_sql_real(g, p->factor[i].weight), in),
					weight),
				    zero);
	}
	groups = csm_sql_settle(g, csm_sql_within(g, groups, least / 2, all * 2));
	for (size_t i = 0; i < p->factors; i++)
		of[i].share = csm_sql_settle(g,
		    csm_sql_if(g, csm_sql_lt(g, zero, groups),
			csm_sql_op2(g, CSM_SQL_DIV, of[i].share, groups), of[i].share));
}

static csm_sql
method_weighted(struct csm_sql_chain *c, const struct csm_profile *p,
    const struct csm_asked *asked, struct csm_sql_part *part)
{
	struct csm_sql_graph *g = &c->graph;
	struct method_share *of =
	    CSM_ARENA_ARRAY(&g->arena, struct method_share, p->factors);
	csm_sql needed = NULL, some = NULL;

	for (size_t i = 0; i < p->factors; i++) {
		const struct csm_factor *f = &p->factor[i];
		struct csm_sql_judged judged = csm_sql_judge(c, f, asked[i].metric);
		of[i].score = csm_sql_measure(&c->build, f, &judged);
		of[i].counts = csm_sql_op1(g, CSM_SQL_NOT_NULL, of[i].score);
		part[i].state = method_known(g, judged.known);
		if (f->missing == CSM_MISSING_UNKNOWN)
			needed = needed == NULL ? judged.known
						: csm_sql_and(g, needed, judged.known);
	}
	method_shares(g, p, of);
	for (size_t i = 0; i < p->factors; i++) {
		csm_sql has = csm_sql_lt(g, csm_sql_real(g, 0), of[i].share);
		some = some == NULL ? has : csm_sql_op2(g, CSM_SQL_OR, some, has);
	}
	return method_add_shares(
	    g, p, of, needed == NULL ? some : csm_sql_and(g, needed, some), part);
}

/* How many pillars have the state. */
static csm_sql
method_count(struct csm_sql_graph *g, const struct csm_profile *p,
    const struct csm_sql_part *part, enum csm_pillar_state state)
{
	csm_sql n = csm_sql_int(g, 0), one = csm_sql_int(g, 1), none = n;

	for (size_t i = 0; i < p->factors; i++)
		n = csm_sql_add(g, n,
		    csm_sql_if(g,
			csm_sql_op2(g, CSM_SQL_EQ, part[i].value,
			    csm_sql_int(g, csm_pillar_number(state))),
			one, none));
	return csm_sql_settle(g, n);
}

/* csm_overall_state. */
static csm_sql
method_overall(struct csm_sql_graph *g, const struct csm_profile *p,
    const struct csm_sql_part *part)
{
	csm_sql n[CSM_PILLAR_UNKNOWN], number[CSM_PILLAR_UNKNOWN];
	csm_sql none = csm_sql_int(g, 0), unknown = csm_sql_null(g, CSM_SQL_INT), best;

	for (int s = CSM_PILLAR_POOR; s <= CSM_PILLAR_GOOD; s++) {
		n[s] = method_count(g, p, part, (enum csm_pillar_state)s);
		number[s] = csm_sql_int(g, csm_pillar_number((enum csm_pillar_state)s));
	}
	best = unknown;
	/* The worst that any pillar has. */
	if (p->overall != CSM_OVERALL_MAJORITY) {
		for (int s = CSM_PILLAR_GOOD; s >= CSM_PILLAR_POOR; s--)
			best =
			    csm_sql_if(g, csm_sql_lt(g, none, n[s]), number[s], best);
		return best;
	}
	best = csm_sql_if(
	    g, csm_sql_lt(g, none, n[CSM_PILLAR_POOR]), number[CSM_PILLAR_POOR], best);
	/* Of as many the worse one counts, so only more wins. */
	best = csm_sql_if(g, csm_sql_lt(g, n[CSM_PILLAR_POOR], n[CSM_PILLAR_GOOD]),
	    number[CSM_PILLAR_GOOD], best);
	return csm_sql_if(g, csm_sql_lt(g, n[CSM_PILLAR_POOR], n[CSM_PILLAR_AVERAGE]),
	    csm_sql_if(g, csm_sql_lt(g, n[CSM_PILLAR_AVERAGE], n[CSM_PILLAR_GOOD]),
		number[CSM_PILLAR_GOOD], number[CSM_PILLAR_AVERAGE]),
	    best);
}

static csm_sql
method_pillar_state(struct csm_sql_graph *g, csm_sql number)
{
	csm_sql state = csm_sql_string(g, csm_pillar_state_name(CSM_PILLAR_UNKNOWN));

	for (int s = CSM_PILLAR_GOOD; s >= CSM_PILLAR_POOR; s--)
		state = csm_sql_if(g,
		    csm_sql_op2(g, CSM_SQL_EQ, number,
			csm_sql_int(g, csm_pillar_number((enum csm_pillar_state)s))),
		    csm_sql_string(g, csm_pillar_state_name((enum csm_pillar_state)s)),
		    state);
	return state;
}

/* The mean of the numbers that are known. */
static csm_sql
method_pillars_shared(struct csm_sql_graph *g, const struct csm_profile *p,
    const struct csm_sql_part *part)
{
	struct method_share *of =
	    CSM_ARENA_ARRAY(&g->arena, struct method_share, p->factors);
	struct csm_sql_part *moved =
	    CSM_ARENA_ARRAY(&g->arena, struct csm_sql_part, p->factors);
	csm_sql zero = csm_sql_real(g, 0), known, some;

	for (size_t i = 0; i < p->factors; i++) {
		of[i].score = csm_sql_to_double(g, part[i].value);
		of[i].counts = csm_sql_op1(g, CSM_SQL_NOT_NULL, part[i].value);
	}
	known = method_weights(g, p, of, SIZE_MAX);
	some = csm_sql_lt(g, zero, known);
	for (size_t i = 0; i < p->factors; i++)
		of[i].share = csm_sql_settle(
		    g, csm_sql_if(g, csm_sql_and(g, some, of[i].counts),
			   csm_sql_op2(g, CSM_SQL_DIV,
			       csm_sql_real(g, p->factor[i].weight), known),
			   zero));
	return method_add_shares(g, p, of, some, moved);
}

static csm_sql
method_pillars(struct csm_sql_chain *c, const struct csm_profile *p,
    const struct csm_asked *asked, struct csm_sql_part *part)
{
	struct csm_sql_graph *g = &c->graph;

	for (size_t i = 0; i < p->factors; i++) {
		part[i].value = csm_sql_pillar(&c->build, &p->factor[i], &asked[i]);
		part[i].state = method_pillar_state(g, part[i].value);
	}
	return p->overall == CSM_OVERALL_WEIGHTED ? method_pillars_shared(g, p, part)
						  : method_overall(g, p, part);
}

csm_sql
csm_sql_score(struct csm_sql_chain *c, const struct csm_profile *p,
    const struct csm_asked *asked, struct csm_sql_part *part)
{
	switch (p->method->parts) {
	case CSM_PARTS_IMPACTS:
		return method_points(c, p, asked, part);
	case CSM_PARTS_MEASURES:
		return method_weighted(c, p, asked, part);
	default:
		return method_pillars(c, p, asked, part);
	}
}
