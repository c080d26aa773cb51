/*
 * Page links: a company named in any table of a page leads to its section.
 */
#ifndef CSM_PAGE_PAGE_LINK_H
#define CSM_PAGE_PAGE_LINK_H

#include "figure/facts.h"

/* In tables with a column called company, name, account or id: by the id in one of
 * them, or by a name only one company has.  Returns how many cells lead somewhere. */
size_t csm_page_link(struct csm_doc *doc, const struct csm_facts_list *list);

#endif
