/*
 * Mail text: what a message by RFC 5322 is written with: encoded header fields (RFC
 * 2047), addresses, the two encodings of bodies (RFC 2045), dates.  Lines have at most
 * 76 characters and end with LF, as local mail programs take them.
 *
 * Ownership: everything is appended to the caller's buffer.
 */
#ifndef CSM_DOCUMENT_MAIL_TEXT_H
#define CSM_DOCUMENT_MAIL_TEXT_H

#include "base/buf.h"

#include <stddef.h>
#include <stdint.h>

/* "NAME: TEXT", folded.  A text that is not all ASCII, or would be read as encoded, is
 * encoded; line ends and control characters in it cannot begin another field. */
void csm_mailtext_field(struct csm_buf *out, const char *name, const char *text);
/* "ann@example.org", "Ann Lee <ann@example.org>" or "root" as it stands in a header. -1
 * and nothing if it is no address.  What is allowed is narrower than RFC 5322: one
 * address, without comments, routes and quoted local parts. */
int csm_mailtext_address(struct csm_buf *out, const char *text);
/* Quoted-printable.  Nor is there a line that mail programs take for something else: a
 * lone dot, "From ". */
void csm_mailtext_quoted(struct csm_buf *out, const char *text, size_t len);
void csm_mailtext_base64(struct csm_buf *out, const char *bytes, size_t len);
/* "Sat, 31 Oct 2026 07:05:00 +0000"; seconds since 1970-01-01, UTC, to
 * the end of 2105. */
void csm_mailtext_date(struct csm_buf *out, int64_t seconds);

#endif
