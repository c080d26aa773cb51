/*
 * SHA-256 (FIPS 180-4): by which a page names the scripts and styles it allows.
 *
 * Ownership: nothing is kept.
 */
#ifndef CSM_BASE_SHA256_H
#define CSM_BASE_SHA256_H

#include <stddef.h>

#define CSM_SHA256_BYTES 32

void csm_sha256(const void *bytes, size_t len, unsigned char digest[CSM_SHA256_BYTES]);

#endif
