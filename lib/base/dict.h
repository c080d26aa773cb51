/*
 * Dictionary: as csm_intern, for the loops in which every row looks something up.
 * Texts of up to 16 bytes are kept as two words in the table itself, so that a look is
 * one cache line and two comparisons; of longer ones there is a hash, and then the
 * text.  Finding the line can be told apart from looking at it, for who has many texts
 * to look up and would rather wait for all the lines at once.
 *
 * Ownership: with `copy` the dictionary keeps copies of the texts; without, the caller
 * keeps them where they are for as long as the dictionary is used.
 *
 * Measured by profile, 5,000 names of 13 bytes in any order: 6 ns a look if many are
 * begun at once.
 */
#ifndef CSM_BASE_DICT_H
#define CSM_BASE_DICT_H

#include "base/int128.h"
#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Longest text that is kept in the table; as many bytes can be loaded of a text said to
 * be padded. */
#define CSM_DICT_SHORT 16

struct csm_dict_key {
	uint64_t a, b; /* short: the text, then zeros; else its hash, and 0 */
	uint64_t rest; /* group << 32 | length */
};

_Static_assert(CSM_DICT_SHORT == 2 * sizeof(uint64_t), "a short text is two words");

struct csm_dict_slot {
	struct csm_dict_key key;
	uint32_t id; /* + 1; 0: empty */
	uint32_t note;
};

struct csm_dict_entry {
	const char *s;
	uint32_t len, group;
};

/* All zero is valid, empty and keeps no copies. */
struct csm_dict {
	void *memory;
	struct csm_dict_slot *slot; /* in it, none of them in two cache lines */
	size_t slots;
	struct csm_dict_entry *text; /* by id: 0, 1, 2 ... in order of appearance */
	size_t n, cap;
	int copy;
	uint64_t seed[2]; /* 0: none drawn yet */
	struct csm_arena arena;
};

void csm_dict_fini(struct csm_dict *d);
/* Empty again, its memory kept. */
void csm_dict_reset(struct csm_dict *d);
/* What its texts take of memory, about. */
size_t csm_dict_bytes(const struct csm_dict *d);
/* The id of a text in a group (0 where there are none), added if new; len < 2^32. */
uint32_t csm_dict_put(struct csm_dict *d, uint32_t group, const char *s, size_t len);

/*
 * In steps: room for n more texts, without which a key may not be looked for; its key;
 * the key's hash; the slot, which is another's after the next text is added.  A text
 * that is new gets the note given, else it keeps the one it has.
 */
void csm_dict_reserve(struct csm_dict *d, size_t n);
struct csm_dict_key csm_dict_key(uint32_t group, const char *s, size_t len);
struct csm_dict_slot *csm_dict_add(struct csm_dict *d, const struct csm_dict_key *key,
    uint64_t hash, const char *s, uint32_t note);

/* As csm_dict_key, of a padded text. */
static inline struct csm_dict_key
csm_dict_key_padded(uint32_t group, const char *s, size_t len)
{
	/* 16 bytes of all ones, then of zeros: at 16 - len begins the mask of a text */
	static const unsigned char ones[2 * CSM_DICT_SHORT] = {255, 255, 255, 255, 255,
	    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
	struct csm_dict_key key;
	uint64_t mask[2];

	if (len > CSM_DICT_SHORT)
		return csm_dict_key(group, s, len);
	memcpy(mask, ones + CSM_DICT_SHORT - len, sizeof mask);
	memcpy(&key.a, s, 8);
	memcpy(&key.b, s + 8, 8);
	key.a &= mask[0];
	key.b &= mask[1];
	key.rest = (uint64_t)group << 32 | (uint32_t)len;
	return key;
}

static inline uint32_t
csm_dict_key_len(const struct csm_dict_key *key)
{
	return (uint32_t)key->rest;
}

static inline uint64_t
csm_dict_hash(const struct csm_dict *d, const struct csm_dict_key *key)
{
	uint64_t rest = key->rest * UINT64_C(0xe7037ed1a0b428db);
	csm_uint128 x =
	    (csm_uint128)(key->a ^ d->seed[0] ^ rest) * (key->b ^ d->seed[1]);

	return (uint64_t)(x >> 64) ^ (uint64_t)x;
}

static inline void
csm_dict_fetch(const struct csm_dict *d, uint64_t hash)
{
	__builtin_prefetch(&d->slot[hash & (d->slots - 1)]);
}

/* The slot of the key, or NULL if it is not there. */
static inline struct csm_dict_slot *
csm_dict_find(const struct csm_dict *d, const struct csm_dict_key *key, uint64_t hash,
    const char *s)
{
	for (size_t i = (size_t)hash;; i++) {
		struct csm_dict_slot *at = &d->slot[i & (d->slots - 1)];
		if (at->key.a == key->a && at->key.b == key->b &&
		    at->key.rest == key->rest && at->id != 0 &&
		    (csm_dict_key_len(key) <= CSM_DICT_SHORT ||
			memcmp(d->text[at->id - 1].s, s, csm_dict_key_len(key)) == 0))
			return at;
		if (at->id == 0)
			return NULL;
	}
}

#endif
