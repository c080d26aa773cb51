/* The tables of statements: made, filled, and their results read. */
#include "calc.h"
#include "sql/cluster.h"
#include "sql/load.h"

static struct csm_points *
calc_tables_points(struct csm_run *run, int micros)
{
	struct csm_points_options options = {
	    .reader = {.format = (enum csm_format)run->common->from,
		.delimiter = run->common->delimiter ? run->common->delimiter[0] : '\0',
		.threads = (int)run->common->threads,
		.micros = micros,
		/* engines end their last row: one without is a cut result */
		.expect_end = micros || run->common->expect_end,
		.expect_rows = run->common->min_rows > 0},
	    .memory_bytes = run->common->memory,
	    .today = csm_run_today(run)};

	return csm_points_open(run->paths, run->n_paths, &options, &run->diag);
}

/* Calls `put` for each point; a row that is none would be missing from the whole. */
static int
calc_tables_each(struct csm_run *run, int micros,
    void (*put)(void *ctx, const struct csm_point *point), void *ctx)
{
	struct csm_points *points = calc_tables_points(run, micros);
	struct csm_point_counts counts;
	struct csm_point p;
	int got = -1;

	if (points == NULL)
		return -1;
	while ((got = csm_points_next(points, &p, &run->diag)) == 1)
		put(ctx, &p);
	counts = csm_points_counts(points);
	csm_run_count(run, "rows read", counts.rows, 0);
	csm_run_count(run, "rows rejected", counts.rejected, 1);
	csm_run_count(run, "values rounded to six places", counts.rounded, 1);
	csm_run_check_rows(run, counts.rows, counts.points);
	/* A result of a statement has no row that is none, unless something went wrong
	 * on the way: half of it must not look like all. */
	if (got == 0 && micros && counts.rejected > 0)
		got = csm_error(&run->diag, CSM_E_FORMAT, NULL,
		    "the input holds rows that no statement gives; nothing is written");
	else if (!micros)
		csm_run_check_used(run, counts.points, counts.rejected);
	csm_run_check_rejects(run);
	csm_points_free(points);
	return got;
}

static void
calc_tables_load_point(void *ctx, const struct csm_point *point)
{
	csm_sql_load_point(ctx, point);
}

/* Whether there is a table that sends rows to their nodes, if one is asked for. */
static int
calc_tables_everywhere(struct csm_run *run, const struct csm_sql_dialect *d)
{
	const char *cluster = csm_calc_options.cluster;

	if (cluster == NULL)
		return 0;
	if (csm_sql_cluster_check(d, cluster, &run->diag) != 0)
		return -1;
	if (d->cluster != CSM_SQL_CLUSTER_SERVERS)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "nodes of %s are loaded one by one, each with its shard: "
		    "csm-ingest --shard I/N, and --sql-load without --cluster",
		    d->engine);
	return 0;
}

static int
calc_tables_load(struct csm_run *run)
{
	struct csm_sql_load load = {
	    .dialect = csm_sql_dialect_find(csm_calc_options.sql_load),
	    .everywhere = csm_calc_options.cluster != NULL};
	int rc;

	if (calc_tables_everywhere(run, load.dialect) != 0 || csm_run_output(run) != 0)
		return -1;
	load.out = run->out;
	csm_sql_load_begin(&load);
	/* Fields follow even after a failure: the end then says ROLLBACK. */
	rc = calc_tables_each(run, 0, calc_tables_load_point, &load);
	for (enum csm_model m = 0; m < CSM_MODELS; m++)
		if (run->fields[m] != NULL)
			csm_sql_load_fields(&load, m, run->fields[m]);
	csm_run_count(run, "rows written", load.written, 0);
	/* what is too few or too many for -o is so for the tables */
	csm_sql_load_end(&load, rc == 0 && run->diag.status == 0);
	return rc;
}

static void
calc_tables_write(void *ctx, const struct csm_point *point)
{
	csm_point_write(ctx, point);
}

static int
calc_tables_result(struct csm_run *run)
{
	struct csm_point_writer *writer;
	int rc;

	if (csm_run_output(run) != 0)
		return -1;
	writer = csm_point_writer_new(run->out, csm_run_format(run));
	rc = calc_tables_each(run, 1, calc_tables_write, writer);
	csm_point_writer_free(writer);
	return rc;
}

static int
calc_tables_ddl(struct csm_run *run)
{
	struct csm_buf text = {0};
	const struct csm_sql_dialect *d =
	    csm_sql_dialect_find(csm_calc_options.sql_ddl);
	const char *cluster = csm_calc_options.cluster;
	int rc = 0;

	if (cluster != NULL)
		rc = csm_sql_cluster_check(d, cluster, &run->diag);
	if (rc == 0)
		rc = csm_run_output(run);
	csm_sql_ddl(d, &text);
	if (cluster != NULL)
		csm_sql_cluster_tables(d, cluster, &text);
	if (rc == 0)
		csm_output_write(run->out, csm_buf_text(&text), text.len);
	csm_buf_fini(&text);
	return rc;
}

/* Each of these is a run of its own, and so is what calculates: 0, or -1 after a report. */
static int
calc_tables_check(struct csm_run *run)
{
	const struct csm_calc_options *o = &csm_calc_options;
	const char *with = o->wide ? "--wide" : run->common->pass ? "-p" : NULL;
	const char *asked = NULL;
	const struct {
		const char *name;
		bool given;
	} way[] = {{"--sql", o->sql != NULL}, {"--sql-ddl", o->sql_ddl != NULL},
	    {"--sql-load", o->sql_load != NULL}, {"--from-sql", o->from_sql}};

	for (size_t i = 0; i < sizeof way / sizeof way[0]; i++) {
		if (way[i].given && asked != NULL)
			return csm_error(&run->diag, CSM_E_USAGE, NULL,
			    "%s does not go with %s: ask for one of them", way[i].name,
			    asked);
		asked = way[i].given ? way[i].name : asked;
	}
	if (asked != NULL && o->sql == NULL && with != NULL)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "%s calculates nothing: without %s", asked, with);
	return 0;
}

/* Tells whether the run was about tables; its failures are in the status. */
int
csm_calc_tables(struct csm_run *run)
{
	const struct csm_calc_options *o = &csm_calc_options;

	if (calc_tables_check(run) != 0)
		return 1;
	if (o->cluster != NULL && o->sql == NULL && o->sql_ddl == NULL &&
	    o->sql_load == NULL)
		csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--cluster is about --sql, --sql-ddl and --sql-load");
	else if (o->sql_ddl != NULL)
		calc_tables_ddl(run);
	else if (o->sql_load != NULL)
		calc_tables_load(run);
	else if (o->from_sql)
		calc_tables_result(run);
	else
		return 0;
	return 1;
}
