/* Open alerts: those of all companies counted, those of one account told. */
#include "report/account.h"
#include "figure/alert.h"
#include "report/overview.h"

struct overview_alerts_count {
	size_t open, begun, fired;
	int64_t mrr;
};

static void
overview_alerts_count(const struct csm_facts_list *list, const struct csm_alert *alert,
    int32_t day, struct overview_alerts_count *n)
{
	*n = (struct overview_alerts_count){.mrr = CSM_MISSING};
	for (size_t i = 0; i < list->n; i++) {
		const struct csm_facts *f = list->of[i];
		for (size_t k = 0; k < f->alerts; k++) {
			if (f->alert[k].alert != alert)
				continue;
			n->open++;
			n->begun += f->alert[k].since == day;
			n->fired += (size_t)f->alert[k].fired;
			csm_stats_add(&n->mrr, f->mrr);
		}
	}
}

void
csm_overview_alerts(
    struct csm_context *context, const struct csm_facts_list *list, struct csm_doc *doc)
{
	const struct csm_alerts *alerts = context->alerts;
	struct csm_table *t;

	if (alerts == NULL || alerts->n == 0)
		return;
	t = csm_doc_table(doc, "alerts", "Open alerts");
	t->note =
	    "A state: companies whose alert is open now; those whose began today; "
	    "and the recurring value of all of them.";
	csm_table_column(doc, t, "title", "Alert", CSM_CELL_TEXT);
	csm_table_column(doc, t, "alert", "Id", CSM_CELL_TEXT)->for_machines = 1;
	csm_table_column(doc, t, "type", "Type", CSM_CELL_TEXT);
	csm_table_column(doc, t, "open", "Open", CSM_CELL_NUMBER)->look.show =
	    CSM_SHOW_BAR;
	csm_table_column(doc, t, "new", "New", CSM_CELL_NUMBER);
	csm_table_column(doc, t, "fired", "Fired", CSM_CELL_NUMBER)->for_machines = 1;
	csm_table_column(doc, t, "mrr", "Recurring value", CSM_CELL_NUMBER);
	for (size_t i = 0; i < alerts->n; i++) {
		const struct csm_alert *a = &alerts->alert[i];
		struct csm_cell *row = csm_table_row(doc, t);
		struct overview_alerts_count n;
		overview_alerts_count(list, a, context->until, &n);
		*row++ = csm_cell_text(a->name);
		*row++ = csm_cell_text(a->id);
		*row++ = csm_cell_text(a->type);
		*row++ = csm_cell_count(n.open);
		*row++ = csm_cell_count(n.begun);
		*row++ = csm_cell_count(n.fired);
		*row = csm_cell_number(n.mrr);
	}
}

void
csm_account_alerts(struct csm_account *a)
{
	const struct csm_alerts *alerts = a->context->alerts;
	struct csm_table *t;

	if (alerts == NULL || alerts->n == 0)
		return;
	t = csm_doc_table(a->doc, "alerts", "Open alerts");
	csm_table_column(a->doc, t, "title", "Alert", CSM_CELL_TEXT);
	csm_table_column(a->doc, t, "alert", "Id", CSM_CELL_TEXT)->for_machines = 1;
	csm_table_column(a->doc, t, "type", "Type", CSM_CELL_TEXT);
	csm_table_column(a->doc, t, "message", "Message", CSM_CELL_TEXT)->wraps = 1;
	csm_table_column(a->doc, t, "since", "Since", CSM_CELL_DAY);
	for (size_t i = 0; i < a->facts->alerts; i++) {
		const struct csm_alert_fact *f = &a->facts->alert[i];
		struct csm_cell *row = csm_table_row(a->doc, t);
		*row++ = csm_cell_text(f->alert->name);
		*row++ = csm_cell_text(f->alert->id);
		*row++ = csm_cell_text(f->alert->type);
		*row++ = csm_cell_text(f->message);
		*row = csm_cell_day(f->since);
	}
}
