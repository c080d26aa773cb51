#include "record/record_state.h"

#include "base/xalloc.h"
#include "io/input.h"
#include "record/side.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void
record_keep_names(struct csm_reader *reader, const struct csm_text *name, size_t n)
{
	reader->column = csm_xcalloc(n + 1, sizeof *reader->column);
	reader->columns = n;
	for (size_t i = 0; i < n; i++)
		reader->column[i] = csm_xmemdup0(name[i].s, name[i].len);
}

static int
record_read_header(struct csm_reader *reader, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = reader->name};
	const struct csm_text *field;
	uint64_t rejected = 0;
	size_t n;
	int rc = csm_csv_next(
	    reader->csv, &field, &n, &reader->header_line, &rejected, diag);

	if (rc < 0)
		return -1;
	/* Going on would take the first row for the header. */
	if (rejected > 0)
		return csm_error(diag, CSM_E_HEADER, &pos, "the header cannot be read");
	reader->empty = rc == 0;
	if (rc != 0)
		record_keep_names(reader, field, n);
	return 0;
}

/* The names that stand for a header. */
static int
record_take_header(struct csm_reader *reader, const struct csm_reader_options *o)
{
	struct csm_text *name = csm_xcalloc(o->names + 1, sizeof *name);

	for (size_t i = 0; i < o->names; i++)
		name[i] = (struct csm_text){o->name[i], strlen(o->name[i])};
	record_keep_names(reader, name, o->names);
	free(name);
	return 0;
}

/* Every row ends in one empty cell too many: told once, for all of them. */
static void
record_note_surplus(struct csm_reader *reader, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = reader->name};

	if (reader->surplus)
		csm_note(diag, CSM_N_NOTE, &pos,
		    "rows have one empty column more than the header; it is left out");
}

static int
record_begin(struct csm_reader *reader, struct csm_input *in,
    const struct csm_reader_options *o, struct csm_diag *diag)
{
	struct csm_format_found found = {.format = o->format,
	    .delimiter = o->delimiter,
	    .encoding = o->encoding,
	    .dialect = o->dialect,
	    .names = o->name != NULL,
	    .pad = o->pad,
	    .prove = o->prove,
	    .footer = o->footer || o->prove};
	int rc = csm_format_find(in, &found, diag);

	reader->format = found.format;
	reader->empty = found.empty;
	reader->surplus = found.surplus;
	reader->pad = o->pad;
	reader->expect_rows = o->expect_rows;
	reader->limit = o->rows;
	reader->proving = o->prove && o->delimiter == 0;
	reader->beside = o->prove;
	/* The count is that of all files of a run: only what comes from here on is of
	 * this one. */
	reader->not_utf8 = diag->count[CSM_E_UTF8];
	if (rc != 0) {
		csm_input_close(in);
		return -1;
	}
	if (csm_format_delimiter(reader->format) == 0) {
		reader->nd = csm_ndjson_new(in, reader->format == CSM_FORMAT_JSON);
		return 0;
	}
	reader->csv = csm_csv_new(in, found.delimiter);
	record_note_surplus(reader, diag);
	return o->name != NULL ? record_take_header(reader, o)
			       : record_read_header(reader, diag);
}

struct csm_reader *
csm_reader_over(struct csm_input *in, const struct csm_reader_options *options,
    struct csm_diag *diag)
{
	struct csm_reader *reader = csm_xcalloc(1, sizeof *reader);

	reader->name = csm_input_name(in);
	if (record_begin(reader, in, options, diag) == 0)
		return reader;
	csm_reader_free(reader);
	return NULL;
}

struct csm_reader *
csm_reader_open(
    const char *path, const struct csm_reader_options *options, struct csm_diag *diag)
{
	struct csm_reader_options beside;
	struct csm_input *in;

	if (options->prove) {
		beside = *options;
		csm_side_apply(path, &beside);
		options = &beside;
	}
	if (options->text.s != NULL) {
		if (csm_input_open_memory(
			&in, path, options->text.s, options->text.len, diag) != 0)
			return NULL;
		return csm_reader_over(in, options, diag);
	}
	if (csm_input_open(&in, path, diag) != 0)
		return NULL;
	if (options->threads > 1 ||
	    (options->threads == 0 && sysconf(_SC_NPROCESSORS_ONLN) > 1))
		csm_input_ahead(in);
	if (options->expect_end)
		csm_input_expect_end(in);
	return csm_reader_over(in, options, diag);
}

void
csm_reader_free(struct csm_reader *reader)
{
	if (reader == NULL)
		return;
	/* The diag outlives the reader, and a later message would ask it for its row.
	 */
	if (reader->told != NULL && reader->told->row.ctx == &reader->about)
		reader->told->row = (struct csm_diag_row){NULL, NULL};
	csm_csv_free(reader->csv);
	csm_ndjson_free(reader->nd);
	for (size_t i = 0; i < reader->columns && !reader->forked; i++)
		free(reader->column[i]);
	if (!reader->forked)
		free(reader->column);
	for (size_t i = 0; i < reader->inners; i++) {
		free(reader->inner[i].name);
		csm_buf_fini(&reader->inner[i].text);
	}
	free(reader->inner);
	free(reader->cell);
	free(reader);
}

const char *
csm_reader_name(const struct csm_reader *reader)
{
	return reader->name;
}

enum csm_format
csm_reader_format(const struct csm_reader *reader)
{
	return reader->format;
}

int
csm_reader_empty(const struct csm_reader *reader)
{
	return reader->empty;
}

size_t
csm_reader_columns(const struct csm_reader *reader)
{
	return reader->columns;
}

const char *
csm_reader_column_name(const struct csm_reader *reader, size_t i)
{
	return reader->column[i];
}

static bool
reader_is_done(const struct csm_reader *reader)
{
	return reader->limit != 0 && reader->rows >= reader->limit;
}

/* Of a file beside the data no option says how it is written. */
static void
record_note_encoding(struct csm_reader *reader, int rc, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = reader->name};

	if (rc != 0 || !reader->beside || diag->count[CSM_E_UTF8] == reader->not_utf8)
		return;
	reader->not_utf8 = diag->count[CSM_E_UTF8];
	csm_note(diag, CSM_N_NOTE, &pos,
	    "rows that are not UTF-8 are of an encoding that \"encoding\" in "
	    "settings.formats names, such as windows-1252");
}

int
csm_reader_next(
    struct csm_reader *reader, const struct csm_record **record, struct csm_diag *diag)
{
	struct csm_record *r = &reader->record;
	int rc, usable = 0;

	r->file = reader->name;
	if (reader_is_done(reader))
		return 0;
	reader->about = (struct csm_record_about){reader, NULL};
	if (diag->wants_rows)
		csm_record_about(&reader->about, reader->told = diag);
	while (!usable) {
		uint64_t rejected = 0;
		if (reader->nd != NULL) {
			rc = csm_ndjson_next(
			    reader->nd, &r->field, &r->n, &r->line, &rejected, diag);
			r->nested = csm_ndjson_nested(reader->nd);
			r->written = csm_ndjson_written(reader->nd);
		} else
			rc = csm_csv_next(
			    reader->csv, &r->field, &r->n, &r->line, &rejected, diag);
		reader->rejected += rejected;
		/* Rejected by the reader below, which a row was all the same. */
		reader->rows += rejected;
		if (rc != 1) {
			record_note_encoding(reader, rc, diag);
			return rc;
		}
		reader->about.record = r;
		usable = reader->nd != NULL ? 1 : csm_record_row(reader, diag);
		reader->rows += usable != 0;
		reader->rejected += usable < 0;
		usable = usable > 0;
		/* The cells are gone with the next call below; a message until then has
		 * no row to show. */
		if (!usable)
			reader->about.record = NULL;
	}
	*record = r;
	return 1;
}

const char *
csm_reader_rest(struct csm_reader *reader, size_t *left)
{
	if (reader->csv == NULL || reader->limit != 0 || reader->inners > 0 ||
	    reader->surplus || csm_csv_delimiter(reader->csv) != ',')
		return NULL;
	return csm_csv_rest(reader->csv, left);
}

uint64_t
csm_reader_took(struct csm_reader *reader, size_t bytes, uint64_t rows)
{
	reader->rows += rows;
	reader->about.record = NULL; /* that row was not made */
	return csm_csv_took(reader->csv, bytes, rows);
}

void
csm_reader_forget(struct csm_reader *reader)
{
	csm_csv_forget(reader->csv);
}

int
csm_reader_hold(
    struct csm_reader *reader, const char **rest, size_t *left, struct csm_diag *diag)
{
	int got = csm_csv_hold(reader->csv, diag);

	*rest = csm_csv_rest(reader->csv, left);
	return got;
}

struct csm_reader *
csm_reader_fork(const struct csm_reader *reader)
{
	struct csm_reader *fork = csm_xcalloc(1, sizeof *fork);

	/* Names and options are shared, and stay the reader's; whatever grows is the
	 * fork's own. */
	*fork = *reader;
	fork->forked = 1;
	fork->told = NULL;
	fork->rows = fork->rejected = 0;
	fork->cell = NULL;
	fork->cell_cap = 0;
	fork->inner = NULL;
	fork->inners = fork->inner_cap = 0;
	for (size_t i = 0; i < reader->inners; i++) {
		csm_record_inner(fork, reader->inner[i].name);
		fork->inner[i].comma = reader->inner[i].comma;
	}
	if (reader->csv != NULL)
		fork->csv = csm_csv_fork(reader->csv);
	else
		fork->nd = csm_ndjson_fork(reader->nd);
	return fork;
}

int
csm_reader_lend(struct csm_reader *reader, struct csm_reader *to, struct csm_diag *diag)
{
	/* which are counted one by one */
	if (reader->limit != 0) {
		if (reader->csv != NULL)
			csm_csv_recount(reader->csv);
		else
			csm_ndjson_recount(reader->nd);
		return reader_is_done(reader) ? 0 : 2;
	}
	return reader->csv != NULL ? csm_csv_lend(reader->csv, to->csv, diag)
				   : csm_ndjson_lend(reader->nd, to->nd, diag);
}

size_t
csm_reader_look(struct csm_reader *reader, const int *column, size_t columns,
    struct csm_text *field, size_t max)
{
	if (reader->nd != NULL)
		return csm_ndjson_look(reader->nd, column, columns, field, max);
	if (reader->inners > 0 || reader->surplus)
		return 0; /* such rows are made, not only found */
	return csm_csv_look(reader->csv, reader->columns, column, columns, field, max);
}

void
csm_reader_use(struct csm_reader *reader, size_t rows)
{
	reader->rows += rows;
	if (reader->nd != NULL)
		csm_ndjson_use(reader->nd, rows);
	else
		csm_csv_use(reader->csv, reader->columns, rows);
}

void
csm_reader_tune(struct csm_reader *reader, size_t block_bytes)
{
	if (reader->csv != NULL)
		/* Rows as long as a reader allows by itself. */
		csm_csv_tune(reader->csv, 1, block_bytes, (size_t)1 << 24);
	else
		csm_ndjson_tune(reader->nd, 1, block_bytes);
}

uint64_t
csm_reader_lines(const struct csm_reader *reader)
{
	return reader->csv != NULL ? csm_csv_lines(reader->csv)
				   : csm_ndjson_lines(reader->nd);
}

struct csm_text
csm_reader_source(struct csm_reader *reader)
{
	if (reader->nd != NULL)
		return csm_ndjson_source(reader->nd);
	return (struct csm_text){0};
}

uint64_t
csm_reader_rows(const struct csm_reader *reader)
{
	return reader->rows;
}

uint64_t
csm_reader_rejected(const struct csm_reader *reader)
{
	return reader->rejected;
}

void
csm_reader_account(
    const struct csm_reader *reader, uint64_t set_aside, struct csm_diag *diag)
{
	const uint64_t rows = csm_reader_rows(reader);

	csm_diag_rows(
	    diag, &(struct csm_file_rows){.file = csm_reader_name(reader),
		      .rows = rows,
		      .used = rows - csm_reader_rejected(reader) - set_aside});
}
