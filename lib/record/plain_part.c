#include "record/plain_part.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "record/radix.h"

#include <stdlib.h>
#include <string.h>

/* Rows are handed on when there are so many: they are then still in the cache. */
#define FLUSH_BYTES ((size_t)256 * 1024)

void
csm_plain_part_init(struct csm_plain_part *part, struct csm_plain *plain,
    const struct csm_plain_names *names, struct csm_point_writer *writer)
{
	*part = (struct csm_plain_part){.plain = plain,
	    .names = names,
	    .first = CSM_DAY_NONE,
	    .last = CSM_DAY_NONE,
	    .writer = csm_point_writer_fork(writer)};
	for (int i = 0; i <= plain->threads; i++) {
		const struct csm_shard *s = csm_plain_shard(plain, i);
		if (s->oldest == CSM_DAY_NONE)
			continue;
		if (part->first == CSM_DAY_NONE || s->oldest < part->first)
			part->first = s->oldest;
		if (s->newest > part->last)
			part->last = s->newest;
	}
	const struct csm_ingest *in = plain->in;
	part->users.first = part->first;
	part->users.since = in->options.since;
	part->users.until =
	    in->options.until != CSM_DAY_NONE ? in->options.until : in->newest;
}

void
csm_plain_part_fini(struct csm_plain_part *part)
{
	csm_point_writer_free(part->writer);
	csm_dict_fini(&part->user);
	csm_active_fini(&part->users);
	free(part->bytes);
	free(part->rank);
	free(part->entity);
	free(part->word);
	free(part->spare);
	free(part->active);
	free(part->value);
}

static int
has_values(struct csm_plain *plain)
{
	for (int i = 0; i <= plain->threads; i++)
		if (csm_plain_shard(plain, i)->values)
			return 1;
	return 0;
}

static uint64_t
rows_of(struct csm_plain *plain, size_t number)
{
	uint64_t n = 0;

	for (int i = 0; i <= plain->threads; i++)
		n += csm_plain_shard(plain, i)->rows[number];
	return n;
}

static size_t
text_bytes(struct csm_plain *plain, size_t number)
{
	size_t n = 0;

	for (int i = 0; i <= plain->threads; i++)
		n += csm_plain_shard(plain, i)->bytes[number];
	return n;
}

size_t
csm_plain_part_bytes(struct csm_plain *plain, size_t number)
{
	return text_bytes(plain, number) + (size_t)rows_of(plain, number) * 32;
}

static unsigned
bits_of(uint64_t n)
{
	unsigned bits = 0;

	for (; n != 0; n >>= 1)
		bits++;
	return bits;
}

/* Room for the partition. */
static void
make_room(struct csm_plain_part *part, size_t number)
{
	size_t bytes = text_bytes(part->plain, number);
	size_t rows = (size_t)rows_of(part->plain, number);
	int values = has_values(part->plain);

	if (bytes > part->bytes_cap) {
		free(part->bytes);
		part->bytes = csm_xmalloc(bytes);
		part->bytes_cap = bytes;
	}
	if (rows > part->word_cap) {
		part->word = csm_xreallocarray(part->word, rows, sizeof *part->word);
		part->spare = csm_xreallocarray(part->spare, rows, sizeof *part->spare);
		if (part->plain->in->users != NULL)
			part->active =
			    csm_xreallocarray(part->active, rows, sizeof *part->active);
		if (values)
			part->value =
			    csm_xreallocarray(part->value, rows, sizeof *part->value);
		part->word_cap = rows;
	}
	part->day_bits = bits_of((uint64_t)(part->last - part->first));
	part->metric_bits = bits_of(part->names->metrics);
	part->index_bits = values ? bits_of(rows) : 0;
}

/* A row as words: entity, metric, day, and the place of its value if there are any. */
static void
add_row(struct csm_plain_part *part, const struct csm_shard_row *row,
    const uint32_t *company_rank, const uint32_t *metric_rank)
{
	uint64_t day = (uint64_t)(row->day - part->first);
	uint32_t company = company_rank[row->company];
	uint32_t whose = csm_dict_put(&part->user, company, row->user.s, row->user.len);

	if (part->active != NULL && row->user.len != 0)
		part->active[part->actives++] = (uint64_t)whose << part->day_bits | day;
	if (row->name == CSM_SHARD_NO_METRIC)
		return;
	uint64_t word = (uint64_t)whose << part->metric_bits | metric_rank[row->name];
	word = word << part->day_bits | day;
	if (part->index_bits != 0) {
		part->value[part->words] = row->value;
		word = word << part->index_bits | part->words;
	}
	part->word[part->words++] = word;
}

static int
read_rows(struct csm_plain_part *part, size_t number)
{
	struct csm_plain *plain = part->plain;
	size_t len = 0;

	csm_dict_reset(&part->user);
	part->words = part->actives = 0;
	for (int i = 0; i <= plain->threads; i++) {
		const char *p, *end;
		size_t from = len;
		if (csm_shard_take(csm_plain_shard(plain, i), number, &part->bytes,
			&len, &part->bytes_cap, &part->diag) != 0)
			return -1;
		p = part->bytes + from;
		end = part->bytes + len;
		while (p < end) {
			struct csm_shard_row row;
			p = csm_shard_next(p, &row);
			add_row(part, &row, part->names->company_rank[i],
			    part->names->metric_rank[i]);
		}
	}
	return 0;
}

struct ordered {
	uint64_t head; /* eight bytes behind what all texts begin with */
	const struct csm_dict_text *text;
	uint32_t id;
};

static int
by_entity(const void *pa, const void *pb)
{
	const struct ordered *a = pa, *b = pb;

	if (a->text->group != b->text->group)
		return a->text->group < b->text->group ? -1 : 1;
	if (a->head != b->head)
		return a->head < b->head ? -1 : 1;
	return csm_bytes_cmp(a->text->s, a->text->len, b->text->s, b->text->len);
}

static size_t
common_bytes(const struct csm_dict *d)
{
	size_t common = d->n == 0 ? 0 : d->text[0].len;

	for (size_t i = 1; i < d->n; i++) {
		size_t k = 0;
		while (k < common && k < d->text[i].len &&
		       d->text[i].s[k] == d->text[0].s[k])
			k++;
		common = k;
	}
	return common;
}

static uint64_t
head_of(const struct csm_dict_text *t, size_t from)
{
	uint64_t head = 0;

	for (size_t i = from; i < from + 8; i++)
		head = head << 8 | (i < t->len ? (unsigned char)t->s[i] : 0);
	return head;
}

/* Ranks of the entities in canonical order. */
static void
rank_entities(struct csm_plain_part *part)
{
	const struct csm_dict *d = &part->user;
	struct ordered *order = csm_xcalloc(d->n + 1, sizeof *order);
	size_t common = common_bytes(d);

	if (d->n > part->entity_cap) {
		part->rank = csm_xreallocarray(part->rank, d->n, sizeof *part->rank);
		part->entity =
		    csm_xreallocarray(part->entity, d->n, sizeof *part->entity);
		part->entity_cap = d->n;
	}
	for (size_t i = 0; i < d->n; i++)
		order[i] = (struct ordered){
		    head_of(&d->text[i], common), &d->text[i], (uint32_t)i};
	qsort(order, d->n, sizeof *order, by_entity);
	for (size_t i = 0; i < d->n; i++) {
		part->entity[i] = order[i].id;
		part->rank[order[i].id] = (uint32_t)i;
	}
	free(order);
}

/* With level company it is the company that has the points: the rank of its first
 * entity. */
static void
rank_companies(struct csm_plain_part *part)
{
	const struct csm_dict *d = &part->user;
	uint32_t first = 0;

	for (uint32_t i = 0; i < d->n; i++) {
		if (d->text[part->entity[i]].group !=
		    d->text[part->entity[first]].group)
			first = i;
		part->rank[part->entity[i]] = first;
	}
}

/* Words by entities' ids to words by ranks, in order. */
static void
sort_words(struct csm_plain_part *part, uint64_t **word, size_t n, unsigned low,
    unsigned low_sorted)
{
	uint64_t mask = ((uint64_t)1 << low) - 1;

	for (size_t i = 0; i < n; i++) {
		uint64_t w = (*word)[i];
		(*word)[i] = (uint64_t)part->rank[w >> low] << low | (w & mask);
	}
	csm_radix_sort_bits(
	    word, &part->spare, n, low_sorted, low + bits_of(part->user.n));
}

static void
flush_if_long(struct csm_plain_part *part)
{
	if (csm_point_writer_rows(part->writer).len >= FLUSH_BYTES)
		part->flush(part->ctx, part);
}

/* One point of the n words from `word` on, all with the same key. */
static void
write_point(struct csm_plain_part *part, const uint64_t *word, size_t n, int32_t day)
{
	struct csm_aggregate sum;
	int64_t value = (int64_t)n * CSM_NUM_ONE;
	uint64_t mask = ((uint64_t)1 << part->index_bits) - 1;

	if (part->index_bits != 0) {
		csm_aggregate_begin(&sum, CSM_AGG_SUM);
		for (size_t i = 0; i < n; i++)
			csm_aggregate_add(&sum, part->value[word[i] & mask]);
		if (csm_aggregate_result(&sum, &value) != 0) {
			part->range++;
			return;
		}
	}
	csm_point_writer_add(part->writer, day, value);
	part->points++;
}

static void
begin_series(struct csm_plain_part *part, uint64_t series)
{
	const struct csm_plain_names *names = part->names;
	uint64_t metric = series & (((uint64_t)1 << part->metric_bits) - 1);
	const struct csm_dict_text *t =
	    &part->user.text[part->entity[series >> part->metric_bits]];
	int user = part->plain->in->mapping->role[CSM_ROLE_USER] != NULL &&
		   part->plain->in->users == NULL;
	struct csm_text company = names->company[t->group];
	struct csm_point p = {.company = company,
	    .id = user ? (struct csm_text){t->s, t->len} : company,
	    .model = user ? CSM_MODEL_ENDUSER : CSM_MODEL_COMPANY,
	    .metric = names->metric[metric]};

	flush_if_long(part);
	csm_point_writer_series(part->writer, &p);
}

/* The points of the sorted words from `from` on whose entity's rank is below `rank`;
 * where the others begin. */
static size_t
write_points(struct csm_plain_part *part, size_t from, uint64_t rank)
{
	const unsigned low = part->index_bits, middle = low + part->day_bits;
	const uint64_t day_mask = ((uint64_t)1 << part->day_bits) - 1;
	const uint64_t *word = part->word;
	uint64_t series = UINT64_MAX;
	size_t i = from, to;

	for (; i < part->words && word[i] >> (middle + part->metric_bits) < rank;
	     i = to) {
		for (to = i + 1; to < part->words && word[to] >> low == word[i] >> low;)
			to++;
		if (word[i] >> middle != series) {
			series = word[i] >> middle;
			begin_series(part, series);
		}
		write_point(part, word + i, to - i,
		    part->first + (int32_t)(word[i] >> low & day_mask));
	}
	return i;
}

/* The active days, in order, of the users with ranks from `from` to below `to`. */
static size_t
count_active(struct csm_plain_part *part, size_t from, uint64_t to)
{
	const uint64_t day_mask = ((uint64_t)1 << part->day_bits) - 1;
	const uint64_t *a = part->active;
	uint64_t before = UINT64_MAX;
	size_t i = from, next;

	for (; i < part->actives && a[i] >> part->day_bits < to; i = next) {
		uint64_t user = a[i] >> part->day_bits;
		int32_t day = part->first + (int32_t)(a[i] & day_mask),
			after = CSM_DAY_NONE;
		for (next = i + 1; next < part->actives && a[next] == a[i];)
			next++;
		if (next < part->actives && a[next] >> part->day_bits == user)
			after = part->first + (int32_t)(a[next] & day_mask);
		csm_active_day(&part->users, day, after, user != before);
		before = user;
	}
	return i;
}

/* Of each company its points, then those of its users. */
static void
write_companies(struct csm_plain_part *part)
{
	const struct csm_dict *d = &part->user;
	size_t word = 0, active = 0;

	for (size_t i = 0, to; i < d->n; i = to) {
		uint32_t company = d->text[part->entity[i]].group;
		for (to = i + 1;
		     to < d->n && d->text[part->entity[to]].group == company;)
			to++;
		word = write_points(part, word, to);
		flush_if_long(part);
		csm_active_begin(&part->users);
		active = count_active(part, active, to);
		int64_t n = csm_active_write(
		    &part->users, part->names->company[company], part->writer);
		part->points += (uint64_t)n;
	}
}

int
csm_plain_part_make(struct csm_plain_part *part, size_t number)
{
	unsigned low;

	make_room(part, number);
	if (read_rows(part, number) != 0)
		return -1;
	low = part->index_bits + part->day_bits + part->metric_bits;
	rank_entities(part);
	if (part->active != NULL) {
		sort_words(part, &part->active, part->actives, part->day_bits, 0);
		rank_companies(part);
	}
	sort_words(part, &part->word, part->words, low, part->index_bits);
	if (part->active != NULL)
		write_companies(part);
	else
		write_points(part, 0, UINT64_MAX);
	return 0;
}
