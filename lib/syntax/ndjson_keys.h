/*
 * Keys: which of the paths asked for some object had, and what the first objects were
 * made of, for messages about paths that none had.
 *
 * Ownership: names are copied; _fini frees them.
 */
#ifndef CSM_SYNTAX_NDJSON_KEYS_H
#define CSM_SYNTAX_NDJSON_KEYS_H

#include "base/buf.h"
#include "base/intern.h"
#include "syntax/flat_json.h"

#include <jansson.h>
#include <stdbool.h>

/* All zero is valid. */
struct csm_ndjson_keys {
	bool *had; /* by path */
	size_t n, cap;
	size_t lacking; /* paths that none had so far */
	size_t objects; /* looked at for their keys */
	bool closed;    /* no more are looked at: which come next depends on threads */
	struct csm_intern name;
	struct csm_buf
	    list; /* path of the first array of objects in the first object */
};

void csm_ndjson_keys_fini(struct csm_ndjson_keys *keys);
/* One path more. */
void csm_ndjson_keys_add(struct csm_ndjson_keys *keys);

/* An object has the path. */
static inline void
csm_ndjson_keys_saw(struct csm_ndjson_keys *keys, size_t path)
{
	keys->lacking -= !keys->had[path];
	keys->had[path] = true;
}

/* Whether an object's keys are wanted; they are then to be given. */
bool csm_ndjson_keys_wanted(const struct csm_ndjson_keys *keys);
void csm_ndjson_keys_flat(
    struct csm_ndjson_keys *keys, const struct csm_flatjson *flat);
void csm_ndjson_keys_object(struct csm_ndjson_keys *keys, const json_t *object);

#endif
