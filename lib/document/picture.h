/*
 * Figure: the chart of a part as a drawing of its own, with title, legend and colours:
 * an SVG file, or a PNG made of it.
 */
#ifndef CSM_DOCUMENT_PICTURE_H
#define CSM_DOCUMENT_PICTURE_H

#include "base/buf.h"
#include "base/diag.h"
#include "table/table.h"

/* The part whose chart is to be drawn; NULL after reporting E_USAGE if none or several
 * of those that are shown have one. */
const struct csm_table *csm_picture_find(
    const struct csm_doc *doc, struct csm_diag *diag);
/* Append a whole SVG file; doc NULL: without heading. */
void csm_picture_svg(
    struct csm_buf *out, const struct csm_doc *doc, const struct csm_table *table);
/* Append a whole PNG file, twice as large, by rsvg-convert.  0; 1 if that is not
 * installed, which is not reported; -1 after reporting E_WRITE. */
int csm_picture_png(struct csm_buf *out, const struct csm_doc *doc,
    const struct csm_table *table, struct csm_diag *diag);

#endif
