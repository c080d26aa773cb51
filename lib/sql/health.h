/*
 * Health: scores of profiles as nodes: which profile scores an entity, its state, and
 * what its parts add.  health_method.c has the three methods, health_part.c what a part
 * makes of its value.
 *
 * Ownership: everything is borrowed; nodes are the graph's.
 */
#ifndef CSM_SQL_HEALTH_H
#define CSM_SQL_HEALTH_H

#include "sql/chain.h"
#include "sql/statement.h"

/* The points of csm-health for the entities of the chain's model, if any profile is of
 * that model. */
void csm_sql_health(struct csm_sql_chain *chain, const struct csm_sql_scores *scores);

/* ---- health_method.c ---- */

/* A part of a score, as csm-health writes it. */
struct csm_sql_part {
	csm_sql value; /* millionths */
	csm_sql state; /* TEXT */
};
/* The score in millionths, NULL if it is unknown, and its parts, profile->factors. */
csm_sql csm_sql_score(struct csm_sql_chain *chain, const struct csm_profile *profile,
    const struct csm_asked *asked, struct csm_sql_part *part);

/* ---- health_part.c ---- */

/* What a factor judges. */
struct csm_sql_judged {
	csm_sql real;    /* NULL in a row without a number */
	csm_sql known;   /* TRUTH: there is a value */
	csm_sql matches; /* of an equality, TRUTH: it is the factor's value */
};
struct csm_sql_judged csm_sql_judge(
    struct csm_sql_chain *chain, const struct csm_factor *factor, size_t job);
/* csm_factor_impact: never NULL. */
csm_sql csm_sql_impact(struct csm_sql_build *b, const struct csm_factor *factor,
    const struct csm_sql_judged *judged);
/* csm_measure_score, or what stands in for it; NULL where neither is. */
csm_sql csm_sql_measure(struct csm_sql_build *b, const struct csm_factor *factor,
    const struct csm_sql_judged *judged);
/* The number of a pillar, in millionths; NULL: unknown. */
csm_sql csm_sql_pillar(struct csm_sql_build *b, const struct csm_factor *factor,
    const struct csm_asked *asked);

#endif
