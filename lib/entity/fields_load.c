#include "base/buf.h"
#include "base/odd_id.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "entity/fields_table.h"

#include <stdlib.h>
#include <string.h>

/* ---- columns ---- */

/* The columns with a role, before the rows are read, for the errors of a header. */
static int
check_header(const struct csm_fields *f, struct csm_reader *reader,
    const char *id_column, struct csm_diag *diag)
{
	enum csm_format format = csm_reader_format(reader);
	const char *company = "company";

	/* Objects have no header: which members there are is known once all were read.
	 */
	if (format == CSM_FORMAT_NDJSON || format == CSM_FORMAT_JSON)
		return 0;
	/* one wide id would be a header whose delimiter is another */
	if (id_column == NULL &&
	    (csm_reader_empty(reader) || csm_reader_column(reader, "id") >= 0 ||
		csm_reader_is_one_wide(reader)))
		id_column = "id";
	if (id_column != NULL && csm_reader_need(reader, id_column, diag) < 0)
		return -1;
	if (f->model == CSM_MODEL_COMPANY)
		return 0;
	if (csm_reader_column(reader, company) < 0 &&
	    csm_reader_column(reader, "company_id") >= 0)
		company = "company_id";
	return csm_reader_need(reader, company, diag) < 0 ? -1 : 0;
}

static int
no_column(const struct csm_fields *f, const char *name, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = f->file};
	struct csm_buf quoted = {0};

	csm_text_quote(&quoted, name, strlen(name));
	csm_error(diag, CSM_E_HEADER, &pos,
	    f->numbered ? "no column %s, and none but the company's"
			: "no object has a member %s",
	    quoted.data);
	csm_buf_fini(&quoted);
	return -1;
}

static int
fields_load_find_columns(
    struct csm_fields *f, const char *id_column, struct csm_diag *diag)
{
	f->valid_from = csm_fields_exact(f, "valid_from", 10);
	f->company = f->id = -1;
	if (f->model != CSM_MODEL_COMPANY) {
		f->company = csm_fields_exact(f, "company", 7);
		if (f->company < 0)
			f->company = csm_fields_exact(f, "company_id", 10);
		/* A file without rows says nothing of its columns, and lacks none. */
		if (f->company < 0 && f->rows.n > 0)
			return no_column(f, "company", diag);
	}
	if (id_column != NULL) {
		f->id = csm_fields_exact(f, id_column, strlen(id_column));
		if (f->id < 0 && f->rows.n > 0)
			return no_column(f, id_column, diag);
	} else if ((f->id = csm_fields_exact(f, "id", 2)) < 0) {
		/* the first one without another role */
		for (int c = 0; f->id < 0 && c < (int)f->rows.column.n; c++)
			if (c != f->company && c != f->valid_from)
				f->id = c;
		/* a file of companies' names alone is none of end users */
		if (f->id < 0 && f->rows.n > 0)
			return no_column(f, "id", diag);
	}
	return 0;
}

/* ---- rows to entities ---- */

static int
fields_load_reject(const struct csm_fields *f, size_t row, int column,
    enum csm_code code, const char *what, const char *why, struct csm_diag *diag)
{
	uint32_t text = csm_fields_rows_cell(&f->rows, row, (size_t)column);
	const char *value = text == CSM_NO_TEXT ? NULL : f->rows.text.text[text].s;
	struct csm_pos pos = {.file = f->file,
	    .line = f->rows.row[row].line,
	    .column = f->numbered ? (uint32_t)column + 1 : 0,
	    .path = f->rows.column.text[column].s};

	struct csm_fields_about about = {&f->rows, row};

	csm_fields_rows_about(&about, diag);
	csm_reject(
	    diag, code, &pos, value, value == NULL ? 0 : strlen(value), what, why);
	/* `about` is gone with this call. */
	diag->row = (struct csm_diag_row){NULL, NULL};
	return -1;
}

static struct csm_text
as_id(const struct csm_fields *f, struct csm_text t)
{
	return f->integer_id ? csm_text_whole(t) : t;
}

static int
add_version(
    struct csm_fields *f, size_t row, struct csm_buf *key, struct csm_diag *diag)
{
	struct csm_version v = {.from = CSM_DAY_NONE, .row = row};
	uint32_t id = csm_fields_rows_cell(&f->rows, row, (size_t)f->id);
	uint32_t company =
	    f->company < 0 ? id
			   : csm_fields_rows_cell(&f->rows, row, (size_t)f->company);

	if (id == CSM_NO_TEXT)
		return fields_load_reject(
		    f, row, f->id, CSM_E_MISSING, "no id", NULL, diag);
	if (company == CSM_NO_TEXT)
		return fields_load_reject(
		    f, row, f->company, CSM_E_COMPANY, "no company", NULL, diag);
	/* An empty cell is no bad date: the row holds from the beginning. */
	uint32_t day = f->valid_from < 0
			   ? CSM_NO_TEXT
			   : csm_fields_rows_cell(&f->rows, row, (size_t)f->valid_from);
	if (day != CSM_NO_TEXT) {
		const struct csm_text *t = &f->rows.text.text[day];
		const char *why = csm_date_parse(t->s, t->len, &v.from);
		if (why != NULL)
			return fields_load_reject(f, row, f->valid_from,
			    strcmp(why, CSM_DATE_RANGE) == 0 ? CSM_E_RANGE : CSM_E_DATE,
			    "bad date", why, diag);
		f->dated = 1;
	}
	const struct csm_text *text = f->rows.text.text;
	struct csm_text whose = as_id(f, text[company]), own = as_id(f, text[id]);
	csm_buf_reset(key);
	csm_buf_reserve(key, whose.len + own.len + CSM_FIELDS_KEY);
	size_t len = csm_fields_key(key->data, whose.s, whose.len, own.s, own.len);
	/* A number in order of appearance, until sort_versions() makes it a place in
	 * entity[]. */
	v.entity = csm_intern_put(&f->key, key->data, len);
	CSM_GROW(f->version, f->versions, &f->version_cap);
	f->version[f->versions++] = v;
	return 0;
}

static struct csm_entity
entity_of(const struct csm_text *key)
{
	uint32_t company_len;

	memcpy(&company_len, key->s, sizeof company_len);
	const char *company = key->s + sizeof company_len,
		   *id = company + company_len + 1;
	return (struct csm_entity){.id = id,
	    .id_len = key->len - (size_t)(id - key->s),
	    .company = company,
	    .company_len = company_len};
}

struct keyed {
	struct csm_entity entity;
	uint32_t key;
};

static int
fields_load_by_entity(const void *a, const void *b)
{
	return csm_entity_cmp(
	    &((const struct keyed *)a)->entity, &((const struct keyed *)b)->entity);
}

static void
sort_entities(struct csm_fields *f)
{
	size_t n = f->key.n;
	struct keyed *k = csm_xcalloc(n, sizeof *k);

	for (size_t i = 0; i < n; i++)
		k[i] = (struct keyed){entity_of(&f->key.text[i]), (uint32_t)i};
	qsort(k, n, sizeof *k, fields_load_by_entity);
	f->entity = csm_xcalloc(n, sizeof *f->entity);
	f->index = csm_xcalloc(n, sizeof *f->index);
	for (size_t i = 0; i < n; i++) {
		f->entity[i] = k[i].entity;
		f->index[k[i].key] = (uint32_t)i;
	}
	free(k);
}

static int
fields_load_by_day(const void *pa, const void *pb)
{
	const struct csm_version *a = pa, *b = pb;

	if (a->entity != b->entity)
		return a->entity < b->entity ? -1 : 1;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	/* The order of the file decides last, so that of two rows of one day the first
	 * holds. */
	return a->row < b->row ? -1 : 1;
}

static void
fields_load_warn_duplicate(struct csm_fields *f, const struct csm_version *first,
    const struct csm_version *again, struct csm_diag *diag)
{
	const struct csm_entity *e = &f->entity[first->entity];
	struct csm_pos pos = {.file = f->file, .line = f->rows.row[again->row].line};
	struct csm_buf quoted = {0}, line = {0};

	csm_text_quote(&quoted, e->id, e->id_len);
	csm_diag_put_line(f->rows.row[first->row].line, &line);
	csm_warn(diag, CSM_W_DUPLICATE, &pos, "%s %s again%s; its first row, %s, holds",
	    csm_model_name(f->model), quoted.data,
	    again->from == CSM_DAY_NONE ? "" : " with the same valid_from", line.data);
	csm_buf_fini(&quoted);
	csm_buf_fini(&line);
}

/* By entity and day, one of each; duplicates are warned about. */
static void
sort_versions(struct csm_fields *f, struct csm_diag *diag)
{
	size_t n = 0;

	for (size_t i = 0; i < f->versions; i++)
		f->version[i].entity = f->index[f->version[i].entity];
	if (f->versions > 0)
		qsort(f->version, f->versions, sizeof *f->version, fields_load_by_day);
	for (size_t i = 0; i < f->versions; i++) {
		const struct csm_version *v = &f->version[i];
		if (n > 0 && f->version[n - 1].entity == v->entity &&
		    f->version[n - 1].from == v->from)
			fields_load_warn_duplicate(f, &f->version[n - 1], v, diag);
		else
			f->version[n++] = *v;
	}
	f->versions = n;
	f->begin = csm_xcalloc(f->key.n + 1, sizeof *f->begin);
	/* From the end, so that what stays at each entity is its first version. */
	for (size_t i = n; i-- > 0;) {
		f->begin[f->version[i].entity] = i;
		f->entity[f->version[i].entity].line =
		    f->rows.row[f->version[i].row].line;
	}
	f->begin[f->key.n] = n;
}

/* Ids that are probably not what was meant. */
static void
fields_load_tell_odd(const struct csm_fields *f, uint32_t last, struct csm_diag *diag)
{
	struct csm_odd_ids odd = {0};

	for (size_t i = 0; i < f->key.n; i++) {
		const struct csm_entity *e = &f->entity[i];
		csm_odd_ids_saw(&odd, (struct csm_text){e->id, e->id_len});
	}
	csm_odd_ids_tell(&odd, f->file, diag);
	csm_odd_ids_fini(&odd);
	if (last != CSM_NO_TEXT)
		csm_odd_id_last((struct csm_text){f->rows.text.text[last].s,
				    f->rows.text.text[last].len},
		    csm_model_name(f->model),
		    &(struct csm_pos){
			.file = f->file, .line = f->rows.row[f->rows.n - 1].line},
		    diag);
}

/* Whether the form of a column says so. */
static bool
fields_load_comma(void *options, const char *column)
{
	const struct csm_fields_options *o = options;

	for (size_t i = 0; i < o->forms; i++)
		if (strcmp(o->form[i].column, column) == 0)
			return o->form[i].decimal == ',';
	return false;
}

struct csm_fields *
csm_fields_load(const char *path, enum csm_model model,
    const struct csm_fields_options *options, struct csm_diag *diag)
{
	static const struct csm_fields_options usual;
	const struct csm_fields_options *o = options != NULL ? options : &usual;
	struct csm_reader_options how = o->reader;
	struct csm_reader *reader;
	struct csm_buf key = {0};

	/* No option is about a file of fields: a semicolon has to prove itself. */
	how.prove = 1;
	reader = csm_reader_open(path, &how, diag);
	if (reader == NULL)
		return NULL;
	struct csm_fields *f = csm_xcalloc(1, sizeof *f);
	f->file = csm_xstrdup(csm_reader_name(reader));
	f->model = model;
	f->integer_id = o->integer_id;
	f->rows.comma = fields_load_comma;
	f->rows.ctx = (void *)(size_t)o;
	f->numbered =
	    csm_reader_columns(reader) > 0; /* for messages until all is read */
	int failed = check_header(f, reader, o->id_column, diag) != 0 ||
		     csm_fields_rows_read(&f->rows, reader, diag) != 0 ||
		     fields_load_find_columns(f, o->id_column, diag) != 0;
	uint64_t rows = csm_reader_rows(reader);
	/* Two columns of one name are one here, and numbers would no longer be those of
	 * the file. */
	f->numbered = csm_reader_columns(reader) == f->rows.column.n;
	csm_reader_free(reader);
	if (!failed && o->hide != NULL)
		csm_fields_hide(f, o->hide);
	for (size_t i = 0; i < f->rows.n && !failed; i++)
		/* A row that is rejected is not fatal: the others are entities. */
		add_version(f, i, &key, diag);
	csm_buf_fini(&key);
	if (!failed) {
		/* Before cells become numbers of readings; a row alone is no total of
		 * others. */
		uint32_t last = f->rows.n < 2 ? CSM_NO_TEXT
					      : csm_fields_rows_cell(&f->rows,
						    f->rows.n - 1, (size_t)f->id);
		size_t good = f->versions;
		sort_entities(f);
		sort_versions(f, diag);
		fields_load_tell_odd(f, last, diag);
		csm_diag_rows(diag, &(struct csm_file_rows){.file = f->file,
					.rows = rows,
					.used = f->versions,
					.duplicates = good - f->versions});
		failed = csm_fields_read_cells(f, o, diag) != 0;
	}
	if (!failed)
		return f;
	csm_fields_free(f);
	return NULL;
}
