/* -k points: files of points to one stream, one point a key. */
#include "ingest.h"
#include "ingest/combine.h"

#include <string.h>

static void
count_points(struct csm_run *run, const struct csm_points *points, uint64_t filtered,
    uint64_t written)
{
	struct csm_point_counts c = csm_points_counts(points);

	csm_run_count(run, "rows read", c.rows, 0);
	csm_run_count(run, "rows used", c.points - filtered, 0);
	csm_run_count(run, "rows filtered", filtered, 2);
	csm_run_count(run, "rows rejected", c.rejected, 1);
	csm_run_count(run, "values rounded to six places", c.rounded, 1);
	csm_run_count(run, "points written", written, 0);
	csm_cli_check(run, c.points, c.rejected, csm_points_told(points));
}

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

/* -1 after reporting that a file is given twice: its companies would be in two. */
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

static bool
ingest_points_wanted(const struct csm_ingest_options *o, const struct csm_point *p)
{
	return (o->since == CSM_DAY_NONE || p->day >= o->since) &&
	       (o->until == CSM_DAY_NONE || p->day <= o->until) &&
	       csm_spread_has(&o->shard, p->company);
}

int
csm_cli_points(struct csm_run *run, const struct csm_mapping *mapping,
    const struct csm_ingest_options *wanted)
{
	const struct csm_cli *cli = (const struct csm_cli *)run->common;
	struct ingest_points_last last = {0};
	struct csm_points_options options = {.memory_bytes = run->common->memory,
	    .today = csm_run_today(run),
	    .fold = 1};
	struct csm_points *points;
	struct csm_point_writer *writer;
	struct csm_combine *combine;
	struct csm_point p;
	uint64_t filtered = 0, seen = 0, missing = 0;
	int got;

	if (cli->disjoint && ingest_points_once(run) != 0)
		return -1;
	points = open_points(run, mapping, &options);
	if (points == NULL)
		return -1;
	if (csm_run_output(run) != 0) {
		csm_points_free(points);
		return -1;
	}
	writer = csm_point_writer_new(run->out, csm_run_format(run));
	combine = csm_combine_new(writer, mapping->agg);
	while ((got = csm_points_next(points, &p, &run->diag)) == 1) {
		missing += p.value == CSM_MISSING;
		if (++seen % 8192 == 0)
			csm_run_progress(run, "points", seen);
		if (cli->disjoint && ingest_points_disjoint(run, &last, &p) != 0) {
			got = -1;
			break;
		}
		if (!ingest_points_wanted(wanted, &p))
			filtered++;
		else
			csm_combine_put(combine, &p, 0);
	}
	count_points(
	    run, points, filtered, csm_combine_free(combine, &run->diag).points);
	if (got == 0)
		csm_cli_tell_days(run, wanted, seen - filtered, filtered);
	if (got == 0 && seen != 0 && missing == seen)
		csm_warn(&run->diag, CSM_W_OTHER, NULL, "no point has a value");
	csm_odd_ids_tell(csm_point_writer_odd(writer), NULL, &run->diag);
	csm_point_writer_free(writer);
	ingest_points_last_fini(&last);
	csm_points_free(points);
	return got;
}
