#include "record/format.h"

#include "io/csv.h"

#include <string.h>

/* As far as this is looked for the first line, or for anything but blanks. */
#define PEEK_BYTES ((size_t)1 << 20)

static const struct format {
	struct csm_choice choice;
	char delimiter;
} formats[] = {{{"csv", CSM_FORMAT_CSV}, ','}, {{"tsv", CSM_FORMAT_TSV}, '\t'},
    {{"ndjson", CSM_FORMAT_NDJSON}, 0}, {{"json", CSM_FORMAT_JSON}, 0},
    {{NULL, CSM_FORMAT_AUTO}, ','}};
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

int
csm_format_detect(
    struct csm_input *in, enum csm_format *format, int *empty, struct csm_diag *diag)
{
	struct csm_text line = {0};
	const char *bytes;
	size_t len = 0;
	int more;

	do {
		more = csm_input_peek(in, &bytes, &len, diag);
		line = first_line(bytes, len);
	} while (more == 1 && len < PEEK_BYTES && line.s + line.len == bytes + len);
	*empty = more == 0 && line.len == 0;
	if (*format == CSM_FORMAT_AUTO)
		*format = format_the_format_of(line);
	return more < 0 ? -1 : 0;
}
