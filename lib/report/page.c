/*
 * The report `page`: the dashboard a customer-success team opens in the morning.  Only
 * the least healthy accounts have a section, as many as --limit, and a row of the index
 * that is there without a script; the overview is about all of them.
 */
#include "base/xalloc.h"
#include "report/account.h"
#include "report/overview.h"
#include "report/report.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

#define ACCOUNTS 100
#define ROWS 25 /* of the index without a script, if no account has a section */
#define MOVERS 10
#define HEAT 15
#define PEOPLE 5
#define FEATURES 5
#define WEEKS 13

struct work {
	struct csm_account_ask ask;
	struct csm_facts_list list;  /* all */
	struct csm_facts_list worst; /* those with a detail */
	size_t limit;
};

static int
begin(struct csm_draft *draft)
{
	struct work *w = draft->work = CSM_ARENA_NEW(&draft->arena, struct work);

	w->limit = draft->options->limit < 0 ? ACCOUNTS : (size_t)draft->options->limit;
	return csm_account_ask(draft, &w->ask);
}

static void
drop_detail(struct csm_facts *f)
{
	csm_doc_fini(f->detail);
	free(f->detail);
	f->detail = NULL;
}

/* Keep the least healthy `limit`; done now and then, so that memory stays bounded. */
static void
keep_worst(struct work *w)
{
	if (w->worst.n > 0)
		qsort(
		    w->worst.of, w->worst.n, sizeof *w->worst.of, csm_facts_by_health);
	for (size_t i = w->limit; i < w->worst.n; i++)
		drop_detail(w->worst.of[i]);
	if (w->worst.n > w->limit)
		w->worst.n = w->limit;
}

static int
company(struct csm_draft *draft, const struct csm_set *set)
{
	struct work *w = draft->work;
	struct csm_facts *f = csm_facts_read(draft, &w->ask.facts, set);

	csm_facts_push(&w->list, f);
	if (w->limit == 0)
		return 0;
	f->detail = csm_xcalloc(1, sizeof *f->detail);
	csm_account_tables(draft, &w->ask, set, f, f->detail, PEOPLE, FEATURES);
	csm_facts_push(&w->worst, f);
	if (w->worst.n >= 4 * w->limit)
		keep_worst(w);
	return 0;
}

/* Recurring value of all companies, day by day. */
static void
put_value(struct csm_draft *draft, struct work *w, struct csm_doc *doc)
{
	struct csm_table *t = csm_doc_table(doc, "value", "Recurring value");

	t->note = "Of all companies, a month's worth, on each of the last 90 days.";
	t->half = 1;
	t->chart = CSM_CHART_LINE;
	t->chart_columns = 1;
	csm_table_column(doc, t, "day", "Day", CSM_CELL_DAY);
	csm_table_column(doc, t, "mrr", "Recurring value", CSM_CELL_NUMBER);
	for (int32_t d = draft->since; d <= draft->until; d++) {
		struct csm_cell *row = csm_table_row(doc, t);
		int64_t sum = CSM_MISSING;
		for (size_t i = 0; i < w->list.n; i++)
			csm_facts_add(&sum, w->list.of[i]->mrr_days[d - draft->since]);
		row[0] = csm_cell_day(d);
		row[1] = csm_cell_number(sum);
	}
}

/* Weeks that end on the as-of day, so that each is whole. */
static void
put_activity(struct csm_draft *draft, struct work *w, struct csm_doc *doc)
{
	struct csm_table *t = csm_doc_table(doc, "activity", "Activity");

	t->note = "Events of all companies in weeks that end on the as-of day.";
	t->half = 1;
	t->chart = CSM_CHART_COLUMNS;
	t->chart_columns = 1;
	csm_table_column(doc, t, "week", "Week from", CSM_CELL_DAY);
	csm_table_column(doc, t, "events", "Events", CSM_CELL_NUMBER);
	for (int32_t k = WEEKS - 1; k >= 0; k--) {
		int32_t from = draft->until - 7 * k - 6;
		int64_t sum = CSM_MISSING;
		if (from < draft->since)
			continue;
		for (size_t i = 0; i < w->list.n; i++)
			for (int32_t d = from; d < from + 7; d++)
				csm_facts_add(
				    &sum, w->list.of[i]->activity[d - draft->since]);
		struct csm_cell *row = csm_table_row(doc, t);
		row[0] = csm_cell_day(from);
		row[1] = csm_cell_number(sum);
	}
}

static void
index_columns(struct csm_draft *draft, struct csm_doc *doc, struct csm_table *t)
{
	struct csm_heading *c;

	csm_table_column(doc, t, "company", "Company", CSM_CELL_TEXT);
	c = csm_table_column(doc, t, "health", "Health", CSM_CELL_NUMBER);
	c->look.places = 1;
	c->stated = 1;
	if (draft->catalog.unit != NULL)
		csm_table_column(doc, t, "units", "Units", CSM_CELL_LIGHTS);
	csm_table_column(doc, t, "owner", "Owner", CSM_CELL_TEXT);
	csm_table_column(doc, t, "plan", "Plan", CSM_CELL_TEXT);
	c = csm_table_column(doc, t, "mrr", "Recurring value", CSM_CELL_NUMBER);
	c->look.places = 0;
	csm_table_column(doc, t, "active", "Active users", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "events", "Events", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "days", "14 days", CSM_CELL_SERIES)->look.show =
	    CSM_SHOW_BAR;
}

static void
put_index(struct csm_draft *draft, struct work *w, struct csm_doc *doc)
{
	struct csm_table *t = csm_doc_table(doc, "accounts", "Accounts");
	size_t past = (size_t)(draft->until - draft->since) + 1;

	past = past > 14 ? past - 14 : 0;
	t->note = "Least healthy first; events are those of 14 days.";
	t->first = w->worst.n > 0 ? w->worst.n : ROWS;
	index_columns(draft, doc, t);
	for (size_t i = 0; i < w->list.n; i++) {
		const struct csm_facts *f = w->list.of[i];
		struct csm_cell *row = csm_table_row(doc, t);
		*row++ = csm_overview_company(doc, f);
		*row++ = f->health;
		if (draft->catalog.unit != NULL)
			*row++ = csm_facts_lights(draft, f);
		*row++ = csm_cell_text(f->owner);
		*row++ = csm_cell_text(f->plan);
		*row++ = csm_cell_number(f->mrr);
		*row++ = csm_cell_number(f->active);
		*row++ = csm_cell_number(f->events);
		*row = csm_cell_series(f->activity + past,
		    (size_t)(draft->until - draft->since) + 1 - past);
	}
}

/* A section an account: its tables become the document's. */
static void
put_account(struct csm_draft *draft, struct csm_doc *doc, struct csm_facts *f)
{
	struct csm_group *g = csm_doc_group(doc, f->anchor, f->name);

	g->aside = f->owner == NULL || f->plan == NULL
		       ? (f->plan == NULL ? f->owner : f->plan)
		       : csm_arena_printf(&draft->arena, "%s, %s", f->plan, f->owner);
	g->mark = &f->health;
	for (struct csm_table *t = f->detail->first; t != NULL; t = t->next) {
		t->group = doc->groups;
		doc->tables++;
	}
	doc->last->next = f->detail->first;
	doc->last = f->detail->last;
}

static int
finish(struct csm_draft *draft, struct csm_doc *doc)
{
	struct work *w = draft->work;

	doc->page = 1;
	doc->title = "Customer success";
	doc->subtitle = csm_draft_subtitle(draft, w->list.n, "companies");
	keep_worst(w);
	csm_overview_tiles(draft, &w->list, doc);
	csm_overview_bands(draft, &w->list, doc);
	csm_overview_flow(draft, &w->list, doc);
	put_value(draft, w, doc);
	put_activity(draft, w, doc);
	csm_overview_movers(draft, &w->list, doc, MOVERS);
	csm_overview_heat(draft, &w->list, doc, HEAT);
	if (w->list.n > 0)
		qsort(w->list.of, w->list.n, sizeof *w->list.of, csm_facts_by_health);
	put_index(draft, w, doc);
	for (size_t i = 0; i < w->worst.n; i++)
		put_account(draft, doc, w->worst.of[i]);
	return 0;
}

static void
end(struct csm_draft *draft)
{
	struct work *w = draft->work;

	if (w == NULL)
		return;
	for (size_t i = 0; i < w->worst.n; i++)
		drop_detail(w->worst.of[i]);
	free(w->worst.of);
	free(w->list.of);
}

const struct csm_report csm_report_page = {.name = "page",
    .summary = "the dashboard: one HTML file with an overview and every account",
    .takes = "limit",
    .days = CSM_REPORT_DAYS,
    .needs_day = 1,
    .format = "html",
    .begin = begin,
    .company = company,
    .finish = finish,
    .end = end};
