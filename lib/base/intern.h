/*
 * Interned strings: each distinct byte string gets a dense id, 0, 1, 2, ... in order of
 * first appearance; equal strings have equal ids and equal pointers.  The hash is XXH3
 * with a seed drawn per process, so that chosen ids cannot degrade the table; nothing
 * observable depends on the seed.
 *
 * Ownership: the table owns the texts; they live until csm_intern_fini / _reset.
 */
#ifndef CSM_BASE_INTERN_H
#define CSM_BASE_INTERN_H

#include "base/arena.h"
#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

#define CSM_INTERN_NONE UINT32_MAX

/* All zero is a valid empty table. */
struct csm_intern {
	struct csm_arena arena;
	struct csm_text
	    *text; /* by id; NUL-terminated, may hold NUL bytes before len */
	size_t n, cap;
	uint64_t *slot; /* hash high bits << 32 | id + 1; 0 is empty */
	size_t slots;
};

void csm_intern_fini(struct csm_intern *t);
void csm_intern_reset(struct csm_intern *t);
/* The id of the string, added if new. */
uint32_t csm_intern_put(struct csm_intern *t, const char *s, size_t len);
/* The id of the string, CSM_INTERN_NONE if absent. */
uint32_t csm_intern_find(const struct csm_intern *t, const char *s, size_t len);
/*
 * rank[id] = place of the id in byte order of the texts, for all n ids; the caller
 * frees.  Byte order is memcmp, a prefix first.
 */
uint32_t *csm_intern_ranks(const struct csm_intern *t);
/* The hash of the tables, seeded per process, for tables of other shapes. */
uint64_t csm_intern_hash(const char *s, size_t len);
/* 128 bits of it. */
void csm_intern_hash_wide(const char *s, size_t len, uint64_t hash[2]);
/* Bytes held: what a memory limit counts. */
size_t csm_intern_bytes(const struct csm_intern *t);

/* memcmp order of two byte strings, a prefix first: the order of every stream. */
int csm_bytes_cmp(const char *a, size_t alen, const char *b, size_t blen);

#endif
