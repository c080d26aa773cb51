#include "figure/catalog.h"

#include "score/profile.h"
#include "table/look.h"

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
	e->look.places = CSM_PLACES_FEW;
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

/* ---- edges ---- */

#define EDGES 64 /* bands of some twenty profiles; of more the first count */

static void
catalog_push_edge(int64_t *edge, size_t *n, const struct csm_json *j, int64_t beyond)
{
	int64_t at;

	if (j == NULL || j->type != CSM_JSON_NUMBER || *n == EDGES)
		return;
	at = csm_num_from_double(j->number);
	if (at == CSM_MISSING)
		return;
	at += beyond;
	for (size_t i = 0; i < *n; i++)
		if (edge[i] == at)
			return;
	edge[(*n)++] = at;
}

static struct csm_edges
catalog_edges(struct csm_arena *arena, const int64_t *edge, size_t n)
{
	int64_t *at = CSM_ARENA_ARRAY(arena, int64_t, n + 1);

	memcpy(at, edge, n * sizeof *at);
	return (struct csm_edges){at, n};
}

/* "below" of all bands of a profile, its own and its pillars'. */
static void
catalog_read_edges(const struct csm_json *in, int64_t *edge, size_t *n)
{
	const struct csm_json *bands = csm_json_get(in, "bands");

	for (const struct csm_json *b = bands == NULL ? NULL : bands->child; b != NULL;
	     b = b->next)
		catalog_push_edge(edge, n, csm_json_get(b, "below"), 0);
	for (const struct csm_json *j = in->child; j != NULL; j = j->next)
		if (j != bands &&
		    (j->type == CSM_JSON_ARRAY || j->type == CSM_JSON_OBJECT))
			catalog_read_edges(j, edge, n);
}

static void
catalog_read_manner(
    struct csm_catalog *c, struct csm_arena *arena, const struct csm_config *conf)
{
	const struct csm_json *currency = csm_config_setting(conf, "currency"),
			      *profile = NULL;
	int64_t edge[EDGES];
	size_t n = 0, bands;
	const struct csm_band *usual = csm_bands_usual(CSM_SCORE_TOP, &bands);

	c->manner.currency =
	    currency != NULL && currency->len > 0 ? currency->text : NULL;
	while ((profile = csm_config_each(conf, "health", profile)) != NULL)
		catalog_read_edges(profile, edge, &n);
	for (size_t i = 0; n == 0 && i + 1 < bands; i++)
		edge[n++] = usual[i].below;
	c->manner.score = catalog_edges(arena, edge, n);
}

/* Both thresholds of a unit are amber. */
static void
catalog_read_limits(
    struct csm_entry *e, struct csm_arena *arena, const struct csm_json *unit)
{
	int64_t edge[EDGES];
	size_t n = 0;

	catalog_push_edge(edge, &n, csm_json_get(unit, "low"), 0);
	catalog_push_edge(edge, &n, csm_json_get(unit, "high"), 1);
	e->look.edges = catalog_edges(arena, edge, n);
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
		e->description = catalog_text_of(j, "description");
		sort = csm_json_get(j, "sort");
		e->sort =
		    sort != NULL && sort->type == CSM_JSON_NUMBER ? sort->number : 0;
		e->configured = 1;
		catalog_read_limits(e, arena, j);
		insert_unit(&c->unit, e);
	}
}

void
csm_catalog_put_unit(
    struct csm_look *look, const struct csm_json *said, const struct csm_manner *manner)
{
	const char *unit = catalog_text_of(said, "unit");

	if (unit != NULL && strcmp(unit, "currency") == 0)
		*look = csm_look_in(&csm_look_money, manner);
	else
		look->unit = unit;
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
		csm_catalog_put_unit(&e->look, j, &c->manner);
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

/* A unit made of a calculated metric alone reads as the metric does, but for its own
 * thresholds. */
static void
catalog_dress_units(struct csm_catalog *c, const struct csm_config *conf)
{
	const struct csm_json *j = NULL;

	while ((j = csm_config_each(conf, "units", j)) != NULL) {
		const char *id = catalog_text_of(j, "id"),
			   *metric = catalog_text_of(j, "metric");
		struct csm_entry *e = c->unit;
		const struct csm_entry *of;
		struct csm_edges edges;
		if (id == NULL || metric == NULL ||
		    strncmp(metric, "calculated.", 11) != 0 ||
		    (of = csm_entry_find(c->metric, metric + 11)) == NULL)
			continue;
		while (e != NULL && strcmp(e->id, id) != 0)
			e = e->next;
		if (e == NULL)
			continue;
		edges = e->look.edges;
		e->look = of->look;
		e->look.edges = edges;
	}
}

void
csm_catalog_read(
    struct csm_catalog *catalog, struct csm_arena *arena, const struct csm_config *conf)
{
	catalog_read_manner(catalog, arena, conf);
	catalog_read_units(catalog, arena, conf);
	read_metrics(catalog, arena, conf);
	catalog_dress_units(catalog, conf);
	read_profiles(catalog, arena, conf);
}

/* The families of metrics whose numbers are not plain ones. */
static const struct {
	const char *prefix;
	const struct csm_look *look;
} catalog_looks[] = {{"revenue.", &csm_look_money}, {"system.health", &csm_look_score},
    {"health.", &csm_look_score}};

struct csm_look
csm_catalog_look(const struct csm_catalog *c, const char *metric)
{
	const struct csm_entry *e = NULL;

	if (strncmp(metric, "calculated.", 11) == 0)
		e = csm_entry_find(c->metric, metric + 11);
	else if (strncmp(metric, "units.", 6) == 0)
		e = csm_entry_find(c->unit, metric + 6);
	if (e != NULL)
		return e->look;
	for (size_t i = 0; i < sizeof catalog_looks / sizeof catalog_looks[0]; i++)
		if (strncmp(metric, catalog_looks[i].prefix,
			strlen(catalog_looks[i].prefix)) == 0)
			return csm_look_in(catalog_looks[i].look, &c->manner);
	return csm_look_few;
}

/* What the settings say of a column; NULL: nothing. */
static const struct csm_json *
catalog_field(const struct csm_config *conf, enum csm_model model, const char *field)
{
	const struct csm_json *said =
	    conf == NULL ? NULL : csm_config_setting(conf, "fields");

	said = said == NULL ? NULL : csm_json_get(said, csm_model_name(model));
	said = said == NULL || said->type != CSM_JSON_OBJECT
		   ? NULL
		   : csm_json_get(said, field);
	return said == NULL || said->type != CSM_JSON_OBJECT ? NULL : said;
}

const char *
csm_catalog_field_name(struct csm_arena *arena, const struct csm_config *conf,
    enum csm_model model, const char *field)
{
	const struct csm_json *said = catalog_field(conf, model, field);
	const char *name = said == NULL ? NULL : catalog_text_of(said, "name");
	char *text;

	if (name != NULL)
		return name;
	text = csm_arena_strdup(arena, field);
	for (char *p = text; *p != '\0'; p++)
		if (*p == '_')
			*p = ' ';
	if (*text >= 'a' && *text <= 'z')
		*text = (char)(*text - 'a' + 'A');
	return text;
}

struct csm_look
csm_catalog_field_look(const struct csm_catalog *c, const struct csm_config *conf,
    enum csm_model model, const char *field)
{
	const struct csm_json *said = catalog_field(conf, model, field);
	struct csm_look look = csm_look_few;

	if (said != NULL)
		csm_catalog_put_unit(&look, said, &c->manner);
	return look;
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
