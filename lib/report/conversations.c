/*
 * The report `conversations`: how often there was contact with each company, and how
 * long ago.
 */
#include "base/text.h"
#include "base/xalloc.h"
#include "figure/facts.h"
#include "figure/report.h"
#include "stats/total.h"
#include "table/look.h"
#include "table/show.h"
#include "table/tile.h"
#include "figure/tally.h"

#include <stdlib.h>
#include <string.h>

#define DAYS 90 /* a quarter */
#define PREFIX "conversations."
/* A choice of looks; machines get all. */
#define SHOWN 4  /* types that people are shown a column of */
#define DRAWN 20 /* and a bar */

/* A type, over all companies. */
struct type {
	const char *name;
	int64_t count, before; /* in the days, in as many before; CSM_MISSING: none */
	size_t companies;
	int32_t last;
};

/* What a company has of a type in the days. */
struct conversations_part {
	uint32_t type;
	int64_t count;
	struct conversations_part *next;
};

struct contact {
	const char *id, *name, *owner;
	struct conversations_part *part;
	int64_t count, mrr;
	int64_t days, value; /* since last; of mrr for each; CSM_MISSING */
	int32_t last;
	size_t order;
};

struct conversations_work {
	struct csm_intern names;
	struct type *type; /* by id of names */
	size_t types, type_cap;
	uint32_t *order; /* types, most first */
	struct contact *contact;
	size_t n, cap;
	struct csm_arena arena; /* of the company that comes by */
};

static void
conversations_range(struct csm_context *context, int32_t since)
{
	context->since = since == CSM_DAY_NONE ? context->until - DAYS + 1 : since;
}

static int32_t
conversations_days_of(const struct csm_context *context)
{
	return context->until - context->since + 1;
}

static uint32_t
type_id(struct csm_context *context, struct conversations_work *w, const char *name)
{
	uint32_t id = csm_intern_put(&w->names, name, strlen(name));

	if (id == w->types) {
		CSM_GROW(w->type, w->types, &w->type_cap);
		w->type[w->types++] =
		    (struct type){.name = csm_arena_strdup(&context->arena, name),
			.count = CSM_MISSING,
			.before = CSM_MISSING,
			.last = CSM_DAY_NONE};
	}
	return id;
}

static void
add_type(struct csm_context *context, struct conversations_work *w, struct contact *c,
    const struct csm_tally *tally)
{
	uint32_t id = type_id(context, w, tally->name);
	struct type *type = &w->type[id];
	struct conversations_part *part;

	if (tally->last > type->last)
		type->last = tally->last;
	if (tally->last > c->last)
		c->last = tally->last;
	/* older than the days looked at: it is the last touch all the same */
	if (tally->count == CSM_MISSING)
		return;
	csm_stats_add(&type->count, tally->count);
	csm_stats_add(&c->count, tally->count);
	type->companies += tally->count != 0;
	part = CSM_ARENA_NEW(&context->arena, struct conversations_part);
	*part = (struct conversations_part){id, tally->count, c->part};
	c->part = part;
}

static int
conversations_company(struct csm_context *context, const struct csm_set *set)
{
	struct conversations_work *w = context->work;
	const char *id = csm_arena_strdup(&context->arena, set->company.s);
	int32_t days = conversations_days_of(context);
	struct contact c = {.id = id,
	    .name = csm_context_name(context, CSM_MODEL_COMPANY, id, id),
	    .owner = csm_context_field_text(
		context, CSM_MODEL_COMPANY, id, id, context->owner_column),
	    .mrr = csm_facts_point(set, "revenue.mrr", context->until, NULL),
	    .count = CSM_MISSING,
	    .last = CSM_DAY_NONE,
	    .order = w->n};
	struct csm_tally *tally;
	size_t n;

	/* tallies of a company are needed until the next */
	csm_arena_reset(&w->arena);
	tally = csm_tally_read(&w->arena, set, PREFIX, context->until, days, &n);
	for (size_t i = 0; i < n; i++)
		add_type(context, w, &c, &tally[i]);
	/* the same number of days that end where the others begin */
	tally = csm_tally_read(&w->arena, set, PREFIX, context->until - days, days, &n);
	for (size_t i = 0; i < n; i++)
		csm_stats_add(&w->type[type_id(context, w, tally[i].name)].before,
		    tally[i].count);
	CSM_GROW(w->contact, w->n, &w->cap);
	w->contact[w->n++] = c;
	return 0;
}

/* Most first, then by name. */
static void
sort_types(struct csm_context *context, struct conversations_work *w)
{
	w->order = CSM_ARENA_ARRAY(&context->arena, uint32_t, w->types + 1);
	/* Put in order one by one: there are a dozen types. */
	for (uint32_t i = 0; i < w->types; i++) {
		size_t k = i;
		while (k > 0) {
			const struct type *a = &w->type[w->order[k - 1]],
					  *b = &w->type[i];
			if (a->count > b->count ||
			    (a->count == b->count && strcmp(a->name, b->name) < 0))
				break;
			w->order[k] = w->order[k - 1];
			k--;
		}
		w->order[k] = i;
	}
}

static void
conversations_put_headline(struct csm_context *context, struct csm_doc *doc)
{
	const struct conversations_work *w = context->work;
	struct csm_table *t = csm_tiles(doc, "against");
	int64_t count = CSM_MISSING, before = CSM_MISSING, mrr = CSM_MISSING;
	size_t touched = 0, never = 0;
	struct csm_buf was = {0};

	for (size_t i = 0; i < w->types; i++) {
		csm_stats_add(&count, w->type[i].count);
		csm_stats_add(&before, w->type[i].before);
	}
	for (size_t i = 0; i < w->n; i++) {
		const struct contact *c = &w->contact[i];
		touched += c->count != CSM_MISSING && c->count != 0;
		never += c->last == CSM_DAY_NONE;
		csm_stats_add(&mrr, c->mrr);
	}
	struct csm_cell then = csm_cell_number(before);
	csm_show_cell(&was, &then, csm_table_heading(t, "value"));
	csm_tile(t, "Conversations", count, &csm_look_few,
	    csm_arena_printf(&context->arena, "in %s; in the %d before: %s",
		csm_text_counted(
		    &context->arena, (uint64_t)conversations_days_of(context), "days"),
		(int)conversations_days_of(context), was.data));
	csm_tile(t, "Companies", (int64_t)touched * CSM_NUM_ONE, &csm_look_few,
	    csm_arena_printf(
		&context->arena, "of %zu; %zu were never in touch", w->n, never));
	csm_tile(t, "Recurring value", csm_stats_each(mrr, count), &csm_look_money,
	    "of all companies, for each conversation");
	csm_buf_fini(&was);
}

static struct csm_cell
conversations_put_change(const void *row)
{
	const struct type *type = row;

	return csm_cell_number(csm_stats_change(type->before, type->count));
}

static const struct csm_table_column type_columns[] = {
    {"type", "Type", CSM_OF_TEXT(struct type, name)},
    {"count", "Count", CSM_OF_NUMBER(struct type, count), .look = &csm_look_bar},
    {"before", "Before", CSM_OF_NUMBER(struct type, before)},
    {"change", "Change", CSM_CELL_NUMBER, .put = conversations_put_change,
	.look = &csm_look_change},
    {"companies", "Companies", CSM_OF_COUNT(struct type, companies)},
    {"last", "Newest", CSM_OF_DAY(struct type, last)}};

static void
conversations_put_types(struct csm_context *context, struct csm_doc *doc)
{
	const struct conversations_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "types", "Types");

	t->note = csm_arena_printf(&context->arena,
	    "In the %s, and in as many before; of tickets those with activity, "
	    "on each day anew.",
	    csm_text_counted(
		&context->arena, (uint64_t)conversations_days_of(context), "days"));
	t->half = 1;
	CSM_TABLE_COLUMNS(t, type_columns);
	for (size_t i = 0; i < w->types; i++)
		csm_table_put(t, &w->type[w->order[i]]);
}

static const struct csm_table_column chart_columns[] = {
    {"type", "Type", CSM_OF_TEXT(struct type, name)},
    {"count", "Conversations", CSM_OF_NUMBER(struct type, count)}};

static void
conversations_put_chart(struct csm_context *context, struct csm_doc *doc)
{
	const struct conversations_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "chart", "Conversations by type");

	t->chart = CSM_CHART_BARS;
	t->for_eyes = CSM_EYES_PICTURE;
	t->note = csm_arena_printf(&context->arena, "In %s.",
	    csm_text_counted(
		&context->arena, (uint64_t)conversations_days_of(context), "days"));
	CSM_TABLE_COLUMNS(t, chart_columns);
	for (size_t i = 0; i < w->types && i < DRAWN; i++)
		csm_table_put(t, &w->type[w->order[i]]);
}

/* Those never in touch first, then by days since the last touch, most first, then as
 * they came. */
static int
by_last(const void *a, const void *b)
{
	const struct contact *x = a, *y = b;

	if (x->last != y->last) /* CSM_DAY_NONE is below every day */
		return x->last < y->last ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static struct csm_cell
conversations_of_type(const void *row, size_t type)
{
	const struct contact *c = row;

	for (const struct conversations_part *p = c->part; p != NULL; p = p->next)
		if (p->type == type)
			return csm_cell_number(p->count);
	return csm_cell_number(CSM_MISSING);
}

static const struct csm_table_column company_columns[] = {
    {"company", "Id", CSM_OF_TEXT(struct contact, id), .for_machines = true},
    {"name", "Company", CSM_OF_TEXT(struct contact, name)},
    {"owner", "Owner", CSM_OF_TEXT(struct contact, owner), .for_machines = true},
    {"last", "Last touch", CSM_OF_DAY(struct contact, last), .for_machines = true},
    {"days", "Days", CSM_OF_NUMBER(struct contact, days)},
    {"count", "Count", CSM_OF_NUMBER(struct contact, count)}};

/* After those of the types. */
static const struct csm_table_column worth_columns[] = {
    {"mrr", "Value", CSM_OF_NUMBER(struct contact, mrr), .look = &csm_look_money},
    {"value", "Each", CSM_OF_NUMBER(struct contact, value), .look = &csm_look_money}};

static void
conversations_put_columns(const struct conversations_work *w, struct csm_table *t)
{
	CSM_TABLE_COLUMNS(t, company_columns);
	for (size_t i = 0; i < w->types; i++) {
		const char *name = w->type[w->order[i]].name;
		csm_table_add(t, &(const struct csm_table_column){
				     csm_arena_printf(t->arena, PREFIX "%s", name),
				     name, CSM_CELL_NUMBER, .of = conversations_of_type,
				     .at = w->order[i], .for_machines = i >= SHOWN});
	}
	CSM_TABLE_COLUMNS(t, worth_columns);
}

static void
conversations_put_companies(struct csm_context *context, struct csm_doc *doc)
{
	struct conversations_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "companies", "Companies");

	t->note =
	    "Days since the last touch, most first; recurring value, and how much "
	    "of it for each conversation.";
	conversations_put_columns(w, t);
	if (w->n > 0)
		qsort(w->contact, w->n, sizeof *w->contact, by_last);
	for (size_t i = 0; i < w->n; i++) {
		struct contact *c = &w->contact[i];
		c->days = c->last == CSM_DAY_NONE
			      ? CSM_MISSING
			      : (int64_t)(context->until - c->last) * CSM_NUM_ONE;
		c->value = csm_stats_each(c->mrr, c->count);
		csm_table_put(t, c);
	}
}

static int
conversations_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct conversations_work *w = context->work;

	doc->subtitle = csm_context_subtitle(context, w->n, "companies");
	sort_types(context, w);
	conversations_put_headline(context, doc);
	conversations_put_types(context, doc);
	conversations_put_chart(context, doc);
	conversations_put_companies(context, doc);
	return 0;
}

static void
conversations_end(struct csm_context *context)
{
	struct conversations_work *w = context->work;

	csm_intern_fini(&w->names);
	csm_arena_fini(&w->arena);
	free(w->type);
	free(w->contact);
}

const struct csm_report csm_report_conversations = {.name = "conversations",
    .title = "Conversations",
    .work = sizeof(struct conversations_work),
    .parts = (const char *const[]){"headline", "chart", "types", "companies", NULL},
    .summary = "contact: by type, by company, since when, for how much value",
    .takes = "since chart",
    .rows = "companies",
    .needs_day = 1,
    .range = conversations_range,
    .company = conversations_company,
    .finish = conversations_finish,
    .end = conversations_end};
