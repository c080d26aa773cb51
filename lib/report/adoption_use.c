/* The tables of features and modules of the report `adoption`. */
#include "base/xalloc.h"
#include "report/adoption.h"
#include "figure/facts.h"

#include <stdlib.h>
#include <string.h>

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

static void
use_columns(struct csm_doc *doc, struct csm_table *t)
{
	static const struct csm_look share = {CSM_SHOW_PLAIN, 1, "%"};

	csm_table_column(doc, t, "companies", "Companies", CSM_CELL_NUMBER)->look.show =
	    CSM_SHOW_BAR;
	csm_table_column(doc, t, "company_share", "Share", CSM_CELL_NUMBER)->look =
	    share;
	csm_table_column(doc, t, "users", "Users", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "user_share", "Share", CSM_CELL_NUMBER)->look = share;
	csm_table_column(doc, t, "events", "Events", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "before", "Before", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "change", "Change", CSM_CELL_NUMBER)->look.show =
	    CSM_SHOW_CHANGE;
	csm_table_column(doc, t, "days", "Events a day", CSM_CELL_SERIES)->look.show =
	    CSM_SHOW_BAR;
}

static void
use_cells(const struct csm_adoption_work *w, const struct csm_adopted *of,
    struct csm_cell *row)
{
	int64_t now = of->events, before = of->before;

	row[0] = csm_cell_count(of->companies);
	row[1] = csm_cell_number(csm_stats_percent(of->companies, w->n));
	row[2] = csm_cell_count(of->users);
	row[3] = csm_cell_number(csm_stats_percent(of->users, w->all.users));
	row[4] = csm_cell_number(now);
	row[5] = csm_cell_number(before);
	/* nothing before and something now is a change from 0: events are counted */
	row[6] =
	    csm_cell_number(now == CSM_MISSING && before == CSM_MISSING
				? CSM_MISSING
				: csm_stats_change(before == CSM_MISSING ? 0 : before,
				      now == CSM_MISSING ? 0 : now));
	if (of->day != NULL)
		row[7] = csm_cell_series(of->day, w->adoption.days);
}

static void
put_features(struct csm_context *context, const struct csm_adoption_work *w,
    struct csm_doc *doc, const struct adoption_use_ranked *r)
{
	const struct csm_inventory *inv = &w->adoption.inventory;
	struct csm_table *t = csm_doc_table(doc, "features", "Features");

	t->note = csm_arena_printf(&context->arena,
	    "Use in %d days, against as many days before. %s", (int)w->adoption.window,
	    inv->catalogued ? "Features are those of the catalog."
			    : "There is no catalog: every activity is a feature.");
	csm_table_column(doc, t, "feature", "Feature", CSM_CELL_TEXT);
	csm_table_column(doc, t, "name", "Name", CSM_CELL_TEXT);
	csm_table_column(doc, t, "module", "Module", CSM_CELL_TEXT);
	csm_table_column(doc, t, "valuable", "Valuable", CSM_CELL_TEXT);
	/* what only a catalog tells */
	for (size_t c = 1; c < t->columns; c++)
		t->column[c].for_machines = !inv->catalogued;
	use_columns(doc, t);
	for (size_t i = 0; i < inv->n; i++) {
		const struct csm_feature *f = &inv->feature[r[i].at];
		struct csm_cell *row = csm_table_row(doc, t);
		row[0] = csm_cell_text(f->id);
		row[1] = csm_cell_text(f->name);
		row[2] = csm_cell_text(f->module == CSM_INVENTORY_NONE
					   ? NULL
					   : inv->modules.text[f->module].s);
		row[3] = csm_cell_text(f->valuable ? "yes" : "no");
		use_cells(w, r[i].of, row + 4);
	}
}

static void
put_modules(const struct csm_adoption_work *w, struct csm_doc *doc)
{
	struct csm_table *t;
	struct adoption_use_ranked *r;

	if (w->adoption.modules == 0)
		return;
	t = csm_doc_table(doc, "modules", "Modules");
	r = rank_modules(&w->adoption);
	csm_table_column(doc, t, "module", "Module", CSM_CELL_TEXT);
	use_columns(doc, t);
	for (size_t i = 0; i < w->adoption.modules; i++) {
		struct csm_cell *row = csm_table_row(doc, t);
		row[0] = csm_cell_text(r[i].id);
		use_cells(w, r[i].of, row + 1);
	}
	free(r);
}

static void
extreme_row(struct csm_doc *doc, struct csm_table *t, const struct csm_adoption_work *w,
    const struct adoption_use_ranked *r, const char *end, size_t rank)
{
	const struct csm_feature *f = &w->adoption.inventory.feature[r->at];
	struct csm_cell *row = csm_table_row(doc, t);

	row[0] = csm_cell_text(end);
	row[1] = csm_cell_count(rank);
	row[2] = csm_cell_text(f->name);
	row[3] = csm_cell_text(f->valuable ? "yes" : "no");
	row[4] = csm_cell_count(r->of->companies);
	row[5] = csm_cell_number(csm_stats_percent(r->of->companies, w->n));
}

/* Which of the most and the least used are marked valuable. */
static void
put_extremes(struct csm_context *context, const struct csm_adoption_work *w,
    struct csm_doc *doc, const struct adoption_use_ranked *r)
{
	const struct csm_inventory *inv = &w->adoption.inventory;
	size_t n = inv->n, each = n / 2 < EXTREMES ? (n + 1) / 2 : EXTREMES, most = 0,
	       least = 0, last = n - each < each ? each : n - each;
	struct csm_table *t;

	if (csm_adoption_valuable(inv) == 0)
		return;
	t = csm_doc_table(doc, "extremes", "Most and least used");
	csm_table_column(doc, t, "end", "Which", CSM_CELL_TEXT);
	csm_table_column(doc, t, "rank", "Rank", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "feature", "Feature", CSM_CELL_TEXT);
	csm_table_column(doc, t, "valuable", "Valuable", CSM_CELL_TEXT);
	csm_table_column(doc, t, "companies", "Companies", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "company_share", "Share", CSM_CELL_NUMBER)->look =
	    (struct csm_look){CSM_SHOW_PLAIN, 1, "%"};
	for (size_t i = 0; i < each; i++) {
		extreme_row(doc, t, w, &r[i], "most used", i + 1);
		most += (size_t)inv->feature[r[i].at].valuable;
	}
	for (size_t i = last; i < n; i++) {
		extreme_row(doc, t, w, &r[i], "least used", i + 1);
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
