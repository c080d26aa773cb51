/* The report `adoption`: features and modules, how broadly, deeply and often. */
#include "report/adoption.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "figure/facts.h"
#include "figure/report.h"
#include "figure/seats.h"
#include "stats/usage.h"
#include "table/look.h"
#include "table/tile.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

#define WINDOW 30
/* A limit of sense; days of the window are kept a byte each. */
#define WINDOW_MOST 3660 /* ten years */
#define COMPANIES 25

static int
adoption_begin(struct csm_context *context)
{
	struct csm_adoption_work *w = context->work;
	long window = context->options->window;

	/* below 0 it was not given */
	if (window == 0 || window > WINDOW_MOST)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--window wants 1 to %d days, not %ld", WINDOW_MOST, window);
	csm_adoption_init(
	    &w->adoption, context->conf, window < 0 ? WINDOW : (int32_t)window);
	w->seats = csm_seats_ask(context);
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
	/* Means are over those that use it at all: the others are told beside. */
	w->using += c.days > 0;
	all->users += c.users;
	all->active += c.active;
	all->user_days += c.user_days;
	all->days += c.days;
	all->features += c.features;
	all->valuable += c.valuable;
	csm_stats_add(&all->events, c.events);
	/* Seats of a company whose users nobody sees would count as unused. */
	if (c.seats != CSM_MISSING && c.users > 0) {
		csm_stats_add(&all->seats, c.seats);
		w->seats_used += c.active;
	}
	return 0;
}

static void
adoption_put_headline(struct csm_context *context, struct csm_doc *doc)
{
	const struct csm_adoption_work *w = context->work;
	const struct csm_adopter *all = &w->all;
	struct csm_table *t = csm_tiles(doc, "note");
	struct csm_arena *arena = &context->arena;
	size_t days = w->adoption.days, n = w->adoption.inventory.n,
	       valuable = csm_adoption_valuable(&w->adoption.inventory);

	csm_tile(t, "Companies active", (int64_t)w->using * CSM_NUM_ONE,
	    &csm_look_whole,
	    csm_arena_printf(
		arena, "of %zu, in %s", w->n, csm_text_counted(arena, days, "days")));
	csm_tile(t, "Users active", (int64_t)all->active * CSM_NUM_ONE, &csm_look_whole,
	    csm_arena_printf(
		arena, "of %s", csm_text_counted(arena, all->users, "known")));
	csm_tile(t, "Breadth", csm_usage_breadth(all->features, w->using, n),
	    &csm_look_percent_tenths,
	    csm_arena_printf(arena, "of %s, an active company",
		csm_text_counted(arena, n, "features")));
	if (valuable > 0)
		csm_tile(t, "Breadth of valuable features",
		    csm_usage_breadth(all->valuable, w->using, valuable),
		    &csm_look_percent_tenths,
		    csm_arena_printf(arena, "of %s, an active company",
			csm_text_counted(arena, valuable, "features")));
	csm_tile(t, "Depth", csm_usage_depth(all->events, all->active),
	    &csm_look_tenths, "events an active user");
	csm_tile(t, "Frequency", csm_usage_frequency(all->days, w->using, days),
	    &csm_look_percent_tenths, "days with use, an active company");
	csm_tile(t, "Stickiness",
	    csm_usage_stickiness(all->user_days, all->active, days),
	    &csm_look_percent_tenths, "active on a day, of those active in the window");
	csm_tile(t, "Seats used", csm_usage_seats(w->seats_used, all->seats),
	    &csm_look_percent_tenths, "users active, of the seats bought");
}

struct adoption_row {
	const char *name;
	struct csm_adopter of;
	int64_t breadth, depth, frequency, stickiness, seats_used;
};

static const struct csm_table_column company_columns[] = {
    {"company", "Id", CSM_OF_TEXT(struct adoption_row, of.id), .for_machines = true},
    {"name", "Company", CSM_OF_TEXT(struct adoption_row, name)},
    {"features", "Features", CSM_OF_COUNT(struct adoption_row, of.features)},
    {"breadth", "Breadth", CSM_OF_NUMBER(struct adoption_row, breadth),
	.look = &csm_look_percent_tenths},
    {"users", "Users", CSM_OF_COUNT(struct adoption_row, of.users)},
    {"active", "Active", CSM_OF_COUNT(struct adoption_row, of.active)},
    {"depth", "Depth", CSM_OF_NUMBER(struct adoption_row, depth),
	.look = &csm_look_tenths},
    {"frequency", "Frequency", CSM_OF_NUMBER(struct adoption_row, frequency),
	.look = &csm_look_percent_tenths},
    {"stickiness", "Stickiness", CSM_OF_NUMBER(struct adoption_row, stickiness),
	.look = &csm_look_percent_tenths},
    {"seats", "Seats", CSM_OF_NUMBER(struct adoption_row, of.seats)},
    {"seats_used", "Seats used", CSM_OF_NUMBER(struct adoption_row, seats_used),
	.look = &csm_look_percent_tenths}};

static struct adoption_row
adoption_row(struct csm_context *context, const struct csm_adopter *c)
{
	const struct csm_adoption_work *w = context->work;
	size_t days = w->adoption.days;

	return (struct adoption_row){
	    .name = csm_context_name(context, CSM_MODEL_COMPANY, c->id, c->id),
	    .of = *c,
	    .breadth = csm_usage_breadth(c->features, 1, w->adoption.inventory.n),
	    .depth = csm_usage_depth(c->events, c->active),
	    .frequency = csm_usage_frequency(c->days, 1, days),
	    .stickiness = csm_usage_stickiness(c->user_days, c->active, days),
	    .seats_used =
		c->users == 0 ? CSM_MISSING : csm_usage_seats(c->active, c->seats)};
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
	struct csm_table *t = csm_doc_table(doc, "companies", "Companies");
	size_t limit =
	    context->options->limit < 0 ? COMPANIES : (size_t)context->options->limit;

	CSM_TABLE_COLUMNS(t, company_columns);
	if (w->n > 0)
		qsort(w->company, w->n, sizeof *w->company, by_breadth);
	t->note = csm_arena_printf(&context->arena,
	    "Those who use the fewest features first: %s.",
	    csm_text_part(&context->arena, w->n < limit ? w->n : limit, w->n, NULL));
	for (size_t i = 0; i < w->n && i < limit; i++) {
		const struct adoption_row row = adoption_row(context, &w->company[i]);
		csm_table_put(t, &row);
	}
}

static int
adoption_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct csm_adoption_work *w = context->work;

	/* a feature of the catalog that nobody used has a row as well */
	csm_adoption_grow(&w->adoption);
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

	csm_adoption_fini(&w->adoption);
	free(w->company);
}

static const struct csm_drawn adoption_drawn = {.chart = CSM_CHART_BARS,
    .name = "name",
    .noted = true,
    .of = {{"company_share", "Companies that use each feature"}}};

const struct csm_report csm_report_adoption = {.name = "adoption",
    .title = "Adoption",
    .work = sizeof(struct csm_adoption_work),
    .parts = (const char *const[]){"headline", "chart", "features", "modules",
	"extremes", "companies", NULL},
    .summary = "features and modules: who uses them, how broadly, deeply and often",
    .takes = "window chart",
    .rows = "features",
    .drawn = &adoption_drawn,
    .needs_day = 1,
    .begin = adoption_begin,
    .company = adoption_company,
    .finish = adoption_finish,
    .end = adoption_end};
