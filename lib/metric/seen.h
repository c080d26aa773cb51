/*
 * Seen: the names of metrics and entities that occurred in a run's points, and which names
 * that formulas use did not.
 *
 * Ownership: it owns its copies of names; init and fini are given no more than the plan,
 * whose sources it numbers and does not keep; lists are the formulas'.
 */
#ifndef CSM_METRIC_SEEN_H
#define CSM_METRIC_SEEN_H

#include "formula/id_list.h"
#include "metric/plan.h"

#include <stdbool.h>
#include "series/set.h"

/* A list of ids, and which of them occur. */
struct csm_seen_list {
	const struct csm_idlist *list;
	enum csm_model model;
	struct csm_use use;
	bool *occurs; /* by entry */
};

struct csm_seen {
	struct csm_intern names[CSM_MODELS];
	unsigned *models; /* by source: 1 << model whose points have such a name */
	struct csm_intern wanted;  /* names of sources that are no patterns */
	size_t *first, *next;      /* by name, by source: the source + 1; 0: no more */
	size_t *pattern, patterns; /* sources that are */
	struct csm_seen_list *list;
	size_t lists, list_cap;
};

void csm_seen_init(struct csm_seen *seen, const struct csm_plan *plan);
void csm_seen_fini(struct csm_seen *seen);
/* Whether a list is of others than companies. */
bool csm_seen_minds_members(const struct csm_seen *seen);
/* Note the names of a company's points. */
void csm_seen_set(
    struct csm_seen *seen, const struct csm_plan *plan, const struct csm_set *set);
/* The same for the ids of lists, those in files of fields among them. */
void csm_seen_warn_lists(
    struct csm_seen *seen, const struct csm_plan *plan, struct csm_diag *diag);
/* W_UNKNOWN for each name that jobs needed and no point had.  Without any point there
 * is nothing to compare with, and nothing is said; nor of sources that nobody looked at (looked,
 * by source; NULL: all were), or of a metric whose own points are there. */
void csm_seen_warn(const struct csm_seen *seen, const struct csm_plan *plan,
    const bool *looked, struct csm_diag *diag);

#endif
