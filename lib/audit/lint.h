/*
 * Lint: what formulas say that is allowed, and probably not meant.  Every finding is a
 * warning, W_LINT, at its place.
 *
 * Rules that need no data:
 *   - AVERAGE over metrics of events for more than a day: days without any do not
 *     count, so it is per active day
 *   - SUM for more than a day over a level, which is the same amount every day:
 *     recurring revenue, numbers of users, health, and metrics for which a source of
 *     the configuration says "agg": "last"; but not where sums are subtracted from each
 *     other or divided by a number, as formulas do to get at one day or at a mean
 *   - values of events compared as small, or days since one as long ago, without
 *     coalesce, zero() or has_value: where nothing happened they are missing, and
 *     missing is neither; so with thresholds of units and factors, audit/silence.h
 *   - AVERAGE of a single value; SUM of a calculated metric that is a sum over days
 *   - a metric that is another one under a second name
 *
 * Ownership: everything is borrowed for the length of a call.
 */
#ifndef CSM_AUDIT_LINT_H
#define CSM_AUDIT_LINT_H

#include "metric/engine.h"

void csm_lint_metrics(const struct csm_config *conf,
    const struct csm_metric *const *metric, size_t n, struct csm_diag *diag);
/* The same, names apart, of all formulas outside the section "metrics": of units,
 * health profiles, segments, milestones, alerts.  E_FORMULA for one that cannot be
 * read. */
void csm_lint_others(const struct csm_config *conf,
    const struct csm_metric *const *metric, size_t n, struct csm_diag *diag);
/* The same of one condition, such as that of -w. */
void csm_lint_condition(const struct csm_config *conf,
    const struct csm_metric *const *metric, size_t n,
    const struct csm_formula *condition, struct csm_diag *diag);
/* After the last company: windows that reach back beyond the first point of the data,
 * and metrics that were divided by zero.  W_LINT. */
void csm_lint_run(const struct csm_engine *engine, struct csm_diag *diag);

#endif
