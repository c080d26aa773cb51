/*
 * Subprocess: another program, run without a shell, as a filter of bytes.
 */
#ifndef CSM_IO_SUBPROCESS_H
#define CSM_IO_SUBPROCESS_H

#include "base/buf.h"
#include "base/diag.h"

/*
 * Run argv[0], looked for in PATH, with `in` as its standard input; append what it
 * writes to `out`.  argv ends with NULL.  0; 1 if there is no such program, which is
 * not reported; -1 after reporting E_WRITE: it failed (its first line of messages is
 * quoted), it did not end within so many seconds, or there is no room for temporary
 * files in $TMPDIR, else /tmp.  It ends when we do.
 */
int csm_subprocess_filter(const char *const *argv, int seconds,
    const struct csm_buf *in, struct csm_buf *out, struct csm_diag *diag);

#endif
