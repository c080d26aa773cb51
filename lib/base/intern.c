#include "base/intern.h"

#include "base/xalloc.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

static uint64_t
seed(void)
{
	/* atomic: threads that draw at once must agree on one, or a table that was
	 * started with the loser's would lose its texts */
	static _Atomic uint64_t drawn;
	uint64_t s = atomic_load_explicit(&drawn, memory_order_relaxed);

	if (s == 0) {
		struct timespec ts;
		uint64_t mine;
		clock_gettime(CLOCK_REALTIME, &ts);
		mine = ((uint64_t)ts.tv_nsec << 32 ^ (uint64_t)ts.tv_sec ^
			   (uint64_t)getpid() << 16) |
		       1;
		if (atomic_compare_exchange_strong(&drawn, &s, mine))
			s = mine;
	}
	return s;
}

uint64_t
csm_intern_hash(const char *s, size_t len)
{
	return XXH3_64bits_withSeed(s == NULL ? "" : s, len, seed());
}

void
csm_intern_hash_wide(const char *s, size_t len, uint64_t hash[2])
{
	XXH128_hash_t h = XXH3_128bits_withSeed(s == NULL ? "" : s, len, seed());

	hash[0] = h.low64;
	hash[1] = h.high64;
}

void
csm_intern_fini(struct csm_intern *t)
{
	csm_arena_fini(&t->arena);
	free(t->text);
	free(t->slot);
	*t = (struct csm_intern){0};
}

void
csm_intern_reset(struct csm_intern *t)
{
	csm_arena_reset(&t->arena);
	t->n = 0;
	if (t->slots != 0)
		memset(t->slot, 0, t->slots * sizeof *t->slot);
}

static size_t
probe(const struct csm_intern *t, uint64_t h, const char *s, size_t len)
{
	size_t mask = t->slots - 1, i = (size_t)h & mask;

	/* some slot is empty, else a text that is not there would be sought for ever */
	assert(t->n < t->slots);
	for (;; i = (i + 1) & mask) {
		uint64_t slot = t->slot[i];
		if (slot == 0)
			return i;
		/* Half of the hash stands in the slot, so that the text of another is
		 * almost never read. */
		if (slot >> 32 != h >> 32)
			continue;
		const struct csm_text *x = &t->text[(uint32_t)slot - 1];
		if (x->len == len && (len == 0 || memcmp(x->s, s, len) == 0))
			return i;
	}
}

static void
intern_rehash(struct csm_intern *t)
{
	/* 64 are half a kilobyte: most tables hold the metrics or files of a run. */
	size_t slots = t->slots ? t->slots * 2 : 64;

	assert((slots & (slots - 1)) == 0);
	uint64_t *slot = csm_xcalloc(slots, sizeof *slot);

	for (size_t id = 0; id < t->n; id++) {
		uint64_t h =
		    XXH3_64bits_withSeed(t->text[id].s, t->text[id].len, seed());
		size_t i = (size_t)h & (slots - 1);
		while (slot[i] != 0)
			i = (i + 1) & (slots - 1);
		slot[i] = (h >> 32) << 32 | (uint32_t)(id + 1);
	}
	free(t->slot);
	t->slot = slot;
	t->slots = slots;
}

uint32_t
csm_intern_put(struct csm_intern *t, const char *s, size_t len)
{
	/* Half full at most, for probes that go on from slot to slot; also where the
	 * text is there already, which costs one rehash too early. */
	if (t->n * 2 >= t->slots)
		intern_rehash(t);
	uint64_t h = csm_intern_hash(s, len);
	size_t i = probe(t, h, s, len);
	if (t->slot[i] != 0)
		return (uint32_t)t->slot[i] - 1;
	CSM_GROW(t->text, t->n, &t->cap);
	t->text[t->n] = (struct csm_text){csm_arena_text(&t->arena, s, len), len};
	t->n++;
	assert(t->n < CSM_INTERN_NONE); /* an id fits beside half a hash */
	t->slot[i] = (h >> 32) << 32 | (uint32_t)t->n;
	return (uint32_t)(t->n - 1);
}

uint32_t
csm_intern_find(const struct csm_intern *t, const char *s, size_t len)
{
	if (t->slots == 0)
		return CSM_INTERN_NONE;
	uint64_t h = csm_intern_hash(s, len);
	size_t i = probe(t, h, s, len);
	return t->slot[i] == 0 ? CSM_INTERN_NONE : (uint32_t)t->slot[i] - 1;
}

int
csm_bytes_cmp(const char *a, size_t alen, const char *b, size_t blen)
{
	size_t n = alen < blen ? alen : blen;
	int c = n == 0 ? 0 : memcmp(a, b, n);

	return c != 0 ? c : (alen > blen) - (alen < blen);
}

struct intern_ranked {
	const struct csm_text *text;
	uint32_t id;
};

static int
intern_by_text(const void *pa, const void *pb)
{
	const struct intern_ranked *a = pa, *b = pb;

	return csm_bytes_cmp(a->text->s, a->text->len, b->text->s, b->text->len);
}

uint32_t *
csm_intern_ranks(const struct csm_intern *t)
{
	struct intern_ranked *order = csm_xcalloc(t->n, sizeof *order);
	uint32_t *rank = csm_xcalloc(t->n, sizeof *rank);

	for (size_t id = 0; id < t->n; id++)
		order[id] = (struct intern_ranked){&t->text[id], (uint32_t)id};
	qsort(order, t->n, sizeof *order, intern_by_text);
	for (size_t i = 0; i < t->n; i++)
		rank[order[i].id] = (uint32_t)i;
	free(order);
	return rank;
}

size_t
csm_intern_bytes(const struct csm_intern *t)
{
	return t->arena.bytes + t->cap * sizeof *t->text + t->slots * sizeof *t->slot;
}
