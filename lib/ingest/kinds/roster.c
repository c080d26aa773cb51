#include "ingest/kinds/roster.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "ingest/kinds/roster_state.h"
#include "ingest/row_filter.h"

#include <stdlib.h>
#include <string.h>

const enum csm_role csm_roster_roles[CSM_ROSTER_ROLES] = {
    CSM_ROLE_ID, CSM_ROLE_COMPANY, CSM_ROLE_TIME};

static int roster_take(void *ctx, const struct csm_record *record);

static void
roster_more(void *ctx)
{
	csm_roster_columns_put(ctx);
}

struct csm_roster *
csm_roster_new(const struct csm_roster_options *options, struct csm_diag *diag)
{
	struct csm_roster *r = csm_xcalloc(1, sizeof *r);

	r->options = *options;
	r->mapping = *options->mapping;
	/* Of fields the columns are not sources that every row must have, but what is
	 * written: roster_column.c. */
	r->mapping.columns = 0;
	/* The check of the kind lets only `last` through. */
	r->changes = r->mapping.agg != NULL;
	r->diag = diag;
	r->rows.keep = roster_take;
	r->rows.more = roster_more;
	r->rows.comma = csm_roster_comma;
	r->rows.ctx = r;
	csm_roster_columns_begin(r);
	r->made = csm_xcalloc(options->mapping->columns + 1, sizeof *r->made);
	csm_time_column_init_all(&r->when, r->mapping.time_format,
	    r->mapping.time_formats, options->zone,
	    options->clock != NULL ? options->clock : options->zone);
	return r;
}

void
csm_roster_free(struct csm_roster *r)
{
	if (r == NULL)
		return;
	csm_fields_rows_fini(&r->rows);
	csm_intern_fini(&r->text);
	csm_arena_fini(&r->arena);
	csm_some_fini(&r->orphans);
	free(r->member);
	free(r->column);
	free(r->taken);
	free(r->made);
	csm_intern_fini(&r->names);
	free(r);
}

const char *
csm_roster_role_name(enum csm_role role)
{
	return role == CSM_ROLE_TIME ? "valid_from" : csm_role_name(role);
}

int
csm_roster_has_role(const struct csm_roster *r, enum csm_role role)
{
	if (role == CSM_ROLE_COMPANY)
		return r->options.model != CSM_MODEL_COMPANY;
	return role == CSM_ROLE_ID || r->dated;
}

/* ---- columns with a role ---- */

static struct csm_source *
column_called(struct csm_roster *r, const char *name)
{
	struct csm_source *s = CSM_ARENA_NEW(&r->arena, struct csm_source);

	s->kind = CSM_SOURCE_COLUMN;
	s->text = csm_arena_strdup(&r->arena, name);
	/* A default: that it is lacking is no mistake of who wrote the mapping. */
	s->fallback = true;
	s->is_text = true;
	return s;
}

/* Of a list it is the first that the input has: another may say something else. */
static bool
roster_is_column(const struct csm_source *s, const char *name)
{
	if (s != NULL && s->kind == CSM_SOURCE_FIRST)
		for (s = s->from; s != NULL && s->next != NULL &&
				  s->kind == CSM_SOURCE_COLUMN && s->column < 0;)
			s = s->next;
	return s != NULL && s->kind == CSM_SOURCE_COLUMN && strcmp(s->text, name) == 0;
}

int
csm_roster_is_role(const struct csm_roster *r, const char *name)
{
	for (int i = 0; i < CSM_ROSTER_ROLES; i++)
		if (roster_is_column(r->mapping.role[csm_roster_roles[i]], name))
			return 1;
	return 0;
}

/* `id`, else the first column without another role. */
static const char *
default_id(const struct csm_roster *r, struct csm_reader *reader)
{
	size_t n = csm_reader_columns(reader), i = 0;

	if (n == 0 || csm_reader_column(reader, "id") >= 0 ||
	    csm_reader_is_one_wide(reader))
		return "id";
	/* The last column is taken in any case: an id there must be. */
	while (i + 1 < n && csm_roster_is_role(r, csm_reader_column_name(reader, i)))
		i++;
	return csm_reader_column_name(reader, i);
}

/* What the mapping does not say, by the names of the first file.  By the first file,
 * and for all: several files of a run are one table. */
static void
find_defaults(struct csm_roster *r, struct csm_reader *reader)
{
	struct csm_source **role = r->mapping.role;
	int named = csm_reader_columns(reader) > 0;

	r->began = 1;
	if (role[CSM_ROLE_TIME] == NULL &&
	    /* Of objects nobody knows before the end which keys there are; a role that
	     * no row has does no harm. */
	    (!named || csm_reader_column(reader, "valid_from") >= 0))
		role[CSM_ROLE_TIME] = column_called(r, "valid_from");
	if (role[CSM_ROLE_COMPANY] == NULL && r->options.model != CSM_MODEL_COMPANY) {
		const char *name = "company";
		if (named && csm_reader_column(reader, name) < 0 &&
		    csm_reader_column(reader, "company_id") >= 0)
			name = "company_id";
		role[CSM_ROLE_COMPANY] = column_called(r, name);
	}
	if (role[CSM_ROLE_ID] == NULL)
		role[CSM_ROLE_ID] = column_called(r, default_id(r, reader));
	if (r->mapping.integer_id) {
		csm_source_integer(role[CSM_ROLE_ID]);
		csm_source_integer(role[CSM_ROLE_COMPANY]);
	}
}

/* ---- rows ---- */

static void
roster_reject(struct csm_roster *r, const struct csm_record *record, int i,
    enum csm_code code, struct csm_text value, const char *what, const char *why)
{
	const struct csm_source *column =
	    csm_source_column(r->mapping.role[csm_roster_roles[i]]);
	struct csm_pos at = {.file = r->file,
	    .line = record->line,
	    .column = r->place[i],
	    .path = column == NULL ? csm_roster_role_name(csm_roster_roles[i])
				   : column->text};

	csm_reject(
	    r->diag, code, &at, value.len == 0 ? NULL : value.s, value.len, what, why);
	r->counts.rejected++;
	r->counts.orphans += i == 1;
}

static int
reject_lookup(struct csm_roster *r, const struct csm_record *record, int i,
    struct csm_source *failed, struct csm_text text)
{
	csm_source_reject(failed, text,
	    (struct csm_pos){
		.file = record->file, .line = record->line, .column = r->place[i]},
	    r->diag);
	r->counts.rejected++;
	r->counts.orphans += i == 1;
	return 0;
}

/* The company is one there is; 0 after rejecting the row. */
static int
check_company(
    struct csm_roster *r, const struct csm_record *record, struct csm_text company)
{
	const struct csm_fields *known = r->options.companies;
	struct csm_buf why = {0};

	if (company.len == 0) {
		roster_reject(r, record, 1, CSM_E_COMPANY, company, "no company", NULL);
		return 0;
	}
	/* Without a file of companies all are believed. */
	if (known == NULL ||
	    csm_fields_find(known, company.s, company.len, company.s, company.len) >= 0)
		return 1;
	csm_buf_printf(&why, "not in %s", csm_fields_file(known));
	roster_reject(
	    r, record, 1, CSM_E_COMPANY, company, "unknown company", why.data);
	csm_buf_fini(&why);
	return 0;
}

static uint32_t
roster_keep_text(struct csm_roster *r, struct csm_text t)
{
	return csm_intern_put(&r->text, t.s == NULL ? "" : t.s, t.len);
}

/* 1: the record becomes the next row, whose member is made here. */
static int
roster_take(void *ctx, const struct csm_record *record)
{
	struct csm_roster *r = ctx;
	struct csm_text t[CSM_ROSTER_ROLES] = {{NULL, 0}};

	if (r->options.where != NULL && !csm_rowfilter_keep(r->options.where, record)) {
		r->counts.filtered++;
		return 0;
	}
	if (csm_mapping_excludes(&r->mapping, record)) {
		r->counts.excluded++;
		return 0;
	}
	for (int i = 0; i < CSM_ROSTER_ROLES; i++) {
		struct csm_source *s = r->mapping.role[csm_roster_roles[i]];
		struct csm_source *failed =
		    s == NULL ? NULL : csm_source_get(s, record, &t[i]);
		/* Ids of who has no company are told at the end, since each reject
		 * names the company only. */
		if (failed != NULL && i == 1)
			csm_some_add(&r->orphans, t[0]);
		if (failed != NULL)
			return reject_lookup(r, record, i, failed, t[i]);
	}
	if (t[0].len == 0) {
		roster_reject(r, record, 0, CSM_E_MISSING, t[0], "no id", NULL);
		return 0;
	}
	if (!csm_spread_has(&r->options.shard,
		r->options.model == CSM_MODEL_COMPANY ? t[0] : t[1])) {
		r->counts.filtered++;
		return 0;
	}
	if (csm_roster_has_role(r, CSM_ROLE_COMPANY) &&
	    !check_company(r, record, t[1])) {
		csm_some_add(&r->orphans, t[0]);
		return 0;
	}
	/* Last, since made columns cost most; a row that is rejected has left nothing
	 * behind. */
	if (!csm_roster_columns_find(r, record)) {
		r->counts.rejected++;
		return 0;
	}
	CSM_GROW(r->member, r->n, &r->cap);
	r->member[r->n] = (struct csm_roster_member){.id = roster_keep_text(r, t[0]),
	    .company = roster_keep_text(r, t[1]),
	    .time = t[2].len == 0 ? CSM_NO_TEXT
				  : csm_intern_put(&r->text, t[2].s, t[2].len),
	    .from = CSM_DAY_NONE,
	    /* The row that rows.keep makes next, once this has returned 1. */
	    .row = r->rows.n,
	    .file = r->file,
	    .line = record->line};
	r->n++;
	return 1;
}

static void
roster_note_places(struct csm_roster *r, struct csm_reader *reader)
{
	for (int i = 0; i < CSM_ROSTER_ROLES; i++) {
		const struct csm_source *column =
		    csm_source_column(r->mapping.role[csm_roster_roles[i]]);
		r->place[i] = column != NULL && csm_reader_columns(reader) > 0
				  ? csm_reader_place(reader, column->column)
				  : 0;
	}
	r->has_header = csm_reader_columns(reader) > 0;
	r->file = csm_arena_strdup(&r->arena, csm_reader_name(reader));
}

/* The rows of a file, also of one that ends in its middle. */
static int
roster_read_rows(struct csm_roster *r, struct csm_reader *reader)
{
	/* Counts of all files: those of this one are the difference. */
	const uint64_t unreadable = r->rows.rejected, filtered = r->counts.filtered,
		       excluded = r->counts.excluded;
	const size_t before = r->n;
	const int rc = csm_fields_rows_read(&r->rows, reader, r->diag);

	r->counts.rows += csm_reader_rows(reader);
	r->counts.rejected +=
	    csm_reader_rejected(reader) + r->rows.rejected - unreadable;
	csm_diag_rows(r->diag, &(struct csm_file_rows){.file = r->file,
				   .rows = csm_reader_rows(reader),
				   .used = r->n - before,
				   .filtered = r->counts.filtered - filtered,
				   .excluded = r->counts.excluded - excluded});
	return rc;
}

int
csm_roster_read(struct csm_roster *r, struct csm_reader *reader)
{
	if (csm_reader_empty(reader)) {
		csm_reader_tell_empty(reader, r->diag);
		return 0;
	}
	if (!r->began)
		find_defaults(r, reader);
	if (csm_mapping_bind(&r->mapping, reader, r->diag) != 0 ||
	    csm_roster_columns_need(r, reader) != 0 ||
	    (r->options.where != NULL &&
		csm_rowfilter_bind(r->options.where, reader, r->diag) != 0))
		return -1;
	roster_note_places(r, reader);
	if (roster_read_rows(r, reader) != 0)
		return -1;
	if (r->options.where != NULL)
		csm_rowfilter_tell(r->options.where, "where", reader, r->diag);
	return csm_mapping_tell(&r->mapping, reader, r->diag);
}

struct csm_roster_counts
csm_roster_counts(const struct csm_roster *r)
{
	return r->counts;
}

int
csm_roster_column(
    const struct csm_roster *r, size_t i, const char **name, enum csm_value_type *type)
{
	if (i >= r->columns)
		return 0;
	*name = r->column[i].name;
	*type = r->column[i].type;
	return 1;
}
