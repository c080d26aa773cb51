#include "sql/health.h"

#include "base/num.h"

/* csm_shown_round.  Half away from zero of whole numbers, which all engines divide
 * alike. */
static csm_sql
health_round(struct csm_sql_graph *g, csm_sql micros)
{
	csm_sql one = csm_sql_int(g, CSM_NUM_ONE),
		half = csm_sql_int(g, CSM_NUM_ONE / 2);
	csm_sql moved = csm_sql_if(g, csm_sql_lt(g, micros, csm_sql_int(g, 0)),
	    csm_sql_sub(g, micros, half), csm_sql_add(g, micros, half));

	return csm_sql_mul(g, csm_sql_op2(g, CSM_SQL_IDIV, moved, one), one);
}

/* csm_shown_state. */
static csm_sql
health_state(struct csm_sql_graph *g, const struct csm_profile *p, csm_sql value)
{
	csm_sql state = csm_sql_string(g, p->band[p->bands - 1].state);

	/* From the last band to the first: the first that fits is asked first. */
	for (size_t i = p->bands - 1; i-- > 0;)
		state = csm_sql_if(g,
		    csm_sql_lt(g, value, csm_sql_int(g, p->band[i].below)),
		    csm_sql_string(g, p->band[i].state), state);
	return csm_sql_if(g, csm_sql_op1(g, CSM_SQL_IS_NULL, value),
	    csm_sql_string(g, "unknown"), state);
}

/* The place of the first profile that takes the entity, -1: none does. */
static csm_sql
health_chosen(struct csm_sql_chain *c, const struct csm_sql_scores *s)
{
	struct csm_sql_graph *g = &c->graph;
	csm_sql chosen = csm_sql_int(g, -1);
	size_t where;

	for (size_t i = s->profiles; i-- > 0;) {
		const struct csm_profile *p = &s->profile[i];
		csm_sql place = csm_sql_int(g, (int64_t)i);
		if (p->model != c->build.model)
			continue;
		csm_scorer_asked(s->scorer, i, &where);
		chosen = p->where == NULL
			     ? place
			     : csm_sql_if(g, csm_sql_job_holds(&c->build, where), place,
				   chosen);
	}
	chosen = csm_sql_settle(g, chosen);
	/* A column of its own: every point of every profile asks for it. */
	csm_sql_chain_name(c, chosen, "health", "profile", "the place of the profile");
	return chosen;
}

static const char *
health_metric(struct csm_sql_chain *c, const char *profile, const char *part)
{
	return csm_arena_printf(&c->graph.arena, "health.%s%s%s", profile,
	    part == NULL ? "" : ".", part == NULL ? "" : part);
}

static void
health_give(
    struct csm_sql_chain *c, const struct csm_sql_scores *s, struct csm_sql_given given)
{
	if (s->round)
		given.value = health_round(&c->graph, given.value);
	csm_sql_chain_give(c, &given);
}

/* The points of one profile; its score and state for that of the entity. */
static struct csm_sql_given
health_profile(
    struct csm_sql_chain *c, const struct csm_sql_scores *s, size_t i, csm_sql chosen)
{
	const struct csm_profile *p = &s->profile[i];
	struct csm_sql_graph *g = &c->graph;
	struct csm_sql_part *part =
	    CSM_ARENA_ARRAY(&g->arena, struct csm_sql_part, p->factors);
	struct csm_sql_given given = {.metric = health_metric(c, p->id, NULL)};
	size_t where;

	given.value = csm_sql_score(c, p, csm_scorer_asked(s->scorer, i, &where), part);
	csm_sql_settle(g, given.value);
	csm_sql_chain_name(c, given.value, "h", p->id, given.metric);
	given.state = csm_sql_settle(g, health_state(g, p, given.value));
	/* As a number, since truths cannot be columns in all engines. */
	given.exists = csm_sql_if(g,
	    csm_sql_op2(g, CSM_SQL_EQ, chosen, csm_sql_int(g, (int64_t)i)),
	    csm_sql_int(g, 1), csm_sql_int(g, 0));
	health_give(c, s, given);
	for (size_t f = 0; s->parts && f < p->factors; f++)
		health_give(c, s,
		    (struct csm_sql_given){
			.metric = health_metric(c, p->id, p->factor[f].id),
			.value = part[f].value,
			.state = part[f].state,
			.exists = given.exists});
	return given;
}

void
csm_sql_health(struct csm_sql_chain *c, const struct csm_sql_scores *s)
{
	struct csm_sql_graph *g = &c->graph;
	csm_sql chosen;
	struct csm_sql_given whole = {.metric = "system.health",
	    .value = csm_sql_null(g, CSM_SQL_INT),
	    .state = csm_sql_null(g, CSM_SQL_TEXT)};

	if (!csm_scorer_scores(s->scorer, c->build.model))
		return;
	chosen = health_chosen(c, s);
	for (size_t i = s->profiles; i-- > 0;) {
		if (s->profile[i].model != c->build.model)
			continue;
		struct csm_sql_given own = health_profile(c, s, i, chosen);
		csm_sql is =
		    csm_sql_op2(g, CSM_SQL_EQ, chosen, csm_sql_int(g, (int64_t)i));
		/* The score of the entity is that of the profile that takes it; without
		 * one there is no row. */
		whole.value = csm_sql_if(g, is, own.value, whole.value);
		whole.state = csm_sql_if(g, is, own.state, whole.state);
	}
	whole.exists = csm_sql_if(g, csm_sql_le(g, csm_sql_int(g, 0), chosen),
	    csm_sql_int(g, 1), csm_sql_int(g, 0));
	health_give(c, s, whole);
}
