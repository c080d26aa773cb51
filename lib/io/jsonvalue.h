/*
 * JSON values of jansson as the texts of fields: finding one by its dotted path, and
 * writing one down.
 *
 * Ownership: a value found is borrowed from the object.
 */
#ifndef CSM_IO_JSONVALUE_H
#define CSM_IO_JSONVALUE_H

#include "base/buf.h"

#include <jansson.h>

/* The value at a dotted path; a key that itself holds dots is preferred.  NULL if there
 * is none. */
const json_t *csm_jsonvalue_find(const json_t *object, const char *path);
/*
 * Append compact JSON, keys in their order.  Integers in full; a real by the shortest
 * text that reads back as it, with a point or an exponent, so that it stays a real.
 */
void csm_jsonvalue_put(struct csm_buf *out, const json_t *value);

#endif
