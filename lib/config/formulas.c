#include "config/formulas.h"

#include "config/shapes.h"

#include <string.h>

struct walk {
	void (*visit)(void *ctx, const struct csm_json *formula);
	void *ctx;
};

static const struct csm_config_shape *
shape_of(const struct csm_json *member, const struct csm_config_shape *s)
{
	const struct csm_config_key *k;

	for (size_t i = 0; (k = csm_config_key_at(s, i)) != NULL; i++)
		if (strcmp(k->name, member->key) == 0)
			return k->shape;
	return s->each;
}

/* Goes as deep as the table does, which is not deep. */
static void
walk_value(
    const struct walk *w, const struct csm_json *v, const struct csm_config_shape *s)
{
	/* By its address: the one shape of all formulas, whatever section names it. */
	if (s == &csm_config_formula) {
		w->visit(w->ctx, v);
		return;
	}
	if (v->type != CSM_JSON_ARRAY && v->type != CSM_JSON_OBJECT)
		return;
	for (const struct csm_json *m = v->child; m != NULL; m = m->next) {
		const struct csm_config_shape *of =
		    v->type == CSM_JSON_ARRAY ? s->each : shape_of(m, s);
		if (of != NULL)
			walk_value(w, m, of);
	}
}

void
csm_config_formulas(const struct csm_config *conf, const char *except,
    void (*visit)(void *ctx, const struct csm_json *formula), void *ctx)
{
	struct walk w = {visit, ctx};
	const struct csm_config_key *k = csm_config_shape(conf)->keys;

	for (; k->name != NULL; k++) {
		const struct csm_json *entry = NULL;
		if (except != NULL && strcmp(k->name, except) == 0)
			continue;
		while (k->shape->each != NULL &&
		       (entry = csm_config_each(conf, k->name, entry)) != NULL)
			walk_value(&w, entry, k->shape->each);
	}
}

const char *
csm_config_section_of(const struct csm_json *value)
{
	while (value->parent->parent != NULL)
		value = value->parent;
	return value->key;
}
