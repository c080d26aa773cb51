/*
 * Picture: the chart of a part as a drawing of its own, with title, legend and colours:
 * an SVG file, or a PNG made of it.
 */
#ifndef CSM_DOCUMENT_PICTURE_H
#define CSM_DOCUMENT_PICTURE_H

#include "base/buf.h"
#include "base/diag.h"
#include "table/table.h"

/* Append a whole PNG file, twice as large, by rsvg-convert.  0; 1 if that is not
 * installed, which is not reported; -1 after reporting E_WRITE. */
int csm_picture_png(struct csm_buf *out, const struct csm_doc *doc,
    const struct csm_table *table, struct csm_diag *diag);

#endif
