/*
 * Source: where the text of a role comes from: a column, a constant, another file
 * through a lookup, which may itself start from a lookup, an expression over the row, the
 * domain of an address, or the first of several that has a text or is known.
 *
 * Ownership: a source lives in the arena it was read into; its lookups are loaded by
 * csm_source_load and freed by csm_source_unload.
 */
#ifndef CSM_INGEST_SOURCE_SOURCE_H
#define CSM_INGEST_SOURCE_SOURCE_H

#include "base/amount.h"
#include "base/arena.h"
#include "config/shape.h"
#include "syntax/json.h"
#include "ingest/source/expression.h"
#include "ingest/source/lookup.h"

#include <stdbool.h>

/* Lookups behind one another, aliases of aliases, names of one thing: more is a circle or a
 * slip, and what reads them calls itself or walks so far at most. */
#define CSM_SOURCE_DEPTH 16

enum csm_source_kind {
	CSM_SOURCE_COLUMN,
	CSM_SOURCE_CONST,
	CSM_SOURCE_LOOKUP,
	CSM_SOURCE_EXPRESSION,
	CSM_SOURCE_FIRST,
	CSM_SOURCE_SAME,  /* the first of several that a file knows, by the name it has
			     there */
	CSM_SOURCE_DOMAIN /* of an address, or the company a file has for it */
};

struct csm_source {
	enum csm_source_kind kind;
	const char *text;        /* COLUMN: its name or dotted path; CONST: the text */
	struct csm_source *from; /* LOOKUP, DOMAIN: what is looked up; FIRST, SAME: its
				    first choice */
	struct csm_source *next; /* next choice of a FIRST or SAME */
	const struct csm_lookup_input
	    *input; /* LOOKUP of CSM_LOOKUP_INPUT: what it is */
	size_t inputs;
	const char *file, *key, *take; /* SAME, DOMAIN: NULL if not said */
	bool lower;                    /* SAME: in small letters */
	struct csm_expression *expression;
	struct csm_lookup *lookup;    /* once loaded, of those that have a file */
	struct csm_lookup *free_mail; /* DOMAIN: those that are nobody's */
	struct csm_arena *scratch;    /* SAME, DOMAIN: of one text */
	int column; /* COLUMN, once bound: handle of the reader; -1: the input lacks it,
		       which only a choice of a FIRST may */
	int unbound;        /* EXPRESSION of a FIRST: the input lacks a column of it */
	const int32_t *day; /* LOOKUP: of the row */
	struct csm_intern *absent; /* keys that were not found */
	uint64_t absent_rows;
	bool *odd;             /* of a copy, see csm_source_fork; NULL: it is none */
	const char *undecided; /* EXPRESSION that failed: as that of its fault */
	int integer;           /* 10522.0 is the id 10522 */
	bool is_name;          /* of a thing that is often the same for all rows */
	bool is_text;          /* an object or array is none */
	bool fallback; /* of exports that differ, or a default: may well be lacking */
};

/* What the configuration may say for a source. */
extern const struct csm_config_shape csm_source_shape, csm_source_end_shape;
/*
 * From the configuration: "column", {"const": text}, or
 * {"lookup": file, "from": source, "key": column, "take": column}; without `key` it is
 * named as the column it is compared with.  Or a list of these: the first that the
 * input has and that is not empty.  NULL after reporting E_CONFIG.
 */
struct csm_source *csm_source_from_json(
    struct csm_arena *arena, const struct csm_json *json, struct csm_diag *diag);
/* From a text of the configuration at `json`: a column, or short for an expression, a
 * constant or a lookup as below.  NULL after a report. */
struct csm_source *csm_source_from_short(struct csm_arena *arena,
    const struct csm_json *json, const char *text, struct csm_diag *diag);
/*
 * From an option: COLUMN, =TEXT for a constant, (EXPRESSION) over the row, FROM@FILE:TAKE or FROM@FILE:KEY:TAKE
 * for a lookup (FROM may again be one), or the JSON spelling, which begins with '{' or
 * '[' and can say everything.  NULL after reporting E_USAGE, which names `option`.
 */
struct csm_source *csm_source_from_text(struct csm_arena *arena, const char *option,
    const char *text, struct csm_diag *diag);

/* Call `visit` with each file it looks up in, until it gives something else than 0, which
 * is returned. */
int csm_source_files(const struct csm_source *source,
    int (*visit)(void *ctx, const char *file), void *ctx);
/* Whether it looks up in the input of the run, and what that is: borrowed.  To be said
 * before it is loaded. */
bool csm_source_reads_input(const struct csm_source *source);
void csm_source_set_input(
    struct csm_source *source, const struct csm_lookup_input *input, size_t inputs);
/* Load its lookups; free_mail is a file whose column `domain` are those that many share,
 * NULL: none are.  0, or -1 after a report. */
int csm_source_load(
    struct csm_source *source, const char *free_mail, struct csm_diag *diag);
void csm_source_unload(struct csm_source *source);
/* Find its column in a reader: 0, or -1 after reporting E_HEADER. */
int csm_source_bind(
    struct csm_source *source, struct csm_reader *reader, struct csm_diag *diag);
/* A copy for another thread, bound as it is.  It rejects nothing and counts nothing: where
 * it would have to know more than the row, or to count, it sets *odd, and what it gives
 * is nothing. */
struct csm_source *csm_source_fork(
    struct csm_arena *arena, const struct csm_source *source, bool *odd);
/* Call `visit` with the handle of each column it reads, once bound. */
void csm_source_columns(
    const struct csm_source *source, void (*visit)(void *ctx, int column), void *ctx);
/* What its expressions read cells with, and as of which day it looks up: see
 * csm_expression_reads. */
void csm_source_reads(struct csm_source *source, struct csm_zone *zone,
    const struct csm_number_form *number, const int32_t *day);
/* Whether it starts from another source, as a lookup; whether it has several to choose
 * from. */
bool csm_source_is_through(const struct csm_source *source);
bool csm_source_is_choice(const struct csm_source *source);
/* Once loaded: whether it depends on the row's day. */
bool csm_source_dated(const struct csm_source *source);
/* Take no object or array for a text: a role that is an id, a name, a word. */
void csm_source_text(struct csm_source *source);
/* Take its texts, and those it looks up with, for whole numbers (id_format integer). */
void csm_source_integer(struct csm_source *source);
/* The column its text comes from in the end, of several the first the input has; NULL
 * for constants. */
const struct csm_source *csm_source_column(const struct csm_source *source);
/*
 * Its text in a record.  NULL and *out set; out->s is NULL if the record lacks it. Else
 * the column whose text is that of an object, where a text is wanted; the lookup that has no such key: *out is then the key; or the expression that wants a
 * number: *out is then the text that is none, and its `column` and `text` are where.
 */
struct csm_source *csm_source_get(
    struct csm_source *source, const struct csm_record *record, struct csm_text *out);

/* Whether a source that says who is the same (NULL: none does) knows a text, in small
 * letters if it reads these, and *out what that is called; an alias may be one's alias in
 * turn. */
bool csm_source_resolve(
    const struct csm_source *source, struct csm_text text, struct csm_text *out);

/* Reject a row for what csm_source_get gave: a key no lookup has, a text that is no
 * number.  at.column: of the source's column, 0 where columns have no numbers. */
int csm_source_reject(struct csm_source *failed, struct csm_text text,
    struct csm_pos at, struct csm_diag *diag);

#endif
