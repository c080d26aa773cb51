/* Calculated values as one row an entity and day, one column a metric (--wide). */
#ifndef CSM_CMD_WIDE_H
#define CSM_CMD_WIDE_H

#include "metric/engine.h"
#include "run.h"

struct csm_wide;

/* Columns company, model, id, date, then the metrics' ids. */
struct csm_wide *csm_wide_new(struct csm_output *out, enum csm_format format,
    const struct csm_metric *const *metric, const size_t *query, size_t n);
/* Hands what is left to the output. */
void csm_wide_free(struct csm_wide *wide);
/* One that keeps its rows until they are appended to the other's; without header. */
struct csm_wide *csm_wide_fork(const struct csm_wide *wide);
void csm_wide_append(struct csm_wide *wide, struct csm_wide *fork);
/* The rows of the company the engine evaluated last: those with at least one value. */
void csm_wide_company(struct csm_wide *wide, const struct csm_run *run,
    const struct csm_engine *engine, struct csm_text company);

#endif
