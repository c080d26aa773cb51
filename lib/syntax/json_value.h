/*
 * JSON values of jansson as the texts of fields: finding one by its dotted path, and
 * writing one down.
 *
 * Ownership: a value found is borrowed from the object.
 */
#ifndef CSM_SYNTAX_JSON_VALUE_H
#define CSM_SYNTAX_JSON_VALUE_H

#include "base/buf.h"
#include "syntax/csv.h"

#include <jansson.h>

/* Parse any value, with flags of jansson's besides; NULL and *error set.  Numbers may be
 * too large for a double: what is written down of them are the digits of the text. */
json_t *csm_json_value_load(struct csm_text text, size_t flags, json_error_t *error);
/*
 * The value at a dotted path; a key that itself holds dots is preferred.  In an array a
 * number is the place of an element, from 0; a text, number or truth counts as
 * an array of itself.  NULL if there is none.
 */
const json_t *csm_json_value_find(const json_t *object, const char *path);
/*
 * Append compact JSON, keys in their order, numbers as they are written in `text`: the
 * bytes `root` was parsed from, which is or holds `value`.
 */
void csm_json_value_put(
    struct csm_buf *out, const json_t *value, const json_t *root, struct csm_text text);

#endif
