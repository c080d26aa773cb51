/* A source from the configuration or an option. */
#include "base/text.h"
#include "config/path.h"
#include "ingest/source/source.h"

#include <string.h>

static struct csm_source *
source_plain(
    struct csm_arena *arena, enum csm_source_kind kind, const char *text, size_t len)
{
	struct csm_source *s = CSM_ARENA_NEW(arena, struct csm_source);

	s->kind = kind;
	s->text = csm_arena_text(arena, text, len);
	/* Until it is bound. */
	s->column = -1;
	return s;
}

/* The name a key column has if none is given: that of the column, or what the lookup
 * before took. */
static const char *
default_key(const struct csm_source *from)
{
	/* Of a list the first: whoever means another column says `key`. */
	while (csm_source_is_choice(from) || from->kind == CSM_SOURCE_DOMAIN)
		from = from->from;
	return from->kind == CSM_SOURCE_LOOKUP ? from->take : from->text;
}

static struct csm_source *json_source(struct csm_arena *arena,
    const struct csm_json *json, int depth, struct csm_diag *diag);

static struct csm_source *
json_lookup(struct csm_arena *arena, const struct csm_json *json, int depth,
    struct csm_diag *diag)
{
	struct csm_source *s = source_plain(arena, CSM_SOURCE_LOOKUP, "", 0);
	const struct csm_json *from = csm_json_get(json, "from");

	/* Lookups are followed by recursion when rows are read. */
	if (depth == CSM_SOURCE_DEPTH) {
		csm_json_error(diag, json, CSM_E_CONFIG,
		    "more than %d lookups behind one another", CSM_SOURCE_DEPTH);
		return NULL;
	}
	if (csm_json_text(json, "lookup", &s->file, diag) < 0 ||
	    csm_json_text(json, "key", &s->key, diag) < 0 ||
	    csm_json_text(json, "take", &s->take, diag) < 0)
		return NULL;
	if (from == NULL || s->take == NULL) {
		csm_json_error(
		    diag, json, CSM_E_CONFIG, "a lookup wants \"from\" and \"take\"");
		return NULL;
	}
	s->from = json_source(arena, from, depth + 1, diag);
	if (s->from == NULL)
		return NULL;
	if (s->key == NULL)
		s->key = default_key(s->from);
	s->file = csm_arena_strdup(arena, s->file);
	s->key = csm_arena_strdup(arena, s->key);
	s->take = csm_arena_strdup(arena, s->take);
	return s;
}

static struct csm_source *
source_expression(struct csm_arena *arena, struct csm_expression *x)
{
	struct csm_source *s;

	if (x == NULL)
		return NULL;
	s = source_plain(arena, CSM_SOURCE_EXPRESSION, "", 0);
	s->expression = x;
	s->text = csm_expression_text(x);
	return s;
}

static struct csm_source *json_first(struct csm_arena *arena,
    const struct csm_json *json, int depth, struct csm_diag *diag);

/* {"any": sources, "same": file, "key": column, "take": column, "case": "lower"} */
static struct csm_source *
json_same(struct csm_arena *arena, const struct csm_json *json, int depth,
    struct csm_diag *diag)
{
	const struct csm_json *any = csm_json_get(json, "any");
	const char *small = NULL;
	struct csm_source *s;

	/* A list read as that of a first, and then known by the file. */
	if (any->type == CSM_JSON_ARRAY) {
		s = json_first(arena, any, depth, diag);
	} else {
		s = source_plain(arena, CSM_SOURCE_SAME, "", 0);
		s->from = json_source(arena, any, depth + 1, diag);
		s = s->from == NULL ? NULL : s;
	}
	if (s == NULL || csm_json_text(json, "same", &s->file, diag) < 0 ||
	    csm_json_text(json, "key", &s->key, diag) < 0 ||
	    csm_json_text(json, "take", &s->take, diag) < 0 ||
	    csm_json_text(json, "case", &small, diag) < 0)
		return NULL;
	s->kind = CSM_SOURCE_SAME;
	s->lower = small != NULL && strcmp(small, "lower") == 0;
	if (small != NULL && !s->lower) {
		csm_json_error(diag, csm_json_get(json, "case"), CSM_E_CONFIG,
		    "case is \"lower\", or not said: then it is kept");
		return NULL;
	}
	return s;
}

/* {"domain": source, "of": file, "column": column, "take": column} */
static struct csm_source *
json_domain(struct csm_arena *arena, const struct csm_json *json, int depth,
    struct csm_diag *diag)
{
	struct csm_source *s = source_plain(arena, CSM_SOURCE_DOMAIN, "", 0);

	s->key = "domains";
	s->from = json_source(arena, csm_json_get(json, "domain"), depth + 1, diag);
	if (s->from == NULL || csm_json_text(json, "of", &s->file, diag) < 0 ||
	    csm_json_text(json, "column", &s->key, diag) < 0 ||
	    csm_json_text(json, "take", &s->take, diag) < 0)
		return NULL;
	return s;
}

/* Which kind of source an object is, and what else that may say. */
static const struct source_form {
	const char *name;
	struct csm_source *(*read)(struct csm_arena *arena, const struct csm_json *json,
	    int depth, struct csm_diag *diag);
	const char *with[5];
} source_forms[] = {{"any", json_same, {"same", "key", "take", "case"}},
    {"domain", json_domain, {"of", "column", "take"}},
    {"lookup", json_lookup, {"from", "key", "take"}}, {"formula", NULL, {NULL}},
    {"const", NULL, {NULL}}, {NULL, NULL, {NULL}}};

/* The form of an object; NULL after a report. */
static const struct source_form *
json_form(const struct csm_json *json, struct csm_diag *diag)
{
	const struct source_form *form = source_forms;

	while (form->name != NULL && csm_json_get(json, form->name) == NULL)
		form++;
	if (form->name == NULL) {
		csm_json_error(diag, json, CSM_E_CONFIG,
		    "wants a column, {\"const\": text}, a lookup or a list of these");
		return NULL;
	}
	for (const struct csm_json *m = json->child; m != NULL; m = m->next) {
		size_t i = 0;
		while (form->with[i] != NULL && strcmp(form->with[i], m->key) != 0)
			i++;
		/* A key that would be ignored is refused. */
		if (form->with[i] == NULL && strcmp(m->key, form->name) != 0) {
			csm_json_error(diag, m, CSM_E_CONFIG,
			    "\"%s\" says nothing beside \"%s\"", m->key, form->name);
			return NULL;
		}
	}
	return form;
}

static struct csm_source *
json_object(struct csm_arena *arena, const struct csm_json *json, int depth,
    struct csm_diag *diag)
{
	const struct csm_json *constant = csm_json_get(json, "const");
	const struct csm_json *formula = csm_json_get(json, "formula");
	const struct source_form *form;

	for (const struct csm_json *m = json->child; m != NULL; m = m->next) {
		const struct csm_config_key *k;
		size_t i = 0;
		while ((k = csm_config_key_at(&csm_source_shape, i)) != NULL &&
		       strcmp(k->name, m->key) != 0)
			i++;
		if (k == NULL) {
			csm_json_error(diag, m, CSM_E_CONFIG,
			    "unknown key; a source is a column, {\"const\": ...} or "
			    "{\"lookup\", \"from\", \"key\", \"take\"}");
			return NULL;
		}
	}
	form = json_form(json, diag);
	if (form == NULL)
		return NULL;
	if (form->read != NULL)
		return form->read(arena, json, depth, diag);
	if (formula != NULL)
		return source_expression(
		    arena, csm_expression_from_json(arena, formula, diag));
	if (constant->type == CSM_JSON_STRING || constant->type == CSM_JSON_NUMBER)
		return source_plain(
		    arena, CSM_SOURCE_CONST, constant->text, strlen(constant->text));
	csm_json_error(diag, json, CSM_E_CONFIG,
	    "wants a column, {\"const\": text}, a lookup or a list of these");
	return NULL;
}

static struct csm_source *
json_first(struct csm_arena *arena, const struct csm_json *json, int depth,
    struct csm_diag *diag)
{
	struct csm_source *s = source_plain(arena, CSM_SOURCE_FIRST, "", 0),
			  **end = &s->from;

	for (const struct csm_json *e = json->child; e != NULL; e = e->next) {
		if (e->type == CSM_JSON_ARRAY) {
			csm_json_error(diag, e, CSM_E_CONFIG, "a list in a list");
			return NULL;
		}
		*end = json_source(arena, e, depth + 1, diag);
		if (*end == NULL)
			return NULL;
		end = &(*end)->next;
	}
	if (s->from != NULL)
		return s;
	csm_json_error(diag, json, CSM_E_CONFIG, "the list of sources is empty");
	return NULL;
}

/* In a list a text may be short for more than a column, as an option's: =TEXT, or
 * FROM@FILE:TAKE.  An address as a name of a column has an @ too, but no colon behind
 * it. */
static int
is_short(const char *text)
{
	const char *file = strrchr(text, '@');

	return text[0] == '=' ||
	       (file != NULL && file != text && strchr(file, ':') != NULL);
}

/* Its files are beside the configuration, as those of lookups in full. */
static struct csm_source *
json_short(struct csm_arena *arena, const struct csm_json *json, const char *text,
    struct csm_diag *diag)
{
	struct csm_source *s = csm_source_from_text(arena, "list", text, diag);

	for (struct csm_source *l = s; l != NULL && l->kind == CSM_SOURCE_LOOKUP;
	     l = l->from)
		l->file = csm_config_path(arena, json->file, l->file);
	return s;
}

struct csm_source *
csm_source_from_short(struct csm_arena *arena, const struct csm_json *json,
    const char *text, struct csm_diag *diag)
{
	struct csm_json expression = *json;

	if (text[0] == '(') {
		expression.type = CSM_JSON_STRING;
		expression.text = text;
		expression.len = strlen(text);
		return source_expression(
		    arena, csm_expression_from_json(arena, &expression, diag));
	}
	return is_short(text)
		   ? json_short(arena, json, text, diag)
		   : source_plain(arena, CSM_SOURCE_COLUMN, text, strlen(text));
}

static struct csm_source *
json_source(struct csm_arena *arena, const struct csm_json *json, int depth,
    struct csm_diag *diag)
{
	if (json->type == CSM_JSON_ARRAY)
		return json_first(arena, json, depth, diag);
	if (json->type == CSM_JSON_OBJECT)
		return json_object(arena, json, depth, diag);
	/* In a list only: alone a text is a column, whatever else it looks like. */
	if (json->type == CSM_JSON_STRING && json->len > 0 && depth > 0 &&
	    is_short(json->text))
		return json_short(arena, json, json->text, diag);
	if (json->type == CSM_JSON_STRING && json->len > 0 && json->text[0] == '(')
		return source_expression(
		    arena, csm_expression_from_json(arena, json, diag));
	if (json->type == CSM_JSON_STRING && json->len > 0)
		return source_plain(arena, CSM_SOURCE_COLUMN, json->text, json->len);
	csm_json_error(diag, json, CSM_E_CONFIG,
	    "wants a column, {\"const\": text}, a lookup or a list of these");
	return NULL;
}

struct csm_source *
csm_source_from_json(
    struct csm_arena *arena, const struct csm_json *json, struct csm_diag *diag)
{
	return json_source(arena, json, 0, diag);
}

static struct csm_source *
bad_text(const char *option, const char *text, const char *wants, struct csm_diag *diag)
{
	struct csm_buf quoted = {0};

	csm_text_quote(&quoted, text, strlen(text));
	csm_error(diag, CSM_E_USAGE, NULL, "--%s: %s: %s", option, quoted.data, wants);
	csm_buf_fini(&quoted);
	return NULL;
}

/* Cut `text` at its last colon; NULL if it has none. */
static char *
source_cut(char *text)
{
	char *colon = strrchr(text, ':');

	if (colon == NULL)
		return NULL;
	*colon = '\0';
	return colon + 1;
}

static struct csm_source *
text_source(struct csm_arena *arena, const char *option, char *text, int depth,
    struct csm_diag *diag)
{
	/* From the right, so that FROM may be a lookup in turn, and a column have an
	 * @. */
	char *file = strrchr(text, '@'), *take, *key;
	struct csm_source *s;

	if (file == NULL && text[0] != '\0')
		return source_plain(arena, CSM_SOURCE_COLUMN, text, strlen(text));
	if (file == NULL || depth == CSM_SOURCE_DEPTH)
		return bad_text(option, text,
		    file == NULL ? "wants a column" : "too many lookups", diag);
	*file++ = '\0';
	/* Behind the last colon first: a path may have colons, names of columns
	 * hardly. */
	take = source_cut(file);
	key = source_cut(file);
	if (take == NULL || *take == '\0' || *file == '\0')
		return bad_text(option, file,
		    "a lookup is FROM@FILE:TAKE or FROM@FILE:KEY:TAKE", diag);
	s = source_plain(arena, CSM_SOURCE_LOOKUP, "", 0);
	s->from = text_source(arena, option, text, depth + 1, diag);
	if (s->from == NULL)
		return NULL;
	s->file = file;
	s->take = take;
	s->key = key == NULL || *key == '\0' ? default_key(s->from) : key;
	return s;
}

struct csm_source *
csm_source_from_text(struct csm_arena *arena, const char *option, const char *text,
    struct csm_diag *diag)
{
	if (text[0] == '=')
		return source_plain(
		    arena, CSM_SOURCE_CONST, text + 1, strlen(text + 1));
	if (text[0] == '(') {
		struct csm_pos at = {.file = csm_arena_printf(arena, "--%s", option)};
		return source_expression(
		    arena, csm_expression_read(arena, text, &at, diag));
	}
	if (text[0] == '{' || text[0] == '[') {
		const char *name = csm_arena_printf(arena, "--%s", option);
		const struct csm_json *json =
		    csm_json_parse(arena, name, text, strlen(text), diag);
		return json == NULL ? NULL : json_source(arena, json, 0, diag);
	}
	return text_source(arena, option, csm_arena_strdup(arena, text), 0, diag);
}
