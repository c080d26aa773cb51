#include "lights.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "io/csv.h"
#include "io/json.h"
#include "table/terminal_text.h"
#include "document/writer.h"
#include "terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TITLE_WIDTH 12 /* of a unit's column, for people */

struct csm_lights {
	struct csm_run *run;
	const struct csm_unit *unit;
	size_t n;
	enum csm_format format; /* --wide */
	struct csm_buf row;
	int text;
	struct csm_writer_options options; /* text */
	struct csm_doc doc;                /* text */
	struct csm_table *table;
	int has_names, has_days; /* text: columns */
};

int
csm_lights_check(const struct csm_unit *units, size_t n, struct csm_diag *diag)
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
lights_delimiter(const struct csm_lights *l)
{
	return l->format == CSM_FORMAT_TSV ? '\t' : ',';
}

static void
lights_put_header(struct csm_lights *l)
{
	char d = lights_delimiter(l);

	csm_buf_printf(&l->row, "company%cdate", d);
	for (size_t i = 0; i < l->n; i++) {
		const char *id = l->unit[i].id;
		csm_buf_putc(&l->row, d);
		csm_csv_put(&l->row, id, strlen(id), d);
		csm_buf_putc(&l->row, d);
		struct csm_buf name = {0};
		csm_buf_printf(&name, "%s_value", id);
		csm_csv_put(&l->row, name.data, name.len, d);
		csm_buf_fini(&name);
	}
	csm_buf_putc(&l->row, '\n');
	csm_output_write(l->run->out, l->row.data, l->row.len);
}

/* Columns of the table for people. */
static void
lights_put_columns(struct csm_lights *l)
{
	struct csm_arena *arena = &l->doc.arena;

	l->has_names =
	    l->run->fields[CSM_MODEL_COMPANY] != NULL &&
	    csm_fields_column(l->run->fields[CSM_MODEL_COMPANY], "name") >= 0;
	l->has_days = l->run->since != l->run->until;
	l->table = csm_doc_table(&l->doc, "units", NULL);
	csm_table_column(&l->doc, l->table, "company", "Company", CSM_CELL_TEXT);
	if (l->has_names)
		csm_table_column(&l->doc, l->table, "name", "Name", CSM_CELL_TEXT);
	if (l->has_days)
		csm_table_column(&l->doc, l->table, "date", "Date", CSM_CELL_DAY);
	for (size_t i = 0; i < l->n; i++) {
		struct csm_buf title = {0};
		csm_termtext_clean(
		    &title, l->unit[i].name, TITLE_WIDTH, l->options.utf8);
		csm_table_column(&l->doc, l->table, l->unit[i].id,
		    csm_arena_strdup(arena, csm_buf_text(&title)), CSM_CELL_NUMBER);
		l->table->column[l->table->columns - 1].look.show = CSM_SHOW_LIGHT;
		l->table->column[l->table->columns - 1].stated = 1;
		csm_buf_fini(&title);
	}
}

struct csm_lights *
csm_lights_new(struct csm_run *run, const struct csm_unit *units, size_t n, int text)
{
	struct csm_lights *l = csm_xcalloc(1, sizeof *l);

	l->run = run;
	l->unit = units;
	l->n = n;
	l->text = text;
	l->format = csm_run_format(run);
	l->options.width = csm_terminal_width(run);
	l->options.color = csm_run_color(run);
	l->options.utf8 = csm_terminal_utf8();
	if (text)
		lights_put_columns(l);
	else if (l->format != CSM_FORMAT_NDJSON)
		lights_put_header(l);
	return l;
}

static void
lights_put_delimited(
    struct csm_lights *l, const struct csm_lights_row *row, const char *date)
{
	char d = lights_delimiter(l), value[CSM_NUM_TEXT];

	csm_csv_put(&l->row, row->company.s, row->company.len, d);
	csm_buf_printf(&l->row, "%c%s", d, date);
	for (size_t i = 0; i < l->n; i++) {
		const struct csm_verdict *v = &row->verdict[i];
		value[0] = '\0';
		if (v->there && v->value != CSM_MISSING)
			csm_num_format(v->value, value);
		csm_buf_printf(&l->row, "%c%s%c%s", d,
		    v->there ? csm_unit_state_name(v->state) : "", d, value);
	}
	csm_buf_putc(&l->row, '\n');
}

static void
lights_put_member(
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
lights_put_json(
    struct csm_lights *l, const struct csm_lights_row *row, const char *date)
{
	char value[CSM_NUM_TEXT], state[24];

	csm_buf_puts(&l->row, "{\"company\":");
	csm_json_put_text(&l->row, row->company.s, row->company.len);
	csm_buf_printf(&l->row, ",\"date\":\"%s\"", date);
	for (size_t i = 0; i < l->n; i++) {
		const struct csm_verdict *v = &row->verdict[i];
		memcpy(value, "null", 5);
		memcpy(state, "null", 5);
		if (v->there && v->value != CSM_MISSING)
			csm_num_format(v->value, value);
		if (v->there)
			snprintf(state, sizeof state, "\"%s\"",
			    csm_unit_state_name(v->state));
		lights_put_member(&l->row, l->unit[i].id, "", state);
		lights_put_member(&l->row, l->unit[i].id, "_value", value);
	}
	csm_buf_puts(&l->row, "}\n");
}

static void
lights_put_table_row(struct csm_lights *l, const struct csm_lights_row *row)
{
	struct csm_cell *cell = csm_table_row(&l->doc, l->table);
	struct csm_arena *arena = &l->doc.arena;

	*cell++ = csm_cell_text(csm_arena_strdup(arena, row->company.s));
	if (l->has_names)
		*cell++ = csm_cell_text(
		    row->name == NULL ? NULL : csm_arena_strdup(arena, row->name));
	if (l->has_days)
		*cell++ = csm_cell_day(row->day);
	for (size_t i = 0; i < l->n; i++, cell++) {
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
csm_lights_put(struct csm_lights *l, const struct csm_lights_row *row)
{
	char date[CSM_DAY_TEXT];

	if (l->text) {
		lights_put_table_row(l, row);
		return;
	}
	csm_buf_reset(&l->row);
	csm_date_format(row->day, date);
	if (l->format == CSM_FORMAT_NDJSON)
		lights_put_json(l, row, date);
	else
		lights_put_delimited(l, row, date);
	csm_output_write(l->run->out, l->row.data, l->row.len);
}

void
csm_lights_finish(struct csm_lights *l)
{
	if (!l->text)
		return;
	csm_buf_reset(&l->row);
	csm_write_text(&l->doc, &l->options, &l->row, &l->run->diag);
	csm_output_write(l->run->out, csm_buf_text(&l->row), l->row.len);
}

void
csm_lights_free(struct csm_lights *l)
{
	if (l == NULL)
		return;
	csm_buf_fini(&l->row);
	csm_doc_fini(&l->doc);
	free(l);
}
