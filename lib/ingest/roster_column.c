/* The columns a roster writes, and their types. */
#include "base/text.h"
#include "base/xalloc.h"
#include "entity/fields_cell.h"
#include "ingest/roster_state.h"

#include <string.h>

/* The number, day or truth all cells of a column are, else text. */
static enum csm_value_type
type_of(const struct csm_roster *r, size_t column)
{
	enum csm_value_type type = CSM_VALUE_MISSING;

	for (size_t i = 0; i < r->n; i++) {
		uint32_t cell =
		    csm_fields_rows_cell(&r->rows, r->member[i].row, column);
		int guess;
		if (cell == CSM_NO_TEXT)
			continue;
		const struct csm_text *t = &r->rows.text.text[cell];
		enum csm_value_type now =
		    csm_fields_cell_parse(t->s, t->len, &guess).type;
		if (now == CSM_VALUE_MISSING || !guess ||
		    (type != CSM_VALUE_MISSING && now != type))
			return CSM_VALUE_TEXT;
		type = now;
	}
	return type == CSM_VALUE_MISSING ? CSM_VALUE_TEXT : type;
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
	for (size_t i = 0; i < r->columns; i++)
		taken |= strcmp(r->column[i].name, name) == 0;
	if (!taken)
		return 0;
	csm_text_quote(&quoted, name, strlen(name));
	csm_error(r->diag, CSM_E_HEADER, &at,
	    "two columns would be called %s; call one otherwise with --rename FROM=TO",
	    quoted.data);
	csm_buf_fini(&quoted);
	return -1;
}

static int
is_taken(const struct csm_roster *r, size_t column)
{
	for (size_t i = 0; i < r->columns; i++)
		if (r->column[i].source == column)
			return 1;
	return 0;
}

/* Add a column of the rows, under that name unless there is a rule for the one it has.
 */
static int
roster_column_add_column(struct csm_roster *r, size_t column, const char *name)
{
	const struct csm_text *t = &r->rows.column.text[column];
	const struct csm_rule *rename = csm_rule_find(r->mapping.rename, t->s, t->len);

	if (csm_roster_is_role(r, t->s) || is_taken(r, column))
		return 0;
	if (rename != NULL && strcmp(rename->name, "*") != 0)
		name = rename->to;
	if (check_name(r, name) != 0)
		return -1;
	r->column[r->columns++] =
	    (struct csm_roster_column){column, name, type_of(r, column)};
	return 0;
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

/* The column of a name, or those of the members of an object, in their order. */
static int
add_chosen(struct csm_roster *r, const struct csm_wide_column *chosen)
{
	const char *name = chosen->source->text;
	size_t prefix = prefix_of(name);

	for (size_t c = 0; c < r->rows.column.n; c++) {
		const struct csm_text *t = &r->rows.column.text[c];
		if (prefix == 0 && strcmp(t->s, name) == 0)
			return roster_column_add_column(r, c, chosen->name);
		if (prefix > 0 && t->len > prefix && strncmp(t->s, name, prefix) == 0 &&
		    roster_column_add_column(r, c, t->s + prefix) != 0)
			return -1;
	}
	return 0;
}

int
csm_roster_columns_need(struct csm_roster *r, struct csm_reader *reader)
{
	const struct csm_mapping *m = r->options.mapping;

	for (size_t i = 0; i < m->columns && csm_reader_columns(reader) > 0; i++)
		if (prefix_of(m->column[i].source->text) == 0 &&
		    csm_reader_need(reader, m->column[i].source->text, r->diag) < 0)
			return -1;
	return 0;
}

int
csm_roster_columns_make(struct csm_roster *r)
{
	const struct csm_mapping *m = r->options.mapping;

	r->column = csm_xcalloc(r->rows.column.n + 1, sizeof *r->column);
	for (size_t c = 0; c < r->rows.column.n && m->columns == 0; c++)
		if (roster_column_add_column(r, c, r->rows.column.text[c].s) != 0)
			return -1;
	for (size_t i = 0; i < m->columns; i++)
		if (add_chosen(r, &m->column[i]) != 0)
			return -1;
	return 0;
}
