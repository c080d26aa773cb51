#include "view/unit_table.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "syntax/json.h"
#include "record/row_writer.h"
#include "time/date.h"
#include "table/look.h"
#include "table/terminal_text.h"

#include <stdlib.h>
#include <string.h>

/* A choice of looks: a light takes one column, and a dozen units should still fit
 * beside each other. */
#define TITLE_WIDTH 12 /* of a unit's column, for people */

struct csm_unittable {
	struct csm_unittable_options options;
	const struct csm_unit *unit;
	size_t n;
	struct csm_buf row, name;
	struct csm_doc doc; /* text */
	struct csm_table *table;
};

/* A unit called "x_value" beside one called "x" would give two columns of one name, of
 * which readers of CSV keep one. */
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

/* A row for people. */
struct unit_row {
	const char *company, *name;
	int32_t day;
	const struct csm_verdict *verdict;
	struct csm_arena *arena;
};

static struct csm_cell
unit_verdict(const void *row, size_t unit)
{
	const struct unit_row *r = row;
	const struct csm_verdict *v = &r->verdict[unit];
	const char *state = csm_unit_state_name(v->state);
	struct csm_cell cell = csm_cell_number(v->value);

	/* Blank, not missing: the company does not have the unit. */
	if (!v->there)
		return csm_cell_blank();
	cell.state = csm_state_find(r->arena, (struct csm_text){state, strlen(state)});
	return cell;
}

static const struct csm_table_column unit_columns[] = {
    {"company", "Company", CSM_OF_TEXT(struct unit_row, company)},
    {"name", "Name", CSM_OF_TEXT(struct unit_row, name)},
    {"date", "Date", CSM_OF_DAY(struct unit_row, day)}};

static void
unit_table_put_columns(struct csm_unittable *t)
{
	t->table = csm_doc_table(&t->doc, "units", NULL);
	CSM_TABLE_COLUMNS(t->table, unit_columns);
	if (!t->options.names)
		csm_table_drop(t->table, "name");
	if (!t->options.days)
		csm_table_drop(t->table, "date");
	for (size_t i = 0; i < t->n; i++) {
		struct csm_buf title = {0};
		csm_termtext_clean(
		    &title, t->unit[i].name, TITLE_WIDTH, t->options.utf8);
		csm_table_add(
		    t->table, &(const struct csm_table_column){t->unit[i].id,
				  csm_arena_strdup(&t->doc.arena, csm_buf_text(&title)),
				  CSM_CELL_NUMBER, .of = unit_verdict, .at = i,
				  .look = &csm_look_light, .stated = true});
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
	/* names stand in every row there */
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
		/* Both columns stand in each row, so that it is as wide as the header.
		 */
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
	struct csm_arena *arena = &t->doc.arena;
	const struct unit_row shown = {
	    .company = csm_arena_strdup(arena, row->company.s),
	    .name = row->name == NULL ? NULL : csm_arena_strdup(arena, row->name),
	    .day = row->day,
	    .verdict = row->verdict,
	    .arena = arena};

	csm_table_put(t->table, &shown);
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
