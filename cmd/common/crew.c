/*
 * The calling thread reads points, as far as needed to know whose they are, and writes
 * output; the others read what is left of them and evaluate, a batch of companies at a
 * time, and so does the calling thread when it would have to wait.  Batches stand in a
 * ring: they are filled, evaluated and written in turn.
 */
#include "common/crew.h"

#include "base/xalloc.h"
#include "common/batch.h"

#include <pthread.h>
#include <stdlib.h>

struct batch {
	enum { EMPTY, FILLED, TAKEN, DONE } state; /* guarded by the lock */
	struct csm_batch of;
	void *sheet; /* its rows */
};

struct pool {
	const struct csm_crew *crew;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int ended; /* nothing more will be filled */
	struct batch *ring;
	size_t batches, next; /* next: to be taken */
	struct crew_worker {
		struct pool *pool;
		struct csm_engine *engine;
		void *ctx; /* the caller's */
		pthread_t thread;
	} reader, /* the calling thread */
	    *worker;
	int workers, started;
};

/* With the lock held: the next filled batch becomes the caller's, NULL if there is none.
 * Batches are taken in the order they were filled, so the next is the only one to look
 * at. */
static struct batch *
crew_take(struct pool *pool)
{
	struct batch *b = &pool->ring[pool->next];

	if (b->state != FILLED)
		return NULL;
	b->state = TAKEN;
	pool->next = (pool->next + 1) % pool->batches;
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

static void
crew_evaluate(struct crew_worker *w, struct batch *b)
{
	for (size_t i = 0; i < b->of.n; i++) {
		csm_engine_open(w->engine, &b->of.set[i]);
		w->pool->crew->company(
		    w->ctx, b->sheet, &b->of.set[i], b->of.listed[i]);
	}
	set_state(w->pool, b, DONE);
}

/* The next filled batch, NULL when there will be none. */
static struct batch *
crew_wait(struct pool *pool)
{
	struct batch *b;

	pthread_mutex_lock(&pool->lock);
	while ((b = crew_take(pool)) == NULL && !pool->ended)
		pthread_cond_wait(&pool->changed, &pool->lock);
	pthread_mutex_unlock(&pool->lock);
	return b;
}

static void *
crew_work(void *ctx)
{
	struct crew_worker *w = ctx;
	struct batch *b;

	while ((b = crew_wait(w->pool)) != NULL)
		crew_evaluate(w, b);
	return NULL;
}

/* Until the batch has been evaluated, if it was filled: instead of waiting the reader
 * evaluates what nobody has taken yet. */
static bool
crew_await(struct pool *pool, struct batch *b)
{
	struct batch *other;
	bool done;

	pthread_mutex_lock(&pool->lock);
	while (b->state == FILLED || b->state == TAKEN) {
		if ((other = crew_take(pool)) == NULL) {
			pthread_cond_wait(&pool->changed, &pool->lock);
			continue;
		}
		pthread_mutex_unlock(&pool->lock);
		crew_evaluate(&pool->reader, other);
		pthread_mutex_lock(&pool->lock);
	}
	done = b->state == DONE;
	b->state = EMPTY;
	pthread_mutex_unlock(&pool->lock);
	return done;
}

/* Wait for the batch, and write its rows. */
static void
crew_finish(struct pool *pool, struct batch *b)
{
	if (!crew_await(pool, b))
		return;
	for (size_t i = 0; i < b->of.n; i++)
		if (b->of.listed[i])
			csm_engine_see(pool->crew->ev->engine, &b->of.set[i]);
	/* Outside of the lock: writing is the caller's alone. */
	if (b->sheet != NULL)
		pool->crew->append(pool->crew->ctx, b->sheet);
}

/* As csm_batch_fill. */
static int
crew_fill(struct pool *pool, struct batch *b)
{
	struct csm_evaluation *ev = pool->crew->ev;
	int rc = csm_batch_fill(&b->of, ev->walk, ev->run);

	/* By the reader, in the order of the companies, since it is one for all threads. */
	for (size_t i = 0; ev->known != NULL && i < b->of.n; i++)
		csm_intern_put(
		    ev->known, b->of.set[i].company.s, b->of.set[i].company.len);
	return rc;
}

static void
crew_fork(struct pool *pool, struct crew_worker *w)
{
	w->pool = pool;
	w->engine = csm_engine_fork(pool->crew->ev->engine);
	w->ctx = pool->crew->fork(pool->crew->ctx, w->engine);
}

static void
crew_join(struct pool *pool, struct crew_worker *w)
{
	pool->crew->join(pool->crew->ctx, w->ctx);
	csm_engine_join(pool->crew->ev->engine, w->engine);
}

/* Fewer threads than asked for are no failure: the reader does what nobody else does. */
static void
crew_start(struct pool *pool)
{
	for (; pool->started < pool->workers; pool->started++) {
		struct crew_worker *w = &pool->worker[pool->started];
		crew_fork(pool, w);
		if (pthread_create(&w->thread, NULL, crew_work, w) == 0)
			continue;
		crew_join(pool, w);
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
		pthread_join(pool->worker[i].thread, NULL);
		crew_join(pool, &pool->worker[i]);
	}
	crew_join(pool, &pool->reader);
}

/* Returns what reading ended with: 0, or -1 after a report. */
static int
run_batches(struct pool *pool)
{
	size_t i = 0;
	int rc;

	do {
		struct batch *b = &pool->ring[i];
		crew_finish(pool, b);
		rc = crew_fill(pool, b);
		if (b->of.n > 0)
			set_state(pool, b, FILLED);
		/* what one batch holds is done before threads have begun */
		if (rc == 1 && pool->started == 0 && i == 0)
			crew_start(pool);
		i = (i + 1) % pool->batches;
	} while (rc == 1);
	/* From the oldest on, so that output is in order. */
	for (size_t k = 0; k < pool->batches; k++)
		crew_finish(pool, &pool->ring[(i + k) % pool->batches]);
	return rc;
}

int
csm_crew_run(const struct csm_crew *crew, int threads)
{
	struct pool pool = {.crew = crew, .workers = threads - 1};
	int rc;

	/* One in work and one waiting for each worker, and one that is being filled. */
	pool.batches = (size_t)(2 * pool.workers + 1);
	pool.ring = csm_xcalloc(pool.batches, sizeof *pool.ring);
	pool.worker = csm_xcalloc((size_t)pool.workers, sizeof *pool.worker);
	pthread_mutex_init(&pool.lock, NULL);
	pthread_cond_init(&pool.changed, NULL);
	for (size_t i = 0; i < pool.batches; i++)
		pool.ring[i].sheet =
		    crew->sheet == NULL ? NULL : crew->sheet(crew->ctx);
	crew_fork(&pool, &pool.reader);
	rc = run_batches(&pool);
	stop(&pool);
	for (size_t i = 0; i < pool.batches; i++) {
		csm_batch_fini(&pool.ring[i].of);
		if (pool.ring[i].sheet != NULL)
			crew->drop(pool.ring[i].sheet);
	}
	pthread_cond_destroy(&pool.changed);
	pthread_mutex_destroy(&pool.lock);
	free(pool.worker);
	free(pool.ring);
	return rc;
}
