/*
 * The tables of the report about one account that tell what happened when: subscriptions
 * and milestones.
 */
#include "report/account/account.h"
#include "table/look.h"
#include "time/date.h"
#include "unit/start.h"

struct subscription {
	int32_t from, to;
	int64_t mrr;
};

static const struct csm_table_column subscription_columns[] = {
    {"from", "From", CSM_OF_DAY(struct subscription, from)},
    {"to", "To", CSM_OF_DAY(struct subscription, to)},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct subscription, mrr),
	.look = &csm_look_money}};

/* Days in a row with the same recurring value, the newest first. */
void
csm_account_subscriptions(struct csm_account *a)
{
	const struct csm_entity_points *own = csm_facts_own(a->set);
	const struct csm_metric_points *mrr =
	    own == NULL ? NULL : csm_set_find(own, "revenue.mrr");
	struct csm_table *t;
	size_t i;

	if (!a->ask->full || mrr == NULL)
		return;
	t = csm_doc_table(a->doc, "subscriptions", "Recurring value over time");
	t->half = 1;
	CSM_TABLE_COLUMNS(t, subscription_columns);
	i = csm_series_at(&mrr->series, a->context->until + 1);
	while (i > 0) {
		size_t last = i - 1, first = last;
		/* A day without a point ends a run: nobody knows what was paid on
		 * it. */
		while (first > 0 &&
		       mrr->series.day[first - 1] == mrr->series.day[first] - 1 &&
		       mrr->series.value[first - 1] == mrr->series.value[last])
			first--;
		const struct subscription row = {mrr->series.day[first],
		    mrr->series.day[last], mrr->series.value[last]};
		csm_table_put(t, &row);
		i = first;
	}
}

static int32_t
start_day(struct csm_context *context, const char *id)
{
	const char *const names[] = {csm_start_field(context->conf), NULL};
	struct csm_cell cell = csm_context_field(context, CSM_MODEL_COMPANY, id, id,
	    csm_context_column(context, CSM_MODEL_COMPANY, names));

	return cell.kind == CSM_CELL_DAY ? cell.day : CSM_DAY_NONE;
}

struct account_milestone {
	const char *name, *state;
	int32_t met;
};

static struct csm_cell
account_put_met(const void *row)
{
	const struct account_milestone *m = row;

	return m->met == CSM_DAY_NONE ? csm_cell_blank() : csm_cell_day(m->met);
}

static const struct csm_table_column milestone_columns[] = {
    {"milestone", "Milestone", CSM_OF_TEXT(struct account_milestone, name)},
    {"state", "", CSM_OF_TEXT(struct account_milestone, state)},
    {"met", "Met", CSM_CELL_DAY, .put = account_put_met}};

void
csm_account_milestones(struct csm_account *a)
{
	const struct csm_roadmap *roadmap = &a->ask->roadmap;
	const struct csm_met *met;
	struct csm_table *t;

	/* In a page each account would evaluate its whole history. */
	if (!a->ask->full || roadmap->n == 0)
		return;
	a->met = met = csm_roadmap_company(
	    roadmap, a->context, a->set, start_day(a->context, a->facts->id));
	t = csm_doc_table(a->doc, "milestones", "Milestones");
	t->half = 1;
	CSM_TABLE_COLUMNS(t, milestone_columns);
	for (size_t i = 0; i < roadmap->n; i++) {
		const struct account_milestone row = {roadmap->milestone[i].name,
		    met[i].day == CSM_DAY_NONE ? "not yet" : "met", met[i].day};
		/* of a segment it was never in it has no milestone to meet */
		if (met[i].there)
			csm_table_put(t, &row);
	}
}
