/*
 * Fallen: companies that fall out of a condition because its value is missing though
 * they had data before: silent companies, which the condition was perhaps meant to
 * find.  What it looks at are the findings of audit/silence.h.
 *
 *   csm_fallen_new, then of what a run uses csm_fallen_section, csm_fallen_condition,
 *   all before csm_engine_prepare; csm_fallen_company with each company the engine is
 *   turned to; at the end csm_fallen_each or csm_fallen_note
 *
 * Ownership: it borrows engine, configuration, metrics and conditions, which outlive
 * it.
 */
#ifndef CSM_AUDIT_FALLEN_H
#define CSM_AUDIT_FALLEN_H

#include "config/config.h"
#include "metric/engine.h"

#include <stdbool.h>

struct csm_fallen;

struct csm_fallen *csm_fallen_new(struct csm_engine *engine,
    const struct csm_config *conf, const struct csm_metric *metric, size_t metrics);
void csm_fallen_free(struct csm_fallen *fallen);
/* All formulas about companies of a section, "units"; NULL: of every section. */
void csm_fallen_section(struct csm_fallen *fallen, const char *section);
/* A condition that chooses companies, such as that of -w. */
void csm_fallen_condition(
    struct csm_fallen *fallen, const struct csm_formula *condition);
/* chosen: 0: the company is not evaluated, so that only the conditions that choose are
 * looked at. */
void csm_fallen_company(
    struct csm_fallen *fallen, const struct csm_set *set, int chosen);

/* Companies that have no value on the last evaluated day, though they have earlier data;
 * of days since an event those that never had one. */
struct csm_fallen_finding {
	const struct csm_formula *formula;
	const struct csm_node *operand;
	bool never; /* the latter */
	size_t companies;
	const char *first;   /* the first of them */
	const char *instead; /* what would take them in */
};
/* Only those with companies, in the order they were asked for. */
void csm_fallen_each(const struct csm_fallen *fallen,
    void (*visit)(void *ctx, const struct csm_fallen_finding *finding), void *ctx);
/* "1 company with earlier data, such as "a"; coalesce(...) would take it in" */
void csm_fallen_put(const struct csm_fallen_finding *finding, struct csm_buf *out);
/* A note for each. */
void csm_fallen_note(const struct csm_fallen *fallen, struct csm_diag *diag);

#endif
