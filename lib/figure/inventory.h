/*
 * Inventory: the features and modules of the product, and who used which.
 *
 * A feature is an activity that the catalog of the configuration names; without a
 * catalog every activity that occurs is one.  An entity's uses of a module are its
 * points modules.<name>; for an entity without any such points, the uses of the
 * features that the catalog puts into the module.
 *
 * Ownership: an inventory owns its tables and borrows from the configuration.
 */
#ifndef CSM_FIGURE_INVENTORY_H
#define CSM_FIGURE_INVENTORY_H

#include "base/intern.h"
#include "config/config.h"
#include "series/set.h"

#define CSM_INVENTORY_NONE UINT32_MAX

struct csm_feature {
	const char *id;   /* the activity without its prefix */
	const char *name; /* for people; the id if it has no other */
	uint32_t module;  /* CSM_INVENTORY_NONE: of no module */
	int valuable;     /* 1: the catalog says that its use shows value */
};

/* Ids of `names` and places in `feature` are the same; likewise `modules`. */
struct csm_inventory {
	int catalogued; /* 1: there is a catalog, and nothing else is a feature */
	struct csm_intern names, modules;
	struct csm_feature *feature;
	size_t n, cap; /* of features */
};

void csm_inventory_read(struct csm_inventory *inv, const struct csm_config *conf);
void csm_inventory_fini(struct csm_inventory *inv);

/* One metric of an entity, looked at as a use. */
struct csm_use_of {
	const struct csm_series *series;
	int activity;     /* 1: activities.*, a feature or not */
	uint32_t feature; /* CSM_INVENTORY_NONE: of none */
	uint32_t module;  /* likewise */
};

/* Whether the entity has points modules.*. */
int csm_inventory_told(const struct csm_entity_points *entity);
/* The m-th metric of the entity, told being the above: 1, or 0 if it is no use. */
int csm_inventory_use(struct csm_inventory *inv, const struct csm_entity_points *entity,
    size_t m, int told, struct csm_use_of *use);
/* 1 if a value in since..until is not 0. */
int csm_inventory_used(const struct csm_series *s, int32_t since, int32_t until);

/* Which of many numbers were put since the last reset.  All zero is valid, empty. */
struct csm_variety {
	uint32_t *round;
	size_t cap, n; /* n: how many different ones */
	uint32_t now;
};
void csm_variety_fini(struct csm_variety *m);
void csm_variety_reset(struct csm_variety *m);
int csm_variety_put(struct csm_variety *m, uint32_t id); /* 1: the first time */

#endif
