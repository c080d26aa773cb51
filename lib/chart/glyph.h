/*
 * Glyphs: bars and sparklines out of characters: eighth blocks, or ASCII where the
 * terminal has no UTF-8.
 */
#ifndef CSM_CHART_GLYPH_H
#define CSM_CHART_GLYPH_H

#include "base/buf.h"

#include <stddef.h>
#include <stdint.h>

/* A bar of `part` of `whole`, at most `width` characters; nothing for part <= 0 or
 * whole <= 0; above 0 always at least an eighth.  Not padded. */
void csm_glyph_bar(
    struct csm_buf *out, int64_t part, int64_t whole, size_t width, int utf8);
/* One character a number, from 0 (or the lowest, if that is below 0) to the highest; a
 * missing number is a space. */
void csm_glyph_spark(struct csm_buf *out, const int64_t *series, size_t n, int utf8);

/* One sign, the darker the higher the step, of `steps`; a blank for 0. */
void csm_glyph_shade(struct csm_buf *out, int step, int steps, int utf8);

#endif
