#include "point/sort_entity.h"

#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

uint64_t
csm_sort_name_hash(const struct csm_sort_name *name)
{
	/* what separates a company from its id, or a model from another, need not
	 * change the hash: equal() looks at it */
	return csm_intern_hash(name->text, name->company_len + name->id_len);
}

void
csm_sort_entities_fini(struct csm_sort_entities *t)
{
	csm_intern_fini(&t->company);
	csm_arena_fini(&t->arena);
	free(t->entity);
	free(t->slot);
	*t = (struct csm_sort_entities){0};
}

size_t
csm_sort_entities_bytes(const struct csm_sort_entities *t)
{
	return csm_intern_bytes(&t->company) + t->arena.bytes +
	       t->cap * sizeof *t->entity + t->slots * sizeof *t->slot;
}

void
csm_sort_entities_fetch_slot(
    const struct csm_sort_entities *t, const struct csm_sort_name *name)
{
	if (t->slots != 0)
		__builtin_prefetch(&t->slot[name->hash & (t->slots - 1)]);
}

void
csm_sort_entities_fetch(
    const struct csm_sort_entities *t, const struct csm_sort_name *name)
{
	if (t->slots != 0)
		__builtin_prefetch(t->slot[name->hash & (t->slots - 1)].entity);
}

static int
sort_entity_equal(const struct csm_sort_entities *t, const struct csm_sort_entity *e,
    const struct csm_sort_name *name)
{
	const struct csm_text *company = &t->company.text[e->company];

	return e->id_len == name->id_len && e->model == name->model &&
	       company->len == name->company_len &&
	       memcmp(e->id, name->text + name->company_len, name->id_len) == 0 &&
	       memcmp(company->s, name->text, name->company_len) == 0;
}

static void
sort_entity_rehash(struct csm_sort_entities *t)
{
	size_t slots = t->slots != 0 ? t->slots * 2 : 64;
	struct csm_sort_slot *slot = csm_xcalloc(slots, sizeof *slot);

	for (size_t k = 0; k < t->slots; k++) {
		if (t->slot[k].entity == NULL)
			continue;
		size_t i = t->slot[k].hash & (slots - 1);
		while (slot[i].entity != NULL)
			i = (i + 1) & (slots - 1);
		slot[i] = t->slot[k];
	}
	free(t->slot);
	t->slot = slot;
	t->slots = slots;
}

static struct csm_sort_entity *
sort_entity_add(struct csm_sort_entities *t, const struct csm_sort_name *name)
{
	struct csm_sort_entity *e =
	    csm_arena_alloc(&t->arena, sizeof *e + name->id_len + 1);

	*e = (struct csm_sort_entity){.number = (uint32_t)t->n,
	    .company = csm_intern_put(&t->company, name->text, name->company_len),
	    .id_len = name->id_len,
	    .model = name->model};
	memcpy(e->id, name->text + name->company_len, name->id_len);
	CSM_GROW(t->entity, t->n, &t->cap);
	t->entity[t->n++] = e;
	return e;
}

struct csm_sort_entity *
csm_sort_entities_put(struct csm_sort_entities *t, const struct csm_sort_name *name)
{
	if (t->n * 4 >= t->slots * 3)
		sort_entity_rehash(t);
	size_t mask = t->slots - 1, i = name->hash & mask;
	while (t->slot[i].entity != NULL &&
	       (t->slot[i].hash != name->hash ||
		   !sort_entity_equal(t, t->slot[i].entity, name)))
		i = (i + 1) & mask;
	if (t->slot[i].entity == NULL)
		t->slot[i] =
		    (struct csm_sort_slot){name->hash, sort_entity_add(t, name)};
	struct csm_sort_entity *e = t->slot[i].entity;
	if (++e->count > t->count_max)
		t->count_max = e->count;
	return e;
}

struct sort_entity_ranked {
	uint64_t group;  /* company's rank and model */
	uint64_t prefix; /* first 8 bytes of the id, the first one highest */
	const struct csm_sort_entity *entity;
};

static int
sort_entity_by_name(const void *pa, const void *pb)
{
	const struct sort_entity_ranked *a = pa, *b = pb;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->prefix != b->prefix)
		return a->prefix < b->prefix ? -1 : 1;
	return csm_bytes_cmp(
	    a->entity->id, a->entity->id_len, b->entity->id, b->entity->id_len);
}

uint32_t *
csm_sort_entities_order(const struct csm_sort_entities *t)
{
	uint32_t *company_rank = csm_intern_ranks(&t->company);
	uint32_t *order = csm_xcalloc(t->n, sizeof *order);
	struct sort_entity_ranked *r = csm_xcalloc(t->n, sizeof *r);

	for (size_t i = 0; i < t->n; i++) {
		const struct csm_sort_entity *e = t->entity[i];
		r[i].entity = e;
		r[i].group = (uint64_t)company_rank[e->company] * CSM_MODELS + e->model;
		for (size_t k = 0; k < 8; k++)
			/* Zeros behind a short id: less than any byte, as a prefix
			 * comes first, and if an id holds a NUL the texts decide. */
			r[i].prefix = r[i].prefix << 8 |
				      (k < e->id_len ? (unsigned char)e->id[k] : 0u);
	}
	qsort(r, t->n, sizeof *r, sort_entity_by_name);
	for (size_t i = 0; i < t->n; i++)
		order[i] = r[i].entity->number;
	free(r);
	free(company_rank);
	return order;
}
