/*
 * Parallel gzip: a stream cut into pieces, which threads compress at the same time.  A piece begins with
 * the dictionary that the one before it leaves, so that little is lost by cutting, and
 * pieces are cut at fixed places: the bytes do not depend on the number of threads.
 *
 * Ownership: the caller frees; input is copied.
 */
#ifndef CSM_IO_PGZIP_H
#define CSM_IO_PGZIP_H

#include "io/codec.h"

/* With one thread, no other than the caller's is used.  NULL: no memory for it. */
void *csm_pgzip_new(int threads);
/* As encode of struct csm_codec. */
int csm_pgzip_encode(void *pgzip, struct csm_codec_step *step, int last);
void csm_pgzip_free(void *pgzip);

#endif
