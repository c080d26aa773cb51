/*
 * Terminal text: text from customers' databases made safe for a terminal and fitted
 * into its columns.  Widths are of the locale, which the program has set to a UTF-8 one.
 */
#ifndef CSM_TABLE_TERMINAL_TEXT_H
#define CSM_TABLE_TERMINAL_TEXT_H

#include "base/buf.h"

#include <stddef.h>

/* Append s, at most `width` columns of it (then an ellipsis, if it was longer).
 * Control characters and those that change the direction of text are written as
 * \u202e. */
void csm_termtext_clean(struct csm_buf *out, const char *s, size_t width, int utf8);
/* The same with the ellipsis in the middle, so that the end is seen too. */
void csm_termtext_middle(struct csm_buf *out, const char *s, size_t width, int utf8);
/* As the first, broken at spaces into lines of at most `width` columns; only a word longer
 * than that is cut. */
void csm_termtext_wrap(struct csm_buf *out, const char *s, size_t width, int utf8);
/* Columns of the widest line, without blanks at its end and SGR sequences. */
size_t csm_termtext_widest(const char *lines);
/* Append lines without the blanks at their ends. */
void csm_termtext_trim(struct csm_buf *out, const char *lines);

#endif
