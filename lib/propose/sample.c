#include "propose/sample.h"

#include "base/xalloc.h"
#include "syntax/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A limit: an export has 10 to 200, and each column is kept as its different texts. */
#define COLUMNS_MAX ((size_t)2000)
/* Not measured: it bounds columns of objects that contain themselves over and over. */
#define DEPTH_MAX 6 /* of objects in one another */

void
csm_sample_fini(struct csm_sample *s)
{
	for (size_t i = 0; i < s->columns; i++) {
		csm_intern_fini(&s->column[i].value);
		free(s->column[i].times);
	}
	free(s->column);
	s->column = NULL;
	s->columns = 0;
}

int
csm_sample_find(const struct csm_sample *s, const char *name)
{
	for (size_t i = 0; i < s->columns; i++)
		if (strcmp(s->column[i].name, name) == 0)
			return (int)i;
	return -1;
}

static struct csm_sample_column *
sample_add_column(struct csm_sample *s, const char *name)
{
	CSM_GROW(s->column, s->columns, &s->columns_cap);
	s->column[s->columns] = (struct csm_sample_column){.name = name};
	return &s->column[s->columns++];
}

static void
sample_put(struct csm_sample_column *c, const char *text, size_t len)
{
	if (len == 0)
		return;
	uint32_t id = csm_intern_put(&c->value, text, len);
	if (id >= c->times_cap) {
		size_t was = c->times_cap;
		CSM_GROW(c->times, id, &c->times_cap);
		/* Growing leaves what is new as it was. */
		memset(c->times + was, 0, (c->times_cap - was) * sizeof *c->times);
	}
	c->times[id]++;
	c->filled++;
	c->last = c->value.text[id].s;
}

static struct csm_sample_column *
sample_named(struct csm_sample *s, struct csm_arena *arena, const char *name)
{
	int at = csm_sample_find(s, name);

	if (at >= 0)
		return &s->column[at];
	/* Values of more are not looked at; the file can still be read. */
	return s->columns == COLUMNS_MAX
		   ? NULL
		   : sample_add_column(s, csm_arena_strdup(arena, name));
}

/* A value at a dotted path: a text, or the values in it.  Of a list the first. */
static void
sample_put_json(struct csm_sample *s, struct csm_arena *arena,
    const struct csm_json *value, const char *path, int depth)
{
	struct csm_sample_column *c;
	char name[512];

	if (value->type == CSM_JSON_OBJECT || value->type == CSM_JSON_ARRAY) {
		for (const struct csm_json *v = value->child;
		     v != NULL && depth < DEPTH_MAX; v = v->next) {
			const char *key = value->type == CSM_JSON_ARRAY ? "0" : v->key;
			if (snprintf(name, sizeof name, "%s%s%s", path,
				*path == '\0' ? "" : ".", key) < (int)sizeof name)
				sample_put_json(s, arena, v, name, depth + 1);
			if (value->type == CSM_JSON_ARRAY)
				return;
		}
		return;
	}
	c = sample_named(s, arena, path);
	if (c == NULL || value->type == CSM_JSON_NULL)
		return;
	if (value->type == CSM_JSON_TRUE || value->type == CSM_JSON_FALSE)
		sample_put(c, value->type == CSM_JSON_TRUE ? "true" : "false",
		    value->type == CSM_JSON_TRUE ? 4 : 5);
	else
		sample_put(c, value->text,
		    value->type == CSM_JSON_NUMBER ? strlen(value->text) : value->len);
}

/* The JSON in a text: its values are columns behind `prefix`. */
static bool
sample_put_object(struct csm_sample *s, struct csm_arena *arena, struct csm_text text,
    const char *prefix)
{
	struct csm_arena scratch = {0};
	struct csm_diag quiet;
	const struct csm_json *json;

	csm_diag_init(&quiet, NULL, NULL);
	json = csm_json_parse(&scratch, "", text.s, text.len, &quiet);
	if (json != NULL)
		sample_put_json(s, arena, json, prefix, 0);
	csm_arena_fini(&scratch);
	return json != NULL;
}

/* The first and the last text: of a column of JSON all are, and nobody else's text
 * is. */
static bool
sample_is_object(const struct csm_sample_column *c)
{
	return c->value.n > 0 && c->filled > 0 && c->value.text[0].s[0] == '{' &&
	       c->last[0] == '{';
}

/* Columns of JSON text are columns of the values in it, too. */
static void
sample_look_inside(struct csm_sample *s, struct csm_arena *arena)
{
	size_t columns = s->columns;

	for (size_t i = 0; i < columns; i++) {
		if (!sample_is_object(&s->column[i]))
			continue;
		for (uint32_t id = 0; id < s->column[i].value.n; id++) {
			struct csm_text text = s->column[i].value.text[id];
			size_t times = s->column[i].times[id];
			/* As often as it was there, so that counts are those of rows. */
			for (size_t k = 0; k < times; k++)
				sample_put_object(s, arena, text, s->column[i].name);
		}
	}
	for (size_t i = columns; i < s->columns; i++)
		s->column[i].inside = true;
}

static int
sample_rows(struct csm_sample *s, struct csm_arena *arena, struct csm_reader *reader,
    struct csm_diag *diag)
{
	const struct csm_record *record;
	size_t columns = csm_reader_columns(reader);
	int *handle = csm_xcalloc(columns + 1, sizeof *handle), rc = 1;

	for (size_t i = 0; i < columns; i++) {
		const char *name = csm_reader_column_name(reader, i);
		handle[i] = csm_reader_column(reader, name);
		sample_add_column(s, csm_arena_strdup(arena, name));
	}
	while (s->rows < CSM_SAMPLE_ROWS &&
	       (rc = csm_reader_next(reader, &record, diag)) == 1) {
		s->rows++;
		for (size_t i = 0; i < columns; i++)
			if (handle[i] >= 0)
				sample_put(&s->column[i], record->field[handle[i]].s,
				    record->field[handle[i]].len);
		if (s->objects)
			sample_put_object(s, arena, csm_reader_source(reader), "");
	}
	s->all = rc == 0;
	s->rejected = csm_reader_rejected(reader);
	free(handle);
	return rc < 0 ? -1 : 0;
}

int
csm_sample_read(struct csm_sample *s, struct csm_arena *arena, struct csm_zone *zone,
    const char *path, struct csm_diag *diag)
{
	const char *slash = strrchr(path, '/');
	struct csm_diag quiet;
	struct csm_reader *reader;
	int status;

	s->path = path;
	s->file = slash == NULL ? path : slash + 1;
	if (csm_notation_find(arena, zone, path, &s->notation, diag) != 0)
		return -1;
	if (s->notation.no_rows != NULL)
		return 0;
	/* Names given fit only a file that has as many columns. */
	if (s->notation.how.names > 0 && s->notation.how.names == s->headers)
		s->notation.how.name = s->header;
	/* bad rows are for the run that reads them; here they are counted */
	csm_diag_init(&quiet, NULL, NULL);
	s->notation.how.footer = 1;
	reader = csm_reader_open(path, &s->notation.how, diag);
	if (reader == NULL)
		return -1;
	s->objects = csm_format_delimiter(csm_reader_format(reader)) == 0;
	status = sample_rows(s, arena, reader, &quiet);
	csm_reader_free(reader);
	if (s->rows == 0)
		s->notation.no_rows = s->objects
					  ? "it is a document of JSON, not an object a "
					    "line or a list of objects"
					  : "it has a header and no rows";
	else if (status != 0)
		s->notation.no_rows = "its rows are damaged";
	else if (!s->objects)
		sample_look_inside(s, arena);
	return 0;
}
