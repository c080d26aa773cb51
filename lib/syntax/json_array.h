/*
 * Element: where an element of a JSON array ends, told by brackets and strings alone,
 * so that an array can be read without holding all of it.
 *
 * Ownership: nothing is kept; the bytes are the chunk's.
 */
#ifndef CSM_SYNTAX_JSON_ARRAY_H
#define CSM_SYNTAX_JSON_ARRAY_H

#include "syntax/chunk.h"

/*
 * Length of the element that begins where the chunk is, as far as there is input;
 * whether it is JSON is not looked at.  0, 1 if it is longer than `limit` bytes, -1
 * after a report.
 */
int csm_json_array_element(
    struct csm_chunk *chunk, size_t limit, size_t *len, struct csm_diag *diag);

#endif
