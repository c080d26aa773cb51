/*
 * Xlsx text: texts and names as a workbook's file can hold them.  Lengths are those of
 * UTF-16, by which spreadsheet programs count.
 */
#ifndef CSM_DOCUMENT_XLSX_TEXT_H
#define CSM_DOCUMENT_XLSX_TEXT_H

#include "base/buf.h"

/* Append a cell's text; 1 if it had to be cut, else 0.  What a spreadsheet program
 * would read as an escape (_x0041_ is A) is escaped itself. */
int csm_xlsxtext_put(struct csm_buf *out, const char *text);
/* Append a name for a sheet: without the signs that may not be in one, at most 31
 * units, from the second try on with its number: "Units", "Units 2". */
void csm_xlsxtext_name(struct csm_buf *out, const char *wanted, unsigned attempt);

#endif
