/*
 * JSON cell: a value inside a cell of a row that is a JSON document of its own.
 *
 * Ownership: nothing is kept; the text is copied into the buffer.
 */
#ifndef CSM_SYNTAX_JSON_CELL_H
#define CSM_SYNTAX_JSON_CELL_H

#include "base/buf.h"

/*
 * Append the text of the value at a dotted path (an empty one: the whole) of the
 * document `text`: a string decoded, a number as it is written, true and false as those
 * words, an object or array as compact JSON.  0; -1 if the text is no JSON, or has no
 * such value, or it is null.
 */
int csm_json_cell(const char *text, const char *path, struct csm_buf *out);
/* The same, but a number has a comma before its fraction. */
int csm_json_cell_comma(const char *text, const char *path, struct csm_buf *out);

#endif
