/*
 * Text cut: how texts that are too long for their place are cut, so that two of them never
 * become the same.
 *
 * Ownership: the caller's array holds a choice for each text.
 */
#ifndef CSM_TABLE_TEXT_CUT_H
#define CSM_TABLE_TEXT_CUT_H

#include "base/buf.h"

#include <stddef.h>

/* The later, the less alike. */
enum csm_textcut {
	CSM_TEXTCUT_END,
	CSM_TEXTCUT_MIDDLE,
	CSM_TEXTCUT_NUMBER, /* its beginning, and which of the texts it is */
	CSM_TEXTCUT_NOT     /* what must not be cut; never chosen */
};

/* Append the text of that place, cut to `width` columns. */
void csm_textcut_put(struct csm_buf *out, const char *text, size_t place,
    enum csm_textcut how, size_t width, int utf8);
/* how[i]: the first of the ways that leaves n texts as different as they are. */
void csm_textcut_choose(
    const char *const *text, size_t n, size_t width, int utf8, enum csm_textcut *how);

#endif
