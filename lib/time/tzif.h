/*
 * Time zone files (TZif, RFC 8536, versions 1 to 4), decoded into the list of changes
 * of a zone's offset.  The footer's rule is written out to the end of 2107, past every
 * supported day.
 *
 * Ownership: the caller frees with csm_tzif_fini.
 */
#ifndef CSM_TIME_TZIF_H
#define CSM_TIME_TZIF_H

#include "time/tzrule.h"

#include <stddef.h>
#include <stdint.h>

struct csm_tzif {
	int32_t first;               /* offset before the first change */
	struct csm_tzchange *change; /* ascending; NULL when n is 0 */
	size_t n, cap;
};

/*
 * NULL and *tz filled, else what is wrong with the file, as a phrase ("ends early"),
 * and nothing to free.  Files that count leap seconds ("right/...") are refused: their
 * instants are not the epoch's.
 */
const char *csm_tzif_decode(
    const unsigned char *bytes, size_t len, struct csm_tzif *tz);
void csm_tzif_fini(struct csm_tzif *tz);

#endif
