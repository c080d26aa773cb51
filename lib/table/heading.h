/*
 * Heading: a column's heading broken into lines, for columns narrower than it.
 */
#ifndef CSM_TABLE_HEADING_H
#define CSM_TABLE_HEADING_H

#include "base/buf.h"

#include <stddef.h>

/* Append the heading in lines, each ended, of at most `width` columns, or as wide as
 * its longest word, of which at most `word` columns are kept, or as many as `width`; a
 * wider one is broken behind its points, underscores and slashes. */
void csm_heading_break(
    struct csm_buf *out, const char *title, size_t width, size_t word, int utf8);
size_t csm_heading_lines(const char *lines);
/* Append the n-th line, from 0, without its end; nothing if there is none. */
void csm_heading_line(struct csm_buf *out, const char *lines, size_t n);

#endif
