/* The report `portfolio`. */
#include "figure/alert.h"
#include "report/overview.h"
#include "figure/report.h"

#include <stdlib.h>

#define MOVERS 10
#define HEAT 25

struct work {
	struct csm_facts_ask ask;
	struct csm_facts_list list;
};

static int
begin(struct csm_draft *draft)
{
	struct work *w = draft->work = CSM_ARENA_NEW(&draft->arena, struct work);

	return csm_alerts_read(draft) != 0 ? -1 : csm_facts_ask(draft, &w->ask);
}

static int
company(struct csm_draft *draft, const struct csm_set *set)
{
	struct work *w = draft->work;

	csm_facts_push(&w->list, csm_facts_read(draft, &w->ask, set));
	return 0;
}

static int
finish(struct csm_draft *draft, struct csm_doc *doc)
{
	struct work *w = draft->work;
	long limit = draft->options->limit;

	doc->title = "Portfolio";
	doc->subtitle = csm_draft_subtitle(draft, w->list.n, "companies");
	csm_overview_tiles(draft, &w->list, doc);
	csm_overview_bands(draft, &w->list, doc);
	csm_overview_flow(draft, &w->list, doc);
	csm_overview_alerts(draft, &w->list, doc);
	csm_overview_movers(draft, &w->list, doc, limit < 0 ? MOVERS : (size_t)limit);
	csm_overview_heat(draft, &w->list, doc, limit < 0 ? HEAT : (size_t)limit);
	return 0;
}

static void
end(struct csm_draft *draft)
{
	struct work *w = draft->work;

	if (w != NULL)
		free(w->list.of);
}

const struct csm_report csm_report_portfolio = {.name = "portfolio",
    .summary = "all companies: health bands, recurring value, alerts, movers, units",
    .takes = "limit chart",
    .days = CSM_REPORT_DAYS,
    .needs_day = 1,
    .begin = begin,
    .company = company,
    .finish = finish,
    .end = end};
