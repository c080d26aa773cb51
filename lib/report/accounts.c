/*
 * The report `accounts`: the index of all companies, those who use least first.
 */
#include "base/xalloc.h"
#include "figure/facts.h"
#include "figure/inventory.h"
#include "figure/report.h"
#include "table/look.h"

#include <stdlib.h>
#include <string.h>

#define DAYS 14
#define PILLARS 8 /* columns of them at most */

/* A part of a score on the day. */
struct accounts_part {
	uint32_t id; /* in work.parts */
	struct csm_cell cell;
	struct accounts_part *next;
};

struct account {
	const char *id;
	struct csm_cell name, owner, health, lights;
	struct csm_known known;
	struct accounts_part *part;
	struct csm_facts *units;
	int64_t mrr, events;
	size_t features, modules;
	int64_t *day; /* events */
};

struct accounts_work {
	struct csm_inventory inventory;
	struct csm_variety features, modules;
	struct csm_intern parts; /* names of those with a state, by pillar */
	int *pillar;             /* by id of part: 1: some company's is a band */
	size_t pillar_cap;
	struct account **account;
	size_t n, cap;
	size_t left;  /* companies that are not shown */
	bool by_hand; /* some score was set so */
};

static int
accounts_begin(struct csm_context *context)
{
	struct accounts_work *w = context->work;

	csm_inventory_read(&w->inventory, context->conf);
	return 0;
}

/* Events a day, and which features and modules were used. */
static void
read_use(struct csm_context *context, struct accounts_work *w, struct account *a,
    const struct csm_set *set)
{
	int32_t until = context->until, since = until - DAYS + 1;
	struct csm_use_of use;

	a->day = CSM_ARENA_ARRAY(&context->arena, int64_t, DAYS);
	a->events = CSM_MISSING;
	for (int i = 0; i < DAYS; i++)
		a->day[i] = CSM_MISSING;
	csm_variety_reset(&w->features);
	csm_variety_reset(&w->modules);
	for (size_t e = 0; e < set->entities; e++) {
		const struct csm_entity_points *p = &set->entity[e];
		int told = csm_inventory_told(p);
		for (size_t m = 0; m < p->metrics; m++) {
			if (!csm_inventory_use(&w->inventory, p, m, told, &use))
				continue;
			if (use.activity)
				csm_facts_days(use.series, since, until, a->day);
			if (!csm_inventory_used(use.series, since, until))
				continue;
			if (use.feature != CSM_INVENTORY_NONE)
				csm_variety_put(&w->features, use.feature);
			if (use.module != CSM_INVENTORY_NONE)
				csm_variety_put(&w->modules, use.module);
		}
	}
	for (int i = 0; i < DAYS; i++)
		csm_stats_add(&a->events, a->day[i]);
	a->features = w->features.n;
	a->modules = w->modules.n;
}

static uint32_t
part_id(struct accounts_work *w, const char *name)
{
	uint32_t id = csm_intern_put(&w->parts, name, strlen(name));

	while (id >= w->pillar_cap) {
		size_t was = w->pillar_cap;
		CSM_GROW(w->pillar, id, &w->pillar_cap);
		memset(w->pillar + was, 0, (w->pillar_cap - was) * sizeof *w->pillar);
	}
	return id;
}

/* Parts of the score that have a state: health.<profile>.<part>. */
static void
accounts_read_parts(struct csm_context *context, struct accounts_work *w,
    struct account *a, const struct csm_set *set)
{
	const char *profile = csm_facts_profile(set, context->until);
	const struct csm_entity_points *own = csm_facts_own(set);
	size_t len = profile == NULL ? 0 : strlen(profile);

	for (size_t m = 0; profile != NULL && m < own->metrics; m++) {
		const char *name = own->metric[m].metric.s;
		if (strncmp(name, "health.", 7) != 0 ||
		    strncmp(name + 7, profile, len) != 0 || name[7 + len] != '.')
			continue;
		struct csm_cell cell =
		    csm_facts_cell(context, set, name, context->until);
		if (cell.state == NULL)
			continue;
		struct accounts_part *p =
		    CSM_ARENA_NEW(&context->arena, struct accounts_part);
		*p = (struct accounts_part){part_id(w, name + 8 + len), cell, a->part};
		w->pillar[p->id] |= cell.state->band;
		a->part = p;
	}
}

static int
accounts_company(struct csm_context *context, const struct csm_set *set)
{
	struct accounts_work *w = context->work;
	struct account *a;
	const char *id;

	if (!context->options->left && csm_facts_left(set, context->until)) {
		w->left++;
		return 0;
	}
	a = CSM_ARENA_NEW(&context->arena, struct account);
	id = a->id = csm_arena_strdup(&context->arena, set->company.s);
	a->name = csm_cell_text(csm_context_name(context, CSM_MODEL_COMPANY, id, id));
	a->owner = csm_context_field(
	    context, CSM_MODEL_COMPANY, id, id, context->owner_column);
	a->known = csm_known_score(context, set);
	a->health = csm_known_health(context, set, &a->known);
	w->by_hand |= a->known.by_hand != NULL;
	a->mrr = csm_facts_point(set, "revenue.mrr", context->until, NULL);
	a->units = csm_facts_units(context, set);
	accounts_read_parts(context, w, a, set);
	read_use(context, w, a, set);
	CSM_GROW(w->account, w->n, &w->cap);
	w->account[w->n++] = a;
	return 0;
}

/* Who uses least first: by events, then features, then id. */
static int
accounts_by_use(const void *a, const void *b)
{
	const struct account *x = *(struct account *const *)a,
			     *y = *(struct account *const *)b;

	if (x->events != y->events) /* CSM_MISSING is below every number */
		return x->events < y->events ? -1 : 1;
	if (x->features != y->features)
		return x->features < y->features ? -1 : 1;
	return strcmp(x->id, y->id);
}

struct pillars {
	uint32_t id[PILLARS];
	size_t n;
};

static int
is_chosen(const struct pillars *p, uint32_t id)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->id[i] == id)
			return 1;
	return 0;
}

/* "adoption" of "smb.adoption" */
static const char *
accounts_part_of(const char *entry)
{
	const char *dot = strchr(entry, '.');

	return dot == NULL ? NULL : dot + 1;
}

/* In the order of the configuration, then by name. */
static void
choose_pillars(
    const struct csm_context *context, const struct accounts_work *w, struct pillars *p)
{
	const struct csm_entry *e = context->catalog.part;
	uint32_t *rank = csm_intern_ranks(&w->parts), *order;

	p->n = 0;
	for (; e != NULL && p->n < PILLARS; e = e->next) {
		const char *part = accounts_part_of(e->id);
		uint32_t id = part == NULL
				  ? CSM_INTERN_NONE
				  : csm_intern_find(&w->parts, part, strlen(part));
		if (id != CSM_INTERN_NONE && w->pillar[id] && !is_chosen(p, id))
			p->id[p->n++] = id;
	}
	order = csm_xcalloc(w->parts.n + 1, sizeof *order);
	for (uint32_t i = 0; i < w->parts.n; i++)
		order[rank[i]] = i;
	for (size_t i = 0; i < w->parts.n && p->n < PILLARS; i++)
		if (w->pillar[order[i]] && !is_chosen(p, order[i]))
			p->id[p->n++] = order[i];
	free(order);
	free(rank);
}

static const char *
pillar_title(const struct csm_context *context, const char *id)
{
	for (const struct csm_entry *e = context->catalog.part; e != NULL; e = e->next)
		if (accounts_part_of(e->id) != NULL &&
		    strcmp(accounts_part_of(e->id), id) == 0)
			return e->name;
	return id;
}

static struct csm_cell
accounts_pillar(const void *row, size_t part)
{
	const struct account *a = row;

	for (const struct accounts_part *p = a->part; p != NULL; p = p->next)
		if (p->id == part)
			return p->cell;
	return csm_cell_blank();
}

static struct csm_cell
accounts_put_days(const void *row)
{
	const struct account *a = row;

	return csm_cell_series(a->day, DAYS);
}

static const struct csm_table_column account_columns[] = {
    {"id", "Id", CSM_OF_TEXT(struct account, id)},
    {"name", "Name", CSM_OF_CELL(CSM_CELL_TEXT, struct account, name)},
    {"owner", "Owner", CSM_OF_CELL(CSM_CELL_TEXT, struct account, owner)},
    {"health", "Health", CSM_OF_CELL(CSM_CELL_NUMBER, struct account, health),
	.look = &csm_look_tenths, .stated = true},
    {"by_hand", "By hand", CSM_OF_TEXT(struct account, known.by_hand), .wraps = true},
    {"coverage", "Known", CSM_OF_NUMBER(struct account, known.coverage),
	.look = &csm_look_percent},
    {"staleness", "Days old", CSM_OF_NUMBER(struct account, known.staleness)}};

/* After those of the pillars. */
static const struct csm_table_column use_columns[] = {
    {"units", "Units", CSM_OF_CELL(CSM_CELL_LIGHTS, struct account, lights)},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct account, mrr)},
    {"features", "Features", CSM_OF_COUNT(struct account, features)},
    {"modules", "Modules", CSM_OF_COUNT(struct account, modules)},
    {"events", "Events", CSM_OF_NUMBER(struct account, events)},
    {"days", "14 days", CSM_CELL_SERIES, .put = accounts_put_days,
	.look = &csm_look_bar}};

static struct csm_table *
accounts_table_new(
    struct csm_context *context, struct csm_doc *doc, const struct pillars *p)
{
	const struct accounts_work *w = context->work;
	struct csm_table *t = csm_doc_table(doc, "accounts", doc->title);

	t->accounts = 1;
	t->note = csm_arena_printf(&context->arena,
	    "Use and sparkline are of the last 14 days; who uses least comes first.%s",
	    w->left == 0
		? ""
		: csm_arena_printf(&context->arena, " %s left and %s not shown.",
		      csm_text_counted(&context->arena, w->left, "companies"),
		      w->left == 1 ? "is" : "are"));
	CSM_TABLE_COLUMNS(t, account_columns);
	if (context->owner_column < 0)
		csm_table_drop(t, "owner");
	if (!w->by_hand)
		csm_table_drop(t, "by_hand");
	if (!csm_known_scores(context)) {
		csm_table_drop(t, "coverage");
		csm_table_drop(t, "staleness");
	}
	for (size_t i = 0; i < p->n; i++) {
		const char *id =
		    csm_arena_strdup(&context->arena, w->parts.text[p->id[i]].s);
		csm_table_add(
		    t, &(const struct csm_table_column){id, pillar_title(context, id),
			   CSM_CELL_NUMBER, .of = accounts_pillar, .at = p->id[i],
			   .look = &csm_look_light, .stated = true});
	}
	CSM_TABLE_COLUMNS(t, use_columns);
	return t;
}

static int
accounts_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct accounts_work *w = context->work;
	struct pillars pillars;
	struct csm_table *t;

	context->by_hands = 0; /* a column has them */
	doc->subtitle = csm_context_subtitle(context, w->n, "companies");
	choose_pillars(context, w, &pillars);
	t = accounts_table_new(context, doc, &pillars);
	if (w->n > 0)
		qsort(w->account, w->n, sizeof(struct account *), accounts_by_use);
	for (size_t i = 0; i < w->n; i++) {
		struct account *a = w->account[i];
		a->lights = csm_facts_lights(context, a->units);
		csm_table_put(t, a);
	}
	return 0;
}

static void
accounts_end(struct csm_context *context)
{
	struct accounts_work *w = context->work;

	csm_inventory_fini(&w->inventory);
	csm_variety_fini(&w->features);
	csm_variety_fini(&w->modules);
	csm_intern_fini(&w->parts);
	free(w->pillar);
	free(w->account);
}

const struct csm_report csm_report_accounts = {.name = "accounts",
    .title = "Accounts",
    .work = sizeof(struct accounts_work),
    .summary = "the accounts index: health, units, value and use, least used first",
    .takes = "left",
    .rows = "accounts",
    .needs_day = 1,
    .begin = accounts_begin,
    .company = accounts_company,
    .finish = accounts_finish,
    .end = accounts_end};
