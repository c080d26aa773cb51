/* Counting who uses what. */
#include "base/xalloc.h"
#include "report/adoption.h"
#include "figure/facts.h"

#include <stdlib.h>
#include <string.h>

void
csm_adoption_init(struct csm_adoption *a, const struct csm_config *conf, int32_t window)
{
	*a = (struct csm_adoption){.window = window, .days = (size_t)window};
	csm_inventory_read(&a->inventory, conf);
	a->day = csm_xcalloc(a->days, 1);
	a->user_day = csm_xcalloc(a->days, 1);
}

void
csm_adoption_fini(struct csm_adoption *a)
{
	csm_inventory_fini(&a->inventory);
	csm_variety_fini(&a->used);
	free(a->feature);
	free(a->module);
	free(a->day);
	free(a->user_day);
}

static struct csm_adopted *
grown(struct csm_adopted *of, size_t *n, size_t *cap, size_t want)
{
	while (*n < want) {
		CSM_GROW(of, *n, cap);
		of[(*n)++] =
		    (struct csm_adopted){.events = CSM_MISSING, .before = CSM_MISSING};
	}
	return of;
}

void
csm_adoption_grow(struct csm_adoption *a)
{
	a->feature = grown(a->feature, &a->features, &a->feature_cap, a->inventory.n);
	a->module =
	    grown(a->module, &a->modules, &a->module_cap, a->inventory.modules.n);
}

/* A series of an entity counts for a feature or module; `person`: it is an end user's.
 */
static void
count_use(struct csm_adoption *a, struct csm_context *context, struct csm_adopted *of,
    const struct csm_series *s, int person)
{
	int32_t since = context->until - a->window + 1, before = since - a->window;
	size_t i = csm_series_at(s, before);
	int used = 0;

	/* the window before first, since days ascend */
	for (; i < s->n && s->day[i] < since; i++)
		csm_stats_add(&of->before, s->value[i]);
	for (; i < s->n && s->day[i] <= context->until; i++) {
		/* Only for those with a point in the window: a catalog may hold
		 * hundreds. */
		if (of->day == NULL) {
			of->day = CSM_ARENA_ARRAY(&context->arena, int64_t, a->days);
			for (size_t d = 0; d < a->days; d++)
				of->day[d] = CSM_MISSING;
		}
		csm_stats_add(&of->events, s->value[i]);
		csm_stats_add(&of->day[s->day[i] - since], s->value[i]);
		used |= s->value[i] != 0;
	}
	/* "Counted last" in place of a set: companies, and users within them, come one
	 * after the other. */
	if (used && of->last_company != a->companies) {
		of->last_company = a->companies;
		of->companies++;
	}
	if (used && person && of->last_user != a->people) {
		of->last_user = a->people;
		of->users++;
	}
}

static void
mark_days(const struct csm_adoption *a, const struct csm_series *s, int32_t until)
{
	int32_t since = until - a->window + 1;

	for (size_t i = csm_series_at(s, since); i < s->n && s->day[i] <= until; i++)
		if (s->value[i] != 0)
			a->user_day[s->day[i] - since] = 1;
}

static void
count_entity(struct csm_adoption *a, struct csm_context *context,
    const struct csm_entity_points *e, struct csm_adopter *out)
{
	int person = e->model == CSM_MODEL_ENDUSER, told = csm_inventory_told(e);
	int32_t until = context->until, since = until - a->window + 1;
	struct csm_use_of use;

	a->people += (size_t)person;
	for (size_t m = 0; m < e->metrics; m++) {
		if (!csm_inventory_use(&a->inventory, e, m, told, &use))
			continue;
		csm_adoption_grow(a);
		if (use.feature != CSM_INVENTORY_NONE) {
			count_use(
			    a, context, &a->feature[use.feature], use.series, person);
			if (csm_inventory_used(use.series, since, until) &&
			    csm_variety_put(&a->used, use.feature))
				out->valuable +=
				    (size_t)a->inventory.feature[use.feature].valuable;
		}
		if (use.module != CSM_INVENTORY_NONE)
			count_use(
			    a, context, &a->module[use.module], use.series, person);
		if (!use.activity)
			continue;
		mark_days(a, use.series, until);
		for (size_t i = csm_series_at(use.series, since);
		     /* Depth is events an active user, so the company's own are left
		      * out. */
		     person && i < use.series->n && use.series->day[i] <= until; i++)
			csm_stats_add(&out->events, use.series->value[i]);
	}
}

/* The days an entity was active on become the company's. */
static void
gather_days(struct csm_adoption *a, int person, struct csm_adopter *out)
{
	size_t days = 0;

	for (size_t d = 0; d < a->days; d++) {
		days += a->user_day[d] != 0;
		a->day[d] |= a->user_day[d];
	}
	memset(a->user_day, 0, a->days);
	/* Days of the company's own activity are days with use, and nobody's. */
	if (!person || days == 0)
		return;
	out->active++;
	out->user_days += days;
}

/* End users of the fields file and those with a point on or before the day. */
static size_t
count_people(struct csm_context *context, const struct csm_set *set)
{
	const struct csm_fields *f = context->fields[CSM_MODEL_ENDUSER];
	const struct csm_text *c = &set->company;
	size_t begin = 0, end = 0, n;

	if (f != NULL)
		csm_fields_of_company(f, c->s, c->len, &begin, &end);
	n = 0;
	for (size_t i = begin; i < end; i++)
		n += csm_context_has(
		    context, CSM_MODEL_ENDUSER, csm_fields_entity(f, i)->id);
	for (size_t e = 0; e < set->entities; e++) {
		const struct csm_entity_points *p = &set->entity[e];
		if (p->model == CSM_MODEL_ENDUSER && p->first_day <= context->until &&
		    /* who stands in the file was counted there */
		    (f == NULL ||
			csm_fields_find(f, c->s, c->len, p->id.s, p->id.len) < 0))
			n++;
	}
	return n;
}

void
csm_adoption_count(struct csm_adoption *a, struct csm_context *context,
    const struct csm_set *set, struct csm_adopter *out)
{
	*out = (struct csm_adopter){.events = CSM_MISSING, .seats = CSM_MISSING};
	a->companies++;
	csm_variety_reset(&a->used);
	memset(a->day, 0, a->days);
	out->users = count_people(context, set);
	for (size_t e = 0; e < set->entities; e++) {
		count_entity(a, context, &set->entity[e], out);
		gather_days(a, set->entity[e].model == CSM_MODEL_ENDUSER, out);
	}
	out->features = a->used.n;
	for (size_t d = 0; d < a->days; d++)
		out->days += a->day[d] != 0;
}
