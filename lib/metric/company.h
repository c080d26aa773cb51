/*
 * Company: the one being evaluated: its points, and its entities of every model.
 *
 * Ownership: points and fields are borrowed; the rest lives until the next
 * csm_company_begin.
 */
#ifndef CSM_METRIC_COMPANY_H
#define CSM_METRIC_COMPANY_H

#include "entity/fields.h"
#include "series/narrow.h"
#include "series/set.h"

struct csm_member {
	struct csm_text id;                     /* NUL-terminated */
	const struct csm_entity_points *points; /* NULL: has none */
	long field;                             /* row in the fields, -1: none */
};

struct csm_company {
	const struct csm_fields *fields[CSM_MODELS]; /* NULL: none */
	struct csm_arena arena;
	const struct csm_set *set;
	const struct csm_narrow *narrow; /* NULL: everybody is there */
	int32_t first; /* its first point's day, its entities' included; or
			  CSM_DAY_NONE */
	struct {
		int known; /* 1: worked out */
		struct csm_member *member;
		size_t n;
	} of[CSM_MODELS];
};

/* The first point's day, its entities' included; CSM_DAY_NONE: it has none. */
int32_t csm_company_first(const struct csm_set *set);
void csm_company_fini(struct csm_company *c);
void csm_company_begin(struct csm_company *c, const struct csm_set *set);
/* Entities of a model in byte order of their ids: those with points and those of the
 * fields file; of companies the company itself. */
const struct csm_member *csm_company_members(
    struct csm_company *c, enum csm_model model, size_t *n);

/* The day from which an entity counts: of its first point, or of the fields file. */
int32_t csm_company_since(
    const struct csm_company *c, enum csm_model model, const struct csm_member *member);

#endif
