/*
 * Stated: the words beside the points of a metric, red and good, as a series: each day
 * that has one has the number of its word.
 *
 * Ownership: series and words live in the arena.
 */
#ifndef CSM_METRIC_STATED_H
#define CSM_METRIC_STATED_H

#include "base/value.h"
#include "series/set.h"

/* Days on which the entity's metric has a state, also those without a value.  *word is
 * by number.  entity: NULL, it has no points. */
struct csm_series csm_stated_series(const struct csm_entity_points *entity,
    const char *metric, struct csm_arena *arena, const char *const **word);
/* Numbers of such a series become their words, in place. */
void csm_stated_words(const char *const *word, struct csm_value *value, size_t n);

#endif
