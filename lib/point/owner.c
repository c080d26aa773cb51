#include "point/owner.h"

#include "base/xalloc.h"

#include <assert.h>
#include <stdlib.h>

void
csm_owner_fini(struct csm_owner *o)
{
	csm_dict_fini(&o->keys);
	free(o->file);
}

void
csm_owner_put(struct csm_owner *o, const struct csm_point *p, size_t file)
{
	const size_t known = o->keys.n;
	uint32_t key;

	/* Points are borrowed until the next one, and metrics are asked for after the
	 * last. */
	o->keys.copy = 1;
	key = csm_dict_put(&o->keys, (uint32_t)p->day, p->metric.s, p->metric.len);
	if (key == known) {
		CSM_GROW(o->file, known, &o->cap);
		o->file[key] = file;
	}
	if (o->file[key] < file)
		o->file[key] = file;
}

bool
csm_owner_has(const struct csm_owner *o, const struct csm_point *p, size_t file)
{
	const struct csm_dict_key k =
	    csm_dict_key((uint32_t)p->day, p->metric.s, p->metric.len);
	const struct csm_dict_slot *slot =
	    csm_dict_find(&o->keys, &k, csm_dict_hash(&o->keys, &k), p->metric.s);

	assert(slot != NULL); /* it was put */
	return o->file[slot->id - 1] == file;
}
