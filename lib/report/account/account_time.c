/*
 * The tables of the report about one account that tell of use over time: the last 90
 * days by week or day, modules.
 */
#include "report/account/account.h"
#include "base/xalloc.h"
#include "figure/buckets.h"
#include "figure/gauge.h"
#include "figure/inventory.h"
#include "figure/seats.h"
#include "time/period.h"
#include "figure/panel.h"
#include "table/look.h"
#include "score/score.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

/* As many columns as fit a screen beside days, users and events: a choice. */
#define MODULES 8 /* columns of the timeline, rows of the table */
#define MODULE_DAYS 30

int
csm_account_ask_full(struct csm_context *context, struct csm_account_ask *ask)
{
	const struct csm_report_options *o = context->options;
	struct csm_profile *profile;
	size_t profiles;

	/* 90 days have three months: lines of three numbers tell nothing. */
	if (o->bucket > CSM_BUCKET_WEEK)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "account wants --bucket day or week");
	ask->full = 1;
	ask->gauge = CSM_ARENA_ARRAY(&context->arena, struct csm_gauge, o->metrics + 1);
	for (size_t i = 0; i < o->metrics; i++)
		if (csm_gauge_read(context, o->metric[i], "--metric", &ask->gauge[i]) !=
		    0)
			return -1;
	ask->gauges = o->metrics;
	if (csm_profiles_read(&context->arena, context->conf, &profile, &profiles,
		context->diag) != 0)
		return -1;
	if (profiles > 0)
		ask->scorer = csm_scorer_new(profile, profiles, context->now);
	return csm_roadmap_begin(&ask->roadmap, context);
}

void
csm_account_ask_fini(struct csm_account_ask *ask)
{
	csm_roadmap_fini(&ask->roadmap);
	csm_scorer_free(ask->scorer);
}

/* ---- modules ---- */

struct module_use {
	int64_t *day;  /* uses a day, since the context's first day */
	int64_t count; /* in 30 days */
	int32_t last;
	char shown; /* among the MODULES used most */
};

/* By their ids in the inventory. */
struct modules {
	struct csm_inventory inventory;
	struct module_use *of;
	size_t n, cap, days;
};

static void
add_use(struct csm_account *a, struct modules *m, const struct csm_use_of *use)
{
	int32_t until = a->context->until, since = a->context->since;
	const struct csm_series *s = use->series;
	struct module_use *of;

	/* Ids are those of the catalog, then in the order modules are met: what stands
	 * before this one and was not used has its place, too. */
	while (m->n <= use->module) {
		CSM_GROW(m->of, m->n, &m->cap);
		of = &m->of[m->n++];
		*of = (struct module_use){
		    .day = CSM_ARENA_ARRAY(&a->doc->arena, int64_t, m->days),
		    .count = CSM_MISSING,
		    .last = CSM_DAY_NONE};
		for (size_t d = 0; d < m->days; d++)
			of->day[d] = CSM_MISSING;
	}
	of = &m->of[use->module];
	csm_facts_days(s, since, until, of->day);
	for (size_t i = 0; i < s->n && s->day[i] <= until; i++) {
		if (s->value[i] != 0 && s->day[i] > of->last)
			of->last = s->day[i];
		if (s->day[i] > until - MODULE_DAYS)
			csm_stats_add(&of->count, s->value[i]);
	}
}

/* The most used of those not shown so far, which is shown from now on; of as many the
 * first one met.  There is one. */
static size_t
next_module(struct modules *m)
{
	size_t best = m->n;

	for (size_t i = 0; i < m->n; i++)
		if (!m->of[i].shown &&
		    (best == m->n || m->of[i].count > m->of[best].count))
			best = i;
	m->of[best].shown = 1;
	return best;
}

static size_t
modules_shown(const struct modules *m)
{
	return m->n < MODULES ? m->n : MODULES;
}

static void
read_modules(struct csm_account *a, struct modules *m)
{
	struct csm_use_of use;

	*m = (struct modules){
	    .days = (size_t)(a->context->until - a->context->since) + 1};
	csm_inventory_read(&m->inventory, a->context->conf);
	for (size_t e = 0; e < a->set->entities; e++) {
		const struct csm_entity_points *p = &a->set->entity[e];
		int told = csm_inventory_told(p);
		for (size_t k = 0; k < p->metrics; k++)
			/* Whether an entity's points tell of modules themselves is
			 * asked once for all of its metrics. */
			if (csm_inventory_use(&m->inventory, p, k, told, &use) &&
			    use.module != CSM_INVENTORY_NONE)
				add_use(a, m, &use);
	}
}

static void
modules_fini(struct modules *m)
{
	csm_inventory_fini(&m->inventory);
	free(m->of);
}

static const char *
module_name(struct csm_account *a, const struct modules *m, size_t i)
{
	return csm_arena_strdup(&a->doc->arena, m->inventory.modules.text[i].s);
}

struct account_module {
	const char *name;
	struct csm_cell weeks;
	int64_t uses;
	int32_t last;
};

static const struct csm_table_column module_columns[] = {
    {"module", "Module", CSM_OF_TEXT(struct account_module, name)},
    {"weeks", "By week", CSM_OF_CELL(CSM_CELL_SERIES, struct account_module, weeks),
	.look = &csm_look_bar},
    {"uses", "Uses", CSM_OF_NUMBER(struct account_module, uses), .look = &csm_look_bar},
    {"last", "Last used", CSM_OF_DAY(struct account_module, last)}};

/* Uses in each whole week of the days, the last of which ends with them. */
static struct csm_cell
module_weeks(struct csm_account *a, const struct modules *m, size_t i)
{
	size_t n = m->days / 7;
	int64_t *week = CSM_ARENA_ARRAY(&a->doc->arena, int64_t, n + 1);

	for (size_t k = 0; k < n; k++)
		week[k] = csm_panel_days(
		    CSM_TIME_AGG_SUM, &m->of[i].day[m->days - 7 * (n - k)], 7);
	return csm_cell_series(week, n);
}

void
csm_account_modules(struct csm_account *a)
{
	struct modules m;
	struct csm_table *t;

	read_modules(a, &m);
	if (m.n > 0) {
		t = csm_doc_table(a->doc, "modules", "Modules in 30 days");
		t->half = 1;
		CSM_TABLE_COLUMNS(t, module_columns);
		for (size_t k = 0; k < modules_shown(&m); k++) {
			size_t i = next_module(&m);
			const struct account_module row = {module_name(a, &m, i),
			    module_weeks(a, &m, i), m.of[i].count, m.of[i].last};
			csm_table_put(t, &row);
		}
		if (m.n > MODULES)
			t->note = csm_arena_printf(
			    &a->doc->arena, "The %d used most of %zu.", MODULES, m.n);
	}
	modules_fini(&m);
}

/* ---- the timeline ---- */

/* A week, or a day. */
struct timeline_row {
	const struct csm_account *account;
	const struct modules *modules;
	struct csm_period span;
	size_t days, users;
	int64_t events, seats;
	int64_t *value; /* room for those of a gauge, day by day */
};

static struct csm_cell
timeline_module(const void *row, size_t module)
{
	const struct timeline_row *r = row;

	return csm_cell_number(csm_account_total(
	    r->modules->of[module].day, r->span, r->account->context->since));
}

static struct csm_cell
timeline_gauge(const void *row, size_t gauge)
{
	const struct timeline_row *r = row;
	const struct csm_context *context = r->account->context;
	const struct csm_gauge *g = &r->account->ask->gauge[gauge];

	/* The engine is still turned to the company: its values are read bucket by
	 * bucket. */
	csm_gauge_days(context, g, r->value);
	return csm_cell_number(
	    csm_panel_days(g->agg, &r->value[r->span.from - context->since], r->days));
}

/* Of the seats there were at the end of the week. */
static struct csm_cell
timeline_seated(const void *row)
{
	const struct timeline_row *r = row;

	if (r->seats == CSM_MISSING)
		return csm_cell_number(CSM_MISSING);
	return csm_cell_number(
	    csm_stats_ratio((int64_t)r->users * CSM_NUM_ONE, r->seats));
}

static const struct csm_table_column timeline_columns[] = {
    {"from", "From", CSM_OF_DAY(struct timeline_row, span.from)},
    {"days", "Days", CSM_OF_COUNT(struct timeline_row, days)},
    {"users", "Users active", CSM_OF_COUNT(struct timeline_row, users),
	.look = &csm_look_bar},
    {"seats", "Seats", CSM_OF_NUMBER(struct timeline_row, seats)},
    {"seated", "Of seats", CSM_CELL_NUMBER, .put = timeline_seated,
	.look = &csm_look_percent},
    {"events", "Events", CSM_OF_NUMBER(struct timeline_row, events)}};
#define TIMELINE_OF_USERS 2

/* Whether anybody knows how many seats the account has. */
static bool
timeline_is_seated(const struct csm_account *a)
{
	return csm_seats_bought(a->context, a->ask->seats, a->set, a->context->until) !=
	       CSM_MISSING;
}

static void
timeline_add_modules(
    struct csm_account *a, struct csm_table *t, const struct modules *m)
{
	for (size_t i = 0; i < m->n; i++) {
		const char *name = module_name(a, m, i);
		if (!m->of[i].shown)
			continue;
		csm_table_add(
		    t, &(const struct csm_table_column){
			   csm_arena_printf(&a->doc->arena, "modules.%s", name), name,
			   CSM_CELL_NUMBER, .of = timeline_module, .at = i});
	}
}

static void
timeline_add_gauges(struct csm_account *a, struct csm_table *t)
{
	for (size_t i = 0; i < a->ask->gauges; i++) {
		const char *name = a->context->options->metric[i],
			   *metric = a->ask->gauge[i].metric;
		/* a formula has no look of its own */
		const struct csm_look look =
		    metric == NULL ? csm_look_few
				   : csm_catalog_look(&a->context->catalog, metric);
		csm_table_add(
		    t, &(const struct csm_table_column){name, name, CSM_CELL_NUMBER,
			   .of = timeline_gauge, .at = i, .look = &look});
	}
}

/* The timeline as a table, and as drawings: numbers of one kind on one axis. */
enum timeline_part { TIMELINE_ALL, TIMELINE_USERS, TIMELINE_MODULES, TIMELINE_GAUGES };
#define TIMELINES (TIMELINE_GAUGES + 1)

static struct csm_table *
timeline_part(
    struct csm_account *a, const struct modules *m, int by_day, enum timeline_part part)
{
	static const struct {
		const char *name, *title;
	} parts[TIMELINES] = {[TIMELINE_ALL] = {"timeline", NULL},
	    [TIMELINE_USERS] = {"chart_users", "Users active"},
	    [TIMELINE_MODULES] = {"chart_modules", "Uses of modules"},
	    [TIMELINE_GAUGES] = {"chart_metrics", "Metrics"}};
	const char *spans = by_day ? "Day by day" : "Week by week";
	struct csm_table *t = csm_doc_table(
	    a->doc, parts[part].name, part == TIMELINE_ALL ? spans : parts[part].title);

	csm_table_columns(t, timeline_columns,
	    part == TIMELINE_ALL ? sizeof timeline_columns / sizeof timeline_columns[0]
				 : 1);
	/* of a table the title says of what */
	if (by_day || part != TIMELINE_ALL)
		csm_table_heading(t, "from")->title = by_day ? "Day" : "Week from";
	if (part == TIMELINE_ALL && !timeline_is_seated(a)) {
		csm_table_drop(t, "seats");
		csm_table_drop(t, "seated");
	}
	if (part == TIMELINE_USERS)
		csm_table_add(t, &timeline_columns[TIMELINE_OF_USERS]);
	if (part == TIMELINE_ALL || part == TIMELINE_MODULES)
		timeline_add_modules(a, t, m);
	if (part == TIMELINE_ALL || part == TIMELINE_GAUGES)
		timeline_add_gauges(a, t);
	if (part == TIMELINE_ALL)
		return t;
	t->note = csm_arena_printf(&a->doc->arena, "%s.", spans);
	t->half = 1;
	t->for_eyes = CSM_EYES_DRAW;
	t->chart = part == TIMELINE_USERS ? CSM_CHART_COLUMNS : CSM_CHART_LINE;
	t->chart_columns = t->columns - 1;
	return t;
}

void
csm_account_timeline(struct csm_account *a)
{
	const struct csm_context *d = a->context;
	int by_day = d->options->bucket == CSM_BUCKET_DAY;
	struct modules m;
	struct csm_table *t[TIMELINES] = {NULL};
	struct csm_period *span;
	size_t n;
	int64_t *days;

	if (!a->ask->full) {
		csm_account_weeks(a);
		return;
	}
	read_modules(a, &m);
	for (size_t k = 0; k < modules_shown(&m); k++)
		next_module(&m);
	/* what has nothing to draw is not there: no modules, no --metric */
	for (int p = 0; p < TIMELINES; p++)
		if ((p != TIMELINE_MODULES || m.n > 0) &&
		    (p != TIMELINE_GAUGES || a->ask->gauges > 0))
			t[p] = timeline_part(a, &m, by_day, (enum timeline_part)p);
	span = csm_periods(&a->doc->arena,
	    csm_buckets_choice(d, by_day ? CSM_BUCKET_DAY : CSM_BUCKET_WEEK), d->since,
	    d->until, &n);
	days = CSM_ARENA_ARRAY(&a->doc->arena, int64_t, m.days);
	for (size_t i = 0; i < n; i++) {
		const struct timeline_row row = {.account = a,
		    .modules = &m,
		    .span = span[i],
		    .days = (size_t)(span[i].to - span[i].from) + 1,
		    .users = csm_account_users(a->set, span[i]),
		    .seats = csm_seats_bought(d, a->ask->seats, a->set, span[i].to),
		    .events = csm_account_total(a->daily->activity, span[i], d->since),
		    .value = days};
		for (int p = 0; p < TIMELINES; p++)
			if (t[p] != NULL)
				csm_table_put(t[p], &row);
	}
	modules_fini(&m);
}
