/*
 * Who: whom a text means among the entities of fields files: by id, by "company/id", or by
 * name.
 *
 * Ownership: what is found lives in the arena given, or in the fields.
 */
#ifndef CSM_ENTITY_WHO_H
#define CSM_ENTITY_WHO_H

#include "base/arena.h"
#include "base/intern.h"
#include "entity/fields.h"

/* What columns with names are called, the first that there is; NULL at the end. */
extern const char *const csm_who_columns[];

struct csm_who {
	enum csm_model model;
	const char *company;
	const char *id; /* NULL: the company itself */
};

/* models: 1 << model of those it may be, companies first.  1; 0 if there is nobody, and
 * *who is a company of that id; -1 after E_USAGE about the option for several.  Looks at
 * all entities. */
int csm_who_find(struct csm_who *who, struct csm_arena *arena,
    struct csm_fields *const *fields, unsigned models, const char *option,
    const char *text, struct csm_diag *diag);

/* Companies by name, for files whose rows may say an id or a name: each is found without a
 * look at all companies. */
struct csm_who_names {
	const struct csm_fields *companies; /* NULL: ids alone */
	struct csm_intern called;
	size_t *first; /* by name: the company + 1 */
	size_t *next;  /* by company: the next of that name + 1; 0: no more */
};

/* `companies` is borrowed. */
void csm_who_names_init(
    struct csm_who_names *names, const struct csm_fields *companies);
void csm_who_names_fini(struct csm_who_names *names);
/* A name becomes the id, of the fields; what is an id, or of nobody known, stays.  0; -1 after
 * E_USAGE at the place: several are called so. */
int csm_who_names_id(const struct csm_who_names *names, struct csm_text *company,
    const struct csm_pos *at, struct csm_diag *diag);

#endif
