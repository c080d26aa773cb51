/*
 * Output: to standard output, or to a file that appears whole or not at all: a
 * temporary file beside it, fsync, rename, mode of the old file kept.  A name in .gz or
 * .zst compresses.  Nothing is done until csm_output_commit has returned 0.
 *
 * Temporary files are removed when a signal or a lack of memory ends the program
 * (csm_output_guard_signals) and by csm_output_abort.
 *
 * Ownership: an output is its opener's until _commit, _publish or _abort, which free it.
 */
#ifndef CSM_IO_OUTPUT_H
#define CSM_IO_OUTPUT_H

#include "base/buf.h"
#include "base/diag.h"

struct csm_output;

/* NULL, "-" and /dev/stdout are standard output.  -1 after reporting E_OPEN. */
int csm_output_open(struct csm_output **out, const char *path, struct csm_diag *diag);
/* The same, compressing on at most so many threads; 0: one a processor.  The bytes do
 * not depend on it. */
int csm_output_open_threads(
    struct csm_output **out, const char *path, int threads, struct csm_diag *diag);
/*
 * Append; buffered.  Errors are kept and reported once, by csm_output_commit, so that hot
 * loops need not look: returns 0, or -1 once writing has failed (so that long jobs can
 * stop early).
 */
int csm_output_write(struct csm_output *out, const void *bytes, size_t len);
int csm_output_puts(struct csm_output *out, const char *s);
int csm_output_printf(struct csm_output *out, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/*
 * Flush, check, close, rename, and free.  -1 after reporting E_WRITE; the old file is
 * then untouched.  Standard output is closed too, since some failures only show then.
 * A reader that went away (EPIPE) ends the program by SIGPIPE, quietly.
 */
int csm_output_commit(struct csm_output *out, struct csm_diag *diag);
/*
 * In two steps, for outputs that appear together or not at all.  First each is flushed,
 * checked and closed: -1 after reporting E_WRITE, and it is still to be freed.
 */
int csm_output_prepare(struct csm_output *out, struct csm_diag *diag);
/* Then all take their names, the last one last, and are freed.  -1 after reporting
 * E_WRITE: the old files stand, all of them. */
int csm_output_publish(struct csm_output *const *out, size_t n, struct csm_diag *diag);
/* Throw away what was written to a file, and free; the old file stays.  NULL allowed.
 */
void csm_output_abort(struct csm_output *out);

/* Install handlers that remove temporary files and then let the signal end the program.
 */
void csm_output_guard_signals(void);

#endif
