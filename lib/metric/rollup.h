/*
 * Rollup: the points a source stands for, of an entity or of many, as one series.
 *
 * Ownership: what is returned borrows from the set or lives in the arena given.
 */
#ifndef CSM_METRIC_ROLLUP_H
#define CSM_METRIC_ROLLUP_H

#include "metric/operand.h"
#include "series/distinct.h"
#include "series/set.h"

/*
 * The series of a source of the kinds POINTS and ACTIVITY.  `own` are the points of the
 * entity the formula is evaluated for (NULL: it has none), `set` those of its company.
 * The metrics that match a pattern are added up for each entity, exactly; then the
 * entities are folded.  members[model], if not NULL, is set to how many entities had
 * something on the days.  Values are asked for of the days from..until alone; it may hold
 * more.
 */
struct csm_series csm_rollup_points(const struct csm_operand *source,
    const struct csm_set *set, const struct csm_entity_points *own, int32_t from,
    int32_t until, struct csm_arena *arena, size_t members[CSM_MODELS]);

/* The same series, added to `distinct` by the names of their metrics: one that several
 * entities have is one thing. */
void csm_rollup_by_name(const struct csm_operand *source, const struct csm_set *set,
    const struct csm_entity_points *own, struct csm_distinct *distinct);

#endif
