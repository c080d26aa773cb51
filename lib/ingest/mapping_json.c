/* A mapping from an entry of `sources`. */
#include "base/text.h"
#include "entity/fields_form.h"
#include "ingest/mapping.h"
#include "ingest/mapping_set.h"
#include "ingest/mapping_words.h"
#include "ingest/preset.h"

#include <string.h>

static int
json_rules(struct csm_mapping *m, struct csm_arena *arena,
    const struct csm_mapping_word *word, const struct csm_json *json,
    struct csm_diag *diag)
{
	const char *name = word->key.name;

	if (json->type == CSM_JSON_STRING && word->key.shape->words != NULL) {
		if (csm_mapping_add_rule(m, arena, word, "*", json->text) == 0)
			return 0;
		return csm_json_error(
		    diag, json, CSM_E_CONFIG, "\"%s\" is no %s", json->text, name);
	}
	if (json->type != CSM_JSON_OBJECT)
		return csm_json_error(diag, json, CSM_E_CONFIG, "wants an object");
	for (const struct csm_json *v = json->child; v != NULL; v = v->next) {
		if (v->type != CSM_JSON_STRING)
			return csm_json_error(diag, v, CSM_E_CONFIG, "wants a text");
		if (csm_mapping_add_rule(m, arena, word, v->key, v->text) != 0)
			return csm_json_error(
			    diag, v, CSM_E_CONFIG, "\"%s\" is no %s", v->text, name);
	}
	return 0;
}

/* ["column", ...] or {"column": "metric", ...} */
static int
json_columns(struct csm_mapping *m, struct csm_arena *arena,
    const struct csm_json *json, struct csm_diag *diag)
{
	if (json->type != CSM_JSON_ARRAY && json->type != CSM_JSON_OBJECT)
		return csm_json_error(
		    diag, json, CSM_E_CONFIG, "wants a list of columns or an object");
	if (json->child == NULL)
		return csm_json_error(
		    diag, json, CSM_E_CONFIG, "wants at least one column");
	for (const struct csm_json *v = json->child; v != NULL; v = v->next) {
		struct csm_source *source;
		if (v->type != CSM_JSON_STRING || v->len == 0)
			return csm_json_error(diag, v, CSM_E_CONFIG, "wants a text");
		/* The key is the column, the text the new name; of a list both are the
		 * column. */
		if (json->type == CSM_JSON_OBJECT) {
			source = csm_source_from_short(arena, v, v->key, diag);
		} else {
			source = csm_source_from_short(arena, v, v->text, diag);
		}
		if (source == NULL)
			return -1;
		csm_mapping_add_column(m, arena, source, v->text);
	}
	return 0;
}

static void
json_fields(struct csm_mapping *m, struct csm_arena *arena, const struct csm_json *json)
{
	/* Instead of those of a preset: how cells of one file are written is said in
	 * one place.  Their texts were checked by csm_fields_form_shape. */
	m->field = CSM_ARENA_ARRAY(arena, struct csm_fields_cell_form, json->count + 1);
	m->fields = 0;
	for (const struct csm_json *v = json->child; v != NULL; v = v->next)
		m->field[m->fields++] = csm_fields_form_read(arena, v);
}

static int
mapping_json_unknown(const struct csm_json *json, struct csm_diag *diag)
{
	struct csm_nearest near;
	struct csm_buf hint = {0};

	csm_nearest_init(&near, json->key);
	for (const struct csm_mapping_word *w = csm_mapping_words; w->key.name != NULL;
	     w++)
		csm_nearest_offer(&near, w->key.name);
	csm_json_error(diag, json, CSM_E_CONFIG, "unknown word \"%s\"%s", json->key,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	return -1;
}

/* A source, or {"from": source, "inclusive": true}: the last day of the period. */
static int
json_end(struct csm_mapping *m, struct csm_arena *arena, const struct csm_json *json,
    struct csm_diag *diag)
{
	const struct csm_json *inclusive = csm_json_get(json, "inclusive"),
			      *from = csm_json_get(json, "from");

	m->end_inclusive = inclusive != NULL && inclusive->type == CSM_JSON_TRUE;
	/* null takes away that of a preset. */
	m->role[CSM_ROLE_END] = NULL;
	if (json->type == CSM_JSON_NULL)
		return 0;
	/* Two keys and no more: a third would be ignored. */
	if (inclusive != NULL && (from == NULL || json->child->next->next != NULL))
		return csm_json_error(diag, json, CSM_E_CONFIG,
		    "an inclusive end is {\"from\": ..., \"inclusive\": true}");
	m->role[CSM_ROLE_END] =
	    csm_source_from_json(arena, inclusive != NULL ? from : json, diag);
	return m->role[CSM_ROLE_END] == NULL ? -1 : 0;
}

/* A text, number or truth as a text; NULL: it is another value. */
static const char *
json_scalar(const struct csm_json *json)
{
	if (json->type == CSM_JSON_TRUE || json->type == CSM_JSON_FALSE)
		return json->type == CSM_JSON_TRUE ? "true" : "false";
	return json->type == CSM_JSON_STRING || json->type == CSM_JSON_NUMBER
		   ? json->text
		   : NULL;
}

/* A text, or a list of them. */
static int
json_list(struct csm_mapping *m, struct csm_arena *arena,
    const struct csm_mapping_word *word, const struct csm_json *json,
    struct csm_diag *diag)
{
	int is_list = json->type == CSM_JSON_ARRAY;
	const struct csm_json *v = is_list ? json->child : json;

	/* It says nothing, and whoever writes it expects something of it. */
	if (is_list && v == NULL)
		return csm_json_error(diag, json, CSM_E_CONFIG,
		    "wants %s, not an empty list", word->wants);
	if (word->clear != NULL)
		word->clear(m);
	for (; v != NULL; v = is_list ? v->next : NULL) {
		const char *text = json_scalar(v);
		/* A single number or truth is a text (skip_lines: 3), in a list it is a
		 * mistake. */
		if (text == NULL || (is_list && v->type != CSM_JSON_STRING) ||
		    word->add(m, arena, csm_arena_strdup(arena, text)) != 0)
			return csm_json_error(
			    diag, v, CSM_E_CONFIG, "wants %s", word->wants);
	}
	return 0;
}

static int
json_text(struct csm_mapping *m, struct csm_arena *arena,
    const struct csm_mapping_word *word, const struct csm_json *json,
    struct csm_diag *diag)
{
	struct csm_buf wants = {0};
	const char *text = json_scalar(json);

	if (text != NULL &&
	    (word->set == NULL || word->set(m, csm_arena_strdup(arena, text)) == 0))
		return 0;
	csm_mapping_word_wants(word, &wants);
	csm_json_error(diag, json, CSM_E_CONFIG, "wants %s", wants.data);
	csm_buf_fini(&wants);
	return -1;
}

/* NULL if it is null, or after a report. */
static struct csm_source *
json_role(struct csm_arena *arena, const struct csm_mapping_word *w,
    const struct csm_json *json, struct csm_diag *diag)
{
	if (json->type == CSM_JSON_NULL)
		return NULL;
	if (json->type == CSM_JSON_STRING && w->is_word != NULL &&
	    w->is_word(json->text))
		return csm_mapping_role_from_text(arena, w, json->text, diag);
	return csm_source_from_json(arena, json, diag);
}

/* null: nobody, whatever the preset says. */
static int
json_exclude(struct csm_mapping *m, struct csm_arena *arena,
    const struct csm_json *json, struct csm_diag *diag)
{
	m->exclude = NULL;
	return json->type == CSM_JSON_NULL
		   ? 0
		   : csm_exclude_add_json(arena, &m->exclude, json, diag);
}

/* null: not mapped, whatever the preset says. */
static int
json_word(struct csm_mapping *m, struct csm_arena *arena, const struct csm_json *json,
    struct csm_diag *diag)
{
	const struct csm_mapping_word *w = csm_mapping_word_of(json->key);
	int null = json->type == CSM_JSON_NULL;

	if (w == NULL && strcmp(json->key, CSM_CONFIG_COMMENT) == 0)
		return 0;
	if (w == NULL)
		return null ? 0 : mapping_json_unknown(json, diag);
	if (w->type == CSM_WORD_WHERE)
		m->where_json = null ? NULL : json;
	else if (w->type == CSM_WORD_EXCLUDE)
		return json_exclude(m, arena, json, diag);
	else if (w->type == CSM_WORD_ROLE && w->role == CSM_ROLE_END)
		return json_end(m, arena, json, diag);
	else if (w->type == CSM_WORD_ROLE)
		m->role[w->role] = json_role(arena, w, json, diag);
	else if (!null && w->type == CSM_WORD_TEXT)
		return json_text(m, arena, w, json, diag);
	else if (!null && w->type == CSM_WORD_LIST)
		return json_list(m, arena, w, json, diag);
	else if (!null && w->type == CSM_WORD_RULES)
		return json_rules(m, arena, w, json, diag);
	else if (!null && w->type == CSM_WORD_FIELDS)
		json_fields(m, arena, json);
	else if (!null && w->type == CSM_WORD_COLUMNS)
		return json_columns(m, arena, json, diag);
	return !null && w->type == CSM_WORD_ROLE && m->role[w->role] == NULL ? -1 : 0;
}

int
csm_mapping_add_json(struct csm_mapping *m, struct csm_arena *arena,
    const struct csm_json *json, struct csm_diag *diag)
{
	/* Goes on after a failure, so that all mistakes of an entry are told in one
	 * run. */
	int failed = 0;

	for (const struct csm_json *v = json->child; v != NULL; v = v->next)
		failed |= json_word(m, arena, v, diag) != 0;
	return failed ? -1 : 0;
}

struct csm_mapping *
csm_mapping_from_json(
    struct csm_arena *arena, const struct csm_json *json, struct csm_diag *diag)
{
	const char *preset = NULL, *kind = NULL, *model = NULL;
	struct csm_mapping *m;

	if (csm_json_text(json, "preset", &preset, diag) < 0 ||
	    csm_json_text(json, "kind", &kind, diag) < 0 ||
	    csm_json_text(json, "model", &model, diag) < 0)
		return NULL;
	/* The preset first: whatever the entry says goes over it. */
	m = preset == NULL ? CSM_ARENA_NEW(arena, struct csm_mapping)
			   : csm_preset_mapping(arena, preset, kind, model, diag);
	return m == NULL || csm_mapping_add_json(m, arena, json, diag) != 0 ? NULL : m;
}
