/*
 * Silence: what is missing, and so is not small, where nothing happened.  A condition
 * "sum(activities.*, 30) < 5" does not hold for a company that stopped altogether, a
 * unit of such a sum is not red for it, and a factor of one takes nothing from it.
 *
 * Looked for are comparisons that 0 would fulfil, of sums and the like of metrics of
 * events, and those that "long ago" would, of days since an event; not where the
 * formula says what silence means: coalesce, zero(), has_value; a unit's "default", a
 * factor's "missing".
 *
 * Ownership: findings borrow from formula and configuration; their texts live in the
 * arena of the search.
 */
#ifndef CSM_AUDIT_SILENCE_H
#define CSM_AUDIT_SILENCE_H

#include "metric/metric.h"

#include <stdbool.h>

struct csm_silence {
	const struct csm_formula *formula;
	const struct csm_node *operand; /* of the formula: what is missing */
	bool never;                     /* missing only without any event ever */
	const char *why;                /* what that leads to */
	const char *instead; /* what says the same of those that are silent */
};

struct csm_silence_search {
	struct csm_arena *arena;
	const struct csm_metric *const *metric; /* that are known */
	size_t metrics;
	void (*visit)(void *ctx, const struct csm_silence *found);
	void *ctx;
	unsigned char *known; /* silence.c alone: what it has found out, by metric */
};

/* The comparisons within a formula. */
void csm_silence_formula(
    const struct csm_silence_search *s, const struct csm_formula *f);
/* What the entry of the configuration in which the formula stands compares it with:
 * the thresholds of a unit, the condition or the steps of a factor. */
void csm_silence_entry(const struct csm_silence_search *s, const struct csm_json *at,
    const struct csm_formula *f);

#endif
