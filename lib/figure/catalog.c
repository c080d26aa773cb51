#include "figure/catalog.h"

#include <string.h>

/* Shapes have been checked, but reports read what csm-units and csm-health own: what
 * does not concern them is passed over, not refused. */
static const char *
catalog_text_of(const struct csm_json *obj, const char *key)
{
	const struct csm_json *j = csm_json_get(obj, key);

	return j != NULL && j->type == CSM_JSON_STRING && j->len > 0 ? j->text : NULL;
}

static struct csm_entry *
entry_new(struct csm_arena *arena, const char *id, const char *name)
{
	struct csm_entry *e = CSM_ARENA_NEW(arena, struct csm_entry);

	e->id = id;
	e->name = name == NULL ? id : name;
	e->look.places = -1;
	return e;
}

static void
catalog_append(struct csm_entry **first, struct csm_entry *entry)
{
	while (*first != NULL)
		first = &(*first)->next;
	*first = entry;
}

/* Configured ones by sort, as they stand where that is equal; then others by id.  Units
 * are few and seldom new, so they are put in order one by one. */
static void
insert_unit(struct csm_entry **first, struct csm_entry *entry)
{
	for (; *first != NULL; first = &(*first)->next) {
		const struct csm_entry *e = *first;
		if (e->configured != entry->configured) {
			if (entry->configured)
				break;
			continue;
		}
		if (e->configured ? e->sort > entry->sort
				  : strcmp(e->id, entry->id) > 0)
			break;
	}
	entry->next = *first;
	*first = entry;
}

static void
catalog_read_units(
    struct csm_catalog *c, struct csm_arena *arena, const struct csm_config *conf)
{
	const struct csm_json *j = NULL, *sort;

	while ((j = csm_config_each(conf, "units", j)) != NULL) {
		if (catalog_text_of(j, "id") == NULL)
			continue;
		struct csm_entry *e = entry_new(
		    arena, catalog_text_of(j, "id"), catalog_text_of(j, "name"));
		sort = csm_json_get(j, "sort");
		e->sort =
		    sort != NULL && sort->type == CSM_JSON_NUMBER ? sort->number : 0;
		e->configured = 1;
		insert_unit(&c->unit, e);
	}
}

static void
read_metrics(
    struct csm_catalog *c, struct csm_arena *arena, const struct csm_config *conf)
{
	const struct csm_json *j = NULL, *round;

	while ((j = csm_config_each(conf, "metrics", j)) != NULL) {
		const char *model = catalog_text_of(j, "model");
		/* Reports of companies show metrics of companies; those of others would
		 * only share a name. */
		if (catalog_text_of(j, "id") == NULL ||
		    (model != NULL && strcmp(model, "company") != 0))
			continue;
		struct csm_entry *e = entry_new(
		    arena, catalog_text_of(j, "id"), catalog_text_of(j, "name"));
		round = csm_json_get(j, "round");
		if (round != NULL && round->type == CSM_JSON_NUMBER &&
		    round->number >= 0 && round->number <= 6)
			e->look.places = (int)round->number;
		e->look.unit = catalog_text_of(j, "unit");
		catalog_append(&c->metric, e);
	}
}

static void
catalog_read_parts(struct csm_catalog *c, struct csm_arena *arena, const char *profile,
    const struct csm_json *profile_or_group, const char *key)
{
	const struct csm_json *list = csm_json_get(profile_or_group, key);

	if (list == NULL)
		return;
	for (const struct csm_json *j = list->child; j != NULL; j = j->next) {
		const char *id = catalog_text_of(j, "id");
		if (id != NULL) {
			const char *name = catalog_text_of(j, "name");
			struct csm_entry *e = entry_new(arena,
			    csm_arena_printf(arena, "%s.%s", profile, id),
			    name == NULL ? id : name);
			/* A pillar has a band of its own, a factor but a number. */
			e->factor = strcmp(key, "factors") == 0;
			catalog_append(&c->part, e);
		}
		/* Groups hold factors and have no points themselves, if they have no
		 * id. */
		catalog_read_parts(c, arena, profile, j, "factors");
	}
}

static void
read_profiles(
    struct csm_catalog *c, struct csm_arena *arena, const struct csm_config *conf)
{
	static const char *const lists[] = {"factors", "pillars", "groups"};
	const struct csm_json *j = NULL;

	while ((j = csm_config_each(conf, "health", j)) != NULL) {
		const char *id = catalog_text_of(j, "id");
		if (id == NULL)
			continue;
		catalog_append(
		    &c->part, entry_new(arena, id, catalog_text_of(j, "name")));
		for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
			catalog_read_parts(c, arena, id, j, lists[i]);
	}
}

void
csm_catalog_read(
    struct csm_catalog *catalog, struct csm_arena *arena, const struct csm_config *conf)
{
	catalog_read_units(catalog, arena, conf);
	read_metrics(catalog, arena, conf);
	read_profiles(catalog, arena, conf);
}

const struct csm_entry *
csm_entry_find(const struct csm_entry *first, const char *id)
{
	while (first != NULL && strcmp(first->id, id) != 0)
		first = first->next;
	return first;
}

struct csm_entry *
csm_catalog_unit(struct csm_catalog *catalog, struct csm_arena *arena, const char *id)
{
	for (struct csm_entry *e = catalog->unit; e != NULL; e = e->next)
		if (strcmp(e->id, id) == 0)
			return e;
	struct csm_entry *e = entry_new(arena, csm_arena_strdup(arena, id), NULL);
	insert_unit(&catalog->unit, e);
	return e;
}
