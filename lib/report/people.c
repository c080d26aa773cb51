/* The report `people`: end users, all together, by company and each. */
#include "report/people.h"
#include "base/xalloc.h"
#include "figure/facts.h"
#include "figure/report.h"
#include "metric/system.h"
#include "table/look.h"
#include "time/date.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* "Active in so many days". */
enum people_span { ONE_DAY, DAYS_7, DAYS_30, DAYS_90, SPANS };

static const int32_t spans[SPANS] = {
    [ONE_DAY] = 1, [DAYS_7] = 7, [DAYS_30] = 30, [DAYS_90] = 90};

/* End users of a company, or of all. */
struct crowd {
	const char *id, *name; /* NULL: of all */
	size_t known, never;
	size_t active[SPANS];
};

struct people_work {
	struct csm_inventory inventory;
	struct csm_people_reader reader;
	struct csm_end_user **person;
	struct crowd *company, all;
	size_t n, cap, companies, company_cap;
	size_t relevance; /* the query */
	size_t at;        /* of the engine's end users of this company */
};

static int
people_begin(struct csm_context *context)
{
	struct people_work *w = context->work;

	csm_inventory_read(&w->inventory, context->conf);
	w->relevance = csm_context_query(
	    context, context->now, CSM_MODEL_ENDUSER, CSM_SYSTEM_RELEVANCE, NULL);
	return w->relevance == SIZE_MAX ? -1 : 0;
}

/* Asked for in byte order of the ids, which is the engine's own order. */
static int64_t
people_relevance(struct csm_context *context, const char *id)
{
	struct people_work *w = context->work;
	size_t n = csm_engine_entities(context->now, CSM_MODEL_ENDUSER);

	while (
	    w->at < n &&
	    strcmp(csm_engine_entity(context->now, CSM_MODEL_ENDUSER, w->at).s, id) < 0)
		w->at++;
	assert(w->at < n); /* whoever has points or a row of fields is one of its */
	return csm_engine_micros(context->now, w->relevance, w->at)[0];
}

static void
people_count(struct crowd *crowd, const struct csm_end_user *u, int32_t until)
{
	crowd->known++;
	crowd->never += u->last == CSM_DAY_NONE;
	for (int i = 0; i < SPANS; i++)
		/* CSM_DAY_NONE is before all of them. */
		crowd->active[i] += u->last > until - spans[i];
}

static void
add_person(struct csm_context *context, struct crowd *crowd, const char *id,
    const struct csm_entity_points *points)
{
	struct people_work *w = context->work;
	struct csm_end_user *u = csm_people_end_user(
	    &w->reader, &context->arena, &w->inventory, points, context->until);

	u->relevance = people_relevance(context, id);
	u->company = crowd->id;
	u->id = csm_arena_strdup(&context->arena, id);
	CSM_GROW(w->person, w->n, &w->cap);
	w->person[w->n++] = u;
	people_count(crowd, u, context->until);
	/* Counted here and not from the companies' sums, so that both are made of the
	 * same people. */
	people_count(&w->all, u, context->until);
}

/* Known from the fields alone, or left out by the filter with all its points. */
static void
add_silent(struct csm_context *context, struct crowd *crowd, const char *id)
{
	if (csm_context_has(context, CSM_MODEL_ENDUSER, id))
		add_person(context, crowd, id, NULL);
}

/* Points and fields stand in byte order of the ids: side by side. */
static int
people_company(struct csm_context *context, const struct csm_set *set)
{
	struct people_work *w = context->work;
	struct crowd crowd = {.id = csm_arena_strdup(&context->arena, set->company.s)};
	const struct csm_fields *f = context->fields[CSM_MODEL_ENDUSER];
	size_t i = 0, end = 0;

	w->at = 0;
	if (f != NULL)
		csm_fields_of_company(f, set->company.s, set->company.len, &i, &end);
	for (size_t e = 0; e < set->entities; e++) {
		const struct csm_entity_points *p = &set->entity[e];
		if (p->model != CSM_MODEL_ENDUSER)
			continue;
		for (; i < end && strcmp(csm_fields_entity(f, i)->id, p->id.s) < 0; i++)
			add_silent(context, &crowd, csm_fields_entity(f, i)->id);
		int listed =
		    i < end && strcmp(csm_fields_entity(f, i)->id, p->id.s) == 0;
		/* listed and with points: once */
		i += (size_t)listed;
		/* who only has points of later days is not known yet */
		if (listed || p->first_day <= context->until)
			add_person(context, &crowd, p->id.s, p);
	}
	for (; i < end; i++)
		add_silent(context, &crowd, csm_fields_entity(f, i)->id);
	crowd.name = csm_context_name(context, CSM_MODEL_COMPANY, crowd.id, crowd.id);
	CSM_GROW(w->company, w->companies, &w->company_cap);
	w->company[w->companies++] = crowd;
	return 0;
}

struct people_tile {
	const char *what;
	size_t n, of; /* of: 0: it is no part of anything */
};

static struct csm_cell
people_put_share(const void *row)
{
	const struct people_tile *tile = row;

	return tile->of == 0 ? csm_cell_blank()
			     : csm_cell_number(csm_stats_percent(tile->n, tile->of));
}

static const struct csm_table_column tile_columns[] = {
    {"what", "", CSM_OF_TEXT(struct people_tile, what)},
    {"value", "", CSM_OF_COUNT(struct people_tile, n)},
    {"share", "", CSM_CELL_NUMBER, .put = people_put_share,
	.look = &csm_look_percent_tenths}};

static void
people_put_headline(struct csm_context *context, struct csm_doc *doc)
{
	const struct people_work *w = context->work;
	const struct crowd *all = &w->all;
	const struct people_tile tiles[] = {{"People", all->known, 0},
	    {"Active on the day", all->active[ONE_DAY], all->known},
	    {"Active in 7 days", all->active[DAYS_7], all->known},
	    {"Active in 30 days", all->active[DAYS_30], all->known},
	    {"Active in 90 days", all->active[DAYS_90], all->known},
	    {"Never active", all->never, all->known}};
	struct csm_table *t = csm_doc_table(doc, "headline", "Headline numbers");

	t->layout = CSM_LAYOUT_TILES;
	CSM_TABLE_COLUMNS(t, tile_columns);
	for (size_t i = 0; i < sizeof tiles / sizeof tiles[0]; i++)
		csm_table_put(t, &tiles[i]);
}

struct people_day {
	int32_t day;
	size_t active;
};

static const struct csm_table_column day_columns[] = {
    {"day", "Day", CSM_OF_DAY(struct people_day, day)},
    {"active", "End users active", CSM_OF_COUNT(struct people_day, active)}};

/* For the eye: the people's days, added up. */
static void
people_put_chart(struct csm_context *context, struct csm_doc *doc)
{
	const struct people_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "chart", "Active day by day");
	int32_t since = context->until - CSM_PEOPLE_DAYS + 1;

	t->chart = CSM_CHART_LINE;
	t->chart_columns = 1;
	t->for_eyes = CSM_EYES_DRAW;
	CSM_TABLE_COLUMNS(t, day_columns);
	for (int32_t i = 0; i < CSM_PEOPLE_DAYS && w->n > 0; i++)
		csm_table_put(
		    t, &(const struct people_day){since + i, w->reader.active[i]});
}

static const struct csm_table_column company_columns[] = {
    {"company", "Id", CSM_OF_TEXT(struct crowd, id), .for_machines = true},
    {"name", "Company", CSM_OF_TEXT(struct crowd, name)},
    {"people", "People", CSM_OF_COUNT(struct crowd, known)},
    {"active_1", "Active 1 day", CSM_OF_COUNT(struct crowd, active[ONE_DAY])},
    {"active_7", "7 days", CSM_OF_COUNT(struct crowd, active[DAYS_7])},
    {"active_30", "30 days", CSM_OF_COUNT(struct crowd, active[DAYS_30])},
    {"active_90", "90 days", CSM_OF_COUNT(struct crowd, active[DAYS_90])},
    {"never", "Never active", CSM_OF_COUNT(struct crowd, never)}};

static void
people_put_companies(struct csm_context *context, struct csm_doc *doc)
{
	const struct people_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "companies", "By company");

	CSM_TABLE_COLUMNS(t, company_columns);
	/* as they came: by id */
	for (size_t c = 0; c < w->companies; c++)
		csm_table_put(t, &w->company[c]);
}

static const char *
people_top(struct csm_context *context, const struct csm_end_user *u)
{
	const struct people_work *w = context->work;
	const char *text = NULL;

	for (size_t i = 0; i < u->tops; i++) {
		const char *name = w->inventory.feature[u->top[i]].name;
		text = text == NULL
			   ? csm_arena_strdup(&context->arena, name)
			   : csm_arena_printf(&context->arena, "%s, %s", text, name);
	}
	return text;
}

static struct csm_cell
people_put_days(const void *row)
{
	const struct csm_end_user *u = row;

	return csm_cell_series(u->day, CSM_PEOPLE_DAYS);
}

/* Its name; programs have the id. */
static struct csm_cell
people_put_company(const void *row)
{
	const struct csm_end_user *u = row;
	struct csm_cell cell = csm_cell_text(u->company_name);

	cell.exact = u->company;
	return cell;
}

/* The edges are part of neither: from 33 to 66 it is medium. */
static struct csm_cell
people_put_band(const void *row)
{
	const struct csm_end_user *u = row;

	return csm_cell_text(u->relevance > 66 * CSM_NUM_ONE   ? "high"
			     : u->relevance < 33 * CSM_NUM_ONE ? "low"
							       : "medium");
}

static const struct csm_table_column person_columns[] = {
    {"company", "Company", CSM_CELL_TEXT, .put = people_put_company},
    {"id", "Id", CSM_OF_TEXT(struct csm_end_user, id), .for_machines = true},
    {"name", "Person", CSM_OF_TEXT(struct csm_end_user, name)},
    {"relevance", "Relevance", CSM_OF_NUMBER(struct csm_end_user, relevance)},
    {"band", "Band", CSM_CELL_TEXT, .put = people_put_band},
    {"features", "Features", CSM_OF_COUNT(struct csm_end_user, features)},
    {"last_touch", "Last touchpoint", CSM_OF_DAY(struct csm_end_user, touch)},
    {"last_active", "Last active", CSM_OF_DAY(struct csm_end_user, last)},
    {"active_days", "Active days", CSM_OF_COUNT(struct csm_end_user, active_days)},
    {"events", "Events", CSM_OF_NUMBER(struct csm_end_user, events)},
    {"days", "60 days", CSM_CELL_SERIES, .put = people_put_days, .look = &csm_look_bar},
    {"top", "Most used", CSM_OF_TEXT(struct csm_end_user, used)}};

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

static void
people_put_people(struct csm_context *context, struct csm_doc *doc)
{
	struct people_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "people", "People");

	t->note =
	    "Relevance is of 100, high above 66 and low below 33; features are of "
	    "14 days; active days, events, the sparkline and the most used "
	    "features of 60.";
	CSM_TABLE_COLUMNS(t, person_columns);
	if (w->n > 0)
		qsort(w->person, w->n, sizeof(struct csm_end_user *), people_by_recent);
	for (size_t i = 0; i < w->n; i++) {
		struct csm_end_user *u = w->person[i];
		u->name =
		    csm_context_name(context, CSM_MODEL_ENDUSER, u->company, u->id);
		u->company_name = csm_context_name(
		    context, CSM_MODEL_COMPANY, u->company, u->company);
		u->used = people_top(context, u);
		csm_table_put(t, u);
	}
}

static int
people_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct people_work *w = context->work;

	doc->subtitle = csm_context_subtitle(context, w->n, "end users");
	people_put_headline(context, doc);
	people_put_chart(context, doc);
	people_put_companies(context, doc);
	people_put_people(context, doc);
	return 0;
}

static void
people_end(struct csm_context *context)
{
	struct people_work *w = context->work;

	csm_inventory_fini(&w->inventory);
	csm_people_fini(&w->reader);
	free(w->person);
	free(w->company);
}

const struct csm_report csm_report_people = {.name = "people",
    .title = "People",
    .work = sizeof(struct people_work),
    .parts = (const char *const[]){"headline", "chart", "companies", "people", NULL},
    .summary = "end users: who is active, when last, with what; who never was",
    .takes = "chart",
    .rows = "people",
    .needs_day = 1,
    .begin = people_begin,
    .company = people_company,
    .finish = people_finish,
    .end = people_end};
