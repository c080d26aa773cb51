/*
 * Reports: one table; another report is another row.  It stands above the reports
 * because a page, which is one of them, is made of the others.
 *
 * Ownership: all of it is constant.
 */
#ifndef CSM_PAGE_REPORTS_H
#define CSM_PAGE_REPORTS_H

#include "figure/report.h"

/* In the order in which messages and --help list them; NULL after the last. */
extern const struct csm_report *const csm_reports[];

#endif
