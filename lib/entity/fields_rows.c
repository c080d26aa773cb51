#include "entity/fields_rows.h"

#include "base/buf.h"
#include "base/xalloc.h"
#include "record/row_writer.h"
#include "syntax/json.h"

#include <stdlib.h>
#include <string.h>

void
csm_fields_rows_fini(struct csm_fields_rows *rows)
{
	csm_intern_fini(&rows->column);
	csm_intern_fini(&rows->text);
	free(rows->cell);
	free(rows->row);
	*rows = (struct csm_fields_rows){0};
}

uint32_t
csm_fields_rows_cell(const struct csm_fields_rows *rows, size_t row, size_t column)
{
	const struct csm_fields_row *r = &rows->row[row];

	return column < r->n ? rows->cell[r->first + column] : CSM_NO_TEXT;
}

static void
begin_row(struct csm_fields_rows *rows, uint64_t line)
{
	CSM_GROW(rows->row, rows->n, &rows->cap);
	rows->row[rows->n++] =
	    (struct csm_fields_row){.first = rows->cells, .line = line};
}

/* Set a cell of the row begun last.  An empty text leaves it as it is, and so does a
 * second one. */
static void
fields_rows_put_cell(
    struct csm_fields_rows *rows, size_t column, const char *s, size_t len)
{
	struct csm_fields_row *r = &rows->row[rows->n - 1];

	/* Absent cells at the end of a row take no memory: objects differ in what they
	 * have. */
	for (; r->n <= column; r->n++) {
		CSM_GROW(rows->cell, rows->cells, &rows->cell_cap);
		rows->cell[rows->cells++] = CSM_NO_TEXT;
	}
	uint32_t *cell = &rows->cell[r->first + column];
	if (len != 0 && *cell == CSM_NO_TEXT)
		*cell = csm_intern_put(&rows->text, s, len);
}

void
csm_fields_rows_put(
    struct csm_fields_rows *rows, const char *column, struct csm_text text)
{
	uint32_t id = csm_intern_put(&rows->column, column, strlen(column));

	fields_rows_put_cell(rows, id, text.s, text.len);
}

static void
fields_rows_end(struct csm_fields_rows *rows)
{
	if (rows->more != NULL)
		rows->more(rows->ctx);
}

size_t
csm_fields_rows_over(struct csm_fields_rows *rows, size_t row, size_t before)
{
	uint32_t a = rows->row[row].n, b = rows->row[before].n, n = a > b ? a : b;

	begin_row(rows, rows->row[row].line);
	for (uint32_t c = 0; c < n; c++) {
		/* By number in each turn: the arrays may move as they grow. */
		uint32_t cell = csm_fields_rows_cell(rows, row, c);
		if (cell == CSM_NO_TEXT)
			cell = csm_fields_rows_cell(rows, before, c);
		CSM_GROW(rows->cell, rows->cells, &rows->cell_cap);
		rows->cell[rows->cells++] = cell;
	}
	rows->row[rows->n - 1].n = n;
	return rows->n - 1;
}

static void
fields_rows_put_row(const void *ctx, struct csm_buf *line, struct csm_buf *header)
{
	const struct csm_fields_about *about = ctx;
	const struct csm_fields_rows *rows = about->rows;
	struct csm_rowwriter row = csm_rowwriter(line, CSM_FORMAT_CSV),
			     head = csm_rowwriter(header, CSM_FORMAT_CSV);

	for (size_t c = 0; c < rows->column.n; c++) {
		const char *name = rows->column.text[c].s;
		uint32_t cell = csm_fields_rows_cell(rows, about->row, c);
		csm_rowwriter_heading(&head, name);
		if (cell == CSM_NO_TEXT)
			csm_rowwriter_none(&row, name);
		else
			csm_rowwriter_text(&row, name, rows->text.text[cell].s,
			    rows->text.text[cell].len);
	}
}

void
csm_fields_rows_about(const struct csm_fields_about *about, struct csm_diag *diag)
{
	diag->row = (struct csm_diag_row){fields_rows_put_row, about};
}

/* ---- a header and its fields ---- */

/* The columns of a header as ids; of two of one name the first has it. */
static uint32_t *
fields_rows_header(struct csm_fields_rows *rows, const struct csm_reader *reader)
{
	size_t n = csm_reader_columns(reader);
	uint32_t *column = csm_xcalloc(n, sizeof *column);
	unsigned char *seen = csm_xcalloc(rows->column.n + n, 1);

	for (size_t i = 0; i < n; i++) {
		const char *name = csm_reader_column_name(reader, i);
		column[i] = csm_intern_put(&rows->column, name, strlen(name));
		uint32_t id = column[i];
		if (seen[id])
			column[i] = CSM_INTERN_NONE;
		seen[id] = 1;
	}
	free(seen);
	return column;
}

static int
is_kept(const struct csm_fields_rows *rows, const struct csm_record *record)
{
	return rows->keep == NULL || rows->keep(rows->ctx, record);
}

static int
read_header_rows(
    struct csm_fields_rows *rows, struct csm_reader *reader, struct csm_diag *diag)
{
	size_t n = csm_reader_columns(reader);
	uint32_t *column = fields_rows_header(rows, reader);
	const struct csm_record *rec;
	int got;

	while ((got = csm_reader_next(reader, &rec, diag)) == 1) {
		if (!is_kept(rows, rec))
			continue;
		begin_row(rows, rec->line);
		for (size_t i = 0; i < n; i++)
			if (column[i] != CSM_INTERN_NONE)
				fields_rows_put_cell(rows, column[i], rec->field[i].s,
				    rec->field[i].len);
		fields_rows_end(rows);
	}
	free(column);
	return got;
}

/* ---- objects ---- */

/* A list as compact JSON. */
static void
fields_rows_put_json(struct csm_buf *out, const struct csm_json *value)
{
	static const char open[] = "[{", close[] = "]}";
	int object = value->type == CSM_JSON_OBJECT;

	if (value->type == CSM_JSON_STRING) {
		csm_json_put_text(out, value->text, value->len);
	} else if (value->type == CSM_JSON_NUMBER) {
		csm_buf_put(out, value->text, value->len);
	} else if (value->type != CSM_JSON_ARRAY && !object) {
		csm_buf_puts(out, value->type == CSM_JSON_NULL   ? "null"
				  : value->type == CSM_JSON_TRUE ? "true"
								 : "false");
	} else {
		csm_buf_putc(out, open[object]);
		for (const struct csm_json *v = value->child; v != NULL; v = v->next) {
			if (v != value->child)
				csm_buf_putc(out, ',');
			if (object) {
				csm_json_put_text(out, v->key, strlen(v->key));
				csm_buf_putc(out, ':');
			}
			fields_rows_put_json(out, v);
		}
		csm_buf_putc(out, close[object]);
	}
}

/* The members of an object as cells of columns called prefix + key; `prefix` is as it
 * was on return. */
static void
fields_rows_put_members(struct csm_fields_rows *rows, struct csm_buf *prefix,
    struct csm_buf *text, const struct csm_json *object)
{
	size_t len = prefix->len;

	for (const struct csm_json *v = object->child; v != NULL; v = v->next) {
		csm_buf_puts(prefix, v->key);
		/* As deep as csm_json_parse() goes, which has a limit. */
		if (v->type == CSM_JSON_OBJECT) {
			csm_buf_putc(prefix, '.');
			fields_rows_put_members(rows, prefix, text, v);
		} else {
			uint32_t column =
			    csm_intern_put(&rows->column, prefix->data, prefix->len);
			csm_buf_reset(text);
			if (v->type == CSM_JSON_STRING)
				csm_buf_put(text, v->text, v->len);
			else if (v->type != CSM_JSON_NULL)
				fields_rows_put_json(text, v);
			if (v->type == CSM_JSON_NUMBER && rows->comma != NULL &&
			    rows->comma(rows->ctx, prefix->data))
				csm_json_comma(text->data, text->len);
			fields_rows_put_cell(
			    rows, column, csm_buf_text(text), text->len);
		}
		prefix->len = len;
	}
}

/* What the parser has to say, without the place, which is known. */
static void
fields_rows_keep_why(void *ctx, const struct csm_message *m)
{
	struct csm_buf *why = ctx;

	csm_buf_reset(why);
	csm_buf_puts(why, m->text);
}

static int
read_objects(
    struct csm_fields_rows *rows, struct csm_reader *reader, struct csm_diag *diag)
{
	struct csm_arena arena = {0};
	struct csm_buf prefix = {0}, text = {0}, why = {0};
	const struct csm_record *rec;
	int got;

	while ((got = csm_reader_next(reader, &rec, diag)) == 1) {
		struct csm_text source = csm_reader_source(reader);
		struct csm_diag stricter;
		/* It is JSON, or it would not be here: what this parser refuses is told
		 * of the row: too deep, a number too large, a text with a NUL. */
		csm_diag_init(&stricter, fields_rows_keep_why, &why);
		csm_arena_reset(&arena);
		const struct csm_json *object =
		    csm_json_parse(&arena, rec->file, source.s, source.len, &stricter);
		if (object == NULL) {
			struct csm_pos pos = {.file = rec->file, .line = rec->line};
			csm_reject(diag, CSM_E_JSON, &pos, source.s, source.len,
			    "object", csm_buf_text(&why));
			rows->rejected++;
			continue;
		}
		if (!is_kept(rows, rec))
			continue;
		begin_row(rows, rec->line);
		fields_rows_put_members(rows, &prefix, &text, object);
		fields_rows_end(rows);
	}
	csm_arena_fini(&arena);
	csm_buf_fini(&prefix);
	csm_buf_fini(&text);
	csm_buf_fini(&why);
	return got;
}

int
csm_fields_rows_read(
    struct csm_fields_rows *rows, struct csm_reader *reader, struct csm_diag *diag)
{
	enum csm_format format = csm_reader_format(reader);

	if (format == CSM_FORMAT_NDJSON || format == CSM_FORMAT_JSON)
		return read_objects(rows, reader, diag);
	return read_header_rows(rows, reader, diag);
}
