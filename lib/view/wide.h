/*
 * Wide: calculated values as one row an entity and day, one column a metric.
 *
 * Ownership: a wide table borrows the output, the metrics and their queries.
 */
#ifndef CSM_VIEW_WIDE_H
#define CSM_VIEW_WIDE_H

#include "metric/engine.h"
#include "io/output.h"
#include "record/format.h"

struct csm_wide;

/* Columns company, model, id, date, then the metrics' ids. */
struct csm_wide *csm_wide_new(struct csm_output *out, enum csm_format format,
    const struct csm_metric *const *metric, const size_t *query, size_t n);
/* Hands what is left to the output. */
void csm_wide_free(struct csm_wide *wide);
/* One that keeps its rows until they are appended to the other's; without header. */
struct csm_wide *csm_wide_fork(const struct csm_wide *wide);
void csm_wide_append(struct csm_wide *wide, struct csm_wide *fork);
/* The rows of the company the engine evaluated last, from since to until: those with
 * at least one value. */
void csm_wide_company(struct csm_wide *wide, const struct csm_engine *engine,
    struct csm_text company, int32_t since, int32_t until);

#endif
