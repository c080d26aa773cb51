/*
 * Owner: which of several files the points of a metric and day are of, where the later
 * takes the place of the earlier: the last that has any.
 *
 * Ownership: metrics are copied.
 */
#ifndef CSM_POINT_OWNER_H
#define CSM_POINT_OWNER_H

#include "base/dict.h"
#include "point/point.h"

/* All zero is valid and empty. */
struct csm_owner {
	struct csm_dict keys;
	size_t *file; /* by key: its place among the files */
	size_t cap;
};

void csm_owner_fini(struct csm_owner *owner);
/* A file has a point of this metric and day. */
void csm_owner_put(struct csm_owner *owner, const struct csm_point *point, size_t file);
/* After all were put: whether a point of a file stays. */
bool csm_owner_has(
    const struct csm_owner *owner, const struct csm_point *point, size_t file);

#endif
