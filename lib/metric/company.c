#include "metric/company.h"

#include "base/intern.h"

#include <assert.h>

void
csm_company_fini(struct csm_company *c)
{
	csm_arena_fini(&c->arena);
}

int32_t
csm_company_first(const struct csm_set *set)
{
	int32_t first = CSM_DAY_NONE;

	if (set->members_unread)
		return set->first_day;
	for (size_t i = 0; i < set->entities; i++) {
		int32_t day = set->entity[i].first_day;
		if (day != CSM_DAY_NONE && (first == CSM_DAY_NONE || day < first))
			first = day;
	}
	return first;
}

void
csm_company_begin(struct csm_company *c, const struct csm_set *set)
{
	csm_arena_reset(&c->arena);
	for (int m = 0; m < CSM_MODELS; m++)
		c->of[m].known = 0;
	c->set = set;
	c->first = csm_company_first(set);
}

/* The company itself: there, whether it has points and fields or not. */
static void
list_itself(struct csm_company *c)
{
	struct csm_member *m = CSM_ARENA_NEW(&c->arena, struct csm_member);
	const struct csm_fields *fields = c->fields[CSM_MODEL_COMPANY];
	struct csm_text id = c->set->company;

	m->id = id;
	m->field =
	    fields == NULL ? -1 : csm_fields_find(fields, id.s, id.len, id.s, id.len);
	/* The company itself is the first of its set: models ascend. */
	if (c->set->entities > 0 && c->set->entity[0].model == CSM_MODEL_COMPANY)
		m->points = &c->set->entity[0];
	c->of[CSM_MODEL_COMPANY].member = m;
	c->of[CSM_MODEL_COMPANY].n = 1;
}

/* Entities of the set of a model: [*begin, *end). */
static void
points_of_model(
    const struct csm_set *set, enum csm_model model, size_t *begin, size_t *end)
{
	size_t i = 0;

	while (i < set->entities && set->entity[i].model < model)
		i++;
	*begin = i;
	while (i < set->entities && set->entity[i].model == model)
		i++;
	*end = i;
}

/* Merge those with points and those with fields; both are in order. */
static void
list_children(struct csm_company *c, enum csm_model model)
{
	const struct csm_fields *fields = c->fields[model];
	size_t p, p_end, f = 0, f_end = 0, n = 0;

	assert(model != CSM_MODEL_COMPANY && !c->set->members_unread);
	points_of_model(c->set, model, &p, &p_end);
	if (fields != NULL)
		csm_fields_of_company(
		    fields, c->set->company.s, c->set->company.len, &f, &f_end);
	struct csm_member *list =
	    CSM_ARENA_ARRAY(&c->arena, struct csm_member, p_end - p + (f_end - f));
	while (p < p_end || f < f_end) {
		const struct csm_entity_points *e =
		    p < p_end ? &c->set->entity[p] : NULL;
		const struct csm_entity *row =
		    f < f_end ? csm_fields_entity(fields, f) : NULL;
		int order = 1;
		if (e != NULL && row != NULL)
			order = csm_bytes_cmp(e->id.s, e->id.len, row->id, row->id_len);
		else if (e != NULL)
			order = -1;
		struct csm_text id =
		    order <= 0 ? e->id : (struct csm_text){row->id, row->id_len};
		/* Who is not there is in neither list: both move on. */
		if (!csm_narrow_has(c->narrow, model, id)) {
			p += order <= 0;
			f += order >= 0;
			continue;
		}
		if (order > 0 && csm_fields_known_from(fields, (long)f) == INT32_MAX) {
			f++; /* nobody can say since when */
			continue;
		}
		struct csm_member *m = &list[n++];
		/* in order and once: what adds up goes by it */
		assert(n == 1 ||
		       csm_bytes_cmp(m[-1].id.s, m[-1].id.len, id.s, id.len) < 0);
		m->id = id;
		m->field = order >= 0 ? (long)f++ : -1;
		if (order <= 0)
			m->points = &c->set->entity[p++];
	}
	c->of[model].member = list;
	c->of[model].n = n;
}

const struct csm_member *
csm_company_members(struct csm_company *c, enum csm_model model, size_t *n)
{
	/* Listed when first asked for: most formulas never look at children. */
	if (!c->of[model].known) {
		if (model == CSM_MODEL_COMPANY)
			list_itself(c);
		else
			list_children(c, model);
		c->of[model].known = 1;
	}
	*n = c->of[model].n;
	return c->of[model].member;
}

int32_t
csm_company_since(
    const struct csm_company *c, enum csm_model model, const struct csm_member *member)
{
	/* A point proves that somebody was there, whatever the fields say. */
	int32_t day = member->points != NULL ? member->points->first_day : INT32_MAX;
	int32_t known;

	if (member->field < 0)
		return day;
	known = csm_fields_known_from(c->fields[model], member->field);
	return known < day ? known : day;
}
