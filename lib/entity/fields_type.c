/* What the cells of a fields file can be read as, the types of its columns, and telling
 * which cells could not be read. */
#include "base/amount.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "entity/fields_cure.h"
#include "entity/fields_table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

static struct csm_text
type_text_of(const struct csm_fields *f, uint32_t text)
{
	return (struct csm_text){
	    f->rows.text.text[text].s, f->rows.text.text[text].len};
}

/* The cell of a row in place, NULL where the row has none. */
static uint32_t *
type_cell(struct csm_fields *f, size_t row, size_t column)
{
	const struct csm_fields_row *r = &f->rows.row[row];
	uint32_t *cell = column < r->n ? &f->rows.cell[r->first + column] : NULL;

	return cell == NULL || *cell == CSM_NO_TEXT ? NULL : cell;
}

/* Numbers of the readings of a column's texts, by text. */
struct known {
	uint32_t *reading;
	uint32_t *column;    /* that it is of, from 1 */
	unsigned char *type; /* by reading: what csm_fields_cell_read took it for */
	size_t types;
};

static uint32_t
type_read_text(struct csm_fields *f, size_t column, uint32_t text, struct known *known)
{
	struct csm_reading *r;

	/* A text is read once in each column: of a million rows most columns have few
	 * texts. */
	if (known->column[text] == column + 1)
		return known->reading[text];
	CSM_GROW(f->reading, f->readings, &f->reading_cap);
	r = &f->reading[f->readings];
	*r = (struct csm_reading){.text = f->rows.text.text[text].s};
	CSM_GROW(known->type, f->readings, &known->types);
	known->type[f->readings] = (unsigned char)csm_fields_cell_read(
	    &f->column[column].reader, type_text_of(f, text), r);
	known->column[text] = (uint32_t)column + 1;
	return known->reading[text] = (uint32_t)f->readings++;
}

/* Cells that say "missing" are so from here on. */
static void
type_look_at_column(struct csm_fields *f, size_t column)
{
	struct csm_fields_cell_reader *reader = &f->column[column].reader;

	for (size_t i = 0; i < f->rows.n; i++) {
		uint32_t *cell = type_cell(f, i, column);
		if (cell == NULL)
			continue;
		if (csm_fields_cell_is_null(reader, type_text_of(f, *cell)))
			*cell = CSM_NO_TEXT;
		else
			csm_fields_cell_look(reader, type_text_of(f, *cell));
	}
}

static void
type_read_column(struct csm_fields *f, size_t column, struct known *known)
{
	struct csm_fields_column *c = &f->column[column];
	size_t n[CSM_VALUE_CELL + 1] = {0}, first = f->readings;

	/* All of it first: the last row may be the one that proves the order of day and
	 * month. */
	type_look_at_column(f, column);
	for (size_t i = 0; i < f->rows.n; i++) {
		uint32_t *cell = type_cell(f, i, column);
		if (cell != NULL)
			/* From here on the cell is the number of a reading, no longer
			 * that of a text. */
			*cell = type_read_text(f, column, *cell, known);
	}
	for (size_t i = 0; i < f->versions; i++) {
		/* Rows that hold, not all that were read: a duplicate has no say in the
		 * type. */
		uint32_t *cell = type_cell(f, f->version[i].row, column);
		if (cell != NULL)
			n[known->type[*cell]]++;
	}
	c->type = c->reader.form.type;
	/* Ids are compared as texts, whatever they look like. */
	if ((int)column == f->id || (int)column == f->company)
		c->type = CSM_VALUE_TEXT;
	else if (c->type == CSM_VALUE_MISSING)
		c->type = csm_fields_type_of_most(n);
	for (size_t i = first; i < f->readings; i++)
		f->reading[i].type = (unsigned char)c->type;
	c->first = first;
	c->readings = f->readings - first;
}

static int
type_init_column(struct csm_fields *f, size_t column,
    const struct csm_fields_options *options, struct csm_zone *zone,
    struct csm_diag *diag)
{
	const struct csm_fields_cell_form *form = NULL;

	for (size_t i = 0; i < options->forms && form == NULL; i++)
		if (csm_fields_column(f, options->form[i].column) == (int)column)
			form = &options->form[i];
	return csm_fields_cell_init(&f->column[column].reader, form, zone, f->file,
	    f->rows.column.text[column].s, diag);
}

int
csm_fields_read_cells(struct csm_fields *f, const struct csm_fields_options *options,
    struct csm_diag *diag)
{
	struct csm_zone *own = NULL, *zone = options->zone;
	size_t columns = f->rows.column.n, texts = f->rows.text.n;
	struct known known = {0};
	int failed = 0;

	if (zone == NULL)
		zone = own = csm_zone_open("UTC", diag);
	f->column = csm_xcalloc(columns + 1, sizeof *f->column);
	for (size_t c = 0; c < columns && !failed; c++)
		failed = type_init_column(f, c, options, zone, diag);
	known.reading = csm_xcalloc(texts + 1, sizeof *known.reading);
	known.column = csm_xcalloc(texts + 1, sizeof *known.column);
	for (size_t c = 0; c < columns && !failed; c++)
		type_read_column(f, c, &known);
	free(known.reading);
	free(known.column);
	free(known.type);
	csm_zone_free(own);
	return failed;
}

/* ---- telling ---- */

static bool
type_is_readable(const struct csm_reading *r, enum csm_value_type type)
{
	if (r->reads & CSM_READS(type))
		return true;
	/* as formulas take them: a number is a truth, a truth of a column of such a
	 * number */
	if (type == CSM_VALUE_BOOL)
		return r->reads & CSM_READS(CSM_VALUE_NUMBER);
	return type == CSM_VALUE_NUMBER && r->type == CSM_VALUE_BOOL &&
	       r->reads & CSM_READS(CSM_VALUE_BOOL);
}

const char *
csm_fields_text(const struct csm_fields *f, size_t column, size_t i)
{
	const struct csm_fields_column *c = &f->column[column];

	return i < c->readings ? f->reading[c->first + i].text : NULL;
}

/* How many filled cells of a column cannot be read as a type. */
struct unread {
	size_t filled, bad, open;
	const struct csm_version *first, *first_open;
};

static struct unread
type_count_unread(const struct csm_fields *f, int column, enum csm_value_type type)
{
	struct unread u = {0};

	for (size_t i = 0; i < f->versions; i++) {
		const struct csm_version *v = &f->version[i];
		uint32_t cell = csm_fields_rows_cell(&f->rows, v->row, (size_t)column);
		if (cell == CSM_NO_TEXT)
			continue;
		const struct csm_reading *r = &f->reading[cell];
		struct csm_text text = {r->text, strlen(r->text)};
		u.filled++;
		if (type_is_readable(r, type))
			continue;
		int open = type == CSM_VALUE_DAY &&
			   csm_fields_cell_is_open(&f->column[column].reader, text);
		const struct csm_version **first = open ? &u.first_open : &u.first;
		*(open ? &u.open : &u.bad) += 1;
		/* Versions are in order of entities; the place told is the first of the
		 * file. */
		if (*first == NULL || v->row < (*first)->row)
			*first = v;
	}
	return u;
}

/* Where the first of them is. */
static struct csm_pos
type_place(const struct csm_fields *f, int column, const struct csm_version *v)
{
	return (struct csm_pos){.file = f->file,
	    .line = f->rows.row[v->row].line,
	    .column = f->numbered ? (uint32_t)column + 1 : 0,
	    .path = f->rows.column.text[column].s};
}

static const char *
type_cell_text(const struct csm_fields *f, int column, const struct csm_version *v)
{
	return f->reading[csm_fields_rows_cell(&f->rows, v->row, (size_t)column)].text;
}

/* What is wrong with the first of them, and how many there are. */
static void
type_put_cells(const struct csm_fields *f, int column, enum csm_value_type type,
    const struct unread *u, int open, struct csm_buf *out)
{
	const char *text = type_cell_text(f, column, open ? u->first_open : u->first);

	if (open)
		csm_buf_puts(out,
		    "no value of the column tells day-month from month-day, as in ");
	csm_text_quote(out, text, strlen(text));
	if (open)
		csm_buf_printf(out,
		    "; %zu of %zu values missing; \"format\": \"%%d/%%m/%%Y\" in "
		    "settings.fields.%s would",
		    u->open, u->filled, csm_model_name(f->model));
	else {
		csm_buf_printf(out, " is no %s; %zu of %zu values missing",
		    csm_fields_type_noun(type), u->bad, u->filled);
		csm_fields_put_cure(
		    &f->column[column].reader.form, f->model, type, text, out);
	}
}

static void
type_warn_cells(const struct csm_fields *f, int column, enum csm_value_type type,
    const struct unread *u, int open, struct csm_diag *diag)
{
	struct csm_pos pos = type_place(f, column, open ? u->first_open : u->first);
	struct csm_buf text = {0};

	type_put_cells(f, column, type, u, open, &text);
	csm_warn(diag, open ? CSM_W_AMBIGUOUS : CSM_W_CELL, &pos, "%s.%s: %s",
	    csm_model_name(f->model), pos.path, csm_buf_text(&text));
	csm_buf_fini(&text);
}

bool
csm_fields_put_unread(const struct csm_fields *f, int column, enum csm_value_type type,
    struct csm_buf *out)
{
	struct unread u = type_count_unread(f, column, type);

	if (u.bad + u.open == 0)
		return false;
	if (u.bad == u.filled) {
		csm_buf_printf(
		    out, "no value of it is a %s", csm_fields_type_noun(type));
		return true;
	}
	struct csm_pos at = type_place(f, column, u.bad > 0 ? u.first : u.first_open);
	csm_buf_printf(out, "%s:%" PRIu64, f->file, at.line);
	if (at.column > 0)
		csm_buf_printf(out, ":%u", (unsigned)at.column);
	csm_buf_puts(out, ": ");
	type_put_cells(f, column, type, &u, u.bad == 0, out);
	return true;
}

static int
type_undecided(const struct csm_fields *f, size_t row, int column, struct csm_text text,
    const struct csm_decimal_shapes *shapes, struct csm_diag *diag)
{
	const char *name = f->rows.column.text[column].s,
		   *model = csm_model_name(f->model);
	struct csm_pos pos = {.file = f->file,
	    .line = f->rows.row[row].line,
	    .column = f->numbered ? (uint32_t)column + 1 : 0};
	struct csm_buf quoted = {0}, why = {0};

	csm_text_quote(&quoted, text.s, text.len);
	csm_decimal_shapes_put(shapes, text, &why);
	csm_error(diag, CSM_E_AMBIGUOUS, &pos,
	    "%s.%s: %s %s; say which with \"decimal\" in settings.fields.%s", model,
	    name, quoted.data, why.data, model);
	csm_buf_fini(&quoted);
	csm_buf_fini(&why);
	return -1;
}

bool
csm_fields_tell(const struct csm_fields *f, int column, enum csm_value_type type,
    struct csm_diag *diag)
{
	struct csm_fields_column *c = &f->column[column];
	struct unread u;

	/* Many formulas want the same of a column, and each asks. */
	if (c->told & CSM_READS(type))
		return true;
	c->told |= CSM_READS(type);
	u = type_count_unread(f, column, type);
	if (u.open > 0)
		type_warn_cells(f, column, type, &u, 1, diag);
	/* None can be read: that is a column of another type, and one message instead
	 * of a count. */
	else if (u.bad > 0 && u.bad == u.filled)
		return false;
	if (u.bad > 0)
		type_warn_cells(f, column, type, &u, 0, diag);
	return true;
}

int
csm_fields_check_decimal(const struct csm_fields *f, int column, struct csm_diag *diag)
{
	const struct csm_fields_cell_form *form = &f->column[column].reader.form;
	struct csm_decimal_shapes shapes = {0};

	if (form->decimal != 0 || form->format != NULL)
		return 0;
	for (size_t i = 0; i < f->rows.n; i++) {
		uint32_t cell = csm_fields_rows_cell(&f->rows, i, (size_t)column);
		if (cell == CSM_NO_TEXT)
			continue;
		const char *text = f->reading[cell].text;
		struct csm_text t = {text, strlen(text)};
		if (csm_decimal_shapes_saw(&shapes, t))
			return type_undecided(f, i, column, t, &shapes, diag);
	}
	return 0;
}

void
csm_fields_put_none(const struct csm_fields *f, int column, enum csm_value_type type,
    struct csm_buf *out)
{
	static const char *const words[] = {[CSM_VALUE_MISSING] = "text",
	    [CSM_VALUE_NUMBER] = "a number",
	    [CSM_VALUE_BOOL] = "a truth",
	    [CSM_VALUE_TEXT] = "text",
	    [CSM_VALUE_DAY] = "a day"};

	const struct unread u = type_count_unread(f, column, type);

	csm_buf_printf(
	    out, "%s.%s", csm_model_name(f->model), f->rows.column.text[column].s);
	if (f->column[column].type == type) /* as the configuration says */
		csm_buf_printf(out, ": no value is a %s", csm_fields_type_noun(type));
	else
		csm_buf_printf(out, " is %s; no value of it is a %s",
		    words[f->column[column].type], csm_fields_type_noun(type));
	if (u.first != NULL)
		csm_fields_put_cure(&f->column[column].reader.form, f->model, type,
		    type_cell_text(f, column, u.first), out);
}

void
csm_fields_tell_all(const struct csm_fields *f, int column, enum csm_value_type type,
    struct csm_diag *diag)
{
	struct csm_pos pos = {.file = f->file};
	struct csm_buf text = {0};

	if (csm_fields_tell(f, column, type, diag))
		return;
	csm_fields_put_none(f, column, type, &text);
	csm_warn(diag, CSM_W_TYPE, &pos, "%s", csm_buf_text(&text));
	csm_buf_fini(&text);
}
