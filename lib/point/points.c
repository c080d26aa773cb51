/* The files, read ahead and where need be sorted (point/ahead.h), are merged. */
#include "point/points.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "point/ahead.h"
#include "point/merge.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* So many files at most are decompressed on threads of their own.  With more there are
 * threads enough, and each has a MiB of blocks: a limit, not measured. */
#define THREADED_FILES 8

struct csm_points {
	struct csm_points_options options;
	struct csm_ahead ahead; /* the files */
	struct csm_merge *merge;
	struct csm_point_last last; /* given out, and where it was read: */
	const char *last_file;
	uint64_t last_line;
	int64_t last_place;       /* of its file among the paths */
	struct csm_newest newest; /* of the points given out, each once */
	struct csm_spill *kept;   /* what was given out, to be given out again */
	int rewound;
};

void
csm_points_free(struct csm_points *ps)
{
	if (ps == NULL)
		return;
	csm_merge_free(ps->merge);
	csm_spill_free(ps->kept);
	csm_point_last_fini(&ps->last);
	csm_ahead_fini(&ps->ahead);
	free(ps);
}

static int
next_of_sorter(
    void *ctx, struct csm_point *point, int64_t *order, struct csm_diag *diag)
{
	return csm_sorter_next(ctx, point, order, diag);
}

static int
merge_sources(struct csm_points *ps, struct csm_diag *diag)
{
	struct csm_ahead *a = &ps->ahead;
	struct csm_merge_source *of = csm_xcalloc(a->n + 1, sizeof *of);
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		if (a->at[i].run != NULL || a->at[i].reader != NULL)
			of[n++] = (struct csm_merge_source){
			    csm_ahead_next, &a->at[i], csm_ahead_more, csm_ahead_rows};
	if (a->sorter != NULL)
		of[n++] =
		    (struct csm_merge_source){next_of_sorter, a->sorter, NULL, NULL};
	ps->merge = csm_merge_new(of, n);
	free(of);
	return a->sorter == NULL ? 0 : csm_sorter_finish(a->sorter, diag);
}

struct csm_points *
csm_points_open(const char *const *paths, size_t n,
    const struct csm_points_options *options, struct csm_diag *diag)
{
	static const char *const standard_input[] = {NULL};
	struct csm_points *ps = csm_xcalloc(1, sizeof *ps);

	if (n == 0) {
		paths = standard_input;
		n = 1;
	}
	ps->options = *options;
	ps->ahead.diag = diag;
	ps->ahead.reader = options->reader;
	ps->ahead.whole = options->need_newest;
	ps->ahead.written = options->written;
	if (n > THREADED_FILES)
		ps->ahead.reader.threads = 1;
	/* Half for what is read ahead, half for the sorter: both may be full at once.
	 */
	ps->ahead.memory = (options->memory_bytes != 0 ? options->memory_bytes
						       : csm_sorter_default_limit()) /
			   2;
	ps->newest = ps->ahead.newest =
	    csm_newest_begin(options->today == 0 ? CSM_DAY_MAX : options->today);
	ps->ahead.at = csm_xcalloc(n, sizeof *ps->ahead.at);
	for (size_t i = 0; i < n; i++)
		if (csm_ahead_open(&ps->ahead, paths[i], diag) != 0)
			goto fail;
	if (options->again)
		ps->kept = csm_spill_in_memory(&ps->ahead.names);
	if (merge_sources(ps, diag) == 0)
		return ps;
fail:
	csm_points_free(ps);
	return NULL;
}

/* A text of a key: as it is if nobody can mistake it for more, else quoted. */
static void
points_put_name(struct csm_buf *b, struct csm_text t)
{
	size_t start = b->len;

	csm_text_quote(b, t.s, t.len);
	if (b->len - start == t.len + 2 && memchr(t.s, ' ', t.len) == NULL) {
		b->len = start;
		csm_buf_put(b, t.s, t.len);
	}
}

static int
points_same_key(const struct csm_points *ps, const struct csm_point *point,
    const struct csm_pos *pos, struct csm_diag *diag)
{
	char date[CSM_DAY_TEXT];
	struct csm_buf key = {0}, line = {0};
	uint64_t byte;

	points_put_name(&key, point->company);
	csm_buf_printf(&key, " %s ", csm_model_name(point->model));
	points_put_name(&key, point->id);
	csm_buf_putc(&key, ' ');
	points_put_name(&key, point->metric);
	csm_date_format(point->day, date);
	if (csm_diag_element_of(ps->last_line, &byte) != 0)
		csm_diag_put_line(ps->last_line, &line);
	else
		csm_buf_printf(&line, "%" PRIu64, ps->last_line);
	csm_error(diag, CSM_E_KEY, pos,
	    "two points with the same key: %s %s (also at %s:%s)", key.data, date,
	    ps->last_file, line.data);
	csm_buf_fini(&key);
	csm_buf_fini(&line);
	return -1;
}

static int
points_keep(struct csm_points *ps, const struct csm_point *point, int64_t order,
    struct csm_diag *diag)
{
	struct csm_point bare = *point;

	/* Files and lines are told while they are read; kept, they would take 16 bytes
	 * each. */
	bare.file = NULL;
	bare.line = 0;
	bare.written.s = NULL;
	if (csm_spill_put(ps->kept, &bare, order, diag) != 0)
		return -1;
	if (csm_spill_is_in_memory(ps->kept) &&
	    csm_spill_bytes(ps->kept) > ps->ahead.memory)
		return csm_spill_to_disk(ps->kept, diag);
	return 0;
}

int
csm_points_rewind(struct csm_points *ps, struct csm_diag *diag)
{
	csm_merge_free(ps->merge);
	csm_sorter_free(ps->ahead.sorter);
	ps->merge = NULL;
	ps->ahead.sorter = NULL;
	ps->rewound = 1;
	return csm_spill_rewind(ps->kept, diag);
}

int
csm_points_next(struct csm_points *ps, struct csm_point *point, struct csm_diag *diag)
{
	int64_t order;
	int got;

	if (ps->rewound)
		return csm_spill_next(ps->kept, point, &ps->last_place, diag);
	got = csm_merge_next(ps->merge, point, &order, diag);

	if (got != 1)
		return got;
	/* A file that loses its order does so here at once: what it gave before was the
	 * least of all. */
	int c = csm_point_last_put(&ps->last, point);
	struct csm_pos pos = {.file = point->file, .line = point->line};
	if (c < 0)
		return csm_error(diag, CSM_E_FORMAT, &pos,
		    "points out of order after 64 MiB in order; sort them first: "
		    "csm-ingest -k points");
	if (c == 0 && !ps->options.fold)
		return points_same_key(ps, point, &pos, diag);
	ps->last_file = point->file;
	ps->last_line = point->line;
	ps->last_place = order;
	ps->ahead.at[order].given++;
	csm_ahead_saw(&ps->newest, point);
	return ps->kept == NULL || points_keep(ps, point, order, diag) == 0 ? 1 : -1;
}

/* Remember the days of a run: all of them only where some could be after today. */
static void
points_saw_run(struct csm_points *ps, const struct csm_point_run *run)
{
	const struct csm_buf *metric = &ps->last.metric;
	struct csm_point p = {.metric = {metric->data, metric->len}};

	for (size_t i = ps->last.day <= ps->newest.today ? run->n - 1 : 0; i < run->n;
	     i++) {
		p.day = run->day[i];
		csm_ahead_saw(&ps->newest, &p);
	}
}

size_t
csm_points_more(struct csm_points *ps, struct csm_point_run *run)
{
	if (ps->rewound || ps->kept != NULL || csm_merge_more(ps->merge, run) == 0)
		return 0;
	/* A run is in order by itself. */
	ps->last.day = run->day[run->n - 1];
	ps->last_line += run->n;
	ps->ahead.at[ps->last_place].given += run->n;
	points_saw_run(ps, run);
	return run->n;
}

size_t
csm_points_rows(
    struct csm_points *ps, struct csm_point_rows *rows, struct csm_diag *diag)
{
	if (ps->rewound || ps->kept != NULL ||
	    csm_merge_rows(ps->merge, rows, diag) == 0)
		return 0;
	csm_point_last_put(&ps->last, &rows->last);
	ps->last_line += rows->n;
	ps->ahead.at[ps->last_place].given += rows->n;
	if (rows->newest != CSM_DAY_NONE)
		csm_newest_saw(&ps->newest, rows->newest);
	return rows->n;
}

bool
csm_points_written(const struct csm_points *ps)
{
	return ps->options.written;
}

size_t
csm_points_place(const struct csm_points *ps)
{
	return (size_t)ps->last_place;
}

const char *
csm_points_file(const struct csm_points *ps, size_t place)
{
	return ps->ahead.at[place].name;
}

int32_t
csm_points_newest(const struct csm_points *ps)
{
	struct csm_newest all = ps->newest;

	csm_newest_merge(&all, &ps->ahead.newest);
	return csm_newest_day(&all);
}

const struct csm_newest *
csm_points_told(const struct csm_points *ps)
{
	return &ps->newest;
}

struct csm_point_counts
csm_points_counts(const struct csm_points *ps)
{
	return csm_ahead_counts(&ps->ahead);
}
