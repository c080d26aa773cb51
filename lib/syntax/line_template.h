/*
 * Line template: how one line of NDJSON is written but for its values, learnt from a flat object
 * so that the next one, which a program wrote as well, is known by comparisons.  A line
 * that matches is what csm_flatjson_parse makes of it; one that does not may be anything.
 *
 * Ownership: a template owns what it learnt; values are borrowed from the line.
 *
 * Measured by profile on lines of four members in 106 bytes, with SSE2: 25 ns a line.
 * Without SSE2 the ends of strings are looked for a byte at a time.
 */
#ifndef CSM_SYNTAX_LINE_TEMPLATE_H
#define CSM_SYNTAX_LINE_TEMPLATE_H

#include "syntax/flat_json.h"

#include <stdint.h>

/* Objects with more members, or more bytes between two values, are not learnt: they go the
 * way of every object.  A template is 3.5 KiB with them, so that it stays in the cache. */
#define CSM_LINE_TEMPLATE_MEMBERS 24
#define CSM_LINE_TEMPLATE_BYTES 64

struct csm_line_template {
	size_t n; /* members; 0: nothing learnt */
	struct csm_line_between {
		uint64_t text[CSM_LINE_TEMPLATE_BYTES / 8],
		    mask[CSM_LINE_TEMPLATE_BYTES / 8];
		size_t len;
		int quoted; /* a string follows; its quotes are not part of it */
	} between[CSM_LINE_TEMPLATE_MEMBERS + 1];
};

/* From a line, without its LF, and what csm_flatjson_parse made of it: 1, or 0 and nothing
 * learnt. */
int csm_line_template_learn(struct csm_line_template *template,
    const struct csm_flatjson *flat, const char *line, size_t len);
/*
 * Whether the line at p fits the template: behind its LF and the values of its members, or
 * NULL.  The bytes up to `end` are UTF-8, end[-1] is an LF, and CSM_CHUNK_PAD bytes
 * behind may be read.
 */
const char *csm_line_template_match(const struct csm_line_template *template,
    const char *p, const char *end, struct csm_text *value);

#endif
