/*
 * A buffer grows until the limit, then becomes a run on disk.  As soon as FAN runs of one
 * level are there they become one run of the next, so that few files are open and each
 * point is rewritten once per level.
 */
#include "point/sort.h"

#include "base/xalloc.h"
#include "point/merge.h"
#include "point/sort_buffer.h"
#include "point/spill.h"

#include <stdlib.h>
#include <unistd.h>

/* Runs that are merged at once: more are more files and buffers open, fewer rewrite
 * each point once more often.  A limit of memory: 16 buffers of 256 KiB a level. */
#define FAN 16
/* The limit is looked at when this many points more were pushed.  Their bytes are what
 * the limit may be passed by, some KiB; asking costs a dozen loads. */
#define CHECK_POINTS 256

struct level_run {
	struct csm_spill *run;
	int level;
};

struct csm_sorter {
	size_t limit;
	struct csm_sort_buffer *buffer;
	struct csm_intern files; /* of the points in runs */
	struct level_run *runs;  /* in the order their points were pushed; levels do
				    not ascend */
	size_t n, cap;
	struct csm_merge *merge; /* after finish; NULL: the buffer is all there is */
};

size_t
csm_sorter_default_limit(void)
{
	long pages = sysconf(_SC_PHYS_PAGES), bytes = sysconf(_SC_PAGESIZE);

	if (pages <= 0 || bytes <= 0)
		return (size_t)1 << 30;
	return (size_t)pages / 4 * (size_t)bytes;
}

struct csm_sorter *
csm_sorter_new(size_t limit_bytes)
{
	struct csm_sorter *s = csm_xcalloc(1, sizeof *s);

	s->limit = limit_bytes != 0 ? limit_bytes : csm_sorter_default_limit();
	s->buffer = csm_sort_buffer_new();
	return s;
}

void
csm_sorter_free(struct csm_sorter *s)
{
	if (s == NULL)
		return;
	csm_merge_free(s->merge);
	for (size_t i = 0; i < s->n; i++)
		csm_spill_free(s->runs[i].run);
	free(s->runs);
	csm_sort_buffer_free(s->buffer);
	csm_intern_fini(&s->files);
	free(s);
}

static int
next_of_run(void *ctx, struct csm_point *point, int64_t *order, struct csm_diag *diag)
{
	return csm_spill_next(ctx, point, order, diag);
}

static int
next_of_pile(void *ctx, struct csm_point *point, int64_t *order, struct csm_diag *diag)
{
	(void)diag;
	return csm_sort_buffer_next(ctx, point, order);
}

/* All runs from `first` on as sources; `extra` more fit behind them. */
static struct csm_merge_source *
run_sources(const struct csm_sorter *s, size_t first, size_t extra)
{
	struct csm_merge_source *of = csm_xcalloc(s->n - first + extra, sizeof *of);

	for (size_t i = first; i < s->n; i++)
		of[i - first] = (struct csm_merge_source){
		    .next = next_of_run, .ctx = s->runs[i].run};
	return of;
}

/* A new run with everything the source gives, ready to be read; NULL after a report. */
static struct csm_spill *
write_run(struct csm_sorter *s, struct csm_merge_source source, struct csm_diag *diag)
{
	struct csm_spill *run = csm_spill_on_disk(&s->files, diag);
	struct csm_point point;
	int64_t order;
	int got;

	if (run == NULL)
		return NULL;
	while ((got = source.next(source.ctx, &point, &order, diag)) == 1)
		if (csm_spill_put(run, &point, order, diag) != 0) {
			got = -1;
			break;
		}
	if (got == 0 && csm_spill_rewind(run, diag) == 0)
		return run;
	csm_spill_free(run);
	return NULL;
}

static int
next_of_merge(void *ctx, struct csm_point *point, int64_t *order, struct csm_diag *diag)
{
	return csm_merge_next(ctx, point, order, diag);
}

/* The last FAN runs become one of the next level. */
static int
merge_level(struct csm_sorter *s, struct csm_diag *diag)
{
	size_t first = s->n - FAN;
	struct csm_merge_source *of = run_sources(s, first, 0);
	struct csm_merge *merge = csm_merge_new(of, FAN);
	struct csm_spill *run = write_run(
	    s, (struct csm_merge_source){.next = next_of_merge, .ctx = merge}, diag);

	csm_merge_free(merge);
	free(of);
	if (run == NULL)
		return -1;
	for (size_t i = first; i < s->n; i++)
		csm_spill_free(s->runs[i].run);
	s->runs[first].run = run;
	s->runs[first].level++;
	s->n = first + 1;
	return 0;
}

static int
sort_spill(struct csm_sorter *s, struct csm_diag *diag)
{
	csm_sort_buffer_sort(s->buffer);
	struct csm_spill *run = write_run(
	    s, (struct csm_merge_source){.next = next_of_pile, .ctx = s->buffer}, diag);
	if (run == NULL)
		return -1;
	csm_sort_buffer_reset(s->buffer);
	CSM_GROW(s->runs, s->n, &s->cap);
	s->runs[s->n++] = (struct level_run){run, 0};
	while (s->n >= FAN && s->runs[s->n - FAN].level == s->runs[s->n - 1].level)
		if (merge_level(s, diag) != 0)
			return -1;
	return 0;
}

int
csm_sorter_push(struct csm_sorter *s, const struct csm_point *point, int64_t order,
    struct csm_diag *diag)
{
	csm_sort_buffer_push(s->buffer, point, order);
	if (csm_sort_buffer_count(s->buffer) % CHECK_POINTS != 0 ||
	    csm_sort_buffer_bytes(s->buffer) <= s->limit)
		return 0;
	return sort_spill(s, diag);
}

int
csm_sorter_finish(struct csm_sorter *s, struct csm_diag *diag)
{
	(void)diag;
	csm_sort_buffer_sort(s->buffer);
	if (s->n == 0)
		return 0;
	struct csm_merge_source *of = run_sources(s, 0, 1);
	of[s->n] = (struct csm_merge_source){.next = next_of_pile, .ctx = s->buffer};
	s->merge = csm_merge_new(of, s->n + 1);
	free(of);
	return 0;
}

int
csm_sorter_next(struct csm_sorter *s, struct csm_point *point, int64_t *order,
    struct csm_diag *diag)
{
	int64_t unwanted;

	if (order == NULL)
		order = &unwanted;
	if (s->merge != NULL)
		return csm_merge_next(s->merge, point, order, diag);
	return csm_sort_buffer_next(s->buffer, point, order);
}
