/*
 * Input: bytes from a file, standard input or memory.  gzip and zstd are recognised by
 * their first bytes and look like plain text from here on.
 *
 * Ownership: the caller closes; the name is borrowed until then.
 */
#ifndef CSM_IO_INPUT_H
#define CSM_IO_INPUT_H

#include "base/diag.h"
#include "io/stage.h"

#include <stddef.h>
#include <sys/types.h>

struct csm_input;

/*
 * Open `path`; NULL or "-" is standard input, named "<stdin>".  Returns 0, or -1 after
 * reporting E_OPEN (missing, unreadable, a directory), E_READ, or E_USAGE: an option
 * writes it (io/place.h).
 */
int csm_input_open(struct csm_input **out, const char *path, struct csm_diag *diag);
/* Input from memory that outlives it; compressed bytes are recognised here too. */
int csm_input_open_memory(struct csm_input **out, const char *name, const void *bytes,
    size_t len, struct csm_diag *diag);
/*
 * Decompress on a thread of its own from now on, a little ahead of the reading; the
 * bytes are the same.  Does nothing if there is nothing to decompress, or if it comes
 * from a pipe, for which nobody should have to wait when the input is closed.
 */
void csm_input_ahead(struct csm_input *in);
/* The end is an error, E_TRUNCATED, unless a line feed is before it. */
void csm_input_expect_end(struct csm_input *in);
/*
 * Up to `size` decompressed bytes.  Returns how many, 0 at the end, -1 after reporting
 * E_READ, or E_TRUNCATED for compressed data that ends early or is damaged.  Several
 * gzip members or zstd frames in a row are one input.
 */
ssize_t csm_input_read(
    struct csm_input *in, void *buf, size_t size, struct csm_diag *diag);
/*
 * Look ahead: takes one more block into a buffer from which csm_input_read will be
 * served first, and gives all bytes not yet read; they are borrowed until the next
 * call.  Returns 1 if there are more than before, 0 at the end of the input, -1 as
 * csm_input_read.
 */
int csm_input_peek(
    struct csm_input *in, const char **bytes, size_t *len, struct csm_diag *diag);
/* From now on the bytes are those a stage makes of them, also of those peeked at; the
 * input takes the stage.  At most CSM_INPUT_STAGES of them. */
#define CSM_INPUT_STAGES 3 /* an encoding, a way to write rows, a footer */
void csm_input_stage(struct csm_input *in, struct csm_stage stage);
const char *csm_input_name(const struct csm_input *in);
void csm_input_close(struct csm_input *in); /* NULL is allowed */

/* All of `path` as one NUL-terminated text; the caller frees.  NULL after a report.
 * For small files: configuration, not data; of more than CSM_SLURP_BYTES, E_CONFIG. */
#define CSM_SLURP_BYTES ((size_t)64 << 20)
char *csm_input_slurp(const char *path, size_t *len, struct csm_diag *diag);

#endif
