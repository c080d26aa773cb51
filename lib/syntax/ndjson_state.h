/* The state of an NDJSON reader, for the files that make it up. */
#ifndef CSM_SYNTAX_NDJSON_STATE_H
#define CSM_SYNTAX_NDJSON_STATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "syntax/chunk.h"
#include "syntax/line_template.h"
#include "syntax/json_value.h"
#include "syntax/ndjson.h"
#include "syntax/ndjson_keys.h"

/* A line, or an element of an array, is followed so far: a limit on what a file without
 * line ends takes of memory. */
#define CSM_NDJSON_LINE_BYTES ((size_t)16 << 20)
/* Lines that are looked at before they are used: their ends are kept, 512 bytes.  It is as
 * many rows as csm_shard takes at once, CSM_SHARD_BATCH. */
#define CSM_NDJSON_LOOK 64

/* Where an array has been read to. */
enum csm_ndjson_place { AT_START, AT_FIRST, AFTER_COMMA, AFTER_ELEMENT, AT_END };

struct csm_ndjson {
	struct csm_chunk chunk;
	int array, begun, failed;
	uint64_t elements, bytes; /* of an array: used up */
	int skip;                 /* inside a line that is too long */
	enum csm_ndjson_place place;
	uint64_t line;     /* of the first unused byte */
	uint64_t rejected; /* in this call */
	int fast;          /* the short way is allowed */
	struct csm_text *path;
	size_t *member; /* by path: its place in the last flat object that had it */
	struct csm_text *field; /* by path */
	unsigned char *nested;  /* by path: the field is an object or array */
	unsigned char *comma;   /* by path: csm_ndjson_comma */
	size_t n, path_cap, member_cap, field_cap, nested_cap, comma_cap;
	int has_nested; /* some is, of the current object */
	int has_comma;  /* some path has */
	struct csm_ndjson_keys keys;
	struct csm_text bad;      /* the object being rejected */
	size_t objects;           /* parsed */
	struct csm_text source;   /* the current object */
	struct csm_flatjson flat; /* it, or */
	json_t *object;           /* it if not flat; NULL when not parsed */
	struct csm_arena
	    arena; /* texts of its fields that are not as they are written */
	struct csm_buf text;
	/* of lines lent */
	int unseen, is_text; /* not looked at yet; all of them are UTF-8 */
	struct csm_line_template template;
	size_t *template_member; /* by path: the member of the template, or NONE */
	size_t form_cap;
	size_t end[CSM_NDJSON_LOOK]; /* of the lines looked at, in the chunk */
};

enum csm_ndjson_step {
	CSM_NDJSON_FAIL = -1, /* after a report */
	CSM_NDJSON_END,
	CSM_NDJSON_OBJECT,
	CSM_NDJSON_AGAIN /* nothing to give: a blank, or what was rejected */
};

/* Where the reading is: a line, or an element of the array, as messages have it. */
uint64_t csm_ndjson_at(const struct csm_ndjson *nd);
/* -1 after reporting E_FORMAT there. */
int csm_ndjson_fail(struct csm_ndjson *nd, struct csm_diag *diag, const char *what);
/* CSM_NDJSON_AGAIN after rejecting what is there. */
enum csm_ndjson_step csm_ndjson_reject(struct csm_ndjson *nd, enum csm_code code,
    size_t column, struct csm_text value, const char *what, const char *why,
    struct csm_diag *diag);
/* Make the object written in `text` the current one. */
enum csm_ndjson_step csm_ndjson_parse(
    struct csm_ndjson *nd, struct csm_text text, struct csm_diag *diag);
/* Learn the template from the line in nd->flat, whose fields are set, if it is one lent. */
void csm_ndjson_learn(struct csm_ndjson *nd, struct csm_text line);

#endif
