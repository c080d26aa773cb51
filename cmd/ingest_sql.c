/* csm-ingest as a statement of the database that has the rows. */
#include "ingest.h"

#include "sql/raw.h"

#include <unistd.h>

/* A file of a lookup is a table there; its days are in the file, if that is here. */
static int
ingest_sql_visit(void *ctx, const char *file)
{
	struct csm_run *run = ctx;
	struct csm_reader *reader;
	int dated;

	if (access(file, R_OK) != 0)
		return 0;
	reader = csm_reader_open(file, &(struct csm_reader_options){0}, &run->diag);
	if (reader == NULL)
		return -1;
	dated = csm_reader_column(reader, "valid_from") >= 0;
	csm_reader_free(reader);
	if (!dated)
		return 0;
	return csm_error(&run->diag, CSM_E_USAGE, NULL,
	    "--sql: a statement does not say a lookup by day: %s has valid_from", file);
}

int
csm_cli_sql(struct csm_run *run, const struct csm_ingest_options *options)
{
	const struct csm_cli *cli = (const struct csm_cli *)run->common;
	struct csm_sql_raw raw = {.dialect = csm_sql_dialect_find(cli->sql),
	    .ingest = options,
	    .table = cli->sql_table != NULL ? cli->sql_table : cli->source};
	struct csm_buf text = {0};
	int rc;

	if (raw.table == NULL || raw.table[0] == '\0')
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--sql wants to know the table of the rows: --sql-table NAME");
	if (run->n_paths > 0)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--sql reads no rows: %s is of no use", run->paths[0]);
	rc = csm_mapping_files(options->mapping, ingest_sql_visit, run);
	if (rc == 0)
		rc = csm_sql_raw(&raw, &text, &run->diag);
	if (rc == 0)
		rc = csm_run_output(run);
	if (rc == 0)
		csm_output_write(run->out, csm_buf_text(&text), text.len);
	csm_buf_fini(&text);
	return rc;
}
