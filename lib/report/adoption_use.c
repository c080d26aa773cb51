/* The tables of features and modules of the report `adoption`. */
#include "base/text.h"
#include "base/xalloc.h"
#include "report/adoption.h"
#include "figure/facts.h"
#include "table/look.h"

#include <stdlib.h>
#include <string.h>

/* A choice: of fewer than ten features each half. */
#define EXTREMES 5

size_t
csm_adoption_valuable(const struct csm_inventory *inv)
{
	size_t n = 0;

	for (size_t i = 0; i < inv->n; i++)
		n += (size_t)inv->feature[i].valuable;
	return n;
}

/* A feature or module with its place in the inventory. */
struct adoption_use_ranked {
	const struct csm_adopted *of;
	const char *id;
	size_t at;
};

/* By companies, users, events, most first; then by id. */
static int
adoption_use_by_use(const void *a, const void *b)
{
	const struct adoption_use_ranked *x = a, *y = b;

	if (x->of->companies != y->of->companies)
		return x->of->companies > y->of->companies ? -1 : 1;
	if (x->of->users != y->of->users)
		return x->of->users > y->of->users ? -1 : 1;
	if (x->of->events != y->of->events)
		return x->of->events > y->of->events ? -1 : 1;
	return strcmp(x->id, y->id);
}

static struct adoption_use_ranked *
rank_features(const struct csm_adoption *a)
{
	struct adoption_use_ranked *r = csm_xcalloc(a->features + 1, sizeof *r);

	for (size_t i = 0; i < a->features; i++)
		r[i] = (struct adoption_use_ranked){
		    &a->feature[i], a->inventory.feature[i].id, i};
	qsort(r, a->features, sizeof *r, adoption_use_by_use);
	return r;
}

static struct adoption_use_ranked *
rank_modules(const struct csm_adoption *a)
{
	struct adoption_use_ranked *r = csm_xcalloc(a->modules + 1, sizeof *r);

	for (size_t i = 0; i < a->modules; i++)
		r[i] = (struct adoption_use_ranked){
		    &a->module[i], a->inventory.modules.text[i].s, i};
	qsort(r, a->modules, sizeof *r, adoption_use_by_use);
	return r;
}

/* A feature or a module, and its use. */
struct use_row {
	const char *id, *name, *module, *valuable;
	const char *end; /* of the most and the least used: which */
	size_t rank;
	struct csm_adopted of;
	int64_t company_share, user_share, change;
	struct csm_cell days;
};

static const struct csm_table_column use_columns[] = {
    {"companies", "Companies", CSM_OF_COUNT(struct use_row, of.companies),
	.look = &csm_look_bar},
    {"company_share", "Share", CSM_OF_NUMBER(struct use_row, company_share),
	.look = &csm_look_percent_tenths},
    {"users", "Users", CSM_OF_COUNT(struct use_row, of.users)},
    {"user_share", "Share", CSM_OF_NUMBER(struct use_row, user_share),
	.look = &csm_look_percent_tenths},
    {"events", "Events", CSM_OF_NUMBER(struct use_row, of.events)},
    {"before", "Before", CSM_OF_NUMBER(struct use_row, of.before)},
    {"change", "Change", CSM_OF_NUMBER(struct use_row, change),
	.look = &csm_look_change},
    {"days", "Events a day", CSM_OF_CELL(CSM_CELL_SERIES, struct use_row, days),
	.look = &csm_look_bar}};

static struct use_row
use_row(const struct csm_adoption_work *w, const struct adoption_use_ranked *r)
{
	int64_t now = r->of->events, before = r->of->before;
	struct use_row row = {.id = r->id,
	    .of = *r->of,
	    .company_share = csm_stats_percent(r->of->companies, w->n),
	    .user_share = csm_stats_percent(r->of->users, w->all.users),
	    .change = CSM_MISSING};

	/* nothing before and something now is a change from 0: events are counted */
	if (now != CSM_MISSING || before != CSM_MISSING)
		row.change = csm_stats_change(
		    before == CSM_MISSING ? 0 : before, now == CSM_MISSING ? 0 : now);
	if (r->of->day != NULL)
		/* of none the cell is zeroed, which is missing */
		row.days = csm_cell_series(r->of->day, w->adoption.days);
	return row;
}

static struct use_row
feature_row(const struct csm_adoption_work *w, const struct adoption_use_ranked *r)
{
	const struct csm_inventory *inv = &w->adoption.inventory;
	const struct csm_feature *f = &inv->feature[r->at];
	struct use_row row = use_row(w, r);

	row.name = f->name;
	row.module =
	    f->module == CSM_INVENTORY_NONE ? NULL : inv->modules.text[f->module].s;
	row.valuable = f->valuable ? "yes" : "no";
	return row;
}

static const struct csm_table_column feature_columns[] = {
    {"feature", "Feature", CSM_OF_TEXT(struct use_row, id)}};

/* What only a catalog tells. */
static const struct csm_table_column catalog_columns[] = {
    {"name", "Name", CSM_OF_TEXT(struct use_row, name)},
    {"module", "Module", CSM_OF_TEXT(struct use_row, module)},
    {"valuable", "Valuable", CSM_OF_TEXT(struct use_row, valuable)}};

static void
put_features(struct csm_context *context, const struct csm_adoption_work *w,
    struct csm_doc *doc, const struct adoption_use_ranked *r)
{
	const struct csm_inventory *inv = &w->adoption.inventory;
	struct csm_table *t = csm_doc_table(doc, "features", "Features");

	t->note = csm_arena_printf(&context->arena,
	    "Use in %s, against as many days before. %s",
	    csm_text_counted(&context->arena, w->adoption.days, "days"),
	    inv->catalogued ? "Features are those of the catalog."
			    : "There is no catalog: every activity is a feature.");
	CSM_TABLE_COLUMNS(t, feature_columns);
	for (size_t c = 0; c < sizeof catalog_columns / sizeof catalog_columns[0]; c++)
		csm_table_add(t, &catalog_columns[c])->for_machines = !inv->catalogued;
	CSM_TABLE_COLUMNS(t, use_columns);
	for (size_t i = 0; i < inv->n; i++) {
		const struct use_row row = feature_row(w, &r[i]);
		csm_table_put(t, &row);
	}
}

static const struct csm_table_column module_columns[] = {
    {"module", "Module", CSM_OF_TEXT(struct use_row, id)}};

static void
put_modules(const struct csm_adoption_work *w, struct csm_doc *doc)
{
	struct csm_table *t;
	struct adoption_use_ranked *r;

	if (w->adoption.modules == 0)
		return;
	t = csm_doc_table(doc, "modules", "Modules");
	r = rank_modules(&w->adoption);
	CSM_TABLE_COLUMNS(t, module_columns);
	CSM_TABLE_COLUMNS(t, use_columns);
	for (size_t i = 0; i < w->adoption.modules; i++) {
		const struct use_row row = use_row(w, &r[i]);
		csm_table_put(t, &row);
	}
	free(r);
}

static const struct csm_table_column extreme_columns[] = {
    {"end", "Which", CSM_OF_TEXT(struct use_row, end)},
    {"rank", "Rank", CSM_OF_COUNT(struct use_row, rank)},
    {"feature", "Feature", CSM_OF_TEXT(struct use_row, name)},
    {"valuable", "Valuable", CSM_OF_TEXT(struct use_row, valuable)},
    {"companies", "Companies", CSM_OF_COUNT(struct use_row, of.companies)},
    {"company_share", "Share", CSM_OF_NUMBER(struct use_row, company_share),
	.look = &csm_look_percent_tenths}};

static void
extreme_row(struct csm_table *t, const struct csm_adoption_work *w,
    const struct adoption_use_ranked *r, const char *end, size_t rank)
{
	struct use_row row = feature_row(w, r);

	row.end = end;
	row.rank = rank;
	csm_table_put(t, &row);
}

/* Which of the most and the least used are marked valuable. */
static void
put_extremes(struct csm_context *context, const struct csm_adoption_work *w,
    struct csm_doc *doc, const struct adoption_use_ranked *r)
{
	const struct csm_inventory *inv = &w->adoption.inventory;
	/* No feature is among the most and the least used; of an odd number the middle
	 * one is of the most. */
	size_t n = inv->n, each = n / 2 < EXTREMES ? (n + 1) / 2 : EXTREMES, most = 0,
	       least = 0, last = n - each < each ? each : n - each;
	struct csm_table *t;

	if (csm_adoption_valuable(inv) == 0)
		return;
	t = csm_doc_table(doc, "extremes", "Most and least used");
	CSM_TABLE_COLUMNS(t, extreme_columns);
	for (size_t i = 0; i < each; i++) {
		extreme_row(t, w, &r[i], "most used", i + 1);
		most += (size_t)inv->feature[r[i].at].valuable;
	}
	for (size_t i = last; i < n; i++) {
		extreme_row(t, w, &r[i], "least used", i + 1);
		least += (size_t)inv->feature[r[i].at].valuable;
	}
	t->note = csm_arena_printf(&context->arena,
	    "Of the %zu most used features %zu are marked valuable, of the %zu least "
	    "used %zu.",
	    each, most, n - last, least);
}

void
csm_adoption_tables(
    struct csm_context *context, const struct csm_adoption_work *w, struct csm_doc *doc)
{
	struct adoption_use_ranked *r = rank_features(&w->adoption);

	put_features(context, w, doc, r);
	put_modules(w, doc);
	put_extremes(context, w, doc, r);
	free(r);
}
