/*
 * Base64 (RFC 4648, section 4): bytes as text for data: addresses, mail and hashes of a
 * Content-Security-Policy.
 */
#ifndef CSM_BASE_BASE64_H
#define CSM_BASE_BASE64_H

#include "base/buf.h"

/* Append len bytes, padded, in one line. */
void csm_base64_put(struct csm_buf *out, const void *bytes, size_t len);

#endif
