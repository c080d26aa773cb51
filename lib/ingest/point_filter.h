/*
 * Point filter: a condition over points, in the language of csm-formula(5): company,
 * model, id, metric, date, value and state.  A name in double quotes that is none of
 * these is a text.
 *
 * Ownership: lives in the arena it was read into; csm_pointfilter_fini frees what its
 * use took.
 */
#ifndef CSM_INGEST_POINT_FILTER_H
#define CSM_INGEST_POINT_FILTER_H

#include "formula/formula.h"
#include "point/point.h"

struct csm_pointfilter;

/* `option` says it, for messages.  NULL after a report. */
struct csm_pointfilter *csm_pointfilter_read(struct csm_arena *arena,
    const char *option, const char *text, struct csm_diag *diag);
void csm_pointfilter_fini(struct csm_pointfilter *filter); /* NULL allowed */
/* Whether the condition holds; missing is no. */
bool csm_pointfilter_has(struct csm_pointfilter *filter, const struct csm_point *point);

#endif
