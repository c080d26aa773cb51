/*
 * Who: whom a text means among the entities of fields files: by id, by "company/id", or by
 * name.
 *
 * Ownership: what is found lives in the arena given.
 */
#ifndef CSM_ENTITY_WHO_H
#define CSM_ENTITY_WHO_H

#include "base/arena.h"
#include "entity/fields.h"

struct csm_who {
	enum csm_model model;
	const char *company;
	const char *id; /* NULL: the company itself */
};

/* models: 1 << model of those it may be, companies first.  1; 0 if there is nobody, and
 * *who is a company of that id; -1 after E_USAGE about the option for several. */
int csm_who_find(struct csm_who *who, struct csm_arena *arena,
    struct csm_fields *const *fields, unsigned models, const char *option,
    const char *text, struct csm_diag *diag);

#endif
