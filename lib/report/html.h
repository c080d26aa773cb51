/*
 * HTML: what the page's writer is made of.
 */
#ifndef CSM_REPORT_HTML_H
#define CSM_REPORT_HTML_H

#include "base/buf.h"
#include "report/table.h"

/* The style sheet in pieces, NULL after the last: light and dark, for screens from 390
 * px and for paper. */
extern const char *const csm_html_style[];

/* Anchor of a company's id: letters, digits, '.' and '-' stay, any other byte becomes
 * _XX, so that different ids get different anchors. */
char *csm_html_anchor(struct csm_arena *arena, const char *id);
/* One cell's content, without its td. */
void csm_html_cell(struct csm_buf *out, const struct csm_table *table,
    const struct csm_cell *cell, size_t column);
/* A table, its chart and its heading, as a section of the page. */
void csm_html_section(
    struct csm_buf *out, const struct csm_doc *doc, const struct csm_table *table);
/* A table of a group: its caption is its heading.  Nothing if it has no rows. */
void csm_html_part(struct csm_buf *out, const struct csm_table *table);

#endif
