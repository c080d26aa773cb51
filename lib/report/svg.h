/*
 * SVG: small static charts: real text, a title and a description, colours by class and
 * currentColor, no script.
 */
#ifndef CSM_REPORT_SVG_H
#define CSM_REPORT_SVG_H

#include "base/buf.h"
#include "report/table.h"

/* Append s as text or attribute value of HTML and SVG; control characters become
 * U+FFFD. */
void csm_svg_escape(struct csm_buf *out, const char *s);

/* A sparkline with its last value marked; a gap where a value is missing.  Its text
 * alternative is `label`. */
void csm_svg_spark(
    struct csm_buf *out, const int64_t *series, size_t n, const char *label);
/* The LINE, COLUMNS or SHARES chart of a table. */
void csm_svg_chart(struct csm_buf *out, const struct csm_table *table);

#endif
