/*
 * JSON documents (configuration, formulas) as a tree in which every value knows its
 * line, column and path.  jansson decides what is JSON; duplicate keys are an error.
 *
 * Ownership: the tree lives in the arena it was parsed into.
 */
#ifndef CSM_SYNTAX_JSON_H
#define CSM_SYNTAX_JSON_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"

#include <stddef.h>
#include <stdint.h>

enum csm_json_type {
	CSM_JSON_NULL,
	CSM_JSON_FALSE,
	CSM_JSON_TRUE,
	CSM_JSON_NUMBER,
	CSM_JSON_STRING,
	CSM_JSON_ARRAY,
	CSM_JSON_OBJECT
};

struct csm_json {
	enum csm_json_type type;
	const char *file;
	uint32_t line, column;   /* of its first character, from 1 */
	const char *key;         /* name in the enclosing object, else NULL */
	uint32_t index;          /* place in the enclosing array or object */
	struct csm_json *parent; /* NULL for the document */
	struct csm_json *child;  /* first member or element, in file order */
	struct csm_json *next;   /* next sibling */
	size_t count;            /* members or elements */
	double number;           /* NUMBER */
	const char *text;        /* STRING: NUL-terminated (no NUL inside); NUMBER: as
				    written */
	size_t len;
};

/* Parse; NULL after reporting E_CONFIG with file:line:column.  Deeper than 512 levels
 * is an error.  `file` must outlive the arena. */
struct csm_json *csm_json_parse(struct csm_arena *arena, const char *file,
    const char *text, size_t len, struct csm_diag *diag);
/* The member of an object, NULL if absent (or if obj is no object). */
const struct csm_json *csm_json_get(const struct csm_json *obj, const char *key);
/* "metrics[3].formula[1].op"; appended to buf. */
void csm_json_path(const struct csm_json *value, struct csm_buf *buf);
/* Report an error or warning at a value, with file, line, column and path; -1 / 0. */
int csm_json_error(struct csm_diag *diag, const struct csm_json *at, enum csm_code code,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
int csm_json_warn(struct csm_diag *diag, const struct csm_json *at, enum csm_code code,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
const char *csm_json_type_name(
    enum csm_json_type type); /* "a text", "an object", ... */

/*
 * Typed members.  Absent: *out untouched, returns 0.  Present and of the right type:
 * *out set, returns 1.  Wrong type: reports E_CONFIG ("wants a text, has a number"),
 * -1.
 */
int csm_json_text(const struct csm_json *obj, const char *key, const char **out,
    struct csm_diag *diag);
int csm_json_number(
    const struct csm_json *obj, const char *key, double *out, struct csm_diag *diag);
int csm_json_bool(
    const struct csm_json *obj, const char *key, int *out, struct csm_diag *diag);
/* Whole numbers from lo to hi. */
int csm_json_whole(const struct csm_json *obj, const char *key, int64_t lo, int64_t hi,
    int64_t *out, struct csm_diag *diag);
int csm_json_array(const struct csm_json *obj, const char *key,
    const struct csm_json **out, struct csm_diag *diag);
int csm_json_object(const struct csm_json *obj, const char *key,
    const struct csm_json **out, struct csm_diag *diag);

/* Append s as a JSON string with its quotes; invalid UTF-8 becomes U+FFFD. */
void csm_json_put_text(struct csm_buf *out, const char *s, size_t len);
/* Put a comma before the fraction of a number, as texts of an export may have it; one with
 * an exponent stays. */
void csm_json_comma(char *number, size_t len);

#endif
