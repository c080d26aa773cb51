#include "record/row_writer.h"

#include "base/text.h"
#include "base/num.h"
#include "syntax/csv.h"
#include "syntax/json.h"
#include "time/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct csm_rowwriter
csm_rowwriter(struct csm_buf *out, enum csm_format format)
{
	return (struct csm_rowwriter){.out = out,
	    .delimiter = format == CSM_FORMAT_NDJSON ? '\0'
			 : format == CSM_FORMAT_TSV  ? '\t'
						     : ','};
}

struct csm_rowwriter
csm_rowwriter_by(struct csm_buf *out, char delimiter)
{
	return (struct csm_rowwriter){.out = out, .delimiter = delimiter};
}

/* What stands before a cell: the delimiter, and in NDJSON its name. */
static void
rowwriter_begin(struct csm_rowwriter *row, const char *name)
{
	if (row->delimiter != '\0') {
		if (row->begun)
			csm_buf_putc(row->out, row->delimiter);
	} else {
		csm_buf_putc(row->out, row->begun ? ',' : '{');
		csm_json_put_text(row->out, name, strlen(name));
		csm_buf_putc(row->out, ':');
	}
	row->begun = true;
}

void
csm_rowwriter_heading(struct csm_rowwriter *row, const char *name)
{
	if (row->delimiter != '\0')
		csm_rowwriter_string(row, name, name);
}

void
csm_rowwriter_head(
    struct csm_rowwriter *row, const struct csm_rowwriter_column *column, size_t n)
{
	if (row->delimiter == '\0')
		return;
	for (size_t i = 0; i < n; i++)
		csm_rowwriter_heading(row, column[i].name);
	csm_rowwriter_end(row);
}

void
csm_rowwriter_put(struct csm_rowwriter *row, const struct csm_rowwriter_column *column,
    size_t n, const void *of)
{
	for (size_t i = 0; i < n; i++)
		column[i].put(row, column[i].name, of);
	csm_rowwriter_end(row);
}

/* An apostrophe before it makes a text of it in every spreadsheet. */
static void
rowwriter_guarded(struct csm_rowwriter *row, const char *s, size_t len)
{
	struct csm_buf text = {0};

	csm_buf_putc(&text, '\'');
	csm_buf_put(&text, s, len);
	csm_csv_put(row->out, text.data, text.len, row->delimiter);
	csm_buf_fini(&text);
}

void
csm_rowwriter_text(
    struct csm_rowwriter *row, const char *name, const char *s, size_t len)
{
	rowwriter_begin(row, name);
	if (row->delimiter == '\0')
		csm_json_put_text(row->out, s, len);
	else if (row->guard && csm_text_is_formula(s, len))
		rowwriter_guarded(row, s, len);
	else
		csm_csv_put(row->out, s, len, row->delimiter);
}

void
csm_rowwriter_string(struct csm_rowwriter *row, const char *name, const char *s)
{
	csm_rowwriter_text(row, name, s, strlen(s));
}

void
csm_rowwriter_word(struct csm_rowwriter *row, const char *name, const char *s)
{
	if (s == NULL || *s == '\0')
		csm_rowwriter_none(row, name);
	else
		csm_rowwriter_string(row, name, s);
}

void
csm_rowwriter_plain(
    struct csm_rowwriter *row, const char *name, const char *s, size_t len)
{
	rowwriter_begin(row, name);
	if (row->delimiter == '\0')
		csm_buf_put(row->out, s, len);
	else
		csm_csv_put(row->out, s, len, row->delimiter);
}

void
csm_rowwriter_number(struct csm_rowwriter *row, const char *name, int64_t micros)
{
	char text[CSM_NUM_TEXT];

	if (micros == CSM_MISSING)
		csm_rowwriter_none(row, name);
	else
		csm_rowwriter_plain(row, name, text, csm_num_format(micros, text));
}

void
csm_rowwriter_count(struct csm_rowwriter *row, const char *name, uint64_t n)
{
	/* Twenty digits are the most of 64 bits. */
	char text[24];

	csm_rowwriter_plain(
	    row, name, text, (size_t)snprintf(text, sizeof text, "%" PRIu64, n));
}

void
csm_rowwriter_day(struct csm_rowwriter *row, const char *name, int32_t day)
{
	char text[CSM_DAY_TEXT];

	if (day == CSM_DAY_NONE)
		csm_rowwriter_none(row, name);
	else
		csm_rowwriter_text(row, name, text, csm_date_format(day, text));
}

void
csm_rowwriter_truth(struct csm_rowwriter *row, const char *name, bool truth)
{
	const char *word = truth ? "true" : "false";

	csm_rowwriter_plain(row, name, word, strlen(word));
}

void
csm_rowwriter_none(struct csm_rowwriter *row, const char *name)
{
	rowwriter_begin(row, name);
	if (row->delimiter == '\0')
		csm_buf_puts(row->out, "null");
}

void
csm_rowwriter_repeat(struct csm_rowwriter *row, const struct csm_buf *cells)
{
	csm_buf_put(row->out, cells->data, cells->len);
	row->begun = true;
}

void
csm_rowwriter_end(struct csm_rowwriter *row)
{
	if (row->delimiter == '\0')
		csm_buf_puts(row->out, row->begun ? "}" : "{}");
	csm_buf_putc(row->out, '\n');
	row->begun = false;
}
