#include "ingest/preset.h"

#include "base/text.h"

#include <assert.h>
#include <string.h>

#define PRESET_SIGNS 5

struct preset_mapping {
	const char *kind; /* NULL: none */
	const char *json; /* an entry of `sources` without its kind */
	/* columns that all exports of it have, and together hardly others; none: it is not
	 * recognized */
	const char *sign[PRESET_SIGNS];
};

struct preset {
	const char *name;                 /* first, see csm_words */
	struct preset_mapping mapping[2]; /* the first is that of no kind given */
};

/*
 * Where the formats are described:
 * segment: segment.com/docs/connections/spec/track and /identify, raw calls as an
 * NDJSON archive; what a call's traits leave out is as it was planhat:
 * docs.planhat.com, "User Activities" and "Metrics"; the CSV of its import
 * customersuccessbox: developers.customersuccessbox.com/http-server-api/features
 * mixpanel: developer.mixpanel.com/reference/raw-event-export
 * amplitude: amplitude.com/docs/apis/analytics/export
 * Groups have names of their own at Mixpanel and Amplitude, and may be lists.
 */
static const struct preset presets[] = {
    {"segment",
	{{"activities",
	     "{\"time\": \"timestamp\", \"user\": \"userId\", \"name\": \"event\","
	     " \"company\": [\"context.groupId\", \"properties.groupId\"],"
	     " \"id\": \"messageId\", \"where\": \"type = 'track'\"}",
	     {"type", "event", "userId", "messageId", "timestamp"}},
	    {"fields",
		"{\"model\": \"enduser\", \"id\": \"userId\", \"time\": \"timestamp\","
		" \"company\": [\"context.groupId\", \"traits.company.id\","
		" \"traits.companyId\"],"
		" \"columns\": [\"traits.*\"], \"agg\": \"last\","
		" \"rename\": {\"traits.id\": \"traits.id\","
		" \"traits.company\": \"traits.company\","
		" \"traits.valid_from\": \"traits.valid_from\"},"
		" \"where\": \"type = 'identify'\"}",
		{"type", "traits.email", "userId", "messageId", "timestamp"}}}},
    {"planhat",
	{{"activities",
	     "{\"time\": \"date\", \"name\": \"action\","
	     " \"company\": [\"cId\", \"companyExternalId\", \"companyId\"],"
	     " \"user\": [\"id\", \"externalId\", \"email\"],"
	     " \"count\": [\"count\", {\"const\": \"1\"}],"
	     " \"weight\": [\"weight\", {\"const\": \"1\"}]}",
	     {"cId", "action", "date"}},
	    {"metrics",
		"{\"time\": \"date\", \"name\": \"dimensionId\", \"value\": \"value\","
		" \"company\": \"externalId\","
		" \"where\": \"coalesce(model, 'Company') = 'Company'\"}",
		{"dimensionId", "value", "externalId", "date"}}}},
    {"customersuccessbox",
	{{"activities",
	    "{\"time\": \"timestamp\", \"company\": \"account_id\","
	    " \"user\": \"user_id\", \"name\": \"feature_id\","
	    " \"module\": [\"module_id\", {\"const\": \"\"}],"
	    " \"count\": [\"total\", {\"const\": \"1\"}], \"zero\": \"null\"}",
	    {"account_id", "user_id", "feature_id", "timestamp", "total"}}}},
    {"mixpanel",
	{{"activities",
	    "{\"time\": \"properties.time\", \"time_format\": \"epoch\","
	    " \"user\": \"properties.distinct_id\", \"name\": \"event\","
	    " \"company\": [\"properties.company_id.0\", \"properties.company.0\"],"
	    " \"id\": \"properties.$insert_id\"}",
	    {"event", "properties.time", "properties.distinct_id"}}}},
    {"amplitude",
	{{"activities",
	    "{\"time\": \"event_time\", \"tz\": \"UTC\", \"user\": \"user_id\","
	    " \"name\": \"event_type\","
	    " \"company\": [\"groups.company_id.0\", \"groups.company.0\"],"
	    " \"id\": [\"$insert_id\", \"uuid\"]}",
	    {"event_type", "event_time", "user_id", "$insert_id"}}}},
    {"points", {{.kind = "points", .json = "{}"}}},
    {.name = NULL},
};
const struct csm_words csm_preset_words = CSM_WORDS(presets);

static const struct preset_mapping *
preset_find(const struct preset *preset, const char *kind)
{
	for (size_t i = 0; i < 2 && preset->mapping[i].kind != NULL; i++)
		if (kind == NULL || strcmp(preset->mapping[i].kind, kind) == 0)
			return &preset->mapping[i];
	return NULL;
}

static bool
preset_fits(const struct preset_mapping *m,
    bool (*has)(const void *ctx, const char *column), const void *ctx)
{
	for (size_t i = 0; i < PRESET_SIGNS && m->sign[i] != NULL; i++)
		if (!has(ctx, m->sign[i]))
			return false;
	return m->sign[0] != NULL;
}

const char *
csm_preset_recognize(bool (*has)(const void *ctx, const char *column), const void *ctx,
    const char **kind)
{
	for (const struct preset *p = presets; p->name != NULL; p++)
		for (size_t i = 0; i < 2; i++)
			if (preset_fits(&p->mapping[i], has, ctx)) {
				*kind = p->mapping[i].kind;
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
	for (const struct preset *p = presets; p->name != NULL; p++)
		csm_nearest_offer(&near, p->name);
	csm_text_quote(&quoted, name, strlen(name));
	csm_error(diag, CSM_E_USAGE, NULL, "unknown preset %s%s", quoted.data,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	csm_buf_fini(&quoted);
	return NULL;
}

static struct csm_mapping *
preset_lacks(const struct preset *preset, const char *kind, struct csm_diag *diag)
{
	struct csm_buf kinds = {0};

	for (size_t i = 0; i < 2 && preset->mapping[i].kind != NULL; i++)
		csm_buf_printf(
		    &kinds, "%s%s", i == 0 ? "" : ", ", preset->mapping[i].kind);
	csm_error(diag, CSM_E_USAGE, NULL, "preset %s has no kind %s; it has %s",
	    preset->name, kind, kinds.data);
	csm_buf_fini(&kinds);
	return NULL;
}

struct csm_mapping *
csm_preset_mapping(
    struct csm_arena *arena, const char *name, const char *kind, struct csm_diag *diag)
{
	const struct preset *preset = csm_words_find(&csm_preset_words, name);
	const struct preset_mapping *found;
	const struct csm_json *json;
	struct csm_mapping *m;

	if (preset == NULL)
		return preset_unknown(name, diag);
	found = preset_find(preset, kind);
	if (found == NULL)
		return preset_lacks(preset, kind, diag);
	json = csm_json_parse(arena, csm_arena_printf(arena, "preset %s", name),
	    found->json, strlen(found->json), diag);
	assert(json != NULL);
	m = CSM_ARENA_NEW(arena, struct csm_mapping);
	m->kind = found->kind;
	if (csm_mapping_add_json(m, arena, json, diag) != 0)
		return NULL;
	for (int r = 0; r < CSM_ROLES; r++)
		if (m->role[r] != NULL && m->role[r]->kind == CSM_SOURCE_FIRST)
			m->role[r]->fallback = true;
	return m;
}
