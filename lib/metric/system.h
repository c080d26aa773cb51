/*
 * System: numbers of end users, derived from the points of a company's end users and
 * from their fields file.
 *
 * system.users_total: those in the fields file, on every day, and those with a first
 * point of any metric on or before the day.
 *
 * system.users_active_last<N>: those with a point of activities.* that is not 0 on one
 * of the last N days.
 *
 * Both have a value on every day asked for if the fields file knows an end user of the
 * company, else from the company's first point on; before that they are missing.
 *
 * system.relevance: of each end user how much he matters, 0 to 100, by the formula of
 * csm-formula(5).
 *
 * Cost: both are linear in users and days asked for and in the points of those days,
 * whatever N.
 */
#ifndef CSM_METRIC_SYSTEM_H
#define CSM_METRIC_SYSTEM_H

#include "metric/company.h"
#include "metric/metric.h"

/* Over the days from..until; the arrays come from the arena. */
struct csm_series csm_system_users_total(
    struct csm_company *c, int32_t from, int32_t until, struct csm_arena *arena);
struct csm_series csm_system_users_active(struct csm_company *c, int32_t n,
    int32_t from, int32_t until, struct csm_arena *arena);
/* The newest of the days from..until with an activity of an end user that is not 0;
 * CSM_DAY_NONE if none has. */
int32_t csm_system_newest(struct csm_company *c, int32_t from, int32_t until);

/* Metrics that are formulas over others, as a configuration could define them; where a
 * formula names one it is evaluated, whatever points have its name.  How many: */
#define CSM_SYSTEM_MADE 1
#define CSM_SYSTEM_RELEVANCE "system.relevance"
/* Which of them a name is, from 0; -1: none. */
int csm_system_made_find(const char *metric);
/* Whose it is. */
enum csm_model csm_system_made_model(int made);
/* Its definition, in the arena. */
const struct csm_metric *csm_system_made(struct csm_arena *arena, int made);

#endif
