/*
 * Spread: companies over so many shards, by the FNV-1a hash of 64 bits of their id,
 * modulo the number of shards.  The same everywhere, so that who splits and who loads can
 * agree: offset 14695981039346656037, prime 1099511628211 (Fowler, Noll and Vo).
 *
 * Ownership: plain values, nothing to free.
 */
#ifndef CSM_POINT_SPREAD_H
#define CSM_POINT_SPREAD_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* Shard `index` of `of`, from 0; of 0: all companies. */
struct csm_spread {
	uint32_t index, of;
};

/* A limit: more machines than anybody shares an ingest among. */
#define CSM_SPREAD_MOST 65536

/* "I/N", I from 1 to N; -1 if the text is none. */
int csm_spread_parse(const char *text, struct csm_spread *spread);
/* Whether a company is of the shard. */
bool csm_spread_has(const struct csm_spread *spread, struct csm_text company);

#endif
