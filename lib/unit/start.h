/*
 * Start: the day on which a company became a customer, from which the days to its
 * milestones are counted: a field, else the first day something was used.
 */
#ifndef CSM_UNIT_START_H
#define CSM_UNIT_START_H

#include "config/config.h"
#include "metric/engine.h"

/* The field that settings.start_date names, else "start_date". */
const char *csm_start_field(const struct csm_config *conf);
/* That field of the company the engine evaluated last, as it is on `day`; CSM_DAY_NONE
 * if it has none.  Cells that are no day: csm_fields_tell_all. */
int32_t csm_start_date(struct csm_engine *engine, const char *field, int32_t day);
/* The first day with a point activities.* that is not 0; CSM_DAY_NONE. */
int32_t csm_start_activity(const struct csm_set *set);

#endif
