/* Elements without a chart: text, images, tables. */
#include "base/base64.h"
#include "io/input.h"
#include "page/element.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* ---- text ---- */

static int
element_still_read_text(struct csm_element *e)
{
	if (csm_json_get(e->json, "text") != NULL)
		return 0;
	return csm_json_error(
	    e->page->diag, e->json, CSM_E_CONFIG, "a text wants \"text\"");
}

static void
finish_text(struct csm_element *e, struct csm_doc *doc)
{
	csm_element_note(e, doc, CSM_LAYOUT_PROSE, csm_json_get(e->json, "text")->text);
}

const struct csm_element_kind csm_element_text = {
    "text", element_still_read_text, finish_text};

/* ---- images and videos ---- */

/* In base64 a third more, in the page and in whatever mail carries it: a limit of
 * sense. */
#define LARGEST (8 << 20) /* bytes */

/* How the bytes of a file begin that a browser shows as this. */
struct signature {
	const char *type, *magic;
	size_t at, len;
};

static const struct signature images[] = {{"image/png", "\211PNG\r\n\032\n", 0, 8},
    {"image/jpeg", "\377\330\377", 0, 3}, {"image/gif", "GIF8", 0, 4},
    {"image/webp", "WEBP", 8, 4}, {"image/svg+xml", "<svg", 0, 4},
    {"image/svg+xml", "<?xml", 0, 5}, {.type = NULL}};
/* MP4 by its brand: still images and QuickTime are in boxes of the same kind.  Matroska
 * that is no WebM has another name of its document there. */
static const struct signature videos[] = {{"video/mp4", "ftypiso", 4, 7},
    {"video/mp4", "ftypmp4", 4, 7}, {"video/mp4", "ftypavc1", 4, 8},
    {"video/mp4", "ftypM4V", 4, 7}, {"video/mp4", "ftypdash", 4, 8},
    {"video/webm", "\032\105\337\243", 0, 4}, {"video/ogg", "OggS", 0, 4},
    {.type = NULL}};

struct medium {
	const char *name, *formats;
	const struct signature *signature;
};

static const struct medium image = {"an image", "PNG, JPEG, GIF, WebP or SVG", images};
static const struct medium video = {"a video", "MP4, WebM or Ogg", videos};

/* Told by the first bytes, not by its name: a browser asks the type, and a page must not
 * carry what it would run.  NULL for what browsers may not show. */
static const char *
media_type(const struct medium *medium, const char *bytes, size_t len)
{
	for (const struct signature *s = medium->signature; s->type != NULL; s++)
		if (len >= s->at + s->len &&
		    memcmp(bytes + s->at, s->magic, s->len) == 0)
			return s->type;
	return NULL;
}

static int
read_media(struct csm_element *e, const struct medium *medium, const char **address)
{
	const struct csm_json *file = csm_json_get(e->json, "file");
	const char *type;
	struct csm_buf text = {0};
	char *bytes;
	size_t len;

	if (file == NULL || csm_json_get(e->json, "alt") == NULL)
		return csm_json_error(e->page->diag, e->json, CSM_E_CONFIG,
		    "%s wants \"file\", and \"alt\": what it shows, for those who "
		    "cannot see it",
		    medium->name);
	e->reading = 0; /* a file that is not there is told in its place */
	bytes = csm_input_slurp(file->text, &len, &e->diag);
	type = bytes == NULL ? NULL : media_type(medium, bytes, len);
	if (bytes != NULL && len > LARGEST)
		csm_error(
		    &e->diag, CSM_E_USAGE, NULL, "%s: larger than 8 MiB", file->text);
	else if (bytes != NULL && type == NULL)
		csm_error(&e->diag, CSM_E_USAGE, NULL, "%s: not %s in %s", file->text,
		    medium->name, medium->formats);
	if (e->failure == NULL && type != NULL) {
		csm_buf_printf(&text, "data:%s;base64,", type);
		csm_base64_put(&text, bytes, len);
		*address = csm_arena_strdup(&e->page->arena, text.data);
	}
	free(bytes);
	csm_buf_fini(&text);
	return 0;
}

static int
read_image(struct csm_element *e)
{
	return read_media(e, &image, &e->box.image);
}

static int
read_video(struct csm_element *e)
{
	return read_media(e, &video, &e->box.video);
}

static void
finish_media(struct csm_element *e, struct csm_doc *doc)
{
	csm_element_note(e, doc, CSM_LAYOUT_IMAGE, csm_json_get(e->json, "alt")->text);
}

const struct csm_element_kind csm_element_image = {
    "file alt", read_image, finish_media};
const struct csm_element_kind csm_element_video = {
    "file alt", read_video, finish_media};

/* ---- tables: written in the configuration, or a list ---- */

static int
read_table(struct csm_element *e)
{
	const struct csm_json *rows = csm_json_get(e->json, "rows"),
			      *header = csm_json_get(e->json, "header");
	size_t wide = header != NULL ? header->count : 0;

	if (rows == NULL)
		return csm_element_sub(e, csm_report_find(e->page->options->reports,
					      "list", e->page->diag)) == NULL
			   ? -1
			   : 0;
	/* Without headings the first row says how wide the table is. */
	if (header == NULL && rows->child != NULL)
		wide = rows->child->count;
	if (wide == 0)
		return csm_json_error(
		    e->page->diag, e->json, CSM_E_CONFIG, "a table wants columns");
	for (const struct csm_json *row = rows->child; row != NULL; row = row->next)
		if (row->count != wide)
			return csm_json_error(e->page->diag, row, CSM_E_CONFIG,
			    "has %zu cells, wants %zu", row->count, wide);
	return 0;
}

/* Rows are short and written by hand: no index is worth its memory. */
static const struct csm_json *
nth(const struct csm_json *array, size_t i)
{
	const struct csm_json *child = array->child;

	while (i-- > 0)
		child = child->next;
	return child;
}

/* A column all of whose values are numbers. */
static enum csm_cell_kind
kind_of(const struct csm_json *rows, size_t column)
{
	size_t numbers = 0;

	for (const struct csm_json *row = rows->child; row != NULL; row = row->next) {
		const struct csm_json *cell = nth(row, column);
		if (cell->type == CSM_JSON_NUMBER)
			numbers++;
		else if (cell->type != CSM_JSON_NULL)
			return CSM_CELL_TEXT;
	}
	/* A column of nothing has no numbers to be set right. */
	return numbers > 0 ? CSM_CELL_NUMBER : CSM_CELL_TEXT;
}

static struct csm_cell
element_still_cell(const struct csm_json *value, bool number)
{
	switch (value->type) {
	case CSM_JSON_NUMBER:
		/* Beside texts a number stays as it was written. */
		return number ? csm_cell_number(csm_num_from_double(value->number))
			      : csm_cell_text(value->text);
	case CSM_JSON_STRING:
		return csm_cell_text(value->text);
	case CSM_JSON_TRUE:
		return csm_cell_text("true");
	case CSM_JSON_FALSE:
		return csm_cell_text("false");
	default:
		return (struct csm_cell){.kind = CSM_CELL_NONE};
	}
}

static struct csm_cell
element_still_text(const void *row, size_t column)
{
	return element_still_cell(nth(row, column), false);
}

static struct csm_cell
element_still_number(const void *row, size_t column)
{
	return element_still_cell(nth(row, column), true);
}

static void
finish_table(struct csm_element *e, struct csm_doc *doc)
{
	const struct csm_json *rows = csm_json_get(e->json, "rows"),
			      *header = csm_json_get(e->json, "header");
	size_t wide;
	struct csm_table *t;

	if (rows == NULL) {
		csm_element_tables(e, doc);
		return;
	}
	t = csm_element_table(e, doc, "table");
	wide = header != NULL ? header->count : rows->child->count;
	for (size_t c = 0; c < wide; c++) {
		const struct csm_json *title = header == NULL ? NULL : nth(header, c);
		const char *text =
		    title == NULL || title->text == NULL ? "" : title->text;
		enum csm_cell_kind kind = kind_of(rows, c);
		csm_table_add(
		    t, &(const struct csm_table_column){text, text, kind,
			   .of = kind == CSM_CELL_NUMBER ? element_still_number
							 : element_still_text,
			   .at = c});
	}
	for (const struct csm_json *r = rows->child; r != NULL; r = r->next)
		csm_table_put(t, r);
}

const struct csm_element_kind csm_element_grid = {
    "header rows columns model segment where owner sort top bottom limit", read_table,
    finish_table};
