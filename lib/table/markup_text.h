/*
 * Markup text: text from outside made safe for HTML and SVG, and ids made names of
 * places in a page.
 */
#ifndef CSM_TABLE_MARKUP_TEXT_H
#define CSM_TABLE_MARKUP_TEXT_H

#include "base/buf.h"

/* Append s as text or attribute value of HTML and SVG; control characters and bytes
 * that are no UTF-8 become U+FFFD. */
void csm_markup_escape(struct csm_buf *out, const char *s);
/* Append the anchor of an id: letters, digits, '.' and '-' stay, any other byte becomes
 * _XX, so that different ids get different anchors. */
void csm_markup_anchor(struct csm_buf *out, const char *id);

#endif
