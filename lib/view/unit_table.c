#include "view/unit_table.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "io/csv.h"
#include "io/json.h"
#include "time/date.h"
#include "table/terminal_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TITLE_WIDTH 12 /* of a unit's column, for people */

struct csm_unittable {
	struct csm_unittable_options options;
	const struct csm_unit *unit;
	size_t n;
	struct csm_buf row;
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

static char
unit_table_delimiter(const struct csm_unittable *t)
{
	return t->options.format == CSM_FORMAT_TSV ? '\t' : ',';
}

static void
unit_table_put_header(struct csm_unittable *t)
{
	char d = unit_table_delimiter(t);

	csm_buf_printf(&t->row, "company%cdate", d);
	for (size_t i = 0; i < t->n; i++) {
		const char *id = t->unit[i].id;
		csm_buf_putc(&t->row, d);
		csm_csv_put(&t->row, id, strlen(id), d);
		csm_buf_putc(&t->row, d);
		struct csm_buf name = {0};
		csm_buf_printf(&name, "%s_value", id);
		csm_csv_put(&t->row, name.data, name.len, d);
		csm_buf_fini(&name);
	}
	csm_buf_putc(&t->row, '\n');
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
unit_table_put_delimited(
    struct csm_unittable *t, const struct csm_unittable_row *row, const char *date)
{
	char d = unit_table_delimiter(t), value[CSM_NUM_TEXT];

	csm_csv_put(&t->row, row->company.s, row->company.len, d);
	csm_buf_printf(&t->row, "%c%s", d, date);
	for (size_t i = 0; i < t->n; i++) {
		const struct csm_verdict *v = &row->verdict[i];
		value[0] = '\0';
		if (v->there && v->value != CSM_MISSING)
			csm_num_format(v->value, value);
		csm_buf_printf(&t->row, "%c%s%c%s", d,
		    v->there ? csm_unit_state_name(v->state) : "", d, value);
	}
	csm_buf_putc(&t->row, '\n');
}

static void
unit_table_put_member(
    struct csm_buf *out, const char *id, const char *suffix, const char *value)
{
	struct csm_buf key = {0};

	csm_buf_printf(&key, "%s%s", id, suffix);
	csm_buf_putc(out, ',');
	csm_json_put_text(out, key.data, key.len);
	csm_buf_printf(out, ":%s", value);
	csm_buf_fini(&key);
}

static void
unit_table_put_json(
    struct csm_unittable *t, const struct csm_unittable_row *row, const char *date)
{
	char value[CSM_NUM_TEXT], state[24];

	csm_buf_puts(&t->row, "{\"company\":");
	csm_json_put_text(&t->row, row->company.s, row->company.len);
	csm_buf_printf(&t->row, ",\"date\":\"%s\"", date);
	for (size_t i = 0; i < t->n; i++) {
		const struct csm_verdict *v = &row->verdict[i];
		memcpy(value, "null", 5);
		memcpy(state, "null", 5);
		if (v->there && v->value != CSM_MISSING)
			csm_num_format(v->value, value);
		if (v->there)
			snprintf(state, sizeof state, "\"%s\"",
			    csm_unit_state_name(v->state));
		unit_table_put_member(&t->row, t->unit[i].id, "", state);
		unit_table_put_member(&t->row, t->unit[i].id, "_value", value);
	}
	csm_buf_puts(&t->row, "}\n");
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
	char date[CSM_DAY_TEXT];

	if (t->options.text) {
		unit_table_put_table_row(t, row);
		return;
	}
	csm_buf_reset(&t->row);
	csm_date_format(row->day, date);
	if (t->options.format == CSM_FORMAT_NDJSON)
		unit_table_put_json(t, row, date);
	else
		unit_table_put_delimited(t, row, date);
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
	csm_doc_fini(&t->doc);
	free(t);
}
