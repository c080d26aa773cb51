/*
 * Id list: companies, or end users, assets or projects of theirs, that a file names: what
 * in_list asks.  csm-report list --freeze writes such files; any table with a column id
 * or company, or whose first column has the ids, is one.
 *
 * Ownership: a list lives until csm_idlist_forget, whichever formulas ask it.
 */
#ifndef CSM_FORMULA_ID_LIST_H
#define CSM_FORMULA_ID_LIST_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/text.h"
#include "formula/formula.h"
#include "point/point.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct csm_idlist_entry {
	struct csm_text id,
	    company; /* company: s NULL where the file has no such column */
};

struct csm_idlist {
	const char *file;
	enum csm_model model;           /* whose ids these are, if `says` */
	bool says;                      /* a row of the file has a model */
	struct csm_idlist_entry *entry; /* ascending by id, then company */
	size_t n;
};

/* Files that formulas of a configuration name must lie in its directory; for the process. */
void csm_idlist_keep_inside(bool inside);
/* No list is known any more: at the end of a run. */
void csm_idlist_forget(void);
/* The list in a file that a formula of the configuration `conf` names, or of none: NULL.
 * Read once for the process.
 * NULL with a reason in `why` that is to be told at the formula, or without, after a report
 * about the file. */
const struct csm_idlist *csm_idlist_load(struct csm_arena *arena, const char *conf,
    const char *file, struct csm_buf *why, struct csm_diag *diag);
/* The entry that names an entity, SIZE_MAX if none does; company NULL: of whatever
 * company. */
size_t csm_idlist_find(
    const struct csm_idlist *list, const char *id, const char *company);
/* Call `visit` for each list whose ids are asked for in a tree. */
void csm_idlist_each(const struct csm_node *node,
    void (*visit)(void *ctx, const struct csm_idlist *list, enum csm_model model,
	const struct csm_node *node),
    void *ctx);

#endif
