/*
 * Text from outside: quoting it for messages, checking that it is UTF-8, and which
 * known word a wrong one was meant to be.
 *
 * Ownership: slices and the words offered are borrowed; buffers and arenas own what is put.
 */
#ifndef CSM_BASE_TEXT_H
#define CSM_BASE_TEXT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Text with a length, the one slice of the library: borrowed, and NUL-terminated only
 * where it says so.  s == NULL, with len 0: there is none, such as an absent field. */
struct csm_text {
	const char *s;
	size_t len;
};

/*
 * Append "s" in double quotes: cut at 80 bytes (at a character's edge, then "..."),
 * control characters, marks that turn the writing direction and invalid bytes as \n,
 * \t, \r, \\ , \" or \xHH.
 */
void csm_text_quote(struct csm_buf *out, const char *s, size_t len);
/* As it is, but for control characters, each of which is escaped: what somebody named
 * a file writes nothing else on a terminal. */
void csm_text_escape(struct csm_buf *out, const char *s, size_t len);
/* Does it begin with what a spreadsheet takes for the beginning of a formula? */
bool csm_text_is_formula(const char *s, size_t len);

/* Bytes of the longest valid UTF-8 start (RFC 3629: no surrogates, no overlong forms);
 * == len when all of it is valid. */
size_t csm_text_utf8(const char *s, size_t len);
/* Bytes of the first character of at least one byte; one that is no UTF-8 stands alone. */
size_t csm_text_first(const char *s, size_t len);

/* Without white space around it, also no-break and zero-width spaces and byte order
 * marks, which spreadsheets and web pages leave behind. */
struct csm_text csm_text_trim(const char *s, size_t len);

/* 1 if s is NUL-terminated and equals the len bytes at t. */
int csm_text_is(const char *s, const char *t, size_t len);

/* Of digits, a point and zeros only, 10522.0, the digits; another text as it is. */
struct csm_text csm_text_whole(struct csm_text t);
/* 1 for true, t, yes, y and 1, 0 for false, f, no, n and 0, in any case; -1: neither.
 */
int csm_text_truth(const char *s, size_t len);

/* "Did you mean": the nearest of the words offered, by edit distance (Damerau, case
 * ignored at half cost), if near enough to be plausible: at most a third of its length,
 * at least one edit, or they differ in case only, or one is the beginning of the other.
 * Of two equally near it is the one with more in common at both ends, then the first.
 * What both have up to a point, such as "activities.", is left out of all that: it
 * would make any two metrics near.  From there 64 bytes are compared. */
struct csm_nearest {
	const char *word;
	const char *best; /* borrowed from the caller of _offer */
	size_t distance;  /* twice the edit distance of best; 1 for another case */
	size_t likeness;  /* bytes that best has in common at both ends */
};

void csm_nearest_init(struct csm_nearest *s, const char *word);
void csm_nearest_offer(struct csm_nearest *s, const char *known);
/* NULL if nothing is near. */
const char *csm_nearest_best(const struct csm_nearest *s);
/* "; did you mean \"best\"?" or "", for the end of a message; valid until the next call
 * with the same buf. */
const char *csm_nearest_hint(const struct csm_nearest *s, struct csm_buf *buf);

/* "3 companies", "1 company": the first word of `what`, or the second of end users, is a
 * plural, of which one has no s at its end, or a y for its ies; of people it is a person.
 */
void csm_text_count(struct csm_buf *out, uint64_t n, const char *what);
/* Digits as people read them: "1,234". */
void csm_text_group(struct csm_buf *out, const char *digits, size_t n);
/* As csm_text_count, in an arena and for people: "1,234 companies". */
struct csm_arena;
const char *csm_text_counted(struct csm_arena *arena, uint64_t n, const char *what);
/* So many of them: "1,000 of 1,234 companies"; what NULL: "1,000 of 1,234". */
void csm_text_put_part(struct csm_buf *out, uint64_t n, uint64_t of, const char *what);
const char *csm_text_part(
    struct csm_arena *arena, uint64_t n, uint64_t of, const char *what);

#endif
