/*
 * Shape: what a value of the configuration may be: which types, which keys, which words.
 * check.c reads it to check files, schema.c to write the JSON Schema.  Each room has the
 * shapes of what it reads; csm-config(5) describes the same keys for people.
 *
 * Ownership: all of it is constant.
 */
#ifndef CSM_CONFIG_SHAPE_H
#define CSM_CONFIG_SHAPE_H

#include "base/diag.h"
#include "base/intern.h"
#include "base/words.h"
#include "syntax/json.h"

#include <stddef.h>

/* Sets of JSON types. */
#define CSM_CONFIG_BIT(type) (1u << (type))
#define CSM_CONFIG_NULL CSM_CONFIG_BIT(CSM_JSON_NULL)
#define CSM_CONFIG_BOOL (CSM_CONFIG_BIT(CSM_JSON_FALSE) | CSM_CONFIG_BIT(CSM_JSON_TRUE))
#define CSM_CONFIG_NUMBER CSM_CONFIG_BIT(CSM_JSON_NUMBER)
#define CSM_CONFIG_TEXT CSM_CONFIG_BIT(CSM_JSON_STRING)
#define CSM_CONFIG_ARRAY CSM_CONFIG_BIT(CSM_JSON_ARRAY)
#define CSM_CONFIG_OBJECT CSM_CONFIG_BIT(CSM_JSON_OBJECT)

struct csm_config_key;

/* What a value may be. */
struct csm_config_shape {
	const char
	    *def; /* name under definitions of the schema; NULL: written where it is
			     used */
	const char *noun; /* "a formula", for messages; NULL: made from types */
	unsigned types;
	const struct csm_words *words; /* all texts allowed; NULL: any */
	int path;                      /* a text that names a file, see config/path.h */
	int identifier;     /* a text that names an entry: not empty, one line */
	double lo, hi;      /* numbers allowed, whole; both 0: any */
	int whole;          /* no fraction */
	size_t items;       /* exact number of elements; 0: any */
	const char *unique; /* elements differ in the member of this name */
	const struct csm_config_key *keys; /* members of an object */
	size_t
	    key_bytes; /* of an entry that begins with its key; 0: there is no more */
	const struct csm_config_shape
	    *each; /* elements; members if there are no keys */
	const struct csm_config_shape *others; /* members that are none of the keys;
						  NULL: there are none */
};

/* A member.  A list of keys ends with name NULL. */
struct csm_config_key {
	const char *name;
	const struct csm_config_shape *shape;
	int required;
	const char *help; /* one sentence without its full stop */
};

/* The i-th member of an object; NULL after the last, or if the shape lists none. */
static inline const struct csm_config_key *
csm_config_key_at(const struct csm_config_shape *s, size_t i)
{
	size_t bytes = s->key_bytes == 0 ? sizeof *s->keys : s->key_bytes;
	const struct csm_config_key *k;

	if (s->keys == NULL)
		return NULL;
	k = (const void *)((const char *)s->keys + i * bytes);
	return k->name == NULL ? NULL : k;
}

/* A remark, allowed wherever keys are: in every object with a list of keys. */
#define CSM_CONFIG_COMMENT "comment"

/* Identifiers seen so far, each with the place of its first use. */
struct csm_config_ids {
	struct csm_intern names; /* scope, NUL, identifier */
	const struct csm_json **first;
	size_t cap;
	const struct csm_json **path; /* texts that name files */
	size_t paths, path_cap;
};

/* An identifier becomes part of a metric's name, one field of a row: -1 after a report of
 * a text that is empty or holds a control character. */
int csm_config_identifier(const struct csm_json *v, struct csm_diag *diag);
/* Check a document, whose keys are the sections, reporting all that is wrong: 0, or -1
 * if there was anything. */
int csm_config_check(const struct csm_config_shape *shape, const struct csm_json *doc,
    struct csm_config_ids *ids, struct csm_diag *diag);

#endif
