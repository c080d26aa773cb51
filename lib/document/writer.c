#include "document/writer.h"

#include <string.h>
#include <strings.h>

static const struct csm_writer writers[] = {
    {.name = "csv", .write = csm_write_csv, .exact = 1},
    {.name = "tsv", .write = csm_write_tsv, .exact = 1},
    {.name = "ndjson", .write = csm_write_ndjson, .exact = 1},
    {.name = "text", .write = csm_write_text},
    {.name = "html", .write = csm_write_html, .script = 1},
    {.name = "markdown", .write = csm_write_markdown},
    {.name = "xlsx", .write = csm_write_xlsx, .binary = 1},
    {.name = "svg", .write = csm_write_svg, .chart = 1},
    {.name = "png", .write = csm_write_png, .chart = 1, .binary = 1},
    {.name = "mime", .write = csm_write_mime, .mail = 1}, {.name = NULL}};
const struct csm_words csm_writer_words = CSM_WORDS(writers);

static const struct {
	const char *suffix, *name;
} suffixes[] = {{".csv", "csv"}, {".tsv", "tsv"}, {".ndjson", "ndjson"},
    {".jsonl", "ndjson"}, {".txt", "text"}, {".html", "html"}, {".htm", "html"},
    {".md", "markdown"}, {".markdown", "markdown"}, {".xlsx", "xlsx"}, {".svg", "svg"},
    {".png", "png"}, {".eml", "mime"}};

const struct csm_writer *
csm_writer_find(const char *name)
{
	return csm_words_find(&csm_writer_words, name);
}

static int
ends(const char *s, size_t len, const char *suffix)
{
	size_t n = strlen(suffix);

	return len > n && strncasecmp(s + len - n, suffix, n) == 0;
}

/* Of a path without the ending of a compression. */
static size_t
writer_length(const char *path)
{
	size_t len = strlen(path);

	if (ends(path, len, ".gz"))
		len -= strlen(".gz");
	else if (ends(path, len, ".zst"))
		len -= strlen(".zst");
	return len;
}

const struct csm_writer *
csm_writer_for(const char *path)
{
	size_t len = writer_length(path);

	for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++)
		if (ends(path, len, suffixes[i].suffix))
			return csm_writer_find(suffixes[i].name);
	return NULL;
}

const char *
csm_writer_ending(struct csm_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/'),
		   *name = slash == NULL ? path : slash + 1, *dot;

	name = csm_arena_text(arena, name, writer_length(name));
	dot = strrchr(name, '.');
	return dot == NULL || dot == name ? NULL : dot;
}

void
csm_writer_endings(struct csm_buf *out)
{
	for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++)
		csm_buf_printf(out, "%s%s", i == 0 ? "" : ", ", suffixes[i].suffix);
}

const char *
csm_writer_suffix(const struct csm_writer *writer)
{
	size_t i = 0;

	while (strcmp(suffixes[i].name, writer->name) != 0)
		i++;
	return suffixes[i].suffix;
}
