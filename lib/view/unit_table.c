#include "view/unit_table.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "syntax/json.h"
#include "record/row_writer.h"
#include "time/date.h"
#include "table/terminal_text.h"

#include <stdlib.h>
#include <string.h>

#define TITLE_WIDTH 12 /* of a unit's column, for people */

struct csm_unittable {
	struct csm_unittable_options options;
	const struct csm_unit *unit;
	size_t n;
	struct csm_buf row, name;
	struct csm_doc doc; /* text */
	struct csm_table *table;
};

int
csm_unittable_check(const struct csm_unit *units, size_t n, struct csm_diag *diag)
{
	static const char *const keys[] = {"company", "date"};
	struct csm_intern names = {0};
	int failed = 0;

	for (size_t i = 0; i < 2; i++)
		csm_intern_put(&names, keys[i], strlen(keys[i]));
	for (size_t i = 0; i < 2 * n; i++) {
		const struct csm_unit *u = &units[i / 2];
		struct csm_buf name = {0};
		size_t before = names.n;
		csm_buf_printf(&name, "%s%s", u->id, i % 2 ? "_value" : "");
		csm_intern_put(&names, name.data, name.len);
		if (names.n == before)
			failed = csm_json_error(diag, u->at, CSM_E_CONFIG,
			    "--wide would have two columns \"%s\"", name.data);
		csm_buf_fini(&name);
	}
	csm_intern_fini(&names);
	return failed;
}

/* A unit's second column: its value. */
static const char *
unit_table_value_name(struct csm_buf *name, const struct csm_unit *unit)
{
	csm_buf_reset(name);
	csm_buf_printf(name, "%s_value", unit->id);
	return name->data;
}

static void
unit_table_put_header(struct csm_unittable *t)
{
	struct csm_rowwriter line = csm_rowwriter(&t->row, t->options.format);

	csm_rowwriter_heading(&line, "company");
	csm_rowwriter_heading(&line, "date");
	for (size_t i = 0; i < t->n; i++) {
		csm_rowwriter_heading(&line, t->unit[i].id);
		csm_rowwriter_heading(
		    &line, unit_table_value_name(&t->name, &t->unit[i]));
	}
	csm_rowwriter_end(&line);
	csm_output_write(t->options.out, t->row.data, t->row.len);
}

/* Columns of the table for people. */
static void
unit_table_put_columns(struct csm_unittable *t)
{
	struct csm_arena *arena = &t->doc.arena;

	t->table = csm_doc_table(&t->doc, "units", NULL);
	csm_table_column(&t->doc, t->table, "company", "Company", CSM_CELL_TEXT);
	if (t->options.names)
		csm_table_column(&t->doc, t->table, "name", "Name", CSM_CELL_TEXT);
	if (t->options.days)
		csm_table_column(&t->doc, t->table, "date", "Date", CSM_CELL_DAY);
	for (size_t i = 0; i < t->n; i++) {
		struct csm_buf title = {0};
		csm_termtext_clean(
		    &title, t->unit[i].name, TITLE_WIDTH, t->options.utf8);
		csm_table_column(&t->doc, t->table, t->unit[i].id,
		    csm_arena_strdup(arena, csm_buf_text(&title)), CSM_CELL_NUMBER);
		t->table->column[t->table->columns - 1].look.show = CSM_SHOW_LIGHT;
		t->table->column[t->table->columns - 1].stated = 1;
		csm_buf_fini(&title);
	}
}

struct csm_unittable *
csm_unittable_new(
    const struct csm_unittable_options *options, const struct csm_unit *units, size_t n)
{
	struct csm_unittable *t = csm_xcalloc(1, sizeof *t);

	t->options = *options;
	t->unit = units;
	t->n = n;
	if (options->text)
		unit_table_put_columns(t);
	else if (options->format != CSM_FORMAT_NDJSON)
		unit_table_put_header(t);
	return t;
}

static void
unit_table_put_row(struct csm_unittable *t, const struct csm_unittable_row *row)
{
	struct csm_rowwriter line = csm_rowwriter(&t->row, t->options.format);

	csm_rowwriter_text(&line, "company", row->company.s, row->company.len);
	csm_rowwriter_day(&line, "date", row->day);
	for (size_t i = 0; i < t->n; i++) {
		const struct csm_verdict *v = &row->verdict[i];
		if (v->there)
			csm_rowwriter_string(
			    &line, t->unit[i].id, csm_unit_state_name(v->state));
		else
			csm_rowwriter_none(&line, t->unit[i].id);
		csm_rowwriter_number(&line,
		    unit_table_value_name(&t->name, &t->unit[i]),
		    v->there ? v->value : CSM_MISSING);
	}
	csm_rowwriter_end(&line);
}

static void
unit_table_put_table_row(struct csm_unittable *t, const struct csm_unittable_row *row)
{
	struct csm_cell *cell = csm_table_row(&t->doc, t->table);
	struct csm_arena *arena = &t->doc.arena;

	*cell++ = csm_cell_text(csm_arena_strdup(arena, row->company.s));
	if (t->options.names)
		*cell++ = csm_cell_text(
		    row->name == NULL ? NULL : csm_arena_strdup(arena, row->name));
	if (t->options.days)
		*cell++ = csm_cell_day(row->day);
	for (size_t i = 0; i < t->n; i++, cell++) {
		const struct csm_verdict *v = &row->verdict[i];
		const char *state = csm_unit_state_name(v->state);
		*cell = csm_cell_number(v->value);
		if (v->there)
			cell->state = csm_state_find(
			    arena, (struct csm_text){state, strlen(state)});
		else
			*cell = (struct csm_cell){.kind = CSM_CELL_BLANK};
	}
}

void
csm_unittable_put(struct csm_unittable *t, const struct csm_unittable_row *row)
{
	if (t->options.text) {
		unit_table_put_table_row(t, row);
		return;
	}
	csm_buf_reset(&t->row);
	unit_table_put_row(t, row);
	csm_output_write(t->options.out, t->row.data, t->row.len);
}

const struct csm_doc *
csm_unittable_doc(const struct csm_unittable *t)
{
	return &t->doc;
}

void
csm_unittable_free(struct csm_unittable *t)
{
	if (t == NULL)
		return;
	csm_buf_fini(&t->row);
	csm_buf_fini(&t->name);
	csm_doc_fini(&t->doc);
	free(t);
}
