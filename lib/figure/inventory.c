#include "figure/inventory.h"

#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

static const char activities[] = "activities.", modules[] = "modules.";

static const char *
inventory_text_of(const struct csm_json *obj, const char *key)
{
	const struct csm_json *j = csm_json_get(obj, key);

	return j != NULL && j->type == CSM_JSON_STRING && j->len > 0 ? j->text : NULL;
}

static uint32_t
feature_put(struct csm_inventory *inv, const char *id, size_t len)
{
	uint32_t at = csm_intern_put(&inv->names, id, len);

	const char *text = inv->names.text[at].s;

	/* known; ids of names are given in order, so that both arrays stay side by
	 * side */
	if (at < inv->n)
		return at;
	CSM_GROW(inv->feature, inv->n, &inv->cap);
	inv->feature[inv->n++] = (struct csm_feature){
	    .id = text, .name = text, .module = CSM_INVENTORY_NONE};
	return at;
}

void
csm_inventory_read(struct csm_inventory *inv, const struct csm_config *conf)
{
	const struct csm_json *e = NULL;

	*inv = (struct csm_inventory){0};
	while ((e = csm_config_each(conf, "catalog", e)) != NULL) {
		const char *id = inventory_text_of(e, "feature"),
			   *name = inventory_text_of(e, "name"),
			   *module = inventory_text_of(e, "module");
		const struct csm_json *valuable = csm_json_get(e, "valuable");
		struct csm_feature *f;
		uint32_t at;

		if (id == NULL)
			continue;
		/* One entry is enough: then what it does not name is no feature, such
		 * as a login. */
		inv->catalogued = 1;
		at = feature_put(inv, id, strlen(id));
		f = &inv->feature[at];
		if (name != NULL)
			f->name = name;
		if (module != NULL)
			f->module =
			    csm_intern_put(&inv->modules, module, strlen(module));
		f->valuable = valuable != NULL && valuable->type == CSM_JSON_TRUE;
	}
}

void
csm_inventory_fini(struct csm_inventory *inv)
{
	csm_intern_fini(&inv->names);
	csm_intern_fini(&inv->modules);
	free(inv->feature);
}

static int
inventory_starts(const struct csm_text *text, const char *prefix, size_t len)
{
	return text->len > len && memcmp(text->s, prefix, len) == 0;
}

int
csm_inventory_told(const struct csm_entity_points *entity)
{
	for (size_t m = 0; m < entity->metrics; m++)
		if (inventory_starts(
			&entity->metric[m].metric, modules, sizeof modules - 1))
			return 1;
	return 0;
}

int
csm_inventory_use(struct csm_inventory *inv, const struct csm_entity_points *entity,
    size_t m, int told, struct csm_use_of *use)
{
	const struct csm_text *metric = &entity->metric[m].metric;
	size_t cut = sizeof activities - 1;

	*use = (struct csm_use_of){.series = &entity->metric[m].series,
	    .feature = CSM_INVENTORY_NONE,
	    .module = CSM_INVENTORY_NONE};
	if (inventory_starts(metric, activities, cut)) {
		use->activity = 1;
		use->feature = inv->catalogued ? csm_intern_find(&inv->names,
						     metric->s + cut, metric->len - cut)
					       : feature_put(inv, metric->s + cut,
						     metric->len - cut);
		/* Points of modules say themselves what was used; both would count a
		 * use twice. */
		if (!told && use->feature != CSM_INVENTORY_NONE)
			use->module = inv->feature[use->feature].module;
		return 1;
	}
	cut = sizeof modules - 1;
	if (!inventory_starts(metric, modules, cut))
		return 0;
	use->module = csm_intern_put(&inv->modules, metric->s + cut, metric->len - cut);
	return 1;
}

int
csm_inventory_used(const struct csm_series *s, int32_t since, int32_t until)
{
	for (size_t i = csm_series_at(s, since); i < s->n && s->day[i] <= until; i++)
		if (s->value[i] != 0)
			return 1;
	return 0;
}

void
csm_variety_fini(struct csm_variety *m)
{
	free(m->round);
}

void
csm_variety_reset(struct csm_variety *m)
{
	m->n = 0;
	/* A round is a number, not a set to be cleared: thousands of companies reset
	 * it, and after 2^32 of them all are cleared once. */
	if (++m->now != 0)
		return;
	memset(m->round, 0, m->cap * sizeof *m->round);
	m->now = 1;
}

int
csm_variety_put(struct csm_variety *m, uint32_t id)
{
	if (m->now == 0)
		m->now = 1;
	if (id >= m->cap) {
		/* some more at once: ids are given in order, so the next ones are near;
		 * any step does */
		size_t cap = (size_t)id + 64;
		m->round = csm_xreallocarray(m->round, cap, sizeof *m->round);
		memset(m->round + m->cap, 0, (cap - m->cap) * sizeof *m->round);
		m->cap = cap;
	}
	if (m->round[id] == m->now)
		return 0;
	m->round[id] = m->now;
	m->n++;
	return 1;
}
