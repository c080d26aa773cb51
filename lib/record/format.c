#include "record/format.h"

#include "syntax/csv.h"
#include "syntax/csv_dialect.h"
#include "syntax/csv_footer.h"
#include "io/signature.h"
#include "io/transcode.h"

#include <string.h>

/* As far as this is looked for the first line, or for anything but blanks: a limit on what
 * is held before anything is known of a file. */
#define PEEK_BYTES ((size_t)1 << 20)

static const struct format {
	struct csm_choice choice;
	char delimiter;
} formats[] = {{{"csv", CSM_FORMAT_CSV}, ','}, {{"tsv", CSM_FORMAT_TSV}, '\t'},
    {{"ndjson", CSM_FORMAT_NDJSON}, 0}, {{"json", CSM_FORMAT_JSON}, 0},
    {{"copy", CSM_FORMAT_COPY}, '\t'}, {{NULL, CSM_FORMAT_AUTO}, ','}};
const struct csm_words csm_format_words = CSM_WORDS(formats);

int
csm_format_parse(const char *name, enum csm_format *format)
{
	int found = csm_words_value(&csm_format_words, name);

	if (found == 0)
		return -1;
	*format = (enum csm_format)found;
	return 0;
}

char
csm_format_delimiter(enum csm_format format)
{
	const struct format *f = formats;

	while (f->choice.name != NULL && f->choice.value != (int)format)
		f++;
	return f->delimiter;
}

/* The first line that is not blank, without leading blanks and as far as it is there.
 */
static struct csm_text
first_line(const char *bytes, size_t len)
{
	const char *end = bytes + len, *stop;

	if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		bytes += 3;
	/* Not tabs: an empty first name of a TSV is a column. */
	while (bytes < end && (*bytes == ' ' || *bytes == '\n' || *bytes == '\r'))
		bytes++;
	for (stop = bytes; stop < end && *stop != '\n' && *stop != '\r';)
		stop++;
	return (struct csm_text){bytes, (size_t)(stop - bytes)};
}

static enum csm_format
format_the_format_of(struct csm_text line)
{
	size_t blank = 0;

	while (blank < line.len && line.s[blank] == '\t')
		blank++;
	if (blank < line.len && line.s[blank] == '{')
		return CSM_FORMAT_NDJSON;
	if (blank < line.len && line.s[blank] == '[')
		return CSM_FORMAT_JSON;
	if (line.len > 0 && memchr(line.s, '\t', line.len) != NULL &&
	    memchr(line.s, ',', line.len) == NULL)
		return CSM_FORMAT_TSV;
	return CSM_FORMAT_CSV;
}

/* Peek until the first line is whole: 1, or 0 at the end of the input, -1 failed. */
static int
format_peek(struct csm_input *in, struct csm_text *all, struct csm_text *line,
    struct csm_diag *diag)
{
	int more;

	do {
		more = csm_input_peek(in, &all->s, &all->len, diag);
		*line = first_line(all->s, all->len);
	} while (more == 1 && all->len < PEEK_BYTES &&
		 line->s + line->len == all->s + all->len);
	return more;
}

/* Turn what is not UTF-8 into it: as asked, else by the byte order mark. */
static int
format_encoding(
    struct csm_input *in, const char *asked, struct csm_text all, struct csm_diag *diag)
{
	const char *marked = csm_transcode_by_mark(all.s, all.len);
	/* The mark is part of the file; an option is often that of all files of a
	 * night. */
	const char *encoding = marked != NULL ? marked : asked;
	struct csm_stage stage;

	if (encoding == NULL || csm_transcode_is_utf8(encoding))
		return 0;
	if (csm_transcode_new(&stage, encoding, diag) != 0)
		return -1;
	csm_input_stage(in, stage);
	return 1;
}

/* "sep=;", which spreadsheet programs write and read. */
static int
format_separator(struct csm_text line, char *delimiter)
{
	if (line.len >= 2 && line.s[0] == '"' && line.s[line.len - 1] == '"') {
		line.s++;
		line.len -= 2;
	}
	if (line.len != 5 || memcmp(line.s, "sep=", 4) != 0)
		return 0;
	/* What was asked for holds; the line is left out all the same, as it is no row.
	 */
	if (*delimiter == 0)
		*delimiter = line.s[4];
	return 1;
}

/* Lines of the input up to the end of this one, which lies in it. */
static uint32_t
lines_through(struct csm_text all, struct csm_text line)
{
	uint32_t n = 1;

	for (const char *s = all.s; s < line.s; s++)
		n += *s == '\n';
	return n;
}

/* The fields of the line at s, and whether the last one is empty; the line after it. */
static const char *
format_fields(
    const char *s, const char *end, char delimiter, size_t *n, int *empty_last)
{
	int quoted = 0;

	*n = 1;
	*empty_last = 1;
	for (; s < end && (quoted || *s != '\n'); s++) {
		quoted ^= *s == '"';
		if (!quoted && *s == delimiter) {
			++*n;
			*empty_last = 1;
		} else if (*s != '\r') {
			*empty_last = 0;
		}
	}
	return s < end ? s + 1 : end;
}

/* Whether the first row has one cell more than the header, and that is empty. */
static int
format_surplus(struct csm_text all, struct csm_text line, char delimiter)
{
	const char *end = all.s + all.len, *row;
	size_t names, cells;
	int empty_name, empty_cell;

	row = format_fields(line.s, end, delimiter, &names, &empty_name);
	/* A row that is not whole yet may still go on behind its empty cell. */
	if (empty_name || row == end || memchr(row, '\n', (size_t)(end - row)) == NULL)
		return 0;
	format_fields(row, end, delimiter, &cells, &empty_cell);
	return cells == names + 1 && empty_cell;
}

/* The delimiter by which a header that has no comma, and the row below it, have as many
 * fields, and more than one; 0: none is proved. */
static char
format_proved(struct csm_text all, struct csm_text line)
{
	static const char others[] = ";|";
	const char *end = all.s + all.len, *row;
	size_t names, cells;
	int empty;

	format_fields(line.s, end, ',', &names, &empty);
	/* A comma in the header is the delimiter, or at least no proof of another one.
	 */
	if (names > 1)
		return 0;
	for (const char *d = others; *d != '\0'; d++) {
		row = format_fields(line.s, end, *d, &names, &empty);
		format_fields(row, end, *d, &cells, &empty);
		/* A header alone proves it, too: a file that is empty but for it has no
		 * row to disagree. */
		if (names > 1 && (row == end || cells == names))
			return *d;
	}
	return 0;
}

/* Around fields; 0: none. */
static char
format_quote(const struct csm_format_dialect *d)
{
	if (d->quote == CSM_QUOTE_NONE)
		return '\0';
	return d->quote == 0 ? '"' : (char)d->quote;
}

const char *
csm_format_conflict(char delimiter, const struct csm_format_dialect *d)
{
	const char quote = format_quote(d);
	const struct {
		char one, other;
		const char *what;
	} pair[] = {{quote, delimiter, "quote and delimiter are"},
	    {d->escape, delimiter, "escape and delimiter are"},
	    {d->comment, delimiter, "comment and delimiter are"},
	    {d->comment, quote, "comment and quote are"},
	    {d->comment, d->escape, "comment and escape are"}};

	for (size_t i = 0; i < sizeof pair / sizeof pair[0]; i++)
		if (pair[i].one != '\0' && pair[i].one == pair[i].other)
			return pair[i].what;
	return NULL;
}

/* What was said that objects have not; NULL: nothing. */
static const char *
format_of_rows_only(const struct csm_format_found *f)
{
	const struct csm_format_dialect *d = &f->dialect;

	return d->quote != 0          ? "quote"
	       : d->escape != 0       ? "escape"
	       : d->comment != 0      ? "comment"
	       : d->skip_lines != 0   ? "skip_lines"
	       : f->names             ? "header"
	       : f->pad               ? "pad"
	       : f->delimiter != '\0' ? "delimiter"
				      : NULL;
}

/* What was said fits together, and what was found; -1 after a report. */
static int
format_fits(const struct csm_input *in, const struct csm_format_found *found,
    struct csm_diag *diag)
{
	const struct csm_pos pos = {.file = csm_input_name(in)};
	const bool objects = csm_format_delimiter(found->format) == 0;
	const char *what = objects
			       ? format_of_rows_only(found)
			       : csm_format_conflict(found->delimiter, &found->dialect);

	if (what == NULL)
		return 0;
	if (objects)
		return csm_error(diag, CSM_E_USAGE, &pos,
		    "%s is of CSV, and these are objects of JSON; -f csv reads it as "
		    "CSV",
		    what);
	return csm_error(diag, CSM_E_USAGE, &pos, "%s the same character", what);
}

static struct csm_csv_dialect
format_dialect(const struct csm_format_found *f)
{
	const struct csm_format_dialect *d = &f->dialect;
	const bool copy = f->format == CSM_FORMAT_COPY;
	const char quote = copy ? '\0' : format_quote(d);

	/* A quote that escapes a quote is what two quotes are anyway. */
	return (struct csm_csv_dialect){.delimiter = f->delimiter,
	    .quote = quote,
	    .escape = copy                 ? '\\'
		      : d->escape == quote ? '\0'
					   : d->escape,
	    .null_n = copy,
	    .comment = d->comment,
	    .skip_lines = d->skip_lines};
}

/* The stages between bytes and rows of RFC 4180; -1 after a report. */
static int
format_rows(struct csm_input *in, struct csm_format_found *found, struct csm_text *all,
    struct csm_text *line, struct csm_diag *diag)
{
	const struct csm_csv_dialect dialect = format_dialect(found);
	const bool odd = csm_csv_dialect_is_odd(&dialect);

	if (odd)
		csm_input_stage(in, csm_csv_dialect_new(&dialect));
	if (odd && format_peek(in, all, line, diag) < 0)
		return -1;
	found->surplus = !found->names && format_surplus(*all, *line, found->delimiter);
	/* What COPY writes has no report around it. */
	if (!found->footer || found->format == CSM_FORMAT_COPY)
		return 0;
	csm_input_stage(in, csm_csv_footer_new(found->delimiter, !found->names,
				memchr(line->s, found->delimiter, line->len) != NULL));
	return format_peek(in, all, line, diag) < 0 ? -1 : 0;
}

int
csm_format_find(
    struct csm_input *in, struct csm_format_found *found, struct csm_diag *diag)
{
	struct csm_text all, line;
	char named = found->delimiter;
	int rc = format_peek(in, &all, &line, diag);

	/* Before the encoding: any bytes at all are windows-1252, a workbook too. */
	if (rc >= 0 && csm_signature_check(in, all, diag) != 0)
		return -1;
	if (rc >= 0)
		rc = format_encoding(in, found->encoding, all, diag);
	/* A stage took what had been peeked at: the first line is another one now. */
	if (rc > 0)
		rc = format_peek(in, &all, &line, diag);
	if (rc < 0)
		return -1;
	/* What was said of rows says that there are rows, unless an object shows that there
	 * are none. */
	if (found->delimiter != 0 && found->format == CSM_FORMAT_AUTO &&
	    (line.len < 2 || memcmp(line.s, "{\"", 2) != 0))
		found->format = CSM_FORMAT_CSV;
	if (found->format == CSM_FORMAT_AUTO || found->format == CSM_FORMAT_CSV) {
		if (found->dialect.skip_lines == 0 && format_separator(line, &named)) {
			found->dialect.skip_lines = lines_through(all, line);
			found->format = CSM_FORMAT_CSV;
			found->delimiter = named;
		}
	}
	if (found->format == CSM_FORMAT_AUTO)
		found->format = format_the_format_of(line);
	if (found->delimiter == 0 && found->prove && found->format == CSM_FORMAT_CSV)
		found->delimiter = format_proved(all, line);
	if (found->delimiter == 0)
		found->delimiter = csm_format_delimiter(found->format);
	if (format_fits(in, found, diag) != 0)
		return -1;
	if (csm_format_delimiter(found->format) != 0 &&
	    format_rows(in, found, &all, &line, diag) != 0)
		return -1;
	found->empty = all.len == 0 || (line.len == 0 && line.s == all.s + all.len);
	return 0;
}
