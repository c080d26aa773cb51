/*
 * Time zones: the IANA database's TZif files (RFC 8536, versions 1 to 4) with their
 * footer rule, read by ourselves so that a zone is a value and not the process's state.
 *
 * Ownership: the caller frees the zone.  Looking something up moves its cache, so
 * threads do not share one: each opens its own.
 */
#ifndef CSM_TIME_ZONE_H
#define CSM_TIME_ZONE_H

#include "base/diag.h"

#include <stdint.h>

struct csm_zone;

/*
 * The zone called `name` ("Europe/Stockholm", "UTC").  Looked up in $TZDIR, else
 * /usr/share/zoneinfo; UTC needs no file.  NULL after reporting E_CONFIG: unknown (with
 * the nearest name), or a damaged file; E_OPEN or E_READ: it may be there, and the
 * system cannot read it.  Names that leave the directory are refused.
 */
struct csm_zone *csm_zone_open(const char *name, struct csm_diag *diag);
/* The same zone for another thread, without opening anything. */
struct csm_zone *csm_zone_copy(const struct csm_zone *zone);
void csm_zone_free(struct csm_zone *zone);
const char *csm_zone_name(const struct csm_zone *zone);

/* Seconds east of UTC in force at an instant (seconds since the epoch).  Cheap for
 * instants near the last one asked for.  Rules are followed to the end of 2107; after
 * it the last offset stays. */
int32_t csm_zone_offset(struct csm_zone *zone, int64_t utc);
/* Civil day of an instant. */
int32_t csm_zone_day(struct csm_zone *zone, int64_t utc);
/*
 * The instant of a civil time (seconds since 1970-01-01T00:00 on the zone's own
 * clocks). A time skipped by a gap is taken with the offset before the gap (so it lands
 * after it, as RFC 5545 says); a time that occurs twice is the first of the two.
 */
int64_t csm_zone_instant(struct csm_zone *zone, int64_t local);

#endif
