#include "record/plain_part.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "record/radix.h"

#include <stdlib.h>
#include <string.h>

/* Rows are handed on when there are so many: they are then still in the cache. */
#define FLUSH_BYTES ((size_t)256 * 1024)
/* Rows of a company are fetched so many ahead. */
#define AHEAD 8

static int
has_values(struct csm_plain *plain)
{
	for (int i = 0; i <= plain->threads; i++)
		if (csm_plain_shard(plain, i)->values)
			return 1;
	return 0;
}

void
csm_plain_part_init(struct csm_plain_part *part, struct csm_plain *plain,
    const struct csm_plain_names *names, struct csm_point_writer *writer)
{
	*part = (struct csm_plain_part){.plain = plain,
	    .names = names,
	    .first = CSM_DAY_NONE,
	    .last = CSM_DAY_NONE,
	    .has_values = has_values(plain),
	    .of_users = plain->in->mapping->role[CSM_ROLE_USER] != NULL &&
			plain->in->users == NULL,
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
	free(part->row);
	free(part->spare);
	free(part->rank);
	free(part->by_rank);
	free(part->order);
	free(part->word);
	free(part->spare_word);
	free(part->active);
	free(part->value);
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

	if (bytes > part->bytes_cap) {
		free(part->bytes);
		part->bytes = csm_xmalloc(bytes);
		part->bytes_cap = bytes;
	}
	if (rows <= part->row_cap)
		return;
	free(part->row);
	free(part->spare);
	part->row_cap = rows + rows / 4;
	part->row = csm_xreallocarray(NULL, part->row_cap, sizeof *part->row);
	part->spare = csm_xreallocarray(NULL, part->row_cap, sizeof *part->spare);
}

/* The rows of a shard, in bytes from `from` to before `to`. */
static void
place_rows(struct csm_plain_part *part, int shard, size_t from, size_t to)
{
	const uint32_t *company = part->names->company_rank[shard];
	const uint32_t *metric = part->names->metric_rank[shard];
	char *p = part->bytes + from, *end = part->bytes + to;

	while (p < end) {
		struct csm_shard_row row;
		size_t at = (size_t)(p - part->bytes);
		const char *next = csm_shard_next(p, &row);
		if (row.name != CSM_SHARD_NO_METRIC)
			csm_shard_rename(p, metric[row.name]);
		part->row[part->rows++] = (uint64_t)company[row.company] << 32 | at;
		p += next - p;
	}
}

/* All rows, by company. */
static int
read_rows(struct csm_plain_part *part, size_t number)
{
	struct csm_plain *plain = part->plain;
	uint64_t low = UINT64_MAX, high = 0;
	size_t len = 0;

	part->rows = 0;
	for (int i = 0; i <= plain->threads; i++) {
		size_t from = len;
		if (csm_shard_take(csm_plain_shard(plain, i), number, &part->bytes,
			&len, &part->bytes_cap, &part->diag) != 0)
			return -1;
		place_rows(part, i, from, len);
	}
	for (size_t i = 0; i < part->rows; i++) {
		uint64_t company = part->row[i] >> 32;
		low = company < low ? company : low;
		high = company > high ? company : high;
	}
	for (size_t i = 0; i < part->rows && low != 0; i++)
		part->row[i] -= low << 32;
	part->company = part->rows == 0 ? 0 : (uint32_t)low;
	if (part->rows != 0)
		csm_radix_sort(&part->row, &part->spare, part->rows, high - low);
	return 0;
}

static void
make_company_room(struct csm_plain_part *part, size_t rows)
{
	part->metric_bits = bits_of(part->names->metrics);
	part->day_bits = bits_of((uint64_t)(part->last - part->first));
	part->index_bits = part->has_values ? bits_of(rows) : 0;
	if (rows <= part->word_cap)
		return;
	part->word_cap = rows + rows / 4;
	part->word = csm_xreallocarray(part->word, part->word_cap, sizeof *part->word);
	part->spare_word = csm_xreallocarray(
	    part->spare_word, part->word_cap, sizeof *part->spare_word);
	if (part->plain->in->users != NULL)
		part->active = csm_xreallocarray(
		    part->active, part->word_cap, sizeof *part->active);
	if (part->has_values)
		part->value =
		    csm_xreallocarray(part->value, part->word_cap, sizeof *part->value);
}

static inline void
add_row(struct csm_plain_part *part, const struct csm_shard_row *row)
{
	uint64_t day = (uint64_t)(row->day - part->first), word;
	uint32_t user = csm_dict_put(&part->user, 0, row->user.s, row->user.len);

	if (part->active != NULL && row->user.len != 0)
		part->active[part->actives++] = (uint64_t)user << part->day_bits | day;
	if (row->name == CSM_SHARD_NO_METRIC)
		return;
	word = part->active != NULL ? 0 : user; /* else the company has the points */
	word = word << part->metric_bits | row->name;
	word = word << part->day_bits | day;
	if (part->index_bits != 0) {
		part->value[part->words] = row->value;
		word = word << part->index_bits | part->words;
	}
	part->word[part->words++] = word;
}

/* The rows of a company as words. */
static void
read_company(struct csm_plain_part *part, const uint64_t *row, size_t n)
{
	csm_dict_reset(&part->user);
	part->words = part->actives = 0;
	make_company_room(part, n);
	for (size_t i = 0; i < n; i++) {
		struct csm_shard_row r;
		if (i + AHEAD < n)
			__builtin_prefetch(part->bytes + (uint32_t)row[i + AHEAD]);
		csm_shard_next(part->bytes + (uint32_t)row[i], &r);
		add_row(part, &r);
	}
}

struct csm_plain_ordered {
	uint64_t head; /* eight bytes behind what all texts begin with */
	const struct csm_dict_text *text;
	uint32_t id;
};

static int
by_text(const void *pa, const void *pb)
{
	const struct csm_plain_ordered *a = pa, *b = pb;

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

/* Ranks of the company's users. */
static void
rank_users(struct csm_plain_part *part)
{
	const struct csm_dict *d = &part->user;
	size_t common = common_bytes(d);

	if (d->n > part->user_cap) {
		size_t n = part->user_cap = d->n + d->n / 4;
		part->rank = csm_xreallocarray(part->rank, n, sizeof *part->rank);
		part->by_rank =
		    csm_xreallocarray(part->by_rank, n, sizeof *part->by_rank);
		part->order = csm_xreallocarray(part->order, n, sizeof *part->order);
	}
	for (size_t i = 0; i < d->n; i++)
		part->order[i] = (struct csm_plain_ordered){
		    head_of(&d->text[i], common), &d->text[i], (uint32_t)i};
	qsort(part->order, d->n, sizeof *part->order, by_text);
	for (size_t i = 0; i < d->n; i++) {
		part->by_rank[i] = part->order[i].id;
		part->rank[part->order[i].id] = (uint32_t)i;
	}
}

/* Words of users' ids to words of their ranks. */
static void
rank_words(struct csm_plain_part *part)
{
	unsigned low = part->index_bits + part->day_bits + part->metric_bits;
	uint64_t mask = ((uint64_t)1 << low) - 1;

	for (size_t i = 0; i < part->words; i++) {
		uint64_t w = part->word[i];
		part->word[i] = (uint64_t)part->rank[w >> low] << low | (w & mask);
	}
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
	struct csm_text company = names->company[part->company];
	struct csm_point p = {.company = company,
	    .id = company,
	    .model = CSM_MODEL_COMPANY,
	    .metric = names->metric[metric]};

	if (part->of_users) {
		const struct csm_dict_text *t =
		    &part->user.text[part->by_rank[series >> part->metric_bits]];
		p.id = (struct csm_text){t->s, t->len};
		p.model = CSM_MODEL_ENDUSER;
	}
	flush_if_long(part);
	csm_point_writer_series(part->writer, &p);
}

/* The points of the sorted words. */
static void
write_points(struct csm_plain_part *part)
{
	const unsigned low = part->index_bits, middle = low + part->day_bits;
	const uint64_t day_mask = ((uint64_t)1 << part->day_bits) - 1;
	const uint64_t *word = part->word;
	uint64_t series = UINT64_MAX;

	for (size_t i = 0, to; i < part->words; i = to) {
		for (to = i + 1; to < part->words && word[to] >> low == word[i] >> low;)
			to++;
		if (word[i] >> middle != series) {
			series = word[i] >> middle;
			begin_series(part, series);
		}
		write_point(part, word + i, to - i,
		    part->first + (int32_t)(word[i] >> low & day_mask));
	}
}

/* The points of the company's users, whose active days are in order. */
static void
write_active(struct csm_plain_part *part)
{
	const uint64_t day_mask = ((uint64_t)1 << part->day_bits) - 1;
	const uint64_t *a = part->active;
	uint64_t before = UINT64_MAX;

	if (part->actives == 0)
		return;
	csm_active_begin(&part->users);
	for (size_t i = 0, next; i < part->actives; i = next) {
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
	flush_if_long(part);
	int64_t n = csm_active_write(
	    &part->users, part->names->company[part->company], part->writer);
	part->points += (uint64_t)n;
}

static void
make_company(struct csm_plain_part *part, const uint64_t *row, size_t n)
{
	unsigned user_bits, low;

	read_company(part, row, n);
	low = part->index_bits + part->day_bits + part->metric_bits;
	user_bits = bits_of(part->user.n);
	if (part->of_users) {
		rank_users(part);
		rank_words(part);
	}
	csm_radix_sort_bits(&part->word, &part->spare_word, part->words,
	    part->index_bits, low + (part->of_users ? user_bits : 0));
	write_points(part);
	if (part->active == NULL)
		return;
	csm_radix_sort_bits(&part->active, &part->spare_word, part->actives, 0,
	    part->day_bits + user_bits);
	write_active(part);
}

int
csm_plain_part_make(struct csm_plain_part *part, size_t number)
{
	uint32_t low;

	make_room(part, number);
	if (read_rows(part, number) != 0)
		return -1;
	low = part->company;
	for (size_t i = 0, to; i < part->rows; i = to) {
		uint64_t company = part->row[i] >> 32;
		for (to = i + 1; to < part->rows && part->row[to] >> 32 == company;)
			to++;
		part->company = low + (uint32_t)company;
		make_company(part, part->row + i, to - i);
	}
	return 0;
}
