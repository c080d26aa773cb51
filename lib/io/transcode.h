/*
 * Transcode: text in another encoding as UTF-8, by iconv(3).
 *
 * Ownership: the stage owns its state.
 */
#ifndef CSM_IO_TRANSCODE_H
#define CSM_IO_TRANSCODE_H

#include "io/stage.h"

#include <stdbool.h>

/*
 * A stage from the encoding of this name (iconv's: "windows-1252", "latin1", "utf-16",
 * ...) to UTF-8.  -1 after reporting E_USAGE: iconv knows no such encoding.  A byte
 * that is none of the encoding, or a character cut short by the end, is E_FORMAT with
 * its place in bytes.
 */
int csm_transcode_new(
    struct csm_stage *stage, const char *encoding, struct csm_diag *diag);
/* The same of a name alone: 0, or -1 after reporting E_USAGE. */
int csm_transcode_check(const char *encoding, struct csm_diag *diag);
/* "utf-16" or "utf-32" if the bytes begin with its byte order mark;
 * else NULL. */
const char *csm_transcode_by_mark(const char *bytes, size_t len);
/* Whether the name is one of UTF-8's, which needs no stage. */
bool csm_transcode_is_utf8(const char *encoding);

#endif
