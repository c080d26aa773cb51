/* -k points: files of points to one stream, one point a key. */
#include "ingest.h"
#include "ingest/combine.h"

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

int
csm_cli_points(struct csm_run *run, const struct csm_mapping *mapping, int32_t since,
    int32_t until)
{
	struct csm_points_options options = {.memory_bytes = run->common->memory,
	    .today = csm_run_today(run),
	    .fold = 1};
	struct csm_points *points = open_points(run, mapping, &options);
	struct csm_point_writer *writer;
	struct csm_combine *combine;
	struct csm_point p;
	uint64_t filtered = 0, seen = 0;
	int got;

	if (points == NULL)
		return -1;
	if (csm_run_output(run) != 0) {
		csm_points_free(points);
		return -1;
	}
	writer = csm_point_writer_new(run->out, csm_run_format(run));
	combine = csm_combine_new(writer, mapping->agg);
	while ((got = csm_points_next(points, &p, &run->diag)) == 1) {
		if (++seen % 8192 == 0)
			csm_run_progress(run, "points", seen);
		if ((since != CSM_DAY_NONE && p.day < since) ||
		    (until != CSM_DAY_NONE && p.day > until))
			filtered++;
		else
			csm_combine_put(combine, &p, 0);
	}
	count_points(
	    run, points, filtered, csm_combine_free(combine, &run->diag).points);
	csm_odd_ids_tell(csm_point_writer_odd(writer), NULL, &run->diag);
	csm_point_writer_free(writer);
	csm_points_free(points);
	return got;
}
