/*
 * The report `accounts`: the index of all companies, those who use least first.
 */
#include "report/accounts.h"

#include "base/xalloc.h"
#include "figure/report.h"
#include "formula/titled.h"
#include "table/brief.h"
#include "table/look.h"
#include "table/packed.h"

#include <stdlib.h>
#include <string.h>

/* A choice of looks: lights take a column each, beside a dozen others. */
#define PILLARS 8 /* columns of them at most */

static struct csm_cell
accounts_put_days(const void *row)
{
	return csm_cell_brief(((const struct csm_account_row *)row)->day);
}

static struct csm_cell
accounts_put_owner(const void *row)
{
	return csm_packed_cell(((const struct csm_account_row *)row)->owner);
}

static struct csm_cell
accounts_put_health(const void *row)
{
	return csm_facts_score(((const struct csm_account_row *)row)->health);
}

static struct csm_cell
accounts_put_lights(const void *row)
{
	return csm_packed_cell(*((const struct csm_account_row *)row)->of.lights);
}

static struct csm_cell
accounts_put_features(const void *row)
{
	return csm_cell_count(((const struct csm_account_row *)row)->features);
}

static struct csm_cell
accounts_put_modules(const void *row)
{
	return csm_cell_count(((const struct csm_account_row *)row)->modules);
}

static const struct csm_table_column account_columns[] = {
    {"id", "Id", CSM_OF_TEXT(struct csm_account_row, id)},
    {"name", "Name", CSM_OF_TEXT(struct csm_account_row, name)},
    {"owner", "Owner", CSM_CELL_TEXT, .put = accounts_put_owner},
    {"health", "Health", CSM_CELL_NUMBER, .put = accounts_put_health,
	.look = &csm_look_score, .stated = true},
    {"by_hand", "By hand", CSM_OF_TEXT(struct csm_account_row, known.by_hand),
	.wraps = true},
    {"coverage", "Known", CSM_OF_NUMBER(struct csm_account_row, known.coverage),
	.look = &csm_look_percent},
    {"staleness", "Days old", CSM_OF_NUMBER(struct csm_account_row, known.staleness)}};

/* After those of the pillars. */
static const struct csm_table_column use_columns[] = {
    {"units", "Units", CSM_CELL_LIGHTS, .put = accounts_put_lights},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct csm_account_row, mrr),
	.look = &csm_look_money},
    {"features", "Features", CSM_CELL_NUMBER, .put = accounts_put_features},
    {"modules", "Modules", CSM_CELL_NUMBER, .put = accounts_put_modules},
    {"events", "Events", CSM_OF_NUMBER(struct csm_account_row, events)},
    {"days", "14 days", CSM_CELL_SERIES, .put = accounts_put_days,
	.look = &csm_look_bar}};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define OWN (COUNT(account_columns) + COUNT(use_columns))

/* What the sparkline is of: a metric, or how many features were used on each day. */
static int
accounts_read_line(struct csm_context *context, struct csm_accounts *w)
{
	const struct csm_report_options *o = context->options;
	struct csm_table_column own[OWN];

	/* Both tables as one, since --columns may name any of them; pillars are found
	 * later, by name. */
	memcpy(own, account_columns, sizeof account_columns);
	memcpy(own + COUNT(account_columns), use_columns, sizeof use_columns);
	w->title = "features used a day";
	w->line.query = SIZE_MAX;
	if (o->metrics > 1)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "accounts draws one --metric, not %zu", o->metrics);
	if (o->metrics == 1) {
		struct csm_titled asked =
		    csm_titled_read(&context->arena, o->metric[0]);
		w->title = asked.title;
		if (csm_gauge_read(context, asked.text, "--metric", &w->line) != 0)
			return -1;
	}
	return csm_extra_read(context, own, OWN, &w->extra);
}

static int
accounts_begin(struct csm_context *context)
{
	struct csm_accounts *w = context->work;

	w->doc.manner = &context->catalog.manner;
	w->table = csm_doc_table(&w->doc, "accounts", NULL);
	csm_inventory_read(&w->inventory, context->conf);
	return accounts_read_line(context, w);
}

static uint32_t
part_id(struct csm_accounts *w, const char *name)
{
	uint32_t id = csm_intern_put(&w->parts, name, strlen(name));

	/* what grows is not zeroed */
	while (id >= w->pillar_cap) {
		size_t was = w->pillar_cap;
		CSM_GROW(w->pillar, id, &w->pillar_cap);
		memset(w->pillar + was, 0, (w->pillar_cap - was) * sizeof *w->pillar);
	}
	return id;
}

/* Parts of the score that have a state: health.<profile>.<part>. */
static void
accounts_read_parts(struct csm_context *context, struct csm_accounts *w,
    struct csm_account_row *a, const struct csm_set *set)
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
		struct csm_accounts_part *p =
		    CSM_ARENA_NEW(&context->arena, struct csm_accounts_part);
		*p = (struct csm_accounts_part){
		    part_id(w, name + 8 + len), csm_facts_score_of(cell), a->part};
		/* A part is a pillar if it is one for anybody: another company's may be
		 * unknown today. */
		w->pillar[p->id] |= cell.state->band;
		a->part = p;
	}
}

static int
accounts_company(struct csm_context *context, const struct csm_set *set)
{
	struct csm_accounts *w = context->work;
	struct csm_account_row *a;
	struct csm_cell cell;
	const char *id;

	/* Those that left use least, and stood before the ones to be called. */
	if (!context->options->left && csm_facts_left(set, context->until)) {
		w->left++;
		return 0;
	}
	a = CSM_ARENA_NEW(&context->arena, struct csm_account_row);
	id = a->id = csm_arena_strdup(&context->arena, set->company.s);
	a->name = csm_context_called(context, id);
	cell = csm_context_field(
	    context, CSM_MODEL_COMPANY, id, id, context->owner_column);
	a->owner = csm_packed_of(&w->forms, &context->arena, &cell);
	a->known = csm_known_score(context, set);
	a->health = csm_facts_score_of(csm_known_health(context, set, &a->known));
	w->by_hand |= a->known.by_hand != NULL;
	a->mrr = csm_facts_point(set, "revenue.mrr", context->until, NULL);
	/* Lights are made at the end, when all units there are have been met. */
	a->of.units = csm_facts_units(context, set);
	accounts_read_parts(context, w, a, set);
	csm_accounts_use(context, w, a, set);
	csm_accounts_line(context, w, a);
	a->extra = csm_extra_cells(context, &w->extra, set);
	csm_table_keep(w->table, a);
	return 0;
}

/* Who uses least first: by events, then features, then id. */
static int
accounts_by_use(const void *a, const void *b)
{
	const struct csm_account_row *x = *(struct csm_account_row *const *)a,
				     *y = *(struct csm_account_row *const *)b;

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
    const struct csm_context *context, const struct csm_accounts *w, struct pillars *p)
{
	const struct csm_entry *e = context->catalog.part;
	uint32_t *rank = csm_intern_ranks(&w->parts), *order;

	p->n = 0;
	/* Two profiles may have a pillar of one name, which is one column. */
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
	const struct csm_account_row *a = row;

	for (const struct csm_accounts_part *p = a->part; p != NULL; p = p->next)
		if (p->id == part)
			return csm_facts_score(p->score);
	return csm_cell_blank();
}

static struct csm_cell
accounts_extra(const void *row, size_t i)
{
	return csm_packed_cell(((const struct csm_account_row *)row)->extra[i]);
}

/* The columns of the rows there are. */
static void
accounts_put_columns(
    struct csm_context *context, struct csm_table *t, const struct pillars *p)
{
	const struct csm_accounts *w = context->work;

	t->accounts = 1;
	t->note = csm_arena_printf(&context->arena,
	    "Use is of the last 14 days, the line is %s; who uses least comes first.%s",
	    w->title,
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
	csm_extra_add(&w->extra, t, accounts_extra);
}

/* Most companies of a list without units have none: one cell is that of all. */
static const struct csm_packed *
accounts_lights(
    struct csm_context *context, struct csm_accounts *w, const struct csm_facts *units)
{
	const struct csm_cell cell = csm_facts_lights(context, units);
	struct csm_packed *lights;

	if (cell.kind == CSM_CELL_BLANK && w->none.form != NULL)
		return &w->none;
	lights = cell.kind == CSM_CELL_BLANK
		     ? &w->none
		     : CSM_ARENA_NEW(&context->arena, struct csm_packed);
	*lights = csm_packed_of(&w->forms, &context->arena, &cell);
	return lights;
}

static int
accounts_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct csm_accounts *w = context->work;
	struct csm_table *t = w->table;
	struct pillars pillars;

	/* asked for by --metric, so it has to occur */
	if (w->line.query != SIZE_MAX &&
	    csm_gauge_need(context, &w->line, "--metric") != 0)
		return -1;
	context->by_hands = 0; /* a column has them */
	doc->subtitle = csm_context_subtitle(context, w->table->rows, "companies");
	choose_pillars(context, w, &pillars);
	t->title = doc->title;
	accounts_put_columns(context, t, &pillars);
	if (t->rows > 0)
		qsort(t->row, t->rows, sizeof *t->row, accounts_by_use);
	for (size_t i = 0; i < t->rows; i++) {
		struct csm_account_row *a =
		    (struct csm_account_row *)(uintptr_t)t->row[i];
		a->of.lights = accounts_lights(context, w, a->of.units);
	}
	csm_doc_add(doc, t);
	return 0;
}

static void
accounts_end(struct csm_context *context)
{
	struct csm_accounts *w = context->work;

	csm_inventory_fini(&w->inventory);
	csm_variety_fini(&w->features);
	csm_variety_fini(&w->modules);
	csm_intern_fini(&w->parts);
	free(w->pillar);
	free(w->used);
	csm_doc_fini(&w->doc);
}

static const struct csm_drawn accounts_drawn = {.chart = CSM_CHART_BARS,
    .name = "name",
    .of = {{"health", "Health"}, {"events", "Events in 14 days"}}};

const struct csm_report csm_report_accounts = {.name = "accounts",
    .title = "Accounts",
    .work = sizeof(struct csm_accounts),
    .parts = (const char *const[]){"accounts", "chart", NULL},
    .summary = "the accounts index: health, units, value and use, least used first",
    .takes = "left metric chart",
    .rows = "accounts",
    .drawn = &accounts_drawn,
    .days = CSM_ACCOUNTS_DAYS,
    .needs_day = 1,
    .begin = accounts_begin,
    .company = accounts_company,
    .finish = accounts_finish,
    .end = accounts_end};
