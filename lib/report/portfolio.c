/* The report `portfolio`. */
#include "figure/alert.h"
#include "report/overview.h"
#include "report/overview_split.h"
#include "figure/report.h"

#include <stdlib.h>

/* Choices: a screen each. */
#define MOVERS 10
#define HEAT 25

struct portfolio_work {
	struct csm_facts_ask ask;
	struct csm_facts_list list;
	struct csm_split split;
	struct csm_overview_flow flow;
};

static int
portfolio_begin(struct csm_context *context)
{
	struct portfolio_work *w = context->work;

	return csm_overview_split_begin(context, &w->split) != 0 ||
		       csm_alerts_read(context) != 0
		   ? -1
		   : csm_facts_ask(context, &w->ask);
}

static int
portfolio_company(struct csm_context *context, const struct csm_set *set)
{
	struct portfolio_work *w = context->work;
	struct csm_facts_past past;
	struct csm_facts *facts = csm_facts_read(context, &w->ask, set, &past);

	csm_facts_push(&w->list, facts);
	csm_overview_split_company(context, &w->split, set, facts);
	csm_overview_flow_company(context, &w->flow, facts, &past);
	return 0;
}

static int
portfolio_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct portfolio_work *w = context->work;
	long limit = context->options->limit;

	doc->subtitle = csm_context_subtitle(context, w->list.n, "companies");
	/* How things stand, then how they move, then with whom. */
	csm_overview_tiles(context, &w->list, doc);
	csm_overview_bands(context, &w->list, doc);
	csm_overview_split_put(context, &w->split, doc);
	csm_overview_flow_put(context, &w->flow, doc);
	csm_overview_alerts(context, &w->list, doc);
	csm_overview_movers(context, &w->list, doc, limit < 0 ? MOVERS : (size_t)limit);
	csm_overview_heat(context, &w->list, doc, limit < 0 ? HEAT : (size_t)limit);
	return 0;
}

static void
portfolio_end(struct csm_context *context)
{
	struct portfolio_work *w = context->work;

	csm_overview_split_fini(&w->split);
	free(w->list.of);
}

const struct csm_report csm_report_portfolio = {.name = "portfolio",
    .title = "Portfolio",
    .work = sizeof(struct portfolio_work),
    .parts = (const char *const[]){"headline", "bands", "by", "pillars", "flow",
	"alerts", "movers", "units", NULL},
    .summary = "all companies: health bands, recurring value, alerts, movers, units",
    .takes = "limit by chart",
    .days = CSM_REPORT_DAYS,
    .needs_day = 1,
    .begin = portfolio_begin,
    .company = portfolio_company,
    .finish = portfolio_finish,
    .end = portfolio_end};
