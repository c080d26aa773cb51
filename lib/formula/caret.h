/*
 * Caret: a place in a source text, shown under it.
 *
 * Ownership: the source is borrowed for the call alone.
 */
#ifndef CSM_FORMULA_CARET_H
#define CSM_FORMULA_CARET_H

#include "base/buf.h"

#include <stddef.h>

/*
 * Appends the line of that byte and, below it, a caret under its character: two lines,
 * indented, without a newline at the end.  A long line is cut to 70 characters around
 * the caret.  Nothing for a blank line.
 */
void csm_caret_put(struct csm_buf *out, const char *source, size_t len, size_t offset);

#endif
