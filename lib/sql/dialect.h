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

/* How an engine is more than one machine. */
enum csm_sql_cluster {
	CSM_SQL_CLUSTER_NONE,
	CSM_SQL_CLUSTER_FOREIGN, /* foreign tables, one for each node */
	CSM_SQL_CLUSTER_SERVERS  /* nodes know clusters by name */
};

struct csm_sql_dialect {
	const char *name;                /* "duckdb" */
	const char *engine;              /* "DuckDB", for messages */
	const char *whole, *real, *text; /* types */
	const char *idiv;                /* operator between two INT */
	/* IDIV and IMOD by a number that may be 0 in rows whose result nobody looks at, of
	 * an engine that works those out all the same; NULL: it does not. */
	const char *idiv_any, *imod_any;
	const char *floor; /* REAL to INT: before and after it, at '%' */
	const char *ln, *pow;
	/* What makes a list of values; a list, at '%', from its smallest value on; of
	 * such a list, at the first '%', the value at a place from 0, at the last. */
	const char *list, *sorted, *nth;
	const char *log10;   /* NULL: it is another than that of the C library */
	const char *joined;  /* a comparison in parentheses, at '%', that AND joins;
				NULL: as it is */
	const char *day_of;  /* a date, at '%', as days since 1970-01-01 */
	const char *date_of; /* the other way, of '%' */
	const char *date;    /* a literal, of '%' */
	const char *as; /* of a CTE that is not to be worked out anew for each use */
	const char *by_bytes; /* after a text that is put in order */
	/* Tables: types that may not be NULL, of dates that may, and what ends the
	 * definitions of points and fields. */
	const char *key_text, *key_date, *dates, *points_end, *fields_end;
	bool copy;           /* COPY FROM STDIN is what fills them */
	bool backslash;      /* in a text it is written twice */
	bool glob;           /* LIKE does not tell capitals, GLOB does */
	bool transactions;   /* it has BEGIN and COMMIT */
	bool unsigned_count; /* count() has no sign */
	const char *days;    /* a table of the days from '%' to the next '%'; NULL: they
				 are counted up by a recursion */
	const char *end;     /* of a statement */
	/* Of rows of an export, whose cells are texts, '%': whether it is a decimal number;
	 * then its millionths, half away from 0; the sum of these, NULL or an error beyond
	 * 64 bits; the day it begins with, NULL if with none; whether it is a clock,
	 * HH:MM[:SS[.f]]. */
	const char *plain, *micros, *sum, *day, *clock;
	const char
	    *refuse; /* a condition that ends the statement where '%' is NULL, of an
			       engine whose tables take NULL for an empty text; NULL: not */
	enum csm_sql_cluster cluster;
	/* What the engine takes of one statement; 0: more than is asked of it.  Terms of a
	 * UNION ALL; columns of a SELECT; tables of a join; bytes, which its server can be
	 * told to take more of. */
	size_t most_terms, most_columns, most_tables, most_bytes;
};

/* The names. */
extern const struct csm_words csm_sql_dialect_words;
const struct csm_sql_dialect *csm_sql_dialect_find(const char *name);

/* A text as a literal. */
void csm_sql_put_text(
    const struct csm_sql_dialect *d, const char *text, struct csm_buf *out);
/* The name of a table or column, as it is. */
void csm_sql_put_name(
    const struct csm_sql_dialect *d, const char *name, struct csm_buf *out);
/* `before` LIKE a pattern of csm_like. */
void csm_sql_put_like(const struct csm_sql_dialect *d, const char *before,
    const char *pattern, struct csm_buf *out);
/* A template of the dialect with `text` where it has a '%'. */
void csm_sql_put_in(const char *template, const char *text, struct csm_buf *out);
/* The same of two texts, for the first '%' and the last. */
void csm_sql_put_both(
    const char *template, const char *first, const char *last, struct csm_buf *out);
/* A day as a literal of the column "date". */
void csm_sql_put_date(
    const struct csm_sql_dialect *d, int32_t day, struct csm_buf *out);
/* A comment of one line, whatever the text. */
void csm_sql_put_comment(const char *text, struct csm_buf *out);

#endif
