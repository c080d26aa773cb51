/*
 * Pseudonym: a word in place of an id: HMAC-SHA256 (RFC 2104, FIPS 198-1) with a key that
 * only the house has, its first 80 bits in hexadecimal.  Equal ids have equal pseudonyms
 * under one key, in every run; without the key nobody can try ids until one fits.
 *
 * Ownership: a pseudonym's key is kept as it is, in its owner's memory.
 */
#ifndef CSM_BASE_PSEUDONYM_H
#define CSM_BASE_PSEUDONYM_H

#include "base/sha256.h"
#include "base/text.h"

/* Of a million ids two meet with a chance of 4 in 10^13. */
#define CSM_PSEUDONYM_TEXT (20 + 1)
/* What cannot be guessed: 128 bits, if they are random. */
#define CSM_PSEUDONYM_KEY 16

struct csm_pseudonym {
	unsigned char key[64]; /* as HMAC has it: padded, or its digest if longer */
};

void csm_pseudonym_init(struct csm_pseudonym *p, const void *key, size_t len);
/* The pseudonym of an id, NUL-terminated. */
void csm_pseudonym_put(
    const struct csm_pseudonym *p, struct csm_text id, char out[CSM_PSEUDONYM_TEXT]);

#endif
