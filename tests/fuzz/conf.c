/* JSON documents and configuration: accepted or an error with its place, and a JSON
 * text written down reads back. */
#include "sections/sections.h"
#include "fuzz.h"

#include "config/config.h"

/* Every value below knows its place; texts survive being written. */
static void
check_value(const struct csm_json *v)
{
	struct csm_arena arena = {0};
	struct csm_buf text = {0};
	struct csm_json *back;
	struct csm_diag diag;
	size_t n = 0;

	FUZZ_MUST(v->line != 0 && v->column != 0);
	for (const struct csm_json *c = v->child; c != NULL; c = c->next, n++) {
		FUZZ_MUST(c->parent == v && c->index == n);
		FUZZ_MUST((c->key != NULL) == (v->type == CSM_JSON_OBJECT));
		FUZZ_MUST(c->key == NULL || csm_json_get(v, c->key) == c);
		check_value(c);
	}
	FUZZ_MUST(n == v->count);
	if (v->type != CSM_JSON_STRING)
		return;
	csm_diag_init(&diag, NULL, NULL);
	csm_json_put_text(&text, v->text, v->len);
	back = csm_json_parse(&arena, "back", text.data, text.len, &diag);
	FUZZ_MUST(back != NULL && back->type == CSM_JSON_STRING);
	FUZZ_MUST(back->len == v->len && memcmp(back->text, v->text, v->len) == 0);
	csm_arena_fini(&arena);
	csm_buf_fini(&text);
}

static void
walk(struct csm_config *conf)
{
	static const char *const sections[] = {"segments", "metrics", "health", "units",
	    "milestones", "alerts", "pages", "catalog", "sources", "settings"};
	const struct csm_json *v = NULL;

	for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
		while ((v = csm_config_each(conf, sections[i], v)) != NULL)
			FUZZ_MUST(v->parent != NULL);
		while ((v = csm_config_each_entry(conf, sections[i], v)) != NULL)
			FUZZ_MUST(v->key != NULL);
	}
	csm_config_setting(conf, "tz");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct csm_arena arena = {0};
	struct csm_config *conf;
	struct csm_json *json;
	struct csm_diag diag;
	size_t first;

	csm_diag_init(&diag, NULL, NULL);
	json = csm_json_parse(&arena, "f", text, size, &diag);
	FUZZ_MUST((json == NULL) == (diag.count[CSM_E_CONFIG] == 1));
	if (json != NULL)
		check_value(json);
	csm_arena_fini(&arena);

	/* two halves as two files, then all of it as one */
	for (int halves = 0; halves < 2; halves++) {
		first = halves ? fuzz_choice(data, size) % (size + 1) : size;
		conf = csm_config_new(&csm_sections);
		csm_diag_init(&diag, NULL, NULL);
		int failed = csm_config_load_text(conf, "f", text, first, &diag) != 0;
		FUZZ_MUST(failed == (diag.status != 0));
		if (halves)
			csm_config_load_text(conf, "g", text, size, &diag);
		walk(conf);
		csm_config_free(conf);
	}
	return 0;
}
