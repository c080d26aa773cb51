#include "ingest/preset.h"

#include "base/text.h"
#include "ingest/preset_table.h"

#include <assert.h>
#include <string.h>

const struct csm_words csm_preset_words = CSM_WORDS(csm_presets);

static const struct csm_preset_mapping *
preset_find(const struct csm_preset *preset, const char *kind, const char *model)
{
	for (const struct csm_preset_mapping *m = preset->mapping; m->kind != NULL; m++)
		if ((kind == NULL || strcmp(m->kind, kind) == 0) &&
		    (model == NULL || m->model == NULL || strcmp(m->model, model) == 0))
			return m;
	return NULL;
}

/* All signs, and at least one: an entry without any is never recognized. */
static bool
preset_fits(const struct csm_preset_mapping *m,
    bool (*has)(const void *ctx, const char *column), const void *ctx)
{
	for (size_t i = 0; i < CSM_PRESET_SIGNS && m->sign[i] != NULL; i++)
		if (!has(ctx, m->sign[i]))
			return false;
	return m->sign[0] != NULL;
}

const char *
csm_preset_recognize(bool (*has)(const void *ctx, const char *column), const void *ctx,
    const char **kind)
{
	for (const struct csm_preset *p = csm_presets; p->name != NULL; p++)
		for (const struct csm_preset_mapping *m = p->mapping; m->kind != NULL;
		     m++)
			if (preset_fits(m, has, ctx)) {
				*kind = m->kind;
				return p->name;
			}
	return NULL;
}

static struct csm_mapping *
preset_unknown(const char *name, struct csm_diag *diag)
{
	struct csm_nearest near;
	struct csm_buf hint = {0}, quoted = {0};

	csm_nearest_init(&near, name);
	for (const struct csm_preset *p = csm_presets; p->name != NULL; p++)
		csm_nearest_offer(&near, p->name);
	csm_text_quote(&quoted, name, strlen(name));
	csm_error(diag, CSM_E_USAGE, NULL, "unknown preset %s%s", quoted.data,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	csm_buf_fini(&quoted);
	return NULL;
}

static struct csm_mapping *
preset_lacks(const struct csm_preset *preset, const char *kind, struct csm_diag *diag)
{
	struct csm_buf kinds = {0};
	const char *before = "";

	for (const struct csm_preset_mapping *m = preset->mapping; m->kind != NULL;
	     m++) {
		/* A kind is named once, though a preset has several models of fields. */
		if (m != preset_find(preset, m->kind, NULL))
			continue;
		csm_buf_printf(&kinds, "%s%s", before, m->kind);
		before = ", ";
	}
	csm_error(diag, CSM_E_USAGE, NULL, "preset %s has no kind %s; it has %s",
	    preset->name, kind, kinds.data);
	csm_buf_fini(&kinds);
	return NULL;
}

struct csm_mapping *
csm_preset_mapping(struct csm_arena *arena, const char *name, const char *kind,
    const char *model, struct csm_diag *diag)
{
	const struct csm_preset *preset = csm_words_find(&csm_preset_words, name);
	const struct csm_preset_mapping *found;
	const struct csm_json *json;
	struct csm_mapping *m;

	if (preset == NULL)
		return preset_unknown(name, diag);
	found = preset_find(preset, kind, model);
	if (found == NULL)
		return preset_lacks(preset, kind, diag);
	json = csm_json_parse(arena, csm_arena_printf(arena, "preset %s", name),
	    found->json, strlen(found->json), diag);
	/* The table is constant, and a unit test reads all of it. */
	assert(json != NULL);
	m = CSM_ARENA_NEW(arena, struct csm_mapping);
	m->kind = found->kind;
	if (csm_mapping_add_json(m, arena, json, diag) != 0)
		return NULL;
	for (int r = 0; r < CSM_ROLES; r++)
		/* Exports of one vendor differ in columns, so choices that are not
		 * there are not told. */
		if (m->role[r] != NULL && m->role[r]->kind == CSM_SOURCE_FIRST) {
			m->role[r]->fallback = true;
			for (struct csm_source *s = m->role[r]->from; s != NULL;
			     s = s->next)
				s->fallback |= s->kind == CSM_SOURCE_LOOKUP;
		}
	return m;
}

void
csm_preset_put(
    struct csm_buf *out, const char *name, const char *kind, const char *model)
{
	const struct csm_preset *preset = csm_words_find(&csm_preset_words, name);
	const struct csm_preset_mapping *m =
	    preset == NULL ? NULL : preset_find(preset, kind, model);
	/* Behind its bracket: the kind is put first. */
	const char *rest = m == NULL ? NULL : m->json + 1;

	if (rest != NULL)
		csm_buf_printf(out, "{\"kind\": \"%s\"%s%s", m->kind,
		    *rest == '}' ? "" : ", ", rest);
}
