/*
 * Reports: one table; another report is another row.  It stands above the reports
 * because a page, which is one of them, is made of the others.
 *
 * Ownership: all of it is constant.
 */
#ifndef CSM_PAGE_REPORTS_H
#define CSM_PAGE_REPORTS_H

#include "base/words.h"
#include "figure/report.h"

/* All but the page itself, in the order in which messages and --help list them:
 * csm_report_NAME of NAME.c. */
#define CSM_REPORTS_OF_PAGES(X)                                                        \
	X(list)                                                                        \
	X(accounts)                                                                    \
	X(people)                                                                      \
	X(adoption)                                                                    \
	X(revenue)                                                                     \
	X(cohort)                                                                      \
	X(bubble)                                                                      \
	X(portfolio)                                                                   \
	X(trend)                                                                       \
	X(account)                                                                     \
	X(risks)                                                                       \
	X(segments)                                                                    \
	X(alerts)                                                                      \
	X(conversations)                                                               \
	X(backlog)                                                                     \
	X(nps)                                                                         \
	X(playbooks)                                                                   \
	X(doctor)

#define CSM_REPORT_DECLARE(name) extern const struct csm_report csm_report_##name;
CSM_REPORTS_OF_PAGES(CSM_REPORT_DECLARE)
CSM_REPORT_DECLARE(page)

/* These, and the page; NULL after the last. */
extern const struct csm_report *const csm_reports[];
/* The names of those a page may hold. */
extern const struct csm_words csm_element_report_words;

#endif
