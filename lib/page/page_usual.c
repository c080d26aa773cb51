/* The usual page: the portfolio, its value and activity, what reports there are on top
 * of it, and the index of accounts. */
#include "report/overview.h"
#include "page/page.h"
#include "figure/renewal.h"
#include "table/brief.h"
#include "table/look.h"
#include "time/date.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Choices of looks: a screen each; 13 weeks are the 90 days that reports show. */
#define MOVERS 10
#define HEAT 15
#define RENEWALS 10
#define WEEKS 13
#define LINE 14 /* days of the line of a company in the index */
#define ROWS 25 /* of the index without a script, if no account has a section */

/* A sum over all companies, of a day or of the week from it. */
struct page_sum {
	int32_t day;
	int64_t sum;
};

static const struct csm_table_column value_columns[] = {
    {"day", "Day", CSM_OF_DAY(struct page_sum, day)},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct page_sum, sum),
	.look = &csm_look_money}};

static const struct csm_table_column activity_columns[] = {
    {"week", "Week from", CSM_OF_DAY(struct page_sum, day)},
    {"events", "Events", CSM_OF_NUMBER(struct page_sum, sum)}};

static bool
page_usual_has_value(const struct csm_context *context, const struct csm_page *w)
{
	for (int32_t d = context->since; w->sum.mrr != NULL && d <= context->until; d++)
		if (w->sum.mrr[d - context->since] != CSM_MISSING)
			return true;
	for (size_t i = 0; i < w->list.n; i++)
		if (w->list.of[i]->paid_first != CSM_DAY_NONE)
			return true;
	return false;
}

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
	CSM_TABLE_COLUMNS(t, value_columns);
	for (int32_t d = context->since; d <= context->until; d++) {
		const struct page_sum row = {d,
		    w->sum.mrr == NULL ? CSM_MISSING : w->sum.mrr[d - context->since]};
		csm_table_put(t, &row);
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
	CSM_TABLE_COLUMNS(t, activity_columns);
	for (int32_t k = WEEKS - 1; k >= 0; k--) {
		int32_t from = context->until - 7 * k - 6;
		struct page_sum row = {from, CSM_MISSING};
		/* A week that begins before the days that were evaluated would be
		 * counted in part. */
		if (from < context->since)
			continue;
		for (int32_t d = from; w->sum.activity != NULL && d < from + 7; d++)
			csm_stats_add(&row.sum, w->sum.activity[d - context->since]);
		csm_table_put(t, &row);
	}
}

static int64_t *
page_usual_missing(struct csm_arena *arena, size_t n)
{
	int64_t *sum = CSM_ARENA_ARRAY(arena, int64_t, n);

	/* Nothing yet: a day on which nobody has a value is a gap, not 0. */
	for (size_t i = 0; i < n; i++)
		sum[i] = CSM_MISSING;
	return sum;
}

void
csm_page_usual_company(struct csm_context *context, struct csm_page *w,
    struct csm_facts *f, const struct csm_facts_daily *daily)
{
	size_t n = (size_t)(context->until - context->since) + 1,
	       line = n < LINE ? n : LINE;

	if (w->sum.mrr == NULL) {
		w->sum.mrr = page_usual_missing(&context->arena, n);
		w->sum.activity = page_usual_missing(&context->arena, n);
	}
	for (size_t i = 0; i < n; i++) {
		csm_stats_add(&w->sum.mrr[i], daily->mrr[i]);
		csm_stats_add(&w->sum.activity[i], daily->activity[i]);
	}
	/* The other days are not shown of each company. */
	f->recent = csm_brief_of(&context->arena, daily->activity + n - line, line);
}

/* Columns of the index are of the facts themselves: of millions there are as many. */

/* Leads to its section. */
static struct csm_cell
index_put_company(const void *row)
{
	const struct csm_facts *f = row;
	struct csm_cell cell = csm_cell_text(f->name);

	cell.link = f->id;
	return cell;
}

static struct csm_cell
index_put_health(const void *row)
{
	return csm_facts_score(((const struct csm_facts *)row)->health);
}

static struct csm_cell
index_put_change(const void *row)
{
	return csm_cell_number(csm_facts_change(row));
}

static struct csm_cell
index_units(const void *row, size_t units)
{
	const struct csm_facts *f = row;

	return f->lights == NULL
		   ? csm_cell_blank()
		   : (struct csm_cell){
			 .kind = CSM_CELL_LIGHTS, .light = f->lights, .n = units};
}

static struct csm_cell
index_put_days(const void *row)
{
	return csm_cell_brief(((const struct csm_facts *)row)->recent);
}

static const struct csm_table_column index_columns[] = {
    {"company", "Company", CSM_CELL_TEXT, .put = index_put_company},
    {"health", "Health", CSM_CELL_NUMBER, .put = index_put_health,
	.look = &csm_look_score, .stated = true},
    {"change", "Change", CSM_CELL_NUMBER, .put = index_put_change,
	.look = &csm_look_change_tenths},
    {"coverage", "Known", CSM_OF_NUMBER(struct csm_facts, known.coverage),
	.look = &csm_look_percent},
    {"staleness", "Days old", CSM_OF_NUMBER(struct csm_facts, known.staleness)},
    {"units", "Units", CSM_CELL_LIGHTS, .of = index_units},
    {"owner", "Owner", CSM_OF_TEXT(struct csm_facts, owner)},
    {"plan", "Plan", CSM_OF_TEXT(struct csm_facts, plan)},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct csm_facts, mrr),
	.look = &csm_look_money},
    {"renewal", "Renewal", CSM_OF_DAY(struct csm_facts, renewal)},
    {"touch", "Last touch", CSM_OF_DAY(struct csm_facts, touch)},
    {"active", "Active users", CSM_OF_NUMBER(struct csm_facts, active)},
    {"events", "Events", CSM_OF_NUMBER(struct csm_facts, events)},
    {"days", "14 days", CSM_CELL_SERIES, .put = index_put_days, .look = &csm_look_bar}};

static void
put_index(struct csm_context *context, struct csm_page *w, struct csm_doc *doc)
{
	struct csm_table *t = csm_doc_table(doc, "accounts", "Accounts");

	t->accounts = 1;
	t->note = "Least healthy first; change is of 30 days, active users likewise; "
		  "events are those of 14 days.";
	/* As many rows as there are sections: each row that is drawn leads
	 * somewhere. */
	t->first = w->drawn > 0 ? w->drawn : w->accounts > 0 ? w->accounts : ROWS;
	CSM_TABLE_COLUMNS(t, index_columns);
	/* told by the one who is called, not by every look at the list */
	csm_table_heading(t, "coverage")->spare = true;
	csm_table_heading(t, "staleness")->spare = true;
	csm_table_heading(t, "events")->spare = true;
	for (const struct csm_entry *e = context->catalog.unit; e != NULL; e = e->next)
		csm_table_heading(t, "units")->at++;
	if (context->catalog.unit == NULL)
		csm_table_drop(t, "units");
	if (csm_renewal_column(context) < 0)
		csm_table_drop(t, "renewal");
	if (!page_usual_has_value(context, w))
		csm_table_drop(t, "mrr");
	if (!csm_known_scores(context)) {
		/* without profiles nobody can say how much of a score is known */
		csm_table_drop(t, "coverage");
		csm_table_drop(t, "staleness");
	}
	for (size_t i = 0; i < w->list.n; i++) {
		struct csm_facts *f = w->list.of[i];
		f->lights = csm_facts_lights(context, f).light;
		csm_table_keep(t, f);
	}
}

void
csm_page_usual(struct csm_context *context, struct csm_page *w, struct csm_doc *doc)
{
	size_t next = 0;

	doc->title = "Customer success";
	doc->subtitle = csm_context_subtitle(context, w->list.n, "companies");
	/* whom to call: risks, what is open or fired, what falls due */
	csm_element_finish(&w->element[next++], doc);
	csm_overview_alerts(context, &w->list, doc);
	if (csm_config_each(context->conf, "alerts", NULL) != NULL)
		csm_element_finish(&w->element[next++], doc);
	csm_overview_renewals(context, &w->list, doc, RENEWALS);
	/* the state, in pairs of halves */
	csm_overview_tiles(context, &w->list, doc);
	csm_overview_bands(context, &w->list, doc);
	/* without revenue nobody can say who was won, and there is nothing to draw */
	if (page_usual_has_value(context, w)) {
		csm_overview_flow_put(context, &w->flow, doc);
		page_usual_put_value(context, w, doc);
	}
	put_activity(context, w, doc);
	csm_overview_split_put(context, &w->split, doc);
	csm_overview_movers(context, &w->list, doc, MOVERS);
	csm_overview_heat(context, &w->list, doc, HEAT);
	while (next < w->elements)
		csm_element_finish(&w->element[next++], doc);
	put_index(context, w, doc);
}
