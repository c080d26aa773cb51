#include "metric/metric.h"

#include "base/text.h"

#include <string.h>

static int
bad_model(const struct csm_json *at, struct csm_diag *diag)
{
	struct csm_nearest near;
	struct csm_buf quoted = {0}, hint = {0};

	csm_nearest_init(&near, at->text);
	for (int m = 0; m < CSM_MODELS; m++)
		csm_nearest_offer(&near, csm_model_name((enum csm_model)m));
	csm_text_quote(&quoted, at->text, at->len);
	csm_json_error(diag, at, CSM_E_CONFIG, "unknown model %s%s", quoted.data,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	return -1;
}

int
csm_metric_model(
    const struct csm_json *entry, enum csm_model *model, struct csm_diag *diag)
{
	const char *name;
	int found = csm_json_text(entry, "model", &name, diag);

	if (found == 1 && csm_model_parse(name, strlen(name), model) != 0)
		return bad_model(csm_json_get(entry, "model"), diag);
	return found < 0 ? -1 : 0;
}

static int
metric_read_formula(struct csm_arena *arena, const struct csm_json *entry,
    const char *key, struct csm_formula **formula, struct csm_diag *diag)
{
	const struct csm_json *at = csm_json_get(entry, key);

	if (at == NULL)
		return 0;
	*formula = csm_formula_from_json(arena, at, diag);
	return *formula != NULL ? 0 : -1;
}

/* Every member is looked at, so that all errors are told at once. */
static int
metric_read_metric(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_metric *m, struct csm_diag *diag)
{
	int64_t round = -1;
	int bad = 0;

	*m = (struct csm_metric){.nulls = 1, .at = entry};
	if (entry->type != CSM_JSON_OBJECT)
		return csm_json_error(diag, entry, CSM_E_CONFIG,
		    "a metric wants an object, has %s",
		    csm_json_type_name(entry->type));
	bad |= csm_config_id_of(entry, "a metric", &m->id, diag) < 0;
	bad |= csm_json_text(entry, "name", &m->name, diag) < 0;
	bad |= csm_json_text(entry, "description", &m->description, diag) < 0;
	bad |= csm_json_text(entry, "unit", &m->unit, diag) < 0;
	bad |= csm_json_bool(entry, "nulls", &m->nulls, diag) < 0;
	bad |= csm_json_whole(entry, "round", 0, 6, &round, diag) < 0;
	bad |= csm_metric_model(entry, &m->model, diag) < 0;
	bad |= metric_read_formula(arena, entry, "formula", &m->formula, diag) < 0;
	bad |= metric_read_formula(arena, entry, "where", &m->where, diag) < 0;
	/* -1 unless it was said: as many places as the value has. */
	m->round = (int)round;
	if (csm_json_get(entry, "formula") == NULL)
		bad |= csm_json_error(
			   diag, entry, CSM_E_CONFIG, "a metric without formula") < 0;
	return bad ? -1 : 0;
}

int
csm_metrics_read(struct csm_arena *arena, const struct csm_config *conf,
    struct csm_metric **metrics, size_t *n, struct csm_diag *diag)
{
	const struct csm_json *entry = NULL;
	size_t count = 0;
	int rc = 0;

	while ((entry = csm_config_each(conf, "metrics", entry)) != NULL)
		count++;
	/* Counted first: plans borrow metrics by address, and growing would move them.
	 */
	*metrics = CSM_ARENA_ARRAY(arena, struct csm_metric, count);
	*n = 0;
	while ((entry = csm_config_each(conf, "metrics", entry)) != NULL)
		if (metric_read_metric(arena, entry, &(*metrics)[(*n)++], diag) != 0)
			rc = -1;
	return rc;
}

struct csm_metric *
csm_metric_from_text(struct csm_arena *arena, const char *id, const char *text,
    const struct csm_pos *at, struct csm_diag *diag)
{
	struct csm_metric *m = CSM_ARENA_NEW(arena, struct csm_metric);

	m->formula = csm_formula_parse(arena, text, strlen(text), at, diag);
	if (m->formula == NULL)
		return NULL;
	m->id = csm_arena_strdup(arena, id);
	m->model = CSM_MODEL_COMPANY;
	m->nulls = 1;
	m->round = -1;
	return m;
}
