/*
 * Narrow: a company with some of its end users, assets or projects only, as if the others
 * were not there.  Points of the company itself, and fields, stay what they are.
 *
 * Ownership: it owns the ids that were kept; sets borrow from the whole one.
 */
#ifndef CSM_SERIES_NARROW_H
#define CSM_SERIES_NARROW_H

#include "base/intern.h"
#include "series/set.h"

#include <stdbool.h>

/* All zero leaves everybody there. */
struct csm_narrow {
	unsigned models;                    /* 1 << model of those that are narrowed */
	struct csm_intern kept[CSM_MODELS]; /* ids, of the company at hand */
	struct csm_entity_points *entity;   /* of the narrowed set */
	size_t entity_cap;
};

void csm_narrow_fini(struct csm_narrow *narrow);
/* Another company: everybody is there again. */
void csm_narrow_reset(struct csm_narrow *narrow);
/* Of a model that is narrowed, this one is there. */
void csm_narrow_keep(
    struct csm_narrow *narrow, enum csm_model model, struct csm_text id);
/* narrow: NULL leaves everybody there. */
bool csm_narrow_has(
    const struct csm_narrow *narrow, enum csm_model model, struct csm_text id);
/* The set with those alone that are there, until the next reset. */
struct csm_set csm_narrow_set(struct csm_narrow *narrow, const struct csm_set *set);

#endif
