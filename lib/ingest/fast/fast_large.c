#include "ingest/fast/fast_large.h"

#include "ingest/fast/fast_drain.h"
#include "ingest/fast/fast_part.h"

/* Beside its text a row takes two words to be brought into order, one if users are
 * counted, and one for its value. */
static uint64_t
fast_large_row_bytes(struct csm_fast *fast)
{
	uint64_t words = 2 + (fast->in->users != NULL);

	for (int i = 0; i <= fast->threads; i++)
		if (csm_fast_shard(fast, i)->values)
			return 8 * (words + 1);
	return 8 * words;
}

int
csm_fast_is_large(struct csm_fast *fast, const struct csm_fast_names *names,
    const struct csm_fast_range *range)
{
	uint64_t rows = 0, words, spilled = 0;
	unsigned bits = csm_fast_bits(names->metrics) + csm_fast_bits(CSM_DAY_MAX);

	for (int i = 0; i <= fast->threads; i++) {
		const struct csm_shard_part *p =
		    &csm_fast_shard(fast, i)->part[range->part];
		rows += p->rows;
		spilled += p->spilled;
	}
	/* Rows are known exactly, users not yet: at worst each row has its own. */
	words = rows * csm_fast_part_words(fast);
	/* user and place of the value, at worst as many as rows, are to fit in the word
	 */
	return spilled + words * fast_large_row_bytes(fast) >
		   csm_fast_part_bytes(fast) ||
	       /* Places of values and ids of users are 32 bits wide. */
	       words > UINT32_MAX || bits + 2 * csm_fast_bits(words) > 64;
}

int
csm_fast_large_make(struct csm_fast *fast, const struct csm_fast_names *names,
    const struct csm_fast_range *range, struct csm_point_writer *out)
{
	struct csm_ingest *in = fast->in;

	/* Anew for each large partition: the one before has been written, and its
	 * companies all come before this one's. */
	csm_fast_drain_begin(fast);
	for (int i = 0; i <= fast->threads; i++)
		if (csm_fast_drain_part(fast, names, i, range->part) != 0)
			return -1;
	if (csm_sorter_finish(in->sorter, in->diag) != 0 ||
	    (in->users != NULL && csm_users_finish(in->users, in->diag) != 0))
		return -1;
	return csm_ingest_write_sorted(in, out);
}
