/*
 * Sort buffer: points in memory, and their canonical order.  A point takes 24 bytes, 4 more to
 * be sorted, 8 more each once a line or an order was pushed; texts are kept once.
 *
 * Ownership: points are copied in; one given out is borrowed until the buffer is reset.
 */
#ifndef CSM_POINT_SORT_BUFFER_H
#define CSM_POINT_SORT_BUFFER_H

#include "point/point.h"

struct csm_sort_buffer;

struct csm_sort_buffer *csm_sort_buffer_new(void);
void csm_sort_buffer_free(struct csm_sort_buffer *buffer); /* NULL allowed */
void csm_sort_buffer_push(
    struct csm_sort_buffer *buffer, const struct csm_point *point, int64_t order);
size_t csm_sort_buffer_count(const struct csm_sort_buffer *buffer);
/* Memory held, with what sorting will take; SIZE_MAX when no point fits any more. */
size_t csm_sort_buffer_bytes(const struct csm_sort_buffer *buffer);

/* Once, after the last push: csm_sort_buffer_next then gives the points in canonical order,
 * equal keys by `order`, then as pushed.  1, or 0 at the end. */
void csm_sort_buffer_sort(struct csm_sort_buffer *buffer);
int csm_sort_buffer_next(
    struct csm_sort_buffer *buffer, struct csm_point *point, int64_t *order);
/* Empty again, memory given back. */
void csm_sort_buffer_reset(struct csm_sort_buffer *buffer);

#endif
