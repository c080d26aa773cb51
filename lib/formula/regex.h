/*
 * Regex: POSIX extended regular expressions of formulas, by regcomp(3).  A pattern is
 * part of a formula, never of the data; patterns and texts are bounded, and what makes
 * matching take longer than that (references back to a group) is refused, so that a
 * hostile text costs no more than a long one.
 *
 * Ownership: a regex lives in the arena it was compiled into, which frees it.
 */
#ifndef CSM_FORMULA_REGEX_H
#define CSM_FORMULA_REGEX_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

#include <stdbool.h>

#define CSM_REGEX_GROUPS 10   /* 0 is the whole match */
#define CSM_REGEX_PATTERN 256 /* bytes of a pattern */
#define CSM_REGEX_REPEAT 64   /* of {n,m}: glibc copies the piece so many times */
#define CSM_REGEX_TEXT 4096   /* bytes of a text that are looked at */

struct csm_regex;

/* NULL, and *why appended to: not a pattern, or one of those refused. */
struct csm_regex *csm_regex_compile(
    struct csm_arena *arena, const char *pattern, struct csm_buf *why);
/* The text of a group of the first match; false if there is no match or the group took
 * no part in it.  *found is borrowed from the text. */
bool csm_regex_find(const struct csm_regex *regex, const char *text, size_t group,
    struct csm_text *found);

#endif
