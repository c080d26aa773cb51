#include "record/record.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "io/input.h"
#include "io/ndjson.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Names of a header that a message lists. */
#define NAMES_SHOWN 12

struct csm_reader {
	const char *name;
	enum csm_format format;
	struct csm_csv *csv; /* one of the two */
	struct csm_ndjson *nd;
	char **column; /* header names */
	size_t columns;
	uint64_t header_line;
	int empty;
	uint64_t rows, rejected;
	struct csm_record record;
	int forked; /* the names are another reader's */
};

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
	if (rejected > 0)
		return csm_error(diag, CSM_E_HEADER, &pos, "the header cannot be read");
	reader->empty = rc == 0;
	if (rc == 0)
		return 0;
	reader->column = csm_xcalloc(n, sizeof *reader->column);
	reader->columns = n;
	for (size_t i = 0; i < n; i++)
		reader->column[i] = csm_xmemdup0(field[i].s, field[i].len);
	return 0;
}

struct csm_reader *
csm_reader_over(struct csm_input *in, const struct csm_reader_options *options,
    struct csm_diag *diag)
{
	struct csm_reader *reader = csm_xcalloc(1, sizeof *reader);
	char delimiter = options->delimiter;
	int rc;

	reader->name = csm_input_name(in);
	reader->format = options->format;
	if (delimiter != 0 && options->format == CSM_FORMAT_AUTO)
		reader->format = CSM_FORMAT_CSV;
	rc = csm_format_detect(in, &reader->format, &reader->empty, diag);
	if (delimiter == 0)
		delimiter = csm_format_delimiter(reader->format);
	if (rc != 0)
		csm_input_close(in);
	else if (csm_format_delimiter(reader->format) == 0)
		reader->nd = csm_ndjson_new(in, reader->format == CSM_FORMAT_JSON);
	else
		reader->csv = csm_csv_new(in, delimiter);
	if (reader->csv != NULL)
		rc = record_read_header(reader, diag);
	if (rc == 0)
		return reader;
	csm_reader_free(reader);
	return NULL;
}

struct csm_reader *
csm_reader_open(
    const char *path, const struct csm_reader_options *options, struct csm_diag *diag)
{
	struct csm_input *in;

	if (csm_input_open(&in, path, diag) != 0)
		return NULL;
	if (options->threads > 1 ||
	    (options->threads == 0 && sysconf(_SC_NPROCESSORS_ONLN) > 1))
		csm_input_ahead(in);
	return csm_reader_over(in, options, diag);
}

void
csm_reader_free(struct csm_reader *reader)
{
	if (reader == NULL)
		return;
	csm_csv_free(reader->csv);
	csm_ndjson_free(reader->nd);
	for (size_t i = 0; i < reader->columns && !reader->forked; i++)
		free(reader->column[i]);
	if (!reader->forked)
		free(reader->column);
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

/* The column named so from the i-th on; columns if there is none. */
static size_t
record_find(const struct csm_reader *reader, const char *name, size_t i)
{
	while (i < reader->columns &&
	       (name[0] == '\0' || strcmp(reader->column[i], name) != 0))
		i++;
	return i;
}

int
csm_reader_column(struct csm_reader *reader, const char *name)
{
	size_t i;

	if (reader->nd != NULL)
		return (int)csm_ndjson_path(reader->nd, name);
	i = record_find(reader, name, 0);
	return i < reader->columns ? (int)i : -1;
}

/* A name as it is if that is plain enough, else quoted. */
static void
record_put_name(struct csm_buf *out, const char *name)
{
	size_t len = strlen(name), start = out->len;

	csm_text_quote(out, name, len);
	if (len == 0 || out->len - start != len + 2 || strchr(name, ',') != NULL)
		return;
	out->len = start;
	csm_buf_puts(out, name);
}

static void
put_names(struct csm_buf *out, const struct csm_reader *reader)
{
	size_t n = reader->columns, shown = n > NAMES_SHOWN ? NAMES_SHOWN : n;

	csm_buf_puts(out, n == 1 ? "there is only: " : "there are: ");
	for (size_t i = 0; i < shown; i++) {
		csm_buf_puts(out, i > 0 ? ", " : "");
		record_put_name(out, reader->column[i]);
	}
	if (shown < n)
		csm_buf_printf(out, " and %zu more", n - shown);
}

/* What a header that looks like one column is meant to be. */
static const char *
delimiter_hint(const struct csm_reader *reader)
{
	const char *name = reader->columns == 1 ? reader->column[0] : "";

	if (strchr(name, '\t') != NULL)
		return "; try -f tsv";
	if (strchr(name, ';') != NULL)
		return "; try -d ';'";
	if (strchr(name, '|') != NULL)
		return "; try -d '|'";
	if (strchr(name, ',') != NULL)
		return "; try -f csv";
	return "";
}

static int
record_report_absent(struct csm_reader *reader, const char *name, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = reader->name, .line = reader->header_line};
	struct csm_buf text = {0}, hint = {0};
	struct csm_nearest suggest;

	csm_buf_puts(&text, "no column ");
	csm_text_quote(&text, name, strlen(name));
	csm_buf_puts(&text, "; ");
	if (reader->columns > 0)
		put_names(&text, reader);
	else
		csm_buf_puts(&text, "the input is empty");
	csm_nearest_init(&suggest, name);
	for (size_t i = 0; i < reader->columns; i++)
		csm_nearest_offer(&suggest, reader->column[i]);
	csm_error(diag, CSM_E_HEADER, &pos, "%s%s%s", text.data, delimiter_hint(reader),
	    csm_nearest_hint(&suggest, &hint));
	csm_buf_fini(&text);
	csm_buf_fini(&hint);
	return -1;
}

int
csm_reader_need(struct csm_reader *reader, const char *name, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = reader->name, .line = reader->header_line};
	int handle = csm_reader_column(reader, name);
	struct csm_buf quoted = {0};
	size_t again;

	if (handle < 0)
		return record_report_absent(reader, name, diag);
	again = record_find(reader, name, (size_t)handle + 1);
	if (again >= reader->columns)
		return handle;
	csm_text_quote(&quoted, name, strlen(name));
	csm_error(diag, CSM_E_HEADER, &pos,
	    "column %s occurs twice (columns %d and %zu)", quoted.data, handle + 1,
	    again + 1);
	csm_buf_fini(&quoted);
	return -1;
}

/* 0, or -1 after rejecting a row that has not the header's number of columns. */
static int
check_width(struct csm_reader *reader, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = reader->name, .line = reader->record.line};
	char what[80];

	if (reader->record.n == reader->columns)
		return 0;
	snprintf(what, sizeof what, "row has %zu column%s, the header %zu",
	    reader->record.n, reader->record.n == 1 ? "" : "s", reader->columns);
	return csm_reject(diag, CSM_E_FIELDS, &pos, NULL, 0, what, NULL);
}

int
csm_reader_next(
    struct csm_reader *reader, const struct csm_record **record, struct csm_diag *diag)
{
	struct csm_record *r = &reader->record;
	int rc, usable = 0;

	r->file = reader->name;
	while (!usable) {
		uint64_t rejected = 0;
		if (reader->nd != NULL)
			rc = csm_ndjson_next(
			    reader->nd, &r->field, &r->n, &r->line, &rejected, diag);
		else
			rc = csm_csv_next(
			    reader->csv, &r->field, &r->n, &r->line, &rejected, diag);
		reader->rejected += rejected;
		reader->rows += rejected;
		if (rc != 1)
			return rc;
		reader->rows++;
		usable = reader->nd != NULL || check_width(reader, diag) == 0;
		reader->rejected += !usable;
	}
	*record = r;
	return 1;
}

struct csm_reader *
csm_reader_fork(const struct csm_reader *reader)
{
	struct csm_reader *fork = csm_xcalloc(1, sizeof *fork);

	*fork = *reader;
	fork->forked = 1;
	fork->rows = fork->rejected = 0;
	if (reader->csv != NULL)
		fork->csv = csm_csv_fork(reader->csv);
	else
		fork->nd = csm_ndjson_fork(reader->nd);
	return fork;
}

int
csm_reader_lend(struct csm_reader *reader, struct csm_reader *to, struct csm_diag *diag)
{
	return reader->csv != NULL ? csm_csv_lend(reader->csv, to->csv, diag)
				   : csm_ndjson_lend(reader->nd, to->nd, diag);
}

size_t
csm_reader_look(struct csm_reader *reader, const int *column, size_t columns,
    struct csm_text *field, size_t max)
{
	if (reader->nd != NULL)
		return csm_ndjson_look(reader->nd, column, columns, field, max);
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
