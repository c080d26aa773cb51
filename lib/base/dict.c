#include "base/dict.h"

#include "base/intern.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

#define SHORT 16
#define FIRST_SLOTS 256

void
csm_dict_fini(struct csm_dict *d)
{
	free(d->slot);
	free(d->key);
	free(d->text);
	csm_arena_fini(&d->arena);
	*d = (struct csm_dict){0};
}

void
csm_dict_reset(struct csm_dict *d)
{
	if (d->n != 0)
		memset(d->slot, 0, d->slots * sizeof *d->slot);
	d->n = 0;
	csm_arena_reset(&d->arena);
}

static uint64_t
load8(const char *s)
{
	uint64_t v;

	memcpy(&v, s, sizeof v);
	return v;
}

static uint32_t
load4(const char *s)
{
	uint32_t v;

	memcpy(&v, s, sizeof v);
	return v;
}

/* The words of a text; those of two texts of one length are the same only if these
 * are, up to SHORT bytes. */
static inline void
words(const char *s, size_t len, uint64_t *a, uint64_t *b)
{
	if (len > SHORT) {
		*a = csm_intern_hash(s, len);
		*b = 0;
	} else if (len >= 8) {
		*a = load8(s);
		*b = load8(s + len - 8);
	} else if (len >= 4) {
		*a = load4(s);
		*b = load4(s + len - 4);
	} else if (len > 0) {
		*a = (unsigned char)s[0];
		*b = (uint64_t)(unsigned char)s[len / 2] << 8 |
		     (unsigned char)s[len - 1];
	} else {
		*a = *b = 0;
	}
}

__extension__ typedef unsigned __int128 wide;

static inline uint64_t
hash(uint64_t k, const struct csm_dict_key *key)
{
	wide x = (wide)(key->a ^ k) *
		 (key->b ^ (k << 32 | k >> 32) ^ UINT64_C(0xa0761d6478bd642f));

	k = (uint64_t)(x >> 64) ^ (uint64_t)x;
	x = (wide)(k ^ ((uint64_t)key->len << 32 | key->group)) *
	    UINT64_C(0xe7037ed1a0b428db);
	return (uint64_t)(x >> 64) ^ (uint64_t)x;
}

static void
grow(struct csm_dict *d)
{
	if (d->seed == 0)
		d->seed = csm_intern_hash("dict", 4) | 1;
	free(d->slot);
	d->slots = d->slots == 0 ? FIRST_SLOTS : d->slots * 2;
	d->slot = csm_xcalloc(d->slots, sizeof *d->slot);
	for (size_t id = 0; id < d->n; id++) {
		uint64_t h = hash(d->seed, &d->key[id]);
		size_t i = (size_t)h & (d->slots - 1);
		while (d->slot[i] != 0)
			i = (i + 1) & (d->slots - 1);
		d->slot[i] = h >> 32 << 32 | (id + 1);
	}
}

static uint32_t
add(struct csm_dict *d, const struct csm_dict_key *key, const char *s)
{
	CSM_GROW(d->text, d->n, &d->cap);
	CSM_GROW(d->key, d->n, &d->key_cap);
	d->key[d->n] = *key;
	d->text[d->n] = (struct csm_dict_text){
	    d->copy ? csm_arena_text(&d->arena, s, key->len) : s, key->len, key->group};
	return (uint32_t)d->n++;
}

uint32_t
csm_dict_put(struct csm_dict *d, uint32_t group, const char *s, size_t len)
{
	struct csm_dict_key key = {.len = (uint32_t)len, .group = group};
	uint64_t h, slot;

	if (d->n * 3 >= d->slots)
		grow(d);
	words(s, len, &key.a, &key.b);
	h = hash(d->seed, &key);
	for (size_t i = (size_t)h;; i++) {
		i &= d->slots - 1;
		slot = d->slot[i];
		if (slot == 0) {
			uint32_t id = add(d, &key, s);
			d->slot[i] = h >> 32 << 32 | (id + 1);
			return id;
		}
		if (slot >> 32 != h >> 32)
			continue;
		const struct csm_dict_key *at = &d->key[(uint32_t)slot - 1];
		if (at->a == key.a && at->b == key.b && at->len == key.len &&
		    at->group == group &&
		    (len <= SHORT ||
			memcmp(d->text[(uint32_t)slot - 1].s, s, len) == 0))
			return (uint32_t)slot - 1;
	}
}

size_t
csm_dict_bytes(const struct csm_dict *d)
{
	return d->slots * sizeof *d->slot +
	       d->cap * (sizeof *d->text + sizeof *d->key) + d->arena.bytes;
}
