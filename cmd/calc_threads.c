/*
 * Companies spread over threads.  The calling thread reads points and writes output;
 * the others evaluate batches of companies.  Batches stand in a ring: they are filled,
 * evaluated and written in turn, so that the output is that of one thread, and there
 * are never more companies in memory than the ring holds.
 */
#include "base/xalloc.h"
#include "calc.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

/* A batch is full with so many companies, or so many points. */
#define BATCH_COMPANIES 64
#define BATCH_POINTS 65536
/* The memory of a company with more is given back. */
#define KEPT_POINTS 8192
/* Beyond these the reader cannot keep up. */
#define MOST_THREADS 16

struct batch {
	enum { EMPTY, FILLED, TAKEN, DONE } state; /* guarded by the lock */
	struct csm_set set[BATCH_COMPANIES];
	char listed[BATCH_COMPANIES];
	size_t n;
	struct csm_point_writer *writer; /* its rows; NULL: wide */
	struct csm_wide *wide;
};

struct pool {
	struct csm_calc *calc;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int ended; /* nothing more will be filled */
	struct batch *ring;
	size_t batches, next; /* next: to be taken */
	struct csm_calc_worker *worker;
	pthread_t *thread;
	int workers, started;
};

int
csm_calc_threads(const struct csm_run *run)
{
	long n = run->common->threads;

	if (n == 0)
		n = sysconf(_SC_NPROCESSORS_ONLN);
	return n > MOST_THREADS ? MOST_THREADS : n < 1 ? 1 : (int)n;
}

static void
evaluate(struct csm_calc_worker *w, struct batch *b)
{
	w->writer = b->writer;
	w->wide = b->wide;
	for (size_t i = 0; i < b->n; i++)
		csm_calc_company(w, &b->set[i], b->listed[i]);
}

/* The next filled batch, NULL when there will be none. */
static struct batch *
calc_threads_take(struct pool *pool)
{
	struct batch *b;

	pthread_mutex_lock(&pool->lock);
	for (;;) {
		b = &pool->ring[pool->next];
		if (b->state == FILLED || pool->ended)
			break;
		pthread_cond_wait(&pool->changed, &pool->lock);
	}
	if (b->state == FILLED) {
		b->state = TAKEN;
		pool->next = (pool->next + 1) % pool->batches;
	} else {
		b = NULL;
	}
	pthread_mutex_unlock(&pool->lock);
	return b;
}

static void
set_state(struct pool *pool, struct batch *b, int state)
{
	pthread_mutex_lock(&pool->lock);
	b->state = state;
	pthread_cond_broadcast(&pool->changed);
	pthread_mutex_unlock(&pool->lock);
}

struct start {
	struct pool *pool;
	struct csm_calc_worker *worker;
};

static void *
calc_threads_work(void *ctx)
{
	struct start *start = ctx;
	struct batch *b;

	while ((b = calc_threads_take(start->pool)) != NULL) {
		evaluate(start->worker, b);
		set_state(start->pool, b, DONE);
	}
	free(start);
	return NULL;
}

/* Wait until the batch has been evaluated, if it was filled, and write its rows. */
static void
calc_threads_finish(struct pool *pool, struct batch *b)
{
	struct csm_evaluation *ev = &pool->calc->ev;
	int done;

	pthread_mutex_lock(&pool->lock);
	while (b->state == FILLED || b->state == TAKEN)
		pthread_cond_wait(&pool->changed, &pool->lock);
	done = b->state == DONE;
	b->state = EMPTY;
	pthread_mutex_unlock(&pool->lock);
	if (!done)
		return;
	if (b->wide != NULL) {
		csm_wide_append(pool->calc->wide, b->wide);
	} else {
		csm_point_writer_append(ev->writer, csm_point_writer_rows(b->writer));
		csm_point_writer_clear(b->writer);
	}
}

/* 1 with a full batch, 0 if there is no more, -1 after a report; in any case its
 * companies are to be evaluated. */
static int
calc_threads_fill(struct pool *pool, struct batch *b)
{
	struct csm_evaluation *ev = &pool->calc->ev;
	size_t points = 0;
	int listed, rc = 1;

	for (b->n = 0; b->n < BATCH_COMPANIES && points < BATCH_POINTS; b->n++) {
		struct csm_set *set = &b->set[b->n];
		if (set->points > KEPT_POINTS)
			csm_set_fini(set);
		rc = csm_walk_take(ev->walk, set, &listed, &ev->run->diag);
		if (rc != 1)
			break;
		if (listed)
			csm_engine_see(ev->engine, set);
		b->listed[b->n] = (char)listed;
		points += set->points;
	}
	csm_run_progress(ev->run, "companies", csm_walk_companies(ev->walk));
	return rc;
}

static void
calc_threads_start(struct pool *pool)
{
	for (; pool->started < pool->workers; pool->started++) {
		struct csm_calc_worker *w = &pool->worker[pool->started];
		struct start *s = csm_xcalloc(1, sizeof *s);
		csm_calc_worker_init(w, pool->calc);
		w->engine = csm_engine_fork(pool->calc->ev.engine);
		*s = (struct start){pool, w};
		if (pthread_create(
			&pool->thread[pool->started], NULL, calc_threads_work, s) == 0)
			continue;
		csm_engine_join(pool->calc->ev.engine, w->engine);
		free(s);
		return;
	}
}

static void
stop(struct pool *pool)
{
	pthread_mutex_lock(&pool->lock);
	pool->ended = 1;
	pthread_cond_broadcast(&pool->changed);
	pthread_mutex_unlock(&pool->lock);
	for (int i = 0; i < pool->started; i++) {
		struct csm_calc_worker *w = &pool->worker[i];
		pthread_join(pool->thread[i], NULL);
		csm_engine_join(pool->calc->ev.engine, w->engine);
		csm_calc_worker_done(w, &pool->calc->ev);
	}
}

/* Returns what reading ended with: 0, or -1 after a report. */
static int
run_batches(struct pool *pool)
{
	size_t i = 0;
	int rc;

	do {
		struct batch *b = &pool->ring[i];
		calc_threads_finish(pool, b);
		rc = calc_threads_fill(pool, b);
		if (b->n > 0)
			set_state(pool, b, FILLED);
		i = (i + 1) % pool->batches;
	} while (rc == 1);
	for (size_t k = 0; k < pool->batches; k++)
		calc_threads_finish(pool, &pool->ring[(i + k) % pool->batches]);
	return rc;
}

static void
free_batch(struct batch *b)
{
	for (size_t i = 0; i < BATCH_COMPANIES; i++)
		csm_set_fini(&b->set[i]);
	csm_point_writer_free(b->writer);
	csm_wide_free(b->wide);
}

int
csm_calc_spread(struct csm_calc *calc, int threads)
{
	struct pool pool = {.calc = calc, .workers = threads - 1};
	int rc = 1;

	pool.batches = (size_t)(2 * pool.workers + 1);
	pool.ring = csm_xcalloc(pool.batches, sizeof *pool.ring);
	pool.worker = csm_xcalloc((size_t)pool.workers, sizeof *pool.worker);
	pool.thread = csm_xcalloc((size_t)pool.workers, sizeof *pool.thread);
	pthread_mutex_init(&pool.lock, NULL);
	pthread_cond_init(&pool.changed, NULL);
	for (size_t i = 0; i < pool.batches; i++) {
		if (calc->wide != NULL)
			pool.ring[i].wide = csm_wide_fork(calc->wide);
		else
			pool.ring[i].writer = csm_point_writer_fork(calc->ev.writer);
	}
	calc_threads_start(&pool);
	if (pool.started > 0)
		rc = run_batches(&pool);
	stop(&pool);
	for (size_t i = 0; i < pool.batches; i++)
		free_batch(&pool.ring[i]);
	pthread_cond_destroy(&pool.changed);
	pthread_mutex_destroy(&pool.lock);
	free(pool.thread);
	free(pool.worker);
	free(pool.ring);
	return rc;
}
