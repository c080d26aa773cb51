/*
 * Words: the names of a vocabulary, as they stand in the table of its entries.  Options,
 * help, completions, the checker of the configuration and its schema read the names from
 * the table itself, so that an entry is added in one place.
 *
 * Ownership: all of it is constant.
 */
#ifndef CSM_BASE_WORDS_H
#define CSM_BASE_WORDS_H

#include "base/buf.h"

#include <stddef.h>

/* A table of entries of any type, each beginning with its name (a const char *); the
 * name of the last is NULL. */
struct csm_words {
	const void *table;
	size_t size; /* of an entry */
};
#define CSM_WORDS(table)                                                               \
	{                                                                              \
		(table), sizeof(table)[0]                                              \
	}

/* The entry of a vocabulary that is nothing but names for numbers; other entries may
 * begin with one. */
struct csm_choice {
	const char *name;
	int value; /* not 0, which is for: none chosen */
};

/* The i-th name from 0; NULL after the last. */
const char *csm_words_at(const struct csm_words *words, size_t i);
/* The entry called `name`; NULL: there is none. */
const void *csm_words_find(const struct csm_words *words, const char *name);
/* The value of the csm_choice called `name`; 0: there is none. */
int csm_words_value(const struct csm_words *words, const char *name);
/* The name of a csm_choice; NULL: no choice has that value. */
const char *csm_words_name(const struct csm_words *words, int value);
/* "csv tsv ndjson", with `between` for the blank. */
void csm_words_list(
    const struct csm_words *words, const char *between, struct csm_buf *out);
/* "csv, tsv or ndjson" */
void csm_words_or(const struct csm_words *words, struct csm_buf *out);

#endif
