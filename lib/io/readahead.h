/*
 * Read-ahead: bytes made on a thread of their own, some blocks before they are asked for.
 *
 * Ownership: what makes the bytes is the caller's, and the thread's alone from _new to
 * _free.
 */
#ifndef CSM_IO_READAHEAD_H
#define CSM_IO_READAHEAD_H

#include <stddef.h>
#include <sys/types.h>

struct csm_readahead;

/*
 * `make` gives up to `size` bytes: how many, 0 at the end, -1 when it has failed; after
 * either it is not called again.  NULL if there is no thread to be had.
 */
struct csm_readahead *csm_readahead_new(
    ssize_t (*make)(void *ctx, void *buf, size_t size), void *ctx);
/* Ends the thread, which is waited for: `make` must not wait for long.  NULL allowed.
 */
void csm_readahead_free(struct csm_readahead *a);
/* What `make` gave, in other pieces. */
ssize_t csm_readahead_read(struct csm_readahead *a, void *buf, size_t size);

#endif
