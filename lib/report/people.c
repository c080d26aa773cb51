/* The report `people`: end users, all together, by company and each. */
#include "report/people.h"
#include "base/xalloc.h"
#include "figure/facts.h"
#include "figure/report.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

/* End users of a company, or of all. */
struct crowd {
	const char *id; /* NULL: of all */
	size_t known, never;
	size_t active[CSM_PEOPLE_SPANS];
};

struct people_work {
	struct csm_inventory inventory;
	struct csm_people_reader reader;
	struct csm_end_user **person;
	struct crowd *company, all;
	size_t n, cap, companies, company_cap;
};

static int
people_begin(struct csm_context *context)
{
	struct people_work *w = context->work =
	    CSM_ARENA_NEW(&context->arena, struct people_work);

	csm_inventory_read(&w->inventory, context->conf);
	return 0;
}

static void
people_count(struct crowd *crowd, const struct csm_end_user *u, int32_t until)
{
	crowd->known++;
	crowd->never += u->last == CSM_DAY_NONE;
	for (int i = 0; i < CSM_PEOPLE_SPANS; i++)
		crowd->active[i] += u->last > until - csm_people_spans[i];
}

static void
add_person(struct csm_context *context, struct crowd *crowd, const char *id,
    const struct csm_entity_points *points)
{
	struct people_work *w = context->work;
	struct csm_end_user *u = csm_people_end_user(
	    &w->reader, &context->arena, &w->inventory, points, context->until);

	u->company = crowd->id;
	u->id = csm_arena_strdup(&context->arena, id);
	CSM_GROW(w->person, w->n, &w->cap);
	w->person[w->n++] = u;
	people_count(crowd, u, context->until);
	people_count(&w->all, u, context->until);
}

/* Points and fields stand in byte order of the ids: side by side. */
static int
people_company(struct csm_context *context, const struct csm_set *set)
{
	struct people_work *w = context->work;
	struct crowd crowd = {.id = csm_arena_strdup(&context->arena, set->company.s)};
	const struct csm_fields *f = context->fields[CSM_MODEL_ENDUSER];
	size_t i = 0, end = 0;

	if (f != NULL)
		csm_fields_of_company(f, set->company.s, set->company.len, &i, &end);
	for (size_t e = 0; e < set->entities; e++) {
		const struct csm_entity_points *p = &set->entity[e];
		if (p->model != CSM_MODEL_ENDUSER)
			continue;
		for (; i < end && strcmp(csm_fields_entity(f, i)->id, p->id.s) < 0; i++)
			add_person(context, &crowd, csm_fields_entity(f, i)->id, NULL);
		int listed =
		    i < end && strcmp(csm_fields_entity(f, i)->id, p->id.s) == 0;
		i += (size_t)listed;
		/* who only has points of later days is not known yet */
		if (listed || p->first_day <= context->until)
			add_person(context, &crowd, p->id.s, p);
	}
	for (; i < end; i++)
		add_person(context, &crowd, csm_fields_entity(f, i)->id, NULL);
	CSM_GROW(w->company, w->companies, &w->company_cap);
	w->company[w->companies++] = crowd;
	return 0;
}

static void
people_tile(
    struct csm_doc *doc, struct csm_table *t, const char *what, size_t n, size_t of)
{
	struct csm_cell *row = csm_table_row(doc, t);

	row[0] = csm_cell_text(what);
	row[1] = csm_cell_count(n);
	row[2] = (struct csm_cell){.kind = CSM_CELL_BLANK};
	if (of > 0)
		row[2] = csm_cell_number(csm_stats_percent(n, of));
}

static void
people_put_headline(struct csm_context *context, struct csm_doc *doc)
{
	static const char *const titles[CSM_PEOPLE_SPANS] = {"Active on the day",
	    "Active in 7 days", "Active in 30 days", "Active in 90 days"};
	const struct people_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "headline", "Headline numbers");

	t->layout = CSM_LAYOUT_TILES;
	csm_table_column(doc, t, "what", "", CSM_CELL_TEXT);
	csm_table_column(doc, t, "value", "", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "share", "", CSM_CELL_NUMBER)->look =
	    (struct csm_look){CSM_SHOW_PLAIN, 1, "%"};
	people_tile(doc, t, "People", w->all.known, 0);
	for (int i = 0; i < CSM_PEOPLE_SPANS; i++)
		people_tile(doc, t, titles[i], w->all.active[i], w->all.known);
	people_tile(doc, t, "Never active", w->all.never, w->all.known);
}

static void
people_put_companies(struct csm_context *context, struct csm_doc *doc)
{
	static const char *const names[CSM_PEOPLE_SPANS] = {
	    "active_1", "active_7", "active_30", "active_90"};
	static const char *const titles[CSM_PEOPLE_SPANS] = {
	    "Active 1 day", "7 days", "30 days", "90 days"};
	const struct people_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "companies", "By company");

	csm_table_column(doc, t, "company", "Company", CSM_CELL_TEXT);
	csm_table_column(doc, t, "name", "Name", CSM_CELL_TEXT);
	csm_table_column(doc, t, "people", "People", CSM_CELL_NUMBER);
	for (int i = 0; i < CSM_PEOPLE_SPANS; i++)
		csm_table_column(doc, t, names[i], titles[i], CSM_CELL_NUMBER);
	csm_table_column(doc, t, "never", "Never active", CSM_CELL_NUMBER);
	for (size_t c = 0; c < w->companies; c++) {
		const struct crowd *of = &w->company[c];
		struct csm_cell *row = csm_table_row(doc, t);
		*row++ = csm_cell_text(of->id);
		*row++ = csm_cell_text(
		    csm_context_name(context, CSM_MODEL_COMPANY, of->id, of->id));
		*row++ = csm_cell_count(of->known);
		for (int i = 0; i < CSM_PEOPLE_SPANS; i++)
			*row++ = csm_cell_count(of->active[i]);
		*row = csm_cell_count(of->never);
	}
}

static struct csm_cell
top_cell(struct csm_context *context, const struct csm_end_user *u)
{
	const struct people_work *w = context->work;
	const char *text = NULL;

	for (size_t i = 0; i < u->tops; i++) {
		const char *name = w->inventory.feature[u->top[i]].name;
		text = text == NULL
			   ? csm_arena_strdup(&context->arena, name)
			   : csm_arena_printf(&context->arena, "%s, %s", text, name);
	}
	return csm_cell_text(text);
}

static struct csm_table *
people_table_new(struct csm_doc *doc)
{
	struct csm_table *t = csm_doc_table(doc, "people", "People");

	t->note = "Features are of 14 days; active days, events, the sparkline and the "
		  "most used features of 60.";
	csm_table_column(doc, t, "company", "Company", CSM_CELL_TEXT);
	csm_table_column(doc, t, "id", "Person", CSM_CELL_TEXT);
	csm_table_column(doc, t, "name", "Name", CSM_CELL_TEXT);
	csm_table_column(doc, t, "features", "Features", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "last_touch", "Last touchpoint", CSM_CELL_DAY);
	csm_table_column(doc, t, "last_active", "Last active", CSM_CELL_DAY);
	csm_table_column(doc, t, "active_days", "Active days", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "events", "Events", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "days", "60 days", CSM_CELL_SERIES)->look.show =
	    CSM_SHOW_BAR;
	csm_table_column(doc, t, "top", "Most used", CSM_CELL_TEXT);
	return t;
}

static void
put_person(struct csm_context *context, struct csm_doc *doc, struct csm_table *t,
    const struct csm_end_user *u)
{
	struct csm_cell *row = csm_table_row(doc, t);

	*row++ = csm_cell_text(u->company);
	*row++ = csm_cell_text(u->id);
	*row++ = csm_cell_text(
	    csm_context_name(context, CSM_MODEL_ENDUSER, u->company, u->id));
	*row++ = csm_cell_count(u->features);
	*row++ = csm_cell_day(u->touch);
	*row++ = csm_cell_day(u->last);
	*row++ = csm_cell_count(u->active_days);
	*row++ = csm_cell_number(u->events);
	*row++ = csm_cell_series(u->day, CSM_PEOPLE_DAYS);
	*row = top_cell(context, u);
}

/* Most recently active first, then by events, company and id. */
static int
people_by_recent(const void *a, const void *b)
{
	const struct csm_end_user *x = *(struct csm_end_user *const *)a,
				  *y = *(struct csm_end_user *const *)b;
	int order;

	if (x->last != y->last)
		return x->last > y->last ? -1 : 1;
	if (x->events != y->events) /* CSM_MISSING is below every number */
		return x->events > y->events ? -1 : 1;
	order = strcmp(x->company, y->company);
	return order != 0 ? order : strcmp(x->id, y->id);
}

static int
people_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct people_work *w = context->work;
	struct csm_table *t;

	doc->title = "People";
	doc->subtitle = csm_context_subtitle(context, w->n, "end users");
	people_put_headline(context, doc);
	people_put_companies(context, doc);
	t = people_table_new(doc);
	if (w->n > 0)
		qsort(w->person, w->n, sizeof(struct csm_end_user *), people_by_recent);
	for (size_t i = 0; i < w->n; i++)
		put_person(context, doc, t, w->person[i]);
	return 0;
}

static void
people_end(struct csm_context *context)
{
	struct people_work *w = context->work;

	if (w == NULL)
		return;
	csm_inventory_fini(&w->inventory);
	csm_people_fini(&w->reader);
	free(w->person);
	free(w->company);
}

const struct csm_report csm_report_people = {.name = "people",
    .summary = "end users: who is active, when last, with what; who never was",
    .rows = "people",
    .needs_day = 1,
    .begin = people_begin,
    .company = people_company,
    .finish = people_finish,
    .end = people_end};
