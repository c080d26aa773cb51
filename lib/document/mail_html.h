/*
 * Mail HTML: a document as mail programs show HTML: tables, styles at each element,
 * nothing that is loaded, no script, no drawings but the pictures sent along.
 */
#ifndef CSM_DOCUMENT_MAIL_HTML_H
#define CSM_DOCUMENT_MAIL_HTML_H

#include "base/buf.h"
#include "table/table.h"

/* A picture of a part, sent along under a content id. */
struct csm_mailhtml_picture {
	const struct csm_table *table;
	const char *id; /* "chart1.0123456789abcdef@csm" */
};

void csm_mailhtml_put(struct csm_buf *out, const struct csm_doc *doc,
    const struct csm_mailhtml_picture *picture, size_t pictures);

#endif
