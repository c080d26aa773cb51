#include "sql/load.h"

#include "time/date.h"

#include <inttypes.h>
#include <string.h>

/* Rows of one INSERT: not measured, it bounds what an engine has to parse at once. */
#define LOAD_ROWS 500

enum load_type {
	LOAD_TEXT,
	LOAD_MAYBE_TEXT,
	LOAD_MAYBE_WHOLE,
	LOAD_DATE,
	LOAD_MAYBE_DATE
};

struct load_column {
	const char *name;
	enum load_type type;
};

static const struct load_column load_points[] = {{"company", LOAD_TEXT},
    {"model", LOAD_TEXT}, {"id", LOAD_TEXT}, {"metric", LOAD_TEXT}, {"date", LOAD_DATE},
    {"value", LOAD_MAYBE_WHOLE}, {"state", LOAD_MAYBE_TEXT}, {NULL, LOAD_TEXT}};
static const struct load_column load_fields[] = {{"model", LOAD_TEXT},
    {"company", LOAD_TEXT}, {"id", LOAD_TEXT}, {"name", LOAD_TEXT},
    {"text", LOAD_MAYBE_TEXT}, {"number", LOAD_MAYBE_WHOLE}, {"day", LOAD_MAYBE_DATE},
    {"truth", LOAD_MAYBE_WHOLE}, {"since", LOAD_MAYBE_DATE}, {"until", LOAD_MAYBE_DATE},
    {NULL, LOAD_TEXT}};

static void
load_table(const struct csm_sql_dialect *d, const char *name,
    const struct load_column *column, const char *end, struct csm_buf *out)
{
	csm_buf_printf(out, "CREATE TABLE %s (", name);
	for (size_t i = 0; column[i].name != NULL; i++) {
		enum load_type t = column[i].type;
		csm_buf_printf(out, "%s%s %s", i > 0 ? ", " : "", column[i].name,
		    t == LOAD_TEXT          ? d->key_text
		    : t == LOAD_DATE        ? d->key_date
		    : t == LOAD_MAYBE_TEXT  ? d->text
		    : t == LOAD_MAYBE_WHOLE ? d->whole
					    : d->dates);
	}
	csm_buf_printf(out, "%s;\n", end);
}

void
csm_sql_ddl(const struct csm_sql_dialect *d, struct csm_buf *out)
{
	load_table(d, "points", load_points, d->points_end, out);
	load_table(d, "fields", load_fields, d->fields_end, out);
}

void
csm_sql_load_begin(struct csm_sql_load *l)
{
	if (l->dialect->transactions)
		csm_output_puts(l->out, "BEGIN;\n");
}

/* The rows so far are all of this table, or of this INSERT. */
static void
load_close(struct csm_sql_load *l)
{
	if (l->table != NULL)
		csm_output_puts(l->out, l->dialect->copy ? "\\.\n" : ";\n");
	l->table = NULL;
	l->rows = 0;
}

static void
load_row(struct csm_sql_load *l, const char *table, const struct load_column *column)
{
	if (l->table == NULL || strcmp(l->table, table) != 0 ||
	    (!l->dialect->copy && l->rows == LOAD_ROWS)) {
		load_close(l);
		l->table = table;
		csm_buf_printf(&l->text, "%s %s%s (",
		    l->dialect->copy ? "COPY" : "INSERT INTO", table,
		    l->everywhere ? "_all" : "");
		for (size_t i = 0; column[i].name != NULL; i++)
			csm_buf_printf(
			    &l->text, "%s%s", i > 0 ? ", " : "", column[i].name);
		csm_buf_puts(
		    &l->text, l->dialect->copy ? ") FROM STDIN;\n" : ") VALUES\n");
	}
	if (!l->dialect->copy)
		csm_buf_puts(&l->text, l->rows > 0 ? ",\n(" : "(");
	l->rows++;
	l->written++;
}

static void
load_row_end(struct csm_sql_load *l)
{
	csm_buf_putc(&l->text, l->dialect->copy ? '\n' : ')');
	csm_output_write(l->out, l->text.data, l->text.len);
	csm_buf_reset(&l->text);
}

/* Between two cells of a row. */
static void
load_next(struct csm_sql_load *l, bool first)
{
	if (!first)
		csm_buf_puts(&l->text, l->dialect->copy ? "\t" : ", ");
}

static void
load_null(struct csm_sql_load *l)
{
	csm_buf_puts(&l->text, l->dialect->copy ? "\\N" : "NULL");
}

/* A text of COPY: what would end a cell or a row is escaped. */
static void
load_copied(struct csm_buf *out, const char *s)
{
	for (; *s != '\0'; s++) {
		const char *named = strchr("\\\\\nn\rr\tt", *s);
		if (named != NULL &&
		    (*s == '\\' || *s == '\n' || *s == '\r' || *s == '\t'))
			csm_buf_printf(out, "\\%c", *s == '\\' ? '\\' : named[1]);
		else
			csm_buf_putc(out, *s);
	}
}

static void
load_text(struct csm_sql_load *l, bool first, const char *s)
{
	load_next(l, first);
	if (s == NULL)
		load_null(l);
	else if (l->dialect->copy)
		load_copied(&l->text, s);
	else
		csm_sql_put_text(l->dialect, s, &l->text);
}

static void
load_whole(struct csm_sql_load *l, bool there, int64_t n)
{
	load_next(l, false);
	if (there)
		csm_buf_printf(&l->text, "%" PRId64, n);
	else
		load_null(l);
}

static void
load_day(struct csm_sql_load *l, bool there, int32_t day)
{
	char text[CSM_DAY_TEXT];

	load_next(l, false);
	if (!there) {
		load_null(l);
		return;
	}
	csm_date_format(day, text);
	csm_buf_printf(&l->text, l->dialect->copy ? "%s" : "'%s'", text);
}

/* A text that may not end where it is said to.  Texts of points are slices of lines,
 * without a NUL behind them. */
static void
load_slice(struct csm_sql_load *l, bool first, struct csm_text t)
{
	struct csm_buf own = {0};

	csm_buf_put(&own, t.s, t.len);
	load_text(l, first, csm_buf_text(&own));
	csm_buf_fini(&own);
}

void
csm_sql_load_point(struct csm_sql_load *l, const struct csm_point *p)
{
	load_row(l, "points", load_points);
	load_slice(l, true, p->company);
	load_text(l, false, csm_model_name(p->model));
	load_slice(l, false, p->id);
	load_slice(l, false, p->metric);
	load_day(l, true, p->day);
	load_whole(l, p->value != CSM_MISSING, p->value);
	if (p->state.len > 0)
		load_slice(l, false, p->state);
	else
		load_text(l, false, NULL);
	load_row_end(l);
}

struct load_version {
	const struct csm_entity *entity;
	enum csm_model model;
	int32_t from, until; /* CSM_DAY_NONE: always */
};

static void
load_cell(struct csm_sql_load *l, const struct load_version *v, const char *name,
    const struct csm_reading *cell)
{
	unsigned reads = cell == NULL ? 0 : cell->reads;

	load_row(l, "fields", load_fields);
	load_text(l, true, csm_model_name(v->model));
	load_slice(
	    l, false, (struct csm_text){v->entity->company, v->entity->company_len});
	load_slice(l, false, (struct csm_text){v->entity->id, v->entity->id_len});
	load_text(l, false, name);
	load_text(l, false, cell == NULL ? NULL : cell->text);
	load_whole(
	    l, (reads & CSM_READS(CSM_VALUE_NUMBER)) != 0, cell ? cell->micros : 0);
	load_day(l, (reads & CSM_READS(CSM_VALUE_DAY)) != 0, cell ? cell->day : 0);
	load_whole(l, (reads & CSM_READS(CSM_VALUE_BOOL)) != 0, cell ? cell->truth : 0);
	load_day(l, v->from != CSM_DAY_NONE, v->from);
	load_day(l, v->until != CSM_DAY_NONE, v->until);
	load_row_end(l);
}

void
csm_sql_load_fields(
    struct csm_sql_load *l, enum csm_model model, const struct csm_fields *f)
{
	for (size_t e = 0; e < csm_fields_count(f); e++) {
		struct load_version v = {.entity = csm_fields_entity(f, e),
		    .model = model,
		    .from = CSM_DAY_NONE,
		    .until = CSM_DAY_NONE};
		size_t n = 1, more;
		/* A row without a name says that the entity is there, even if all its
		 * cells are empty. */
		load_cell(l, &v, "", NULL);
		for (size_t i = 0; i < n; i++) {
			v.from = csm_fields_version(f, e, i, &n);
			/* A version holds until the next one begins; of the last it is
			 * CSM_DAY_NONE. */
			v.until = csm_fields_version(f, e, i + 1, &more);
			for (size_t c = 0; c < csm_fields_columns(f); c++) {
				struct csm_value cell =
				    csm_fields_value(f, (long)e, (int)c, v.from);
				if (cell.type == CSM_VALUE_CELL)
					load_cell(l, &v, csm_fields_column_name(f, c),
					    cell.u.cell);
			}
		}
	}
}

void
csm_sql_load_end(struct csm_sql_load *l, bool holds)
{
	load_close(l);
	if (l->dialect->transactions)
		/* What was refused half way leaves the tables as they were. */
		csm_output_puts(l->out, holds ? "COMMIT;\n" : "ROLLBACK;\n");
	csm_buf_fini(&l->text);
}
