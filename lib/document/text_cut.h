/*
 * Text cut: how the texts of a column that are too long are cut, so that two of them never
 * become the same.
 *
 * Ownership: the caller's array holds a choice for each row.
 */
#ifndef CSM_DOCUMENT_TEXT_CUT_H
#define CSM_DOCUMENT_TEXT_CUT_H

#include "table/table.h"

/* The later, the less alike. */
enum csm_textcut { CSM_TEXTCUT_END, CSM_TEXTCUT_MIDDLE, CSM_TEXTCUT_NOT };

/* Append a text cut to `width` columns. */
void csm_textcut_put(struct csm_buf *out, const char *text, enum csm_textcut how,
    size_t width, int utf8);
/* how[row]: the first of the ways that leaves the texts of a column different. */
void csm_textcut_choose(const struct csm_table *table, size_t column, size_t width,
    int utf8, enum csm_textcut *how);

#endif
