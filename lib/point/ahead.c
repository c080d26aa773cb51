/*
 * A file is read into a run in memory.  One that ends there, or is longer than is read
 * ahead, is a stream of its own; one out of order, or too long for the memory, goes
 * through the sorter that all of them share.
 */
#include "point/ahead.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* How much of a file is searched for disorder, in bytes of CSV (near enough).  A file
 * that loses its order behind this is refused (csm_points_next says 64 MiB): a limit on
 * memory, which no measurement chose. */
#define AHEAD_BYTES ((size_t)64 * 1024 * 1024)
/* Of what is read ahead so many bytes are kept with rows as they are written, which take
 * twice the memory of points: csm-units -p took 114 MiB with all of them and 63 without,
 * in the same CPU time. */
#define ROWS_KEPT ((size_t)8 * 1024 * 1024)
/* Series with fewer points, in the mean, are brief: of 1.1 (a night's end users) rows that are
 * left to whoever opens a company take 0.9 of the CPU time, of 5 the same, of 15 1.2. */
#define BRIEF 2
/* A row's bytes besides its texts. */
#define ROW_BYTES 32

static void
ahead_close_reader(struct csm_ahead_file *s)
{
	if (s->reader == NULL)
		return;
	s->counts = csm_point_reader_counts(s->reader);
	csm_diag_rows(s->of->diag,
	    &(struct csm_file_rows){
		.file = s->name, .rows = s->counts.rows, .used = s->counts.points});
	csm_point_reader_free(s->reader);
	s->reader = NULL;
}

/* A run that stops early has read points that it never came to. */
static void
ahead_tell_left(const struct csm_ahead_file *s)
{
	const uint64_t left = s->counts.points - s->given;

	if (left != 0)
		csm_diag_rows(
		    s->of->diag, &(struct csm_file_rows){
				     .file = s->name, .unused = left, .unseen = left});
}

static int
ahead_read_point(
    struct csm_ahead_file *s, struct csm_point *point, struct csm_diag *diag)
{
	int got = csm_point_reader_next(s->reader, point, diag);

	if (got == 1)
		point->file = s->name;
	else
		ahead_close_reader(s);
	return got;
}

enum ahead_found {
	AHEAD_FAILED = -1,
	AHEAD_STREAM, /* in order as far as was looked */
	AHEAD_SORT    /* `point` is the first that was not kept */
};

static enum ahead_found
ahead_look(struct csm_ahead_file *s, struct csm_point_last *last,
    struct csm_point *point, struct csm_diag *diag)
{
	struct csm_ahead *a = s->of;
	size_t bytes = 0;
	int got;

	while ((got = ahead_read_point(s, point, diag)) == 1) {
		/* Equal keys are in order: who folds wants them, who does not is told
		 * in csm_points_next. */
		if (csm_point_last_put(last, point) < 0 ||
		    a->run_bytes + csm_spill_bytes(s->run) > a->memory)
			return AHEAD_SORT;
		if (!a->written || bytes > ROWS_KEPT)
			point->written.s = NULL;
		if (csm_spill_put(s->run, point, 0, diag) != 0)
			return AHEAD_FAILED;
		csm_ahead_saw(&a->newest, point);
		bytes += point->company.len + point->id.len + point->metric.len +
			 point->state.len + ROW_BYTES;
		/* The newest day is known only at the end of a file: it is then kept to
		 * its end. */
		if (bytes >= AHEAD_BYTES && !a->whole)
			break;
	}
	return got < 0 ? AHEAD_FAILED : AHEAD_STREAM;
}

/* A file that is spelled as csm-* write it is looked at where it stands: 1 if it is in
 * order, 0 if it has to be read to know, -1 after a report. */
static int
ahead_peek(struct csm_ahead_file *s, struct csm_diag *diag)
{
	struct csm_ahead *a = s->of;
	/* Half, since rows take more memory than points in a run: files behind this one are
	 * to have room, too. */
	const size_t most = a->memory / 2;
	struct csm_point_look look = {
	    .today = a->newest.today, .want = a->whole ? SIZE_MAX : AHEAD_BYTES};
	int rc;

	if (a->run_bytes + AHEAD_BYTES > most)
		return 0;
	look.memory = most - a->run_bytes;
	rc = csm_point_reader_look(s->reader, &look, diag);
	if (rc != 1)
		return rc;
	if (look.newest != CSM_DAY_NONE)
		csm_newest_saw(&a->newest, look.newest);
	a->run_bytes += look.bytes;
	s->brief = look.rows < BRIEF * look.series;
	return 1;
}

static int
ahead_push(struct csm_ahead_file *s, struct csm_point *point, struct csm_diag *diag)
{
	if (!s->of->written)
		point->written.s = NULL;
	csm_ahead_saw(&s->of->newest, point);
	return csm_sorter_push(s->of->sorter, point, (int64_t)s->index, diag);
}

/* The whole file to the sorter: what was kept, `point`, and the rest. */
static int
ahead_sort(struct csm_ahead_file *s, struct csm_point *point, struct csm_diag *diag)
{
	struct csm_ahead *a = s->of;
	struct csm_point kept;
	int64_t order;
	int got;

	if (a->sorter == NULL)
		a->sorter = csm_sorter_new(a->memory);
	if (csm_spill_rewind(s->run, diag) != 0)
		return -1;
	while ((got = csm_spill_next(s->run, &kept, &order, diag)) == 1)
		if (ahead_push(s, &kept, diag) != 0)
			return -1;
	csm_spill_free(s->run);
	s->run = NULL;
	if (got < 0)
		return -1;
	do
		if (ahead_push(s, point, diag) != 0)
			return -1;
	while ((got = ahead_read_point(s, point, diag)) == 1);
	return got;
}

int
csm_ahead_open(struct csm_ahead *a, const char *path, struct csm_diag *diag)
{
	struct csm_ahead_file *s = &a->at[a->n];
	struct csm_point_last last = {0};
	struct csm_point point;
	int rc;

	s->of = a;
	s->index = a->n++;
	s->reader = csm_point_reader_open(path, &a->reader, diag);
	if (s->reader == NULL)
		return -1;
	path = path == NULL || strcmp(path, "-") == 0 ? "<stdin>" : path;
	uint32_t file = csm_intern_put(&a->names, path, strlen(path));
	s->name = a->names.text[file].s;
	rc = ahead_peek(s, diag);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	s->run = csm_spill_in_memory(&a->names);
	switch (ahead_look(s, &last, &point, diag)) {
	case AHEAD_FAILED:
		rc = -1;
		break;
	case AHEAD_SORT:
		rc = ahead_sort(s, &point, diag);
		break;
	case AHEAD_STREAM:
		a->run_bytes += csm_spill_bytes(s->run);
		rc = csm_spill_rewind(s->run, diag);
		break;
	}
	csm_point_last_fini(&last);
	return rc;
}

int
csm_ahead_next(
    void *ctx, struct csm_point *point, int64_t *order, struct csm_diag *diag)
{
	struct csm_ahead_file *s = ctx;
	int got = 0;

	if (s->run != NULL && (got = csm_spill_next(s->run, point, order, diag)) == 0) {
		csm_spill_free(s->run);
		s->run = NULL;
	}
	if (got == 0 && s->reader != NULL)
		got = ahead_read_point(s, point, diag);
	*order = (int64_t)s->index;
	return got;
}

size_t
csm_ahead_more(void *ctx, int32_t before, struct csm_point_run *run)
{
	struct csm_ahead_file *s = ctx;

	if (s->run != NULL)
		return csm_spill_more(s->run, before, run);
	if (s->reader == NULL || csm_point_reader_more(s->reader, before, run) == 0)
		return 0;
	if (!s->of->written)
		run->written.s = NULL;
	return run->n;
}

size_t
csm_ahead_rows(void *ctx, struct csm_point_rows *rows, struct csm_diag *diag)
{
	struct csm_ahead_file *s = ctx;

	if (s->run != NULL || s->reader == NULL)
		return 0;
	/* Who does not pass rows on reads them all, and to tell first that they are points
	 * is to read them twice: 16 to 40 % more CPU time for ten million points of long
	 * series.  Of series of one point it takes a tenth less. */
	if (!s->of->written && !s->brief && !csm_point_reader_knows_rows(s->reader))
		return 0;
	return csm_point_reader_rows(s->reader, s->of->newest.today, rows, diag);
}

struct csm_point_counts
csm_ahead_counts(const struct csm_ahead *a)
{
	struct csm_point_counts sum = {0};

	for (size_t i = 0; i < a->n; i++) {
		const struct csm_ahead_file *s = &a->at[i];
		struct csm_point_counts c =
		    s->reader == NULL ? s->counts : csm_point_reader_counts(s->reader);
		sum.rows += c.rows;
		sum.points += c.points;
		sum.rejected += c.rejected;
		sum.rounded += c.rounded;
	}
	return sum;
}

void
csm_ahead_fini(struct csm_ahead *a)
{
	for (size_t i = 0; i < a->n; i++) {
		ahead_close_reader(&a->at[i]);
		ahead_tell_left(&a->at[i]);
		csm_spill_free(a->at[i].run);
	}
	free(a->at);
	csm_sorter_free(a->sorter);
	csm_intern_fini(&a->names);
}
