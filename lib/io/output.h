/*
 * Output: to standard output, or to a file that appears whole or not at all: a
 * temporary file beside it, fsync, rename, mode of the old file kept.  A name in .gz or
 * .zst compresses.  Nothing is done until csm_out_commit has returned 0.
 *
 * Temporary files are removed when SIGINT, SIGTERM or SIGHUP ends the program
 * (csm_out_guard_signals) and by csm_out_abort.
 */
#ifndef CSM_IO_OUTPUT_H
#define CSM_IO_OUTPUT_H

#include "base/buf.h"
#include "base/diag.h"

struct csm_out;

/* NULL or "-" is standard output.  -1 after reporting E_OPEN or E_WRITE. */
int csm_out_open(struct csm_out **out, const char *path, struct csm_diag *diag);
/* The same, compressing on at most so many threads; 0: one a processor.  The bytes do
 * not depend on it. */
int csm_out_open_threads(
    struct csm_out **out, const char *path, int threads, struct csm_diag *diag);
/*
 * Append; buffered.  Errors are kept and reported once, by csm_out_commit, so that hot
 * loops need not look: returns 0, or -1 once writing has failed (so that long jobs can
 * stop early).
 */
int csm_out_write(struct csm_out *out, const void *bytes, size_t len);
int csm_out_puts(struct csm_out *out, const char *s);
int csm_out_printf(struct csm_out *out, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/*
 * Flush, check, close, rename, and free.  -1 after reporting E_WRITE; the old file is
 * then untouched.  Standard output is closed too, since some failures only show then.
 * A reader that went away (EPIPE) ends the program by SIGPIPE, quietly.
 */
int csm_out_commit(struct csm_out *out, struct csm_diag *diag);
/* Throw away what was written to a file, and free; the old file stays.  NULL allowed.
 */
void csm_out_abort(struct csm_out *out);

/* Install handlers that remove temporary files and then let the signal end the program.
 */
void csm_out_guard_signals(void);

#endif
