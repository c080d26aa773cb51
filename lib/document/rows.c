/*
 * Machine formats.  One part: a row a row, a column a column.  Several parts have
 * different columns, so CSV then has one row a cell: part, group, row, column, value,
 * state; NDJSON one object a row, which names its part.
 */
#include "base/buf.h"
#include "record/row_writer.h"
#include "syntax/json.h"
#include "table/show.h"
#include "document/writer.h"

#include <stdbool.h>
#include <string.h>

static size_t
rows_parts(const struct csm_doc *doc)
{
	size_t n = 0;

	for (const struct csm_table *t = doc->first; t != NULL; t = t->next)
		n += !csm_table_left_out(t);
	return n;
}

/* Bytes from which a buffer is drained: as much as is written at a time, not measured. */
#define DRAINED (1 << 16)

struct rows_sheet {
	const struct csm_writer_options *options;
	struct csm_rowwriter row;
	struct csm_buf text; /* of the cell being put */
	bool json;
};

static struct rows_sheet
rows_sheet(struct csm_buf *out, enum csm_format format,
    const struct csm_writer_options *options)
{
	struct rows_sheet sheet = {.options = options,
	    .row = csm_rowwriter(out, format),
	    .json = format == CSM_FORMAT_NDJSON};

	/* NDJSON has no guard: no spreadsheet runs what it reads from there. */
	sheet.row.guard = options->excel && !sheet.json;
	return sheet;
}

static void
rows_drain(const struct rows_sheet *sheet)
{
	struct csm_buf *out = sheet->row.out;

	if (sheet->options->drain != NULL && out->len >= DRAINED)
		sheet->options->drain(sheet->options->drain_of, out);
}

static void
rows_put_text(struct rows_sheet *sheet, const char *name, const char *s)
{
	csm_rowwriter_string(&sheet->row, name, s);
}

static void
rows_print_series(struct csm_buf *out, const struct csm_cell *cell)
{
	char text[CSM_NUM_TEXT];

	csm_buf_putc(out, '[');
	for (size_t i = 0; i < cell->n; i++) {
		if (cell->series[i] != CSM_MISSING)
			csm_num_format(cell->series[i], text);
		csm_buf_printf(out, "%s%s", i > 0 ? "," : "",
		    cell->series[i] == CSM_MISSING ? "null" : text);
	}
	csm_buf_putc(out, ']');
}

static void
rows_print_lights(struct csm_buf *out, const struct csm_cell *cell)
{
	csm_buf_putc(out, '[');
	for (size_t i = 0; i < cell->n; i++) {
		const struct csm_state *state = cell->light[i].state;
		csm_buf_puts(out, i > 0 ? "," : "");
		if (state == NULL)
			csm_buf_puts(out, "null");
		else
			csm_json_put_text(out, state->name, strlen(state->name));
	}
	csm_buf_putc(out, ']');
}

/* Several values: an array, or one text of all. */
static void
rows_put_several(
    struct rows_sheet *sheet, const char *name, const struct csm_cell *cell)
{
	csm_buf_reset(&sheet->text);
	/* A list in one cell of CSV, with semicolons: readers of CSV know no arrays. */
	if (!sheet->json)
		csm_show_exact(&sheet->text, cell);
	else if (cell->kind == CSM_CELL_SERIES)
		rows_print_series(&sheet->text, cell);
	else
		rows_print_lights(&sheet->text, cell);
	csm_rowwriter_plain(
	    &sheet->row, name, csm_buf_text(&sheet->text), sheet->text.len);
}

/* json: a text is JSON. */
static void
rows_put_cell(
    struct rows_sheet *sheet, const char *name, const struct csm_cell *cell, bool json)
{
	switch (cell->kind) {
	case CSM_CELL_NONE:
	/* missing and not applicable are both empty: the state beside it tells which */
	case CSM_CELL_BLANK:
		csm_rowwriter_none(&sheet->row, name);
		break;
	case CSM_CELL_TEXT:
		/* checked where it was made; as a text it would be escaped twice */
		if (json && sheet->json)
			csm_rowwriter_plain(
			    &sheet->row, name, cell->text, strlen(cell->text));
		else
			rows_put_text(sheet, name,
			    cell->exact != NULL ? cell->exact : cell->text);
		break;
	case CSM_CELL_NUMBER:
		csm_rowwriter_number(&sheet->row, name, cell->number);
		break;
	case CSM_CELL_DAY:
		csm_rowwriter_day(&sheet->row, name, cell->day);
		break;
	case CSM_CELL_SERIES:
	case CSM_CELL_LIGHTS:
		rows_put_several(sheet, name, cell);
		break;
	}
}

static const char *
state_name(const struct csm_heading *column, const struct csm_cell *cell)
{
	return cell->state == NULL || !column->stated ? "" : cell->state->name;
}

/* Beside a cell that may have one; an object without one does not name it. */
static void
rows_put_state(struct rows_sheet *sheet, const struct csm_heading *column,
    const struct csm_cell *cell)
{
	struct csm_buf name = {0};

	/* CSV has the column in every row or in none. */
	if (!column->stated || (sheet->json && cell->state == NULL))
		return;
	csm_buf_printf(&name, "%s_state", column->name);
	rows_put_text(sheet, name.data, state_name(column, cell));
	csm_buf_fini(&name);
}

static void
rows_put_row(struct rows_sheet *sheet, const struct csm_table *table, size_t row)
{
	for (size_t c = 0; c < table->columns; c++) {
		const struct csm_heading *column = &table->column[c];
		const struct csm_cell *cell = csm_table_at(table, row, c);
		rows_put_cell(sheet, column->name, cell, column->json);
		rows_put_state(sheet, column, cell);
	}
	csm_rowwriter_end(&sheet->row);
	rows_drain(sheet);
}

static void
put_wide(struct rows_sheet *sheet, const struct csm_table *table)
{
	for (size_t c = 0; c < table->columns; c++) {
		const struct csm_heading *column = &table->column[c];
		rows_put_text(sheet, column->name, column->name);
		if (!column->stated)
			continue;
		csm_buf_reset(&sheet->text);
		csm_buf_printf(&sheet->text, "%s_state", column->name);
		csm_rowwriter_heading(&sheet->row, sheet->text.data);
	}
	csm_rowwriter_end(&sheet->row);
	for (size_t r = 0; r < table->rows; r++)
		rows_put_row(sheet, table, r);
}

/* ---- a row a cell ---- */

struct rows_cell {
	struct rows_sheet *sheet;
	const struct csm_table *table;
	const struct csm_group *group; /* NULL: none */
	size_t row, column;
};

static void
rows_put_part(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct rows_cell *at = of;

	(void)row; /* the sheet's */
	rows_put_text(at->sheet, name, at->table->name);
}

static void
rows_put_group(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct rows_cell *at = of;

	(void)row;
	rows_put_text(at->sheet, name, at->group == NULL ? "" : at->group->id);
}

/* "30 poor": the cells that tell the row from the others. */
static void
rows_put_row_name(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct rows_cell *at = of;
	struct csm_buf text = {0};

	(void)row;
	if (at->table->keys <= 1) {
		rows_put_cell(
		    at->sheet, name, csm_table_at(at->table, at->row, 0), false);
		return;
	}
	for (size_t k = 0; k < at->table->keys; k++) {
		csm_buf_puts(&text, k > 0 ? " " : "");
		csm_show_exact(&text, csm_table_at(at->table, at->row, k));
	}
	rows_put_text(at->sheet, name, csm_buf_text(&text));
	csm_buf_fini(&text);
}

static void
rows_put_column(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct rows_cell *at = of;

	(void)row;
	rows_put_text(at->sheet, name, at->table->column[at->column].name);
}

static void
rows_put_value(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct rows_cell *at = of;

	(void)row;
	rows_put_cell(
	    at->sheet, name, csm_table_at(at->table, at->row, at->column), false);
}

static void
rows_put_its_state(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct rows_cell *at = of;

	(void)row;
	rows_put_text(at->sheet, name,
	    state_name(&at->table->column[at->column],
		csm_table_at(at->table, at->row, at->column)));
}

static const struct csm_rowwriter_column cell_columns[] = {{"part", rows_put_part},
    {"group", rows_put_group}, {"row", rows_put_row_name}, {"column", rows_put_column},
    {"value", rows_put_value}, {"state", rows_put_its_state}};

#define CELL_COLUMNS (sizeof cell_columns / sizeof cell_columns[0])

static void
put_long(
    struct rows_sheet *sheet, const struct csm_doc *doc, const struct csm_table *table)
{
	struct rows_cell at = {
	    .sheet = sheet, .table = table, .group = csm_table_group(doc, table)};

	/* the first column is the row's name, and no value of it */
	for (at.row = 0; at.row < table->rows; at.row++)
		for (at.column = 1; at.column < table->columns; at.column++)
			if (csm_table_at(table, at.row, at.column)->kind !=
			    CSM_CELL_BLANK)
				csm_rowwriter_put(
				    &sheet->row, cell_columns, CELL_COLUMNS, &at);
}

static void
write_delimited(const struct csm_doc *doc, const struct csm_writer_options *options,
    enum csm_format format, struct csm_buf *out)
{
	struct rows_sheet sheet = rows_sheet(out, format, options);
	bool one = rows_parts(doc) == 1;

	/* Tables of different columns have no header in common; a row a cell does. */
	if (!one)
		csm_rowwriter_head(&sheet.row, cell_columns, CELL_COLUMNS);
	for (const struct csm_table *t = doc->first; t != NULL; t = t->next) {
		if (csm_table_left_out(t))
			continue;
		if (one)
			put_wide(&sheet, t);
		else
			put_long(&sheet, doc, t);
	}
	csm_buf_fini(&sheet.text);
}

int
csm_write_csv(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	(void)diag;
	write_delimited(doc, options, CSM_FORMAT_CSV, out);
	return 0;
}

int
csm_write_tsv(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	(void)diag;
	write_delimited(doc, options, CSM_FORMAT_TSV, out);
	return 0;
}

int
csm_write_ndjson(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	struct rows_sheet sheet = rows_sheet(out, CSM_FORMAT_NDJSON, options);
	bool one = rows_parts(doc) == 1;

	(void)diag;
	for (const struct csm_table *t = doc->first; t != NULL; t = t->next) {
		const struct csm_group *group = csm_table_group(doc, t);
		if (csm_table_left_out(t))
			continue;
		for (size_t r = 0; r < t->rows; r++) {
			if (!one)
				csm_rowwriter_string(&sheet.row, "part", t->name);
			if (group != NULL)
				csm_rowwriter_string(&sheet.row, "group", group->id);
			rows_put_row(&sheet, t, r);
		}
	}
	csm_buf_fini(&sheet.text);
	return 0;
}
