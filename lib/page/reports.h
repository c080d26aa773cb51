/*
 * Reports: one table; another report is another row.  It stands above the reports
 * because a page, which is one of them, is made of the others.
 *
 * Ownership: all of it is constant.
 */
#ifndef CSM_PAGE_REPORTS_H
#define CSM_PAGE_REPORTS_H

#include "base/buf.h"
#include "figure/report.h"

/* The i-th, NULL after the last; by name, NULL after reporting E_USAGE. */
const struct csm_report *csm_reports_at(size_t i);
const struct csm_report *csm_reports_find(const char *name, struct csm_diag *diag);
/* "list, trend METRIC and page": those that take the option, all if it is NULL. */
void csm_reports_names(struct csm_buf *out, const char *option);

#endif
