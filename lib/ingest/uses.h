/*
 * Uses: how many different features and modules an entity used, for every day: the
 * points system.features_used and system.modules_used, made of the points of its
 * activities and modules while they are written.
 *
 * Ownership: the features and the writer are borrowed.
 */
#ifndef CSM_INGEST_USES_H
#define CSM_INGEST_USES_H

#include "ingest/features.h"
#include "point/point.h"

struct csm_uses;

/* features: which activities are features; NULL: all are. */
struct csm_uses *csm_uses_new(
    const struct csm_features *features, struct csm_point_writer *writer);
void csm_uses_free(struct csm_uses *uses); /* NULL allowed */
/* The next point, in canonical order, that was written: one a key. */
void csm_uses_put(struct csm_uses *uses, const struct csm_point *point);
/*
 * After the last point of an entity, whose key `entity` has: write its two series, and
 * forget them.  A day on which nothing was used has no point.  Returns how many were
 * written.
 */
uint64_t csm_uses_write(struct csm_uses *uses, const struct csm_point *entity);

#endif
