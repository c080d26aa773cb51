/* -k records: the rows exactly as they were read. */
#include "base/xalloc.h"
#include "ingest.h"
#include "record/row_writer.h"

#include <stdlib.h>
#include <string.h>

struct records {
	struct csm_run *run;
	const char **name; /* columns of the first file */
	size_t columns;
	int begun;
	struct csm_buf line;
	struct csm_rowwriter row; /* into it */
	uint64_t rows, rejected;
};

static void
ingest_records_write(struct records *r)
{
	csm_output_write(r->run->out, r->line.data, r->line.len);
	csm_buf_reset(&r->line);
}

/* The columns of the first file stand for all; -1 after a report if others differ. */
static int
ingest_records_begin_file(struct records *r, struct csm_reader *reader)
{
	size_t n = csm_reader_columns(reader);
	struct csm_pos at = {.file = csm_reader_name(reader), .line = 1};

	/* Rows are joined as they are: a column more would move all others. */
	if (r->begun && n != r->columns)
		return csm_error(&r->run->diag, CSM_E_HEADER, &at,
		    "%zu columns, where the first file has %zu", n, r->columns);
	for (size_t i = 0; i < n; i++) {
		const char *name = csm_reader_column_name(reader, i);
		if (r->begun && strcmp(name, r->name[i]) != 0)
			return csm_error(&r->run->diag, CSM_E_HEADER, &at,
			    "column \"%s\", where the first file has \"%s\"", name,
			    r->name[i]);
	}
	if (r->begun)
		return 0;
	r->begun = 1;
	r->columns = n;
	r->name = csm_arena_alloc(&r->run->arena, n * sizeof *r->name + 1);
	for (size_t i = 0; i < n; i++) {
		r->name[i] =
		    csm_arena_strdup(&r->run->arena, csm_reader_column_name(reader, i));
		csm_rowwriter_heading(&r->row, r->name[i]);
	}
	/* Objects carry their names, and have no header. */
	if (r->run->common->to != CSM_TO_NDJSON && n != 0) {
		csm_rowwriter_end(&r->row);
		ingest_records_write(r);
	}
	return 0;
}

static void
ingest_records_put(struct records *r, const struct csm_record *record)
{
	for (size_t i = 0; i < r->columns; i++) {
		const struct csm_text *cell = &record->field[i];
		csm_rowwriter_text(
		    &r->row, r->name[i], cell->s == NULL ? "" : cell->s, cell->len);
	}
	csm_rowwriter_end(&r->row);
}

static int
copy_file(struct records *r, struct csm_reader *reader)
{
	const struct csm_record *record;
	int got;

	if (csm_reader_empty(reader))
		return 0;
	if (ingest_records_begin_file(r, reader) != 0)
		return -1;
	while ((got = csm_reader_next(reader, &record, &r->run->diag)) == 1) {
		struct csm_text whole = csm_reader_source(reader);
		/* As it was read, byte for byte: numbers keep their spelling, keys
		 * their order. */
		if (whole.s != NULL) {
			csm_buf_put(&r->line, whole.s, whole.len);
			csm_buf_putc(&r->line, '\n');
		} else {
			ingest_records_put(r, record);
		}
		ingest_records_write(r);
	}
	r->rows += csm_reader_rows(reader);
	r->rejected += csm_reader_rejected(reader);
	csm_reader_account(reader, 0, &r->run->diag);
	return got;
}

static int
copy_path(struct records *r, const struct csm_reader_options *options, const char *path)
{
	struct csm_reader *reader = csm_reader_open(path, options, &r->run->diag);
	enum csm_format format;
	int status;

	if (reader == NULL)
		return -1;
	format = csm_reader_format(reader);
	if ((format == CSM_FORMAT_NDJSON || format == CSM_FORMAT_JSON) &&
	    r->run->common->to != CSM_TO_NDJSON && !csm_reader_empty(reader))
		status = csm_error(&r->run->diag, CSM_E_USAGE, NULL,
		    "JSON records have no columns; write them with --to ndjson");
	else
		status = copy_file(r, reader);
	csm_reader_free(reader);
	return status;
}

int
csm_cli_records(struct csm_run *run, const struct csm_mapping *mapping)
{
	struct csm_cli_inputs inputs;
	struct records r = {.run = run};
	int status;

	if (csm_cli_inputs_of(run, mapping, &inputs) != 0 || csm_run_output(run) != 0)
		return -1;
	r.row = csm_rowwriter(&r.line, csm_run_format(run));
	status = 0;
	for (size_t i = 0; i < inputs.n && status == 0; i++)
		status = copy_path(&r, &inputs.at[i].how, inputs.at[i].path);
	csm_buf_fini(&r.line);
	csm_run_count(run, "rows read", r.rows, 0);
	csm_run_count(run, "rows used", r.rows - r.rejected, 0);
	csm_run_count(run, "rows rejected", r.rejected, 1);
	csm_cli_check(run, r.rows - r.rejected, r.rejected, NULL);
	return status;
}
