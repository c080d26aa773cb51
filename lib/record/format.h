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
	CSM_FORMAT_JSON
};

/* The formats that are read, by name: csm_choice. */
extern const struct csm_words csm_format_words;
/* "csv", "tsv", "ndjson", "json": 0 and *format set, else -1. */
int csm_format_parse(const char *name, enum csm_format *format);
/* What separates fields unless something else is asked for; 0: objects. */
char csm_format_delimiter(enum csm_format format);
/* Look ahead at the first line: AUTO becomes what it shows; *empty is 1 if there is
 * nothing but blanks.  -1 after a report. */
int csm_format_detect(
    struct csm_input *in, enum csm_format *format, int *empty, struct csm_diag *diag);

#endif
