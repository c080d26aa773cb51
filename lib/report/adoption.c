/* The report `adoption`: features and modules, how broadly, deeply and often. */
#include "report/adoption.h"
#include "base/xalloc.h"
#include "figure/facts.h"
#include "figure/report.h"
#include "figure/seats.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

#define WINDOW 30
#define WINDOW_MOST 3660
#define COMPANIES 25

static int
adoption_begin(struct csm_context *context)
{
	struct csm_adoption_work *w = context->work =
	    CSM_ARENA_NEW(&context->arena, struct csm_adoption_work);
	long window = context->options->window;

	if (window == 0 || window > WINDOW_MOST)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--window wants 1 to %d days, not %ld", WINDOW_MOST, window);
	csm_adoption_init(
	    &w->adoption, context->conf, window < 0 ? WINDOW : (int32_t)window);
	w->seats = csm_seats_column(context);
	w->all.events = w->all.seats = CSM_MISSING;
	return 0;
}

static int
adoption_company(struct csm_context *context, const struct csm_set *set)
{
	struct csm_adoption_work *w = context->work;
	struct csm_adopter c, *all = &w->all;

	csm_adoption_count(&w->adoption, context, set, &c);
	c.id = csm_arena_strdup(&context->arena, set->company.s);
	c.seats = csm_seats_bought(context, w->seats, set, context->until);
	CSM_GROW(w->company, w->n, &w->cap);
	w->company[w->n++] = c;
	w->using += c.days > 0;
	all->users += c.users;
	all->active += c.active;
	all->user_days += c.user_days;
	all->days += c.days;
	all->features += c.features;
	all->valuable += c.valuable;
	csm_stats_add(&all->events, c.events);
	if (c.seats != CSM_MISSING && c.users > 0) {
		csm_stats_add(&all->seats, c.seats);
		w->seats_used += (int64_t)c.active;
	}
	return 0;
}

static int64_t
seat_share(int64_t used, int64_t seats)
{
	return seats == CSM_MISSING ? CSM_MISSING
				    : csm_stats_ratio(used * CSM_NUM_ONE, seats);
}

static void
adoption_tile(struct csm_doc *doc, struct csm_table *t, const char *what, int64_t value,
    int places, const char *note)
{
	static const struct csm_look looks[] = {
	    {.places = 0}, {.places = 1}, {.places = 1, .unit = "%"}};
	struct csm_cell *row = csm_table_row(doc, t);

	row[0] = csm_cell_text(what);
	row[1] = csm_cell_number(value);
	row[1].look = &looks[places];
	row[2] = csm_cell_text(note);
}

static void
adoption_put_headline(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_adoption_work *w = context->work;
	const struct csm_adopter *all = &w->all;
	struct csm_table *t = csm_doc_table(doc, "headline", "Headline numbers");
	struct csm_arena *arena = &context->arena;
	size_t days = w->adoption.days, n = w->adoption.inventory.n,
	       valuable = csm_adoption_valuable(&w->adoption.inventory);

	t->layout = CSM_LAYOUT_TILES;
	csm_table_column(doc, t, "what", "", CSM_CELL_TEXT);
	csm_table_column(doc, t, "value", "", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "note", "", CSM_CELL_TEXT);
	adoption_tile(doc, t, "Companies active", (int64_t)w->using * CSM_NUM_ONE, 0,
	    csm_arena_printf(arena, "of %zu, in %zu days", w->n, days));
	adoption_tile(doc, t, "Users active", (int64_t)all->active * CSM_NUM_ONE, 0,
	    csm_arena_printf(arena, "of %zu known", all->users));
	adoption_tile(doc, t, "Breadth", csm_stats_percent(all->features, w->using * n),
	    2, csm_arena_printf(arena, "of %zu features, an active company", n));
	if (valuable > 0)
		adoption_tile(doc, t, "Breadth of valuable features",
		    csm_stats_percent(all->valuable, w->using * valuable), 2,
		    csm_arena_printf(
			arena, "of %zu features, an active company", valuable));
	adoption_tile(doc, t, "Depth", csm_stats_mean(all->events, all->active), 1,
	    "events an active user");
	adoption_tile(doc, t, "Frequency",
	    csm_stats_percent(all->days, w->using * days), 2,
	    "days with use, an active company");
	adoption_tile(doc, t, "Stickiness",
	    csm_stats_percent(all->user_days, all->active * days), 2,
	    "active on a day, of those active in the window");
	adoption_tile(doc, t, "Seats used", seat_share(w->seats_used, all->seats), 2,
	    "users active, of the seats bought");
}

static struct csm_table *
companies_table(struct csm_doc *doc)
{
	static const struct csm_look share = {CSM_SHOW_PLAIN, 1, "%"};
	struct csm_table *t = csm_doc_table(doc, "companies", "Companies");

	csm_table_column(doc, t, "company", "Company", CSM_CELL_TEXT);
	csm_table_column(doc, t, "name", "Name", CSM_CELL_TEXT);
	csm_table_column(doc, t, "features", "Features", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "breadth", "Breadth", CSM_CELL_NUMBER)->look = share;
	csm_table_column(doc, t, "users", "Users", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "active", "Active", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "depth", "Depth", CSM_CELL_NUMBER)->look.places = 1;
	csm_table_column(doc, t, "frequency", "Frequency", CSM_CELL_NUMBER)->look =
	    share;
	csm_table_column(doc, t, "stickiness", "Stickiness", CSM_CELL_NUMBER)->look =
	    share;
	csm_table_column(doc, t, "seats", "Seats", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "seats_used", "Seats used", CSM_CELL_NUMBER)->look =
	    share;
	return t;
}

/* Those who use the fewest features first, then the fewest days; by id. */
static int
by_breadth(const void *a, const void *b)
{
	const struct csm_adopter *x = a, *y = b;

	if (x->features != y->features)
		return x->features < y->features ? -1 : 1;
	if (x->days != y->days)
		return x->days < y->days ? -1 : 1;
	return strcmp(x->id, y->id);
}

static void
adoption_put_companies(struct csm_context *context, struct csm_doc *doc)
{
	struct csm_adoption_work *w = context->work;
	struct csm_table *t = companies_table(doc);
	size_t days = w->adoption.days, n = w->adoption.inventory.n,
	       limit = context->options->limit < 0 ? COMPANIES
						   : (size_t)context->options->limit;

	if (w->n > 0)
		qsort(w->company, w->n, sizeof *w->company, by_breadth);
	t->note = csm_arena_printf(&context->arena,
	    "Those who use the fewest features first: %zu of %zu.",
	    w->n < limit ? w->n : limit, w->n);
	for (size_t i = 0; i < w->n && i < limit; i++) {
		const struct csm_adopter *c = &w->company[i];
		struct csm_cell *row = csm_table_row(doc, t);
		*row++ = csm_cell_text(c->id);
		*row++ = csm_cell_text(
		    csm_context_name(context, CSM_MODEL_COMPANY, c->id, c->id));
		*row++ = csm_cell_count(c->features);
		*row++ = csm_cell_number(csm_stats_percent(c->features, n));
		*row++ = csm_cell_count(c->users);
		*row++ = csm_cell_count(c->active);
		*row++ = csm_cell_number(csm_stats_mean(c->events, c->active));
		*row++ = csm_cell_number(csm_stats_percent(c->days, days));
		*row++ =
		    csm_cell_number(csm_stats_percent(c->user_days, c->active * days));
		*row++ = csm_cell_number(c->seats);
		*row = csm_cell_number(c->users == 0
					   ? CSM_MISSING
					   : seat_share((int64_t)c->active, c->seats));
	}
}

static int
adoption_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct csm_adoption_work *w = context->work;

	csm_adoption_grow(&w->adoption);
	doc->title = "Adoption";
	doc->subtitle = csm_context_subtitle(context, w->n, "companies");
	adoption_put_headline(context, doc);
	csm_adoption_tables(context, w, doc);
	adoption_put_companies(context, doc);
	return 0;
}

static void
adoption_end(struct csm_context *context)
{
	struct csm_adoption_work *w = context->work;

	if (w == NULL)
		return;
	csm_adoption_fini(&w->adoption);
	free(w->company);
}

const struct csm_report csm_report_adoption = {.name = "adoption",
    .summary = "features and modules: who uses them, how broadly, deeply and often",
    .takes = "window",
    .rows = "features",
    .needs_day = 1,
    .begin = adoption_begin,
    .company = adoption_company,
    .finish = adoption_finish,
    .end = adoption_end};
