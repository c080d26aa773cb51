/*
 * Format: how rows are written down, and telling it by the first of them.
 *
 * Ownership: plain values, nothing to free.
 */
#ifndef CSM_RECORD_FORMAT_H
#define CSM_RECORD_FORMAT_H

#include "base/diag.h"
#include "base/words.h"
#include "io/input.h"

enum csm_format {
	CSM_FORMAT_AUTO, /* '{' first: NDJSON; '[' first: JSON array; a TAB but no comma
			    in the first line: TSV; else CSV */
	CSM_FORMAT_CSV,
	CSM_FORMAT_TSV,
	CSM_FORMAT_NDJSON,
	CSM_FORMAT_JSON,
	CSM_FORMAT_COPY /* text of PostgreSQL's COPY: tabs, \\N, escapes, no quotes */
};

#define CSM_QUOTE_NONE (-1)

/* How the rows of a CSV are written, where RFC 4180 is not meant.  0 is RFC 4180. */
struct csm_format_dialect {
	int quote;           /* a character; CSM_QUOTE_NONE; 0: '"' */
	char escape;         /* 0: none */
	char comment;        /* lines that begin with it are no rows; 0: none */
	uint32_t skip_lines; /* lines before the header */
};

/* What is asked for, and, after csm_format_find, what is there. */
struct csm_format_found {
	enum csm_format format;
	char delimiter; /* 0: as the format or its first line says */
	const char *encoding;
	struct csm_format_dialect dialect;
	int names;  /* there is no header */
	int pad;    /* rows may be short: of CSV alone */
	int prove;  /* a semicolon or bar is the delimiter if header and row prove it */
	int footer; /* what reports put below the rows is left out */
	int empty;  /* nothing but blanks */
	int surplus; /* each row has an empty cell behind those of the header */
};

/* The formats that are read, by name: csm_choice. */
extern const struct csm_words csm_format_words;
/* "csv", "tsv", "ndjson", "json", "copy": 0 and *format set, else -1. */
int csm_format_parse(const char *name, enum csm_format *format);
/* What separates fields unless something else is asked for; 0: objects. */
char csm_format_delimiter(enum csm_format format);
/* What two things one character is said to be, "escape and delimiter are"; NULL: there is
 * no such.  delimiter 0: not known yet. */
const char *csm_format_conflict(
    char delimiter, const struct csm_format_dialect *dialect);
/*
 * Look ahead at the first lines and see to it that the input gives UTF-8 and rows as
 * RFC 4180 has them: encodings are turned into UTF-8, other ways to write rows into
 * this one.  A first line "sep=;" names the delimiter and is no row.  -1 after a
 * report: a binary file (E_FORMAT, with what to do); an encoding nobody knows, a character
 * that is said to be two things, or what is said of CSV of objects of JSON (E_USAGE).
 */
int csm_format_find(
    struct csm_input *in, struct csm_format_found *found, struct csm_diag *diag);

#endif
