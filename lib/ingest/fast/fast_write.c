/* Threads make partitions; their rows are written in order. */
#include "base/xalloc.h"
#include "ingest/combine.h"
#include "ingest/fast/fast_drain.h"
#include "ingest/fast/fast_large.h"
#include "ingest/fast/fast_part.h"
#include "ingest/fast/fast_divide.h"

#include <stdlib.h>

/* A thread ahead of its turn keeps so many bytes of rows before it waits.  With 256 KiB,
 * 4 MiB and 64 MiB two threads took 0.255, 0.253 and 0.252 s of CPU and 39, 39 and 40 MiB
 * over a million rows: it bounds memory only. */
#define AHEAD_BYTES ((size_t)4 << 20)

struct fast_write_writing {
	struct csm_fast *fast;
	struct csm_fast_names names;
	struct csm_point_writer *out;
	pthread_mutex_t lock;
	pthread_cond_t next;
	size_t given; /* ranges */
	size_t turn;  /* whose rows come next */
	int failed;
};

struct maker {
	struct fast_write_writing *all;
	struct csm_fast_part part;
	size_t number; /* of its range */
	pthread_t thread;
	int started;
};

static void
wait_for_turn(struct maker *m)
{
	struct fast_write_writing *all = m->all;

	pthread_mutex_lock(&all->lock);
	while (all->turn != m->number)
		pthread_cond_wait(&all->next, &all->lock);
	pthread_mutex_unlock(&all->lock);
}

static int
has_turn(struct maker *m)
{
	int yes;

	pthread_mutex_lock(&m->all->lock);
	yes = m->all->turn == m->number;
	pthread_mutex_unlock(&m->all->lock);
	return yes;
}

static void
write_rows(void *ctx, struct csm_fast_part *part)
{
	struct maker *m = ctx;
	struct csm_text rows = csm_point_writer_rows(part->writer);

	/* Ahead of its turn a thread goes on making rows, up to a limit. */
	if (!has_turn(m) && rows.len < AHEAD_BYTES)
		return;
	wait_for_turn(m);
	csm_point_writer_append(m->all->out, rows);
	csm_point_writer_clear(part->writer);
}

static void
end_turn(struct maker *m, int failed)
{
	struct fast_write_writing *all = m->all;

	pthread_mutex_lock(&all->lock);
	all->failed |= failed != 0;
	all->turn++;
	pthread_cond_broadcast(&all->next);
	pthread_mutex_unlock(&all->lock);
}

/* The next partition in m->number; 0: there is none. */
static int
next_part(struct maker *m)
{
	struct fast_write_writing *all = m->all;
	int any;

	pthread_mutex_lock(&all->lock);
	/* In order, so that whoever waits for its turn waits for ranges that somebody
	 * is making. */
	any = all->given < all->names.ranges && !all->failed;
	if (any)
		m->number = all->given++;
	pthread_mutex_unlock(&all->lock);
	return any;
}

/* Whoever has the lock has the run's messages.  In its turn and with the lock: it
 * writes to the output itself, with the run's only sorter. */
static int
make_large(struct maker *m)
{
	struct fast_write_writing *all = m->all;
	int failed;

	wait_for_turn(m);
	pthread_mutex_lock(&all->lock);
	failed = csm_fast_large_make(
	    all->fast, &all->names, &all->names.range[m->number], all->out);
	pthread_mutex_unlock(&all->lock);
	return failed;
}

static void
fast_write_report(void *ctx, const struct csm_message *message)
{
	struct fast_write_writing *all = ctx;

	pthread_mutex_lock(&all->lock);
	csm_diag_pass(all->fast->in->diag, message);
	pthread_mutex_unlock(&all->lock);
}

static void *
fast_write_work(void *ctx)
{
	struct maker *m = ctx;

	while (next_part(m)) {
		const struct csm_fast_names *names = &m->all->names;
		const struct csm_fast_range *range = &names->range[m->number];
		int failed = 1;
		if (!csm_fast_is_large(m->all->fast, names, range))
			failed = csm_fast_part_make(&m->part, range);
		/* The part has written nothing yet: its users are told before its first
		 * point. */
		if (failed == 1) {
			failed = make_large(m);
		} else {
			wait_for_turn(m);
			csm_point_writer_append(
			    m->all->out, csm_point_writer_rows(m->part.writer));
			csm_point_writer_clear(m->part.writer);
		}
		end_turn(m, failed);
	}
	return NULL;
}

static void
join(struct fast_write_writing *all, struct maker *maker, int threads)
{
	struct csm_ingest *in = all->fast->in;
	uint64_t range = 0;

	for (int i = 0; i < threads; i++) {
		struct maker *m = &maker[i];
		if (m->started)
			pthread_join(m->thread, NULL);
	}
	for (int i = 0; i < threads; i++) {
		in->counts.points += maker[i].part.points;
		range += maker[i].part.range_errors;
		csm_point_writer_join(all->out, maker[i].part.writer);
		csm_fast_part_fini(&maker[i].part);
	}
	/* Sums out of range of all threads as one message, however many threads there
	 * were. */
	csm_combine_report(in->diag, range);
}

int
csm_fast_write(struct csm_fast *p, struct csm_point_writer *writer)
{
	struct fast_write_writing all = {.fast = p, .out = writer};
	struct maker *maker;

	if (p->drained)
		return csm_fast_drain_rest(p) != 0
			   ? -1
			   : csm_ingest_write_sorted(p->in, writer);
	maker = csm_xcalloc((size_t)p->threads, sizeof *maker);
	pthread_mutex_init(&all.lock, NULL);
	pthread_cond_init(&all.next, NULL);
	csm_fast_names_make(&all.names, p);
	all.failed = csm_fast_split(p, &all.names) != 0;
	for (int i = 0; i < p->threads; i++) {
		struct maker *m = &maker[i];
		m->all = &all;
		csm_fast_part_init(&m->part, p, &all.names, writer);
		m->part.flush = write_rows;
		m->part.ctx = m;
		csm_diag_init(&m->part.diag, fast_write_report, &all);
	}
	/* One partition is one thread's work. */
	for (int i = 1; i < p->threads && p->plan.splitters != 0; i++)
		maker[i].started = pthread_create(&maker[i].thread, NULL,
				       fast_write_work, &maker[i]) == 0;
	fast_write_work(&maker[0]);
	join(&all, maker, p->threads);
	free(maker);
	csm_fast_names_fini(&all.names, p);
	pthread_mutex_destroy(&all.lock);
	pthread_cond_destroy(&all.next);
	return all.failed ? -1 : 0;
}
