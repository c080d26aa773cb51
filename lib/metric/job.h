/*
 * Job: a formula evaluated for the entity of a scope, after all it looks at.  Of calculated
 * metrics that are taken a day among the entity's points is their result, and where all days
 * are, nothing they look at is evaluated.
 *
 * Ownership: results and values are the scope's, until csm_scope_enter moves it on.
 */
#ifndef CSM_METRIC_JOB_H
#define CSM_METRIC_JOB_H

#include "metric/scope.h"

/* The result of a job for the scope's entity, evaluated when first asked for. */
const struct csm_result *csm_job_result(struct csm_scope *scope, size_t job);

/* Find the company's calendar, once the work is turned to it and before anything is
 * evaluated: the conditions of holidays are jobs themselves. */
void csm_job_calendar(struct csm_work *work);
void csm_job_calendars_fini(struct csm_work *work);

/* The values of a job that was asked for, once it has its result. */
const struct csm_value *csm_job_values(struct csm_scope *scope, size_t job);
/* The same as results of a metric. */
const int64_t *csm_job_micros(struct csm_scope *scope, size_t job);

/* The points of an entity (NULL: it has none) that are taken for the results of a job; n 0: none
 * are. */
struct csm_series csm_job_points(
    const struct csm_job *job, const struct csm_entity_points *entity);
/*
 * Whether all that is asked of a company can be told by its own points, without those of its
 * end users, assets and projects.  `own` is NULL if it has none; `first` is the day of its first
 * point, theirs included; `needed` has room for plan->jobs.
 */
bool csm_job_suffices(const struct csm_plan *plan, const struct csm_entity_points *own,
    int32_t first, bool *needed);

#endif
