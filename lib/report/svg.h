/*
 * SVG: small static charts: real text, a title and a description, colours by class and
 * currentColor, no script.
 */
#ifndef CSM_REPORT_SVG_H
#define CSM_REPORT_SVG_H

#include "base/buf.h"
#include "report/table.h"

/* Append s as text or attribute value of HTML and SVG; control characters and bytes
 * that are no UTF-8 become U+FFFD. */
void csm_svg_escape(struct csm_buf *out, const char *s);

/* Title and, unless NULL, description of an svg element that was just opened. */
void csm_svg_title(struct csm_buf *out, const char *title, const char *desc);
/*
 * A sparkline: a line with its last value marked, for what has a value every day; with
 * `bars` a bar a day, for what is counted.  A missing value is a gap.  More than 48
 * days are drawn as 45 averages.  Its text alternative is `label`.
 */
void csm_svg_spark(
    struct csm_buf *out, const int64_t *series, size_t n, int bars, const char *label);
/* The LINE, COLUMNS or SHARES chart of a table. */
void csm_svg_chart(struct csm_buf *out, const struct csm_table *table);

#endif
