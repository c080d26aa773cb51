/*
 * Arena: many small pieces of memory, freed together.
 *
 * Ownership: what an arena gives belongs to the arena and lives until csm_arena_fini
 * or csm_arena_reset.
 */
#ifndef CSM_BASE_ARENA_H
#define CSM_BASE_ARENA_H

#include <stddef.h>

struct csm_arena_block;
struct csm_arena_cleanup;

/* All zero is a valid empty arena. */
struct csm_arena {
	struct csm_arena_block *head;
	size_t bytes; /* given out since the last reset: what a memory limit counts */
	struct csm_arena_cleanup *cleanup; /* newest first; NULL: none */
};

void csm_arena_init(struct csm_arena *a);
void csm_arena_fini(struct csm_arena *a);
/* Forget everything given out; keeps one block for reuse. */
void csm_arena_reset(struct csm_arena *a);

/* Call `end` with `what` before the memory goes, newest first: for what an arena holds
 * that is more than memory. */
void csm_arena_cleanup(struct csm_arena *a, void (*end)(void *what), void *what);

/* `bytes` zeroed bytes, aligned for any object. */
void *csm_arena_alloc(struct csm_arena *a, size_t bytes);
#define CSM_ARENA_NEW(arena, type) ((type *)csm_arena_alloc((arena), sizeof(type)))
#define CSM_ARENA_ARRAY(arena, type, n)                                                \
	((type *)csm_arena_alloc((arena), (n) * sizeof(type)))
/* The piece p, NULL or `was` bytes of csm_arena_alloc, with room for `bytes`, those added
 * zeroed; it may have moved.  A large one leaves nothing behind. */
void *csm_arena_grow(struct csm_arena *a, void *p, size_t was, size_t bytes);
/* A copy of len bytes, unaligned, with a NUL added; s may hold NUL bytes. */
char *csm_arena_text(struct csm_arena *a, const char *s, size_t len);
char *csm_arena_strdup(struct csm_arena *a, const char *s);
char *csm_arena_printf(struct csm_arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
