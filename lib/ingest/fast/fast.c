#include "ingest/fast/fast.h"

#include "base/xalloc.h"
#include "ingest/fast/fast_state.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Memory that a thread takes at least, for its blocks and its part of the output.  With
 * 64 MiB two threads took 0.29 s of CPU over a million rows whether it is 4 or 16 MiB; with
 * 64 MiB there is one, which took 0.25. */
#define THREAD_BYTES ((size_t)16 << 20)
/* Each of the 256 partitions has a block of 16 KiB in hand, 4 MiB together: with less
 * memory than that every block that is wanted would spill all others. */
#define LEAST_BYTES ((size_t)6 << 20)
/* Bounds the memory that a mistyped --threads can ask for; not measured, since no more
 * threads run than there are processors unless somebody says so. */
#define MOST_THREADS 64
/* So much of a memo pays: a quarter of a million end users.  CPU seconds and MiB, the
 * median of seven runs in turn, one thread, over four million rows of 200,000 users,
 * with 4, 48 and 512 MiB: lower() 2.58, 2.52, 2.49 and 133, 163, 163; six functions over
 * two columns with 4 and 48 MiB 6.28, 3.80 and 262, 300. */
#define MEMO_BYTES ((size_t)48 << 20)

int
csm_fast_fits(const struct csm_ingest_options *o)
{
	const struct csm_mapping *m = o->mapping;
	const unsigned takes =
	    CSM_ROLE_BIT(CSM_ROLE_TIME) | CSM_ROLE_BIT(CSM_ROLE_COMPANY) |
	    CSM_ROLE_BIT(CSM_ROLE_USER) | CSM_ROLE_BIT(CSM_ROLE_NAME) |
	    CSM_ROLE_BIT(CSM_ROLE_COUNT) | CSM_ROLE_BIT(CSM_ROLE_WEIGHT) |
	    CSM_ROLE_BIT(CSM_ROLE_ID) | CSM_ROLE_BIT(CSM_ROLE_MODULE);

	/* a time that depends on a day is found twice.  A wide row is several points,
	 * which the general way makes of it. */
	if (!o->kind->sums || m->columns != 0 || m->time_formats > 1 ||
	    csm_source_dated(m->role[CSM_ROLE_TIME]))
		return 0;
	/* the last of a day is known by its time, which is not kept */
	for (const struct csm_rule *r = m->agg; r != NULL; r = r->next)
		if (r->choice == CSM_AGG_LAST)
			return 0;
	for (int r = 0; r < CSM_ROLES; r++)
		if (!csm_fast_source_fits(m->role[r]) ||
		    (m->role[r] != NULL && !(takes & CSM_ROLE_BIT(r))))
			return 0;
	/* The family's own fold, which no rule changed: what a shard keeps is added
	 * up. */
	return csm_agg_of(o->kind->prefix, strlen(o->kind->prefix)) == CSM_AGG_SUM;
}

/* At least one, however little memory there is: it spills more often then. */
static int
threads_of(const struct csm_fast *p)
{
	long n = p->in->options.threads, fit = (long)(p->memory_bytes / THREAD_BYTES);

	if (n == 0)
		n = sysconf(_SC_NPROCESSORS_ONLN);
	if (n > fit)
		n = fit;
	if (n > MOST_THREADS)
		n = MOST_THREADS;
	return n < 1 ? 1 : (int)n;
}

static void
begin_worker(struct csm_fast *p, struct csm_fast_worker *w)
{
	const struct csm_time_column *when = &p->in->when;

	w->fast = p;
	w->batch.wants_rows = p->in->diag->wants_rows;
	w->newest = w->date_day = CSM_DAY_NONE;
	/* The texts of modules are the row's, which is gone when the next one is
	 * read. */
	w->module.copy = 1;
	w->told = csm_newest_begin(p->in->told.today);
	csm_shard_init(&w->shard, &p->plan);
	w->when = *when;
	/* A zone remembers what it found last, so threads do not share one. */
	w->when.zone = csm_zone_copy(when->zone);
	w->when.clock =
	    when->clock == when->zone ? w->when.zone : csm_zone_copy(when->clock);
	/* The day of a time in UTC is the date it is written with. */
	w->utc = strcmp(csm_zone_name(when->zone), "UTC") == 0;
}

struct csm_fast *
csm_fast_new(struct csm_ingest *in)
{
	struct csm_fast *p = csm_xcalloc(1, sizeof *p);

	p->in = in;
	p->memory_bytes = in->options.memory_bytes != 0 ? in->options.memory_bytes
							: csm_sorter_default_limit();
	p->threads = threads_of(p);
	/* Half of the memory is for rows while they are read; when partitions are made
	 * this half is still taken, and the other is for the words and users of those
	 * (csm_fast_part_bytes). */
	p->plan.limit_bytes = p->memory_bytes / 2 / (size_t)p->threads;
	if (p->plan.limit_bytes < LEAST_BYTES)
		p->plan.limit_bytes = LEAST_BYTES;
	/* Bounds memory only: each role and each part of a condition of each thread may
	 * have one. */
	p->memo_bytes = p->memory_bytes / 16 / (size_t)p->threads;
	if (p->memo_bytes > MEMO_BYTES)
		p->memo_bytes = MEMO_BYTES;
	pthread_mutex_init(&p->reading, NULL);
	pthread_mutex_init(&p->order, NULL);
	pthread_cond_init(&p->next, NULL);
	csm_shard_init(&p->odd, &p->plan);
	p->worker = csm_xcalloc((size_t)p->threads, sizeof *p->worker);
	for (int i = 0; i < p->threads; i++)
		begin_worker(p, &p->worker[i]);
	return p;
}

void
csm_fast_free(struct csm_fast *p)
{
	if (p == NULL)
		return;
	for (int i = 0; i < p->threads; i++) {
		struct csm_fast_worker *w = &p->worker[i];
		csm_shard_fini(&w->shard);
		csm_fast_batch_fini(&w->batch);
		free(w->column);
		free(w->by_handle);
		csm_dict_fini(&w->module);
		free(w->module_name);
		if (w->when.clock != w->when.zone)
			csm_zone_free(w->when.clock);
		csm_zone_free(w->when.zone);
	}
	free(p->worker);
	csm_shard_fini(&p->odd);
	csm_shard_plan_fini(&p->plan);
	pthread_mutex_destroy(&p->reading);
	pthread_mutex_destroy(&p->order);
	pthread_cond_destroy(&p->next);
	free(p);
}

/* Its metric is called as it will be, unlike those of workers, whose names are looked
 * up when all rows have been read: see csm_fast_metric. */
int
csm_fast_push(struct csm_fast *p, const struct csm_point *point)
{
	struct csm_shard_event event = {.company = point->company,
	    .day = (uint16_t)point->day,
	    .name = csm_dict_put(&p->odd.name, 0, point->metric.s, point->metric.len),
	    .value = point->value};

	if (point->model == CSM_MODEL_ENDUSER)
		event.user = point->id;
	return csm_shard_put(&p->odd, &event, p->in->diag);
}

int
csm_fast_active(
    struct csm_fast *p, struct csm_text company, struct csm_text user, int32_t day)
{
	struct csm_shard_event event = {.company = company,
	    .day = (uint16_t)day,
	    .name = CSM_SHARD_NO_METRIC,
	    .user = user,
	    .value = CSM_NUM_ONE};

	return csm_shard_put(&p->odd, &event, p->in->diag);
}
