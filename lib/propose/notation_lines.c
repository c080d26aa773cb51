/* Delimiter and header of a text, by its first lines. */
#include "propose/notation.h"

#include "base/num.h"
#include "time/stamp.h"

#include <ctype.h>
#include <string.h>

/* Limits: delimiters are counted in so many lines, and of a line in so many fields; what is
 * no table after these will not become one.  Not measured: a proposal is made once, and
 * they bound its stack, 24 bytes of a line and 16 of a field. */
#define LOOK_LINES ((size_t)400)
#define FIELDS_MAX ((size_t)2000)

struct notation_line {
	struct csm_text text;
	size_t at; /* physical line, from 0 */
};

struct notation_lines {
	struct notation_line line[LOOK_LINES];
	size_t n;
};

/* Lines with something in them; a quote that is open at its end takes in the next. */
static void
notation_split(struct csm_text text, struct notation_lines *out)
{
	const char *s = text.s, *end = text.s + text.len;
	size_t at = 0;

	/* A byte order mark is no part of the first name. */
	if (text.len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
		s += 3;
	out->n = 0;
	while (s < end && out->n < LOOK_LINES) {
		const char *begin = s;
		size_t first = at;
		bool quoted = false;
		for (; s < end && (quoted || (*s != '\n' && *s != '\r')); s++) {
			quoted ^= *s == '"';
			at += *s == '\n';
		}
		struct csm_text line = {begin, (size_t)(s - begin)};
		if (csm_text_trim(line.s, line.len).len > 0)
			out->line[out->n++] = (struct notation_line){line, first};
		s += s + 1 < end && s[0] == '\r' && s[1] == '\n' ? 2 : 1;
		at++;
	}
}

/* The fields of a line, quotes taken off; how many there are. */
static size_t
notation_fields(struct csm_text line, char delimiter, struct csm_text *out, size_t max)
{
	const char *s = line.s, *end = line.s + line.len;
	size_t n = 0;

	for (;;) {
		const char *begin = s;
		bool quoted = false;
		for (; s < end && (quoted || *s != delimiter); s++)
			quoted ^= *s == '"';
		struct csm_text field = csm_text_trim(begin, (size_t)(s - begin));
		if (field.len >= 2 && field.s[0] == '"' &&
		    field.s[field.len - 1] == '"')
			field = csm_text_trim(field.s + 1, field.len - 2);
		if (n < max)
			out[n] = field;
		n++;
		if (s++ >= end)
			return n;
	}
}

/* How many fields most lines have with a delimiter, and how many lines do.  Every pair
 * of lines: 400 of them are split 160,000 times a delimiter, of a file that is no table,
 * and few times of one that is. */
static size_t
notation_usual(
    const struct notation_lines *l, size_t from, char delimiter, size_t *lines)
{
	size_t usual = 0;

	*lines = 0;
	for (size_t i = from; i < l->n; i++) {
		size_t n = notation_fields(l->line[i].text, delimiter, NULL, 0),
		       same = 0;
		if (n == usual)
			continue;
		for (size_t k = from; k < l->n; k++)
			same +=
			    notation_fields(l->line[k].text, delimiter, NULL, 0) == n;
		if (same > *lines || (same == *lines && n > usual)) {
			*lines = same;
			usual = n;
		}
		/* More than half: no other number can be as usual. */
		if (same * 2 > l->n - from)
			break;
	}
	return usual;
}

/* The delimiter most lines agree on; 0: none makes columns of them. */
static char
notation_delimiter(const struct notation_lines *l, size_t from, size_t *width)
{
	/* The comma last: it stands in numbers and texts of files that are divided by
	 * another. */
	static const char delimiters[] = "\t;|,";
	size_t best = 0;
	char found = 0;

	*width = 0;
	for (const char *d = delimiters; *d != '\0'; d++) {
		size_t lines, n = notation_usual(l, from, *d, &lines);
		if (n < 2 || n > FIELDS_MAX)
			continue;
		/* nearly as many lines, and more columns: 1,5;2,5 */
		if (lines > best + best / 10 ||
		    (lines + lines / 10 >= best && n > *width)) {
			best = lines;
			found = *d;
			*width = n;
		}
	}
	/* Six of ten lines: comments, footers and texts over several lines may be the
	 * others. */
	return best * 10 >= (l->n - from) * 6 ? found : 0;
}

/* A cell that would be no name of a column. */
static bool
notation_is_data(struct csm_zone *zone, struct csm_text cell)
{
	struct csm_stamp_format iso = {.kind = CSM_STAMP_ISO};
	struct csm_stamp stamp;
	int64_t micros;
	int range, a, b;

	if (cell.len == 0)
		return false;
	/* Numbers, times, addresses and the null of COPY: hardly anybody calls a column
	 * so. */
	return csm_num_parse(cell.s, cell.len, &micros) != CSM_NUM_BAD ||
	       csm_stamp_parse(&iso, zone, cell.s, cell.len, &stamp, &range) == NULL ||
	       csm_stamp_ambiguous(cell.s, cell.len, &a, &b) == 1 ||
	       memchr(cell.s, '@', cell.len) != NULL ||
	       (cell.len == 2 && memcmp(cell.s, "\\N", 2) == 0);
}

/* Columns whose cell in the first line is data, and so it is in the second. */
static size_t
notation_data_cells(
    const struct notation_lines *l, struct csm_zone *zone, size_t from, char delimiter)
{
	/* Of wide tables the first 64 columns tell it. */
	struct csm_text first[64], second[64];
	size_t n = notation_fields(l->line[from].text, delimiter, first, 64), data = 0;
	size_t m = from + 1 < l->n
		       ? notation_fields(l->line[from + 1].text, delimiter, second, 64)
		       : 0;

	/* Data in both lines: a header may have a year for a name, but then not a year
	 * below it in all columns. */
	for (size_t i = 0; i < n && i < m && i < 64; i++)
		data += notation_is_data(zone, first[i]) &&
			notation_is_data(zone, second[i]);
	return data;
}

static bool
notation_has(struct csm_text text, const char *what)
{
	size_t len = strlen(what);

	for (size_t i = 0; i + len <= text.len; i++)
		if (memcmp(text.s + i, what, len) == 0)
			return true;
	return false;
}

/* Without a header the columns have numbers for names. */
static void
notation_number(struct csm_arena *arena, size_t width, struct csm_notation *out)
{
	const char **name = CSM_ARENA_ARRAY(arena, const char *, width);

	for (size_t i = 0; i < width; i++)
		name[i] = csm_arena_printf(arena, "column%zu", i + 1);
	out->how.name = name;
	out->how.names = width;
}

static const char *
notation_no_columns(const struct notation_lines *l, size_t from)
{
	size_t longest = 0;

	for (size_t i = from; i < l->n; i++)
		if (l->line[i].text.len > longest)
			longest = l->line[i].text.len;
	return longest <= 40
		   ? "it is a list of words: one column, and nothing beside it"
		   : "its lines have no columns in common: it is prose or a "
		     "log";
}

/* Lines before the first that is as wide as most. */
static size_t
notation_preamble(
    const struct notation_lines *l, size_t from, char delimiter, size_t width)
{
	size_t i = from;

	while (
	    i < l->n && notation_fields(l->line[i].text, delimiter, NULL, 0) != width)
		i++;
	return i;
}

static void
notation_widths(const struct notation_lines *l, size_t head, char delimiter,
    struct csm_notation *out)
{
	size_t width = notation_fields(l->line[head].text, delimiter, NULL, 0);

	for (size_t i = head + 1; i < l->n; i++) {
		out->rows++;
		out->short_rows +=
		    notation_fields(l->line[i].text, delimiter, NULL, 0) < width;
	}
	/* Few short rows are damaged ones, which had better be told than filled up. */
	out->how.pad = out->short_rows * 5 > out->rows;
}

/* Rows of text: found the delimiter, what stands before the header, and whether there
 * is one. */
static void
notation_csv(struct csm_arena *arena, struct csm_zone *zone,
    const struct notation_lines *l, struct csm_text text, struct csm_notation *out)
{
	size_t from = 0, width, head;
	struct csm_text first = l->line[0].text;
	char delimiter;

	if (first.s[0] == '#' && l->n > 1) {
		out->how.dialect.comment = '#';
		while (from < l->n && l->line[from].text.s[0] == '#')
			from++;
	}
	/* Spreadsheets write sep=; as a line before the header, and read it
	 * themselves. */
	bool named = notation_has(first, "sep=") && first.len <= 7;
	if (named)
		from = 1;
	delimiter = notation_delimiter(l, from, &width);
	if (delimiter == 0) {
		out->no_rows = notation_no_columns(l, from);
		return;
	}
	head = notation_preamble(l, from, delimiter, width);
	if (head > from)
		out->how.dialect.skip_lines = (uint32_t)l->line[head].at;
	size_t data = notation_data_cells(l, zone, head, delimiter);
	/* Two columns of data may be days and numbers of an export without a header. */
	if (data == width && width > 2) {
		out->no_rows = "it is a matrix: every cell of its first line is a "
			       "number or a day, and no column has a name";
		return;
	}
	if (delimiter == '\t' && notation_has(text, "\\N")) {
		out->how.format = CSM_FORMAT_COPY;
	} else if (delimiter != ',' && delimiter != '\t' && !named) {
		out->how.delimiter = delimiter;
		out->delimited = true;
		/* The reader takes the first line's commas for delimiters if nobody tells. */
	} else if (delimiter == '\t' && notation_has(first, ",")) {
		out->how.format = CSM_FORMAT_TSV;
	}
	if (data > 0)
		notation_number(arena, width, out);
	notation_widths(l, head, delimiter, out);
}

void
csm_notation_lines(struct csm_arena *arena, struct csm_zone *zone, struct csm_text text,
    struct csm_notation *out)
{
	struct notation_lines *lines = CSM_ARENA_NEW(arena, struct notation_lines);

	notation_split(text, lines);
	if (lines->n == 0) {
		out->no_rows = "it is empty";
		return;
	}
	struct csm_text first =
	    csm_text_trim(lines->line[0].text.s, lines->line[0].text.len);
	if (first.s[0] == '<')
		out->no_rows = "it is a page or document of HTML or XML";
	else if (first.s[0] == '{')
		out->how.format = CSM_FORMAT_NDJSON;
	else if (first.s[0] == '[')
		out->how.format = CSM_FORMAT_JSON;
	else
		notation_csv(arena, zone, lines, text, out);
}
