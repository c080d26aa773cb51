/*
 * Dictionary: as csm_intern, for the loops in which every row looks something up.
 * Texts of up to 16 bytes are kept as words beside the table, so that a look is two
 * cache lines, few of them in all, and two comparisons.
 *
 * Ownership: with `copy` the dictionary keeps copies of the texts; without, the caller
 * keeps them where they are for as long as the dictionary is used.
 */
#ifndef CSM_BASE_DICT_H
#define CSM_BASE_DICT_H

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

struct csm_dict_key {
	uint64_t a, b; /* up to 16 bytes: the text; else its hash, and `text` tells */
	uint32_t len, group;
};

struct csm_dict_text {
	const char *s;
	uint32_t len, group;
};

/* All zero is valid, empty and keeps no copies. */
struct csm_dict {
	uint64_t *slot; /* upper half of the hash << 32 | id + 1; 0: empty */
	size_t slots;
	struct csm_dict_key *key;   /* by id: 0, 1, 2 ... in order of appearance */
	struct csm_dict_text *text; /* likewise */
	size_t n, cap, key_cap;
	int copy;
	uint64_t seed; /* 0: none drawn yet */
	struct csm_arena arena;
};

void csm_dict_fini(struct csm_dict *d);
/* Empty again, its memory kept. */
void csm_dict_reset(struct csm_dict *d);
/* The id of a text in a group (0 where there are none), added if new; len < 2^32. */
uint32_t csm_dict_put(struct csm_dict *d, uint32_t group, const char *s, size_t len);
/* Bytes held. */
size_t csm_dict_bytes(const struct csm_dict *d);

#endif
