/*
 * Explanation: how a value came about, as text of 80 columns.
 *
 * Ownership: nothing is kept.
 */
#ifndef CSM_VIEW_EXPLANATION_H
#define CSM_VIEW_EXPLANATION_H

#include "metric/engine.h"
#include "io/output.h"

#include <stdbool.h>

#define CSM_EXPLANATION_COLUMNS 80 /* a terminal */

/* Append `text` as lines of 80 columns, broken at blanks: the first goes on where the
 * buffer's last line ends, the others begin `hang` columns in. */
void csm_explanation_wrap(struct csm_buf *out, const char *text, int hang);
/* A value as people read it: 7, 'Pro', true, 2026-11-20, missing. */
void csm_explanation_value(struct csm_buf *out, const struct csm_value *value);
/* Every node of a query's formula with its value on the last day, and for windows the
 * days they covered; one a line, `indent` columns in. */
void csm_explanation_query(struct csm_output *out, struct csm_engine *engine,
    size_t query, size_t entity, int indent);
/* The metrics of every entity of the company the engine is turned to, or of those alone
 * that are called `id` (NULL: of all), on the last day of since..until, which it
 * evaluated.  Whether there was any. */
bool csm_explanation_metrics(struct csm_output *out, struct csm_engine *engine,
    const struct csm_metric *const *metric, const size_t *query, size_t n,
    const char *id, int32_t since, int32_t until);

#endif
