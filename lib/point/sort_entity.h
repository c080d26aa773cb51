/*
 * The entities a sort has met, each with the number of its points.  Points come in any
 * order, so every look at the table waits for memory; a look is therefore made in three
 * steps, and between them the steps of other points are done.
 *
 * Ownership: the table owns its entities; names are copied in.
 */
#ifndef CSM_POINT_SORT_ENTITY_H
#define CSM_POINT_SORT_ENTITY_H

#include "base/arena.h"
#include "base/intern.h"
#include "point/point.h"

#include <stddef.h>
#include <stdint.h>

struct csm_sort_entity {
	uint32_t number;  /* in order of first appearance */
	uint32_t count;   /* of points */
	uint32_t company; /* in the table's */
	uint32_t id_len;
	enum csm_model model;
	char id[]; /* NUL-terminated */
};

struct csm_sort_slot {
	uint64_t hash;
	struct csm_sort_entity *entity; /* NULL: empty */
};

/* All zero is valid and empty. */
struct csm_sort_entities {
	struct csm_intern company;
	struct csm_sort_entity **entity; /* by number */
	size_t n, cap;
	uint32_t count_max; /* of any entity */
	struct csm_sort_slot *slot;
	size_t slots;
	struct csm_arena arena;
};

/* An entity by name: the company's text and the id's, one behind the other. */
struct csm_sort_name {
	uint64_t hash; /* csm_sort_name_hash */
	const char *text;
	uint32_t company_len, id_len;
	enum csm_model model;
};

uint64_t csm_sort_name_hash(const struct csm_sort_name *name);

void csm_sort_entities_fini(struct csm_sort_entities *t);
size_t csm_sort_entities_bytes(const struct csm_sort_entities *t);
/* Steps one and two: have its slot brought into the cache; then what the slot names. */
void csm_sort_entities_fetch_slot(
    const struct csm_sort_entities *t, const struct csm_sort_name *name);
void csm_sort_entities_fetch(
    const struct csm_sort_entities *t, const struct csm_sort_name *name);
/* Step three: the entity, added if new, and one point more of it. */
struct csm_sort_entity *csm_sort_entities_put(
    struct csm_sort_entities *t, const struct csm_sort_name *name);
/* The numbers of the entities in canonical order; the caller frees. */
uint32_t *csm_sort_entities_order(const struct csm_sort_entities *t);

#endif
