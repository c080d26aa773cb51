/* The points of a partition, whose words are sorted. */
#include "ingest/fast/fast_part.h"

#include <stdbool.h>

/* Rows are handed on when there are so many: they are then still in the cache.  From
 * 32 KiB to 2 MiB measured the same within 1 %, a million points by one thread. */
#define FLUSH_BYTES ((size_t)256 * 1024)
/* Texts of users are fetched so many ahead; 1 to 16 measured the same within 1 %. */
#define AHEAD 8

static void
flush_if_long(struct csm_fast_part *part)
{
	if (csm_point_writer_rows(part->writer).len >= FLUSH_BYTES)
		part->flush(part->ctx, part);
}

/* The n words from `word` on, all with the same key, as one point; 0 if their sum is
 * none. */
static int
sum_words(struct csm_fast_part *part, const uint64_t *word, size_t n, enum csm_agg how,
    int64_t *value)
{
	const uint64_t mask = ((uint64_t)1 << part->index_bits) - 1;
	struct csm_aggregate sum;

	/* Without values all are 1: a sum is their number, and the largest, smallest,
	 * mean are 1. */
	*value = how == CSM_AGG_SUM || how == CSM_AGG_COUNT ? (int64_t)n * CSM_NUM_ONE
							    : CSM_NUM_ONE;
	if (part->index_bits == 0)
		return 1;
	csm_aggregate_begin(&sum, how);
	for (size_t i = 0; i < n; i++)
		csm_aggregate_add(&sum, part->value[word[i] & mask]);
	return csm_aggregate_result(&sum, value) == 0;
}

static struct csm_text
company_text(const struct csm_fast_part *part, size_t company)
{
	return part->names->company[part->range->first + company];
}

/* One series, whose words begin with the i-th; returns the next one's. */
static size_t
fast_points_write_series(struct csm_fast_part *part, size_t i)
{
	const unsigned low = part->index_bits, middle = low + part->day_bits;
	const uint64_t day_mask = ((uint64_t)1 << part->day_bits) - 1;
	const uint64_t *word = part->word, series = word[i] >> middle;
	const size_t metric = series & (((uint64_t)1 << part->metric_bits) - 1),
		     at = part->metric_at[metric];
	const enum csm_agg how = part->names->how[metric];

	flush_if_long(part);
	csm_point_writer_metric(
	    part->writer, (struct csm_text){part->metric_text.data + at,
			      part->metric_at[metric + 1] - at});
	for (size_t to; i < part->words && word[i] >> middle == series; i = to) {
		int64_t value;
		for (to = i + 1; to < part->words && word[to] >> low == word[i] >> low;)
			to++;
		/* Told once at the end, as a number: the sum of a day has no row of its
		 * own to name. */
		if (!sum_words(part, word + i, to - i, how, &value)) {
			part->range_errors++;
			continue;
		}
		/* Words of one series are ascending by day, as the writer wants them. */
		const int32_t day = part->first + (int32_t)(word[i] >> low & day_mask);
		csm_point_writer_add(part->writer, day, value);
		part->points++;
		if (part->uses != NULL)
			csm_uses_put(part->uses,
			    &(struct csm_point){.metric = part->names->metric[metric],
				.day = day,
				.value = value});
	}
	return i;
}

static enum csm_model
model_of(const struct csm_fast_part *part)
{
	return part->of_users ? CSM_MODEL_ENDUSER : CSM_MODEL_COMPANY;
}

/* The series of one entity of the company whose turn it is. */
static size_t
fast_points_write_entity(struct csm_fast_part *part, size_t i, struct csm_text company)
{
	const unsigned low = part->index_bits + part->day_bits + part->metric_bits;
	/* Rank of the user in the partition, or company counted from its first. */
	const uint64_t whose = part->word[i] >> low;
	struct csm_text id = company;

	if (part->of_users) {
		id = part->by_rank[whose];
		if (whose + AHEAD < part->user.n)
			__builtin_prefetch(part->by_rank[whose + AHEAD].s);
	}
	csm_point_writer_entity(part->writer, id);
	while (i < part->words && part->word[i] >> low == whose)
		i = fast_points_write_series(part, i);
	if (part->uses != NULL)
		part->points += csm_uses_write(part->uses,
		    &(struct csm_point){
			.company = company, .id = id, .model = model_of(part)});
	return i;
}

/* The points of a company's users, whose active days are in order from the i-th on;
 * returns where the next company's begin. */
static size_t
write_active(struct csm_fast_part *part, size_t i, size_t company)
{
	const uint64_t day_mask = ((uint64_t)1 << part->day_bits) - 1;
	const uint64_t *a = part->active;
	const size_t begin = i, users = part->company_end[company];
	uint64_t before = UINT64_MAX;

	for (size_t next; i < part->actives && a[i] >> part->day_bits < users;
	     i = next) {
		uint64_t user = a[i] >> part->day_bits;
		int32_t day = part->first + (int32_t)(a[i] & day_mask),
			after = CSM_DAY_NONE;
		if (i == begin)
			csm_active_begin(&part->users);
		for (next = i + 1; next < part->actives && a[next] == a[i];)
			next++;
		/* The day after tells how long this one counts: users active in 7 or 28
		 * days are counted where one begins and ends to be. */
		if (next < part->actives && a[next] >> part->day_bits == user)
			after = part->first + (int32_t)(a[next] & day_mask);
		csm_active_day(&part->users, day, after, user != before);
		before = user;
	}
	if (i == begin)
		return i;
	flush_if_long(part);
	part->points += (uint64_t)csm_active_write(
	    &part->users, company_text(part, company), part->writer);
	return i;
}

/* Whether the i-th word is the company's.  A company may have no word and still active
 * days, where all rows were left out. */
static int
is_of(const struct csm_fast_part *part, size_t i, size_t company)
{
	const unsigned low = part->index_bits + part->day_bits + part->metric_bits;
	uint64_t whose;

	if (i == part->words)
		return 0;
	whose = part->word[i] >> low;
	return part->of_users ? whose < part->company_end[company] : whose == company;
}

void
csm_fast_part_write(struct csm_fast_part *part)
{
	size_t word = 0, active = 0;

	for (size_t c = 0; c < part->range->n; c++) {
		struct csm_text company = company_text(part, c);
		for (bool first = true; is_of(part, word, c); first = false) {
			/* what uses were written as stands between entities */
			if (first || part->uses != NULL)
				csm_point_writer_company(
				    part->writer, company, model_of(part));
			word = fast_points_write_entity(part, word, company);
		}
		if (part->active != NULL)
			active = write_active(part, active, c);
	}
}
