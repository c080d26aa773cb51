#include "ingest/fast/fast_memo.h"

#include "base/xalloc.h"

#include <stdlib.h>

/* From so many looks it is told whether a memo is of use: a table of a quarter of a
 * million texts is filled by then.  Fewer give up sooner what is of no use, and also what
 * is while it fills.  CPU seconds, the median of seven runs in turn, one thread, with 2^15,
 * 2^17 and 2^19 looks: lower() of a million different texts 0.43, 0.45, 0.59 (and 23, 47,
 * 107 MiB); of 200,000 in four million rows 2.04, 2.03, 2.11; six functions over two
 * columns of these 5.10, 5.10, 3.16. */
#define ENOUGH_LOOKS ((uint64_t)1 << 19)

void
csm_fast_memo_fini(struct csm_fast_memo *m)
{
	csm_dict_fini(&m->texts);
	csm_arena_fini(&m->arena);
	free(m->value);
	*m = (struct csm_fast_memo){0};
}

void
csm_fast_memo_trim(struct csm_fast_memo *m, size_t limit_bytes)
{
	/* More than half missed: putting a text costs a copy and a place, which the
	 * next look at it has to earn. */
	bool useless = m->looks >= ENOUGH_LOOKS && m->misses > m->looks / 2;
	size_t bytes =
	    csm_dict_bytes(&m->texts) + m->arena.bytes + m->cap * sizeof *m->value;

	/* Counted anew, so that a column that repeats itself later in the file is not
	 * held against what it was at its begin. */
	if (m->looks >= ENOUGH_LOOKS)
		m->looks = m->misses = 0;
	if (useless || bytes >= limit_bytes)
		csm_fast_memo_fini(m);
	m->useless = useless;
}

const struct csm_text *
csm_fast_memo_put(
    struct csm_fast_memo *m, const struct csm_fast_memo_key *key, struct csm_text value)
{
	/* Ids are given in order of appearance, so the value of the next text is the
	 * next value. */
	size_t at = m->texts.n;

	m->misses++;
	m->texts.copy = 1;
	csm_dict_add(&m->texts, &key->key, key->hash, key->text.s, 0);
	CSM_GROW(m->value, at, &m->cap);
	/* A value without a text keeps its length, which tells an absent text from one
	 * that is odd. */
	m->value[at] = value.s == NULL ? value : csm_fast_padded(&m->arena, value);
	return &m->value[at];
}
