/* Columns that are needed, and what is said of those that are not there. */
#include "record/record_state.h"

#include "base/text.h"
#include "base/xalloc.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names of a header that a message lists. */
#define NAMES_SHOWN 12

/* The column named so from the i-th on; columns if there is none. */
static size_t
record_find(const struct csm_reader *reader, const char *name, size_t i)
{
	while (i < reader->columns &&
	       /* An empty heading is no name: several columns of a sheet may have none.
	        */
	       (name[0] == '\0' || strcmp(reader->column[i], name) != 0))
		i++;
	return i;
}

/* The column that a dotted name begins with; columns if there is none. */
static size_t
record_outer(const struct csm_reader *reader, const char *name)
{
	for (size_t i = 0; i < reader->columns; i++) {
		size_t len = strlen(reader->column[i]);
		if (len > 0 && strncmp(reader->column[i], name, len) == 0 &&
		    name[len] == '.')
			return i;
	}
	return reader->columns;
}

int
csm_record_inner(struct csm_reader *reader, const char *name)
{
	size_t outer = record_outer(reader, name);
	struct csm_record_inner *inner;

	/* Asked for twice, it is parsed once in each row. */
	for (size_t i = 0; i < reader->inners; i++)
		if (strcmp(reader->inner[i].name, name) == 0)
			return (int)(reader->columns + i);
	if (outer == reader->columns)
		return -1;
	CSM_GROW(reader->inner, reader->inners, &reader->inner_cap);
	inner = &reader->inner[reader->inners];
	*inner = (struct csm_record_inner){.column = outer, .name = csm_xstrdup(name)};
	inner->path = inner->name + strlen(reader->column[outer]) + 1;
	return (int)(reader->columns + reader->inners++);
}

int
csm_reader_column(struct csm_reader *reader, const char *name)
{
	size_t i;

	if (reader->nd != NULL)
		return (int)csm_ndjson_path(reader->nd, name);
	i = record_find(reader, name, 0);
	return i < reader->columns ? (int)i : csm_record_inner(reader, name);
}

void
csm_reader_comma(struct csm_reader *reader, int column)
{
	const size_t i = (size_t)column;

	if (column >= 0 && reader->nd != NULL)
		csm_ndjson_comma(reader->nd, i);
	else if (column >= 0 && i >= reader->columns)
		reader->inner[i - reader->columns].comma = 1;
}

uint32_t
csm_reader_place(const struct csm_reader *reader, int column)
{
	size_t i = (size_t)column;

	if (i >= reader->columns && i - reader->columns < reader->inners)
		i = reader->inner[i - reader->columns].column;
	return (uint32_t)i + 1;
}

void
csm_record_put_name(struct csm_buf *out, const char *name)
{
	size_t len = strlen(name), start = out->len;

	csm_text_quote(out, name, len);
	/* Longer than its quotes make it: something was escaped, and must stay so. */
	if (len == 0 || out->len - start != len + 2 || strchr(name, ',') != NULL)
		return;
	out->len = start;
	csm_buf_puts(out, name);
}

int
csm_record_is_inner(const struct csm_reader *reader, const char *name)
{
	return record_outer(reader, name) < reader->columns;
}

void
csm_record_put_names(struct csm_buf *out, const struct csm_reader *reader)
{
	size_t n = reader->columns, shown = n > NAMES_SHOWN ? NAMES_SHOWN : n;

	csm_buf_puts(out, n == 1 ? "there is only: " : "there are: ");
	for (size_t i = 0; i < shown; i++) {
		csm_buf_puts(out, i > 0 ? ", " : "");
		csm_record_put_name(out, reader->column[i]);
	}
	if (shown < n)
		csm_buf_printf(out, " and %zu more", n - shown);
}

/* What a header that looks like one column is meant to be. */
static const char *
delimiter_hint(const struct csm_reader *reader)
{
	const char *name = reader->columns == 1 ? reader->column[0] : "";

	if (reader->proving) /* nor do options say how it is written */
		return strpbrk(name, "\t;|") != NULL
			   ? "; its header and its first row differ in their number of "
			     "fields"
			   : "";
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

int
csm_reader_is_one_wide(const struct csm_reader *reader)
{
	return delimiter_hint(reader)[0] != '\0';
}

/* As many lines are looked at for a header further down: a limit, as reports of accounting
 * have up to 20 before it. */
#define PREAMBLE_ROWS 50

/* The line of a row that has the name as a cell, which is what a header below other
 * lines looks like; 0: none near the start. */
static uint64_t
header_below(struct csm_reader *reader, const char *name)
{
	const struct csm_text *field;
	struct csm_diag quiet;
	uint64_t line = 0, rejected = 0;
	size_t n;

	/* The run has failed by now: what these rows have wrong besides is not told. */
	csm_diag_init(&quiet, NULL, NULL);
	for (int row = 0; reader->csv != NULL && row < PREAMBLE_ROWS; row++) {
		if (csm_csv_next(reader->csv, &field, &n, &line, &rejected, &quiet) !=
		    1)
			return 0;
		for (size_t i = 0; i < n; i++)
			if (csm_text_is(name, field[i].s, field[i].len))
				return line;
	}
	return 0;
}

static int
record_report_absent(struct csm_reader *reader, const char *name, const char *meant,
    struct csm_diag *diag)
{
	struct csm_pos pos = {.file = reader->name, .line = reader->header_line};
	struct csm_buf text = {0}, hint = {0};
	struct csm_nearest suggest;
	uint64_t below;

	csm_buf_puts(&text, "no column ");
	csm_text_quote(&text, name, strlen(name));
	csm_buf_puts(&text, "; ");
	if (reader->columns > 0)
		csm_record_put_names(&text, reader);
	else
		csm_buf_puts(&text, "the input is empty");
	csm_nearest_init(&suggest, name);
	/* a whole header taken for one name is near to every name in it */
	for (size_t i = 0; i < reader->columns && !csm_reader_is_one_wide(reader); i++)
		csm_nearest_offer(&suggest, reader->column[i]);
	csm_buf_puts(&text, delimiter_hint(reader));
	/* a cell that is what a constant was meant to be is no header */
	below = *meant == '\0' ? header_below(reader, name) : 0;
	if (below > 0 && reader->header_line == 0)
		csm_buf_printf(&text,
		    "; line %llu has it: names were given, and the file has its own",
		    (unsigned long long)below);
	else if (below > 0)
		csm_buf_printf(&text, "; line %llu has it: --skip-lines %llu",
		    (unsigned long long)below, (unsigned long long)below - 1);
	csm_error(diag, CSM_E_HEADER, &pos, "%s%s%s", text.data, meant,
	    csm_nearest_hint(&suggest, &hint));
	csm_buf_fini(&text);
	csm_buf_fini(&hint);
	return -1;
}

int
csm_reader_need(struct csm_reader *reader, const char *name, struct csm_diag *diag)
{
	return csm_reader_need_or(reader, name, "", diag);
}

int
csm_reader_need_or(struct csm_reader *reader, const char *name, const char *hint,
    struct csm_diag *diag)
{
	struct csm_pos pos = {.file = reader->name, .line = reader->header_line};
	int handle = csm_reader_column(reader, name);
	struct csm_buf quoted = {0};
	size_t again;

	if (handle < 0)
		return record_report_absent(reader, name, hint, diag);
	again = record_find(reader, name, (size_t)handle + 1);
	/* Inner values have no column of their own that could stand there twice. */
	if ((size_t)handle >= reader->columns || again >= reader->columns)
		return handle;
	csm_text_quote(&quoted, name, strlen(name));
	csm_error(diag, CSM_E_HEADER, &pos,
	    "column %s occurs twice (columns %d and %zu)", quoted.data, handle + 1,
	    again + 1);
	csm_buf_fini(&quoted);
	return -1;
}

/* Such as /dev/null, which says that nothing is meant. */
static bool
record_is_device(const struct csm_reader *reader)
{
	struct stat st;
	int rc = strcmp(reader->name, "<stdin>") == 0 ? fstat(STDIN_FILENO, &st)
						      : stat(reader->name, &st);

	return rc == 0 && S_ISCHR(st.st_mode);
}

void
csm_reader_tell_empty(const struct csm_reader *reader, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = reader->name};

	if (reader->format == CSM_FORMAT_NDJSON ||
	    strstr(reader->name, ".ndjson") != NULL ||
	    strstr(reader->name, ".jsonl") != NULL || record_is_device(reader))
		return;
	csm_warn(diag, CSM_W_OTHER, &pos, "the input is empty, without even a header%s",
	    reader->expect_rows ? "" : "; --min-rows 1 takes that for an error");
}
