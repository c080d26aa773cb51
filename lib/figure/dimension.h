/*
 * Dimension: what companies are divided by (--by): a field of theirs, each by its name,
 * or their parents.
 *
 * The field parent (parent_id, parent_company) has the id of another company: the group
 * is that of the topmost, of companies that are each other's parents the first in byte
 * order, and a company without a parent stands in its own.
 *
 * Ownership: texts are the context's.
 */
#ifndef CSM_FIGURE_DIMENSION_H
#define CSM_FIGURE_DIMENSION_H

#include "figure/context.h"

enum csm_dimension_kind {
	CSM_DIMENSION_NONE, /* companies are not divided */
	CSM_DIMENSION_FIELD,
	CSM_DIMENSION_NAME,
	CSM_DIMENSION_PARENT
};

struct csm_dimension {
	enum csm_dimension_kind kind;
	int column;
};

/* What --by says, NULL: nothing; -1 after E_USAGE. */
int csm_dimension_read(
    struct csm_context *context, const char *by, struct csm_dimension *dimension);
/* The group of a company, NULL: its field is missing.  The text is the context's. */
const char *csm_dimension_of(struct csm_context *context,
    const struct csm_dimension *dimension, const char *company);

#endif
