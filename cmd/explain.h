/* How a value came about (--explain), as text of 80 columns. */
#ifndef CSM_CMD_EXPLAIN_H
#define CSM_CMD_EXPLAIN_H

#include "metric/engine.h"
#include "run.h"

#define CSM_EXPLAIN_COLUMNS 80

/* Append `text` as lines of 80 columns, broken at blanks: the first goes on where the
 * buffer's last line ends, the others begin `hang` columns in. */
void csm_explain_wrap(struct csm_buf *out, const char *text, int hang);
/* A value as people read it: 7, 'Pro', true, 2026-11-20, missing. */
void csm_explain_value(struct csm_buf *out, const struct csm_value *value);
/* Every node of a query's formula with its value on the last day, and for windows the
 * days they covered; one a line, `indent` columns in. */
void csm_explain_query(struct csm_output *out, struct csm_engine *engine, size_t query,
    size_t entity, int indent);
/* The metrics of every entity of the company the engine is turned to. */
void csm_explain_metrics(struct csm_run *run, struct csm_engine *engine,
    const struct csm_metric *const *metric, const size_t *query, size_t n);

#endif
