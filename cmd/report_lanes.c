/*
 * The calling thread reads points, as far as needed to know whose they are, a batch of
 * companies at a time into a ring; what is left of them is read, and lanes are shown them, by
 * all threads, this one when it would have to wait.  A batch is filled, opened, and then gone
 * through by each lane; when the last of them is behind it, it is empty again.
 */
#include "report_lanes.h"

#include "base/xalloc.h"
#include "common/batch.h"

#include <pthread.h>
#include <stdlib.h>

#define NONE SIZE_MAX

struct lanes_batch {
	enum { EMPTY, FILLED, OPENING, OPEN } state;
	struct csm_batch of;
	size_t left; /* lanes that have not been here */
	/* By lane that others are behind: which companies these are shown. */
	char (*chosen)[CSM_BATCH_COMPANIES];
};

/* Lanes behind another follow it. */
struct lane {
	struct csm_context *context;
	size_t behind; /* the lane; NONE: none */
	size_t next;   /* how many batches it has gone through */
	bool busy;
};

/* What is below is guarded by the lock, but for batches, which are whose task they are. */
struct lanes {
	const struct csm_run *run;
	csm_lanes_show *show;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct lanes_batch *ring;
	size_t batches; /* of the ring */
	size_t filled,
	    opened;         /* how many, so far; opened: by somebody, or about to be */
	bool ended, failed; /* nothing more will be filled; a context has told why */
	struct lane *lane;
	size_t n, cap;
};

/* Something to do: a batch, and the lane that is to go through it; NULL: it is to be opened. */
struct lanes_task {
	struct lanes_batch *batch;
	struct lane *lane;
};

static struct lanes_batch *
lanes_at(const struct lanes *l, size_t batch)
{
	return &l->ring[batch % l->batches];
}

static void
lanes_add(struct lanes *l, struct csm_context *context, size_t behind)
{
	struct csm_context *apart;
	size_t own = l->n;

	CSM_GROW(l->lane, l->n, &l->cap);
	l->lane[l->n++] = (struct lane){.context = context, .behind = behind};
	for (size_t i = 0; (apart = csm_context_apart(context, i)) != NULL; i++)
		lanes_add(l, apart, own);
}

/* With the lock held: whether the lane can go on. */
static bool
lane_is_ready(const struct lanes *l, const struct lane *lane)
{
	return !lane->busy && lane->next < l->filled &&
	       lanes_at(l, lane->next)->state == OPEN &&
	       (lane->behind == NONE || l->lane[lane->behind].next > lane->next);
}

/* With the lock held: a task becomes the caller's.  First those of the lane furthest behind,
 * and of several that of the first, which others may wait for. */
static bool
lanes_take(struct lanes *l, struct lanes_task *task)
{
	struct lane *best = NULL;

	for (size_t i = 0; i < l->n; i++)
		if (lane_is_ready(l, &l->lane[i]) &&
		    (best == NULL || l->lane[i].next < best->next))
			best = &l->lane[i];
	if (best != NULL) {
		best->busy = true;
		*task = (struct lanes_task){lanes_at(l, best->next), best};
		return true;
	}
	if (l->opened == l->filled)
		return false;
	*task = (struct lanes_task){lanes_at(l, l->opened++), NULL};
	task->batch->state = OPENING;
	return true;
}

static void
batch_open(const struct lanes *l, struct lanes_batch *b)
{
	for (size_t i = 0; i < b->of.n; i++) {
		csm_set_open(&b->of.set[i]);
		if (l->run->hide != NULL)
			csm_set_hide_users(&b->of.set[i], l->run->hide);
	}
}

/* -1 after a report. */
static int
lane_go(const struct lanes *l, const struct lane *lane, struct lanes_batch *b)
{
	const char *shown =
	    lane->behind == NONE ? b->of.listed : b->chosen[lane->behind];
	char *chosen = b->chosen[lane - l->lane];

	for (size_t i = 0; i < b->of.n; i++) {
		int rc = shown[i] ? l->show(lane->context, &b->of.set[i]) : 0;
		if (rc < 0)
			return -1;
		chosen[i] = (char)rc;
	}
	return 0;
}

/* Do it, without the lock, and with the lock say so. */
static void
lanes_do(struct lanes *l, const struct lanes_task *task)
{
	struct lanes_batch *b = task->batch;
	int rc = 0;
	const bool failed = l->failed;

	pthread_mutex_unlock(&l->lock);
	if (task->lane == NULL)
		batch_open(l, b);
	else if (!failed)
		rc = lane_go(l, task->lane, b);
	pthread_mutex_lock(&l->lock);
	l->failed |= rc != 0;
	if (task->lane == NULL) {
		b->state = OPEN;
	} else {
		task->lane->busy = false;
		task->lane->next++;
		if (--b->left == 0)
			b->state = EMPTY;
	}
	pthread_cond_broadcast(&l->changed);
}

static bool
lanes_are_done(const struct lanes *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->lane[i].next < l->filled)
			return false;
	return l->ended;
}

static void *
lanes_work(void *ctx)
{
	struct lanes *l = ctx;
	struct lanes_task task;

	pthread_mutex_lock(&l->lock);
	while (!lanes_are_done(l))
		if (lanes_take(l, &task))
			lanes_do(l, &task);
		else
			pthread_cond_wait(&l->changed, &l->lock);
	pthread_mutex_unlock(&l->lock);
	return NULL;
}

/* The next batch of the ring, once it is empty. */
static struct lanes_batch *
lanes_await(struct lanes *l)
{
	struct lanes_batch *b = lanes_at(l, l->filled);
	struct lanes_task task;

	pthread_mutex_lock(&l->lock);
	while (b->state != EMPTY)
		if (lanes_take(l, &task))
			lanes_do(l, &task);
		else
			pthread_cond_wait(&l->changed, &l->lock);
	pthread_mutex_unlock(&l->lock);
	return b;
}

/* How many there are: fewer than asked for are no failure, since the calling thread does what
 * nobody else does. */
static int
lanes_start(struct lanes *l, pthread_t *thread, int n)
{
	for (int i = 0; i < n; i++)
		if (pthread_create(&thread[i], NULL, lanes_work, l) != 0)
			return i;
	return n;
}

/* Returns what reading ended with: 0, or -1 after a report. */
static int
lanes_read(struct lanes *l, struct csm_walk *walk, struct csm_run *run, int threads)
{
	pthread_t *thread = csm_xcalloc((size_t)threads, sizeof *thread);
	int rc, started = 0;

	do {
		struct lanes_batch *b = lanes_await(l);
		rc = csm_batch_fill(&b->of, walk, run);
		pthread_mutex_lock(&l->lock);
		b->state = FILLED;
		b->left = l->n;
		l->filled++;
		l->ended = rc != 1;
		pthread_cond_broadcast(&l->changed);
		pthread_mutex_unlock(&l->lock);
		/* what one batch holds is done before threads have begun */
		if (rc == 1 && l->filled == 1)
			started = lanes_start(l, thread, threads - 1);
	} while (rc == 1);
	lanes_work(l);
	for (int i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	free(thread);
	return rc;
}

static void
lanes_init(struct lanes *l, int threads)
{
	/* One in work for each, one that is being filled, one that waits. */
	l->batches = (size_t)threads + 2;
	l->ring = csm_xcalloc(l->batches, sizeof *l->ring);
	for (size_t i = 0; i < l->batches; i++)
		l->ring[i].chosen = csm_xcalloc(l->n, sizeof *l->ring[i].chosen);
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->changed, NULL);
}

static void
lanes_fini(struct lanes *l)
{
	for (size_t i = 0; i < l->batches; i++) {
		csm_batch_fini(&l->ring[i].of);
		free(l->ring[i].chosen);
	}
	pthread_cond_destroy(&l->changed);
	pthread_mutex_destroy(&l->lock);
	free(l->ring);
	free(l->lane);
}

int
csm_lanes_run(struct csm_run *run, struct csm_walk *walk,
    struct csm_context *const *context, size_t n, csm_lanes_show *show, int threads)
{
	struct lanes l = {.run = run, .show = show};
	int rc;

	for (size_t i = 0; i < n; i++)
		lanes_add(&l, context[i], NONE);
	lanes_init(&l, threads);
	rc = lanes_read(&l, walk, run, threads);
	lanes_fini(&l);
	return l.failed ? -1 : rc;
}
