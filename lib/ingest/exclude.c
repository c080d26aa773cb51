#include "ingest/exclude.h"

#include "base/case.h"
#include "base/intern.h"
#include "base/text.h"
#include "config/path.h"
#include "config/shapes.h"
#include "ingest/row_filter.h"

#include <string.h>

struct csm_exclude {
	struct csm_rowfilter *rows; /* a condition */
	const char *file, *column;  /* or a file; column NULL: `id`, else the first */
	struct csm_intern texts;    /* of it, once loaded */
	struct csm_arena scratch;   /* of one text */
	struct csm_exclude *next;
};

static const struct csm_config_shape formula = {
    .noun = "a condition (a text, an array or an object)",
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_ARRAY | CSM_CONFIG_OBJECT};
static const struct csm_config_key keys[] = {
    {"formula", &formula, 0, "Condition over the columns"}, END};
static const struct csm_config_shape one = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_OBJECT,
    .noun = "a condition in parentheses or a file",
    .keys = keys};
const struct csm_config_shape csm_exclude_shape = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_OBJECT | CSM_CONFIG_ARRAY | CSM_CONFIG_NULL,
    .noun = "a condition in parentheses, a file or a list of these",
    .keys = keys,
    .each = &one};

/* ---- what is said ---- */

static void
exclude_add(struct csm_exclude **list, struct csm_exclude *x)
{
	/* At the end: files are found by their place, csm_exclude_file. */
	while (*list != NULL)
		list = &(*list)->next;
	*list = x;
}

static int
exclude_add_rows(
    struct csm_arena *arena, struct csm_exclude **list, struct csm_rowfilter *rows)
{
	struct csm_exclude *x = CSM_ARENA_NEW(arena, struct csm_exclude);

	x->rows = rows;
	if (rows != NULL)
		exclude_add(list, x);
	return rows == NULL ? -1 : 0;
}

/* FILE or FILE:COLUMN, beside the configuration `conf`, if that is not NULL. */
static void
exclude_add_file(struct csm_arena *arena, struct csm_exclude **list, const char *conf,
    const char *text)
{
	struct csm_exclude *x = CSM_ARENA_NEW(arena, struct csm_exclude);
	const char *colon = strrchr(text, ':');

	if (colon != NULL && strchr(colon, '/') == NULL && colon[1] != '\0') {
		x->column = csm_arena_strdup(arena, colon + 1);
		text = csm_arena_text(arena, text, (size_t)(colon - text));
	}
	x->file = conf == NULL ? csm_arena_strdup(arena, text)
			       : csm_config_path(arena, conf, text);
	exclude_add(list, x);
}

int
csm_exclude_add_text(struct csm_arena *arena, struct csm_exclude **list,
    const char *text, struct csm_diag *diag)
{
	struct csm_pos at = {.file = "--exclude"};

	if (text[0] == '(')
		return exclude_add_rows(
		    arena, list, csm_rowfilter_read(arena, text, &at, diag));
	if (*text == '\0')
		return csm_error(diag, CSM_E_USAGE, NULL,
		    "--exclude wants a file, FILE:COLUMN, or a condition in "
		    "parentheses");
	exclude_add_file(arena, list, NULL, text);
	return 0;
}

int
csm_exclude_add_json(struct csm_arena *arena, struct csm_exclude **list,
    const struct csm_json *json, struct csm_diag *diag)
{
	const struct csm_json *condition = csm_json_get(json, "formula");

	if (json->type == CSM_JSON_ARRAY && json->child == NULL)
		return csm_json_error(
		    diag, json, CSM_E_CONFIG, "an empty list leaves nobody out");
	if (json->type == CSM_JSON_ARRAY) {
		for (const struct csm_json *e = json->child; e != NULL; e = e->next)
			if (e->type == CSM_JSON_ARRAY ||
			    csm_exclude_add_json(arena, list, e, diag) != 0)
				return -1;
		return 0;
	}
	if (condition != NULL ||
	    (json->type == CSM_JSON_STRING && json->text[0] == '('))
		return exclude_add_rows(arena, list,
		    csm_rowfilter_from_json(
			arena, condition != NULL ? condition : json, diag));
	if (json->type != CSM_JSON_STRING || json->len == 0)
		return csm_json_error(diag, json, CSM_E_CONFIG,
		    "wants a file, or a condition in parentheses");
	exclude_add_file(arena, list, json->file, json->text);
	return 0;
}

const char *
csm_exclude_file(const struct csm_exclude *list, size_t i)
{
	for (; list != NULL; list = list->next)
		if (list->file != NULL && i-- == 0)
			return list->file;
	return NULL;
}

/* ---- who that is ---- */

/* Files of aliases may be read in small letters: then this file is too. */
static struct csm_text
exclude_text(struct csm_exclude *x, const struct csm_source *who, struct csm_text t)
{
	if (who == NULL || who->kind != CSM_SOURCE_SAME || !who->lower)
		return t;
	csm_arena_reset(&x->scratch);
	t.s = csm_case_lower(&x->scratch, t.s, t.len);
	t.len = strlen(t.s);
	return t;
}

/* A text of the file, and what it is called where another file says so. */
static void
exclude_put(struct csm_exclude *x, const struct csm_source *who, struct csm_text t)
{
	struct csm_text called;

	if (t.len == 0)
		return;
	t = exclude_text(x, who, t);
	/* Both names: a row may have the one or the other. */
	csm_intern_put(&x->texts, t.s, t.len);
	if (csm_source_resolve(who, t, &called))
		csm_intern_put(&x->texts, called.s, called.len);
}

static int
exclude_read(struct csm_exclude *x, const struct csm_source *who,
    struct csm_reader *reader, struct csm_diag *diag)
{
	const bool named = csm_reader_columns(reader) > 0;
	const char *name = x->column;
	const struct csm_record *record;
	int column, got;

	if (name == NULL)
		name = named && csm_reader_column(reader, "id") < 0
			   ? csm_reader_column_name(reader, 0)
			   : "id";
	column = csm_reader_need(reader, name, diag);
	if (column < 0)
		return -1;
	while ((got = csm_reader_next(reader, &record, diag)) == 1)
		exclude_put(x, who, record->field[column]);
	/* Rows of this file too count against --max-rejects. */
	csm_reader_account(reader, 0, diag);
	return got;
}

void
csm_exclude_reads(
    struct csm_exclude *x, struct csm_zone *zone, const struct csm_number_form *number)
{
	for (; x != NULL; x = x->next)
		if (x->rows != NULL) {
			x->rows->zone = zone;
			x->rows->number = number;
		}
}

int
csm_exclude_load(
    struct csm_exclude *x, const struct csm_source *who, struct csm_diag *diag)
{
	struct csm_reader_options options = {.format = CSM_FORMAT_AUTO, .prove = 1};

	for (; x != NULL; x = x->next) {
		struct csm_reader *reader;
		if (x->file == NULL)
			continue;
		reader = csm_reader_open(x->file, &options, diag);
		if (reader == NULL)
			return -1;
		int got =
		    csm_reader_empty(reader) ? 0 : exclude_read(x, who, reader, diag);
		csm_reader_free(reader);
		if (got != 0)
			return -1;
	}
	return 0;
}

void
csm_exclude_unload(struct csm_exclude *x)
{
	for (; x != NULL; x = x->next) {
		csm_rowfilter_fini(x->rows);
		csm_intern_fini(&x->texts);
		csm_arena_fini(&x->scratch);
	}
}

int
csm_exclude_bind(
    struct csm_exclude *x, struct csm_reader *reader, struct csm_diag *diag)
{
	for (; x != NULL; x = x->next)
		if (x->rows != NULL && csm_rowfilter_bind(x->rows, reader, diag) != 0)
			return -1;
	return 0;
}

void
csm_exclude_tell(
    const struct csm_exclude *x, const struct csm_reader *reader, struct csm_diag *diag)
{
	for (; x != NULL; x = x->next)
		if (x->rows != NULL)
			csm_rowfilter_tell(x->rows, "exclude", reader, diag);
}

static void
exclude_forget(void *scratch)
{
	csm_arena_fini(scratch);
}

struct csm_exclude *
csm_exclude_fork(
    struct csm_arena *arena, const struct csm_exclude *x, struct csm_zone *zone)
{
	struct csm_exclude *list = NULL, **end = &list;

	for (; x != NULL; x = x->next) {
		struct csm_exclude *fork = CSM_ARENA_NEW(arena, struct csm_exclude);
		/* Texts of the file are shared: threads only look them up. */
		*fork = *x;
		fork->scratch = (struct csm_arena){0};
		csm_arena_cleanup(arena, exclude_forget, &fork->scratch);
		if (x->rows != NULL)
			fork->rows = csm_rowfilter_fork(
			    arena, x->rows, x->rows->where->root, zone);
		fork->next = NULL;
		*end = fork;
		end = &fork->next;
	}
	return list;
}

void
csm_exclude_columns(
    const struct csm_exclude *x, void (*visit)(void *ctx, int column), void *ctx)
{
	for (; x != NULL; x = x->next)
		for (size_t i = 0; x->rows != NULL && i < x->rows->where->leaves; i++)
			visit(ctx, x->rows->column[i]);
}

static bool
exclude_knows(struct csm_exclude *x, const struct csm_source *who, struct csm_text t)
{
	struct csm_text called;

	t = exclude_text(x, who, t);
	return csm_intern_find(&x->texts, t.s, t.len) != CSM_INTERN_NONE ||
	       (csm_source_resolve(who, t, &called) &&
		   csm_intern_find(&x->texts, called.s, called.len) != CSM_INTERN_NONE);
}

/* Whether the file has the row's user, by any name the row has. */
static bool
exclude_has_user(
    struct csm_exclude *x, struct csm_source *who, const struct csm_record *record)
{
	/* Of a list of columns all are asked, and not only the first that has a text: a
	 * colleague may be listed by address where the row is counted by id. */
	struct csm_source *s = csm_source_is_choice(who) ? who->from : who;
	struct csm_text t;

	for (; s != NULL; s = s == who ? NULL : s->next)
		if (csm_source_get(s, record, &t) == NULL && t.len != 0 &&
		    exclude_knows(x, who, t))
			return true;
	return false;
}

bool
csm_exclude_has(
    struct csm_exclude *x, struct csm_source *who, const struct csm_record *record)
{
	for (; x != NULL; x = x->next)
		if (x->rows != NULL ? csm_rowfilter_keep(x->rows, record) != 0
				    : exclude_has_user(x, who, record))
			return true;
	return false;
}
