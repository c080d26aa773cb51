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

static inline size_t
hash(uint64_t k, uint64_t a, uint64_t b, uint32_t len, uint32_t group)
{
	wide x =
	    (wide)(a ^ k) * (b ^ (k << 32 | k >> 32) ^ UINT64_C(0xa0761d6478bd642f));

	k = (uint64_t)(x >> 64) ^ (uint64_t)x;
	x = (wide)(k ^ ((uint64_t)len << 32 | group)) * UINT64_C(0xe7037ed1a0b428db);
	return (size_t)((uint64_t)(x >> 64) ^ (uint64_t)x);
}

static void
grow(struct csm_dict *d)
{
	size_t slots = d->slots == 0 ? FIRST_SLOTS : d->slots * 2;
	struct csm_dict_slot *slot = csm_xcalloc(slots, sizeof *slot);

	if (d->seed == 0)
		d->seed = csm_intern_hash("dict", 4) | 1;
	for (size_t i = 0; i < d->slots; i++) {
		struct csm_dict_slot *from = &d->slot[i];
		if (from->id == 0)
			continue;
		size_t to = hash(d->seed, from->a, from->b, from->len, from->group);
		while (slot[to & (slots - 1)].id != 0)
			to++;
		slot[to & (slots - 1)] = *from;
	}
	free(d->slot);
	d->slot = slot;
	d->slots = slots;
}

static uint32_t
add(struct csm_dict *d, struct csm_dict_slot *slot, const char *s)
{
	CSM_GROW(d->text, d->n, &d->cap);
	d->text[d->n] = (struct csm_dict_text){
	    d->copy ? csm_arena_text(&d->arena, s, slot->len) : s, slot->len,
	    slot->group};
	slot->id = (uint32_t)++d->n;
	return slot->id - 1;
}

uint32_t
csm_dict_put(struct csm_dict *d, uint32_t group, const char *s, size_t len)
{
	struct csm_dict_slot key = {.len = (uint32_t)len, .group = group};

	if (d->n * 4 >= d->slots * 3)
		grow(d);
	words(s, len, &key.a, &key.b);
	for (size_t i = hash(d->seed, key.a, key.b, key.len, group);; i++) {
		struct csm_dict_slot *at = &d->slot[i & (d->slots - 1)];
		if (at->id == 0) {
			*at = key;
			return add(d, at, s);
		}
		if (at->a == key.a && at->b == key.b && at->len == key.len &&
		    at->group == group &&
		    (len <= SHORT || memcmp(d->text[at->id - 1].s, s, len) == 0))
			return at->id - 1;
	}
}

size_t
csm_dict_bytes(const struct csm_dict *d)
{
	return d->slots * sizeof *d->slot + d->cap * sizeof *d->text + d->arena.bytes;
}
