/*
 * Notation: how the rows of an unknown file are written down: encoding, delimiter, lines
 * before the header, a header or none.  Told by its first lines, and only where these
 * agree.
 *
 * Ownership: texts live in the arena given.
 */
#ifndef CSM_PROPOSE_NOTATION_H
#define CSM_PROPOSE_NOTATION_H

#include "base/arena.h"
#include "record/record.h"
#include "time/zone.h"

#include <stdbool.h>

struct csm_notation {
	struct csm_reader_options how;
	bool delimited; /* the delimiter has to be said: it is not the format's own */
	bool guessed_encoding;
	const char *sample_word; /* of a guessed encoding: a word it makes; or NULL */
	size_t short_rows, rows; /* looked at, of CSV: narrower than the header; all */
	const char *no_rows; /* why these are no rows of an export; NULL: they are */
};

/*
 * Look at the first bytes of a file.  0, with no_rows set if it holds no rows; -1 after
 * a report: it cannot be read, or is binary (E_FORMAT, with what makes rows of it).
 */
int csm_notation_find(struct csm_arena *arena, struct csm_zone *zone, const char *path,
    struct csm_notation *notation, struct csm_diag *diag);

/* Whether rows are read so without being told how they are written, as those of lookups
 * have to be. */
bool csm_notation_is_plain(const struct csm_notation *notation);

/* Part of it, for text: as csm_notation_find. */
void csm_notation_lines(struct csm_arena *arena, struct csm_zone *zone,
    struct csm_text text, struct csm_notation *notation);

#endif
