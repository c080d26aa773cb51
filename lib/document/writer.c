#include "document/writer.h"

#include <string.h>
#include <strings.h>

static const struct csm_writer writers[] = {
    {.name = "csv", .write = csm_write_csv, .exact = 1, .endings = {".csv"}},
    {.name = "tsv", .write = csm_write_tsv, .exact = 1, .endings = {".tsv"}},
    {.name = "ndjson",
	.write = csm_write_ndjson,
	.exact = 1,
	.endings = {".ndjson", ".jsonl"}},
    {.name = "text", .write = csm_write_text, .several = 1, .endings = {".txt"}},
    {.name = "html",
	.write = csm_write_html,
	.script = 1,
	.endings = {".html", ".htm"}},
    {.name = "markdown",
	.write = csm_write_markdown,
	.several = 1,
	.endings = {".md", ".markdown"}},
    {.name = "xlsx",
	.write = csm_write_xlsx,
	.binary = 1,
	.several = 1,
	.endings = {".xlsx"}},
    {.name = "svg", .write = csm_write_svg, .chart = 1, .endings = {".svg"}},
    {.name = "png",
	.write = csm_write_png,
	.chart = 1,
	.binary = 1,
	.endings = {".png"}},
    {.name = "mime", .write = csm_write_mime, .mail = 1, .endings = {".eml"}},
    {.name = NULL}};
const struct csm_words csm_writer_words = CSM_WORDS(writers);

const struct csm_writer *
csm_writer_find(const char *name)
{
	return csm_words_find(&csm_writer_words, name);
}

/* More than the ending: ".csv" is a name without one. */
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

	/* how it is packed says nothing of what it is */
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

	for (const struct csm_writer *w = writers; w->name != NULL; w++)
		for (size_t i = 0; i < CSM_WRITER_ENDINGS && w->endings[i] != NULL; i++)
			if (ends(path, len, w->endings[i]))
				return w;
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
	const char *between = "";

	for (const struct csm_writer *w = writers; w->name != NULL; w++)
		for (size_t i = 0; i < CSM_WRITER_ENDINGS && w->endings[i] != NULL;
		     i++) {
			csm_buf_printf(out, "%s%s", between, w->endings[i]);
			between = ", ";
		}
}
