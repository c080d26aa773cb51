/*
 * Every file is read ahead into a run in memory.  One that ends there, or is longer
 * than is read ahead, is a stream of its own; one out of order, or too long for the
 * memory, goes through the sorter all of them share.  The streams are then merged.
 */
#include "point/points.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "point/merge.h"
#include "point/spill.h"

#include <stdbool.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* How much of a file is searched for disorder, in bytes of CSV (near enough). */
#define AHEAD_BYTES ((size_t)64 * 1024 * 1024)
/* So many files at most are decompressed on threads of their own. */
#define THREADED_FILES 8
/* A row's bytes besides its texts. */
#define ROW_BYTES 32

struct source {
	struct csm_points *of;
	size_t index;
	const char *name;
	struct csm_spill *run;           /* what was read ahead; NULL: given out */
	struct csm_point_reader *reader; /* what follows; NULL: nothing */
	struct csm_point_counts counts;  /* once the reader is gone */
};

struct csm_points {
	struct csm_points_options options;
	size_t memory;    /* for runs; as much again for the sorter */
	size_t run_bytes; /* of the runs complete so far */
	struct csm_intern files;
	struct source *sources; /* one a file */
	size_t n;
	struct csm_sorter *sorter; /* NULL: no file needed it */
	struct csm_merge *merge;
	struct csm_point_last last; /* given out, and where it was read: */
	const char *last_file;
	uint64_t last_line;
	int64_t last_place;       /* of its file among the paths */
	struct csm_newest newest; /* of the points given out, each once */
	struct csm_newest ahead;  /* of those kept or sorted before */
	struct csm_spill *kept;   /* what was given out, to be given out again */
	int rewound;
};

static void
close_reader(struct source *s, struct csm_diag *diag)
{
	if (s->reader == NULL)
		return;
	s->counts = csm_point_reader_counts(s->reader);
	csm_diag_rows(diag,
	    &(struct csm_file_rows){
		.file = s->name, .rows = s->counts.rows, .used = s->counts.points});
	csm_point_reader_free(s->reader);
	s->reader = NULL;
}

void
csm_points_free(struct csm_points *ps)
{
	if (ps == NULL)
		return;
	for (size_t i = 0; i < ps->n; i++) {
		csm_point_reader_free(ps->sources[i].reader);
		csm_spill_free(ps->sources[i].run);
	}
	free(ps->sources);
	csm_merge_free(ps->merge);
	csm_sorter_free(ps->sorter);
	csm_spill_free(ps->kept);
	csm_point_last_fini(&ps->last);
	csm_intern_fini(&ps->files);
	free(ps);
}

/* What is planned, due or in force may well lie ahead. */
static bool
may_lie_ahead(struct csm_text metric)
{
	static const char *const prefix[] = {"tasks.", "revenue."};

	for (size_t i = 0; i < sizeof prefix / sizeof prefix[0]; i++)
		if (metric.len > strlen(prefix[i]) &&
		    memcmp(metric.s, prefix[i], strlen(prefix[i])) == 0)
			return true;
	return false;
}

static void
saw_day(struct csm_newest *newest, const struct csm_point *point)
{
	if (point->day <= newest->today || !may_lie_ahead(point->metric))
		csm_newest_saw(newest, point->day);
}

static int
read_point(struct source *s, struct csm_point *point, struct csm_diag *diag)
{
	int got = csm_point_reader_next(s->reader, point, diag);

	if (got == 1)
		point->file = s->name;
	else
		close_reader(s, diag);
	return got;
}

/* ---- reading ahead ---- */

enum readahead {
	AHEAD_FAILED = -1,
	AHEAD_STREAM, /* in order as far as was looked */
	AHEAD_SORT    /* `point` is the first that was not kept */
};

static enum readahead
look_ahead(struct source *s, struct csm_point_last *last, struct csm_point *point,
    struct csm_diag *diag)
{
	struct csm_points *ps = s->of;
	size_t bytes = 0;
	int got;

	while ((got = read_point(s, point, diag)) == 1) {
		if (csm_point_last_put(last, point) < 0 ||
		    ps->run_bytes + csm_spill_bytes(s->run) > ps->memory)
			return AHEAD_SORT;
		if (csm_spill_put(s->run, point, 0, diag) != 0)
			return AHEAD_FAILED;
		saw_day(&ps->ahead, point);
		bytes += point->company.len + point->id.len + point->metric.len +
			 point->state.len + ROW_BYTES;
		if (bytes >= AHEAD_BYTES && !ps->options.need_newest)
			break;
	}
	return got < 0 ? AHEAD_FAILED : AHEAD_STREAM;
}

static int
points_push(struct source *s, const struct csm_point *point, struct csm_diag *diag)
{
	saw_day(&s->of->ahead, point);
	return csm_sorter_push(s->of->sorter, point, (int64_t)s->index, diag);
}

/* The whole file to the sorter: what was kept, `point`, and the rest. */
static int
sort_source(struct source *s, struct csm_point *point, struct csm_diag *diag)
{
	struct csm_points *ps = s->of;
	struct csm_point kept;
	int64_t order;
	int got;

	if (ps->sorter == NULL)
		ps->sorter = csm_sorter_new(ps->memory);
	if (csm_spill_rewind(s->run, diag) != 0)
		return -1;
	while ((got = csm_spill_next(s->run, &kept, &order, diag)) == 1)
		if (points_push(s, &kept, diag) != 0)
			return -1;
	csm_spill_free(s->run);
	s->run = NULL;
	if (got < 0)
		return -1;
	do
		if (points_push(s, point, diag) != 0)
			return -1;
	while ((got = read_point(s, point, diag)) == 1);
	return got;
}

static int
open_source(struct csm_points *ps, const char *path, struct csm_diag *diag)
{
	struct source *s = &ps->sources[ps->n];
	struct csm_point_last last = {0};
	struct csm_point point;
	int rc = 0;

	s->of = ps;
	s->index = ps->n++;
	s->reader = csm_point_reader_open(path, &ps->options.reader, diag);
	if (s->reader == NULL)
		return -1;
	path = path == NULL || strcmp(path, "-") == 0 ? "<stdin>" : path;
	uint32_t file = csm_intern_put(&ps->files, path, strlen(path));
	s->name = ps->files.text[file].s;
	s->run = csm_spill_in_memory(&ps->files);
	switch (look_ahead(s, &last, &point, diag)) {
	case AHEAD_FAILED:
		rc = -1;
		break;
	case AHEAD_SORT:
		rc = sort_source(s, &point, diag);
		break;
	case AHEAD_STREAM:
		ps->run_bytes += csm_spill_bytes(s->run);
		rc = csm_spill_rewind(s->run, diag);
		break;
	}
	csm_point_last_fini(&last);
	return rc;
}

/* ---- giving out ---- */

static int
next_of_source(
    void *ctx, struct csm_point *point, int64_t *order, struct csm_diag *diag)
{
	struct source *s = ctx;
	int got = 0;

	if (s->run != NULL && (got = csm_spill_next(s->run, point, order, diag)) == 0) {
		csm_spill_free(s->run);
		s->run = NULL;
	}
	if (got == 0 && s->reader != NULL)
		got = read_point(s, point, diag);
	*order = (int64_t)s->index;
	return got;
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
	struct csm_merge_source *of = csm_xcalloc(ps->n + 1, sizeof *of);
	size_t n = 0;

	for (size_t i = 0; i < ps->n; i++)
		if (ps->sources[i].run != NULL)
			of[n++] =
			    (struct csm_merge_source){next_of_source, &ps->sources[i]};
	if (ps->sorter != NULL)
		of[n++] = (struct csm_merge_source){next_of_sorter, ps->sorter};
	ps->merge = csm_merge_new(of, n);
	free(of);
	return ps->sorter == NULL ? 0 : csm_sorter_finish(ps->sorter, diag);
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
	if (n > THREADED_FILES)
		ps->options.reader.threads = 1;
	ps->memory = (options->memory_bytes != 0 ? options->memory_bytes
						 : csm_sorter_default_limit()) /
		     2;
	ps->newest = ps->ahead =
	    csm_newest_begin(options->today == 0 ? CSM_DAY_MAX : options->today);
	ps->sources = csm_xcalloc(n, sizeof *ps->sources);
	for (size_t i = 0; i < n; i++)
		if (open_source(ps, paths[i], diag) != 0)
			goto fail;
	if (options->again)
		ps->kept = csm_spill_in_memory(&ps->files);
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

	bare.file = NULL;
	bare.line = 0;
	if (csm_spill_put(ps->kept, &bare, order, diag) != 0)
		return -1;
	if (csm_spill_is_in_memory(ps->kept) && csm_spill_bytes(ps->kept) > ps->memory)
		return csm_spill_to_disk(ps->kept, diag);
	return 0;
}

int
csm_points_rewind(struct csm_points *ps, struct csm_diag *diag)
{
	csm_merge_free(ps->merge);
	csm_sorter_free(ps->sorter);
	ps->merge = NULL;
	ps->sorter = NULL;
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
	saw_day(&ps->newest, point);
	return ps->kept == NULL || points_keep(ps, point, order, diag) == 0 ? 1 : -1;
}

size_t
csm_points_place(const struct csm_points *ps)
{
	return (size_t)ps->last_place;
}

const char *
csm_points_file(const struct csm_points *ps, size_t place)
{
	return ps->sources[place].name;
}

int32_t
csm_points_newest(const struct csm_points *ps)
{
	struct csm_newest all = ps->newest;

	csm_newest_merge(&all, &ps->ahead);
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
	struct csm_point_counts sum = {0};

	for (size_t i = 0; i < ps->n; i++) {
		const struct source *s = &ps->sources[i];
		struct csm_point_counts c =
		    s->reader == NULL ? s->counts : csm_point_reader_counts(s->reader);
		sum.rows += c.rows;
		sum.points += c.points;
		sum.rejected += c.rejected;
		sum.rounded += c.rounded;
	}
	return sum;
}
