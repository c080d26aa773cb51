/*
 * Page: the report that is made of others.
 *
 * Ownership: it lives in its context; csm_report_page frees what it holds.
 */
#ifndef CSM_PAGE_PAGE_H
#define CSM_PAGE_PAGE_H

#include "report/overview.h"
#include "report/overview_split.h"
#include "config/shape.h"
#include "page/element.h"
#include "report/account/account.h"

/* A company with a section. */
struct csm_page_account {
	struct csm_facts *facts; /* first, for csm_facts_by_health */
	struct csm_doc *detail;
	const struct csm_cell *line; /* of the score, in `detail`; NULL: none */
};

struct csm_page {
	const struct csm_json *json; /* of the configuration; NULL: the usual page */
	struct csm_element *element;
	size_t elements;
	struct csm_context *
	    *below; /* of those that have not failed; NULL after the last */
	struct csm_account_ask ask;
	struct csm_facts_list list;    /* all companies */
	struct csm_split split;        /* of the usual page */
	struct csm_overview_flow flow; /* of the usual page */
	struct csm_page_account *account;
	size_t accounts, account_cap;
	struct csm_arena daily;     /* what the company at hand did daily */
	struct csm_facts_daily sum; /* of the usual page: what all did; NULLs: none */
	size_t limit;
	size_t kept;  /* of the accounts, sorted: the others came later */
	size_t drawn; /* as the document's */
};

extern const struct csm_config_shape csm_pages_shape;

/* A company of the usual page. */
void csm_page_usual_company(struct csm_context *context, struct csm_page *page,
    struct csm_facts *facts, const struct csm_facts_daily *daily);

/* What -n finds in the page that was chosen, or in all that there are. */
void csm_page_lint(struct csm_context *context);

/* The parts of the usual page; companies are sorted, least healthy first. */
void csm_page_usual(
    struct csm_context *context, struct csm_page *page, struct csm_doc *doc);

#endif
