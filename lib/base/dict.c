#include "base/dict.h"

#include "base/intern.h"
#include "base/xalloc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Of 32 bytes each: a dictionary of a few names is 8 KiB.  Tables double when they are half
 * full, which trades a third of the memory of fuller ones for looks that mostly hit the
 * first line; from 16 to 4096 first ones an ingest was measured the same. */
#define FIRST_SLOTS 256

void
csm_dict_fini(struct csm_dict *d)
{
	free(d->memory);
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

size_t
csm_dict_bytes(const struct csm_dict *d)
{
	/* the table is between a quarter and half full */
	return d->n * (3 * sizeof *d->slot + sizeof *d->text) + d->arena.bytes;
}

/* Half a cache line, so that aligned ones never lie in two. */
_Static_assert(sizeof(struct csm_dict_slot) == 32, "two slots a cache line");

/* The empty slot where a key that is not there belongs. */
static struct csm_dict_slot *
empty_slot(const struct csm_dict *d, uint64_t hash)
{
	size_t i = (size_t)hash;

	assert(d->n < d->slots && (d->slots & (d->slots - 1)) == 0);

	while (d->slot[i & (d->slots - 1)].id != 0)
		i++;
	return &d->slot[i & (d->slots - 1)];
}

static void
allocate(struct csm_dict *d)
{
	/* calloc() aligns to 16 bytes only: one slot more gives room to begin at the
	 * next 32. */
	const size_t size = sizeof *d->slot;
	char *p = csm_xcalloc_wide(d->slots + 1, size);

	d->memory = p;
	d->slot = (struct csm_dict_slot *)(void *)(p + (size - (uintptr_t)p % size));
}

void
csm_dict_reserve(struct csm_dict *d, size_t n)
{
	struct csm_dict_slot *old = d->slot;
	void *memory = d->memory;
	size_t slots = d->slots;

	/* Odd, so never 0: that is what says that none was drawn. */
	if (d->seed[0] == 0) {
		d->seed[0] = csm_intern_hash("dict", 4) | 1;
		d->seed[1] = csm_intern_hash("second", 6) | 1;
	}
	if ((d->n + n) * 2 <= d->slots)
		return;
	if (d->slots == 0)
		d->slots = FIRST_SLOTS;
	while ((d->n + n) * 2 > d->slots)
		d->slots *= 2;
	allocate(d);
	for (size_t i = 0; i < slots; i++)
		if (old[i].id != 0)
			*empty_slot(d, csm_dict_hash(d, &old[i].key)) = old[i];
	free(memory);
}

struct csm_dict_key
csm_dict_key(uint32_t group, const char *s, size_t len)
{
	char padded[CSM_DICT_SHORT] = {0};

	assert(len <= UINT32_MAX); /* it shares a word with the group */
	/* Of a longer text `a` is the hash of all of it: two that agree in it and the
	 * length are compared byte by byte in csm_dict_find. */
	if (len > CSM_DICT_SHORT)
		return (struct csm_dict_key){
		    csm_intern_hash(s, len), 0, (uint64_t)group << 32 | (uint32_t)len};
	if (len != 0)
		memcpy(padded, s, len);
	return csm_dict_key_padded(group, padded, len);
}

struct csm_dict_slot *
csm_dict_add(struct csm_dict *d, const struct csm_dict_key *key, uint64_t hash,
    const char *s, uint32_t note)
{
	struct csm_dict_slot *slot = empty_slot(d, hash);
	uint32_t len = csm_dict_key_len(key);

	CSM_GROW(d->text, d->n, &d->cap);
	d->text[d->n] =
	    (struct csm_dict_entry){d->copy ? csm_arena_text(&d->arena, s, len) : s,
		len, (uint32_t)(key->rest >> 32)};
	d->n++;
	assert(slot->id == 0 && d->n <= UINT32_MAX);
	*slot = (struct csm_dict_slot){*key, (uint32_t)d->n, note};
	return slot;
}

uint32_t
csm_dict_put(struct csm_dict *d, uint32_t group, const char *s, size_t len)
{
	struct csm_dict_key key = csm_dict_key(group, s, len);
	struct csm_dict_slot *slot;
	uint64_t hash;

	csm_dict_reserve(d, 1);
	hash = csm_dict_hash(d, &key);
	slot = csm_dict_find(d, &key, hash, s);
	if (slot == NULL)
		slot = csm_dict_add(d, &key, hash, s, 0);
	return slot->id - 1;
}
