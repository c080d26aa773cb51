/*
 * Xlsx style: looks and states as the cells of a workbook have them.
 */
#ifndef CSM_DOCUMENT_XLSX_STYLE_H
#define CSM_DOCUMENT_XLSX_STYLE_H

#include "base/buf.h"
#include "document/workbook.h"
#include "table/table.h"

struct csm_workbook_style csm_xlsxstyle_state(const struct csm_state *state);
/* Colour of its share of a chart; NULL: none. */
uint32_t csm_xlsxstyle_chart(const struct csm_state *state);
/* Append the number format that shows a number as its look wants it. */
void csm_xlsxstyle_number(
    struct csm_buf *out, int64_t micros, const struct csm_look *look);
/* Whether it is a percentage, which a cell holds as hundredths. */
bool csm_xlsxstyle_percent(const struct csm_look *look);

#endif
