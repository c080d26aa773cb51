/*
 * Keys: which of the paths asked for some object had, and what objects were made of, for
 * messages about paths that none had.  As long as a path is lacking, every object is looked
 * at, and names are kept in the order of the input, whoever reads which batch of it.
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
	uint64_t batch; /* that is read, counted over all who read the input */
	struct csm_intern name;
	uint64_t *batch_of; /* by name: in which it was first */
	size_t batch_cap;
	uint32_t *last; /* by member: its name in the last object that had so many */
	size_t lasts, last_cap;
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
/* Take over what another saw of other batches. */
void csm_ndjson_keys_join(
    struct csm_ndjson_keys *keys, const struct csm_ndjson_keys *of);

#endif
