/* What a lookup is made of, for the files that make it up. */
#ifndef CSM_INGEST_SOURCE_LOOKUP_STATE_H
#define CSM_INGEST_SOURCE_LOOKUP_STATE_H

#include "base/arena.h"
#include "base/dict.h"
#include "base/intern.h"
#include "ingest/source/lookup.h"

/* A row of a file with days. */
struct csm_lookup_row {
	uint32_t key;  /* its id in keys */
	int32_t from;  /* INT32_MIN: ever */
	uint32_t take; /* place in values */
	uint32_t column;
	uint64_t line;
};

/* Every row of an export may ask: most keys are short, and are then found in one place,
 * with the value's. */
struct csm_lookup {
	struct csm_dict keys; /* not dated: the note is the place in values */
	struct csm_intern values;
	struct csm_text
	    *taken; /* the same, padded as csm_dict says, once all are there */
	struct csm_arena padded;
	bool integer; /* keys are whole numbers, whatever their places */
	bool lower, domains;
	struct csm_arena scratch; /* of one key */
	bool dated;               /* rows are kept in `row` */
	bool by_day; /* and some has a day, which of objects is not known before */
	struct csm_lookup_row *row; /* dated: by key, then day */
	size_t rows, cap;
	uint32_t *first; /* dated: by key, where its rows begin; then their number */
};

/* The columns of the file, keys the handles of several; from: -1 without days. */
struct csm_lookup_columns {
	int *key;
	size_t keys;
	int take, from;
};

/* Put what a row of the file says: 0, or -1 after a report. */
int csm_lookup_put(struct csm_lookup *lookup, const struct csm_record *record,
    const struct csm_lookup_columns *columns, struct csm_diag *diag);
/* After the last row: what was taken is a key of itself, unless a row says otherwise. */
void csm_lookup_put_itself(struct csm_lookup *lookup);
/* After all that, of a file with days: rows in the order of keys and days, of one day
 * the first. */
void csm_lookup_order(
    struct csm_lookup *lookup, const char *file, struct csm_diag *diag);

#endif
