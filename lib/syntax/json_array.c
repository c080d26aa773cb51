#include "syntax/json_array.h"

/* How deep in brackets and strings a byte is. */
struct nesting {
	int depth, quoted, escaped;
};

enum { INSIDE, ENDS_BEFORE, ENDS_WITH };

/* What byte c means for the element of an array that it may be part of. */
static int
step_over(struct nesting *in, char c)
{
	if (in->quoted) {
		in->quoted = in->escaped || c != '"';
		in->escaped = !in->escaped && c == '\\';
		return INSIDE;
	}
	/* Blanks end a number or word, too; inside brackets and strings they are part
	 * of it. */
	if (in->depth == 0 &&
	    (c == ',' || c == ']' || c == ' ' || c == '\t' || c == '\n' || c == '\r'))
		return ENDS_BEFORE;
	in->quoted = c == '"';
	if (c == '{' || c == '[')
		in->depth++;
	return (c == '}' || c == ']') && --in->depth <= 0 ? ENDS_WITH : INSIDE;
}

int
csm_json_array_element(
    struct csm_chunk *chunk, size_t limit, size_t *len, struct csm_diag *diag)
{
	struct nesting in = {0};

	for (*len = 0; *len <= limit; ++*len) {
		if (*len == csm_chunk_left(chunk)) {
			int rc = csm_chunk_more(chunk, diag);
			if (rc <= 0)
				return rc;
		}
		int end = step_over(&in, chunk->data[chunk->at + *len]);
		if (end == INSIDE)
			continue;
		*len += end == ENDS_WITH;
		return 0;
	}
	return 1;
}
