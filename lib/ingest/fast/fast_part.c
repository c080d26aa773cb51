#include "ingest/fast/fast_part.h"

#include "base/xalloc.h"
#include "point/radix.h"

#include <stdlib.h>
#include <string.h>

/* Rows whose users are sought at once.  From 4 to 128 measured the same within 2 %, a
 * million events of 200,000 users by one thread; it is for partitions that no near cache
 * holds. */
#define BATCH 32

unsigned
csm_fast_bits(uint64_t n)
{
	unsigned bits = 0;

	for (; n != 0; n >>= 1)
		bits++;
	return bits;
}

/* A catalog may give every row a module; where rows say it themselves, its use is a row
 * of the shard already. */
size_t
csm_fast_part_words(const struct csm_fast *fast)
{
	return fast->in->options.features == NULL ? 1 : 2;
}

size_t
csm_fast_part_bytes(const struct csm_fast *fast)
{
	return fast->memory_bytes / 4 / (size_t)fast->threads;
}

/* What holds for the rows of all shards.  Days are counted from the oldest of the run:
 * a year takes 9 bits of a word instead of 16. */
static void
look_at_shards(struct csm_fast_part *part)
{
	struct csm_fast *fast = part->fast;

	for (int i = 0; i <= fast->threads; i++) {
		const struct csm_shard *s = csm_fast_shard(fast, i);
		part->has_values |= s->values;
		if (s->oldest == CSM_DAY_NONE)
			continue;
		if (part->first == CSM_DAY_NONE || s->oldest < part->first)
			part->first = s->oldest;
		if (s->newest > part->last)
			part->last = s->newest;
	}
}

/* Names as they are written, once for all series. */
static void
make_metric_texts(struct csm_fast_part *part)
{
	const struct csm_fast_names *names = part->names;

	part->metric_at = csm_xcalloc(names->metrics + 1, sizeof *part->metric_at);
	for (size_t i = 0; i < names->metrics; i++) {
		part->metric_at[i] = part->metric_text.len;
		csm_point_writer_ready(
		    part->writer, &part->metric_text, names->metric[i]);
	}
	part->metric_at[names->metrics] = part->metric_text.len;
}

void
csm_fast_part_init(struct csm_fast_part *part, struct csm_fast *fast,
    const struct csm_fast_names *names, struct csm_point_writer *writer)
{
	const struct csm_ingest *in = fast->in;

	*part = (struct csm_fast_part){.fast = fast,
	    .names = names,
	    .first = CSM_DAY_NONE,
	    .last = CSM_DAY_NONE,
	    .of_users = in->mapping->role[CSM_ROLE_USER] != NULL && in->users == NULL,
	    .writer = csm_point_writer_fork(writer)};
	look_at_shards(part);
	/* where rows say their module, each is the use of a feature */
	if (in->options.features != NULL || in->mapping->role[CSM_ROLE_MODULE] != NULL)
		part->uses = csm_uses_new(in->mapping->role[CSM_ROLE_MODULE] != NULL
					      ? NULL
					      : in->options.features,
		    part->writer);
	make_metric_texts(part);
	part->metric_bits = csm_fast_bits(names->metrics);
	part->day_bits = csm_fast_bits((uint64_t)(part->last - part->first));
	part->users.first = part->first;
	part->users.since = in->options.since;
	part->users.until =
	    in->options.until != CSM_DAY_NONE ? in->options.until : in->newest;
}

void
csm_fast_part_fini(struct csm_fast_part *part)
{
	csm_point_writer_free(part->writer);
	csm_buf_fini(&part->metric_text);
	csm_dict_fini(&part->user);
	csm_active_fini(&part->users);
	csm_uses_free(part->uses);
	free(part->metric_at);
	free(part->bytes);
	free(part->rank);
	free(part->by_rank);
	free(part->order);
	free(part->company_end);
	free(part->word);
	free(part->spare_word);
	free(part->active);
	free(part->value);
}

/* Room for the partition. */
static void
fast_part_make_room(struct csm_fast_part *part)
{
	size_t bytes = CSM_DICT_SHORT, rows = 0;

	for (int i = 0; i <= part->fast->threads; i++) {
		const struct csm_shard_part *p =
		    &csm_fast_shard(part->fast, i)->part[part->range->part];
		bytes += (size_t)p->spilled;
		rows += (size_t)p->rows;
	}
	rows *= csm_fast_part_words(part->fast);
	if (bytes > part->bytes_cap) {
		free(part->bytes);
		part->bytes = csm_xmalloc(bytes);
		part->bytes_cap = bytes;
	}
	/* Where all values are 1 a point is the number of equal words, and no value is
	 * kept. */
	part->index_bits = part->has_values ? csm_fast_bits(rows) : 0;
	if (rows <= part->word_cap)
		return;
	/* A quarter more, since partitions are alike: the next one mostly fits. */
	part->word_cap = rows + rows / 4;
	/* Not moved: what is in them is of the partition before. */
	free(part->word);
	free(part->spare_word);
	free(part->active);
	free(part->value);
	part->word = csm_xreallocarray(NULL, part->word_cap, sizeof *part->word);
	part->spare_word =
	    csm_xreallocarray(NULL, part->word_cap, sizeof *part->spare_word);
	part->active =
	    part->fast->in->users == NULL
		? NULL
		: csm_xreallocarray(NULL, part->word_cap, sizeof *part->active);
	part->value = !part->has_values ? NULL
					: csm_xreallocarray(NULL, part->word_cap,
					      sizeof *part->value);
}

/* Whose it is stands highest, and the place of the value lowest, where sorting does not
 * look. */
static inline void
fast_part_add_word(struct csm_fast_part *part, const struct csm_shard_row *row,
    uint32_t whose, uint32_t metric, uint64_t day)
{
	uint64_t word = whose;

	word = word << part->metric_bits | metric;
	word = word << part->day_bits | day;
	if (part->index_bits != 0) {
		part->value[part->words] = row->value;
		word = word << part->index_bits | part->words;
	}
	part->word[part->words++] = word;
}

/* A row of a company, counted from the first of the partition. */
static inline void
fast_part_add_row(struct csm_fast_part *part, const struct csm_shard_row *row,
    uint32_t company, uint32_t user, const uint32_t *metric, const uint32_t *module)
{
	uint64_t day = (uint64_t)(row->day - part->first);

	/* A count of 0 makes nobody active. */
	if (part->active != NULL && row->user.len != 0 && row->value != 0)
		part->active[part->actives++] = (uint64_t)user << part->day_bits | day;
	if (row->name == CSM_SHARD_NO_METRIC)
		return;
	company = part->of_users ? user : company;
	fast_part_add_word(part, row, company, metric[row->name], day);
	if (part->uses != NULL && module[row->name] != CSM_SHARD_NO_METRIC &&
	    row->value != 0)
		fast_part_add_word(part, row, company, module[row->name], day);
}

struct fast_part_pending {
	struct csm_shard_row row;
	struct csm_dict_key key;
	uint64_t hash;
};

/* Some rows of a shard; returns the place behind them.  Users of all rows of a batch
 * are sought before the first is looked at, so that what no near cache holds is waited
 * for together. */
static const char *
read_some(struct csm_fast_part *part, int shard, const char *p, const char *end)
{
	const uint32_t *rank = part->names->company_rank[shard];
	const uint32_t *metric = part->names->metric_rank[shard];
	const uint32_t *module = part->names->module_rank[shard];
	struct csm_dict *users = &part->user;
	struct fast_part_pending pending[BATCH];
	size_t n = 0;

	csm_dict_reserve(users, BATCH);
	for (struct fast_part_pending *to = pending; n < BATCH && p < end; to++, n++) {
		p = csm_shard_next(p, &to->row);
		/* The company is the group, so that users of two companies with one id
		 * are two. */
		to->key =
		    csm_dict_key_padded(rank[to->row.company] - part->range->first,
			to->row.user.s, to->row.user.len);
		to->hash = csm_dict_hash(users, &to->key);
		csm_dict_fetch(users, to->hash);
	}
	for (const struct fast_part_pending *at = pending; at < pending + n; at++) {
		const char *s = at->row.user.s;
		const struct csm_dict_slot *slot =
		    /* Found only now: a user may have been added by a row just
		     * before. */
		    csm_dict_find(users, &at->key, at->hash, s);
		if (slot == NULL)
			slot = csm_dict_add(users, &at->key, at->hash, s, 0);
		fast_part_add_row(part, &at->row, (uint32_t)(at->key.rest >> 32),
		    slot->id - 1, metric, module);
	}
	return p;
}

/* A user takes a place in the table, and one in what puts them in order. */
static bool
fast_part_has_too_many(const struct csm_fast_part *part)
{
	const size_t ordered = sizeof *part->rank + sizeof *part->by_rank +
			       sizeof(struct csm_fast_ordered);

	return csm_dict_bytes(&part->user) + part->user.n * ordered >
	       csm_fast_part_bytes(part->fast);
}

/* All rows as words.  Texts of users stay where they are.  1: see csm_fast_part_make. */
static int
fast_part_read_rows(struct csm_fast_part *part)
{
	struct csm_fast *fast = part->fast;
	size_t len = 0;

	csm_dict_reset(&part->user);
	part->words = part->actives = 0;
	for (int i = 0; i <= fast->threads; i++) {
		struct csm_shard_cursor c = {.bytes = part->bytes + len,
		    .cap = part->bytes_cap - len,
		    .keep = 1};
		struct csm_text rows;
		int got;
		while ((got = csm_shard_piece(csm_fast_shard(fast, i),
			    part->range->part, &c, &rows, &part->diag)) == 1) {
			for (const char *p = rows.s, *end = p + rows.len; p < end;)
				p = read_some(part, i, p, end);
			/* Asked after each piece of 16 KiB, by which it can be
			 * exceeded. */
			if (fast_part_has_too_many(part))
				return 1;
		}
		if (got < 0)
			return -1;
		len += c.len;
	}
	return 0;
}

/* Words of users' ids to words of their ranks. */
static void
rank_words(const struct csm_fast_part *part, uint64_t *word, size_t n, unsigned low)
{
	const uint64_t mask = ((uint64_t)1 << low) - 1;

	for (size_t i = 0; i < n; i++)
		word[i] =
		    (uint64_t)part->rank[word[i] >> low] << low | (word[i] & mask);
}

int
csm_fast_part_make(struct csm_fast_part *part, const struct csm_fast_range *range)
{
	unsigned low;
	int got;

	part->range = range;
	fast_part_make_room(part);
	if ((got = fast_part_read_rows(part)) != 0) {
		/* Memory as well: the sorter, which makes it now, has been promised
		 * that part. */
		csm_dict_fini(
		    &part->user); /* of too many users, for who else makes it */
		return got;
	}
	csm_fast_part_rank(part);
	low = part->index_bits + part->day_bits + part->metric_bits;
	if (part->of_users)
		rank_words(part, part->word, part->words, low);
	/* Before sorting users are ranked, so that order of words is the order of
	 * points. */
	csm_radix_sort_bits(&part->word, &part->spare_word, part->words,
	    part->index_bits,
	    low + (part->of_users ? part->whose_bits : csm_fast_bits(range->n)));
	if (part->active != NULL) {
		rank_words(part, part->active, part->actives, part->day_bits);
		csm_radix_sort_bits(&part->active, &part->spare_word, part->actives, 0,
		    part->day_bits + part->whose_bits);
	}
	csm_fast_part_write(part);
	return 0;
}
