/*
 * Segment by its id: for milestones, profiles and others that are for a segment only.
 *
 * Ownership: the formula lives in the arena.
 */
#ifndef CSM_METRIC_SEGMENT_H
#define CSM_METRIC_SEGMENT_H

#include "config/shape.h"
#include "formula/formula.h"
#include "config/config.h"

/*
 * The condition of the segment that the key "segment" of an entry names: 1, or 0 if it
 * has no such key.  -1 after E_CONFIG: an unknown one, with the nearest, or one that is
 * not of `model`; `what` is "a milestone".
 */
int csm_segment_of(struct csm_arena *arena, const struct csm_config *conf,
    const struct csm_json *entry, enum csm_model model, const char *what,
    struct csm_formula **condition, struct csm_diag *diag);

/* The section "segments" of a configuration. */
extern const struct csm_config_shape csm_segments_shape;

#endif
