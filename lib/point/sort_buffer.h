/*
 * Pile: points in memory, and their canonical order.  A point takes 24 bytes, 4 more to
 * be sorted, 8 more each once a line or an order was pushed; texts are kept once.
 *
 * Ownership: points are copied in; one given out is borrowed until the pile is reset.
 */
#ifndef CSM_POINT_SORT_BUFFER_H
#define CSM_POINT_SORT_BUFFER_H

#include "point/point.h"

struct csm_pile;

struct csm_pile *csm_pile_new(void);
void csm_pile_free(struct csm_pile *pile); /* NULL allowed */
void csm_pile_push(struct csm_pile *pile, const struct csm_point *point, int64_t order);
size_t csm_pile_count(const struct csm_pile *pile);
/* Memory held, with what sorting will take; SIZE_MAX when no point fits any more. */
size_t csm_pile_bytes(const struct csm_pile *pile);

/* Once, after the last push: csm_pile_next then gives the points in canonical order,
 * equal keys by `order`, then as pushed.  1, or 0 at the end. */
void csm_pile_sort(struct csm_pile *pile);
int csm_pile_next(struct csm_pile *pile, struct csm_point *point, int64_t *order);
/* Empty again, memory given back. */
void csm_pile_reset(struct csm_pile *pile);

#endif
