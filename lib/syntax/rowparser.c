#include "syntax/rowparser.h"

#include "base/buf.h"
#include "base/xalloc.h"

#include <assert.h>
#include <csv.h>
#include <stdlib.h>

struct csm_rowparser {
	struct csv_parser csv;
	struct csm_buf text; /* the fields so far, one after another */
	struct csm_csv_fields *fields;
	int done; /* no row has begun */
};

static void *
resize(void *p, size_t bytes)
{
	return csm_xreallocarray(p, bytes, 1);
}

static void
init(struct csv_parser *csv, unsigned char delimiter)
{
	/* Without these a quote that never ends is no error, nor is one inside of a
	 * field. */
	csv_init(csv, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_delim(csv, delimiter);
	csv_set_realloc_func(csv, resize);
	csv_set_blk_size(csv, 4096); /* of its buffer, which holds one field */
}

struct csm_rowparser *
csm_rowparser_new(char delimiter)
{
	struct csm_rowparser *parser = csm_xcalloc(1, sizeof *parser);

	init(&parser->csv, (unsigned char)delimiter);
	parser->done = 1;
	return parser;
}

void
csm_rowparser_free(struct csm_rowparser *parser)
{
	if (parser == NULL)
		return;
	csv_free(&parser->csv);
	csm_buf_fini(&parser->text);
	free(parser);
}

void
csm_rowparser_reset(struct csm_rowparser *parser)
{
	unsigned char delimiter = csv_get_delim(&parser->csv);

	csv_free(&parser->csv);
	init(&parser->csv, delimiter);
	parser->done = 1;
}

/* The texts stay where they are put only at the end of the row: keep their lengths. */
static void
on_field(void *s, size_t len, void *ctx)
{
	struct csm_rowparser *parser = ctx;
	struct csm_csv_fields *f = parser->fields;

	CSM_GROW(f->at, f->n, &f->cap);
	f->at[f->n++].len = len;
	csm_buf_put(&parser->text, s, len);
}

static void
on_row(int c, void *ctx)
{
	struct csm_rowparser *parser = ctx;
	const char *at = csm_buf_text(&parser->text);

	(void)c;
	parser->done = 1;
	for (size_t i = 0; i < parser->fields->n; i++) {
		parser->fields->at[i].s = at;
		at += parser->fields->at[i].len;
	}
	assert(at == csm_buf_text(&parser->text) + parser->text.len);
}

enum csm_rowparser_status
csm_rowparser_feed(struct csm_rowparser *parser, const char *line, size_t len, int last,
    struct csm_csv_fields *fields)
{
	struct csv_parser *csv = &parser->csv;

	if (parser->done) { /* the first line of a row */
		parser->done = 0;
		fields->n = 0;
		csm_buf_reset(&parser->text);
	}
	parser->fields = fields;
	if (csv_parse(csv, line, len, on_field, on_row, parser) < len)
		return CSM_ROW_STRAY;
	if (!parser->done && last && csv_fini(csv, on_field, on_row, parser) != 0)
		return CSM_ROW_UNTERMINATED;
	if (parser->done)
		return CSM_ROW_DONE;
	/* The line gave no row and yet something has begun: quotes are open. */
	if (fields->n > 0 || csv->quoted)
		return CSM_ROW_OPEN;
	parser->done = 1;
	return CSM_ROW_BLANK;
}
