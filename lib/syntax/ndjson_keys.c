#include "syntax/ndjson_keys.h"

#include "base/buf.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

/* As many objects tell what there is, for a message about a key that none of them has: a
 * limit, since to look for longer would cost every run for the few with a word misspelt. */
#define MOST_OBJECTS 64
#define MOST_NAMES 256
/* Deeper members are named by who holds them. */
#define MOST_DEPTH 6

void
csm_ndjson_keys_fini(struct csm_ndjson_keys *keys)
{
	free(keys->had);
	csm_buf_fini(&keys->list);
	csm_intern_fini(&keys->name);
}

void
csm_ndjson_keys_add(struct csm_ndjson_keys *keys)
{
	CSM_GROW(keys->had, keys->n, &keys->cap);
	keys->had[keys->n++] = false;
	keys->lacking++;
}

bool
csm_ndjson_keys_wanted(const struct csm_ndjson_keys *keys)
{
	return keys->lacking > 0 && !keys->closed && keys->objects < MOST_OBJECTS;
}

static void
keys_put(struct csm_ndjson_keys *keys, const char *name, size_t len)
{
	if (keys->name.n < MOST_NAMES)
		csm_intern_put(&keys->name, name, len);
}

void
csm_ndjson_keys_flat(struct csm_ndjson_keys *keys, const struct csm_flatjson *flat)
{
	keys->objects++;
	for (size_t m = 0; m < flat->n; m++)
		keys_put(keys, flat->at[m].key.s, flat->at[m].key.len);
}

static void
keys_members(
    struct csm_ndjson_keys *keys, struct csm_buf *path, const json_t *in, int depth)
{
	json_t *object = (json_t *)(size_t)in; /* jansson's iterators want it so */
	const size_t len = path->len;

	for (void *it = json_object_iter(object); it != NULL;
	     it = json_object_iter_next(object, it)) {
		const json_t *value = json_object_iter_value(it);
		csm_buf_put(
		    path, json_object_iter_key(it), json_object_iter_key_len(it));
		if (keys->objects == 1 && keys->list.len == 0 &&
		    json_is_object(json_array_get(value, 0)))
			csm_buf_put(&keys->list, csm_buf_text(path), path->len);
		if (json_is_object(value) && json_object_size(value) > 0 &&
		    depth < MOST_DEPTH) {
			csm_buf_putc(path, '.');
			keys_members(keys, path, value, depth + 1);
		} else {
			keys_put(keys, csm_buf_text(path), path->len);
		}
		path->len = len;
	}
}

void
csm_ndjson_keys_object(struct csm_ndjson_keys *keys, const json_t *object)
{
	struct csm_buf path = {0};

	keys->objects++;
	keys_members(keys, &path, object, 0);
	csm_buf_fini(&path);
}
