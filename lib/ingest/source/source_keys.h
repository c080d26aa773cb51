/*
 * Keys of sources: what is said once a file has been read, of columns and paths that a
 * source asks for and that no row of it had.
 *
 * A path of an object may rightly be lacking, so that it is no error; but it is told,
 * as it may have been mistyped.  Of several sources the first that has a text counts,
 * so that some may lack there: one is told if none of them was there, or if it is like a
 * name that is there and that nobody asks for.
 *
 * Ownership: all is borrowed for the length of the call.
 */
#ifndef CSM_INGEST_SOURCE_SOURCE_KEYS_H
#define CSM_INGEST_SOURCE_SOURCE_KEYS_H

#include "formula/formula.h"
#include "ingest/source/source.h"

#include <stdbool.h>

/* Tell of what no row had, of the role (NULL: none); required: E_HEADER if none of it
 * was there, -1. */
int csm_source_tell(const struct csm_source *source, const struct csm_reader *reader,
    const char *role, bool required, struct csm_diag *diag);
/* The same of the columns of a formula, whose handles are `column`. */
void csm_source_tell_leaves(const struct csm_formula *formula, const int *column,
    const struct csm_reader *reader, const char *role, struct csm_diag *diag);

#endif
