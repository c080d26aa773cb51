/*
 * Lookup: a file as a table from one of its columns to another, such as users.csv from
 * user_id to company_id.  With a column `valid_from` it is read as of a day: a key may
 * come several times, and each row holds from its day on; one without a day, ever.
 *
 * Ownership: the table owns its texts; they live until csm_lookup_free.
 */
#ifndef CSM_INGEST_SOURCE_LOOKUP_H
#define CSM_INGEST_SOURCE_LOOKUP_H

#include "base/dict.h"
#include "record/record.h"

#include <stdbool.h>

struct csm_lookup;

/* Instead of a file: the input of the run itself, which is then read twice. */
#define CSM_LOOKUP_INPUT "<input>"
struct csm_lookup_input {
	const char *path; /* NULL: standard input, of which `how` has the text */
	struct csm_reader_options how;
};

/* How a file is read that is more than a table from one column to another. */
struct csm_lookup_form {
	const char *path;
	const struct csm_lookup_input
	    *input; /* read instead of `path`, n of them; what is
						 wrong with their rows is told by who
						 reads them for good; NULL: none are */
	size_t inputs;
	bool quiet;             /* what no input has is not told */
	const char *const *key; /* columns whose texts are keys; of several, those that
				   are there */
	size_t keys;
	const char *take;  /* NULL: `id`, else the first that is not called `apart` */
	const char *apart; /* NULL: none */
	bool itself;       /* what is taken is a key too */
	bool integer;      /* the key 10522.0 is 10522 */
	bool lower;        /* keys in small letters */
	bool domains; /* a cell of `key` holds domains or web addresses, with blanks,
			      commas, semicolons or bars between */
};

/*
 * Load columns `key` and `take` of a file; with integer 1 the key 10522.0 is 10522.  A
 * row with an empty key is passed over; a key that comes again with another value (of
 * the same day) is warned about (W_DUPLICATE) and the first row holds.  NULL after a
 * report: E_OPEN, E_HEADER, E_FORMAT of a valid_from that is no day, ...
 */
struct csm_lookup *csm_lookup_load(const char *path, const char *key, const char *take,
    int integer, struct csm_diag *diag);
/* The same of a form. */
struct csm_lookup *csm_lookup_open(
    const struct csm_lookup_form *form, struct csm_diag *diag);
void csm_lookup_free(struct csm_lookup *lookup); /* NULL allowed */
/* Whether what it gives depends on the day. */
bool csm_lookup_dated(const struct csm_lookup *lookup);
/* 1 and *out set (perhaps to an empty text), or 0: no such key on that day;
 * CSM_DAY_NONE: the newest. */
int csm_lookup_find(const struct csm_lookup *lookup, struct csm_text key, int32_t day,
    struct csm_text *out);

/* The same in two steps, for who has many keys to find: each is sought before the first
 * is wanted.  Its text is padded, as csm_dict says, and so is what is taken. */
struct csm_lookup_sought {
	struct csm_dict_key key;
	uint64_t hash;
};
void csm_lookup_seek(const struct csm_lookup *lookup, struct csm_text key,
    struct csm_lookup_sought *sought);
int csm_lookup_take(const struct csm_lookup *lookup, struct csm_text key,
    const struct csm_lookup_sought *sought, int32_t day, struct csm_text *out);

#endif
