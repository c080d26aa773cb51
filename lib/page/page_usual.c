/* The usual page: the portfolio, its value and activity, what reports there are on top
 * of it, and the index of accounts. */
#include "report/overview.h"
#include "page/page.h"
#include "time/date.h"

#include <stdlib.h>

#define MOVERS 10
#define HEAT 15
#define WEEKS 13
#define ROWS 25 /* of the index without a script, if no account has a section */

/* Recurring value of all companies, day by day. */
static void
page_usual_put_value(
    struct csm_context *context, struct csm_page *w, struct csm_doc *doc)
{
	struct csm_table *t = csm_doc_table(doc, "value", "Recurring value");

	t->note = "Of all companies, a month's worth, on each of the last 90 days.";
	t->half = 1;
	t->chart = CSM_CHART_LINE;
	t->chart_columns = 1;
	csm_table_column(doc, t, "day", "Day", CSM_CELL_DAY);
	csm_table_column(doc, t, "mrr", "Recurring value", CSM_CELL_NUMBER);
	for (int32_t d = context->since; d <= context->until; d++) {
		struct csm_cell *row = csm_table_row(doc, t);
		int64_t sum = CSM_MISSING;
		for (size_t i = 0; i < w->list.n; i++)
			csm_stats_add(
			    &sum, w->list.of[i]->mrr_days[d - context->since]);
		row[0] = csm_cell_day(d);
		row[1] = csm_cell_number(sum);
	}
}

/* Weeks that end on the as-of day, so that each is whole. */
static void
put_activity(struct csm_context *context, struct csm_page *w, struct csm_doc *doc)
{
	struct csm_table *t = csm_doc_table(doc, "activity", "Activity");

	t->note = "Events of all companies in weeks that end on the as-of day.";
	t->half = 1;
	t->chart = CSM_CHART_COLUMNS;
	t->chart_columns = 1;
	csm_table_column(doc, t, "week", "Week from", CSM_CELL_DAY);
	csm_table_column(doc, t, "events", "Events", CSM_CELL_NUMBER);
	for (int32_t k = WEEKS - 1; k >= 0; k--) {
		int32_t from = context->until - 7 * k - 6;
		int64_t sum = CSM_MISSING;
		if (from < context->since)
			continue;
		for (size_t i = 0; i < w->list.n; i++)
			for (int32_t d = from; d < from + 7; d++)
				csm_stats_add(
				    &sum, w->list.of[i]->activity[d - context->since]);
		struct csm_cell *row = csm_table_row(doc, t);
		row[0] = csm_cell_day(from);
		row[1] = csm_cell_number(sum);
	}
}

static void
index_columns(struct csm_context *context, struct csm_doc *doc, struct csm_table *t)
{
	struct csm_heading *c;

	csm_table_column(doc, t, "company", "Company", CSM_CELL_TEXT);
	c = csm_table_column(doc, t, "health", "Health", CSM_CELL_NUMBER);
	c->look.places = 1;
	c->stated = 1;
	if (context->catalog.unit != NULL)
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
put_index(struct csm_context *context, struct csm_page *w, struct csm_doc *doc)
{
	struct csm_table *t = csm_doc_table(doc, "accounts", "Accounts");
	size_t past = (size_t)(context->until - context->since) + 1;

	t->accounts = 1;
	past = past > 14 ? past - 14 : 0;
	t->note = "Least healthy first; events are those of 14 days.";
	t->first = w->drawn > 0 ? w->drawn : w->worst.n > 0 ? w->worst.n : ROWS;
	index_columns(context, doc, t);
	for (size_t i = 0; i < w->list.n; i++) {
		const struct csm_facts *f = w->list.of[i];
		struct csm_cell *row = csm_table_row(doc, t);
		*row++ = csm_overview_company(doc, f);
		*row++ = f->health;
		if (context->catalog.unit != NULL)
			*row++ = csm_facts_lights(context, f);
		*row++ = csm_cell_text(f->owner);
		*row++ = csm_cell_text(f->plan);
		*row++ = csm_cell_number(f->mrr);
		*row++ = csm_cell_number(f->active);
		*row++ = csm_cell_number(f->events);
		*row = csm_cell_series(f->activity + past,
		    (size_t)(context->until - context->since) + 1 - past);
	}
}

void
csm_page_usual(struct csm_context *context, struct csm_page *w, struct csm_doc *doc)
{
	doc->title = "Customer success";
	doc->subtitle = csm_context_subtitle(context, w->list.n, "companies");
	csm_element_finish(&w->element[0], doc); /* whom to call */
	csm_overview_tiles(context, &w->list, doc);
	csm_overview_bands(context, &w->list, doc);
	csm_overview_flow(context, &w->list, doc);
	page_usual_put_value(context, w, doc);
	put_activity(context, w, doc);
	csm_overview_movers(context, &w->list, doc, MOVERS);
	csm_overview_heat(context, &w->list, doc, HEAT);
	for (size_t i = 1; i < w->elements; i++)
		csm_element_finish(&w->element[i], doc);
	put_index(context, w, doc);
}
