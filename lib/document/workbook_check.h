/*
 * A finished workbook compared with what was put into it.  The library that writes it
 * does not notice every failed write; what is lost in this way shows here.
 */
#ifndef CSM_DOCUMENT_WORKBOOK_CHECK_H
#define CSM_DOCUMENT_WORKBOOK_CHECK_H

#include <stddef.h>

struct csm_workbook_content {
	size_t cells;      /* of all sheets, blank ones with a style included */
	size_t texts;      /* distinct */
	size_t text_bytes; /* of those, as XML writes them */
	size_t sheets;
};

/* NULL, or what is wrong with the bytes, as a phrase ("a sheet is cut"). */
const char *csm_workbookcheck_bytes(
    const void *bytes, size_t len, const struct csm_workbook_content *want);
/* The same of one part: is it XML, with every element closed?  Adds what it holds. */
const char *csm_workbookcheck_part(
    const char *xml, size_t len, struct csm_workbook_content *found);
/* Bytes of a text as XML writes it. */
size_t csm_workbookcheck_text(const char *text);

#endif
