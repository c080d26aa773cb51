#include "ingest/features.h"

#include "base/intern.h"

#include <stdlib.h>
#include <string.h>

/* By name, so that it can be searched by halves. */
struct feature {
	struct csm_text name, module;
};

struct csm_features {
	struct feature *feature;
	size_t n;
};

static struct csm_text
features_text_of(struct csm_arena *arena, const struct csm_json *entry, const char *key)
{
	const struct csm_json *v = csm_json_get(entry, key);

	if (v == NULL || v->type != CSM_JSON_STRING)
		return (struct csm_text){NULL, 0};
	return (struct csm_text){csm_arena_text(arena, v->text, v->len), v->len};
}

/* Names of rows are pieces of a line and end in no NUL. */
static int
features_by_name(const void *a, const void *b)
{
	const struct csm_text *x = &((const struct feature *)a)->name,
			      *y = &((const struct feature *)b)->name;

	return csm_bytes_cmp(x->s, x->len, y->s, y->len);
}

struct csm_features *
csm_features_read(struct csm_arena *arena, const struct csm_config *conf)
{
	struct csm_features *f;
	const struct csm_json *e = NULL;
	size_t n = 0;

	while ((e = csm_config_each(conf, "catalog", e)) != NULL)
		n++;
	if (n == 0)
		return NULL;
	f = CSM_ARENA_NEW(arena, struct csm_features);
	f->feature = CSM_ARENA_ARRAY(arena, struct feature, n);
	while ((e = csm_config_each(conf, "catalog", e)) != NULL)
		f->feature[f->n++] =
		    (struct feature){features_text_of(arena, e, "feature"),
			features_text_of(arena, e, "module")};
	/* Names are unique: the checks of the catalog refuse one twice. */
	qsort(f->feature, f->n, sizeof *f->feature, features_by_name);
	return f;
}

int
csm_features_find(const struct csm_features *features, const char *name, size_t len,
    struct csm_text *module)
{
	struct feature wanted = {.name = {name, len}};
	const struct feature *found =
	    features == NULL ? NULL
			     : bsearch(&wanted, features->feature, features->n,
				   sizeof wanted, features_by_name);

	*module = found == NULL ? (struct csm_text){NULL, 0} : found->module;
	return found != NULL;
}
