#include "page/reports.h"

#define LIST(name) &csm_report_##name,
#define NAME(name) #name,
/* The page last: it is what the others make together. */
const struct csm_report *const csm_reports[] = {
    CSM_REPORTS_OF_PAGES(LIST) LIST(page) NULL};

static const char *const elements[] = {CSM_REPORTS_OF_PAGES(NAME) NULL};
const struct csm_words csm_element_report_words = CSM_WORDS(elements);
