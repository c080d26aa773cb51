/*
 * Overview: the parts that tell how all companies do: headline numbers, health bands,
 * customers won and lost, movers, the heat map of units.
 *
 * Two kinds of trend, and each says which it is: a state now against 30 days ago; a
 * count of the last 30 days against the 30 before.
 */
#ifndef CSM_REPORT_OVERVIEW_H
#define CSM_REPORT_OVERVIEW_H

#include "figure/facts.h"

#include <stdbool.h>

/* Customers won, renewed and lost in a period, and what they paid: on the first, on the
 * period's last, on the last paid day. */
struct csm_flow {
	size_t won, renewed, lost;
	int64_t won_mrr, renewed_mrr, lost_mrr;
};

/* Of the last 30 days and of the 30 before; all zero: no company came by. */
struct csm_overview_flow {
	struct csm_flow now, then;
	bool tells_past; /* some company was to renew by now */
};
void csm_overview_flow_company(const struct csm_context *context,
    struct csm_overview_flow *flow, const struct csm_facts *facts,
    const struct csm_facts_past *past);
void csm_overview_flow_put(struct csm_context *context,
    const struct csm_overview_flow *flow, struct csm_doc *doc);

/* Each appends its part to the document. */
void csm_overview_tiles(struct csm_context *context, const struct csm_facts_list *list,
    struct csm_doc *doc);
void csm_overview_bands(struct csm_context *context, const struct csm_facts_list *list,
    struct csm_doc *doc);
void csm_overview_movers(struct csm_context *context, const struct csm_facts_list *list,
    struct csm_doc *doc, size_t limit);
/* Those that pay and are to renew within 90 days, the next first; nothing if no field
 * tells when. */
void csm_overview_renewals(struct csm_context *context,
    const struct csm_facts_list *list, struct csm_doc *doc, size_t limit);
/* Nothing if the configuration has no alerts. */
void csm_overview_alerts(struct csm_context *context, const struct csm_facts_list *list,
    struct csm_doc *doc);
/* A company's name, leading to its section of the page. */
struct csm_cell csm_overview_company(
    struct csm_doc *doc, const struct csm_facts *facts);
/* Nothing if no company has a unit. */
void csm_overview_heat(struct csm_context *context, const struct csm_facts_list *list,
    struct csm_doc *doc, size_t limit);

#endif
