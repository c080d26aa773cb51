/*
 * Sample: the first rows of a file by column, each column as its different texts and how
 * often they occur.  Objects are columns of dotted paths.
 *
 * Ownership: a sample owns its columns; names and the path live in the arena given.
 */
#ifndef CSM_PROPOSE_SAMPLE_H
#define CSM_PROPOSE_SAMPLE_H

#include "base/intern.h"
#include "propose/notation.h"

/* All of a small file; beyond them a column is hardly anything else.  csm-ingest(1) says the
 * number: it bounds the memory of a proposal, which has every different text. */
#define CSM_SAMPLE_ROWS ((size_t)20000)

struct csm_sample_column {
	const char *name;
	struct csm_intern value; /* different texts that are not empty */
	size_t *times;           /* by id: in how many rows */
	size_t times_cap;
	size_t filled;
	const char *last; /* the last text; NULL: none */
	bool inside;      /* a value inside the JSON text of another column */
};

struct csm_sample {
	const char *path, *file;   /* file: its name without directories */
	const char *const *header; /* names of the columns if the file has none; set
				      before it is read */
	size_t headers;
	struct csm_notation notation;
	bool objects; /* NDJSON or JSON */
	struct csm_sample_column *column;
	size_t columns, columns_cap;
	size_t rows, rejected;
	bool all; /* the file has no other rows */
};

/* 0, with notation.no_rows set if it holds no rows of an export; -1 after a report. */
int csm_sample_read(struct csm_sample *sample, struct csm_arena *arena,
    struct csm_zone *zone, const char *path, struct csm_diag *diag);
void csm_sample_fini(struct csm_sample *sample);
/* Index of a column; -1: there is none. */
int csm_sample_find(const struct csm_sample *sample, const char *name);

#endif
