/*
 * Lookup: a file as a table from one of its columns to another, such as users.csv from
 * user_id to company_id.
 *
 * Ownership: the table owns its texts; they live until csm_lookup_free.
 */
#ifndef CSM_INGEST_LOOKUP_H
#define CSM_INGEST_LOOKUP_H

#include "record/record.h"

struct csm_lookup;

/*
 * Load columns `key` and `take` of a file; with integer 1 the key 10522.0 is 10522.  A row with an empty key is passed over; a
 * key that comes again with another value is warned about (W_DUPLICATE) and the first
 * row holds.  NULL after a report: E_OPEN, E_HEADER, ...
 */
struct csm_lookup *csm_lookup_load(const char *path, const char *key, const char *take,
    int integer, struct csm_diag *diag);
void csm_lookup_free(struct csm_lookup *lookup); /* NULL allowed */
/* 1 and *out set (perhaps to an empty text), or 0: no such key. */
int csm_lookup_find(
    const struct csm_lookup *lookup, struct csm_text key, struct csm_text *out);

#endif
