/*
 * Window: the part of an input that a reader is looking at, as one piece of memory.
 *
 * Ownership: the window takes the input and owns its bytes, which move at every
 * csm_window_more.
 */
#ifndef CSM_IO_WINDOW_H
#define CSM_IO_WINDOW_H

#include "base/diag.h"
#include "io/input.h"

#include <stddef.h>

/* Bytes after the last one that may be loaded, though they mean nothing. */
#define CSM_WINDOW_PAD 16

struct csm_window {
	struct csm_input *in;
	char *data;
	size_t cap;
	size_t at, end; /* not yet used: data[at] to before data[end] */
	size_t block;   /* how much to read at a time */
	int ended;      /* nothing comes after end */
};

void csm_window_init(struct csm_window *w, struct csm_input *in);
void csm_window_fini(struct csm_window *w);
/*
 * Read on: keeps what is not yet used, and at least doubles it, so that somebody who
 * looks for the end of something long does not look at it too often.  1 if there is
 * more, 0 at the end of the input, -1 after a report.
 */
int csm_window_more(struct csm_window *w, struct csm_diag *diag);
/* Bytes not yet used. */
static inline size_t
csm_window_left(const struct csm_window *w)
{
	return w->end - w->at;
}
/*
 * At the start of a text: read enough to tell its encoding and step over the byte order
 * mark of UTF-8.  UTF-16 and UTF-32 are E_FORMAT and -1.
 */
int csm_window_begin(struct csm_window *w, struct csm_diag *diag);

#endif
