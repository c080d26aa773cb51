/* A mapping from an entry of `sources`. */
#include "base/text.h"
#include "ingest/mapping.h"
#include "ingest/mapping_words.h"
#include "ingest/preset.h"

#include <string.h>

static int
json_rules(struct csm_mapping *m, struct csm_arena *arena, const struct csm_json *json,
    struct csm_diag *diag)
{
	const char *word = json->key;

	if (json->type == CSM_JSON_STRING &&
	    csm_mapping_rules_of(m, word) != &m->rename) {
		if (csm_mapping_add_rule(m, arena, word, "*", json->text) == 0)
			return 0;
		return csm_json_error(
		    diag, json, CSM_E_CONFIG, "\"%s\" is no %s", json->text, word);
	}
	if (json->type != CSM_JSON_OBJECT)
		return csm_json_error(diag, json, CSM_E_CONFIG, "wants an object");
	for (const struct csm_json *v = json->child; v != NULL; v = v->next) {
		if (v->type != CSM_JSON_STRING)
			return csm_json_error(diag, v, CSM_E_CONFIG, "wants a text");
		if (csm_mapping_add_rule(m, arena, word, v->key, v->text) != 0)
			return csm_json_error(
			    diag, v, CSM_E_CONFIG, "\"%s\" is no %s", v->text, word);
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
	for (const struct csm_json *v = json->child; v != NULL; v = v->next) {
		struct csm_source *source;
		if (v->type != CSM_JSON_STRING || v->len == 0)
			return csm_json_error(diag, v, CSM_E_CONFIG, "wants a text");
		if (json->type == CSM_JSON_OBJECT) {
			source = CSM_ARENA_NEW(arena, struct csm_source);
			source->text = csm_arena_strdup(arena, v->key);
		} else {
			source = csm_source_from_json(arena, v, diag);
		}
		csm_mapping_add_column(m, arena, source, v->text);
	}
	return 0;
}

static int
mapping_json_unknown(const struct csm_json *json, struct csm_diag *diag)
{
	struct csm_nearest near;
	struct csm_buf hint = {0};

	csm_nearest_init(&near, json->key);
	for (const struct csm_mapping_word *w = csm_mapping_words; w->name != NULL; w++)
		csm_nearest_offer(&near, w->name);
	for (enum csm_role r = CSM_ROLE_TIME; r < CSM_ROLES; r++)
		csm_nearest_offer(&near, csm_role_name(r));
	csm_json_error(diag, json, CSM_E_CONFIG, "unknown word \"%s\"%s", json->key,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	return -1;
}

static int
json_word(struct csm_mapping *m, struct csm_arena *arena, const struct csm_json *json,
    struct csm_diag *diag)
{
	const struct csm_mapping_word *w = csm_mapping_word_of(json->key);
	enum csm_role role = csm_mapping_role_of(json->key);

	if (strcmp(json->key, "where") == 0) {
		m->where_json = json->type == CSM_JSON_NULL ? NULL : json;
		return 0;
	}
	if (json->type == CSM_JSON_NULL) { /* not mapped, whatever the preset says */
		if (role < CSM_ROLES)
			m->role[role] = NULL;
		return 0;
	}
	if (w != NULL) {
		if (json->type != CSM_JSON_STRING ||
		    w->set(m, csm_arena_strdup(arena, json->text)) != 0)
			return csm_json_error(
			    diag, json, CSM_E_CONFIG, "wants %s", w->wants);
		return 0;
	}
	if (csm_mapping_rules_of(m, json->key) != NULL)
		return json_rules(m, arena, json, diag);
	if (strcmp(json->key, "columns") == 0)
		return json_columns(m, arena, json, diag);
	if (role == CSM_ROLES)
		return mapping_json_unknown(json, diag);
	m->role[role] = csm_source_from_json(arena, json, diag);
	return m->role[role] == NULL ? -1 : 0;
}

int
csm_mapping_add_json(struct csm_mapping *m, struct csm_arena *arena,
    const struct csm_json *json, struct csm_diag *diag)
{
	int failed = 0;

	for (const struct csm_json *v = json->child; v != NULL; v = v->next)
		failed |= json_word(m, arena, v, diag) != 0;
	return failed ? -1 : 0;
}

struct csm_mapping *
csm_mapping_from_json(
    struct csm_arena *arena, const struct csm_json *json, struct csm_diag *diag)
{
	const char *preset = NULL, *kind = NULL;
	struct csm_mapping *m;

	if (csm_json_text(json, "preset", &preset, diag) < 0 ||
	    csm_json_text(json, "kind", &kind, diag) < 0)
		return NULL;
	m = preset == NULL ? CSM_ARENA_NEW(arena, struct csm_mapping)
			   : csm_preset_mapping(arena, preset, kind, diag);
	return m == NULL || csm_mapping_add_json(m, arena, json, diag) != 0 ? NULL : m;
}
