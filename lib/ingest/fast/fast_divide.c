#include "ingest/fast/fast_divide.h"

#include "base/xalloc.h"

#include <stdlib.h>

/* A partition may have so many times the rows it should have before it is divided: more
 * leave it larger than the cache, fewer move rows for little.  A million events in order of
 * company, CPU seconds, the median of seven runs in turn, one thread: 2 and 8 0.239, 32
 * 0.241, never 0.264 and twice the memory. */
#define TOLERANCE 8
/* It should have a 256th of all rows, or these, below which dividing is of no use: 1024
 * and 16384 0.244 as above, 131072 0.267, since nothing is divided then. */
#define LEAST_ROWS 16384

/* What is done with each shard, by a thread of its own. */
struct shard_job {
	struct splitting *all;
	int shard;
	uint64_t *rows; /* by company, counted from the first of the range */
	struct csm_diag diag;
	pthread_t thread;
	/* No thread was to be had: then the caller does its step. */
	int started, failed;
};

struct splitting {
	struct csm_fast *fast;
	struct csm_fast_names *names;
	struct csm_fast_range range; /* which is divided */
	uint32_t *part;              /* of its companies */
	size_t parts;                /* of all shards, then */
	int (*step)(struct shard_job *job);
	pthread_mutex_t lock;
	struct shard_job *job;
};

static void
fast_divide_report(void *ctx, const struct csm_message *message)
{
	struct splitting *all = ctx;

	pthread_mutex_lock(&all->lock);
	csm_diag_pass(all->fast->in->diag, message);
	pthread_mutex_unlock(&all->lock);
}

/* Of a job; its result stays in it, since the thread's own is not asked for. */
static void *
fast_divide_work(void *ctx)
{
	struct shard_job *job = ctx;

	job->failed = job->all->step(job) != 0;
	return NULL;
}

/* Every shard by a thread, the last by this one. */
static int
each_shard(struct splitting *all, int (*step)(struct shard_job *job))
{
	const int threads = all->fast->threads;
	int failed = 0;

	all->step = step;
	for (int i = 0; i <= threads; i++) {
		struct shard_job *job = &all->job[i];
		job->started = i < threads && pthread_create(&job->thread, NULL,
						  fast_divide_work, job) == 0;
		/* The last one is always this thread's, which has nothing else to do
		 * meanwhile. */
		if (!job->started)
			fast_divide_work(job);
	}
	for (int i = 0; i <= threads; i++) {
		if (all->job[i].started)
			pthread_join(all->job[i].thread, NULL);
		failed |= all->job[i].failed;
	}
	return failed ? -1 : 0;
}

static int
fast_divide_count_rows(struct shard_job *job)
{
	const struct splitting *all = job->all;
	const struct csm_shard *shard = csm_fast_shard(all->fast, job->shard);
	const uint32_t *rank = all->names->company_rank[job->shard];
	struct csm_shard_cursor cursor = {0};
	struct csm_shard_row row;
	struct csm_text rows;
	int got;

	while ((got = csm_shard_piece(
		    shard, all->range.part, &cursor, &rows, &job->diag)) == 1)
		for (const char *p = rows.s, *end = p + rows.len; p < end;) {
			p = csm_shard_next(p, &row);
			job->rows[rank[row.company] - all->range.first]++;
		}
	csm_shard_cursor_fini(&cursor);
	return got;
}

static int
fast_divide_move_rows(struct shard_job *job)
{
	const struct splitting *all = job->all;
	struct csm_shard *shard = csm_fast_shard(all->fast, job->shard);
	const uint32_t *rank = all->names->company_rank[job->shard];
	/* By id in the shard, which is what its rows hold; companies outside of the
	 * range are never met in the partition, so that what they are given does not
	 * matter. */
	uint32_t *to = csm_xcalloc(shard->company.n + 1, sizeof *to);
	int rc;

	for (size_t i = 0; i < shard->company.n; i++)
		/* Unsigned: what is before the range is beyond its end too. */
		if (rank[i] - all->range.first < all->range.n)
			to[i] = all->part[rank[i] - all->range.first];
	csm_shard_grow(shard, all->parts);
	rc = csm_shard_move(shard, all->range.part, to, &job->diag);
	free(to);
	return rc;
}

/* Companies in order get partitions of about `target` rows. */
static void
give_parts(struct splitting *all, uint64_t target, struct csm_fast_range **range,
    size_t *ranges, size_t *cap)
{
	const struct csm_fast_range whole = all->range;
	uint64_t rows = 0;

	for (uint32_t c = 0; c < whole.n; c++) {
		/* A company is never divided, so a partition may have many times the
		 * target: such a one is made by the sorter (fast_large.c). */
		if (c == 0 || rows >= target) {
			CSM_GROW(*range, *ranges, cap);
			(*range)[(*ranges)++] =
			    (struct csm_fast_range){whole.first + c, 0, all->parts++};
			rows = 0;
		}
		(*range)[*ranges - 1].n++;
		all->part[c] = (uint32_t)all->parts - 1;
		for (int i = 0; i <= all->fast->threads; i++)
			rows += all->job[i].rows[c];
	}
}

static uint64_t
rows_of(struct csm_fast *fast, size_t part)
{
	uint64_t rows = 0;

	for (int i = 0; i <= fast->threads; i++)
		rows += csm_fast_shard(fast, i)->part[part].rows;
	return rows;
}

/* Divide one range into those appended to `range`. */
static int
fast_divide_divide(struct splitting *all, uint64_t target,
    struct csm_fast_range **range, size_t *ranges, size_t *cap)
{
	const size_t n = all->range.n;
	int rc;

	all->part = csm_xcalloc(n, sizeof *all->part);
	for (int i = 0; i <= all->fast->threads; i++)
		all->job[i].rows = csm_xcalloc(n, sizeof *all->job[i].rows);
	rc = each_shard(all, fast_divide_count_rows);
	if (rc == 0) {
		give_parts(all, target, range, ranges, cap);
		rc = each_shard(all, fast_divide_move_rows);
	}
	for (int i = 0; i <= all->fast->threads; i++)
		free(all->job[i].rows);
	free(all->part);
	return rc;
}

int
csm_fast_split(struct csm_fast *fast, struct csm_fast_names *names)
{
	struct splitting all = {.fast = fast,
	    .names = names,
	    .parts = CSM_SHARD_PARTS,
	    .job = csm_xcalloc((size_t)fast->threads + 1, sizeof *all.job)};
	/* A list of its own: ranges stay in the order of companies, and each becomes
	 * one or more. */
	struct csm_fast_range *range = NULL;
	size_t ranges = 0, cap = 0;
	uint64_t target = 0;
	int rc = 0;

	pthread_mutex_init(&all.lock, NULL);
	for (int i = 0; i <= fast->threads; i++) {
		all.job[i].all = &all;
		all.job[i].shard = i;
		csm_diag_init(&all.job[i].diag, fast_divide_report, &all);
	}
	for (size_t i = 0; i < names->ranges; i++)
		target += rows_of(fast, names->range[i].part);
	/* What a partition would have if the plan had known all rows. */
	target /= CSM_SHARD_PARTS;
	target = target < LEAST_ROWS ? LEAST_ROWS : target;
	for (size_t i = 0; i < names->ranges && rc == 0; i++) {
		all.range = names->range[i];
		if (all.range.n > 1 &&
		    rows_of(fast, all.range.part) > TOLERANCE * target) {
			rc = fast_divide_divide(&all, target, &range, &ranges, &cap);
			continue;
		}
		CSM_GROW(range, ranges, &cap);
		range[ranges++] = all.range;
	}
	free(names->range);
	names->range = range;
	names->ranges = ranges;
	names->range_cap = cap;
	pthread_mutex_destroy(&all.lock);
	free(all.job);
	return rc;
}
