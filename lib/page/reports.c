#include "page/reports.h"

/* In the order in which messages and --help list them: csm_report_NAME of NAME.c. */
#define REPORTS(X)                                                                     \
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
	X(page)                                                                        \
	X(risks)                                                                       \
	X(alerts)                                                                      \
	X(conversations)                                                               \
	X(nps)                                                                         \
	X(playbooks)                                                                   \
	X(doctor)

#define DECLARE(name) extern const struct csm_report csm_report_##name;
#define LIST(name) &csm_report_##name,
REPORTS(DECLARE)
const struct csm_report *const csm_reports[] = {REPORTS(LIST) NULL};
