/*
 * Dialect: how an engine spells what statements are made of.  A dialect may change the
 * spelling of a node and nothing else.
 *
 * Ownership: dialects are constant.
 */
#ifndef CSM_SQL_DIALECT_H
#define CSM_SQL_DIALECT_H

#include "base/buf.h"
#include "base/words.h"
#include "sql/graph.h"

#include <stdbool.h>

struct csm_sql_dialect {
	const char *name;                /* "duckdb" */
	const char *engine;              /* "DuckDB", for messages */
	const char *whole, *real, *text; /* types */
	const char *idiv;                /* operator between two INT */
	const char *floor;               /* REAL to INT: before and after it, at '%' */
	const char *ln, *log10, *pow;
	const char *day_of;  /* a date, at '%', as days since 1970-01-01 */
	const char *date_of; /* the other way, of '%' */
	const char *date;    /* a literal, of '%' */
	const char *as; /* of a CTE that is not to be worked out anew for each use */
	const char *by_bytes; /* after a text that is put in order */
	/* Tables: the type of dates, a type that may be NULL and one that may not, at '%',
	 * and what ends the definitions of points and fields. */
	const char *dates, *maybe, *never, *points_end, *fields_end;
	bool copy;      /* COPY FROM STDIN is what fills them */
	bool backslash; /* in a text it is written twice */
	bool glob;      /* LIKE does not tell capitals, GLOB does */
	bool arrays;    /* no windows: a company is one row of arrays */
};

/* The names. */
extern const struct csm_words csm_sql_dialect_words;
const struct csm_sql_dialect *csm_sql_dialect_find(const char *name);

/* A text as a literal. */
void csm_sql_put_text(
    const struct csm_sql_dialect *d, const char *text, struct csm_buf *out);
/* `before` LIKE a pattern of csm_like. */
void csm_sql_put_like(const struct csm_sql_dialect *d, const char *before,
    const char *pattern, struct csm_buf *out);
/* A template of the dialect with `text` where it has a '%'. */
void csm_sql_put_in(const char *template, const char *text, struct csm_buf *out);
/* A day as a literal of the column "date". */
void csm_sql_put_date(
    const struct csm_sql_dialect *d, int32_t day, struct csm_buf *out);
/* A comment of one line, whatever the text. */
void csm_sql_put_comment(const char *text, struct csm_buf *out);

#endif
