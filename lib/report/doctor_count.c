/* The data counted, for the report `doctor`. */
#include "report/doctor.h"

#include "base/xalloc.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

/* The last takes every other name, which csm_doctor_family_of relies on. */
const struct csm_family csm_doctor_family[CSM_DOCTOR_FAMILIES] = {
    {"activities.", CSM_DOCTOR_PRODUCT, 1}, {"metrics.", CSM_DOCTOR_PRODUCT, 1},
    {"modules.", CSM_DOCTOR_PRODUCT, 1}, {"conversations.", CSM_DOCTOR_CONVERSATION, 1},
    {"tasks.", CSM_DOCTOR_CONVERSATION, 0}, {"nps.", CSM_DOCTOR_CONVERSATION, 0},
    {"revenue.", CSM_DOCTOR_REVENUE, 1}, {"system.", -1, 0}, {"calculated.", -1, 0},
    {"health.", -1, 0}, {"units.", -1, 0}, {"", -1, 0}};

static const char *const kinds[CSM_DOCTOR_KINDS] = {
    "customer", "end user", "revenue", "conversation", "product"};

static void
pile_init(struct csm_doctor_pile *pile, const char *name)
{
	*pile = (struct csm_doctor_pile){
	    .name = name, .first = CSM_DAY_NONE, .newest = CSM_DAY_NONE};
}

void
csm_doctor_init(struct csm_doctor *d, struct csm_context *context)
{
	*d = (struct csm_doctor){.context = context};
	pile_init(&d->all, "all");
	for (size_t f = 0; f < CSM_DOCTOR_FAMILIES; f++)
		pile_init(&d->family[f], csm_doctor_family[f].prefix);
	for (size_t k = 0; k < CSM_DOCTOR_KINDS; k++)
		pile_init(&d->kind[k], kinds[k]);
}

void
csm_doctor_fini(struct csm_doctor *d)
{
	csm_intern_fini(&d->names);
	free(d->metric);
}

size_t
csm_doctor_family_of(const char *metric)
{
	size_t f = 0;

	while (strncmp(metric, csm_doctor_family[f].prefix,
		   strlen(csm_doctor_family[f].prefix)) != 0)
		f++;
	return f; /* the last one fits every name */
}

static struct csm_doctor_pile *
metric_pile(struct csm_doctor *d, const char *name)
{
	uint32_t id = csm_intern_put(&d->names, name, strlen(name));

	if (id == d->metrics) {
		CSM_GROW(d->metric, d->metrics, &d->cap);
		pile_init(&d->metric[d->metrics++],
		    csm_arena_strdup(&d->context->arena, name));
		/* once for each name, when it is met */
		d->family_metrics[csm_doctor_family_of(name)]++;
	}
	return &d->metric[id];
}

static void
doctor_count_add_days(struct csm_doctor *d, struct csm_doctor_pile *pile,
    const struct csm_metric_points *p)
{
	/* As they came: an explicit missing value is a day on which somebody
	 * measured. */
	struct csm_series all = {.day = p->day, .n = p->n};
	int32_t since = d->context->until - CSM_DOCTOR_DAYS + 1;
	size_t i = csm_series_at(&all, since);

	for (; i < p->n && p->day[i] <= d->context->until; i++) {
		if (pile->day == NULL)
			pile->day = CSM_ARENA_ARRAY(
			    &d->context->arena, unsigned char, CSM_DOCTOR_DAYS);
		pile->day[p->day[i] - since] |=
		    p->value[i] == CSM_MISSING || p->value[i] == 0 ? 1 : 3;
	}
}

static void
doctor_count_add(struct csm_doctor *d, struct csm_doctor_pile *pile,
    const struct csm_metric_points *p)
{
	pile->points += p->n;
	/* "counted last" in place of a set, as companies and entities come one after
	 * the other */
	pile->companies += pile->last_company != d->companies;
	pile->last_company = d->companies;
	pile->entities += pile->last_entity != d->entities;
	pile->last_entity = d->entities;
	if (pile->first == CSM_DAY_NONE || p->day[0] < pile->first)
		pile->first = p->day[0];
	if (p->day[p->n - 1] > pile->newest)
		pile->newest = p->day[p->n - 1];
	doctor_count_add_days(d, pile, p);
}

static void
doctor_count_add_entity(struct csm_doctor *d, const struct csm_entity_points *e)
{
	d->entities++;
	for (size_t m = 0; m < e->metrics; m++) {
		const struct csm_metric_points *p = &e->metric[m];
		size_t f = csm_doctor_family_of(p->metric.s);
		if (p->n == 0)
			continue;
		doctor_count_add(d, &d->all, p);
		doctor_count_add(d, &d->family[f], p);
		if (csm_doctor_family[f].kind >= 0)
			doctor_count_add(d, &d->kind[csm_doctor_family[f].kind], p);
		if (e->model == CSM_MODEL_ENDUSER)
			doctor_count_add(d, &d->kind[CSM_DOCTOR_ENDUSER], p);
		doctor_count_add(d, metric_pile(d, p->metric.s), p);
	}
}

void
csm_doctor_company(struct csm_doctor *d, const struct csm_set *set)
{
	const struct csm_fields *f = d->context->fields[CSM_MODEL_COMPANY];
	const char *id = set->company.s;

	d->companies++;
	/* with those of the fields file */
	d->users += csm_engine_entities(d->context->now, CSM_MODEL_ENDUSER);
	d->with_fields +=
	    f != NULL && csm_fields_find(f, id, strlen(id), id, strlen(id)) >= 0;
	for (size_t e = 0; e < set->entities; e++)
		doctor_count_add_entity(d, &set->entity[e]);
}

int
csm_doctor_there(const struct csm_doctor *d, enum csm_doctor_kind kind)
{
	switch (kind) {
	case CSM_DOCTOR_CUSTOMER:
		return d->with_fields > 0;
	case CSM_DOCTOR_ENDUSER:
		return d->users > 0;
	default:
		return d->kind[kind].points > 0;
	}
}

struct csm_gaps
csm_doctor_gaps(const struct csm_doctor_pile *pile, int32_t until)
{
	int32_t since = until - CSM_DOCTOR_DAYS + 1;
	int32_t from = pile->first > since ? pile->first : since;
	/* What ended is no gap; csm_doctor_drop tells of it. */
	int32_t to = pile->newest < until ? pile->newest : until;
	struct csm_gaps g = {.from = CSM_DAY_NONE};
	size_t run = 0;

	for (int32_t day = from; pile->day != NULL && day <= to; day++) {
		g.days++;
		run = pile->day[day - since] ? 0 : run + 1;
		g.gaps += run > 0;
		if (run > g.longest) {
			g.longest = run;
			g.from = day - (int32_t)run + 1;
		}
	}
	return g;
}

int32_t
csm_doctor_drop(const struct csm_doctor_pile *pile, int32_t until)
{
	size_t newest = CSM_DOCTOR_DAYS, usual = 0;

	if (pile->day == NULL)
		return CSM_DAY_NONE;
	while (newest > 0 && pile->day[newest - 1] != 3)
		newest--;
	/* not silent for long enough, or no four weeks before it to compare with */
	if (newest + CSM_DOCTOR_SILENT > CSM_DOCTOR_DAYS || newest < CSM_DOCTOR_RUN)
		return CSM_DAY_NONE;
	for (size_t i = newest - CSM_DOCTOR_RUN; i < newest; i++)
		usual += pile->day[i] == 3;
	return usual < CSM_DOCTOR_USUAL ? CSM_DAY_NONE
					: until - CSM_DOCTOR_DAYS + (int32_t)newest + 1;
}
