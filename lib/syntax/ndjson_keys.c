#include "syntax/ndjson_keys.h"

#include "base/buf.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

/* As many names are kept, and none that is longer: a file whose keys are ids has as many as
 * it has rows, and no message proposes one of those. */
#define MOST_NAMES 4096
#define MOST_BYTES 256
/* Deeper members are named by who holds them. */
#define MOST_DEPTH 6

void
csm_ndjson_keys_fini(struct csm_ndjson_keys *keys)
{
	free(keys->had);
	free(keys->batch_of);
	free(keys->last);
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
	return keys->lacking > 0 && keys->name.n < MOST_NAMES;
}

static uint32_t
keys_keep(struct csm_ndjson_keys *keys, uint64_t batch, const char *name, size_t len)
{
	const size_t had = keys->name.n;
	uint32_t id;

	if (len > MOST_BYTES || had >= MOST_NAMES)
		return CSM_INTERN_NONE;
	id = csm_intern_put(&keys->name, name, len);
	if (keys->name.n > had) {
		CSM_GROW(keys->batch_of, had, &keys->batch_cap);
		keys->batch_of[had] = batch;
	}
	return id;
}

/* The m-th member of an object, sought first where it was in the one before: exports write
 * all their objects alike. */
static void
keys_put(struct csm_ndjson_keys *keys, size_t m, const char *name, size_t len)
{
	while (keys->lasts <= m) {
		CSM_GROW(keys->last, keys->lasts, &keys->last_cap);
		keys->last[keys->lasts++] = CSM_INTERN_NONE;
	}
	if (keys->last[m] != CSM_INTERN_NONE) {
		const struct csm_text *known = &keys->name.text[keys->last[m]];
		if (known->len == len && memcmp(known->s, name, len) == 0)
			return;
	}
	keys->last[m] = keys_keep(keys, keys->batch, name, len);
}

void
csm_ndjson_keys_flat(struct csm_ndjson_keys *keys, const struct csm_flatjson *flat)
{
	keys->objects++;
	for (size_t m = 0; m < flat->n; m++)
		keys_put(keys, m, flat->at[m].key.s, flat->at[m].key.len);
}

static void
keys_members(struct csm_ndjson_keys *keys, struct csm_buf *path, const json_t *in,
    int depth, size_t *members)
{
	json_t *object = (json_t *)(size_t)in; /* jansson's iterators want it so */
	const size_t len = path->len;

	for (void *it = json_object_iter(object); it != NULL;
	     it = json_object_iter_next(object, it)) {
		const json_t *value = json_object_iter_value(it);
		csm_buf_put(
		    path, json_object_iter_key(it), json_object_iter_key_len(it));
		/* Only of the first object: an answer of an API is one, with its rows
		 * in a list. */
		if (keys->objects == 1 && keys->list.len == 0 &&
		    json_is_object(json_array_get(value, 0)))
			csm_buf_put(&keys->list, csm_buf_text(path), path->len);
		if (json_is_object(value) && json_object_size(value) > 0 &&
		    depth < MOST_DEPTH) {
			csm_buf_putc(path, '.');
			keys_members(keys, path, value, depth + 1, members);
		} else {
			keys_put(keys, (*members)++, csm_buf_text(path), path->len);
		}
		path->len = len;
	}
}

void
csm_ndjson_keys_object(struct csm_ndjson_keys *keys, const json_t *object)
{
	struct csm_buf path = {0};
	size_t members = 0;

	keys->objects++;
	keys_members(keys, &path, object, 0, &members);
	csm_buf_fini(&path);
}

void
csm_ndjson_keys_join(struct csm_ndjson_keys *keys, const struct csm_ndjson_keys *of)
{
	struct csm_ndjson_keys both = {0};
	size_t a = 0, b = 0;

	for (size_t i = 0; i < keys->n && i < of->n; i++)
		if (of->had[i])
			csm_ndjson_keys_saw(keys, i);
	/* each keeps its names as its batches came, and no batch is another's: together
	 * they are as if one had read all, and so are the first MOST_NAMES of them */
	while (a < keys->name.n || b < of->name.n) {
		const bool ours =
		    b == of->name.n ||
		    (a < keys->name.n && keys->batch_of[a] < of->batch_of[b]);
		const struct csm_ndjson_keys *from = ours ? keys : of;
		const size_t i = ours ? a++ : b++;
		keys_keep(&both, from->batch_of[i], from->name.text[i].s,
		    from->name.text[i].len);
	}
	csm_intern_fini(&keys->name);
	free(keys->batch_of);
	keys->name = both.name;
	keys->batch_of = both.batch_of;
	keys->batch_cap = both.batch_cap;
	keys->lasts = 0;
	if (keys->list.len == 0)
		csm_buf_put(&keys->list, csm_buf_text(&of->list), of->list.len);
}
