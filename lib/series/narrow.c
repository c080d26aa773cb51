#include "series/narrow.h"

#include "base/xalloc.h"

#include <stdlib.h>

void
csm_narrow_fini(struct csm_narrow *narrow)
{
	for (int m = 0; m < CSM_MODELS; m++)
		csm_intern_fini(&narrow->kept[m]);
	free(narrow->entity);
	*narrow = (struct csm_narrow){0};
}

void
csm_narrow_reset(struct csm_narrow *narrow)
{
	for (int m = 0; m < CSM_MODELS; m++)
		csm_intern_reset(&narrow->kept[m]);
	narrow->models = 0;
}

void
csm_narrow_keep(struct csm_narrow *narrow, enum csm_model model, struct csm_text id)
{
	csm_intern_put(&narrow->kept[model], id.s, id.len);
}

bool
csm_narrow_has(
    const struct csm_narrow *narrow, enum csm_model model, struct csm_text id)
{
	return narrow == NULL || !(narrow->models & 1U << model) ||
	       csm_intern_find(&narrow->kept[model], id.s, id.len) != CSM_INTERN_NONE;
}

struct csm_set
csm_narrow_set(struct csm_narrow *narrow, const struct csm_set *set)
{
	struct csm_set out = *set;
	size_t n = 0;

	for (size_t i = 0; i < set->entities; i++) {
		if (!csm_narrow_has(narrow, set->entity[i].model, set->entity[i].id))
			continue;
		/* Copies, as the set's own array has the others between them; what they
		 * point to is shared. */
		CSM_GROW(narrow->entity, n, &narrow->entity_cap);
		narrow->entity[n++] = set->entity[i];
	}
	out.entity = narrow->entity;
	out.entities = n;
	return out;
}
