/* One thread reads lines at a time, a batch of them; batches are finished in the order
 * they were read, so that messages and counts are those of one thread. */
#include "base/xalloc.h"
#include "ingest/fast/fast_drain.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Rows of a batch that cannot be lent (JSON arrays, quoted line ends): about as many as
 * are in lines lent, 256 KiB of some 60 bytes each, so that both kinds wait as rarely for
 * the lock.  Of 256, 4096 and 65536 rows, two threads over a JSON array of a million took
 * 0.58, 0.57 and 0.57 s of CPU. */
#define BATCH_ROWS 4096

static int
fast_read_take(struct csm_fast_worker *w, const struct csm_record *record)
{
	/* Without a plan no row can be put into a partition: the first rows wait as
	 * records. */
	int taken = w->fast->planned ? csm_fast_row(w, record) : 0;

	if (taken == 0)
		csm_fast_batch_keep(&w->batch, record);
	return taken < 0 ? -1 : 0;
}

/* One record of a reader, which has had so many rows before the batch.  Counted before
 * the row is dealt with: its messages carry how many rows were before. */
static int
take_one(struct csm_fast_worker *w, struct csm_reader *reader, uint64_t rows,
    uint64_t rejected)
{
	struct csm_fast_counts *c = &w->batch.counts;
	const struct csm_record *record;
	int got = csm_reader_next(reader, &record, &w->batch.diag);

	c->rows = csm_reader_rows(reader) - rows;
	c->rejected = csm_reader_rejected(reader) - rejected;
	return got == 1 && fast_read_take(w, record) != 0 ? -1 : got;
}

/* Rows of a reader, at most `limit`; 1 if there are more, 0 at the end, -1 failed. */
static int
take_rows(struct csm_fast_worker *w, struct csm_reader *reader, uint64_t limit)
{
	const uint64_t rows = csm_reader_rows(reader),
		       rejected = csm_reader_rejected(reader);
	int got = 1, looks = w->fast->planned && reader == w->reader;

	while (got >= 0 && w->batch.counts.rows < limit) {
		/* Ordinary rows by the dozen while there are any, and one by one
		 * whatever stopped that. */
		got = looks ? csm_fast_rows(w) : 0;
		if (got > 0)
			continue;
		if (got == 0)
			got = take_one(w, reader, rows, rejected);
		if (got == 0)
			break;
	}
	w->batch.lines = csm_reader_lines(reader);
	return got > 0 ? 1 : got;
}

/* Whether there was a batch to take. */
static bool
take_batch(struct csm_fast_worker *w)
{
	struct csm_fast *p = w->fast;
	struct csm_fast_batch *b = &w->batch;
	int lent = 0, rc;

	pthread_mutex_lock(&p->reading);
	if (p->ended) {
		pthread_mutex_unlock(&p->reading);
		return false;
	}
	csm_fast_batch_begin(b, p->batches++);
	csm_fast_row_begin(w);
	lent = rc = csm_reader_lend(p->reader, w->reader, &b->diag);
	/* What cannot be lent is read under the lock, since nobody else can go on
	 * before it. */
	if (lent == 2)
		rc = take_rows(w, p->reader, BATCH_ROWS);
	if (rc <= 0)
		p->ended = true;
	b->failed = rc < 0;
	pthread_mutex_unlock(&p->reading);
	/* Lines that were lent are this thread's own: read without the lock. */
	if (lent == 1)
		b->failed = take_rows(w, w->reader, UINT64_MAX) < 0;
	return true;
}

/* The plan is made of the companies of the first rows, before any of these is dealt with:
 * not yet, if no row has one. */
static void
make_plan(struct csm_fast *p, const struct csm_fast_batch *b)
{
	struct csm_source *company = p->in->mapping->role[CSM_ROLE_COMPANY];
	struct csm_dict sample = {0};
	struct csm_text t;

	for (const struct csm_fast_event *e = b->first; e != NULL; e = e->next)
		if (e->is_record && csm_source_get(company, &e->record, &t) == NULL &&
		    t.len != 0)
			csm_dict_put(&sample, 0, t.s, t.len);
	p->planned = sample.n != 0;
	if (p->planned)
		csm_shard_plan_set(&p->plan, &sample);
	csm_dict_fini(&sample);
}

/* So many rows more became something; those after a kept one wait with it. */
static void
count_up_to(
    struct csm_fast *p, struct csm_fast_counts *from, const struct csm_fast_counts *to)
{
	struct csm_ingest_counts *c = &p->in->counts;
	/* While rows wait for the order of day and month, those behind them do too: if
	 * that order never shows, none of them was used. */
	int held = p->in->kept != NULL;

	if (!held && p->held_used + p->held_filtered != 0) {
		c->used += p->held_used;
		c->filtered += p->held_filtered;
		p->held_used = p->held_filtered = 0;
	}
	*(held ? &p->held_used : &c->used) += to->used - from->used;
	*(held ? &p->held_filtered : &c->filtered) += to->filtered - from->filtered;
	p->account->used += to->used - from->used;
	p->account->filtered += to->filtered - from->filtered;
	c->filtered += to->left - from->left; /* whatever their times are */
	p->account->filtered += to->left - from->left;
	c->excluded += to->excluded - from->excluded;
	p->account->excluded += to->excluded - from->excluded;
	c->rows += to->rows - from->rows;
	c->rejected += to->rejected - from->rejected;
	*from = *to;
}

static int
finish_events(struct csm_fast_worker *w)
{
	struct csm_fast *p = w->fast;
	struct csm_fast_batch *b = &w->batch;
	int failed = 0;

	for (struct csm_fast_event *e = b->first; e != NULL && !failed; e = e->next) {
		/* Rows with an id before the event come first, so that ids and messages
		 * are in the order of the input. */
		csm_fast_settle(w, e->waits);
		count_up_to(p, &b->finished, &e->before);
		if (e->is_record) {
			struct csm_record_about about = {p->reader, &e->record};
			e->record.line += p->base;
			csm_record_about(&about, p->in->diag);
			failed = csm_ingest_record(p->in, &e->record) != 0;
			p->in->diag->row = (struct csm_diag_row){NULL, NULL};
			continue;
		}
		if (e->message.pos.line != 0)
			e->message.pos.line += p->base;
		csm_diag_pass(p->in->diag, &e->message);
	}
	if (!failed)
		csm_fast_settle(w, b->waits);
	return failed ? -1 : 0;
}

/* Wait until all batches before this one are finished, and pass on what it has kept.  With
 * the lock of the order, which the caller gives back. */
static void
pass_events(struct csm_fast_worker *w)
{
	struct csm_fast *p = w->fast;

	pthread_mutex_lock(&p->order);
	while (p->finished != w->batch.number)
		pthread_cond_wait(&p->next, &p->order);
	/* After a failure batches still take their turns, quietly, so that nobody waits
	 * for ever. */
	if (!p->failed && finish_events(w) != 0)
		p->failed = 1;
}

/* Whoever reads itself holds the lock of reading meanwhile: those before it in the order
 * need that no more. */
static void
pass_full_batch(struct csm_fast_batch *b)
{
	struct csm_fast_worker *w = b->owner;
	struct csm_fast *p = w->fast;

	if (!p->planned)
		make_plan(p, b);
	pass_events(w);
	if (p->failed)
		p->ended = true;
	pthread_mutex_unlock(&p->order);
	csm_fast_batch_empty(b);
}

/* What could not be put after its turn. */
static void
fail_batch(struct csm_fast_worker *w)
{
	struct csm_fast *p = w->fast;

	pthread_mutex_lock(&p->order);
	for (const struct csm_fast_event *e = w->batch.first; e != NULL; e = e->next)
		csm_diag_pass(p->in->diag, &e->message);
	p->failed = 1;
	p->ended = true;
	pthread_mutex_unlock(&p->order);
}

static void
finish_batch(struct csm_fast_worker *w)
{
	struct csm_fast *p = w->fast;
	struct csm_fast_batch *b = &w->batch;
	const struct csm_ingest_options *o = &p->in->options;

	pass_events(w);
	if (!p->failed)
		p->failed = csm_fast_drain_if_full(p, (int)(w - p->worker)) != 0 ||
			    csm_fast_drain_if_full(p, p->threads) != 0;
	if (!p->failed) {
		count_up_to(p, &b->finished, &b->counts);
		p->failed = b->failed;
	}
	if (p->failed)
		p->ended = true;
	/* Only now is it known how many lines were before the next batch. */
	p->base += b->lines;
	p->finished++;
	if (o->progress != NULL && b->counts.rows != 0)
		o->progress(o->ctx, p->in->counts.rows);
	pthread_cond_broadcast(&p->next);
	pthread_mutex_unlock(&p->order);
	csm_fast_batch_empty(b);
	/* Outside of the lock: which rows count has been settled, and the shard is this
	 * thread's. */
	if (b->waits != 0 && csm_fast_rows_put(w) != 0)
		fail_batch(w);
}

static void *
fast_read_work(void *ctx)
{
	struct csm_fast_worker *w = ctx;

	while (take_batch(w))
		finish_batch(w);
	return NULL;
}

/* The first rows of the run go the general way once the plan has been made from them;
 * those of each file are the same thread's, which so knows the first keys. */
static void
first_batch(struct csm_fast *p)
{
	struct csm_fast_worker *w = &p->worker[0];

	if (!take_batch(w))
		return;
	if (!p->planned)
		make_plan(p, &w->batch);
	finish_batch(w);
}

static void
fast_read_begin_file(struct csm_fast *p, struct csm_reader *reader)
{
	p->reader = reader;
	p->account = csm_ingest_account(p->in, p->in->file);
	p->base = csm_reader_lines(reader);
	p->batches = p->finished = 0;
	p->ended = false;
	for (int i = 0; i < p->threads; i++) {
		p->worker[i].batch.full = pass_full_batch;
		p->worker[i].batch.owner = &p->worker[i];
		p->worker[i].reader = csm_reader_fork(reader);
		csm_fast_row_bind(&p->worker[i]);
	}
}

int
csm_fast_read(struct csm_fast *p, struct csm_reader *reader)
{
	int alone;

	fast_read_begin_file(p, reader);
	do
		first_batch(p);
	while (!p->planned && !p->ended);
	/* A file of one batch is read by now: threads would cost more than they do. */
	alone = p->ended;
	for (int i = 1; i < p->threads && !alone; i++) {
		struct csm_fast_worker *w = &p->worker[i];
		w->started = pthread_create(&w->thread, NULL, fast_read_work, w) == 0;
	}
	/* Threads that could not be had are not missed: this one reads until the end in
	 * any case. */
	fast_read_work(&p->worker[0]);
	for (int i = 0; i < p->threads; i++)
		if (p->worker[i].started)
			pthread_join(p->worker[i].thread, NULL);
	for (int i = 0; i < p->threads; i++) {
		struct csm_fast_worker *w = &p->worker[i];
		w->started = 0;
		csm_reader_join(reader, w->reader);
		csm_reader_free(w->reader);
		w->reader = NULL;
		csm_fast_row_unbind(w);
		if (w->newest > p->in->newest)
			p->in->newest = w->newest;
		csm_newest_merge(&p->in->told, &w->told);
	}
	return p->failed ? -1 : 0;
}
