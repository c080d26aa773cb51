/*
 * Machine formats.  One part: a row a row, a column a column.  Several parts have
 * different columns, so CSV then has one row a cell: part, group, row, column, value,
 * state; NDJSON one object a row, which names its part.
 */
#include "base/buf.h"
#include "syntax/csv.h"
#include "syntax/json.h"
#include "table/show.h"
#include "document/writer.h"
#include "time/date.h"

#include <string.h>

static size_t
rows_parts(const struct csm_doc *doc)
{
	size_t n = 0;

	for (const struct csm_table *t = doc->first; t != NULL; t = t->next)
		n += !csm_table_left_out(t);
	return n;
}

struct rows_sheet {
	struct csm_buf *out;
	struct csm_buf field;
	char delimiter;
	int excel;
};

static void
rows_put_field(struct rows_sheet *sheet, const char *s, size_t len, int first)
{
	if (!first)
		csm_buf_putc(sheet->out, sheet->delimiter);
	csm_csv_put(sheet->out, s, len, sheet->delimiter);
}

static void
rows_put_text(struct rows_sheet *sheet, const char *s, int first)
{
	/* What spreadsheets take for the beginning of a formula. */
	if (!sheet->excel || *s == '\0' || strchr("=+-@\t\r", *s) == NULL) {
		rows_put_field(sheet, s, strlen(s), first);
		return;
	}
	csm_buf_reset(&sheet->field);
	csm_buf_putc(&sheet->field, '\'');
	csm_buf_puts(&sheet->field, s);
	rows_put_field(sheet, sheet->field.data, sheet->field.len, first);
}

static void
rows_put_cell(struct rows_sheet *sheet, const struct csm_cell *cell, int first)
{
	struct csm_buf text = {0};

	if (cell->kind == CSM_CELL_TEXT) {
		rows_put_text(sheet, cell->text, first);
		return;
	}
	csm_show_exact(&text, cell);
	rows_put_field(sheet, csm_buf_text(&text), text.len, first);
	csm_buf_fini(&text);
}

static const char *
state_name(const struct csm_table *table, size_t column, const struct csm_cell *cell)
{
	return cell->state == NULL || !table->column[column].stated ? ""
								    : cell->state->name;
}

static void
put_wide(struct rows_sheet *sheet, const struct csm_table *table)
{
	for (size_t c = 0; c < table->columns; c++) {
		rows_put_text(sheet, table->column[c].name, c == 0);
		if (!table->column[c].stated)
			continue;
		csm_buf_reset(&sheet->field);
		csm_buf_printf(&sheet->field, "%s_state", table->column[c].name);
		rows_put_field(sheet, sheet->field.data, sheet->field.len, 0);
	}
	csm_buf_putc(sheet->out, '\n');
	for (size_t r = 0; r < table->rows; r++) {
		for (size_t c = 0; c < table->columns; c++) {
			const struct csm_cell *cell = csm_table_at(table, r, c);
			rows_put_cell(sheet, cell, c == 0);
			if (table->column[c].stated)
				rows_put_text(sheet, state_name(table, c, cell), 0);
		}
		csm_buf_putc(sheet->out, '\n');
	}
}

/* "30 poor": the cells that tell the row from the others. */
static void
put_row_name(struct rows_sheet *sheet, const struct csm_table *table, size_t row)
{
	struct csm_buf name = {0};

	for (size_t k = 0; k < table->keys; k++) {
		const struct csm_cell *cell = csm_table_at(table, row, k);
		if (k > 0)
			csm_buf_putc(&name, ' ');
		if (cell->kind == CSM_CELL_TEXT)
			csm_buf_puts(&name, cell->text);
		else
			csm_show_exact(&name, cell);
	}
	rows_put_text(sheet, csm_buf_text(&name), 0);
	csm_buf_fini(&name);
}

static void
put_long(
    struct rows_sheet *sheet, const struct csm_doc *doc, const struct csm_table *table)
{
	const struct csm_group *group = csm_table_group(doc, table);

	for (size_t r = 0; r < table->rows; r++) {
		for (size_t c = 1; c < table->columns; c++) {
			const struct csm_cell *cell = csm_table_at(table, r, c);
			if (cell->kind == CSM_CELL_BLANK)
				continue;
			rows_put_text(sheet, table->name, 1);
			rows_put_text(sheet, group == NULL ? "" : group->id, 0);
			if (table->keys > 1)
				put_row_name(sheet, table, r);
			else
				rows_put_cell(sheet, csm_table_at(table, r, 0), 0);
			rows_put_text(sheet, table->column[c].name, 0);
			rows_put_cell(sheet, cell, 0);
			rows_put_text(sheet, state_name(table, c, cell), 0);
			csm_buf_putc(sheet->out, '\n');
		}
	}
}

static void
write_delimited(const struct csm_doc *doc, const struct csm_writer_options *options,
    char delimiter, struct csm_buf *out)
{
	struct rows_sheet sheet = {
	    .out = out, .delimiter = delimiter, .excel = options->excel};
	int one = rows_parts(doc) == 1;

	if (!one) {
		csm_buf_printf(out, "part%cgroup%crow%ccolumn%cvalue%cstate\n",
		    delimiter, delimiter, delimiter, delimiter, delimiter);
	}
	for (const struct csm_table *t = doc->first; t != NULL; t = t->next) {
		if (csm_table_left_out(t))
			continue;
		if (one)
			put_wide(&sheet, t);
		else
			put_long(&sheet, doc, t);
	}
	csm_buf_fini(&sheet.field);
}

int
csm_write_csv(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	(void)diag;
	write_delimited(doc, options, ',', out);
	return 0;
}

int
csm_write_tsv(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	(void)diag;
	write_delimited(doc, options, '\t', out);
	return 0;
}

static void
put_json_number(struct csm_buf *out, int64_t micros)
{
	char text[CSM_NUM_TEXT];

	if (micros == CSM_MISSING) {
		csm_buf_puts(out, "null");
		return;
	}
	csm_num_format(micros, text);
	csm_buf_puts(out, text);
}

static void
put_json_lights(struct csm_buf *out, const struct csm_cell *cell)
{
	csm_buf_putc(out, '[');
	for (size_t i = 0; i < cell->n; i++) {
		const struct csm_state *state = cell->light[i].state;
		if (i > 0)
			csm_buf_putc(out, ',');
		if (state == NULL)
			csm_buf_puts(out, "null");
		else
			csm_json_put_text(out, state->name, strlen(state->name));
	}
	csm_buf_putc(out, ']');
}

static void
put_json_cell(struct csm_buf *out, const struct csm_cell *cell)
{
	char day[CSM_DAY_TEXT];

	switch (cell->kind) {
	case CSM_CELL_NONE:
	case CSM_CELL_BLANK:
		csm_buf_puts(out, "null");
		break;
	case CSM_CELL_TEXT:
		csm_json_put_text(out, cell->text, strlen(cell->text));
		break;
	case CSM_CELL_NUMBER:
		put_json_number(out, cell->number);
		break;
	case CSM_CELL_DAY:
		csm_date_format(cell->day, day);
		csm_json_put_text(out, day, strlen(day));
		break;
	case CSM_CELL_SERIES:
		for (size_t i = 0; i < cell->n; i++) {
			csm_buf_putc(out, i == 0 ? '[' : ',');
			put_json_number(out, cell->series[i]);
		}
		csm_buf_putc(out, ']');
		break;
	case CSM_CELL_LIGHTS:
		put_json_lights(out, cell);
		break;
	}
}

static void
put_json_key(struct csm_buf *out, const char *name, const char *suffix, int first)
{
	struct csm_buf key = {0};

	csm_buf_printf(&key, "%s%s", name, suffix);
	csm_buf_putc(out, first ? '{' : ',');
	csm_json_put_text(out, key.data, key.len);
	csm_buf_putc(out, ':');
	csm_buf_fini(&key);
}

static void
rows_put_object(struct csm_buf *out, const struct csm_table *table, size_t row,
    const char *part, const char *group)
{
	int first = 1;

	if (part != NULL) {
		put_json_key(out, "part", "", 1);
		csm_json_put_text(out, part, strlen(part));
		first = 0;
	}
	if (group != NULL) {
		put_json_key(out, "group", "", first);
		csm_json_put_text(out, group, strlen(group));
		first = 0;
	}
	for (size_t c = 0; c < table->columns; c++) {
		const struct csm_cell *cell = csm_table_at(table, row, c);
		put_json_key(out, table->column[c].name, "", first);
		first = 0;
		if (table->column[c].json && cell->kind == CSM_CELL_TEXT)
			csm_buf_puts(out, cell->text);
		else
			put_json_cell(out, cell);
		if (cell->state == NULL || !table->column[c].stated)
			continue;
		put_json_key(out, table->column[c].name, "_state", 0);
		csm_json_put_text(out, cell->state->name, strlen(cell->state->name));
	}
	csm_buf_puts(out, "}\n");
}

int
csm_write_ndjson(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	(void)diag;
	int one = rows_parts(doc) == 1;

	(void)options;
	for (const struct csm_table *t = doc->first; t != NULL; t = t->next) {
		const struct csm_group *group = csm_table_group(doc, t);
		if (csm_table_left_out(t))
			continue;
		for (size_t r = 0; r < t->rows; r++)
			rows_put_object(out, t, r, one ? NULL : t->name,
			    group == NULL ? NULL : group->id);
	}
	return 0;
}
