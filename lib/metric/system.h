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
 * Cost: both are linear in points and days, whatever N.
 */
#ifndef CSM_METRIC_SYSTEM_H
#define CSM_METRIC_SYSTEM_H

#include "metric/company.h"

/* Over the days from..until; the arrays come from the arena. */
struct csm_series csm_system_users_total(
    struct csm_company *c, int32_t from, int32_t until, struct csm_arena *arena);
struct csm_series csm_system_users_active(struct csm_company *c, int32_t n,
    int32_t from, int32_t until, struct csm_arena *arena);
/* The newest of the days from..until with an activity of an end user that is not 0;
 * CSM_DAY_NONE if none has. */
int32_t csm_system_newest(struct csm_company *c, int32_t from, int32_t until);

#endif
