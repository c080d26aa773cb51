/* -k points: files of points to one stream, one point a key. */
#include "ingest.h"
#include "ingest/combine.h"
#include "ingest/point_filter.h"
#include "point/owner.h"

#include <string.h>

/* Points are merged, so that all files are read at once: rows to be read again have one
 * header. */
static struct csm_points *
open_points(struct csm_run *run, const struct csm_mapping *mapping,
    struct csm_points_options *options)
{
	const struct csm_cli *cli = (const struct csm_cli *)run->common;
	struct csm_cli_inputs inputs;

	if (csm_cli_inputs_of(run, mapping, &inputs) != 0)
		return NULL;
	if (cli->retry && inputs.n != 1) {
		csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--retry of points wants one file of rejected rows, all of them "
		    "points");
		return NULL;
	}
	/* One mapping, so all files are read alike. */
	options->reader = inputs.at[0].how;
	return cli->retry
		   ? csm_points_open(&inputs.at[0].path, 1, options, &run->diag)
		   : csm_points_open(run->paths, run->n_paths, options, &run->diag);
}

/* The company of the point before, and the file it was in. */
struct ingest_points_last {
	struct csm_buf company, file;
};

static void
ingest_points_last_fini(struct ingest_points_last *last)
{
	csm_buf_fini(&last->company);
	csm_buf_fini(&last->file);
}

/* -1 after reporting that the point's company was in another file too; points of a
 * company come one after another. */
static int
ingest_points_disjoint(
    struct csm_run *run, struct ingest_points_last *last, const struct csm_point *p)
{
	struct csm_buf quoted = {0};

	if (last->file.len == 0 ||
	    !csm_text_is(csm_buf_text(&last->company), p->company.s, p->company.len)) {
		csm_buf_reset(&last->company);
		csm_buf_put(&last->company, p->company.s, p->company.len);
		csm_buf_reset(&last->file);
		csm_buf_puts(&last->file, p->file);
		return 0;
	}
	if (strcmp(last->file.data, p->file) == 0)
		return 0;
	csm_text_quote(&quoted, p->company.s, p->company.len);
	csm_error(&run->diag, CSM_E_KEY, NULL,
	    "the company %s is in two files: %s and %s", quoted.data, last->file.data,
	    p->file);
	csm_buf_fini(&quoted);
	return -1;
}

/* -1 after reporting that a file is given twice: its companies would be in two.  Every
 * company of it would be told to be in two files. */
static int
ingest_points_once(struct csm_run *run)
{
	for (size_t i = 1; i < run->n_paths; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(run->paths[i], run->paths[j]) == 0)
				return csm_error(&run->diag, CSM_E_USAGE, NULL,
				    "--disjoint: %s is given twice", run->paths[i]);
	return 0;
}

/* A run, and what became of its points. */
struct ingest_points {
	struct csm_run *run;
	const struct csm_cli *cli;
	const struct csm_ingest_options *wanted;
	struct csm_points *points;
	struct csm_combine *combine;
	struct ingest_points_last last;
	struct csm_owner owner;
	struct csm_pointfilter **deletes; /* as many as --delete */
	uint64_t *deleted;                /* by each */
	struct csm_file_rows *left;       /* by file: what was not used after all */
	uint64_t seen, missing;
	uint64_t filtered, replaced, gone; /* of all files; gone: deleted */
};

static int
ingest_points_read_deletes(struct ingest_points *in)
{
	const struct csm_list *texts = &in->cli->delete;
	struct csm_arena *arena = &in->run->arena;

	in->deletes = CSM_ARENA_ARRAY(arena, struct csm_pointfilter *, texts->n + 1);
	in->deleted = CSM_ARENA_ARRAY(arena, uint64_t, texts->n + 1);
	for (size_t i = 0; i < texts->n; i++) {
		in->deletes[i] = csm_pointfilter_read(
		    arena, "--delete", texts->item[i], &in->run->diag);
		if (in->deletes[i] == NULL)
			return -1;
	}
	return 0;
}

/* Whether a point is taken out; it counts for the first condition that says so. */
static bool
ingest_points_delete(struct ingest_points *in, const struct csm_point *p)
{
	for (size_t i = 0; i < in->cli->delete.n; i++)
		/* The first counts, so that deleted points add up to those gone. */
		if (csm_pointfilter_has(in->deletes[i], p)) {
			in->deleted[i]++;
			return true;
		}
	return false;
}

static void
ingest_points_count(struct ingest_points *in, uint64_t written)
{
	const struct csm_point_counts c = csm_points_counts(in->points);
	struct csm_run *run = in->run;

	csm_run_count(run, "rows read", c.rows, 0);
	csm_run_count(
	    run, "rows used", in->seen - in->filtered - in->gone - in->replaced, 0);
	csm_run_count(run, "rows filtered", in->filtered, 2);
	if (c.points != in->seen)
		csm_run_count(run, "rows not looked at", c.points - in->seen, 0);
	if (in->cli->delete.n != 0)
		csm_run_count(run, "rows deleted", in->gone, 1);
	if (in->cli->replace)
		csm_run_count(run, "rows replaced", in->replaced, 2);
	csm_run_count(run, "rows rejected", c.rejected, 1);
	csm_run_count(run, "values rounded to six places", c.rounded, 1);
	csm_run_count(run, "points written", written, 0);
	csm_cli_check(run, c.points, c.rejected, csm_points_told(in->points));
}

/* A file's points were told as used when they were read.  Points out of the days,
 * deleted or replaced were used by the reader's account. */
static void
ingest_points_tell_left(struct ingest_points *in)
{
	for (size_t i = 0; i < in->run->n_paths + 1; i++) {
		struct csm_file_rows *left = &in->left[i];
		left->unused = left->filtered + left->deleted + left->replaced;
		if (left->unused == 0)
			continue;
		in->filtered += left->filtered;
		in->gone += left->deleted;
		in->replaced += left->replaced;
		left->file = csm_points_file(in->points, i);
		csm_diag_rows(&in->run->diag, left);
	}
}

/* A condition that takes nothing out may well be mistyped. */
static void
ingest_points_tell(const struct ingest_points *in)
{
	struct csm_buf text = {0};

	if (in->seen != 0 && in->missing == in->seen)
		csm_warn(&in->run->diag, CSM_W_OTHER, NULL, "no point has a value");
	for (size_t i = 0; in->seen != 0 && i < in->cli->delete.n; i++) {
		if (in->deleted[i] != 0)
			continue;
		csm_buf_reset(&text);
		csm_text_quote(
		    &text, in->cli->delete.item[i], strlen(in->cli->delete.item[i]));
		csm_warn(&in->run->diag, CSM_W_OTHER, NULL,
		    "--delete %s takes out no point", text.data);
	}
	csm_buf_fini(&text);
}

static bool
ingest_points_wanted(const struct csm_ingest_options *o, const struct csm_point *p)
{
	return (o->since == CSM_DAY_NONE || p->day >= o->since) &&
	       (o->until == CSM_DAY_NONE || p->day <= o->until) &&
	       csm_spread_has(&o->shard, p->company);
}

/* With --replace: which file owns a metric and day is known after the last point. */
static int
ingest_points_find_owners(struct ingest_points *in)
{
	struct csm_point p;
	int got;

	while ((got = csm_points_next(in->points, &p, &in->run->diag)) == 1)
		csm_owner_put(&in->owner, &p, csm_points_place(in->points));
	return got < 0 ? -1 : csm_points_rewind(in->points, &in->run->diag);
}

static int
ingest_points_merge(struct ingest_points *in)
{
	struct csm_point p;
	struct csm_file_rows *left;
	int got;

	/* Two passes: an earlier file may own nothing in the end. */
	if (in->cli->replace && ingest_points_find_owners(in) != 0)
		return -1;
	while ((got = csm_points_next(in->points, &p, &in->run->diag)) == 1) {
		in->missing += p.value == CSM_MISSING;
		/* As in ingest.c: not more often than somebody can look. */
		if (++in->seen % 8192 == 0)
			csm_run_progress(in->run, "points", in->seen);
		left = &in->left[csm_points_place(in->points)];
		if (in->cli->disjoint &&
		    ingest_points_disjoint(in->run, &in->last, &p) != 0)
			return -1;
		/* Before ownership: --since and --until choose days, whoever owns
		 * them. */
		if (!ingest_points_wanted(in->wanted, &p)) {
			left->filtered++;
		} else if (in->cli->replace && !csm_owner_has(&in->owner, &p,
						   csm_points_place(in->points))) {
			left->replaced++;
		} else if (ingest_points_delete(in, &p))
			left->deleted++;
		else
			csm_combine_put(in->combine, &p, 0);
	}
	return got;
}

static int
ingest_points_write(struct ingest_points *in, const struct csm_mapping *mapping)
{
	struct csm_run *run = in->run;
	struct csm_point_writer *writer;
	int status;

	if (csm_run_output(run) != 0)
		return -1;
	in->left = CSM_ARENA_ARRAY(&run->arena, struct csm_file_rows, run->n_paths + 1);
	writer = csm_point_writer_new(run->out, csm_run_format(run));
	in->combine = csm_combine_new(writer, mapping->agg);
	status = ingest_points_merge(in);
	ingest_points_tell_left(in);
	ingest_points_count(in, csm_combine_free(in->combine, &run->diag).points);
	if (status == 0) {
		csm_cli_tell_days(
		    run, in->wanted, in->seen - in->filtered, in->filtered);
		ingest_points_tell(in);
	}
	csm_odd_ids_tell(csm_point_writer_odd(writer), NULL, &run->diag);
	csm_point_writer_free(writer);
	return status;
}

int
csm_cli_points(struct csm_run *run, const struct csm_mapping *mapping,
    const struct csm_ingest_options *wanted)
{
	struct ingest_points in = {
	    .run = run, .cli = (const struct csm_cli *)run->common, .wanted = wanted};
	struct csm_points_options options = {.memory_bytes = run->common->memory,
	    .today = csm_run_today(run),
	    .fold = 1,
	    .again = in.cli->replace};
	int status = -1;

	if (in.cli->disjoint && in.cli->replace)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--disjoint and --replace: files are of different companies, or "
		    "one "
		    "takes the place of another");
	if ((in.cli->disjoint && ingest_points_once(run) != 0) ||
	    ingest_points_read_deletes(&in) != 0)
		return -1;
	in.points = open_points(run, mapping, &options);
	if (in.points != NULL)
		status = ingest_points_write(&in, mapping);
	for (size_t i = 0; i < in.cli->delete.n; i++)
		csm_pointfilter_fini(in.deletes[i]);
	csm_owner_fini(&in.owner);
	ingest_points_last_fini(&in.last);
	csm_points_free(in.points);
	return status;
}
