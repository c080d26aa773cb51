#include "base/id_set.h"

#include "base/int128.h"
#include "base/intern.h"
#include "base/xalloc.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/*
 * Each part is a table in the order of hashes: an id stands at the first free place
 * from the one its hash says, so that a table that becomes longer is gone through once,
 * from its end, within the same memory.  Of four fifths at most in use a look takes two
 * cache lines; growing by half keeps an id below 24 bytes.
 */
#define FIRST_PLACES ((size_t)32)
/* Places behind the last one, so that nothing goes round: at the load of a table that
 * has just grown, so many in a row are one in 10^33. */
#define BEHIND ((size_t)512)

struct csm_id
csm_id_of(const char *s, size_t len)
{
	uint64_t hash[2];

	csm_intern_hash_wide(s, len, hash);
	return (struct csm_id){
	    {(uint32_t)hash[0], (uint32_t)(hash[0] >> 32), (uint32_t)hash[1] | 1}};
}

static inline size_t
id_set_home(struct csm_id id, size_t places)
{
	/* the lowest bits have told the part */
	uint64_t hash = (uint64_t)id.word[1] << 32 | id.word[0];

	return (size_t)((csm_uint128)hash * places >> 64);
}

static inline bool
id_set_is_free(const struct csm_id *at)
{
	return at->word[2] == 0;
}

static inline bool
id_set_same(const struct csm_id *a, const struct csm_id *b)
{
	return a->word[0] == b->word[0] && a->word[1] == b->word[1] &&
	       a->word[2] == b->word[2];
}

/* A run of ids from the place `from`, which are taken out, to where they are now. */
static void
id_set_move(struct csm_id_set_part *part, size_t from, size_t n, struct csm_id *run)
{
	/* Taken out first, as a place in front of the run's end may be the new place of
	 * another. */
	memcpy(run, part->at + from, n * sizeof *run);
	memset(part->at + from, 0, n * sizeof *run);
	for (size_t i = 0; i < n; i++) {
		size_t to = id_set_home(run[i], part->places);
		while (!id_set_is_free(&part->at[to]))
			to++;
		assert(to < part->places + BEHIND);
		part->at[to] = run[i];
	}
}

/* From the last run to the first: none moves to a place before its own, and those behind
 * it have gone already. */
static void
id_set_grow(struct csm_id_set_part *part)
{
	const size_t before = part->places == 0 ? 0 : part->places + BEHIND;
	size_t end = before, cap = 0;
	struct csm_id *run = NULL;

	part->places += part->places / 2;
	if (part->places == 0)
		part->places = FIRST_PLACES;
	part->at = csm_xreallocarray(part->at, part->places + BEHIND, sizeof *part->at);
	memset(
	    part->at + before, 0, (part->places + BEHIND - before) * sizeof *part->at);
	while (end > 0) {
		size_t from = end;
		while (from > 0 && !id_set_is_free(&part->at[from - 1]))
			from--;
		if (end - from > cap) {
			cap = 2 * (end - from);
			run = csm_xreallocarray(run, cap, sizeof *run);
		}
		if (end > from)
			id_set_move(part, from, end - from, run);
		end = from == 0 ? 0 : from - 1;
	}
	free(run);
}

static inline size_t
id_set_part_of(struct csm_id id)
{
	return id.word[0] % CSM_ID_SET_PARTS;
}

bool
csm_id_set_add(struct csm_id_set *set, struct csm_id id)
{
	struct csm_id_set_part *part = &set->part[id_set_part_of(id)];
	size_t i;

	if (part->n >= part->places / 5 * 4)
		id_set_grow(part);
	for (;;) {
		i = id_set_home(id, part->places);
		while (i < part->places + BEHIND && !id_set_is_free(&part->at[i])) {
			if (id_set_same(&part->at[i], &id))
				return false;
			i++;
		}
		/* The run went past the last place, which hashes of a sound seed do not
		 * do; growing spreads it. */
		if (i < part->places + BEHIND)
			break;
		id_set_grow(part);
	}
	part->at[i] = id;
	part->n++;
	return true;
}

void
csm_id_set_fetch(const struct csm_id_set *set, struct csm_id id)
{
	const struct csm_id_set_part *part = &set->part[id_set_part_of(id)];

	if (part->places != 0)
		__builtin_prefetch(&part->at[id_set_home(id, part->places)], 1);
}

void
csm_id_set_fini(struct csm_id_set *set)
{
	for (size_t i = 0; i < CSM_ID_SET_PARTS; i++)
		free(set->part[i].at);
	*set = (struct csm_id_set){0};
}
