/* The columns a roster writes, and their types. */
#include "base/text.h"
#include "base/xalloc.h"
#include "entity/fields_cell.h"
#include "entity/fields_cure.h"
#include "ingest/kinds/roster_state.h"

#include <string.h>

static const struct csm_fields_cell_form *
form_of(const struct csm_roster *r, const char *was, const char *is)
{
	for (size_t i = 0; i < r->options.forms; i++) {
		const struct csm_fields_cell_form *form = &r->options.form[i];
		if (strcmp(form->column, was) == 0 || strcmp(form->column, is) == 0)
			return form;
	}
	return NULL;
}

bool
csm_roster_comma(void *roster, const char *column)
{
	const struct csm_roster *r = roster;
	const struct csm_rule *rename =
	    csm_rule_find(r->mapping.rename, column, strlen(column));
	const struct csm_fields_cell_form *form =
	    form_of(r, column, rename == NULL ? column : rename->to);

	return form != NULL && form->decimal == ',';
}

/* The text in a row's cell, len 0 if there is none. */
static struct csm_text
text_in(const struct csm_roster *r, size_t row, size_t column)
{
	uint32_t cell = csm_fields_rows_cell(&r->rows, r->member[row].row, column);

	if (cell == CSM_NO_TEXT)
		return (struct csm_text){"", 0};
	return (struct csm_text){
	    r->rows.text.text[cell].s, r->rows.text.text[cell].len};
}

/* Cells that are not what the configuration says are told of, and kept. */
static void
warn_unread(struct csm_roster *r, const struct csm_roster_column *c, size_t bad,
    size_t filled, size_t first)
{
	struct csm_text t = text_in(r, first, c->source);
	struct csm_pos at = {.file = r->member[first].file,
	    .line = r->member[first].line,
	    .path = c->name};
	struct csm_buf quoted = {0}, cure = {0};

	csm_text_quote(&quoted, t.s, t.len);
	csm_fields_put_cure(&c->reader.form, r->options.model, c->type, t.s, &cure);
	csm_warn(r->diag, CSM_W_CELL, &at,
	    "%s: %s is no %s; %zu of %zu values are kept as they are%s", c->name,
	    quoted.data, csm_fields_type_noun(c->type), bad, filled,
	    csm_buf_text(&cure));
	csm_buf_fini(&cure);
	csm_buf_fini(&quoted);
}

/* What most cells are, by the rules of fields. */
static void
read_column(struct csm_roster *r, struct csm_roster_column *c)
{
	size_t n[CSM_VALUE_CELL + 1] = {0}, bad = 0, filled = 0, first = 0;
	struct csm_reading reading;

	for (size_t i = 0; i < r->n; i++)
		csm_fields_cell_look(&c->reader, text_in(r, i, c->source));
	for (size_t i = 0; i < r->n; i++) {
		struct csm_text t = text_in(r, i, c->source);
		if (t.len == 0 || csm_fields_cell_is_null(&c->reader, t))
			continue;
		filled++;
		n[csm_fields_cell_read(&c->reader, t, &reading)]++;
		if (c->reader.form.type == CSM_VALUE_MISSING ||
		    c->reader.form.type == CSM_VALUE_TEXT ||
		    reading.reads & CSM_READS(c->reader.form.type))
			continue;
		first = bad++ == 0 ? i : first;
	}
	c->type = c->reader.form.type != CSM_VALUE_MISSING ? c->reader.form.type
							   : csm_fields_type_of_most(n);
	if (bad > 0)
		warn_unread(r, c, bad, filled, first);
}

static int
check_name(struct csm_roster *r, const char *name)
{
	const struct csm_pos at = {.file = r->file};
	struct csm_buf quoted = {0};
	int taken = 0;

	for (size_t i = 0; i < CSM_ROSTER_ROLES; i++)
		taken |= csm_roster_has_role(r, csm_roster_roles[i]) &&
			 strcmp(csm_roster_role_name(csm_roster_roles[i]), name) == 0;
	/* A name that was there keeps its place, which is below the number of
	 * columns. */
	taken |= csm_intern_put(&r->names, name, strlen(name)) < r->columns;
	if (!taken)
		return 0;
	csm_text_quote(&quoted, name, strlen(name));
	csm_error(r->diag, CSM_E_HEADER, &at,
	    "two columns would be called %s; call one otherwise with --rename FROM=TO",
	    quoted.data);
	csm_buf_fini(&quoted);
	return -1;
}

/* Add a column of the rows, under that name unless there is a rule for the one it has.
 */
static int
roster_column_add_column(
    struct csm_roster *r, size_t column, const char *was, const char *name)
{
	const struct csm_text *t = &r->rows.column.text[column];
	const struct csm_rule *rename =
	    csm_rule_find(r->mapping.rename, was, strlen(was));

	/* A column with a role is written as the role; one chosen twice (by name and by
	 * a star) once. */
	if (csm_roster_is_role(r, t->s) || r->taken[column])
		return 0;
	if (rename != NULL && strcmp(rename->name, "*") != 0)
		name = rename->to;
	if (check_name(r, name) != 0)
		return -1;
	struct csm_roster_column *c = &r->column[r->columns];
	const struct csm_fields_cell_form *form = form_of(r, t->s, name);
	*c = (struct csm_roster_column){
	    .source = column, .name = name, .formed = form != NULL};
	if (csm_fields_cell_init(
		&c->reader, form, r->options.zone, r->file, t->s, r->diag) != 0)
		return -1;
	r->columns++;
	r->taken[column] = 1;
	read_column(r, c);
	return 0;
}

/* Whether a chosen column is made of others, and what it is then called among the rows,
 * where no column is called so. */
static bool
roster_column_is_made(const struct csm_wide_column *chosen)
{
	return chosen->source->kind != CSM_SOURCE_COLUMN;
}

static const char *
roster_column_made(struct csm_buf *name, const struct csm_wide_column *chosen)
{
	csm_buf_reset(name);
	/* In parentheses, which no header has unless somebody wants to be
	 * misunderstood: a column of the export may be called as the one that is
	 * made. */
	csm_buf_printf(name, "(%s)", chosen->name);
	return csm_buf_text(name);
}

/* Fields files have a point in numbers, however the export writes them. */
void
csm_roster_columns_begin(struct csm_roster *r)
{
	const struct csm_mapping *m = r->options.mapping;

	for (size_t i = 0; i < m->columns; i++)
		if (m->column[i].source->expression != NULL)
			csm_expression_point(m->column[i].source->expression);
}

int
csm_roster_columns_find(struct csm_roster *r, const struct csm_record *record)
{
	const struct csm_mapping *m = r->options.mapping;

	for (size_t i = 0; i < m->columns; i++) {
		struct csm_source *s = m->column[i].source, *failed;
		if (!roster_column_is_made(&m->column[i]))
			continue;
		const struct csm_source *column = csm_source_column(s);
		failed = csm_source_get(s, record, &r->made[i]);
		if (failed == NULL)
			continue;
		csm_source_reject(failed, r->made[i],
		    (struct csm_pos){.file = record->file,
			.line = record->line,
			.column = r->has_header && column != NULL && column->column >= 0
				      ? (uint32_t)column->column + 1
				      : 0},
		    r->diag);
		return 0;
	}
	return 1;
}

void
csm_roster_columns_put(struct csm_roster *r)
{
	const struct csm_mapping *m = r->options.mapping;
	struct csm_buf name = {0};

	for (size_t i = 0; i < m->columns; i++)
		if (roster_column_is_made(&m->column[i]))
			csm_fields_rows_put(&r->rows,
			    roster_column_made(&name, &m->column[i]), r->made[i]);
	csm_buf_fini(&name);
}

/* Bytes of a name such as "traits.*" before the star; 0 if it is the name of one
 * column.
 */
static size_t
prefix_of(const char *name)
{
	size_t len = strlen(name);

	return len > 2 && strcmp(name + len - 2, ".*") == 0 ? len - 1 : 0;
}

/* No row had a column that is chosen. */
static void
tell_lacking(const struct csm_roster *r, const char *name)
{
	const struct csm_pos at = {.file = r->file};
	struct csm_nearest near;
	struct csm_buf text = {0}, hint = {0};

	csm_nearest_init(&near, name);
	for (size_t c = 0; c < r->rows.column.n; c++)
		csm_nearest_offer(&near, r->rows.column.text[c].s);
	csm_text_quote(&text, name, strlen(name));
	csm_warn(r->diag, CSM_W_KEY, &at, "columns: no row has %s%s", text.data,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&text);
	csm_buf_fini(&hint);
}

/* The column of a name, or those of the members of an object, in their order. */
static int
add_chosen(struct csm_roster *r, const struct csm_wide_column *chosen)
{
	struct csm_buf text = {0};
	const bool made = roster_column_is_made(chosen);
	const char *name =
	    made ? roster_column_made(&text, chosen) : chosen->source->text;
	size_t prefix = made ? 0 : prefix_of(name), found = 0;
	int status = 0;

	for (size_t c = 0; c < r->rows.column.n; c++) {
		const struct csm_text *t = &r->rows.column.text[c];
		bool is = prefix == 0
			      ? strcmp(t->s, name) == 0
			      : t->len > prefix && strncmp(t->s, name, prefix) == 0;
		if (!is || status != 0)
			continue;
		found++;
		/* A star takes its part of the name away, so that traits.plan is
		 * plan. */
		status = roster_column_add_column(r, c, made ? chosen->name : t->s,
		    prefix == 0 ? chosen->name : t->s + prefix);
	}
	/* Without rows nothing has a name. */
	if (found == 0 && r->n > 0)
		tell_lacking(r, name);
	csm_buf_fini(&text);
	return status;
}

/* Of a header it is told before reading; of objects only the end can tell
 * (tell_lacking). */
int
csm_roster_columns_need(struct csm_roster *r, struct csm_reader *reader)
{
	const struct csm_mapping *m = r->options.mapping;

	for (size_t i = 0; i < m->columns && csm_reader_columns(reader) > 0; i++)
		if (!roster_column_is_made(&m->column[i]) &&
		    prefix_of(m->column[i].source->text) == 0 &&
		    csm_reader_need(reader, m->column[i].source->text, r->diag) < 0)
			return -1;
	for (size_t i = 0; i < m->columns; i++)
		if (roster_column_is_made(&m->column[i]) &&
		    csm_source_bind(m->column[i].source, reader, r->diag) != 0)
			return -1;
	return 0;
}

int
csm_roster_columns_make(struct csm_roster *r)
{
	const struct csm_mapping *m = r->options.mapping;

	r->column = csm_xcalloc(r->rows.column.n + 1, sizeof *r->column);
	r->taken = csm_xcalloc(r->rows.column.n + 1, 1);
	for (size_t c = 0; c < r->rows.column.n && m->columns == 0; c++)
		if (roster_column_add_column(
			r, c, r->rows.column.text[c].s, r->rows.column.text[c].s) != 0)
			return -1;
	for (size_t i = 0; i < m->columns; i++)
		if (add_chosen(r, &m->column[i]) != 0)
			return -1;
	return 0;
}
