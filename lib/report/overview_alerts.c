/* Open alerts: those of all companies counted, those of one account told. */
#include "report/account/account.h"
#include "figure/alert.h"
#include "report/overview.h"
#include "table/look.h"

struct overview_alert {
	struct csm_alert alert;
	size_t open, begun, fired;
	int64_t mrr;
};

static struct overview_alert
overview_alert(
    const struct csm_facts_list *list, const struct csm_alert *alert, int32_t day)
{
	struct overview_alert n = {.alert = *alert, .mrr = CSM_MISSING};

	/* Alerts were followed while the companies came by; here they are only
	 * counted. */
	for (size_t i = 0; i < list->n; i++) {
		const struct csm_facts *f = list->of[i];
		for (size_t k = 0; k < f->alerts; k++) {
			if (f->alert[k].alert != alert)
				continue;
			n.open++;
			n.begun += f->alert[k].since == day;
			n.fired += (size_t)f->alert[k].fired;
			csm_stats_add(&n.mrr, f->mrr);
		}
	}
	return n;
}

static const struct csm_table_column alert_columns[] = {
    {"title", "Alert", CSM_OF_TEXT(struct overview_alert, alert.name)},
    {"alert", "Id", CSM_OF_TEXT(struct overview_alert, alert.id), .for_machines = true},
    {"type", "Type", CSM_OF_TEXT(struct overview_alert, alert.type)},
    {"open", "Open", CSM_OF_COUNT(struct overview_alert, open), .look = &csm_look_bar},
    {"new", "New", CSM_OF_COUNT(struct overview_alert, begun)},
    {"fired", "Fired", CSM_OF_COUNT(struct overview_alert, fired),
	.for_machines = true},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct overview_alert, mrr),
	.look = &csm_look_money}};

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
	CSM_TABLE_COLUMNS(t, alert_columns);
	for (size_t i = 0; i < alerts->n; i++) {
		const struct overview_alert row =
		    overview_alert(list, &alerts->alert[i], context->until);
		csm_table_put(t, &row);
	}
}

struct account_alert {
	struct csm_alert alert;
	struct csm_cell message;
	int32_t since;
};

static const struct csm_table_column open_columns[] = {
    {"title", "Alert", CSM_OF_TEXT(struct account_alert, alert.name)},
    {"alert", "Id", CSM_OF_TEXT(struct account_alert, alert.id), .for_machines = true},
    {"type", "Type", CSM_OF_TEXT(struct account_alert, alert.type)},
    {"message", "Message", CSM_OF_CELL(CSM_CELL_TEXT, struct account_alert, message),
	.wraps = true},
    {"since", "Since", CSM_OF_DAY(struct account_alert, since)}};

void
csm_account_alerts(struct csm_account *a)
{
	const struct csm_alerts *alerts = a->context->alerts;
	struct csm_table *t;

	if (alerts == NULL || alerts->n == 0)
		return;
	t = csm_doc_table(a->doc, "alerts", "Open alerts");
	CSM_TABLE_COLUMNS(t, open_columns);
	if (!a->ask->full) {
		csm_table_drop(t, "type");
		t->half = 1;
	}
	for (size_t i = 0; i < a->facts->alerts; i++) {
		const struct csm_alert_fact *f = &a->facts->alert[i];
		struct account_alert row = {
		    *f->alert, csm_cell_text(f->reason), f->since};
		row.message.exact = f->message;
		csm_table_put(t, &row);
	}
}
